"""Loops and comprehensions: what their names stand for, one row after the other where the list is literal."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING

from envlint.readers.python import conditions, nodes
from envlint.values import Each, Function, Many, Parameter, Spread, Value

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tree_sitter import Node

    from envlint.readers.python.code import Code

Row = dict[str, Value]
MOST_ROWS = 64
"""Loops over longer literal lists, or combinations of loops that come to more, are not unrolled."""


class Loop:
    """A loop that is being followed: the names it binds, what it runs over, and its rows where they are literal."""

    def __init__(self, names: tuple[str, ...], source: Value | None, rows: tuple[Row, ...] | None) -> None:
        self.names = names
        self.source = source
        self.rows = rows
        self.filtered = False

    def bound(self, state: Row) -> Row:
        """What the loop's names come to at this point of its body."""
        return {name: state[name] for name in self.names if name in state}

    def asks_item(self, test: Node | None) -> bool:
        """Whether a condition asks only whether the item is there."""
        if test is None or len(self.names) != 1:
            return False
        kind, subject, inverted = conditions.test_of(test)
        return not inverted and kind != "branch" and nodes.text(subject).removesuffix(".strip()") == self.names[0]

    @contextmanager
    def filtering(self) -> Generator[None, None, None]:
        """While items that are not there are left out."""
        before, self.filtered = self.filtered, True
        try:
            yield
        finally:
            self.filtered = before


def over(code: Code, target: Node, source: Value) -> Loop:
    """The loop `for target in source`."""
    names = tuple(nodes.text(one) for one in nodes.targets(target) if one.type == "identifier")
    return Loop(names, source, rows(code, target, source))


def item(code: Code, loop: Loop, target: Node) -> Value:
    """What a name of a loop is inside the loop."""
    name = nodes.text(target)
    if len(loop.names) == 1:
        return Parameter(name, code.at(target))
    return code.hole(target, "a loop over several names")


def rows(code: Code, target: Node, source: Value | None) -> tuple[Row, ...] | None:
    """The names of a loop's target for each item of a literal list; None where the list is not literal."""
    found: list[Row] = []
    for value in _literal_items(code, source) or ():
        row = _row(code, target, value)
        if row is None or len(found) >= MOST_ROWS:
            return None
        found.append(row)
    return tuple(found) or None


def _literal_items(code: Code, source: Value | None, depth: int = 0) -> list[Value] | None:
    known = code.known(source)
    if not isinstance(known, Many) or depth > 8:
        return None
    result: list[Value] = []
    for value in known.items:
        inner = _literal_items(code, value.of, depth + 1) if isinstance(value, Spread) else [value]
        if inner is None:
            return None
        result.extend(inner)
    return result


def _row(code: Code, target: Node, value: Value) -> Row | None:
    if target.type == "identifier":
        return {nodes.text(target): value}
    names, known = nodes.children(target), code.known(value)
    if not isinstance(known, Many) or len(known.items) != len(names):
        return None
    merged: Row = {}
    for name, part in zip(names, known.items, strict=True):
        row = _row(code, name, part) if not isinstance(part, Spread) else None
        if row is None:
            return None
        merged.update(row)
    return merged


def combinations(loops: Sequence[Loop]) -> Iterator[Row] | None:
    """Every combination of the rows of nested loops; None where a list is not literal or there are too many."""
    total = 1
    parts: list[tuple[Row, ...]] = []
    for loop in loops:
        if loop.rows is None:
            return None
        total *= len(loop.rows)
        parts.append(loop.rows)
    if total > MOST_ROWS:
        return None
    return ({name: value for row in combo for name, value in row.items()} for combo in product(*parts))


def each(code: Code, loop: Loop, value: Value, node: Node) -> Value:
    """The list of what `value` comes to for every item of a loop with one name."""
    at = code.at(node)
    if loop.source is None or len(loop.names) != 1:
        return code.hole(node, "a list that grows in a loop")
    return Each(loop.source, Function(loop.names, value, value.at), at, filtered=loop.filtered)


def each_list(code: Code, loop: Loop, value: Value, node: Node) -> Value:
    """What `xs += value` adds in a loop: for a list of one item, that item for every round."""
    if isinstance(value, Many) and len(value.items) == 1 and not isinstance(value.items[0], Spread):
        return each(code, loop, value.items[0], node)
    return Many((code.hole(node, "a list that grows in a loop"),), code.at(node))
