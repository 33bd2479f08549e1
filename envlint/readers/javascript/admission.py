"""Whom the tests of a function let in: `if (!origin || allowed.includes(origin)) callback(null, true)`.

The answer is a set of origins: a list, patterns, everybody or nobody, in development and in production. Browsers send
an Origin header with every request that another origin makes, so a test for its absence lets nobody in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from envlint.readers.javascript import conditions, nodes, telling
from envlint.readers.javascript.allowed import NOBODY, Allowed, both, either, some
from envlint.records import record
from envlint.values import Flag, Hole, Nothing, Pattern, Spread, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

IsOrigin = Callable[["Node", "Scope"], bool]
"""Whether an expression is the origin that asks."""

Predicate = Callable[["Asked", "Node"], Allowed]
"""For whom a function of the file says yes, in terms of its first parameter."""

_DEEPEST = 12
_EQUAL = {"===": True, "==": True, "!==": False, "!=": False}
_FOUND = {"!==-1": True, "!=-1": True, ">-1": True, ">=0": True, "===-1": False, "==-1": False, "<0": False}
_SAME = frozenset({"trim", "toLowerCase", "toString", "replace", "replaceAll"})
_ASKS = frozenset({"includes", "has", "some", "test", "startsWith", "endsWith"})
_TIDIES = re.compile(r"normali[sz]e|clean|strip|trim|canonical", re.IGNORECASE)
_ENDS = {"startsWith": r"^{}", "endsWith": r"{}$", "includes": "{}", "indexOf": "{}"}


@record
class Asked:
    """What is asked: for whom a test holds, or a value stands, in one mode.

    `predicate` follows the functions that a test asks. `narrow` says that tests which do not speak of the origin are
    passed over: they let in fewer, and no others.
    """

    ev: Evaluator
    is_origin: IsOrigin
    predicate: Predicate
    production: bool
    depth: int = 0
    narrow: bool = False

    def deeper(self, is_origin: IsOrigin | None = None) -> Asked:
        """The same question one level further down, perhaps about an origin of another name."""
        is_origin = is_origin or self.is_origin
        return Asked(self.ev, is_origin, self.predicate, self.production, self.depth + 1, self.narrow)


# --- values that are handed on ------------------------------------------------------------------------------------


def granted(asked: Asked, node: Node, scope: Scope) -> Allowed:
    """Whom a value lets in: `true` and the origin itself everybody, a text or a list those in it."""
    ev, node = asked.ev, nodes.unwrap(node)
    if asked.depth > _DEEPEST:
        return _unknown(asked, node)
    if is_same(asked, node, scope):
        return Allowed(ev.at(node))
    if node.type == "ternary_expression":
        return _chosen(asked, node, scope)
    if _is_test(ev, node):
        return holds(asked.deeper(), node, scope)
    if node.type == "call_expression":
        found = _called(asked.deeper(), node, scope, positive=True)
        return _worth(ev.value(node, scope)) if found is None else found
    constant = _constant(ev, node, scope)
    if constant is not None and constant[0].type in _TESTS:
        return granted(asked.deeper(), *constant)
    return _worth(ev.value(node, scope))


def _is_test(ev: Evaluator, node: Node) -> bool:
    """Whether an expression is a condition, and no value with a fallback behind it."""
    sign = nodes.operator(node, ev.syntax) if node.type == "binary_expression" else ""
    if sign in {"||", "??"}:
        return any(part.type != "identifier" and _is_test(ev, part) for part in nodes.operands(node, sign, ev.syntax))
    function = ev.callee(node) if node.type == "call_expression" else None
    if function is not None:
        return nodes.property_name(function, ev.syntax) in _ASKS
    return bool(sign) or (node.type == "unary_expression" and ev.text(node).startswith("!"))


def _worth(value: Value) -> Allowed:
    if isinstance(value, (Flag, Nothing)):
        return Allowed(value.at) if isinstance(value, Flag) and value.value else NOBODY
    return some(value)


def _chosen(asked: Asked, node: Node, scope: Scope) -> Allowed:
    condition = nodes.field(node, "condition")
    first, second = nodes.field(node, "consequence"), nodes.field(node, "alternative")
    if condition is None or first is None or second is None:
        return _unknown(asked, node)
    inner = asked.deeper()
    then = both((holds(inner, condition, scope), granted(inner, first, scope)))
    return either((then, both((holds(inner, condition, scope, positive=False), granted(inner, second, scope)))))


# --- tests --------------------------------------------------------------------------------------------------------


def holds(asked: Asked, node: Node, scope: Scope, *, positive: bool = True) -> Allowed:
    """For whom a condition holds, or, where `positive` is false, does not hold.

    Not to be in a list is taken as true of everybody.
    """
    ev, node = asked.ev, nodes.unwrap(node)
    if asked.depth > _DEEPEST:
        return _unknown(asked, node)
    inner = asked.deeper()
    if node.type == "unary_expression" and ev.text(node).startswith("!"):
        argument = nodes.field(node, "argument")
        return _unknown(asked, node) if argument is None else holds(inner, argument, scope, positive=not positive)
    sign = nodes.operator(node, ev.syntax) if node.type == "binary_expression" else ""
    if sign in {"&&", "||"}:
        parts = [holds(inner, part, scope, positive=positive) for part in nodes.operands(node, sign, ev.syntax)]
        return both(parts) if (sign == "&&") is positive else either(parts)
    if sign == "??" or node.type == "ternary_expression":
        return _unknown(asked, node)
    if is_same(asked, node, scope):
        return Allowed(ev.at(node)) if positive else NOBODY
    return _test(inner, node, scope, positive=positive)


def _test(asked: Asked, node: Node, scope: Scope, *, positive: bool) -> Allowed:
    ev = asked.ev
    constant = _constant(ev, node, scope)
    if constant is not None:
        return holds(asked, *constant, positive=positive)
    verdict = conditions.classify(ev, node, scope)
    if verdict.test in {"development", "production"}:
        true = ((verdict.test == "production") is asked.production) is verdict.first
        return Allowed(ev.at(node)) if true is positive else NOBODY
    if node.type == "binary_expression":
        found = _compared(asked, node, scope, positive=positive)
    else:
        found = _called(asked, node, scope, positive=positive)
    if found is not None:
        return found
    plain = ev.deref(ev.value(node, scope))
    if isinstance(plain, Flag):
        return Allowed(plain.at) if plain.value is positive else NOBODY
    return _unknown(asked, node)


def _in(asked: Asked, node: Node, *items: Value, positive: bool) -> Allowed:
    """For whom it is so that they are, or are not, among some."""
    return some(*items) if positive else Allowed(asked.ev.at(node))


def _compared(asked: Asked, node: Node, scope: Scope, *, positive: bool) -> Allowed | None:
    ev = asked.ev
    left, right, sign = nodes.field(node, "left"), nodes.field(node, "right"), nodes.operator(node, ev.syntax)
    if left is None or right is None:
        return None
    found = _FOUND.get(f"{sign}{''.join(ev.text(right).split())}")
    if found is not None and left.type == "call_expression":
        return _called(asked, left, scope, positive=positive is found)
    if sign not in _EQUAL:
        return None
    positive = positive is _EQUAL[sign]
    for one, other in ((left, right), (right, left)):
        if is_same(asked, one, scope):
            return _equals(asked, node, ev.value(other, scope), positive=positive)
        if one.type == "unary_expression" and ev.text(one).startswith("typeof"):
            return Allowed(ev.at(node)) if (nodes.literal(other, ev.syntax) == "string") is positive else NOBODY
        if isinstance(switch := ev.value(other, scope), Flag):
            return holds(asked, one, scope, positive=positive is switch.value)
    return None


def _equals(asked: Asked, node: Node, value: Value, *, positive: bool) -> Allowed:
    if isinstance(value, Nothing) or (isinstance(value, Text) and value.text in {"", "null"}):
        return NOBODY if positive else Allowed(asked.ev.at(node))
    return _in(asked, node, value, positive=positive)


def _called(asked: Asked, node: Node, scope: Scope, *, positive: bool) -> Allowed | None:
    """`list.includes(origin)`, `/pattern/.test(origin)`, `origin.startsWith(...)`, `isMine(origin)`."""
    ev = asked.ev
    function, given = ev.callee(node), ev.arguments(node)
    if node.type != "call_expression" or function is None or not given:
        return None
    of, name = nodes.field(function, "object"), nodes.property_name(function, ev.syntax) or ""
    if is_same(asked, given[0], scope):
        if name in {"includes", "has", "indexOf"} and of is not None:
            return _in(asked, node, Spread(ev.value(of, scope), ev.at(of)), positive=positive)
        if name == "test" and of is not None:
            return _in(asked, node, ev.value(of, scope), positive=positive)
        return _decided_by(asked, node, function, scope, positive=positive)
    if name in {"some", "find", "findIndex"} and of is not None:
        return _any_of(asked, of, given[0], scope, positive=positive)
    if of is not None and is_same(asked, of, scope):
        return _like(asked, node, name, given[0], scope, positive=positive)
    return None


def _like(asked: Asked, node: Node, name: str, given: Node, scope: Scope, *, positive: bool) -> Allowed | None:
    """`origin.endsWith('.acme.dev')`, `origin.match(/.../)`."""
    value = asked.ev.deref(asked.ev.value(given, scope))
    if isinstance(value, Text) and name in _ENDS:
        value = Pattern(_ENDS[name].format(re.escape(value.text)), value.at)
        return _in(asked, node, value, positive=positive)
    return _in(asked, node, value, positive=positive) if name in {"match", "search"} else None


def _decided_by(asked: Asked, node: Node, function: Node, scope: Scope, *, positive: bool) -> Allowed | None:
    """A function of this file that is asked about the origin."""
    found = telling.function_of(asked.ev, function, scope)
    if found is None:
        return None
    allowed = asked.predicate(asked, found)
    if positive or allowed == NOBODY:
        return allowed if positive else Allowed(asked.ev.at(node))
    return NOBODY if allowed.everyone is not None else Allowed(asked.ev.at(node))


def _any_of(asked: Asked, of: Node, function: Node, scope: Scope, *, positive: bool) -> Allowed | None:
    """`list.some(item => item === origin)`; what is no comparison of the two lets in more than the list says."""
    ev, parameters = asked.ev, nodes.parameters(function)
    body, inside = function.child_by_field_name("body"), ev.script.scopes.get(function.id)
    if body is None or inside is None or not parameters:
        return None
    item = ev.text(parameters[0].child_by_field_name("pattern") or parameters[0])
    items: list[Value] = [Spread(ev.value(of, scope), ev.at(of))]
    if not _compares(asked, body, inside, item):
        items.append(Hole("a comparison that is not followed", ev.at(body)))
    return _in(asked, of, *items, positive=positive)


def _compares(asked: Asked, body: Node, scope: Scope, item: str) -> bool:
    """Whether a function does nothing but compare an item with the origin, or match the origin against it."""
    ev, found = asked.ev, False
    for node in nodes.descendants(body):
        if node.type == "call_expression":
            function, given = ev.callee(node), ev.arguments(node)
            if function is None or ev.text(function) != f"{item}.test" or len(given) != 1:
                return False
            found = True
        sides = [nodes.field(node, side) for side in ("left", "right")] if node.type == "binary_expression" else []
        same = [side for side in sides if side is not None and is_same(asked, side, scope)]
        found = found or (bool(same) and any(side is not None and ev.text(side) == item for side in sides))
    return found


# --- the origin itself --------------------------------------------------------------------------------------------


def is_same(asked: Asked, node: Node, scope: Scope) -> bool:
    """Whether an expression is the origin that asks, also tidied or under a name of its own."""
    ev = asked.ev
    for _ in range(_DEEPEST):
        node = nodes.unwrap(node)
        if asked.is_origin(node, scope):
            return True
        following = _tidied(ev, node) or _constant(ev, node, scope)
        if following is None:
            return False
        node, scope = following if isinstance(following, tuple) else (following, scope)
    return False


def _tidied(ev: Evaluator, node: Node) -> Node | None:
    """What `origin.trim()`, `normalizeOrigin(origin)` and `new URL(origin).origin` are made of."""
    if node.type == "binary_expression" and nodes.operator(node, ev.syntax) in {"||", "??"}:
        return nodes.field(node, "left")
    if node.type == "member_expression" and nodes.property_name(node, ev.syntax) == "origin":
        made = nodes.field(node, "object")
        given = ev.arguments(made) if made is not None and made.type == "new_expression" else []
        return given[0] if len(given) == 1 else None
    function = ev.callee(node) if node.type == "call_expression" else None
    if function is None:
        return None
    if nodes.property_name(function, ev.syntax) in _SAME:
        return nodes.field(function, "object")
    given = ev.arguments(node)
    return given[0] if len(given) == 1 and _TIDIES.search(ev.text(function)) else None


def _constant(ev: Evaluator, node: Node, scope: Scope) -> tuple[Node, Scope] | None:
    binding = scope.find(ev.text(node)) if node.type == "identifier" else None
    return None if binding is None else binding.constant


_TESTS = frozenset({"binary_expression", "ternary_expression", "call_expression", "unary_expression"})


def _unknown(asked: Asked, node: Node) -> Allowed:
    if asked.narrow and not _speaks_of_it(asked, node):
        return Allowed(asked.ev.at(node))
    return some(Hole("a test of the origin that is not followed", asked.ev.at(node)))


def _speaks_of_it(asked: Asked, node: Node) -> bool:
    scope = asked.ev.script.scope_at(node)
    return any(is_same(asked, part, scope) for part in nodes.descendants(node))
