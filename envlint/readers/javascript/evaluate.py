"""Turns expressions into values; what each kind of expression means stands in the modules dispatched to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import callbacks, calls, expressions, flow, library, nodes, references
from envlint.readers.javascript.scopes import Argument, Binding
from envlint.readers.names import PAGES
from envlint.values import Function, Hole, Name, Nothing, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.record import Script
    from envlint.readers.javascript.scopes import Scope, Step, Write
    from envlint.values import EnvWay, Value

Maker = Callable[["Evaluator", "CallParts", "Origin", "Scope"], "Value | None"]
"""Says what a call of something of an origin makes, or None where it does not know it."""

_LOADS_INTO_PROCESS = pattern(r"process\.env\s*=[^=][^;]*loadEnv|Object\.assign\(\s*process\.env\s*,\s*loadEnv")

_CONFIGURES = pattern(r"^(?:electron\.)?(?:vite|webpack|vue|next|nuxt|astro)[\w.-]*config[\w.-]*\.[cm]?[jt]s$")

_TOO_DEEP = "it is nested too deeply"
_NODE_STYLE = 2
"""How many parameters a function has that gives its answer to a callback."""

DEEPEST = 50
"""How deep expressions are followed; each level costs a handful of Python's frames."""


class Evaluator:
    """Evaluates the expressions of one script. Values of names are worked out once."""

    def __init__(self, script: Script, makers: tuple[Maker, ...] = ()) -> None:
        """`makers` are asked in turn what a call of something imported makes."""
        self._makers = makers
        self.script = script
        self.syntax = script.syntax
        self.at, self.text = script.syntax.at, script.syntax.text  # both are asked for by the thousand
        self.depth = 0
        self.active: set[Binding] = set()
        self._definitions: dict[Binding, Value] = {}
        self._qualified = {binding.qualified: binding for binding in script.bindings}
        self._wanted: dict[Binding, None] = {}
        name, text = script.syntax.source.path.rpartition("/")[2], script.syntax.source.text
        self.between: dict[tuple[Binding, bool, Scope, tuple[int, ...]], Value] = {}
        self.environments: dict[Binding, EnvWay | None] = {}
        self.origins: dict[int, Origin | None] = {}
        self.declared: dict[Binding, Origin | None] = {}
        self._calls = {call.node.id: call for call, _ in script.taken_apart}
        self._words: dict[str, bool] = {}
        self.methods: tuple[Method, ...] | None = None
        self.speaks_of_env = "env" in text or "loadEnv" in text
        self.loads_into_process = "loadEnv" in text and _LOADS_INTO_PROCESS.search(text) is not None
        self.configures = _CONFIGURES.search(name) is not None
        self.is_page = name.endswith(PAGES)
        self.browser_script = (name.endswith((".js", ".mjs")) or self.is_page) and not script.imports

    def hole(self, reason: str, node: Node) -> Hole:
        """An expression that is not followed."""
        return Hole(reason, self.at(node))

    @cached_property
    def functions(self) -> tuple[tuple[Location, Node], ...]:
        """The functions of the script and where they stand, in the order of the text."""
        found = (scope.node for scope in self.script.scopes.values() if scope.kind == "function")
        return tuple(sorted(((self.at(node), node) for node in found), key=lambda each: each[0].start))

    def speaks_of(self, word: str) -> bool:
        """Whether a word stands in the script, which is looked up once."""
        if word not in self._words:
            self._words[word] = word in self.syntax.source.text
        return self._words[word]

    # --- calls ------------------------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[tuple[CallParts, Scope]]:
        """Every call of the script where it stands, taken apart, in the order of the walk."""
        return self.script.taken_apart

    def call(self, node: Node) -> CallParts:
        """A call, taken apart once for all parts of the reader that ask of it."""
        found = self._calls.get(node.id)
        if found is None:
            found = self._calls[node.id] = nodes.take_apart(node, self.syntax)
        return found

    def callee(self, call: Node) -> Node | None:
        """What a call calls or a `new` constructs."""
        return self.call(call).function

    def arguments(self, call: Node) -> list[Node]:
        """The arguments of a call or a `new`, unwrapped, without comments."""
        return self.call(call).given

    # --- values -----------------------------------------------------------------------------------------------------

    def value(self, node: Node, scope: Scope) -> Value:
        """What an expression may be."""
        node = nodes.unwrap(node)
        handler = _HANDLERS.get(node.type)
        if handler is None:
            return self.hole("an expression that is not followed", node)
        if self.depth >= DEEPEST:
            return self.hole(_TOO_DEEP, node)
        self.depth += 1  # as `deeper` does it, without a function for each of the many nodes
        try:
            return handler(self, node, scope)
        finally:
            self.depth -= 1

    def deeper(self, node: Node, work: Callable[[], Value]) -> Value:
        """The result of some work one level further down, or a hole at the bottom."""
        if self.depth >= DEEPEST:
            return self.hole(_TOO_DEEP, node)
        self.depth += 1
        try:
            return work()
        finally:
            self.depth -= 1

    def made(self, call: Node, function: Node, scope: Scope) -> Value | None:
        """What a call or `new` makes, where a framework knows the function or class by where it comes from."""
        origin, parts = library.origin(self, function, scope) or library.OWN, self.call(call)
        for maker in self._makers:
            value = maker(self, parts, origin, scope)
            if value is not None:
                return value
        return None

    # --- names ------------------------------------------------------------------------------------------------------

    def want(self, binding: Binding) -> None:
        """Notes that something refers to a name by its qualified name."""
        self._wanted.setdefault(binding)

    def wanted(self) -> Iterator[Binding]:
        """Every name that was referred to, also while this runs."""
        position = 0
        while position < len(self._wanted):
            new = list(islice(self._wanted, position, None))
            position += len(new)
            yield from new

    def definition(self, binding: Binding) -> Value:
        """What a name stands for, seen from outside."""
        known = self._definitions.get(binding)
        if known is not None:
            return known
        if binding in self.active:
            return self.hole("it depends on itself", binding.at)
        self.active.add(binding)
        try:
            value = self.deeper(binding.at, lambda: references.defined(self, binding))
        finally:
            self.active.discard(binding)
        self._definitions[binding] = value
        return value

    def deref(self, value: Value) -> Value:
        """The value behind a name of this file; the name itself where it is another file's."""
        for _ in range(10):
            if not isinstance(value, Name) or value.module:
                break
            binding = self._qualified.get(value.name)
            if binding is None:
                break
            value = self.definition(binding)
        return value

    def written(self, write: Write, binding: Binding) -> Value:
        """What a write gives to a name, before its operator is applied."""
        source = write.source
        if isinstance(source, Argument):
            default = None if source.default is None else self.value(source.default, write.scope)
            return references.project(self, Parameter(source.name, self.at(source.at), default), write)
        if source is None:
            return Nothing(self.at(binding.at))
        return self.destructured(source, write.path, write.scope, write)

    def destructured(self, source: Node, path: tuple[Step, ...], scope: Scope, write: Write) -> Value:
        """What a pattern takes out of an expression."""
        if path:
            special = references.taken(self, source, path, scope)
            if special is not None:
                return special
        return references.project(self, self.value(source, scope), write)

    # --- functions --------------------------------------------------------------------------------------------------

    def function(self, node: Node) -> Value:
        """A function as what it returns in terms of its parameters."""
        scope = self.script.scopes.get(node.id)
        if scope is None or nodes.has_keyword(node, "*"):
            return self.hole("a generator", node)
        names: list[str] = []
        for index, parameter in enumerate(nodes.parameters(node)):
            pattern = parameter.child_by_field_name("pattern") or parameter
            if pattern.type == "rest_pattern":
                break
            names.append(self.text(pattern) if pattern.type == "identifier" else f"arguments[{index}]")
        returns = callbacks.answer(self, node) if len(names) == _NODE_STYLE else None
        return Function(tuple(names), returns or flow.returned(self, scope), self.at(node))

    def returned(self, node: Node) -> Value:
        """What a function returns, or a hole for anything that is no function."""
        scope = self.script.scopes.get(node.id)
        if scope is None or scope.kind != "function":
            return self.hole("a function of another place", node)
        return flow.returned(self, scope)


_HANDLERS: dict[str, Callable[[Evaluator, Node, Scope], Value]] = {
    **expressions.HANDLERS,
    **references.HANDLERS,
    **calls.HANDLERS,
}
