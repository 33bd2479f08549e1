"""Channels' consumers: what their methods do with a WebSocket, from `connect` on.

A consumer that has no `connect` of its own takes every handshake: `AsyncWebsocketConsumer.connect` accepts
(https://channels.readthedocs.io/en/latest/topics/consumers.html#websocketconsumer).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import SocketFunction, Step
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.refusals import refusal
from envlint.readers.python.steps import steps_of
from envlint.records import replace
from envlint.values import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_SELF = frozenset({"self"})
_CONNECTS = ("connect", "websocket_connect")
_RECEIVES = ("receive", "receive_json", "websocket_receive")
_RAISED = {"AcceptConnection": "accept", "DenyConnection": "close"}
_MESSAGES = {"websocket.accept": "accept", "websocket.close": "close"}
_ASKS = frozenset({"is_authenticated", "is_anonymous"})


def facts(code: Code) -> Iterator[SocketFunction]:
    """For each consumer a function of its name, in the order in which Channels calls the methods, and its methods."""
    if not code.mentions("onsumer", "self.accept("):
        return
    for scope in code.module.all():
        if scope.kind == "class" and _is_consumer(scope):
            yield from _consumer(code, scope)


def _is_consumer(scope: Scope) -> bool:
    bases = [nodes.last_name(base) for base in nodes.arguments(scope.node).positional]
    named = any(name.endswith("Consumer") for name in (scope.name, *bases))
    return bool(bases) and (named or "self.accept(" in nodes.text(scope.node))


def _consumer(code: Code, scope: Scope) -> Iterator[SocketFunction]:
    methods = {one.name.rpartition(".")[2]: one for one in scope.inner if one.kind == "function"}
    at = code.at(nodes.field(scope.node, "name") or scope.node)
    connect = next((methods[name] for name in _CONNECTS if name in methods), None)
    taken = [methods[name] for name in _RECEIVES if name in methods]
    own = [_call(code, connect.name, connect.node)] if connect is not None else list(_inherited(code, scope))
    for method in taken:
        own += [Step("receive", code.at(_name(method.node))), _call(code, method.name, method.node)]
    yield SocketFunction(scope.name, tuple(own), at)
    if connect is None:
        yield SocketFunction(f"{scope.name}.connect", tuple(_inherited(code, scope)), at)
    for method in methods.values():
        steps = tuple(_body(code, method, methods, scope))
        if steps:
            yield SocketFunction(method.name, steps, code.at(_name(method.node)))


def _name(definition: Node) -> Node:
    return nodes.field(definition, "name") or definition


def _call(code: Code, name: str, node: Node) -> Step:
    at = code.at(_name(node))
    return Step("call", at, Name(name, "", at))


def _inherited(code: Code, scope: Scope) -> Iterator[Step]:
    """What the `connect` of the bases does: that of the repository's own first, else the library's, which accepts."""
    place = Place(scope.parent if scope.parent is not None else scope)
    bases = nodes.arguments(scope.node).positional
    for base in bases:
        if not code.canonical(base, place.scope).startswith("channels."):
            yield from _of_base(code, base, "connect", place)
    if bases and code.canonical(bases[-1], place.scope).startswith("channels."):
        yield Step("accept", code.at(bases[-1]))


def _of_base(code: Code, base: Node, method: str, place: Place) -> Iterator[Step]:
    value = code.value(base, place)
    if isinstance(value, Name):
        yield Step("call", code.at(base), Name(f"{value.name}.{method}", value.module, value.at))


def _body(code: Code, method: Scope, methods: dict[str, Scope], around: Scope) -> Iterator[Step]:
    body, place = nodes.field(method.node, "body"), Place(method)
    for node in nodes.descend(body) if body is not None else ():
        special = _special(code, node, methods, around, place)
        if special is not None:
            yield from special
            continue
        for step in steps_of(code, node, place, _SELF):
            yield replace(step, refusal=refusal(code, node, method, _SELF)) if step.kind == "close" else step


def _special(
    code: Code, node: Node, methods: dict[str, Scope], around: Scope, place: Place
) -> Iterator[Step] | list[Step] | None:
    """What only consumers do; None for everything that handlers of other frameworks do as well."""
    at = code.at(node)
    if node.type == "attribute":
        name = nodes.last_name(node)
        if nodes.text(node) == f"self.{name}" and name in methods:
            return [Step("call", at, Name(methods[name].name, "", at))]
        return [Step("token", at)] if name in _ASKS else None
    if node.type == "call":
        return _called(code, node, around, place)
    if node.type == "raise_statement":
        raised = next(iter(nodes.children(node)), None)
        kind = _RAISED.get(nodes.last_name(raised))
        return [Step("accept" if kind == "accept" else "close", at)] if kind else None
    if node.type == "comparison_operator" and "AnonymousUser" in nodes.text(node):
        return [Step("token", at)]
    return None


def _called(code: Code, call: Node, around: Scope, place: Place) -> Iterator[Step] | list[Step] | None:
    function, given, at = nodes.field(call, "function"), nodes.arguments(call), code.at(call)
    of = nodes.field(function, "object") if function is not None else None
    if function is None:
        return None
    if of is not None and nodes.text(of).startswith("super("):
        return _of_super(code, around, nodes.last_name(function), function)
    if nodes.text(function) == "isinstance" and "AnonymousUser" in nodes.text(call):
        return [Step("token", at)]
    if nodes.text(function) == "self.send" and given.positional and given.positional[0].type == "dictionary":
        kind = next((kind for name, kind in _MESSAGES.items() if name in nodes.text(call)), "")
        return [Step("accept" if kind == "accept" else "close", code.at(function))] if kind else None
    if any(nodes.text(one) == "self.scope" for one in given.positional):
        is_session = code.canonical(function, place.scope).startswith("channels.auth.")
        return [Step("cookie", at) if is_session else Step("call", at, code.value(function, place))]
    return None


def _of_super(code: Code, around: Scope, method: str, function: Node) -> Iterator[Step]:
    """`super().connect()`: the base's method, or what Channels does where the base is its own."""
    place = Place(around.parent if around.parent is not None else around)
    bases = nodes.arguments(around.node).positional
    own = [base for base in bases if not code.canonical(base, place.scope).startswith("channels.")]
    for base in own:
        yield from _of_base(code, base, method, place)
    if not own and method in ("connect", "accept"):
        yield Step("accept", code.at(function))
