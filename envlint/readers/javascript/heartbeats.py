"""Pings and pongs of the application itself, and messages that a timer sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import BareSocketServer, Heartbeat
from envlint.patterns import pattern
from envlint.readers import heartbeat, syntax
from envlint.readers.javascript import library, nodes, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_SENDS = pattern(r"^(?:send|emit|broadcast)")
_COMPARES = frozenset({"===", "==", "!==", "!="})
_TIMERS = frozenset({"setInterval", "setTimeout", "useInterval"})
_TICKS = frozenset({("rxjs", "interval"), ("rxjs", "timer")})
_LOOPS = frozenset({"while_statement", "for_statement", "do_statement"})
_SERVERS: dict[library.Origin, str] = {
    ("ws", "WebSocketServer"): "ws",
    ("ws", "Server"): "ws",
    ("ws", "default.Server"): "ws",
    ("ws", "*.Server"): "ws",
}
_TEXTS = frozenset({"string", "template_string"})
_SENDING = ("send", "emit", "broadcast")
_TICKING = ("rxjs",)
_SERVING = ("'ws'", '"ws"', "`ws`")
_DEEPEST = 6
_CALLS = 2
"""How many functions may stand between a timer's and the one that sends."""


def heartbeats(ev: Evaluator) -> Iterator[Heartbeat | BareSocketServer]:
    """Signs of a heartbeat, and servers that need one. A page or a module without any yields nothing."""
    found = list(heartbeat.mentions(ev.syntax.source))
    yield from found
    if found:
        yield from _messages(ev)
    text = ev.syntax.source.text
    sends, ticks, serves = (any(word in text for word in words) for words in (_SENDING, _TICKING, _SERVING))
    for call, scope in ev.calls:
        function = call.function
        if function is None:
            continue
        if (sends and _is_timed(ev, call, scope)) or (ticks and library.origin(ev, function, scope) in _TICKS):
            yield Heartbeat("other", "mentioned", ev.at(function))
        if serves and call.node.type == "new_expression":
            made = _SERVERS.get(library.origin(ev, function, scope) or ("", ""))
            if made is not None:
                yield BareSocketServer(made, ev.syntax.between(call.node, function))


def _is_timed(ev: Evaluator, call: nodes.CallParts, scope: Scope) -> bool:
    """Whether a call sets a timer that sends a message, or sends one in a loop that waits."""
    if call.name in _TIMERS:
        return bool(call.given) and _sends(ev, call.given[0], scope)
    return _SENDS.match(call.name) is not None and _is_in_waiting_loop(call.node)


def _messages(ev: Evaluator) -> Iterator[Heartbeat]:
    for node in syntax.around(ev.syntax.root, heartbeat.BYTES, _TEXTS):
        word = heartbeat.word_of(nodes.literal(node, ev.syntax))
        if word is not None and _is_compared(ev, node):
            yield Heartbeat(word, "compared", ev.at(node))
        elif word is not None and _is_sent(ev, node):
            yield Heartbeat(word, "sent", ev.at(node))


def _is_compared(ev: Evaluator, node: Node) -> bool:
    """Whether a literal is one side of a comparison, or a case of a switch."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "switch_case":
        return parent.child_by_field_name("value") == node
    return parent.type == "binary_expression" and nodes.operator(parent, ev.syntax) in _COMPARES


def _is_sent(ev: Evaluator, node: Node) -> bool:
    """Whether a literal is what a `send` gets: itself, or in an object that may be made a text first."""
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None or parent.type in nodes.FUNCTIONS:
            return False
        if parent.type == "call_expression" and _SENDS.match(ev.call(parent).name):
            return True
        parent = parent.parent
    return False


def _sends(ev: Evaluator, given: Node, scope: Scope, depth: int = 0) -> bool:
    """Whether a function that is given or called sends a message, itself or through others of its script."""
    function = telling.function_of(ev, given, scope)
    for node in nodes.constructs(function) if function is not None else ():
        call = ev.call(node) if node.type == "call_expression" else None
        called = call.function if call is not None else None
        if call is None or called is None:
            continue
        if _SENDS.match(call.name):
            return True
        if depth < _CALLS and _sends(ev, called, ev.script.scope_at(called), depth + 1):
            return True
    return False


def _is_in_waiting_loop(call: Node) -> bool:
    """Whether a call stands in a loop that waits in between."""
    around = call.parent
    while around is not None and around.type not in nodes.FUNCTIONS:
        if around.type in _LOOPS:
            return any(node.type == "await_expression" for node in nodes.constructs(around))
        around = around.parent
    return False
