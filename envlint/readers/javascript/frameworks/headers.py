"""CORS headers that a server's code sets by hand: `res.setHeader('Access-Control-Allow-Origin', origin)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy
from envlint.readers.javascript import callbacks, nodes, patterns
from envlint.readers.javascript.admission import Asked, granted
from envlint.readers.javascript.allowed import Allowed, both
from envlint.readers.javascript.frameworks import parts
from envlint.values import THE_APPLICATION, Flag, Hole, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("ccess-Control-Allow-Origin", "ccess-control-allow-origin")

_ORIGIN = "access-control-allow-origin"
_CREDENTIALS = "access-control-allow-credentials"
_SETTERS = frozenset({"setHeader", "header", "set", "append", "writeHead", "appendHeader"})
_READERS = frozenset({"get", "header"})


def made(_ev: Evaluator, _call: CallParts, _origin: Origin, _scope: Scope) -> None:
    """Nothing: it makes no values."""


def facts(ev: Evaluator) -> Iterator[Fact]:
    """A policy for each place that sets the header for the whole application."""
    if _ORIGIN not in ev.syntax.source.text.lower():
        return
    for method in parts.methods(ev):
        if method.name in _SETTERS:
            for key, value in _headers(ev, method):
                function = _function(method.call)
                if key == _ORIGIN and function is not None and not _is_for_some(ev, function):
                    yield _policy(ev, method, value, function)


def _headers(ev: Evaluator, method: parts.Method) -> Iterator[tuple[str, Node]]:
    """The headers that a call sets, one or several at once."""
    given = method.given
    name = nodes.literal(given[0], ev.syntax) if given else None
    if name is not None and len(given) > 1:
        yield name.lower(), given[1]
    for argument in given:
        for pair in argument.named_children if argument.type == "object" else ():
            key, value = pair.child_by_field_name("key"), nodes.field(pair, "value")
            if pair.type == "pair" and key is not None and value is not None:
                yield (patterns.key_text(key, ev.syntax) or "").lower(), value


def _function(call: Node) -> Node | None:
    parent = call.parent
    while parent is not None and parent.type not in nodes.FUNCTIONS:
        parent = parent.parent
    return parent


def _is_for_some(ev: Evaluator, function: Node) -> bool:
    """Whether a handler answers some paths only."""
    holder = function.parent.parent if function.parent is not None and function.parent.type == "arguments" else None
    user = next((method for method in parts.methods(ev) if method.call == holder), None) if holder else None
    if user is None:
        return False
    return user.name in parts.VERBS or (user.name == "use" and bool(parts.paths(ev, user.given[0], user.scope)))


def _policy(ev: Evaluator, method: parts.Method, value: Node, function: Node) -> CorsPolicy:
    def decide(asked: Asked) -> Allowed:
        reached = callbacks.reached(asked, method.call, function)
        return both((reached, granted(asked, value, method.scope)))

    plain = ev.deref(ev.value(value, method.scope))
    origins: Value = callbacks.decided(ev, lambda node, inside: is_header(ev, node, inside), decide, ev.at(value))
    if isinstance(plain, Text) and plain.text == "*":
        origins = plain
    name = ev.syntax.between(method.of, method.call.child_by_field_name("function") or method.call)
    return CorsPolicy(
        Hole(THE_APPLICATION, name), "headers", origins, None, _credentials(ev, function), name, ev.at(value)
    )


def _credentials(ev: Evaluator, function: Node) -> Value | None:
    """Whether the same function allows credentials."""
    for method in parts.methods(ev):
        if method.name in _SETTERS and function.start_byte <= method.call.start_byte < function.end_byte:
            for key, value in _headers(ev, method):
                if key == _CREDENTIALS:
                    word = nodes.literal(value, ev.syntax) or ev.text(value)
                    return Flag(word == "true", ev.at(value))
    return None


# --- the header Origin of a request -------------------------------------------------------------------------------


def is_header(ev: Evaluator, node: Node, scope: Scope, name: str = "origin") -> bool:
    """Whether an expression reads a header of the request: `req.headers.origin`, `req.get('Origin')`, a name for it."""
    if node.type in {"member_expression", "subscript_expression"}:
        of = nodes.field(node, "object")
        key = (nodes.property_name(node, ev.syntax) or "").lower()
        return of is not None and key == name and _holds_headers(ev, of)
    if node.type == "call_expression":
        return _asks(ev, node, name)
    if node.type == "identifier":
        binding = scope.find(ev.text(node))
        write = binding.only_write if binding is not None else None
        keys = [step.key for step in write.path] if write is not None else []
        source = getattr(write, "source", None)
        return (
            keys in ([name], ["headers", name])
            and source is not None
            and (keys[0] == "headers" or _holds_headers(ev, nodes.unwrap(source)))
        )
    return False


def _holds_headers(ev: Evaluator, node: Node) -> bool:
    text = ev.text(node)
    return text.endswith(("headers", "Headers")) or text in {"h", "info"}


def _asks(ev: Evaluator, node: Node, name: str) -> bool:
    function, given = ev.callee(node), ev.arguments(node)
    if function is None or len(given) != 1 or nodes.property_name(function, ev.syntax) not in _READERS:
        return False
    return (nodes.literal(given[0], ev.syntax) or "").lower() == name
