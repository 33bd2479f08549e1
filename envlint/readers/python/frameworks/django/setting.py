"""The names of a settings module: what they come to where it continues another one, or sets them in some cases only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, nodes
from envlint.readers.python.branches import of_if
from envlint.values import Many, Name, Nothing, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code
    from envlint.values import Value


class Settings:
    """What a module says of the settings, by their names."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._state = code.module.state

    @property
    def continues(self) -> bool:
        """Whether the module takes all names of another settings module: `from .base import *`."""
        stars = self._code.module.stars
        return any("settings" in f"{self._code.syntax.source.path} {nodes.text(star)}" for star in stars)

    def sets(self, name: str) -> bool:
        """Whether the module itself gives a name a value."""
        return name in self._state and name not in self._code.module.imports

    def at(self, name: str) -> Location | None:
        """Where a name is first given a value."""
        place = self._code.module.places.get(name)
        return self._code.at(place) if place is not None else None

    def first(self, *names: str) -> Location | None:
        """Where the first of some names is set that is set here."""
        return next((at for name in names if self.sets(name) and (at := self.at(name)) is not None), None)

    def value(self, *names: str, default: Value | None = None) -> Value | None:
        """What a setting with some spellings comes to; None where nothing says.

        A name that only some branches set may be absent, and so may one that only a continued module may set.
        """
        name = next((name for name in names if self.sets(name)), None)
        at = self.at(name) if name is not None else None
        if name is None or at is None:
            return self._inherited(names, default) if self.continues else default
        value = Name(name, "", at)
        if _surely(self._code.module.node, name):
            return value
        other = self._inherited(names, default) if self.continues else default
        return combine.either((value, other if other is not None else Nothing(at)), "branch", at)

    def _inherited(self, names: tuple[str, ...], default: Value | None) -> Value | None:
        at = self._code.at(self._code.module.stars[-1])
        options = [Name(name, "", at, optional=True) for name in names]
        return combine.either((*options, *([default] if default is not None else [])), "missing", at)

    def items(self, name: str) -> Iterator[Value]:
        """The items that this module writes into a list, in their order as far as it is known."""
        yield from _items(self._state.get(name)) if self.sets(name) else ()

    def lacks(self, name: str, entry: str) -> bool:
        """Whether a list is wholly written here, without an entry."""
        if not self.sets(name) or self.continues:
            return False
        value = self._state[name]
        plain = isinstance(value, Many) and all(isinstance(item, Text) for item in value.items)
        return plain and all(not isinstance(item, Text) or item.text != entry for item in self.items(name))

    def instead(self, names: Iterable[str], others: Iterable[str]) -> tuple[Location, Location] | None:
        """Where `if x: NAME = x` and its `else: OTHER = True` give values to one of some names and of some others."""
        for statement in nodes.children(self._code.module.node):
            found = of_if(statement) if statement.type == "if_statement" else ()
            if len(found) != 2 or found[0][0] is None or found[1][0] is not None:
                continue
            name = next((each for each in names if _given(found[0][1], each) == nodes.text(found[0][0])), None)
            other = next((each for each in others if _given(found[1][1], each) == "True"), None)
            first, second = (self.at(each) if each is not None else None for each in (name, other))
            if first is not None and second is not None:
                return first, second
        return None

    def literal(self, *names: str) -> Value | None:
        """What a setting is for sure, where this module writes it once and nothing else does."""
        name = next((name for name in names if self.sets(name)), "")
        once = self._code.module.bindings.get(name) == 1 and _surely(self._code.module.node, name)
        return self._code.known(self._state[name]) if once else None


def _items(value: Value | None) -> Iterator[Value]:
    if isinstance(value, Many):
        for item in value.items:
            yield from _items(item.of) if isinstance(item, Spread) else (item,)


def _given(block: Node, name: str) -> str:
    """What a statement of a block gives to a name, as it is written; empty where none does."""
    for statement in nodes.children(block):
        for child in nodes.children(statement) if statement.type == "expression_statement" else ():
            left, right = nodes.field(child, "left"), nodes.field(child, "right")
            if left is not None and right is not None and nodes.text(left) == name:
                return nodes.text(right)
    return ""


def _surely(block: Node, name: str) -> bool:
    """Whether every way through a block gives a name a value."""
    return any(_sets(statement, name) for statement in nodes.children(block))


def _sets(statement: Node, name: str) -> bool:
    if statement.type == "expression_statement":
        targets = (nodes.field(child, "left") for child in nodes.children(statement))
        return any(target is not None and nodes.text(target) == name for target in targets)
    if statement.type == "if_statement":
        found = of_if(statement)
        return found[-1][0] is None and all(_surely(block, name) for _, block in found)
    if statement.type in ("try_statement", "with_statement"):
        body = nodes.field(statement, "body")
        return body is not None and _surely(body, name)
    return False
