"""Fastify with its plugins for CORS and WebSockets.

By the documentation of Fastify 5: https://fastify.dev/docs/latest/Reference/Routes/,
https://fastify.dev/docs/latest/Reference/Plugins/, https://github.com/fastify/fastify-cors,
https://github.com/fastify/fastify-websocket. A plugin is a function that gets an application of its own, under the
prefix with which it is registered: so it is a router that stands where the function stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Application
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.fastify.owners import LINKS, SAME, is_used, owner_of
from envlint.readers.javascript.frameworks.fastify.plugins import handed_on, hooked, registered
from envlint.readers.javascript.frameworks.fastify.routing import full_route, route
from envlint.values import Router

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("fastify", "Fastify")

_MAKERS = frozenset({"default", "*", "fastify", "Fastify", "default.default"})
_PLUGIN = "fastify-plugin"


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """An application; a plugin that is wrapped is the function inside."""
    function, given = call.function, call.given
    if origin[0] == "fastify" and origin[1] in _MAKERS and function is not None:
        return None if parts.is_tool(ev) else Router("application", "fastify", None, ev.at(function))
    if origin[0] == _PLUGIN and given:
        return ev.value(given[0], scope)
    of = nodes.field(function, "object") if function is not None and call.name in SAME else None
    if of is None:
        return None
    value = ev.value(of, scope)
    known = parts.known_router(ev, value)
    return value if known is not None and known.framework == "fastify" else None


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Applications, routes, registered plugins, hooks and CORS policies."""
    if not is_used(ev):
        return
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        value = ev.value(call, scope) if origin is not None and origin[0] == "fastify" else None
        if isinstance(value, Router):
            yield Application(value, value.at)
        yield from handed_on(ev, call, scope)
    for method in parts.methods(ev):
        owner = owner_of(ev, method.of, method.scope) if method.name in LINKS and method.given else None
        if owner is not None:
            yield from _added(ev, owner, method)


def _added(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    if method.name == "register":
        yield from registered(ev, owner, method)
    elif method.name == "addHook":
        yield from hooked(ev, owner, method)
    elif method.name == "route":
        yield from full_route(ev, owner, method)
    elif method.name in parts.VERBS and len(method.given) > 1:
        yield from route(ev, owner, method)
