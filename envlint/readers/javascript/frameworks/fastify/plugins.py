"""Plugins of Fastify, its hooks, and functions of the project that are handed an application."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Include, Middleware, Mount, Route
from envlint.patterns import pattern
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.fastify.owners import owner_of, plugin
from envlint.readers.javascript.frameworks.socket_steps import reads_origin, verified, written
from envlint.values import Hole, Name, Record, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CORS = frozenset({"@fastify/cors", "fastify-cors"})
_WEBSOCKET = frozenset({"@fastify/websocket", "fastify-websocket"})
_SOCKET_IO = frozenset({"fastify-socket.io", "@ericedouard/fastify-socket.io"})
_STATIC = frozenset({"@fastify/static", "fastify-static"})
_BELOW = {
    "@fastify/http-proxy": ("prefix", "/"),
    "@fastify/swagger-ui": ("routePrefix", "/documentation"),
    "@scalar/fastify-api-reference": ("routePrefix", "/reference"),
    "mercurius": ("prefix", "/graphql"),
}
"""Plugins that answer below one path: the option that names it, and its default."""

_PACKAGE = pattern(r"@?[a-z0-9]")
_ADDS_ROUTES = pattern(r"autoload|graphql|trpc|router|routes", re.IGNORECASE)


def registered(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`fastify.register(plugin, {prefix})`; of the plugins of packages only some add routes."""
    node, at = method.given[0], ev.at(method.given[0])
    options = ev.value(method.given[1], method.scope) if len(method.given) > 1 else None
    origin = library.origin(ev, node, method.scope)
    package = origin[0] if origin is not None and _PACKAGE.match(origin[0]) else ""
    if node.type == "object":
        return  # a registry of another kind
    if package:
        yield from _of_package(ev, owner, method, options, package, at)
    else:
        yield Include(owner, _plugin(ev, node, method.scope), _prefix(ev, options), at, syntax="colon")


def _of_package(
    ev: Evaluator, owner: Value, method: Method, options: Value | None, package: str, at: Location
) -> Iterator[Fact]:
    if package in _CORS:
        said = settings(ev, options, at)
        yield CorsPolicy(owner, "@fastify/cors", said.origins, None, said.credentials, at, said.at, said.complete)
    elif package in _SOCKET_IO:
        yield from _socket_io(ev, owner, options, at)
    elif package in _WEBSOCKET:
        yield from _verifier(ev, owner, method)
    elif package in _STATIC:
        yield Mount(owner, _prefix(ev, options) or Text("/", at), Router("static", "fastify", None, at), at, "colon")
    elif package in _BELOW:
        key, default = _BELOW[package]
        path = library.option(ev, options, key) or Text(default, at)
        yield Mount(owner, path, Hole("a plugin's own routes", at), at, "colon")
    elif _ADDS_ROUTES.search(package):
        yield Include(owner, Hole("a plugin's own routes", at), _prefix(ev, options), at, syntax="colon")


def _socket_io(ev: Evaluator, owner: Value, options: Value | None, at: Location) -> Iterator[Fact]:
    """https://github.com/ducktors/fastify-socket.io: the options are those of socket.io."""
    cors = library.option(ev, options, "cors")
    said = settings(ev, cors, at)
    origins = said.origins if library.exists(cors) else None
    yield CorsPolicy(owner, "socket.io", origins, None, said.credentials, at, said.at, said.complete, "socketio")
    path = library.option(ev, options, "path") or Text("/socket.io", at)
    yield Route(owner, path, "socketio", (), Hole("a handler that stands elsewhere", at), at, any_slash=True)


def _verifier(ev: Evaluator, owner: Value, method: Method) -> Iterator[Middleware]:
    """`verifyClient` among the options of the plugin for WebSockets, which all handshakes pass."""
    options = method.given[1] if len(method.given) > 1 else None
    node = written(ev, options, "verifyClient") if options is not None else None
    if options is not None and node is not None:
        reads = any(step.kind == "origin" for step in verified(ev, options, method.scope))
        yield Middleware(owner, ev.value(node, method.scope), ev.at(node), reads)


def hooked(ev: Evaluator, owner: Value, method: Method) -> Iterator[Middleware]:
    """`fastify.addHook('onRequest', function)`."""
    if len(method.given) > 1:
        node, scope = method.given[1], method.scope
        function = parts.function_of(ev, node, scope)
        reads = function is not None and reads_origin(ev, function)
        yield Middleware(owner, ev.value(node, scope), ev.at(node), reads)


def _plugin(ev: Evaluator, node: Node, scope: Scope) -> Value:
    function = parts.function_of(ev, node, scope)
    if function is not None:
        return plugin(ev, function)
    value = ev.value(node, scope)
    return value if isinstance(value, Name) else ev.deref(value)


def _prefix(ev: Evaluator, options: Value | None) -> Value | None:
    known = ev.deref(options) if options is not None else None
    if options is not None and known is not None and not isinstance(known, Record):
        return options
    return library.option(ev, options, "prefix")


# --- functions that add routes without being plugins ----------------------------------------------------------------


def handed_on(ev: Evaluator, call: Node, scope: Scope) -> Iterator[Include]:
    """`addRoutes(fastify)`: what the function of the project adds to its first parameter."""
    function, given = ev.callee(call), ev.arguments(call)
    if call.type != "call_expression" or function is None or function.type != "identifier" or not given:
        return
    application = given[0].type == "identifier" and parts.is_application(ev, given[0], scope)
    owner = owner_of(ev, given[0], scope) if application and parts.is_own(ev.value(function, scope)) else None
    known = parts.known_router(ev, owner)
    if owner is not None and known is not None and known.framework == "fastify":
        yield Include(owner, _plugin(ev, function, scope), None, ev.at(function), syntax="colon")
