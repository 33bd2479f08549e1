"""The scopes of a Python file and what each name in them is bound by.

Scoping follows the language reference, section 4.2.2 "Resolution of names": a function sees its own names, those of
the functions around it and those of the module, but not those of a class around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.readers.python import nodes
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from envlint.values import Value


@record
class Import:
    """What an import statement binds a name to; `name` is `*` for a module itself."""

    module: str
    name: str


class Scope:
    """A module, class or function: what it binds, and what its names come to once its body was followed.

    `name` is qualified (`create_app.Settings`), empty for the module. `state` holds the values at the end of the
    body, `returns` what the function returns, `attributes` what methods assign to `self.x`. By the id of a call's node,
    `decorated` has the definition that it decorates and `loops` the loops around it, the innermost first; asking a node
    for its parent instead costs as much as the node is deep.
    """

    def __init__(
        self, name: str, kind: Literal["module", "class", "function"], node: Node, parent: Scope | None
    ) -> None:
        self.name = name
        self.kind = kind
        self.node = node
        self.parent = parent
        self.bindings: dict[str, int] = {}
        self.imports: dict[str, Import] = {}
        self.modules: set[str] = set()
        self.packages: set[str] = set()
        self.stars: list[Node] = []
        self.parameters: dict[str, Node] = {}
        self.outer_names: set[str] = set()
        self.calls: list[Node] = []
        self.decorated: dict[int, Node] = {}
        self.loops: dict[int, tuple[Node, ...]] = {}
        self.inner: list[Scope] = []
        self.state: dict[str, Value] = {}
        self.places: dict[str, Node] = {}
        self.returns: list[Value] = []
        self.attributes: dict[str, list[Value]] = {}

    def qualified(self, name: str) -> str:
        """A name of this scope as definitions spell it."""
        return f"{self.name}.{name}" if self.name else name

    def owner(self, name: str) -> Scope | None:
        """The scope that a name used here belongs to; None for builtins and star imports."""
        scope: Scope | None = self
        while scope is not None:
            visible = scope is self or scope.kind != "class"
            if visible and name in scope.bindings and name not in scope.outer_names:
                return scope
            scope = scope.parent
        return None

    def imported(self, name: str) -> Import | None:
        """The import that alone binds a name of this scope."""
        return self.imports.get(name) if self.bindings.get(name) == 1 else None

    @property
    def root(self) -> Scope:
        """The module's scope."""
        return self if self.parent is None else self.parent.root

    @property
    def owner_class(self) -> Scope | None:
        """The class of which this function is a method with a first parameter for the instance or the class."""
        if self.kind != "function" or self.parent is None or self.parent.kind != "class":
            return None
        marks = {nodes.last_name(mark) for mark in nodes.decorators(self.node)}
        return None if "staticmethod" in marks else self.parent

    @property
    def instance(self) -> str:
        """The name of the first parameter of a method (`self`, `cls`); empty for other functions."""
        return next(iter(self.parameters), "") if self.owner_class is not None else ""

    def all(self) -> Iterator[Scope]:
        """This scope and all inside it."""
        pending: list[Scope] = [self]
        while pending:
            scope = pending.pop()
            yield scope
            pending.extend(reversed(scope.inner))


def scopes(root: Node) -> tuple[Scope, dict[int, Scope]]:
    """The module's scope, and every scope by the id of its definition's node."""
    module = Scope("", "module", root, None)
    by_id = {root.id: module}
    pending = [(root.named_children, module)]
    while pending:
        for definition, made in _walk(*pending.pop()):
            by_id[definition.id] = made
            pending.append(([child for child in definition.named_children if child.type == "block"], made))
    return module, by_id


def _walk(written: list[Node], scope: Scope) -> Iterator[tuple[Node, Scope]]:
    """Binds what stands in one scope; gives the definitions there, whose bodies are scopes of their own.

    This sees every node of a file, so it asks as little as it can of those that bind nothing.
    """
    loops = _Loops()
    pending = written[::-1]
    while pending:
        node = pending.pop()
        kind = node.type
        if kind == "identifier":
            continue
        if kind in nodes.DEFINITIONS:
            yield node, _define(node, scope)
            # Defaults, annotations and bases are evaluated outside of the definition, but by no loop around it.
            yield from _walk([child for child in node.named_children if child.type != "block"], scope)
            continue
        if kind == "call":
            scope.calls.append(node)
            around = loops.around(node)
            if around:
                scope.loops[node.id] = around
        elif kind in _BINDING:
            _BINDING[kind](node, scope)
            if kind == "for_statement":
                loops.enter(node)
        pending += node.named_children[::-1]


