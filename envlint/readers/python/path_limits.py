"""To which paths of a request the conditions around a place limit it: `if request.url.path == "/healthz":`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.python import nodes

if TYPE_CHECKING:
    from tree_sitter import Node

Paths = tuple[str, ...]

_PATH = pattern(r"(?:\b|_)path(?:_info)?\b")
_LISTS = frozenset({"tuple", "list", "set"})
_EQUAL = {False: ("==", "in"), True: ("!=", "not in")}


def paths_at(place: Node) -> Paths | None:
    """The paths for which a function comes to a place, None where that is any; with `*` a path is a beginning.

    Empty where the paths are limited to some that are not known.
    """
    node = place
    while node.parent is not None and node.type not in nodes.DEFINITIONS:
        found = _of_step(node, node.parent)
        if found is not None:
            return found
        node = node.parent
    return None


def _of_step(node: Node, parent: Node) -> Paths | None:
    """What the statement right around a node, or those before it in its block, ask of the path."""
    test = nodes.field(parent, "condition") if parent.type in ("if_statement", "elif_clause") else None
    if test is not None and nodes.field(parent, "consequence") == node:
        return _limit(test, negated=False)
    earlier = (one for one in nodes.children(parent) if one.end_byte <= node.start_byte and parent.type == "block")
    tests = (nodes.field(one, "condition") for one in earlier if one.type == "if_statement" and _leaves(one))
    limits = (_limit(test, negated=True) for test in tests if test is not None)
    return next((limit for limit in limits if limit is not None), None)


def _leaves(statement: Node) -> bool:
    """Whether an `if` without an `else` ends the function."""
    block = nodes.field(statement, "consequence")
    body = nodes.children(block) if block is not None and nodes.field(statement, "alternative") is None else []
    return bool(body) and body[-1].type in ("return_statement", "raise_statement")


def _limit(test: Node, *, negated: bool) -> Paths | None:
    parts = nodes.children(test)
    match test.type:
        case "parenthesized_expression" if parts:
            return _limit(parts[0], negated=negated)
        case "not_operator" if parts:
            return _limit(parts[-1], negated=not negated)
        case "boolean_operator":
            return _combined(test, [_limit(part, negated=negated) for part in parts], negated=negated)
        case "comparison_operator" if len(parts) == 2:
            return _compared(test, *parts, negated=negated)
        case "call" if not negated:
            return _asked(test)
        case _:
            return None


def _combined(test: Node, limits: list[Paths | None], *, negated: bool) -> Paths | None:
    """Of conditions that all hold one limit is enough; where one of them is enough each must have its own."""
    known = [limit for limit in limits if limit is not None]
    joins = "or" if negated else "and"
    if any(child.type == joins for child in test.children):
        return known[0] if known else None
    if len(known) < len(limits):
        return None
    return tuple(path for limit in known for path in limit) if all(known) else ()


def _compared(test: Node, left: Node, right: Node, *, negated: bool) -> Paths | None:
    if not any(child.type in _EQUAL[negated] for child in test.children):
        return None
    if _is_path(left):
        return _texts(right)
    return () if _is_path(right) else None


def _asked(call: Node) -> Paths | None:
    """`request.path.startswith("/api")`; other functions know by themselves which they mean."""
    given = nodes.arguments(call).get(0, "prefix")
    function = nodes.field(call, "function")
    of = nodes.field(function, "object") if function is not None else None
    if given is not None and of is not None and _is_path(of) and nodes.last_name(call) == "startswith":
        return tuple(f"{text}*" for text in _texts(given))
    return () if _PATH.search(nodes.text(call)) else None


def _is_path(node: Node) -> bool:
    return node.type in ("attribute", "identifier", "call") and _PATH.search(nodes.text(node)) is not None


def _texts(node: Node) -> Paths:
    """The literal texts of an expression; none where one of them is not known."""
    items = nodes.children(node) if node.type in _LISTS else [node]
    texts = [nodes.string(item) for item in items]
    return tuple(text for text in texts if text is not None) if all(text is not None for text in texts) else ()
