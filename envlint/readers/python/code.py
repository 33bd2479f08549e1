"""A Python file while it is read: its tree, its scopes, and the way from an expression to a `Value`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.readers.python.scopes import Scope, scopes
from envlint.records import record
from envlint.values import Call, Hole, Member, Name, Router, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.syntax import Syntax

DEEPEST = 60
"""Expressions nested deeper than this become a hole; it keeps far away from the interpreter's recursion limit."""


_NOTHING: Mapping[str, Value] = {}


@record
class Place:
    """Where an expression stands: its scope, and names that stand for a value at this point."""

    scope: Scope
    bound: Mapping[str, Value] = _NOTHING

    def binding(self, names: Mapping[str, Value]) -> Place:
        """The same place with more names bound."""
        return Place(self.scope, {**self.bound, **names}) if names else self


@record
class Called:
    """A call of the file, with what every reader asks of it.

    `name` is the dotted name of what is called (see `Code.canonical`), `last` the last part of it as it is written, and
    `method` the same where it is called on something. What cannot be parsed is `broken`.
    """

    node: Node
    function: Node
    scope: Scope
    name: str
    last: str
    method: str
    broken: bool

    @property
    def definition(self) -> Node | None:
        """The function or class that the call decorates."""
        return self.scope.decorated.get(self.node.id)


Maker = Callable[["Code", "Node", str, Place], "Value | None"]
"""Says what a call of a dotted name makes, or None where it does not know the name."""

_LONGEST = 20
"""Dotted names with more parts are no imports."""


class Code:
    """A file's tree and scopes, and the handlers that turn each kind of node into a value."""

    def __init__(
        self,
        syntax: Syntax,
        handlers: Mapping[str, Callable[[Code, Node, Place], Value]],
        makers: tuple[Maker, ...] = (),
    ) -> None:
        """`makers` are asked in turn what a call of something imported makes."""
        self.syntax = syntax
        self.module, self.scopes = scopes(syntax.root)
        self.handed: dict[tuple[str, str], Value] = {}
        self.defaults: dict[tuple[str, str], Value | None] = {}
        self.listing: list[Router] | None = None
        self._handlers = handlers
        self._makers = makers
        self._depth = 0

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages that the file imports anything of; empty for those of the project that it names by dots."""
        return frozenset(name for scope in self.module.all() for name in scope.packages)

    @cached_property
    def calls(self) -> tuple[Called, ...]:
        """The calls of the file, scope by scope."""
        return tuple(self._called())

    def _called(self) -> Iterator[Called]:
        for scope in self.module.all():
            for call in scope.calls:
                function = nodes.field(call, "function")
                if function is not None:
                    name, last = self.canonical(function, scope), nodes.last_name(function)
                    method = last if function.type == "attribute" else ""
                    yield Called(call, function, scope, name, last, method, call.has_error)

    def mentions(self, *words: str) -> bool:
        """Whether any of some words stands anywhere in the file: without one of them, many questions are answered."""
        text = self.syntax.source.text
        return any(word in text for word in words)

    def at(self, node: Node) -> Location:
        """Where a node stands."""
        return self.syntax.at(node)

    def hole(self, node: Node, reason: str) -> Hole:
        """Something that is not followed."""
        return Hole(reason, self.at(node))

    def value(self, node: Node, place: Place) -> Value:
        """What an expression may be."""
        handler = self._handlers.get(node.type)
        if handler is None or node.has_error:
            return self.hole(node, "an expression that is not followed")
        if self._depth >= DEEPEST:
            return self.hole(node, "an expression that is nested too deeply")
        self._depth += 1
        try:
            return handler(self, node, place)
        finally:
            self._depth -= 1

    def optional(self, node: Node | None, place: Place) -> Value | None:
        """What an argument may be, None where it is not given."""
        return self.value(node, place) if node is not None else None

    def made(self, call: Node, name: str, place: Place) -> Value | None:
        """What a call of an imported function or class makes, where a framework knows its dotted name."""
        for maker in self._makers:
            value = maker(self, call, name, place)
            if value is not None:
                return value
        return None

    def canonical(self, node: Node | None, scope: Scope) -> str:
        """The dotted name of what an expression refers to, through imports and their aliases.

        `getenv` is `os.getenv` after `from os import getenv`; a builtin is its own name. Empty for anything that this
        file defines.
        """
        trail: list[str] = []
        while node is not None and node.type == "attribute" and len(trail) < _LONGEST:
            attribute = nodes.field(node, "attribute")
            trail.append(nodes.text(attribute) if attribute is not None else "")
            node = nodes.field(node, "object")
        if node is None or node.type != "identifier":
            return ""
        name = nodes.text(node)
        owner = scope.owner(name)
        if owner is not None:
            imported = owner.imports.get(name)
            if imported is None:
                return ""
            name = imported.module if imported.name == "*" else _join(imported.module, imported.name)
        return ".".join([name, *reversed(trail)])

    def known(self, value: Value | None, steps: int = 8) -> Value | None:
        """A value behind the names of this file, as far as they were followed by now."""
        while isinstance(value, Name) and not value.module and steps:
            found = self._lookup(value.name)
            if found is None:
                return value
            value, steps = found, steps - 1
        return value

    def _lookup(self, qualified: str) -> Value | None:
        holder, _, name = qualified.rpartition(".")
        scope = self.module
        for part in holder.split(".") if holder else ():
            found_scope = next((inner for inner in scope.inner if inner.name.rpartition(".")[2] == part), None)
            if found_scope is None:
                return None
            scope = found_scope
        found = scope.state.get(name)
        return found if found is not None else next(iter(scope.attributes.get(name, ())), None)


def _join(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def is_router(value: Value | None) -> bool:
    """Whether a value is known to be an application or a router."""
    return isinstance(value, Router) and value.kind != "static"


def dotted(value: Value | None) -> str:
    """The dotted name that an imported value stands for; empty for anything else."""
    keys: list[str] = []
    while isinstance(value, Member):
        keys.append(value.key)
        value = value.of
    if not isinstance(value, Name) or not value.module:
        return ""
    head = value.module if value.name == "*" else _join(value.module, value.name)
    return ".".join([head, *reversed(keys)])


def maker(code: Code, value: Value | None) -> str:
    """The dotted name of the imported callable that made a value; empty where that is not known."""
    found = code.known(value)
    return dotted(found.of) if isinstance(found, Call) else ""
