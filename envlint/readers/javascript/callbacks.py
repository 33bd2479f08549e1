"""The conditions under which a function comes to a place, and so whom it answers there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes
from envlint.readers.javascript.admission import Asked, granted, holds, is_same
from envlint.readers.javascript.allowed import NOBODY, Allowed, both, either, some, value_of
from envlint.values import Hole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.admission import IsOrigin
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_NO_ERROR = frozenset({"null", "undefined", "false"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_LEAVES = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})


def answer(ev: Evaluator, function: Node) -> Value | None:
    """What `(origin, callback) => ...` hands to its callback as a list of origins; None for any other function.

    The convention of the cors package: https://expressjs.com/en/resources/middleware/cors.html.
    """
    parameters = nodes.parameters(function)
    scope = ev.script.scopes.get(function.id)
    if len(parameters) != 2 or scope is None:
        return None
    names = [ev.text(parameter.child_by_field_name("pattern") or parameter) for parameter in parameters]
    if f"{names[1]}(" not in ev.text(function):
        return None
    calls = [call for call in _calls_of(ev, function, names[1]) if _is_answer(ev, call)]
    if not any(len(ev.arguments(call)) == 2 for call in calls):
        return None

    def decide(asked: Asked) -> Allowed:
        return either(_answered(asked, call, function) for call in calls)

    return decided(ev, named(ev, names[0], scope), decide, ev.at(function))


def decided(ev: Evaluator, is_origin: IsOrigin, decide: Callable[[Asked], Allowed], at: Location) -> Value:
    """What a decision comes to in development and in production, as a value."""
    development, production = (Asked(ev, is_origin, returns, production=mode) for mode in (False, True))
    return value_of(decide(development), decide(production), at)


def named(ev: Evaluator, name: str, scope: Scope) -> IsOrigin:
    """Says of an expression whether it is the parameter of that name."""
    binding = scope.find(name)
    return lambda node, inside: node.type == "identifier" and inside.find(ev.text(node)) is binding is not None


def _calls_of(ev: Evaluator, function: Node, name: str) -> Iterator[Node]:
    body = function.child_by_field_name("body")
    for node in nodes.constructs(body) if body is not None else ():
        called = ev.callee(node) if node.type == "call_expression" else None
        if called is not None and ev.text(called) == name:
            yield node


def _is_answer(ev: Evaluator, call: Node) -> bool:
    """Whether a callback is called without an error."""
    given = ev.arguments(call)
    return not given or ev.text(given[0]) in _NO_ERROR


def _answered(asked: Asked, call: Node, function: Node) -> Allowed:
    given = asked.ev.arguments(call)
    if len(given) < 2:
        return NOBODY
    return both((reached(asked, call, function), granted(asked, given[1], asked.ev.script.scope_at(call))))


def returns(asked: Asked, function: Node) -> Allowed:
    """For whom a predicate says yes: what it returns, in terms of its first parameter."""
    scope, parameters = asked.ev.script.scopes.get(function.id), nodes.parameters(function)
    if scope is None or not parameters:
        return some(Hole("a function that is not followed", asked.ev.at(function)))
    name = asked.ev.text(parameters[0].child_by_field_name("pattern") or parameters[0])
    inner = asked.deeper(named(asked.ev, name, scope))
    return either(
        both((reached(inner, item.value, function), granted(inner, item.value, item.scope)))
        for item in scope.returns
        if item.value is not None
    )


def reached(asked: Asked, node: Node, function: Node) -> Allowed:
    """For whom a function comes to a node inside it."""
    return both((Allowed(asked.ev.at(node)), *_on_the_way(asked, node, function)))


def _on_the_way(asked: Asked, node: Node, function: Node) -> Iterator[Allowed]:
    child, parent = node, node.parent
    while parent is not None and child != function:
        inside = asked.ev.script.scope_at(child)
        if parent.type in nodes.FUNCTIONS and parent != function:
            yield some(Hole("a function inside", asked.ev.at(parent)))
        elif parent.type in _LOOPS:
            yield some(Hole("a loop", asked.ev.at(parent)))
        elif parent.type in {"if_statement", "ternary_expression"}:
            yield from _branch(asked, parent, child, inside)
        elif parent.type == "binary_expression" and parent.child_by_field_name("right") == child:
            yield from _short_circuit(asked, parent, inside)
        elif parent.type == "switch_case":
            yield _case(asked, parent, inside)
        elif parent.type == "statement_block":
            for before in _left_before(parent, child):
                yield holds(asked, before, inside, positive=False)
        child, parent = parent, parent.parent


def _branch(asked: Asked, parent: Node, child: Node, scope: Scope) -> Iterator[Allowed]:
    condition = nodes.field(parent, "condition")
    if condition is not None and child != parent.child_by_field_name("condition"):
        yield holds(asked, condition, scope, positive=child == parent.child_by_field_name("consequence"))


def _case(asked: Asked, case: Node, scope: Scope) -> Allowed:
    """A branch of a `switch` over the origin itself; that others may fall through to it is left out."""
    value, body = nodes.field(case, "value"), case.parent
    subject = nodes.field(body.parent, "value") if body is not None and body.parent is not None else None
    if value is None or subject is None or not is_same(asked, subject, scope):
        return some(Hole("a choice", asked.ev.at(case)))
    return some(asked.ev.value(value, scope))


def _short_circuit(asked: Asked, parent: Node, scope: Scope) -> Iterator[Allowed]:
    left, sign = nodes.field(parent, "left"), nodes.operator(parent, asked.ev.syntax)
    if left is not None and sign in {"&&", "||"}:
        yield holds(asked, left, scope, positive=sign == "&&")


def _left_before(block: Node, child: Node) -> Iterator[Node]:
    """The conditions under which a block is left before one of its statements."""
    for statement in block.named_children:
        if statement == child:
            return
        condition, then = nodes.field(statement, "condition"), statement.child_by_field_name("consequence")
        otherwise = statement.child_by_field_name("alternative")
        if statement.type != "if_statement" or condition is None or then is None or otherwise is not None:
            continue
        if _leaves(then):
            yield condition


def _leaves(statement: Node) -> bool:
    """Whether nothing behind a statement is run."""
    if statement.type == "statement_block":
        rest = [child for child in statement.named_children if child.type != "comment"]
        return bool(rest) and _leaves(rest[-1])
    return statement.type in _LEAVES
