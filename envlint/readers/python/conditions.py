"""What a condition asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.values import Test


def test_of(test: Node) -> tuple[Test, Node, bool]:
    """What a condition asks about which expression, and whether it is true when that one is *not* there.

    `x is None` is ("missing", x, True), `x` is ("empty", x, False); anything else is a "branch" of the whole test.
    """
    while test.type == "parenthesized_expression" and nodes.children(test):
        test = nodes.children(test)[0]
    if test.type == "not_operator":
        argument = nodes.field(test, "argument")
        return ("empty", argument, True) if argument is not None else ("branch", test, False)
    parts = nodes.children(test)
    if test.type == "comparison_operator" and len(parts) == 2 and parts[1].type == "none":
        negated = any(child.type in ("is not", "!=") for child in test.children)
        return "missing", parts[0], not negated
    if test.type in ("identifier", "attribute", "call", "subscript"):
        return "empty", test, False
    return "branch", test, False
