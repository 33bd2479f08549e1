"""Calls that are not followed any further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, nodes
from envlint.values import Call, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place


def plain(code: Code, node: Node, place: Place, callee: Value | None = None) -> Value:
    """A call as it is: what is called, and with what. `callee` is given where it was followed already."""
    function = nodes.field(node, "function")
    if function is None:
        return code.hole(node, "a call that is not followed")
    of = code.value(function, place) if callee is None else callee
    given = nodes.arguments(node)
    positional = tuple(code.value(one, place) for one in given.positional[: combine.MOST])
    if given.lists:
        positional = (*positional, code.hole(node, "arguments that are spread"))
    keywords = tuple((key, code.value(one, place)) for key, one in given.keywords.items())
    return Call(of, positional, code.at(node), keywords)
