"""What the functions of a Node.js server do with a WebSocket and the request that asked for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.facts import SocketFunction, Step
from envlint.patterns import pattern
from envlint.readers.javascript import nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.headers import is_header
from envlint.values import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

Kind = Literal["origin", "token", "cookie"]

_SOCKETS = frozenset({"ws", "socket", "client", "websocket", "conn", "connection"})
_REQUESTS = frozenset({"req", "request", "info", "handshake"})
_SENDS = frozenset({"send", "emit", "ping"})
_CLOSES = frozenset({"close", "terminate", "disconnect", "destroy"})
_LISTENS = frozenset({"on", "once", "addEventListener"})
_RECEIVES = frozenset({"message", "data"})
_NO_MESSAGES = frozenset({"close", "error", "disconnect", "disconnecting", "pong", "ping", "end", "connection", "open"})
_LOG = pattern(
    r"^(?:console|log|logger|winston|pino|logging|this\.logger)\.(?:log|info|warn|error|debug|trace|verbose)$"
)
_TOKEN = pattern(r"^(?:access_?|auth_?|session_?|bearer_?|id_?)?(?:token|ticket|jwt|api_?key|secret)$", re.IGNORECASE)
_VERIFIES = pattern(
    r"(?:verify|decode|validate|check|authenticate|introspect)\w*(?:token|jwt|ticket|apikey|credential|session)?$"
    r"|^(?:authenticate|authorize)",
    re.IGNORECASE,
)
_JWT = pattern(r"(?:^|\.)(?:jwt|jsonwebtoken|jose)\.?\w*\.(?:verify|decode)$|^(?:jwtVerify|verifyToken|verifyJwt)$")
_SPOKEN_OF = (
    *("origin", "referer", "cookie", "session", "authorization", "sec-websocket-protocol"),
    *("token", "ticket", "jwt", "jsonwebtoken", "jose", "secret", "api_key", "apikey", "api-key"),
)
"""One of these stands wherever the header Origin, a cookie or a token is looked at."""
_TOKEN_HOLDERS = pattern(r"(?:query|searchParams|auth|handshake|params|cookies|headers)$")


def functions(ev: Evaluator) -> Iterator[SocketFunction]:
    """The functions of a script that look at the header Origin, a cookie or a token, for those who call them."""
    for binding in ev.script.bindings:
        function = binding.node if binding.kind in {"function", "member"} else None
        constant = binding.constant
        if function is None and constant is not None and constant[0].type in nodes.FUNCTIONS:
            function = constant[0]
        if function is None or function.type not in nodes.FUNCTIONS or not _may_check(ev, function):
            continue
        steps = tuple(steps_of(ev, function))
        if any(step.kind in {"origin", "cookie", "token"} for step in steps):
            yield SocketFunction(binding.qualified, steps, ev.at(binding.at))


def _may_check(ev: Evaluator, function: Node) -> bool:
    """Whether anything in a function speaks of who is there."""
    text = ev.text(function).lower()
    return any(word in text for word in _SPOKEN_OF)


def accepted(
    ev: Evaluator, call: Node, checks: Sequence[Node], handler: Node | None, scope: Scope
) -> tuple[SocketFunction, Name]:
    """The function of a route whose framework accepts by itself, once the checks let a handshake pass; and its name."""
    at = ev.at(ev.callee(call) or call)
    steps = [step for check in checks for step in handled(ev, check, scope)]
    steps.append(Step("accept", at))
    steps += handled(ev, handler, scope) if handler is not None else ()
    name = f"connection~{at.start}"
    return SocketFunction(name, tuple(steps), at), Name(name, "", at)


def handled(ev: Evaluator, listener: Node, scope: Scope) -> Iterator[Step]:
    """What a listener does, or the call of one that stands elsewhere."""
    function = parts.function_of(ev, listener, scope)
    if function is not None:
        yield from steps_of(ev, function)
    else:
        yield Step("call", ev.at(listener), ev.value(listener, scope))


def verified(ev: Evaluator, options: Node, scope: Scope) -> Iterator[Step]:
    """What `verifyClient` of ws looks at. Its first parameter has the header as `origin`, whatever it is called.

    https://github.com/websockets/ws/blob/master/doc/ws.md#new-websocketserveroptions-callback
    """
    check = written(ev, options, "verifyClient")
    function = parts.function_of(ev, check, scope) if check is not None else None
    if function is not None:
        yield from (Step("origin", ev.at(node)) for node in _origins(ev, function))
    if check is not None:
        yield from handled(ev, check, scope)


def _origins(ev: Evaluator, function: Node) -> Iterator[Node]:
    """`({origin}) => ...` and `(given) => given.origin`."""
    given, body = next(iter(nodes.parameters(function)), None), function.child_by_field_name("body")
    if given is None or body is None:
        return
    for node in nodes.descendants(given):
        if node.type == "shorthand_property_identifier_pattern" and ev.text(node) == "origin":
            yield node
    name = ev.text(given.child_by_field_name("pattern") or given)
    for node in nodes.descendants(body):
        if node.type == "member_expression" and name != "info" and ev.text(node) == f"{name}.origin":
            yield node


def written(ev: Evaluator, options: Node, key: str) -> Node | None:
    """What stands under a key of options that are written out: a value, a method, or a name of the same spelling."""
    for node in nodes.descendants(options):
        if node.type == "shorthand_property_identifier" and ev.text(node) == key:
            return node
        name = node.child_by_field_name("key") or node.child_by_field_name("name")
        if name is not None and ev.text(name).strip("'\"") == key:
            return node if node.type == "method_definition" else nodes.field(node, "value")
    return None


def steps_of(ev: Evaluator, function: Node, before: int | None = None) -> Iterator[Step]:
    """The steps of a function with those inside it, in the order of the text; `before` ends them at a byte."""
    names = frozenset(parts.parameter_names(ev, function))
    body = function.child_by_field_name("body")
    for node in nodes.constructs(body) if body is not None else ():
        kind = node.type
        if kind not in _STEPS or (before is not None and node.start_byte >= before):
            continue
        if kind == "call_expression":
            yield from _call(ev, node, names)
        elif kind == "shorthand_property_identifier_pattern":
            yield from _taken(ev, node)
        else:
            yield from _read(ev, node)


_STEPS = frozenset(
    {"call_expression", "member_expression", "subscript_expression", "shorthand_property_identifier_pattern"}
)


def _read(ev: Evaluator, node: Node) -> Iterator[Step]:
    """`req.headers.origin`, `info.origin`, `req.headers.cookie`, `socket.handshake.auth.token`, `query.token`."""
    of, key = nodes.field(node, "object"), nodes.property_name(node, ev.syntax)
    if of is None or key is None:
        return
    holder = ev.text(of).replace("?", "")
    kind = _kind(holder.rpartition(".")[2], key.lower())
    if kind is not None:
        yield Step(kind, ev.at(node))


def _kind(holder: str, key: str) -> Kind | None:
    """Which part of a handshake a key is, in headers, query, cookies or socket.io's `auth`."""
    if key in {"origin", "referer"} and (holder.endswith("headers") or holder == "info"):
        return "origin"
    if (holder.endswith("headers") and key == "cookie") or (holder in _REQUESTS and key in {"cookies", "session"}):
        return "cookie"
    if holder.endswith("headers") and key in {"authorization", "sec-websocket-protocol", "x-api-key"}:
        return "token"
    if _TOKEN.match(key) and _TOKEN_HOLDERS.search(holder):
        return "cookie" if holder == "cookies" else "token"
    return None


