"""Calls that open what stays open, and calls of libraries that take a whole URL: all that `openers` lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect
from envlint.readers.javascript import handlers, library
from envlint.readers.javascript.openers import Opener, opener
from envlint.values import Call, Function, Name, Nothing, Page, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript import nodes
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CALLED = frozenset({"identifier", "member_expression"})
_SOCKET_IO = "socket.io-client"
_SOCKET_IO_GLOBALS = frozenset({"io", "io.connect", "io.Manager"})


def connects(ev: Evaluator) -> Iterator[Connect]:
    """Every connection that the script opens."""
    attached = handlers.Attached(ev)
    for call, scope in ev.calls:
        function = call.function
        if function is None or function.type not in _CALLED:
            continue
        found = _opener(ev, library.origin(ev, function, scope))
        if found is not None:
            yield from _connect(ev, call, scope, found, attached)


def _opener(ev: Evaluator, origin: library.Origin | None) -> Opener | None:
    if origin is None:
        return None
    if not origin[0] and origin[1] in _SOCKET_IO_GLOBALS:
        return opener((_SOCKET_IO, origin[1])) if ev.browser_script else None
    return opener(origin)


def _connect(
    ev: Evaluator, parts: nodes.CallParts, scope: Scope, found: Opener, attached: handlers.Attached
) -> Iterator[Connect]:
    call = _call_at(ev, parts.node)
    target = _target(ev, parts.given, scope, found, call)
    if target is None or isinstance(target[0], (Nothing, Record)):
        return
    url, at, rest = target
    options = ev.value(rest[0], scope) if rest else None
    yield Connect(
        kind=found.kind,
        url=url,
        at=at,
        call=call,
        method=library.method(ev, options) if found.kind == "eventsource" else found.method,
        credentials=library.credentials(ev, options),
        path=library.option(ev, options, "path") if found.kind == "socketio" else None,
        handlers=attached.of(parts.node, scope, rest),
        is_base=found.is_base,
    )


def _target(
    ev: Evaluator, given: list[Node], scope: Scope, found: Opener, call: Location
) -> tuple[Value, Location, list[Node]] | None:
    """The URL of a call with its place, and the arguments that may be options."""
    first = ev.value(given[0], scope) if given else None
    if first is None or isinstance(ev.deref(first), Record):
        if found.kind == "socketio":
            return Page("origin", call), call, given
        url = library.option(ev, first, *found.keys)
        return (_answered(ev, url), url.at, given) if url is not None else None
    return (_answered(ev, first), ev.at(given[0]), given[1:]) if found.plain else None


def _answered(ev: Evaluator, value: Value) -> Value:
    """A URL, or what a function that is given in its place returns."""
    if isinstance(value, Function):
        return value.returns
    return Call(value, (), value.at) if isinstance(value, Name) and isinstance(ev.deref(value), Function) else value


def _call_at(ev: Evaluator, node: Node) -> Location:
    """A call up to its arguments: `new WebSocket`, `io`."""
    function = node.child_by_field_name("constructor") or node.child_by_field_name("function") or node
    return ev.syntax.between(node, function)
