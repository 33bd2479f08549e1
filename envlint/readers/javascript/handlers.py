"""Handlers of sockets: which connection they belong to, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.facts import SocketHandler
from envlint.readers.javascript import nodes, patterns, telling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

Event = Literal["open", "message", "close", "error"]

_PROPERTIES: dict[str, Event] = {"onopen": "open", "onmessage": "message", "onclose": "close", "onerror": "error"}
_OPTIONS: dict[str, Event] = {
    **_PROPERTIES,
    "onOpen": "open",
    "onMessage": "message",
    "onClose": "close",
    "onError": "error",
    "onConnected": "open",
    "onDisconnected": "close",
}
_EVENTS: dict[str, Event] = {
    "open": "open",
    "connect": "open",
    "close": "close",
    "disconnect": "close",
    **dict.fromkeys(
        ("error", "connect_error", "connect_timeout", "connect_failed", "reconnect_error", "reconnect_failed"), "error"
    ),
}
_LISTENERS = frozenset({"addEventListener", "on", "once"})
_NO_HANDLER = frozenset({"null", "undefined", "false"})
_FOLLOWED = 5


class Attached:
    """The handlers of a script, by what they are attached to."""

    def __init__(self, ev: Evaluator) -> None:
        self._ev = ev
        self._handlers: dict[Hashable, list[SocketHandler]] = {}
        self._aliases: dict[Hashable, list[Hashable]] = {}
        self._is_complete = False

    def of(self, connection: Node, scope: Scope, rest: list[Node]) -> tuple[SocketHandler, ...]:
        """The handlers of a connection: on the names that it is given, and in the options after its URL."""
        self._complete()
        found: dict[tuple[int, int], SocketHandler] = {}
        pending = list(self._targets(connection, scope))
        seen: set[Hashable] = set()
        while pending:
            target = pending.pop()
            if target not in seen:
                seen.add(target)
                pending.extend(self._aliases.get(target, ()))
                found.update({(item.at.start, item.at.end): item for item in self._handlers.get(target, ())})
        for node in rest[:2]:
            found.update({(item.at.start, item.at.end): item for item in self._options(node, scope)})
        return tuple(found[key] for key in sorted(found))

    def _complete(self) -> None:
        """Looks for all handlers when the first connection is found: most scripts open none."""
        if not self._is_complete:
            self._is_complete = True
            for node, scope in self._ev.script.assignments:
                self._assignment(node, scope)
            for call, scope in self._ev.calls:
                if call.name in _LISTENERS:
                    self._listener(call, scope)

    # --- what a connection is called ------------------------------------------------------------------------------

    def _targets(self, node: Node, scope: Scope) -> Iterator[Hashable]:
        """The names that an expression is given where it stands."""
        yield node.id
        parent = node.parent
        for _ in range(_FOLLOWED * 4):
            if parent is None:
                return
            if parent.type == "variable_declarator":
                name = parent.child_by_field_name("name")
                if name is not None and name.type == "identifier":
                    yield scope.find(self._ev.text(name))
                return
            if parent.type == "assignment_expression":
                left = nodes.field(parent, "left")
                if left is not None:
                    yield self._target(left, scope)
            elif nodes.unwrap(parent) == parent and parent.type not in _CHAIN:
                return
            parent = parent.parent

    def _target(self, node: Node, scope: Scope) -> Hashable:
        """What an expression names: a binding, or a binding with one of its properties."""
        for _ in range(_FOLLOWED):
            if node.type == "identifier":
                binding = scope.find(self._ev.text(node))
                constant = None if binding is None else binding.constant
                if constant is None or constant[0].type not in _PLACES:
                    return binding
                node, scope = constant
                continue
            return self._place(node, scope)
        return None

    def _place(self, node: Node, scope: Scope) -> Hashable:
        if node.type in {"call_expression", "new_expression"}:
            function, name = self._ev.callee(node), self._ev.call(node).name
            of = None if function is None else nodes.field(function, "object")
            return self._target(of, scope) if of is not None and name in _LISTENERS else node.id
        of, key = nodes.field(node, "object"), nodes.property_name(node, self._ev.syntax)
        if node.type != "member_expression" or of is None:
            return None
        if of.type == "this":
            return (scope.this, key)
        return (scope.find(self._ev.text(of)), key) if of.type == "identifier" else None

    # --- where handlers stand -------------------------------------------------------------------------------------

    def _assignment(self, node: Node, scope: Scope) -> None:
        left, right = nodes.field(node, "left"), nodes.field(node, "right")
        if left is None or right is None:
            return
        event = _PROPERTIES.get(nodes.property_name(left, self._ev.syntax) or "")
        of = nodes.field(left, "object")
        if event is not None and of is not None:
            self._add(self._target(of, scope), event, node, right, scope)
        elif right.type in _PLACES:
            source, alias = self._target(right, scope), self._target(left, scope)
            if source is not None and alias is not None:
                self._aliases.setdefault(source, []).append(alias)

    def _listener(self, call: nodes.CallParts, scope: Scope) -> None:
        function, given = call.function, call.given
        if function is None or len(given) < 2 or function.type != "member_expression":
            return
        of = nodes.field(function, "object")
        name = nodes.literal(given[0], self._ev.syntax)
        if of is None or name is None:
            return
        target = self._target(of, scope)
        if target is None and nodes.property_name(of, self._ev.syntax) == "io":
            # socket.io tells of failed attempts on the manager: `socket.io.on('error', ...)`.
            inner = nodes.field(of, "object")
            target = None if inner is None else self._target(inner, scope)
        start = function if of.type in _PLACES else function.child_by_field_name("property") or function
        self._add(target, _EVENTS.get(name, "message"), start, given[1], scope)

    def _add(self, target: Hashable, event: Event, start: Node, handler: Node, scope: Scope) -> None:
        if target is not None and handler.type not in _NO_HANDLER:
            self._handlers.setdefault(target, []).append(self._handler(event, start, handler, scope))

    def _options(self, node: Node, scope: Scope) -> Iterator[SocketHandler]:
        if node.type == "identifier":
            binding = scope.find(self._ev.text(node))
            constant = None if binding is None else binding.constant
            node = node if constant is None else constant[0]
        for part in node.named_children if node.type == "object" else ():
            key = part.child_by_field_name("key") or part.child_by_field_name("name") or part
            event = _OPTIONS.get(patterns.key_text(key, self._ev.syntax) or self._ev.text(part))
            value = nodes.field(part, "value") if part.type == "pair" else part
            if event is not None and value is not None and value.type not in _NO_HANDLER:
                yield self._handler(event, part, value, scope)

    def _handler(self, event: Event, start: Node, handler: Node, scope: Scope) -> SocketHandler:
        function = telling.function_of(self._ev, handler, scope)
        if function is None:
            return SocketHandler(event, self._head(start, handler), False, False, False, followed=False)
        told = telling.told(self._ev, function)
        return SocketHandler(event, self._head(start, handler), told.takes_event, told.uses_event, told.reports)

    def _head(self, start: Node, handler: Node) -> Location:
        """From the beginning to the opening of the body; the whole where the body stands elsewhere."""
        first = self._ev.at(start).start
        body = handler.child_by_field_name("body") if handler.type in nodes.FUNCTIONS else None
        if body is None:
            return self._ev.syntax.source.at(first, self._ev.at(handler).end)
        opening = self._ev.at(body).start
        return self._ev.syntax.source.at(first, opening + (body.type == "statement_block"))


_PLACES = frozenset({"identifier", "member_expression"})
_CHAIN = frozenset({"member_expression", "call_expression"})
