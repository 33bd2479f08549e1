"""Routes of aiohttp: methods of the router, objects in lists, decorators of a table, and sub-applications.

https://docs.aiohttp.org/en/stable/web_quickstart.html#aiohttp-web-handler, /web_advanced.html#nested-applications
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Include, Mount, Route, RouteKind
from envlint.readers.python import nodes
from envlint.readers.python.frameworks.aiohttp.applications import FRAMEWORK, router_of, scope_of, web_name
from envlint.readers.python.frameworks.parts import calls_of, path_at, rounds
from envlint.readers.python.holders import holder
from envlint.values import Function, Hole, Many, Name, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value

Found = Include | Mount | Route

_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})
_ANY = frozenset({"view", "resource", "route"})
"""Routes of every method, or of one that is an argument."""


def routing(code: Code) -> Iterator[Found]:
    """Routes, tables and lists of routes that an application takes, folders of files, and sub-applications.

    A list of routes in a variable is a router of its own, known by its name.
    """
    for called in calls_of(code):
        for place in rounds(code, called):
            yield from _call(code, called.node, called.function, place)


def _call(code: Code, call: Node, function: Node, place: Place) -> Iterator[Found]:
    name = web_name(code, function, place.scope)
    method = nodes.last_name(function) if function.type == "attribute" and not name else ""
    if name in _VERBS | _ANY | {"static"}:
        for router in _takers(code, call, place):
            yield from _route(code, call, name, router, place)
    elif call.id in place.scope.decorated and method in _VERBS | _ANY:
        yield from _decorated(code, call, function, place)
    elif method == "add_routes":
        yield from _table(code, call, function, place)
    elif method == "add_subapp":
        yield from _sub_application(code, call, function, place)
    elif method.startswith("add_"):
        kind, router = method.removeprefix("add_"), router_of(code, function, place)
        if kind in _VERBS | _ANY | {"static"} and _serves(code, router):
            yield from _route(code, call, kind, router, place)


def _serves(code: Code, router: Value) -> bool:
    known = code.known(router)
    return known.framework == FRAMEWORK if isinstance(known, Router) else not isinstance(known, (Text, Many))


def _table(code: Code, call: Node, function: Node, place: Place) -> Iterator[Include]:
    """`app.add_routes(routes)`; the routes of a list that stands in the call are the application's own."""
    given = nodes.arguments(call).get(0, "routes")
    if given is not None and given.type != "list":
        yield Include(router_of(code, function, place), code.value(given, place), None, code.at(given))
    for spread in nodes.children(given) if given is not None and given.type == "list" else ():
        if spread.type == "list_splat":
            child = code.value(nodes.children(spread)[0], place)
            yield Include(router_of(code, function, place), child, None, code.at(spread))


def _sub_application(code: Code, call: Node, function: Node, place: Place) -> Iterator[Include]:
    given = nodes.arguments(call)
    prefix, child = given.get(0, "prefix"), given.get(1, "subapp")
    if prefix is not None and child is not None:
        value = code.value(child, place)
        yield Include(router_of(code, function, place), value, code.value(prefix, place), code.at(child))


def _takers(code: Code, call: Node, place: Place) -> Iterator[Value]:
    """What takes a route that is an object: the application that is given it, or the list by its name."""
    parent = call.parent
    while parent is not None and parent.type in ("list", "argument_list"):
        parent = parent.parent
    function = nodes.field(parent, "function") if parent is not None and parent.type == "call" else None
    if function is not None and nodes.last_name(function) == "add_routes":
        yield router_of(code, function, place)
        return
    held = holder(code, call, place.scope)
    if isinstance(held, Name):
        yield Router("router", FRAMEWORK, None, held.at, routes=held)


# --- one route --------------------------------------------------------------------------------------------------------


def _decorated(code: Code, call: Node, function: Node, place: Place) -> Iterator[Found]:
    router, definition = router_of(code, function, place), place.scope.decorated[call.id]
    name = nodes.field(definition, "name")
    if name is not None and _serves(code, router):
        handler = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
        yield from _route(code, call, nodes.last_name(function), router, place, handler)


def _route(
    code: Code, call: Node, kind: str, router: Value, place: Place, decorated: Name | None = None
) -> Iterator[Found]:
    """The route of `get(path, handler)` or `route(method, path, handler)`, once for each kind that it may be."""
    given, first = nodes.arguments(call), 1 if kind == "route" else 0
    path = given.get(first, "path", "prefix")
    if path is None:
        return
    value, at = code.value(path, place), path_at(code, path, call)
    if kind == "static":
        yield Mount(router, value, Router("static", FRAMEWORK, None, code.at(call)), at)
        return
    handler: Value | None = decorated or code.optional(given.get(first + 1, "handler"), place)
    methods = (kind.upper(),) if kind in _VERBS else _method(nodes.string(given.get(0, "method")))
    for which in kinds(code, handler):
        of = handler if handler is not None else Hole("a route without a handler", at)
        yield Route(router, value, which, () if which == "websocket" else methods, of, at)


def _method(written: str | None) -> tuple[str, ...]:
    return (written.upper(),) if written is not None and written.isalpha() else ()


# --- which kind -------------------------------------------------------------------------------------------------------


def kinds(code: Code, handler: Value | None) -> tuple[RouteKind, ...]:
    """What a handler answers: a WebSocket where it makes a `WebSocketResponse`.

    Both where that cannot be told: the handler stands elsewhere, or hands its request on to somebody else.
    """
    scope = scope_of(code, handler)
    if scope is None:
        return ("http",) if isinstance(handler, Function) else ("http", "websocket")
    if "WebSocketResponse" in nodes.text(scope.node):
        return ("websocket",)
    return ("http", "websocket") if scope.kind == "function" and _hands_on(scope) else ("http",)


def _hands_on(scope: Scope) -> bool:
    request = next((name for name in scope.parameters if name != scope.instance), None)
    given = (nodes.arguments(call) for call in scope.calls)
    return any(nodes.text(one) == request for each in given for one in (*each.positional, *each.keywords.values()))
