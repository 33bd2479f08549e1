"""Routes and blueprints of Flask and Quart."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Include, Listen, Route
from envlint.readers.python import nodes
from envlint.readers.python.code import Place, is_router
from envlint.readers.python.frameworks.flask.applications import NAMES
from envlint.readers.python.frameworks.parts import calls_of, is_made_by, methods_of, path_at, rounds
from envlint.values import Hole, Name, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.values import Value

_VERBS = frozenset({"get", "post", "put", "delete", "patch"})
_SOCKET_MAKERS = ("flask_sock.Sock", "flask_sockets.Sockets")
_RESOURCE = ("add_resource",)


def routing(code: Code) -> Iterator[Include | Listen | Route]:
    """Routes by decorator, `add_url_rule` and `add_resource`, blueprints, and `app.run()`."""
    for called in calls_of(code):
        for place in rounds(code, called) if called.function.type == "attribute" else ():
            yield from _call(code, called.node, called.function, place)


def _call(code: Code, call: Node, function: Node, place: Place) -> Iterator[Include | Listen | Route]:
    method, given = nodes.last_name(function), nodes.arguments(call)
    if method == "register_blueprint" and (child := given.get(0, "blueprint")) is not None:
        yield _blueprint(code, call, function, child, place)
    elif call.id in place.scope.decorated:
        yield from _decorated(code, call, function, place)
    elif method == "add_url_rule":
        handler = code.optional(given.get(2, "view_func"), place)
        yield from _route(code, call, function, given.get(0, "rule"), handler, place)
    elif method in _RESOURCE and len(given.positional) > 1:
        for path in given.positional[1:]:
            yield from _route(
                code, call, function, path, code.value(given.positional[0], place), place, all_of_them=True
            )
    elif method == "run" and _is_application(code, function, place):
        yield _listen(code, call, function, place)


def _blueprint(code: Code, call: Node, function: Node, child: Node, place: Place) -> Include:
    """`register_blueprint(bp, url_prefix=...)`, whose prefix stands in the place of the blueprint's own."""
    prefix = nodes.arguments(call).get(None, "url_prefix")
    router = code.value(child, place)
    at = code.at(child) if isinstance(router, Hole) else router.at
    return Include(
        _router(code, function, place),
        router,
        code.optional(prefix, place),
        at,
        syntax="angles",
        replaces=prefix is not None and prefix.type != "none",
    )


def _decorated(code: Code, call: Node, function: Node, place: Place) -> Iterator[Route]:
    method = nodes.last_name(function)
    if method not in _VERBS | {"route", "websocket"}:
        return
    definition = nodes.field(place.scope.decorated[call.id], "name")
    if definition is None:
        return
    handler = Name(place.scope.qualified(nodes.text(definition)), "", code.at(definition))
    path = nodes.arguments(call).get(0, "rule")
    yield from _route(code, call, function, path, handler, place, method)


def _route(
    code: Code,
    call: Node,
    function: Node,
    path: Node | None,
    handler: Value | None,
    place: Place,
    verb: str = "",
    *,
    all_of_them: bool = False,
) -> Iterator[Route]:
    router = _router(code, function, place)
    if path is None or not _serves(code, router):
        return
    socket = verb == "websocket" or _is_socket(code, function, place)
    methods = () if socket or all_of_them else (verb.upper(),) if verb in _VERBS else methods_of(code, call, place)
    yield Route(
        router,
        code.value(path, place),
        "websocket" if socket else "http",
        methods if socket or all_of_them else methods or ("GET",),
        handler if handler is not None else code.hole(call, "a route without a view"),
        path_at(code, path, call),
        syntax="angles",
        any_slash=not socket,
    )


def _router(code: Code, function: Node, place: Place) -> Value:
    of = nodes.field(function, "object")
    return code.value(of, place) if of is not None else code.hole(function, "a router that is not followed")


def _serves(code: Code, router: Value) -> bool:
    """Whether the object of a decorator is of this package, or may be: it comes from another file."""
    known = code.known(router)
    if isinstance(known, Router):
        return known.framework in NAMES
    return not isinstance(known, Text) and _imports_flask(code)


def _imports_flask(code: Code) -> bool:
    found = (one.module for scope in code.module.all() for one in scope.imports.values())
    return any(module.split(".")[0].startswith(("flask", "quart")) for module in found)


def _is_socket(code: Code, function: Node, place: Place) -> bool:
    """Whether a route is added through flask-sock: `sock = Sock(app)`, `@sock.route("/ws")`."""
    of = nodes.field(function, "object")
    if of is None or of.type != "identifier":
        return False
    name = nodes.text(of)
    return is_made_by(code, name, *_SOCKET_MAKERS) or (name == "sock" and place.scope.imported(name) is not None)


def _is_application(code: Code, function: Node, place: Place) -> bool:
    known = code.known(_router(code, function, place))
    return is_router(known) and isinstance(known, Router) and known.framework in NAMES and known.kind == "application"


def _listen(code: Code, call: Node, function: Node, place: Place) -> Listen:
    """`app.run(host, port)`: https://flask.palletsprojects.com/en/stable/api/#flask.Flask.run."""
    given = nodes.arguments(call)
    port = given.get(1, "port")
    return Listen(
        "flask",
        _router(code, function, place),
        code.optional(given.get(0, "host"), place),
        code.optional(port, place),
        posixpath.dirname(code.syntax.source.path),
        code.syntax.between(function, port if port is not None else function),
        tls=given.get(None, "ssl_context", "certfile") is not None,
    )
