"""Pings and pongs of the application itself, and messages that a timer sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import BareSocketServer, Heartbeat
from envlint.patterns import pattern
from envlint.readers import heartbeat
from envlint.readers.javascript import library, nodes, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_SENDS = pattern(r"^(?:send|emit|broadcast)")
_COMPARES = frozenset({"===", "==", "!==", "!="})
_TIMERS = frozenset({"setInterval", "setTimeout", "useInterval"})
_SERVERS: dict[library.Origin, str] = {
    ("ws", "WebSocketServer"): "ws",
    ("ws", "Server"): "ws",
    ("ws", "default.Server"): "ws",
    ("ws", "*.Server"): "ws",
}
_DEEPEST = 6


def heartbeats(ev: Evaluator) -> Iterator[Heartbeat | BareSocketServer]:
    """Signs of a heartbeat, and servers that need one. A page or a module without any yields nothing."""
    found = list(heartbeat.mentions(ev.syntax.source))
    yield from found
    if found:
        yield from _messages(ev)
    for call, scope in ev.script.calls:
        function = nodes.callee(call)
        if function is None:
            continue
        if _name(ev, function) in _TIMERS and _sends(ev, call, scope):
            yield Heartbeat("other", "mentioned", ev.at(function))
        if call.type == "new_expression":
            made = _SERVERS.get(library.origin(ev, function, scope) or ("", ""))
            if made is not None:
                yield BareSocketServer(made, ev.syntax.between(call, function))


def _messages(ev: Evaluator) -> Iterator[Heartbeat]:
    for node in nodes.descendants(ev.syntax.root):
        if node.type not in {"string", "template_string"}:
            continue
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
        function = nodes.callee(parent) if parent.type == "call_expression" else None
        if function is not None and _SENDS.match(_name(ev, function)):
            return True
        parent = parent.parent
    return False


def _sends(ev: Evaluator, timer: Node, scope: Scope) -> bool:
    """Whether the function that a timer calls sends a message."""
    given = nodes.arguments(timer)
    function = telling.function_of(ev, given[0], scope) if given else None
    for node in nodes.descendants(function) if function is not None else ():
        called = nodes.callee(node) if node.type == "call_expression" else None
        if called is not None and _SENDS.match(_name(ev, called)):
            return True
    return False


def _name(ev: Evaluator, function: Node) -> str:
    """The last part of the name of what is called."""
    name = ev.text(function) if function.type == "identifier" else nodes.property_name(function, ev.syntax)
    return name or ""
