"""Whether a handler tells anybody of what happened: it logs, throws, rejects, notifies or calls somebody back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import nodes
from envlint.readers.javascript.patterns import targets
from envlint.records import record

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_WORD = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_TELLS = frozenset(
    {
        *("error", "errors", "err", "log", "logs", "logger", "logging", "debug", "warn", "warning", "trace", "toast"),
        *("notify", "notification", "notifications", "report", "capture", "reject", "throw", "raise", "emit"),
        *("dispatch", "alert", "message", "messages", "msg", "fail", "failed", "fails", "failure", "snackbar"),
        *("exception", "callback", "cb", "print", "println", "writeln"),
    }
)
_TELLERS = frozenset({"console", "logger", "log", "toast", "toaster", "sentry", "notification", "notifications"})
_FAULTS = frozenset(
    {"error", "errors", "err", "message", "toast", "alert", "notification", "failure", "fail", "failed"}
)
_CLEARING = frozenset({"clear", "reset", "hide", "remove", "dismiss", "is", "has", "get", "should", "count"})
_NOTHING = frozenset({"null", "undefined", "false", "true"})
_CALLBACK = pattern(r"on[A-Z]")
_SETTER = pattern(r"set[A-Z]")


@record
class Told:
    """What a handler does with its event and whether it tells anybody."""

    takes_event: bool
    uses_event: bool
    reports: bool


def told(ev: Evaluator, function: Node) -> Told:
    """What a handler does, as far as its own body and the functions of this file that it calls show."""
    names = _parameter_names(ev, function)
    body = function.child_by_field_name("body")
    if body is None:
        return Told(bool(names), False, False)
    uses = any(node.type in _IDENTIFIERS and ev.text(node) in names for node in nodes.descendants(body))
    return Told(bool(nodes.parameters(function)), uses, _reports(ev, function, names))


_IDENTIFIERS = frozenset({"identifier", "shorthand_property_identifier"})


def function_of(ev: Evaluator, node: Node, scope: Scope) -> Node | None:
    """The function of this file that an expression stands for."""
    for _ in range(5):
        node = nodes.unwrap(node)
        if node.type in nodes.FUNCTIONS:
            return node
        if node.type == "call_expression":
            following = _wrapped(ev, node)
        else:
            found = _named(ev, node, scope)
            if found is None:
                return None
            following, scope = found
        if following is None:
            return None
        node = following
    return None


def _wrapped(ev: Evaluator, call: Node) -> Node | None:
    """The function in `useCallback(f)` and `f.bind(this)`."""
    function, given = ev.callee(call), ev.arguments(call)
    if function is not None and nodes.property_name(function, ev.syntax) == "bind":
        return nodes.field(function, "object")
    return given[0] if given and given[0].type in nodes.FUNCTIONS else None


def _named(ev: Evaluator, node: Node, scope: Scope) -> tuple[Node, Scope] | None:
    """What a name or a member of `this` is set to, and the scope in which that stands."""
    binding = scope.find(ev.text(node)) if node.type in _IDENTIFIERS else None
    of = nodes.field(node, "object")
    if of is not None and of.type == "this" and scope.this is not None:
        binding = scope.this.bindings.get(nodes.property_name(node, ev.syntax) or "")
    if binding is None:
        return None
    if binding.node is not None:
        return binding.node, binding.scope
    return binding.constant


def _parameter_names(ev: Evaluator, function: Node) -> set[str]:
    return {
        ev.text(target)
        for parameter in nodes.parameters(function)
        for target, _ in targets(parameter.child_by_field_name("pattern") or parameter, ev.syntax)
    }


def _reports(ev: Evaluator, function: Node, event: set[str], level: int = 0) -> bool:
    body, scope = function.child_by_field_name("body"), ev.script.scopes.get(function.id)
    if body is None or scope is None:
        return False
    for node in nodes.constructs(body):
        kind = node.type
        if kind == "throw_statement":
            return True
        if kind in {"assignment_expression", "pair"} and _keeps_fault(ev, node):
            return True
        if kind == "call_expression" and _tells(ev, node, scope, event, level):
            return True
    return False


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _keeps_fault(ev: Evaluator, node: Node) -> bool:
    """`state.error = '...'` and `{ error: '...' }`: a fault that somebody will show."""
    key = node.child_by_field_name("left") or node.child_by_field_name("key")
    value = nodes.field(node, "right") or nodes.field(node, "value")
    if key is None or value is None or value.type in _NOTHING or nodes.literal(value, ev.syntax) == "":
        return False
    name = ev.text(key).removesuffix(".value").rpartition(".")[2]
    words = _words(name)
    return bool(words) and words[-1] in _FAULTS and words[0] not in _CLEARING


def _tells(ev: Evaluator, call: Node, scope: Scope, event: set[str], level: int) -> bool:
    function, given = ev.callee(call), ev.arguments(call)
    if function is None:
        return False
    chain = ev.text(function).replace("?.", ".").split(".")
    last = chain[-1].strip().rstrip("!")
    if any(_mentions(ev, argument, event) for argument in given):
        return True
    if _SETTER.match(last):
        return False  # a state says that something failed; what failed is lost with the event
    words = _words(last)
    if words and words[0] not in _CLEARING and _TELLS.intersection(words):
        return True
    if any(_TELLERS.intersection(_words(name)) for name in chain[:-1]) or _CALLBACK.match(last):
        return True
    return _calls_back(ev, function, scope) or (level == 0 and _passes_on(ev, function, scope))


def _mentions(ev: Evaluator, node: Node, names: set[str]) -> bool:
    return bool(names) and any(part.type in _IDENTIFIERS and ev.text(part) in names for part in nodes.descendants(node))


def _calls_back(ev: Evaluator, function: Node, scope: Scope) -> bool:
    """Whether a call is that of a parameter of a function around the handler: a callback, a prop."""
    binding = scope.find(ev.text(function)) if function.type == "identifier" else None
    return binding is not None and binding.kind == "parameter" and binding.scope is not scope


def _passes_on(ev: Evaluator, function: Node, scope: Scope) -> bool:
    """Whether a function of this file that is called tells somebody.

    The function around the handler is the one that opens the socket: calling it again reconnects, and tells nobody.
    """
    called = function_of(ev, function, scope)
    if called is None or called.start_byte <= function.start_byte < called.end_byte:
        return False
    return _reports(ev, called, set(), level=1)
