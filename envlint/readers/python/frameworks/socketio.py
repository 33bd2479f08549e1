"""python-socketio and Flask-SocketIO, which serve socket.io through python-engineio.

By the documentation of python-socketio 5 (https://python-socketio.readthedocs.io) and Flask-SocketIO 5
(https://flask-socketio.readthedocs.io). `cors_allowed_origins` is checked for polling and for WebSockets: without it
only the server's own origin is let in, an empty list turns the check off.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Listen, Route, SocketFunction, Step
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of, is_made_by
from envlint.values import THE_APPLICATION, Hole, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.python.code import Code
    from envlint.readers.python.nodes import Arguments
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value

words = ("socketio", "SocketIO")

_SERVERS = frozenset({"socketio.AsyncServer", "socketio.Server"})
_FLASK = "flask_socketio.SocketIO"
_WRAPPERS = {"socketio.ASGIApp": "other_asgi_app", "socketio.WSGIApp": "wsgi_app"}
_DEFAULT_PATH = "socket.io"
_CONNECTS = frozenset({"connect", "on_connect"})


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """An application with socket.io around another one is that other one; alone it is a router of its own."""
    if name not in _WRAPPERS:
        return None
    inner = nodes.arguments(call).get(1, _WRAPPERS[name])
    if inner is not None and inner.type != "none":
        return code.value(inner, place)
    # What is mounted somewhere is no application of its own.
    mounted = ".mount(" in code.syntax.source.text or "Mount(" in code.syntax.source.text
    return Router("router" if mounted else "application", "socketio", None, code.at(call))


def facts(code: Code) -> Iterator[Fact]:
    """Endpoints, policies, handlers of connections, and the servers that `socketio.run()` starts."""
    if not code.mentions(*words):
        return
    for called in calls_of(code):
        call, function, name, place = called.node, called.function, called.name, Place(called.scope)
        given = nodes.arguments(call)
        if name in _SERVERS:
            yield from _policy(code, function, given, place, Hole(THE_APPLICATION, code.at(function)))
        elif name in _WRAPPERS:
            yield _endpoint(code, call, given.get(2, "socketio_path"), code.value(call, place), place)
        elif name == _FLASK or (called.last == "init_app" and _is_flask(code, function)):
            yield from _flask(code, call, function, given, place)
        elif called.last == "run" and _is_flask(code, function) and given.positional:
            yield _listen(code, function, given, place)
    for scope in code.module.all():
        handler = _handler(code, scope) if scope.kind == "function" else None
        if handler is not None:
            yield handler


def _policy(code: Code, function: Node, given: Arguments, place: Place, application: Value) -> Iterator[CorsPolicy]:
    origins = code.optional(given.get(None, "cors_allowed_origins"), place)
    at = code.at(function)
    yield CorsPolicy(
        application,
        "python-socketio",
        origins,
        None,
        code.optional(given.get(None, "cors_credentials"), place),
        at,
        origins.at if origins is not None else at,
        not given.records,
        covers="socketio",
    )


def _endpoint(code: Code, call: Node, path: Node | None, router: Value, place: Place) -> Route:
    written = code.optional(path, place)
    at = code.at(call)
    if isinstance(written, Text) or written is None:
        text = (written.text if written is not None else _DEFAULT_PATH).strip("/")
        # An empty path answers below whatever it is mounted on.
        written = Text(f"/{text}" if text else "/{rest:path}", written.at if written is not None else at)
    handler = code.optional(nodes.arguments(call).get(0), place)
    return Route(router, written, "socketio", (), handler or code.hole(call, "a server"), at, any_slash=True)


def _flask(code: Code, call: Node, function: Node, given: Arguments, place: Place) -> Iterator[CorsPolicy | Route]:
    """`SocketIO(app, path=, cors_allowed_origins=)`, or the same handed to `init_app`."""
    application = given.get(0, "app")
    owner = code.value(application, place) if application is not None else Hole(THE_APPLICATION, code.at(call))
    if application is None and code.canonical(function, place.scope) == _FLASK and not given.keywords:
        return  # `init_app` says the rest
    yield _endpoint(code, call, given.get(None, "path", "resource"), owner, place)
    yield from _policy(code, function, given, place, owner)


def _is_flask(code: Code, function: Node) -> bool:
    """Whether a method is called on a `SocketIO()` of this file, or on an imported one by its usual name."""
    of = nodes.field(function, "object")
    name = nodes.text(of) if of is not None else ""
    if is_made_by(code, name, _FLASK):
        return True
    return name in ("socketio", "sio") and code.canonical(of, code.module) not in ("", "socketio")


def _listen(code: Code, function: Node, given: Arguments, place: Place) -> Listen:
    """`socketio.run(app, host, port)`: https://flask-socketio.readthedocs.io/en/latest/api.html."""
    port = given.get(2, "port")
    return Listen(
        "flask",
        code.value(given.positional[0], place),
        code.optional(given.get(1, "host"), place),
        code.optional(port, place),
        posixpath.dirname(code.syntax.source.path),
        code.syntax.between(function, port if port is not None else function),
    )


# --- who connects -----------------------------------------------------------------------------------------------------


def _handler(code: Code, scope: Scope) -> SocketFunction | None:
    """What a handler of `connect` looks at before the connection stands."""
    marks = [nodes.text(mark) for mark in nodes.decorators(scope.node)]
    named = nodes.field(scope.node, "name")
    name = nodes.text(named) if named is not None else ""
    events = any(mark.endswith(".event") for mark in marks) and name in _CONNECTS
    listens = any(".on(" in mark and ("'connect'" in mark or '"connect"' in mark) for mark in marks)
    if named is None or not (events or listens or (name == "on_connect" and scope.parent is not None)):
        return None
    return SocketFunction(scope.name, tuple(_steps(code, scope)), code.at(named))


def _steps(code: Code, scope: Scope) -> Iterator[Step]:
    body = nodes.field(scope.node, "body")
    for node in nodes.descend(body) if body is not None else ():
        text = nodes.text(node).lower() if node.type in ("identifier", "string") else ""
        if node.type == "string" and text.strip("'\"") in ("http_origin", "origin"):
            yield Step("origin", code.at(node))
        elif text.strip("'\"") in ("http_cookie", "cookie", "session", "current_user"):
            yield Step("cookie", code.at(node))
        elif text.strip("'\"") in ("token", "auth", "http_authorization", "jwt"):
            yield Step("token", code.at(node))
