"""Gateways: WebSockets of NestJS, which speak socket.io where no adapter says otherwise.

The adapter is named where the application is made, so a gateway that imports neither socket.io nor ws may be either.
The global prefix is not theirs.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Listen, Route, SocketFunction, Step
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.nest.paths import joined
from envlint.readers.javascript.frameworks.socket_steps import steps_of
from envlint.values import THE_APPLICATION, Hole, Name, Record, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_PLAIN = frozenset({"ws", "@nestjs/platform-ws"})
_SOCKET_IO = frozenset({"socket.io", "@nestjs/platform-socket.io"})
_DEFAULT_PATH = "/socket.io"


def gateway(ev: Evaluator, call: Node, holder: Node, scope: Scope) -> Iterator[Fact]:
    """`@WebSocketGateway(port?, {path, namespace, cors})`."""
    function = ev.callee(call) or call
    values = [ev.value(node, scope) for node in ev.arguments(call)]
    options = next((value for value in values if isinstance(ev.deref(value), Record)), None)
    port = values[0] if values and options is not values[0] else None
    owner: Value = Hole(THE_APPLICATION, ev.at(function))
    if port is not None and not (isinstance(port, Text) and port.text == "0"):
        owner = Router("application", "nestjs", None, ev.at(function))
        yield Application(owner, owner.at)
        yield Listen("node", owner, None, port, posixpath.dirname(ev.syntax.source.path), ev.at(function))
    path = library.option(ev, options, "path")
    plain, socket_io = _imports(ev, _PLAIN), _imports(ev, _SOCKET_IO)
    if not plain:
        yield _policy(ev, owner, library.option(ev, options, "cors"), function)
        yield from _endpoint(ev, owner, _path(ev, path, _DEFAULT_PATH, function), holder, function, plain=False)
    if plain:
        yield from _endpoint(ev, owner, _path(ev, path, "/", function), holder, function, plain=True)
    elif not socket_io:
        yield _route(ev, owner, _path(ev, path, "/", function), parts.no_handler(ev, call), function, plain=True)


def _imports(ev: Evaluator, modules: frozenset[str]) -> bool:
    """Whether the file names one of some packages, if only for their types."""
    text = ev.syntax.source.text
    return any(f"{quote}{module}{quote}" in text for module in modules for quote in "'\"")


def _policy(ev: Evaluator, owner: Value, cors: Value | None, function: Node) -> CorsPolicy:
    at = ev.at(function)
    said = settings(ev, cors, at)
    origins = said.origins if library.exists(cors) else None
    return CorsPolicy(owner, "socket.io", origins, None, said.credentials, at, said.at, said.complete, "socketio")


def _path(ev: Evaluator, path: Value | None, default: str, function: Node) -> Value:
    return joined([path], ev, function) if path is not None else Text(default, ev.at(function))


def _endpoint(ev: Evaluator, owner: Value, path: Value, holder: Node, function: Node, *, plain: bool) -> Iterator[Fact]:
    """The route of a gateway with what its `handleConnection` does with who connects."""
    at = ev.at(function)
    steps = SocketFunction(f"connection~{at.start}", (Step("accept", at), *_connected(ev, holder)), at)
    yield steps
    yield _route(ev, owner, path, Name(steps.name, "", at), function, plain=plain)


def _route(ev: Evaluator, owner: Value, path: Value, handler: Value, function: Node, *, plain: bool) -> Route:
    place = path.at if isinstance(path, Text) else ev.at(function)
    return Route(owner, path, "websocket" if plain else "socketio", (), handler, place, any_slash=True, rooted=True)


def _connected(ev: Evaluator, holder: Node) -> Iterator[Step]:
    body = holder.child_by_field_name("body")
    for member in body.named_children if body is not None else ():
        name = member.child_by_field_name("name")
        if member.type == "method_definition" and name is not None and ev.text(name) == "handleConnection":
            yield from steps_of(ev, member)
