"""Connections that stay open: WebSocket, socket.io and server-sent events, with their handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.facts import Connect
from envlint.readers.javascript import handlers, library, nodes
from envlint.values import Call, Function, Name, Nothing, Page, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

Kind = Literal["websocket", "socketio", "eventsource"]

_WEBSOCKETS = frozenset({"WebSocket", "ReconnectingWebSocket", "RobustWebSocket", "w3cwebsocket"})
_WEBSOCKET_MODULES = frozenset(
    {
        *("reconnecting-websocket", "reconnectingwebsocket", "robust-websocket", "isomorphic-ws", "ws", "sockette"),
        *("partysocket/ws", "@gamestdio/websocket"),
    }
)
_EVENT_SOURCES = frozenset({"EventSource", "EventSourcePolyfill", "NativeEventSource"})
_EVENT_SOURCE_MODULES = frozenset({"event-source-polyfill", "eventsource", "reconnecting-eventsource"})
_HOOKS: dict[library.Origin, Kind] = {
    ("react-use-websocket", "default"): "websocket",
    ("react-use-websocket", "useWebSocket"): "websocket",
    ("react-use-websocket", "useSocketIO"): "socketio",
    ("react-use-websocket", "useEventSource"): "eventsource",
    ("@vueuse/core", "useWebSocket"): "websocket",
    ("@vueuse/core", "useEventSource"): "eventsource",
    ("@microsoft/fetch-event-source", "fetchEventSource"): "eventsource",
    ("@fortaine/fetch-event-source", "fetchEventSource"): "eventsource",
}
_SOCKET_IO = "socket.io-client"
_SOCKET_IO_NAMES = frozenset({"io", "connect", "default", "*", "lookup", "Manager", "io.connect"})
_SOCKET_IO_GLOBALS = frozenset({"io", "io.connect", "io.Manager"})


def connects(ev: Evaluator) -> Iterator[Connect]:
    """Every connection that the script opens."""
    attached = handlers.Attached(ev)
    for node, scope in ev.script.calls:
        function = nodes.callee(node)
        if function is None or function.type not in {"identifier", "member_expression"}:
            continue
        kind = _kind(ev, node, library.origin(ev, function, scope))
        if kind is not None:
            yield from _connect(ev, node, scope, kind, attached)


def _kind(ev: Evaluator, node: Node, origin: library.Origin | None) -> Kind | None:
    if origin is None:
        return None
    module, name = origin
    if module == _SOCKET_IO:
        return "socketio" if name in _SOCKET_IO_NAMES else None
    if not module and name in _SOCKET_IO_GLOBALS:
        return "socketio" if ev.browser_script else None
    if node.type == "new_expression":
        return _constructed(module, name)
    return _HOOKS.get(origin)


def _constructed(module: str, name: str) -> Kind | None:
    whole = name in {"default", "*"}
    if name in _WEBSOCKETS or (whole and module in _WEBSOCKET_MODULES):
        return "websocket"
    return "eventsource" if name in _EVENT_SOURCES or (whole and module in _EVENT_SOURCE_MODULES) else None


def _connect(ev: Evaluator, node: Node, scope: Scope, kind: Kind, attached: handlers.Attached) -> Iterator[Connect]:
    given = nodes.arguments(node)
    call = _call_at(ev, node)
    url: Value
    if given and not (kind == "socketio" and isinstance(ev.deref(ev.value(given[0], scope)), Record)):
        url, at, rest = _url(ev, given[0], scope), ev.at(given[0]), given[1:]
    elif kind == "socketio":
        url, at, rest = Page("origin", call), call, given
    else:
        return
    if isinstance(url, (Nothing, Record)):
        return
    options = ev.value(rest[0], scope) if rest else None
    yield Connect(
        kind=kind,
        url=url,
        at=at,
        call=call,
        credentials=library.credentials(ev, options),
        path=library.option(ev, options, "path") if kind == "socketio" else None,
        handlers=attached.of(node, scope, rest),
    )


def _url(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A URL, or what a function that is given in its place returns."""
    value = ev.value(node, scope)
    if isinstance(value, Function):
        return value.returns
    return Call(value, (), value.at) if isinstance(value, Name) and isinstance(ev.deref(value), Function) else value


def _call_at(ev: Evaluator, node: Node) -> Location:
    """A call up to its arguments: `new WebSocket`, `io`."""
    function = node.child_by_field_name("constructor") or node.child_by_field_name("function") or node
    return ev.syntax.between(node, function)
