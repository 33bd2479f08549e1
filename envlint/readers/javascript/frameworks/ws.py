"""The ws package: WebSocket servers on an HTTP server, on a port of their own, or behind a handler of `upgrade`.

https://github.com/websockets/ws/blob/master/doc/ws.md, version 8. Without `path` a server answers every path. The event
`connection` comes when the handshake is done, so whatever its handler looks at is looked at after the accept.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, Listen, Route, SocketFunction, Step
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.socket_steps import functions, handled, steps_of, verified
from envlint.readers.javascript.frameworks.upgrades import upgrades
from envlint.records import record
from envlint.values import THE_APPLICATION, Flag, Hole, Name, Router

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Path
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Binding, Scope
    from envlint.values import Value

words = ("WebSocketServer", "WebSocket.Server", "'ws'", '"ws"', "'upgrade'", '"upgrade"', "handshake", "verifyClient")

_MODULES = frozenset({"ws", "isomorphic-ws"})
_SERVERS = frozenset({"Server", "WebSocketServer", "WebSocket.Server"})
_WORDS = ("WebSocketServer", "WebSocket.Server", "ws.Server", "handleUpgrade", "('ws')", '("ws")')
_STEP_WORDS = ("upgrade", "handshake", "verifyClient", "WebSocket", "ws.")


@record
class _Made:
    """A server where it is made, with its options and the name that it is given."""

    call: Node
    function: Node
    scope: Scope
    options: Value | None
    binding: Binding | None


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """A server on a port of its own is an application; one on an HTTP server is that server's application."""
    function = call.function
    if origin[0] not in _MODULES or origin[1] not in _SERVERS or function is None or parts.is_tool(ev):
        return None
    options = ev.value(call.given[0], scope) if call.given else None
    if library.exists(library.option(ev, options, "port")):
        return Router("application", "ws", None, ev.at(function))
    server = library.option(ev, options, "server")
    return parts.application(ev, server) if server is not None else Hole(THE_APPLICATION, ev.at(function))


def facts(ev: Evaluator) -> Iterator[Fact]:
    """The routes of WebSocket servers, what happens to their sockets, and the ports of those that have one."""
    text = ev.syntax.source.text
    if any(word in text for word in _WORDS):
        servers = list(_servers(ev))
        for server in servers:
            yield from _served(ev, server)
        yield from _upgraded(ev, servers)
    if any(word in text for word in _STEP_WORDS):
        yield from functions(ev)


def _servers(ev: Evaluator) -> Iterator[_Made]:
    for call, scope in ev.script.calls:
        function, given = ev.callee(call), ev.arguments(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if function is None or origin is None or origin[0] not in _MODULES or origin[1] not in _SERVERS:
            continue
        options = ev.value(given[0], scope) if given else None
        yield _Made(call, function, scope, options, named(ev, call, scope))


def named(ev: Evaluator, call: Node, scope: Scope) -> Binding | None:
    """The variable or member that holds what a call makes."""
    parent = call.parent
    while parent is not None and parent.type in {"await_expression", "parenthesized_expression", "as_expression"}:
        parent = parent.parent
    left = None
    if parent is not None and parent.type in {"variable_declarator", "assignment_expression"}:
        left = nodes.field(parent, "name") or nodes.field(parent, "left")
    return parts.binding_of(ev, left, scope) if left is not None else None


# --- routes -------------------------------------------------------------------------------------------------------


def _served(ev: Evaluator, server: _Made) -> Iterator[Fact]:
    """The route of a server that takes its handshakes from an HTTP server or a port."""
    at = ev.at(server.function)
    no_server = library.option(ev, server.options, "noServer")
    if isinstance(no_server, Flag) and no_server.value:
        return
    path = library.option(ev, server.options, "path")
    value = ev.value(server.call, server.scope)
    if isinstance(value, Router):
        yield from _alone(ev, server, value)
    handler = yield from _handler(ev, server, None)
    where = parts.Path(path, path.at, "braces") if path is not None else parts.Path(parts.anything(at), at, "braces")
    yield _route(value, where, handler)


def _route(owner: Value, path: Path, handler: Value) -> Route:
    return Route(owner, path.value, "websocket", (), handler, path.at, path.syntax)


def _alone(ev: Evaluator, server: _Made, value: Router) -> Iterator[Fact]:
    port, host = (library.option(ev, server.options, key) for key in ("port", "host"))
    yield Application(value, value.at)
    folder = posixpath.dirname(ev.syntax.source.path)
    at = ev.at(server.function)
    yield Listen("node", value, host, port, folder, at)


def _upgraded(ev: Evaluator, servers: list[_Made]) -> Iterator[Fact]:
    for upgrade in upgrades(ev):
        binding = parts.binding_of(ev, upgrade.server, ev.script.scope_at(upgrade.call))
        server = next((each for each in servers if binding is not None and each.binding is binding), None)
        before = tuple(steps_of(ev, upgrade.function, upgrade.call.start_byte))
        handler: Value = ev.hole("a server that is made elsewhere", upgrade.call)
        if server is not None:
            handler = yield from _handler(ev, server, (upgrade.call, before))
        for path in upgrade.paths:
            yield _route(upgrade.owner, path, handler)


# --- what happens to a socket -------------------------------------------------------------------------------------


def _handler(
    ev: Evaluator, server: _Made, upgrade: tuple[Node, tuple[Step, ...]] | None
) -> Generator[SocketFunction, None, Value]:
    """The function that takes the sockets of a server, made of its check, the accept and its `connection` handlers.

    Returns its name, or a hole where nobody in this file listens for connections.
    """
    listeners = list(listeners_of(ev, server.binding, "connection"))
    if not listeners:
        return ev.hole("a handler that stands elsewhere", server.call)
    accept = upgrade[0] if upgrade is not None else server.call
    at = ev.at(ev.callee(accept) or accept)
    given = ev.arguments(server.call)
    checks = verified(ev, given[0], server.scope) if given else ()
    steps = [*checks, *(upgrade[1] if upgrade is not None else ()), Step("accept", at)]
    for listener, scope in listeners:
        steps += handled(ev, listener, scope)
    name = f"connection~{at.start}"
    yield SocketFunction(name, tuple(steps), at)
    return Name(name, "", at)


def listeners_of(ev: Evaluator, binding: Binding | None, *events: str) -> Iterator[tuple[Node, Scope]]:
    """The listeners of an event of what a name holds."""
    for method in parts.methods(ev):
        if method.name in {"on", "once", "addListener"} and len(method.given) > 1:
            event = nodes.literal(method.given[0], ev.syntax)
            if event in events and binding is not None and parts.binding_of(ev, method.of, method.scope) is binding:
                yield method.given[1], method.scope
