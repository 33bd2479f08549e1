"""socket.io on Node.js.

By the documentation of socket.io 4 (https://socket.io/docs/v4/server-options/, https://socket.io/docs/v4/handling-cors/):
`cors` holds the options of the cors package; without it no other origin is let in from version 3 on, every one before.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Listen, Route, SocketFunction, Step
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.socket_steps import handled, written
from envlint.readers.javascript.frameworks.ws import listeners_of, named
from envlint.records import record
from envlint.values import THE_APPLICATION, Call, Hole, Member, Name, Record, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Binding, Scope
    from envlint.values import Value

words = ("socket.io",)

_MODULES = frozenset({"socket.io"})
_MAKERS = frozenset({"Server", "*", "default", "listen"})
_DEFAULT_PATH = "/socket.io"


@record
class _Made:
    """A server where it is made: the HTTP server or port that it is given, and its options."""

    call: Node
    function: Node
    scope: Scope
    server: Node | None
    options: Value | None
    binding: Binding | None


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """A server on a port of its own is an application; one on an HTTP server is that server's application."""
    function = call.function
    if function is None or not _makes(origin) or parts.is_tool(ev):
        return None
    found = _parsed(ev, call.node, function, scope)
    if _own_port(ev, found) is not None:
        return Router("application", "socket.io", None, ev.at(function))
    if found.server is None:
        return Hole(THE_APPLICATION, ev.at(function))
    server = parts.router(ev, found.server, scope)
    return server if server is not None else ev.value(found.server, scope)


def _makes(origin: Origin) -> bool:
    return origin[0] in _MODULES and origin[1] in _MAKERS


def _parsed(ev: Evaluator, call: Node, function: Node, scope: Scope) -> _Made:
    given = ev.arguments(call)
    first = given[0] if given else None
    alone = first is not None and isinstance(ev.deref(ev.value(first, scope)), Record)
    options = first if alone else given[1] if len(given) > 1 else None
    value = ev.value(options, scope) if options is not None else None
    return _Made(call, function, scope, None if alone else first, value, named(ev, call, scope))


def _own_port(ev: Evaluator, found: _Made) -> Value | None:
    """The port that a server is given in the place of an HTTP server, or later by `listen`."""
    if found.server is not None:
        value = ev.value(found.server, found.scope)
        return value if isinstance(ev.deref(value), Text) else None
    for method in parts.methods(ev):
        if method.name in {"listen", "attach"} and method.given and found.binding is not None:
            port = ev.value(method.given[0], method.scope)
            if parts.binding_of(ev, method.of, method.scope) is found.binding and _is_port(ev, port):
                return port
    return None


def _is_port(ev: Evaluator, value: Value) -> bool:
    known = ev.deref(value)
    return not isinstance(known, (Router, Hole, Call)) and not (isinstance(known, Name) and known.module)


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Endpoints with their policies, and what happens to who connects."""
    if "socket.io" not in ev.syntax.source.text or parts.is_tool(ev):
        return
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if function is not None and origin is not None and _makes(origin):
            yield from _server(ev, _parsed(ev, call, function, scope))


def _server(ev: Evaluator, server: _Made) -> Iterator[Fact]:
    at = ev.at(server.function)
    owner = ev.value(server.call, server.scope)
    port = _own_port(ev, server)
    if isinstance(owner, Router) and port is not None:
        yield Application(owner, owner.at)
    if isinstance(owner, Router) and port is not None and not _listens(ev, server):
        yield Listen("node", owner, None, port, posixpath.dirname(ev.syntax.source.path), at)
    yield _policy(ev, server, owner)
    function = SocketFunction(f"connection~{at.start}", tuple(_steps(ev, server)), at)
    yield function
    path = _path(ev, server)
    yield Route(owner, path, "socketio", (), Name(function.name, "", at), at, any_slash=True)


def _listens(ev: Evaluator, server: _Made) -> bool:
    """Whether `listen` gives a server its port, which is read like that of every other server."""
    return server.server is None and any(
        method.name == "listen" and parts.binding_of(ev, method.of, method.scope) is server.binding
        for method in parts.methods(ev)
    )


def _path(ev: Evaluator, server: _Made) -> Value:
    path = library.option(ev, server.options, "path")
    known = ev.deref(path) if path is not None else None
    if isinstance(known, Text):
        return Text(f"/{known.text.strip('/')}", known.at)
    if path is not None:
        return path
    options = server.options
    if options is None or isinstance(ev.deref(options), Record):
        return Text(_DEFAULT_PATH, ev.at(server.function))
    return Member(options, "path", options.at)


def _policy(ev: Evaluator, server: _Made, owner: Value) -> CorsPolicy:
    at = ev.at(server.function)
    options = library.option(ev, server.options, "cors")
    known = ev.deref(server.options) if server.options is not None else None
    if options is None and known is not None and not isinstance(known, Record):
        return CorsPolicy(owner, "socket.io", None, None, None, at, at, complete=False, covers="socketio")
    if options is None:
        return CorsPolicy(owner, "socket.io", None, None, None, at, at, covers="socketio")
    said = settings(ev, options, at)
    return CorsPolicy(
        owner, "socket.io", said.origins, None, said.credentials, at, said.at, said.complete, covers="socketio"
    )


# --- who connects -------------------------------------------------------------------------------------------------


def _steps(ev: Evaluator, server: _Made) -> Iterator[Step]:
    """The checks before a connection (`allowRequest`, `io.use`), the accept, and the handlers of `connection`."""
    check = written(ev, server.call, "allowRequest")
    yield from handled(ev, check, server.scope) if check is not None else ()
    for method in parts.methods(ev):
        used = method.name == "use" and bool(method.given) and server.binding is not None
        if used and parts.binding_of(ev, method.of, method.scope) is server.binding:
            yield from handled(ev, method.given[0], method.scope)
    yield Step("accept", ev.at(server.function))
    for listener, scope in listeners_of(ev, server.binding, "connection", "connect"):
        yield from handled(ev, listener, scope)
