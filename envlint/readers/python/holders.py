"""What holds an object that stands in a list: `routes=[Route(...)]`, `middleware = [Middleware(...)]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.values import Call, Many, Name, Router, Spread, Value

if TYPE_CHECKING:
    from typing import Literal

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_AROUND = ("list", "tuple", "set", "list_splat", "binary_operator", "parenthesized_expression", "argument_list")


def holder(code: Code, node: Node, scope: Scope) -> Value:
    """The router that is made with the list, or the `Name` of the variable or function that gives it."""
    parent = node.parent
    while parent is not None and parent.type in _AROUND:
        parent = parent.parent
    if parent is not None and parent.type == "keyword_argument" and parent.parent is not None:
        parent = parent.parent.parent
    if parent is None:
        return code.hole(node, "a list that is not followed")
    if parent.type == "call":
        return _of_call(code, parent, scope)
    if parent.type in ("assignment", "augmented_assignment"):
        return _of_variable(code, nodes.field(parent, "left"), node, scope)
    if parent.type == "return_statement":
        return Name(scope.name, "", code.at(node))
    return code.hole(node, "a list that is not followed")


def _of_call(code: Code, call: Node, scope: Scope) -> Value:
    function = nodes.field(call, "function")
    place = Place(scope)
    if function is None:
        return code.hole(call, "a list that is not followed")
    if nodes.last_name(function) in ("append", "extend", "insert"):
        return _of_variable(code, nodes.field(function, "object"), call, scope)
    if code.canonical(function, scope).rpartition(".")[2] == "Mount":
        routes = code.optional(nodes.arguments(call).get(None, "routes"), place)
        return Router("router", "starlette", None, code.at(function), None, routes)
    made = code.value(call, place)
    return made if isinstance(made, (Router, Call)) else code.hole(call, "a list that is not followed")


def _of_variable(code: Code, target: Node | None, node: Node, scope: Scope) -> Value:
    """`routes`, or the application in `app.routes` and `app.router.routes`."""
    while target is not None and target.type == "attribute" and nodes.last_name(target) in ("routes", "router"):
        target = nodes.field(target, "object")
    return code.value(target, Place(scope)) if target is not None else code.hole(node, "a list that is not followed")


def takers(code: Code, held: Value, keyword: Literal["routes", "middleware"]) -> list[Value]:
    """The applications and routers of this file that take a list; the list's own name where none does."""
    if not isinstance(held, Name):
        return [held]
    found: list[Value] = [
        made for made in _listing(code) if _names(made.routes if keyword == "routes" else made.middleware, held)
    ]
    return found or [held]


def _listing(code: Code) -> list[Router]:
    """The applications and routers of this file that are made with a list of routes or middleware."""
    if code.listing is None:
        keys = {"routes", "middleware"}
        calls = [(call, scope) for scope in code.module.all() for call in scope.calls]
        made = [code.value(call, Place(scope)) for call, scope in calls if keys & nodes.arguments(call).keywords.keys()]
        code.listing = [one for one in made if isinstance(one, Router)]
    return code.listing


def _names(given: Value | None, held: Name) -> bool:
    """Whether an argument is the list of that name, alone or as a part of a longer one."""
    if isinstance(given, Many):
        return any(_names(item.of, held) for item in given.items if isinstance(item, Spread))
    of = given.of if isinstance(given, Call) else given
    return isinstance(of, Name) and (of.name, of.module) == (held.name, held.module)
