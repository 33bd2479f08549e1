"""Which middleware of an application is asked before which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Ahead, CorsPolicy, Middleware
from envlint.readers.python import nodes
from envlint.records import record, replace
from envlint.values import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from envlint.values import Value

_ANSWERS = {"SlowAPIMiddleware": "answers 429 to those who ask too often"}
"""Middleware of libraries that answers by itself."""


@record
class Added:
    """A middleware with the call that adds it, and what is called."""

    call: Node
    function: Node
    fact: CorsPolicy | Middleware


def ordered(found: Iterable[Added]) -> Iterator[CorsPolicy | Middleware]:
    """The facts, each policy with the middleware that is asked before it."""
    all_of_them = tuple(found)
    for one in all_of_them:
        if isinstance(one.fact, CorsPolicy):
            outer = [other.fact for other in all_of_them if _is_outside(other, one)]
            ahead = tuple(Ahead(fact.of, fact.at, _answer(fact.of)) for fact in outer if isinstance(fact, Middleware))
            yield replace(one.fact, ahead=ahead)
        else:
            yield one.fact


def _is_outside(other: Added, policy: Added) -> bool:
    """Whether a middleware is asked before another one of the same application.

    What is added last stands outermost, but a list begins with the outermost: `Starlette.add_middleware` puts a
    middleware in front of that list (starlette/applications.py, 0.45).
    """
    mine, its = nodes.field(policy.function, "object"), nodes.field(other.function, "object")
    if mine is not None and its is not None:
        is_same = nodes.text(mine) == nodes.text(its) and _block(policy.call) == _block(other.call)
        return is_same and other.call.start_byte > policy.call.start_byte
    around = policy.call.parent
    is_listed = around is not None and around.type == "list" and around == other.call.parent
    return is_listed and other.call.start_byte < policy.call.start_byte


def _block(node: Node) -> Node:
    """The innermost function around a node, else the module."""
    while node.parent is not None and node.type not in nodes.DEFINITIONS:
        node = node.parent
    return node


def _answer(of: Value) -> str:
    return _ANSWERS.get(of.name, "") if isinstance(of, Name) else ""
