"""The record of one walk over a script: names, writes to them, and the places worth a closer look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import nodes
from envlint.readers.javascript.scopes import Arm, Binding, BindingKind, Scope, Write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tree_sitter import Node

    from envlint.readers.syntax import Syntax

_COMPONENTS = (".svelte", ".vue")
_BOUND = pattern(r"\bbind:\w+=\{\s*(\w+)\s*\}|\bv-model[\w.:-]*=[\"'](\w+)[\"']")
"""Svelte's `bind:value={x}` and Vue's `v-model="x"`."""

Site = tuple["Node", Scope]
Visitor = Callable[["Recorder", "Node", Scope], None]
"""Looks at a node of one kind, which stands in a scope."""


class Script:
    """What the walk found. `scopes` holds the scope inside each function, class and block, by the node's id."""

    def __init__(self, syntax: Syntax, module: Scope) -> None:
        self.syntax = syntax
        self.module = module
        self.scopes: dict[int, Scope] = {}
        self.bindings: list[Binding] = []
        self.taken_apart: list[tuple[nodes.CallParts, Scope]] = []
        self.members: list[Site] = []
        self.assignments: list[Site] = []
        self.destructured: list[Site] = []
        self.imports: list[Node] = []
        self.exports: list[Node] = []

    @property
    def calls(self) -> list[Site]:
        """The calls as nodes."""
        return [(call.node, scope) for call, scope in self.taken_apart]

    def scope_at(self, node: Node) -> Scope:
        """The scope in which a node stands."""
        parent = node.parent
        while parent is not None:
            if parent.id in self.scopes:
                return self.scopes[parent.id]
            parent = parent.parent
        return self.module


class Recorder:
    """A script in the making, and the nodes that are still to be looked at."""

    def __init__(self, syntax: Syntax, visitors: Mapping[str, Visitor | None], otherwise: Visitor) -> None:
        """`visitors` are those of some kinds of nodes, None for kinds that are passed over."""
        self._visitors = visitors
        self._otherwise = otherwise
        self.syntax = syntax
        self.script = Script(syntax, Scope("module", syntax.root, None, ""))
        self.pending: list[tuple[Visitor, Node, Scope]] = []
        self.reactive: set[int] = set()
        self._writes: list[tuple[Node, Write]] = []
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()

    def visit(self, children: Sequence[Node], scope: Scope) -> None:
        """Looks at some nodes later, in the order of the text."""
        visitor_of, otherwise = self._visitors.get, self._otherwise
        self.pending += [
            (visitor, node, scope)
            for node in reversed(children)
            if (visitor := visitor_of(node.type, otherwise)) is not None
        ]

    def visit_one(self, node: Node | None, scope: Scope) -> None:
        """Looks later at a node, if it is there."""
        visitor = self._visitors.get(node.type, self._otherwise) if node is not None else None
        if node is not None and visitor is not None:
            self.pending.append((visitor, node, scope))

    def declare(self, at: Node, scope: Scope, kind: BindingKind, name: str = "") -> Binding:
        """A new name in a scope, or the same one again (`var` twice, overloads)."""
        name = name or self.syntax.text(at)
        if name in scope.bindings:
            return scope.bindings[name]
        binding = Binding(name, self._unique(scope.prefix + name), kind, at, scope)
        scope.bindings[name] = binding
        self.script.bindings.append(binding)
        return binding

    def _unique(self, name: str) -> str:
        result, number = name, 1
        while result in self._taken:
            number += 1
            result = f"{name}~{number}"
        self._taken.add(result)
        return result

    def write(self, target: Node, write: Write) -> None:
        """Notes a write to a name that may be declared further down."""
        self._writes.append((target, write))

    def settle(self) -> None:
        """Gives each write to its name, once all declarations are known."""
        for target, write in self._writes:
            binding = write.scope.find(self.syntax.text(target))
            if binding is None and write.end in self.reactive:
                binding = self.declare(target, self.script.module, "variable")
            if binding is not None:
                binding.writes.append(write)
        for name in self._typed_in():
            if name in self.script.module.bindings:
                self.script.module.bindings[name].kind = "opaque"
        for binding in self.script.bindings:
            binding.writes.sort(key=lambda write: write.end)

    def _typed_in(self) -> Iterator[str]:
        """The names that a component's template gives to fields, which write to them."""
        source = self.syntax.source
        if source.path.endswith(_COMPONENTS):
            yield from (match[1] or match[2] for match in _BOUND.finditer(source.text))

    def name(self, value: Node, name: Node | str) -> None:
        """Names a function after the variable that holds it, also through a wrapper such as `useCallback`."""
        value = nodes.unwrap(value)
        kind = value.type
        if kind == "call_expression":
            value = next(iter(nodes.arguments(value)), value)
            kind = value.type
        if kind in nodes.FUNCTIONS or kind in nodes.CLASSES:
            self._names[value.id] = name if isinstance(name, str) else self.syntax.text(name)

    def name_of(self, node: Node, scope: Scope) -> str:
        """The name of a function or class that has none of its own: its variable's, or an ordinal."""
        if node.id in self._names:
            return self._names[node.id]
        scope.anonymous += 1
        return str(scope.anonymous)

    def inner(self, node: Node, scope: Scope, arm: Arm | None = None) -> Scope:
        """The scope of a block, with or without braces."""
        prefix = scope.prefix
        if scope.function.kind == "module":
            scope.anonymous += 1
            prefix = f"{prefix}{scope.anonymous}."
        inside = Scope("block", node, scope, prefix, arm, scope.this)
        self.script.scopes[node.id] = inside
        return inside
