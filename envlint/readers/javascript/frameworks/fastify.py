"""Fastify with its plugins for CORS and WebSockets.

By the documentation of Fastify 5: https://fastify.dev/docs/latest/Reference/Routes/,
https://fastify.dev/docs/latest/Reference/Plugins/, https://github.com/fastify/fastify-cors,
https://github.com/fastify/fastify-websocket. A plugin is a function that gets an application of its own, under the
prefix with which it is registered: so it is a router that stands where the function stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Include, Route
from envlint.patterns import pattern
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.values import Flag, Many, Name, Record, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact, RouteKind
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("fastify", "Fastify")

_MAKERS = frozenset({"default", "*", "fastify", "Fastify"})
_CORS = frozenset({"@fastify/cors", "fastify-cors"})
_PLUGIN = "fastify-plugin"
_PACKAGE = pattern(r"@?[a-z0-9]")
_ADDS_ROUTES = pattern(r"autoload|swagger-ui|reply-from|http-proxy|static|mercurius|graphql", re.IGNORECASE)


def made(ev: Evaluator, call: Node, origin: Origin, scope: Scope) -> Value | None:
    """An application; a plugin that is wrapped is the function inside."""
    function, given = nodes.callee(call), nodes.arguments(call)
    if origin[0] == "fastify" and origin[1] in _MAKERS and function is not None:
        return None if parts.is_tool(ev) else Router("application", "fastify", None, ev.at(function))
    return ev.value(given[0], scope) if origin[0] == _PLUGIN and given else None


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Applications, routes, registered plugins and CORS policies."""
    if "astify" not in ev.syntax.source.text:
        return
    for call, scope in ev.script.calls:
        function = nodes.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        value = ev.value(call, scope) if origin is not None and origin[0] == "fastify" else None
        if isinstance(value, Router):
            yield Application(value, value.at)
    for method in parts.methods(ev):
        owner = _owner(ev, method) if method.name in {*parts.VERBS, "route", "register"} and method.given else None
        if owner is not None:
            yield from _added(ev, owner, method)


def _owner(ev: Evaluator, method: Method) -> Value | None:
    """The application or plugin to which something is added."""
    of = parts.unchained(ev, method.of, frozenset({*parts.VERBS, "register", "route", "after"}))
    binding = method.scope.find(ev.text(of)) if of.type == "identifier" else None
    if binding is not None and binding.kind == "parameter":
        function = binding.scope.node
        first = next(iter(parts.parameter_names(ev, function)), None)
        return Router("router", "fastify", None, ev.at(function)) if first == binding.name else None
    value = parts.router(ev, of, method.scope)
    known = parts.known_router(ev, value)
    return value if known is None or known.framework == "fastify" else None


def _added(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    if method.name == "register":
        yield from _registered(ev, owner, method)
    elif method.name == "route":
        yield from _full(ev, owner, method)
    elif len(method.given) > 1:
        options = ev.value(method.given[1], method.scope) if len(method.given) > _SHORT else None
        methods = () if method.name == "all" else (method.name.upper(),)
        for path in parts.paths(ev, method.given[0], method.scope):
            yield _route(ev, owner, path, methods, options, method)


_SHORT = 2
"""The arguments of a route without options: path and handler."""


def _route(
    ev: Evaluator, owner: Value, path: parts.Path, methods: tuple[str, ...], options: Value | None, method: Method
) -> Route:
    flag = library.option(ev, options, "websocket")
    socket = isinstance(flag, Flag) and flag.value
    handler = parts.no_handler(ev, method.call)
    kind: RouteKind = "websocket" if socket else "http"
    return Route(owner, path.value, kind, () if socket else methods, handler, path.at, path.syntax)


def _full(ev: Evaluator, owner: Value, method: Method) -> Iterator[Route]:
    """`fastify.route({method, url, handler})`."""
    options = ev.value(method.given[0], method.scope)
    url = library.option(ev, options, "url", "path")
    verbs = library.option(ev, options, "method")
    known = ev.deref(verbs) if verbs is not None else None
    texts = known.items if isinstance(known, Many) else (known,)
    methods = tuple(text.text.upper() for text in texts if isinstance(text, Text))
    if url is not None:
        yield _route(ev, owner, parts.Path(url, url.at, "colon"), methods, options, method)


# --- plugins ------------------------------------------------------------------------------------------------------


def _registered(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`fastify.register(plugin, {prefix})`; of the plugins of packages only some add routes."""
    node, at = method.given[0], ev.at(method.given[0])
    options = ev.value(method.given[1], method.scope) if len(method.given) > 1 else None
    origin = library.origin(ev, node, method.scope)
    package = origin[0] if origin is not None and _PACKAGE.match(origin[0]) else ""
    if package in _CORS:
        said = settings(ev, options, at)
        yield CorsPolicy(owner, "@fastify/cors", said.origins, None, said.credentials, at, said.at, said.complete)
    elif not package or _ADDS_ROUTES.search(package):
        yield Include(owner, _plugin(ev, node, method.scope), _prefix(ev, options), at, syntax="colon")


def _plugin(ev: Evaluator, node: Node, scope: Scope) -> Value:
    function = parts.function_of(ev, node, scope)
    if function is not None:
        return Router("router", "fastify", None, ev.at(function))
    value = ev.value(node, scope)
    return value if isinstance(value, Name) else ev.deref(value)


def _prefix(ev: Evaluator, options: Value | None) -> Value | None:
    known = ev.deref(options) if options is not None else None
    if options is not None and known is not None and not isinstance(known, Record):
        return options
    return library.option(ev, options, "prefix")
