"""The page's own location: `window.location` and its other spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from envlint.readers.javascript import nodes
from envlint.values import Page, PagePart

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

GLOBALS = frozenset({"window", "globalThis", "self", "document", "top", "parent"})

_PARTS = frozenset(get_args(PagePart))
_HREFS = frozenset({"baseURI", "URL", "documentURI"})
_KEYS = _PARTS | _HREFS | {"location", "origin"}
_FOLLOWED = 5


def part(key: str, at: Location) -> Value | None:
    """A part of the location by its name; methods that return the whole are no parts."""
    return Page(cast("PagePart", key), at) if key in _PARTS else None


def is_location(ev: Evaluator, node: Node, scope: Scope) -> bool:
    """Whether an expression is the page's location object."""
    for _ in range(_FOLLOWED):
        if node.type == "member_expression":
            of = nodes.field(node, "object")
            key = nodes.property_name(node, ev.syntax)
            return key == "location" and of is not None and is_global(ev, of, scope)
        if node.type != "identifier":
            return False
        binding = scope.find(ev.text(node))
        if binding is None:
            return ev.text(node) == "location"
        constant = binding.constant
        if constant is None:
            return False
        node, scope = constant
    return False


def is_global(ev: Evaluator, node: Node, scope: Scope) -> bool:
    """Whether an expression is the browser's global object or its document."""
    while node.type == "member_expression":
        of = nodes.field(node, "object")
        if of is None or nodes.property_name(node, ev.syntax) not in GLOBALS:
            return False
        node = of
    return node.type == "identifier" and ev.text(node) in GLOBALS and scope.find(ev.text(node)) is None


def read(ev: Evaluator, of: Node, key: str, node: Node, scope: Scope) -> Value | None:
    """A member expression as a part of the page's location, where it is one."""
    if key not in _KEYS:
        return None
    if is_location(ev, of, scope):
        return part(key, ev.at(node))
    if is_global(ev, of, scope):
        if key == "location" or key in _HREFS:
            return Page("href", ev.at(node))
        if key == "origin":
            return Page("origin", ev.at(node))
    return None