class _Loops:
    """The loops in which a walk in the order of the text is."""

    def __init__(self) -> None:
        self._open: list[Node] = []

    def enter(self, loop: Node) -> None:
        """The walk has come to a loop."""
        self._leave(loop)
        self._open.append(loop)

    def around(self, node: Node) -> tuple[Node, ...]:
        """The loops around a node, the innermost first."""
        self._leave(node)
        return tuple(reversed(self._open))

    def _leave(self, node: Node) -> None:
        while self._open and self._open[-1].end_byte <= node.start_byte:
            self._open.pop()


def _define(node: Node, scope: Scope) -> Scope:
    name = nodes.field(node, "name")
    written = nodes.text(name) if name is not None else ""
    _add(scope, written)
    kind: Literal["class", "function"] = "class" if node.type == "class_definition" else "function"
    made = Scope(scope.qualified(written), kind, node, scope)
    parameters = nodes.field(node, "parameters")
    for parameter in nodes.children(parameters) if parameters is not None else []:
        identifier = nodes.parameter_name(parameter)
        if identifier is not None:
            made.parameters[nodes.text(identifier)] = parameter
            _add(made, nodes.text(identifier))
    scope.inner.append(made)
    return made


def _bind_decorators(node: Node, scope: Scope) -> None:
    definition = nodes.field(node, "definition")
    for mark in node.named_children if definition is not None else ():
        if mark.type == "decorator" and definition is not None:
            scope.decorated.update((call.id, definition) for call in mark.named_children)


def _bind_left(node: Node, scope: Scope) -> None:
    _bind_targets(nodes.field(node, "left"), scope)


def _bind_again(node: Node, scope: Scope) -> None:
    """`x += 1` changes a name, and binds one only where nothing else does."""
    _bind_targets(nodes.field(node, "left"), scope, 0)


def _bind_name(node: Node, scope: Scope) -> None:
    _bind_targets(nodes.field(node, "name"), scope)


def _bind_targets(pattern: Node | None, scope: Scope, count: int = 1) -> None:
    for target in nodes.targets(pattern) if pattern is not None else ():
        if target.type == "identifier":
            name = nodes.text(target)
            scope.bindings[name] = max(scope.bindings.get(name, 0) + count, 1)


def _bind_outer(node: Node, scope: Scope) -> None:
    scope.outer_names.update(nodes.text(child) for child in nodes.children(node))


def _bind_import(node: Node, scope: Scope) -> None:
    for name, imported in imports(node):
        scope.packages.add(imported.module.partition(".")[0])
        if scope.imports.get(name) == imported:
            continue
        scope.imports.setdefault(name, imported)
        _add(scope, name)
    module = nodes.field(node, "module_name")
    if module is None:
        scope.modules.update(nodes.text(child) for child in nodes.children(node) if child.type == "dotted_name")
    elif any(child.type == "wildcard_import" for child in node.named_children):
        scope.stars.append(module)
        scope.packages.add(nodes.text(module).partition(".")[0].strip())


def imports(node: Node) -> Iterator[tuple[str, Import]]:
    """The names that an import statement binds, and to what."""
    module = nodes.field(node, "module_name")
    for child in node.children_by_field_name("name"):
        source, alias = child, None
        if child.type == "aliased_import":
            source, alias = nodes.field(child, "name") or child, nodes.field(child, "alias")
        written = nodes.text(source)
        if module is not None:
            specifier = "".join(nodes.text(module).split())
            yield (nodes.text(alias) if alias is not None else written), Import(specifier, written)
        elif alias is not None:
            yield nodes.text(alias), Import(written, "*")
        else:
            head = written.split(".")[0]
            yield head, Import(head, "*")


def _add(scope: Scope, name: str) -> None:
    scope.bindings[name] = scope.bindings.get(name, 0) + 1


_BINDING: dict[str, Callable[[Node, Scope], None]] = {
    "decorated_definition": _bind_decorators,
    "import_statement": _bind_import,
    "import_from_statement": _bind_import,
    "assignment": _bind_left,
    "for_statement": _bind_left,
    "augmented_assignment": _bind_again,
    "named_expression": _bind_name,
    "as_pattern_target": _bind_targets,
    "global_statement": _bind_outer,
    "nonlocal_statement": _bind_outer,
}
