"""Routes, included routers and mounts of FastAPI and Starlette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Include, Mount, Route
from envlint.readers.python import nodes
from envlint.readers.python.code import Place, is_router
from envlint.readers.python.frameworks.parts import calls_of, methods_of, path_at, rounds
from envlint.readers.python.holders import holder, takers
from envlint.values import Call, Hole, Many, Name, Router, Text, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Called, Code

    _Reader = Callable[[Code, Called, Place], Iterator[Include | Mount | Route]]

FRAMEWORKS = frozenset({"fastapi", "starlette"})
"""The names under which applications and routers of this package are known."""

_VERBS = frozenset({"get", "post", "put", "delete", "patch", "options", "head", "trace"})
_SOCKETS = frozenset({"websocket", "websocket_route"})
_ADDERS = {
    "add_api_route": "http",
    "add_route": "http",
    "add_api_websocket_route": "websocket",
    "add_websocket_route": "websocket",
}
_DECORATING = _VERBS | _SOCKETS | {"api_route", "route"}
_OBJECTS = {"Route": "http", "APIRoute": "http", "WebSocketRoute": "websocket", "APIWebSocketRoute": "websocket"}


def routing(code: Code) -> Iterator[Include | Mount | Route]:
    """Routes, includes and mounts.

    For a route object in a list, `router` (a mount's `parent`) is the `Router` that is made with the list, or with the
    variable or function that gives it. Where no router of this file takes that name it is the `Name` itself; a router
    of another file then has it (imported) as its `routes`.
    """
    for called in calls_of(code):
        reader = _reader_of(called)
        for place in rounds(code, called) if reader is not None else ():
            yield from reader(code, called, place) if reader is not None else ()


def _reader_of(called: Called) -> _Reader | None:
    """What reads a call; None for most of them."""
    if called.method in _METHODS:
        return _METHODS[called.method]
    if called.definition is not None:
        return _decorated if called.method in _DECORATING else None
    module, _, last = called.name.rpartition(".")
    is_object = module.startswith(("starlette", "fastapi")) and (last in _OBJECTS or last == "Mount")
    return _object if is_object else None


def router_of(code: Code, function: Node, place: Place) -> Value:
    """The router whose method is called; `app.router` is the application itself."""
    of = nodes.field(function, "object")
    inner = nodes.field(of, "object") if of is not None and nodes.last_name(of) in ("router", "routes") else None
    if inner is not None and is_router(code.known(code.value(inner, place))):
        of = inner
    return code.value(of, place) if of is not None else code.hole(function, "a router that is not followed")


def _include(code: Code, called: Called, place: Place) -> Iterator[Include]:
    given = nodes.arguments(called.node)
    child = given.get(0, "router")
    if child is None:
        return
    value = code.value(child, place)
    prefix = code.optional(given.get(None, "prefix"), place)
    if prefix is None and given.records:
        prefix = code.hole(given.records[0], "keywords that are spread")
    guards = tuple(_guards(code, given.get(None, "dependencies"), place))
    yield Include(router_of(code, called.function, place), value, prefix, _spot(value, child, code), guards)


def _guards(code: Code, listed: Node | None, place: Place) -> Iterator[Value]:
    for node in nodes.descend(listed) if listed is not None else ():
        mark = nodes.last_name(node) if node.type == "call" else ""
        function = nodes.arguments(node).get(0, "dependency") if mark in ("Depends", "Security") else None
        if function is not None:
            value = code.value(function, place)
            yield value.of if isinstance(value, Call) else value


def _spot(value: Value, node: Node, code: Code) -> Location:
    """Where a value of a loop's list stands, else the argument itself."""
    return code.at(node) if isinstance(value, Hole) else value.at


def _mount(code: Code, called: Called, place: Place) -> Iterator[Mount]:
    given = nodes.arguments(called.node)
    path, child = given.get(0, "path"), given.get(1, "app")
    if path is None or child is None:
        return
    parent, value = router_of(code, called.function, place), code.value(path, place)
    if isinstance(value, Text) and value.text and not value.text.startswith("/"):
        return  # requests' `session.mount("https://", adapter)`
    if isinstance(value, Text) or is_router(code.known(parent)) or _is_web(code):
        yield Mount(parent, value, code.value(child, place), path_at(code, path, called.node))


def _is_web(code: Code) -> bool:
    found = (one.module for scope in code.module.all() for one in scope.imports.values())
    return any(module.split(".")[0] in ("fastapi", "starlette") for module in found)


def _route(
    code: Code, call: Node, router: Value, kind: str, handler: Value, place: Place, verb: str = ""
) -> Iterator[Route]:
    given = nodes.arguments(call)
    path = given.get(0, "path")
    if path is None:
        return
    which: Literal["http", "websocket"] = "websocket" if kind == "websocket" else "http"
    methods = () if kind == "websocket" else (verb.upper(),) if verb else methods_of(code, call, place) or ("GET",)
    yield Route(router, code.value(path, place), which, methods, handler, path_at(code, path, call))


def _decorated(code: Code, called: Called, place: Place) -> Iterator[Route]:
    definition, method = called.definition, called.method
    name = nodes.field(definition, "name") if definition is not None else None
    if name is None:
        return
    router = router_of(code, called.function, place)
    if not _serves(code, router, socket=method in _SOCKETS):
        return
    handler = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
    kind = "websocket" if method in _SOCKETS else "http"
    yield from _route(code, called.node, router, kind, handler, place, method if method in _VERBS else "")


def _serves(code: Code, router: Value, *, socket: bool) -> bool:
    """Whether the object of a decorator is a router, or may be one in a file that uses the frameworks."""
    known = code.known(router)
    if isinstance(known, Router):
        return known.kind != "static" and known.framework in FRAMEWORKS
    return (socket or not isinstance(known, (Text, Many))) and _is_web(code)


def _added(code: Code, called: Called, place: Place) -> Iterator[Route]:
    handler = nodes.arguments(called.node).get(1, "endpoint", "route")
    router = router_of(code, called.function, place)
    if handler is None or not _serves(code, router, socket=True):
        return  # aiohttp's `router.add_route("GET", path, handler)`
    yield from _route(code, called.node, router, _ADDERS[called.method], code.value(handler, place), place)


def _object(code: Code, called: Called, place: Place) -> Iterator[Mount | Route]:
    call, last = called.node, called.name.rpartition(".")[2]
    given = nodes.arguments(call)
    path, handler = given.get(0, "path"), given.get(1, "endpoint", "app")
    for router in takers(code, holder(code, call, place.scope), "routes"):
        if last != "Mount":
            value = code.optional(handler, place) or code.hole(call, "a route without an endpoint")
            yield from _route(code, call, router, _OBJECTS[last], value, place)
        elif path is not None:
            child = code.value(handler, place) if handler is not None else mounted(code, call, called.function, place)
            yield Mount(router, code.value(path, place), child, path_at(code, path, call))


def mounted(code: Code, call: Node, function: Node, place: Place) -> Router:
    """The router that `Mount(path, routes=[...])` makes."""
    routes = code.optional(nodes.arguments(call).get(None, "routes"), place)
    return Router("router", "starlette", None, code.at(function), None, routes)


_METHODS: dict[str, _Reader] = {
    "include_router": _include,
    "mount": _mount,
    **dict.fromkeys(_ADDERS, _added),
}
