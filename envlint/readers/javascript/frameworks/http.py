"""Node's own HTTP servers, and the ports on which servers of all frameworks listen.

By the documentation of Node.js 22: https://nodejs.org/api/http.html, https://nodejs.org/api/net.html#serverlisten.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, Listen, Route
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.values import Flag, Function, Hole, Nothing, Record, Router

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("createServer", "createSecureServer", ".listen(")

_MODULES = frozenset({"http", "https", "http2", "node:http", "node:https", "node:http2", "spdy"})
_MAKERS = frozenset({"createServer", "createSecureServer", "Server"})
_OPTIONS = frozenset({"object", "object_expression"})
_LINKS = frozenset({"use", "set", "get", "post", "on", "once", "listen"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function_declaration"})


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """A server around an application is that application, and so is what `listen()` returns; a bare one is its own."""
    function = call.function
    if function is None or not (_creates(origin) or call.name == "listen") or parts.is_tool(ev):
        return None
    if _creates(origin):
        return _created(ev, call.node, function, scope)
    of = nodes.field(function, "object") if call.node.type == "call_expression" else None
    return parts.router(ev, of, scope) if of is not None else None


def _creates(origin: Origin) -> bool:
    return origin[0] in _MODULES and origin[1] in _MAKERS


def _created(ev: Evaluator, call: Node, function: Node, scope: Scope) -> Value:
    handler = _handler(ev, call, scope)
    value = parts.router(ev, handler, scope) if handler is not None else None
    return value if value is not None else Router("application", "node", None, ev.at(function))


def _handler(ev: Evaluator, call: Node, scope: Scope) -> Node | None:
    """The argument that answers requests: the last one that is no options."""
    given = ev.arguments(call)
    last = given[-1] if given else None
    if last is None or last.type in _OPTIONS:
        return None
    return None if len(given) == 1 and isinstance(ev.deref(ev.value(last, scope)), Record) else last


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Servers with a handler of their own, and every `listen()`."""
    if not any(word in ev.syntax.source.text for word in words):
        return
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin is not None and _creates(origin):
            yield from _server(ev, call, scope)
    for method in parts.methods(ev):
        if method.name == "listen":
            yield from _listen(ev, method)


def _server(ev: Evaluator, call: Node, scope: Scope) -> Iterator[Fact]:
    value = ev.value(call, scope)
    if not isinstance(value, Router) or value.framework != "node":
        return
    yield Application(value, value.at)
    handler = _handler(ev, call, scope)
    if handler is not None:
        yield Route(value, parts.anything(value.at), "http", (), parts.no_handler(ev, handler), value.at)


# --- listening ----------------------------------------------------------------------------------------------------


def _listen(ev: Evaluator, method: parts.Method) -> Iterator[Listen]:
    of = parts.unchained(ev, method.of, _LINKS)
    application = parts.router(ev, of, method.scope)
    if application is not None and not parts.is_tool(ev):
        found = listening(ev, method.call, method.given, method.scope, application)
        if found is not None:
            yield found


def listening(ev: Evaluator, call: Node, given: tuple[Node, ...], scope: Scope, application: Value) -> Listen | None:
    """A server on the port that it is given: `(port, host, callback)` or `({port, host}, callback)`."""
    function = ev.callee(call)
    port, host = _address(ev, given, scope)
    if port is None or function is None or (isinstance(port, Flag) and not port.value):
        return None
    last = given[0]
    at = ev.syntax.between(function, last) if last.type not in _OPTIONS else ev.at(function)
    folder = posixpath.dirname(ev.syntax.source.path)
    tls = any(origin is not None and origin[0] in {"https", "node:https"} for origin in _origins(ev, call, scope))
    return Listen("node", application, host, port, folder, at, tls=tls)


def _address(ev: Evaluator, given: tuple[Node, ...], scope: Scope) -> tuple[Value | None, Value | None]:
    argument = next(iter(given), None)
    if argument is None or argument.type in _FUNCTIONS:
        return None, None
    first = ev.value(argument, scope)
    known = ev.deref(first)
    if isinstance(known, Record):
        return library.option(ev, first, "port"), library.option(ev, first, "host")
    if isinstance(known, Function):
        return None, None
    second = given[1] if len(given) > 1 else None
    if second is None or second.type in _FUNCTIONS or second.type == "number":
        return _port(ev, argument, scope), None
    host = ev.value(second, scope)
    known = ev.deref(host)
    return _port(ev, argument, scope), None if isinstance(known, (Function, Nothing, Hole)) else host


def _port(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A port, also through the `normalizePort` and the setting `port` that express-generator writes."""
    value = node
    constant = scope.find(ev.text(node)) if node.type == "identifier" else None
    if constant is not None and constant.constant is not None:
        value, scope = constant.constant
    function, given = (ev.callee(value), ev.arguments(value)) if value.type == "call_expression" else (None, [])
    if function is None or len(given) != 1:
        return ev.value(node, ev.script.scope_at(node))
    if ev.text(function) == "normalizePort":
        return ev.value(given[0], scope)
    if nodes.property_name(function, ev.syntax) == "get" and nodes.literal(given[0], ev.syntax) == "port":
        return _set_port(ev) or ev.value(node, ev.script.scope_at(node))
    return ev.value(node, ev.script.scope_at(node))


def _set_port(ev: Evaluator) -> Value | None:
    """`app.set('port', value)`."""
    for method in parts.methods(ev):
        if method.name == "set" and len(method.given) > 1 and nodes.literal(method.given[0], ev.syntax) == "port":
            return ev.value(method.given[1], method.scope)
    return None


def _origins(ev: Evaluator, call: Node, scope: Scope) -> Iterator[Origin | None]:
    """Where the maker of the server comes from, on which `listen` is called."""
    function = ev.callee(call)
    of = nodes.field(function, "object") if function is not None else None
    binding = scope.find(ev.text(of)) if of is not None and of.type == "identifier" else None
    source = binding.constant if binding is not None else (of, scope) if of is not None else None
    maker = ev.callee(source[0]) if source is not None and source[0].type == "call_expression" else None
    yield library.origin(ev, maker, source[1]) if maker is not None and source is not None else None
