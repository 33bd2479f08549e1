"""What single expressions do with a WebSocket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Step
from envlint.patterns import pattern
from envlint.readers.python import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place

SOCKET_NAMES = frozenset({"websocket", "ws", "socket", "_websocket", "_ws", "web_socket", "sock"})
STEPPING = frozenset({"call", "subscript", "attribute", "comparison_operator", "raise_statement"})
"""The kinds of nodes that may take a step."""
_SENDS = ("send", "send_text", "send_json", "send_bytes")
_RECEIVES = ("receive", "receive_text", "receive_json", "receive_bytes", "iter_text", "iter_json", "iter_bytes")
METHODS = frozenset({"accept", "close", *_SENDS, *_RECEIVES})
_LOG_METHODS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
_CONTAINERS = frozenset({"append", "add", "remove", "discard", "pop", "get", "setdefault"})
_PLAIN = frozenset({"getattr", "hasattr", "isinstance", "id", "str", "repr", "print", "len", "setattr", "type"})
TOKEN = pattern(
    r"^(access_?|auth_?|session_?|bearer_?)?(token|ticket|jwt|api_?key|secret)$|^authorization$", re.IGNORECASE
)
VERIFY = pattern(
    r"(verify|decode|validat|check|authenticat|introspect)\w*(token|jwt|ticket|api_?key|credential)"
    r"(?!s?_?(count|usage|limit|budget)|s$)"
    r"|authenticate|authorize|current_user|user_(from|by)_(access_?)?(token|jwt|cookie|session|ws|websocket)",
    re.IGNORECASE,
)
"""Names of helpers that check who is there; not those that count the tokens of a language model."""
_LOGGER = pattern(r"log(ger|ging)?$", re.IGNORECASE)


def is_socket(node: Node | None, names: frozenset[str]) -> bool:
    """Whether an expression is the socket: one of the names, or `self.websocket`."""
    if node is None:
        return False
    if node.type == "identifier":
        return nodes.text(node) in names
    return node.type == "attribute" and nodes.text(node).startswith("self.") and nodes.last_name(node) in SOCKET_NAMES


def is_origin(node: Node) -> bool:
    """Whether a node asks some headers for `Origin`: `headers.get("origin")`, `headers["Origin"]`."""
    if node.type == "subscript":
        of, keys = nodes.field(node, "value"), node.children_by_field_name("subscript")
        key = keys[0] if keys else None
    elif node.type == "call" and nodes.last_name(nodes.field(node, "function")) == "get":
        function = nodes.field(node, "function")
        of, key = nodes.field(function, "object") if function else None, nodes.arguments(node).get(0)
    else:
        return False
    return of is not None and key is not None and _is_origin(nodes.text(of), nodes.string(key))


def steps_of(code: Code, node: Node, place: Place, names: frozenset[str]) -> Iterator[Step]:
    """What one node of a handler does by itself, without the nodes inside it."""
    if node.type == "call":
        yield from _call(code, node, place, names)
    elif node.type == "subscript":
        of, keys = nodes.field(node, "value"), node.children_by_field_name("subscript")
        if of is not None and keys:
            yield from _lookup(code, node, of, nodes.string(keys[0]))
    elif node.type == "attribute":
        if nodes.last_name(node) in ("cookies", "session") and is_socket(nodes.field(node, "object"), names):
            yield Step("cookie", code.at(node))
    elif node.type == "comparison_operator":
        if any((nodes.string(child) or "").lower() == "origin" for child in nodes.children(node)):
            yield Step("origin", code.at(node))
    elif node.type == "raise_statement":
        yield from _raised(code, node)


def _call(code: Code, call: Node, place: Place, names: frozenset[str]) -> Iterator[Step]:
    function = nodes.field(call, "function")
    if function is None:
        return
    method, of, given = nodes.last_name(function), nodes.field(function, "object"), nodes.arguments(call)
    if is_socket(of, names) and method in METHODS:
        yield _socket_step(code, call, method)
    elif method in ("get", "getlist") and of is not None:
        yield from _lookup(code, call, of, nodes.string(given.get(0)))
    elif nodes.text(function) == "print" or (method in _LOG_METHODS and _LOGGER.search(nodes.last_name(of))):
        yield Step("log", code.at(function))
    else:
        yield from _helper(code, call, function, place, names)


def _socket_step(code: Code, call: Node, method: str) -> Step:
    at = code.at(nodes.field(call, "function") or call)
    if method == "close":
        return Step("close", at, detail=_close_code(nodes.arguments(call).get(0, "code")))
    if method == "accept":
        return Step("accept", at)
    return Step("send" if method in _SENDS else "receive", at)


def _close_code(node: Node | None) -> str:
    """A close code: a number, or the number in Starlette's name for it (`WS_1008_POLICY_VIOLATION`)."""
    if node is None:
        return ""
    if node.type == "integer":
        return nodes.number(node) or ""
    match = re.match(r"WS_(\d{4})_", nodes.last_name(node))
    return match.group(1) if match else ""


def _lookup(code: Code, node: Node, of: Node, key: str | None) -> Iterator[Step]:
    """`headers.get("origin")`, `query_params["token"]`, `cookies.get("session")`."""
    holder, wanted = nodes.text(of).lower(), (key or "").lower()
    if _is_origin(holder, wanted):
        yield Step("origin", code.at(node))
    elif "header" in holder and wanted == "cookie":
        yield Step("cookie", code.at(node))
    elif _is_token(holder, wanted):
        yield Step("token", code.at(node))


def _is_origin(holder: str, wanted: str | None) -> bool:
    return "header" in holder.lower() and (wanted or "").lower() == "origin"


def _is_token(holder: str, wanted: str) -> bool:
    if "header" in holder:
        return wanted in ("authorization", "sec-websocket-protocol", "x-api-key")
    return any(word in holder for word in ("query", "param", "cookie")) and TOKEN.match(wanted) is not None


def _helper(code: Code, call: Node, function: Node, place: Place, names: frozenset[str]) -> Iterator[Step]:
    """A call of some other function, which may be handed the socket."""
    name, given = nodes.last_name(function), nodes.arguments(call)
    full = code.canonical(function, place.scope)
    if VERIFY.search(name) or full in ("jwt.decode", "jose.jwt.decode"):
        yield Step("token", code.at(function))
    handed = any(is_socket(one, names) for one in (*given.positional, *given.keywords.values()))
    if handed and name not in _CONTAINERS and full not in _PLAIN:
        yield Step("call", code.at(call), code.value(function, place))


def _raised(code: Code, statement: Node) -> Iterator[Step]:
    raised = next(iter(nodes.children(statement)), None)
    if (
        raised is not None
        and raised.type == "call"
        and nodes.last_name(raised) in ("WebSocketException", "HTTPException")
    ):
        given = nodes.arguments(raised)
        yield Step("close", code.at(statement), detail=_close_code(given.get(0, "code")))