def _taken(ev: Evaluator, node: Node) -> Iterator[Step]:
    """`const { token } = socket.handshake.auth`."""
    parent = node.parent
    declarator = parent.parent if parent is not None and parent.type == "object_pattern" else None
    value = nodes.field(declarator, "value") if declarator is not None else None
    if value is not None and declarator is not None and declarator.type == "variable_declarator":
        kind = _kind(ev.text(value).replace("?", "").rpartition(".")[2], ev.text(node).lower())
        if kind is not None:
            yield Step(kind, ev.at(node))


def _call(ev: Evaluator, call: Node, names: frozenset[str]) -> Iterator[Step]:
    function, given = ev.callee(call), ev.arguments(call)
    if function is None:
        return
    text, at = ev.text(function).replace("?.", "."), ev.at(function)
    of, name = nodes.field(function, "object"), nodes.property_name(function, ev.syntax) or text
    if of is not None and _is_socket(ev, of, names) and (name in _SENDS | _CLOSES | _LISTENS):
        yield from _on_socket(ev, call, name)
    elif _LOG.match(text):
        yield Step("log", at)
    elif name == "get" and given and (key := nodes.literal(given[0], ev.syntax)) and of is not None:
        kind = _kind(ev.text(of).replace("?", "").rpartition(".")[2], key.lower())
        if kind is not None:
            yield Step(kind, ev.at(call))
    elif _JWT.search(text) or (_VERIFIES.search(name) and "token" in ev.text(call).lower()):
        yield Step("token", at)
    else:
        yield from _handed(ev, call, function, given, names)


def _is_socket(ev: Evaluator, node: Node, names: frozenset[str]) -> bool:
    """Whether an expression is the socket that a handler was given, also inside the stream that older Fastify gives."""
    text = ev.text(node).removesuffix(".socket")
    return text in _SOCKETS or (text in names and text not in _REQUESTS)


def _on_socket(ev: Evaluator, call: Node, name: str) -> Iterator[Step]:
    at, given = ev.at(ev.callee(call) or call), ev.arguments(call)
    first = given[0] if given else None
    if name in _SENDS:
        yield Step("send", at)
    elif name in _CLOSES:
        yield Step("close", at, detail=ev.text(first) if first is not None and first.type == "number" else "")
    elif first is not None and (nodes.literal(first, ev.syntax) or "") not in _NO_MESSAGES:
        yield Step("receive", at)


def _handed(ev: Evaluator, call: Node, function: Node, given: list[Node], names: frozenset[str]) -> Iterator[Step]:
    """A call of another function of the project that is given the socket or the request."""
    handed = any(ev.text(argument) in names for argument in given)
    scope: Scope = ev.script.scope_at(call)
    if handed and function.type in {"identifier", "member_expression"}:
        if function.type == "identifier" and ev.text(function) in names:
            return  # `next(error)`, `done(null)`: the caller's own
        of = nodes.field(function, "object")
        if of is None or of.type in {"identifier", "this"}:
            yield Step("call", ev.at(call), ev.value(function, scope))


def reads_origin(ev: Evaluator, function: Node) -> bool:
    """Whether a function looks at the header Origin."""
    scope = ev.script.scopes.get(function.id)
    return (scope is not None and any(step.kind == "origin" for step in steps_of(ev, function))) or any(
        is_header(ev, node, scope or ev.script.module) for node in nodes.descendants(function)
    )
