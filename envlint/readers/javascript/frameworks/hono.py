"""Hono, with its middleware for CORS and its WebSockets.

By the documentation of Hono 4: https://hono.dev/docs/api/routing, https://hono.dev/docs/middleware/builtin/cors,
https://hono.dev/docs/helpers/websocket and https://hono.dev/docs/getting-started/nodejs. An application and a router
are the same class; `basePath` gives another one, whose routes get the prefix.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Include, Listen, Middleware, Mount, Route
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.values import Hole, Member, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("hono",)

_FRAMEWORK = "hono"
_MODULES = frozenset({"hono", "hono/quick", "hono/tiny", "@hono/zod-openapi"})
_MAKERS = frozenset({"Hono", "OpenAPIHono"})
_SERVE = "@hono/node-server"
_UPGRADE = "upgradeWebSocket"
_ALL = frozenset({"*", "/*"})
_BASE = "basePath"
_LINKS = frozenset({*parts.VERBS, "use", "route", "mount", "on", "notFound", "onError", "openapi"})
"""Methods that return their own application."""

_CHAINED = _LINKS | {_BASE}


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """An application; what a chain of its methods returns is the application, and `basePath` makes one of its own."""
    function, name, given = call.function, call.name, call.given
    if function is None:
        return None
    if origin[0] in _MODULES and origin[1] in _MAKERS:
        return None if parts.is_tool(ev) else Router("application", _FRAMEWORK, None, ev.at(function))
    if name not in _CHAINED or not ev.speaks_of(_FRAMEWORK):
        return None
    of = nodes.field(function, "object")
    owner = _owner(ev, of, scope) if of is not None else None
    if owner is None or of is None or name != _BASE:
        return owner
    if of.type != "new_expression":
        return Router("router", _FRAMEWORK, None, ev.at(function))
    return Router("application", _FRAMEWORK, ev.value(given[0], scope) if given else None, ev.at(function))


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Applications, routes, what is put below a path, CORS policies, and servers of Node.js."""
    if not ev.speaks_of(_FRAMEWORK):
        return
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin is not None and origin[0] in _MODULES and origin[1] in _MAKERS:
            value = parts.known_router(ev, ev.value(_whole(call), scope))
            if value is not None:
                yield Application(value, value.at)
        elif origin == (_SERVE, "serve"):
            yield from _served(ev, call, scope)
    for method in parts.methods(ev):
        owner = _owner(ev, method.of, method.scope) if method.name in _LINKS and method.given else None
        if owner is not None:
            yield from _added(ev, owner, method)
        elif method.name == _BASE and method.given:
            yield from _based(ev, method)


def _whole(made: Node) -> Node:
    """`new Hono().basePath(path)` of `new Hono()`, which nobody else can reach."""
    member = made.parent
    name = nodes.field(member, "property") if member is not None else None
    is_based = name is not None and name.text == _BASE.encode()
    return member.parent if is_based and member is not None and member.parent is not None else made


def _based(ev: Evaluator, method: Method) -> Iterator[Include]:
    """`app.basePath(path)`: an application of its own, whose routes the first one answers below the path."""
    owner, based = _owner(ev, method.of, method.scope), _owner(ev, method.call, method.scope)
    if owner is not None and based is not None and method.of.type != "new_expression":
        path = ev.value(method.given[0], method.scope)
        yield Include(owner, based, path, ev.at(method.given[0]), syntax="colon")


def _owner(ev: Evaluator, node: Node, scope: Scope) -> Value | None:
    value = ev.value(node, scope)
    known = parts.known_router(ev, value)
    return value if known is not None and known.framework == _FRAMEWORK else None


def _added(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    if method.name in parts.VERBS:
        yield from _routes(ev, owner, method)
    elif method.name == "use":
        yield from _middleware(ev, owner, method)
    elif method.name in {"route", "mount"} and len(method.given) > 1:
        first, second = method.given[:2]
        path, below = ev.value(first, method.scope), ev.value(second, method.scope)
        if method.name == "route":
            yield Include(owner, below, path, ev.at(second), syntax="colon")
        else:
            yield Mount(owner, path, ev.hole("another program", second), ev.at(first), "colon")


def _routes(ev: Evaluator, owner: Value, method: Method) -> Iterator[Route]:
    verbs = () if method.name == "all" else (method.name.upper(),)
    is_socket = any(_is_upgrade(ev, node) for node in method.given[1:])
    for path in parts.paths(ev, method.given[0], method.scope):
        handler = parts.no_handler(ev, method.call)
        if is_socket:
            yield Route(owner, path.value, "websocket", (), handler, path.at, path.syntax)
        else:
            yield Route(owner, path.value, "http", verbs, handler, path.at, path.syntax)


def _is_upgrade(ev: Evaluator, node: Node) -> bool:
    function = ev.callee(node) if node.type == "call_expression" else None
    return function is not None and ev.text(function).rpartition(".")[2] == _UPGRADE


def _middleware(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`app.use(path?, middleware...)`. A policy below one path leaves what the others do unknown."""
    paths = parts.paths(ev, method.given[0], method.scope)
    is_for_all = not paths or all(isinstance(path.value, Text) and path.value.text in _ALL for path in paths)
    for node in method.given[1:] if paths else method.given:
        function = ev.callee(node) if node.type == "call_expression" else None
        origin = library.origin(ev, function, method.scope) if function is not None else None
        if function is not None and origin == ("hono/cors", "cors"):
            given, at = ev.arguments(node), ev.at(function)
            said = settings(ev, ev.value(given[0], method.scope) if given else None, at)
            complete = said.complete and is_for_all
            yield CorsPolicy(owner, "hono/cors", said.origins, None, said.credentials, at, said.at, complete)
        else:
            reads_origin = "origin" in ev.text(node).lower()
            yield Middleware(owner, ev.value(node, method.scope), ev.at(node), reads_origin)


def _served(ev: Evaluator, call: Node, scope: Scope) -> Iterator[Listen]:
    """`serve({ fetch: app.fetch, port: 8787 })`, and `serve(app)` on the port of its own."""
    function, given = ev.callee(call), ev.arguments(call)
    if function is None or not given:
        return
    options = ev.value(given[0], scope)
    fetch = library.option(ev, options, "fetch")
    owner = fetch.of if isinstance(fetch, Member) and parts.known_router(ev, fetch.of) is not None else None
    port, host = library.option(ev, options, "port"), library.option(ev, options, "hostname")
    application = owner or Hole("an application of another module", ev.at(function))
    if port is not None:
        folder = posixpath.dirname(ev.syntax.source.path)
        yield Listen("node", application, host, port, folder, ev.at(function))
