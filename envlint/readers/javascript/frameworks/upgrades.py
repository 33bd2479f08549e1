"""WebSocket paths of servers that take handshakes themselves: `server.on('upgrade', (request, socket, head) => ...)`.

https://github.com/websockets/ws#multiple-servers-sharing-a-single-https-server: the handler compares the path of the
request and hands it to one of several servers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import callbacks, nodes
from envlint.readers.javascript.admission import Asked
from envlint.readers.javascript.frameworks import parts
from envlint.records import record
from envlint.values import Many, Pattern, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Path
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_PATHS = frozenset({"pathname", "path"})
_DEEPEST = 6
_CUTS = frozenset({"split", "replace", "slice"})


@record
class Upgrade:
    """A call of `handleUpgrade` with the paths for which it is reached; `server` is what it is called on."""

    server: Node
    call: Node
    function: Node
    scope: Scope
    owner: Value
    paths: tuple[Path, ...]


def upgrades(ev: Evaluator) -> Iterator[Upgrade]:
    """The handshakes that a script takes from its HTTP servers."""
    for method in parts.methods(ev):
        if method.name not in {"on", "once"} or len(method.given) != _LISTENER:
            continue
        if nodes.literal(method.given[0], ev.syntax) != "upgrade":
            continue
        owner = parts.router(ev, method.of, method.scope)
        function = parts.function_of(ev, method.given[1], method.scope)
        if owner is not None and function is not None:
            yield from _inside(ev, function, owner)


_LISTENER = 2
"""The arguments of `on(event, listener)`."""


def _inside(ev: Evaluator, function: Node, owner: Value) -> Iterator[Upgrade]:
    scope = ev.script.scopes.get(function.id)
    for method in parts.methods(ev):
        inside = function.start_byte <= method.call.start_byte < function.end_byte
        if scope is not None and inside and method.name == "handleUpgrade":
            yield Upgrade(method.of, method.call, function, scope, owner, _paths(ev, method.call, function))


def _paths(ev: Evaluator, call: Node, function: Node) -> tuple[Path, ...]:
    """The paths for which a function comes to a call; any where they cannot be told."""
    asked = Asked(ev, lambda node, inside: _is_path(ev, node, inside), callbacks.returns, production=False, narrow=True)
    found = callbacks.reached(asked, call, function)
    items = [path for item in found.items for path in _path(ev, item)]
    at = ev.at(call.child_by_field_name("function") or call)
    if found.everyone is not None or any(path is None for path in items) or not items:
        return (parts.Path(parts.anything(at), at, "braces"),)
    return tuple(path for path in items if path is not None)


def _path(ev: Evaluator, value: Value) -> Iterator[Path | None]:
    if isinstance(value, Spread):
        listed = ev.deref(value.of)
        for item in listed.items if isinstance(listed, Many) else (None,):
            yield from _path(ev, item) if item is not None else (None,)
        return
    known = ev.deref(value)
    if isinstance(known, Pattern):
        yield parts.Path(Text(known.text, known.at), known.at, "regex")
    elif isinstance(known, Text):
        yield parts.Path(value, known.at, "braces")
    else:
        yield None


def _is_path(ev: Evaluator, node: Node, scope: Scope, depth: int = 0) -> bool:
    """Whether an expression is the path of a request: `req.url`, `new URL(req.url, base).pathname`, a name for it."""
    if depth > _DEEPEST:
        return False
    if node.type == "member_expression":
        return nodes.property_name(node, ev.syntax) in {"url", *_PATHS}
    if node.type == "identifier":
        return _is_named(ev, node, scope, depth)
    inner = _inner(ev, node)
    return inner is not None and _is_path(ev, inner, scope, depth + 1)


def _inner(ev: Evaluator, node: Node) -> Node | None:
    """What `url.split('?')[0]` and `req.url ?? ''` are made of."""
    if node.type == "subscript_expression":
        return nodes.field(node, "object")
    if node.type == "binary_expression" and nodes.operator(node, ev.syntax) in {"||", "??"}:
        return nodes.field(node, "left")
    function = ev.callee(node) if node.type == "call_expression" else None
    cuts = function is not None and nodes.property_name(function, ev.syntax) in _CUTS
    return nodes.field(function, "object") if function is not None and cuts else None


def _is_named(ev: Evaluator, node: Node, scope: Scope, depth: int) -> bool:
    binding = scope.find(ev.text(node))
    write = binding.only_write if binding is not None else None
    if write is not None and write.path:
        return len(write.path) == 1 and write.path[0].key in {"url", *_PATHS}
    constant = binding.constant if binding is not None else None
    return constant is not None and _is_path(ev, *constant, depth + 1)
