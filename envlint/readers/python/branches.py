"""What names may come to where the ways through a function meet again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, conditions, mutation, nodes
from envlint.readers.python.loops import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.values import Test, Value

Outcome = tuple["Node | None", Row | None]
"""The condition of a branch (None for `else`), and the names after it; no names where it never ends."""


def of_if(statement: Node) -> list[tuple[Node | None, Node]]:
    """The conditions of an `if` statement with their blocks; `else` has no condition."""
    found: list[tuple[Node | None, Node]] = []
    clauses = [statement, *statement.children_by_field_name("alternative")]
    for clause in clauses:
        block = nodes.field(clause, "body") if clause.type == "else_clause" else nodes.field(clause, "consequence")
        if block is not None:
            found.append((nodes.field(clause, "condition"), block))
    if not found:
        found.append((None, statement))
    return found


def meet(outcomes: Sequence[Outcome], state: Row, at: Location) -> bool:
    """Merges the branches into `state`; True where none of them goes on."""
    result: Row | None = None
    for test, after in reversed(outcomes):
        if after is not None:
            result = after if result is None else _merge(after, result, test, at)
    if result is None:
        return True
    state.clear()
    state.update(result)
    return False


def _merge(taken: Row, other: Row, test: Node | None, at: Location) -> Row:
    kind: Test = "branch"
    subject, inverted = "", False
    if test is not None:
        kind, asked, inverted = conditions.test_of(test)
        subject = nodes.text(asked)
    result = dict(other)
    for name, value in taken.items():
        old = other.get(name)
        if old is None or old is value:
            result[name] = value
        elif subject == name and inverted and kind != "branch":
            result[name] = combine.either((old, value), kind, at)
        else:
            result[name] = combine.merged(value, old, "branch", at)
    return result


def after_loop(after: Row, state: Row, at: Location) -> None:
    """Merges what a loop's body left behind; it may have run any number of times, also none."""
    for name, value in after.items():
        old: Value | None = state.get(name)
        keep = old is None or old is value or mutation.grew(old, value)
        state[name] = value if keep or old is None else combine.merged(value, old, "branch", at)
