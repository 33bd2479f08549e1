"""Operators, conditions, lambdas and comprehensions as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, conditions, formats, loops, nodes, paths
from envlint.values import Either, Flag, Function, Many, Parameter, Text, Truth, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place

_MODES = frozenset({"debug", "dev", "development", "production", "prod", "is_production", "is_development", "testing"})
_SPELLINGS = frozenset({"lower", "upper", "casefold", "strip", "title", "capitalize"})
_DISPLAYS = ("tuple", "list", "set")
_LONGEST = 400
"""More operands than this in one chain are not followed."""


def inner(code: Code, node: Node, place: Place) -> Value:
    """Parentheses, `await x`."""
    inside = nodes.children(node)
    return code.value(inside[0], place) if len(inside) == 1 else code.hole(node, "an expression that is not followed")


def named(code: Code, node: Node, place: Place) -> Value:
    """`name := value`."""
    value = nodes.field(node, "value")
    return code.value(value, place) if value is not None else code.hole(node, "an assignment without a value")


def binary(code: Code, node: Node, place: Place) -> Value:
    """`a + b` of texts or lists, `a | b` of sets, `path / name`, `"..." % x`."""
    operator = _operator(node)
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return code.hole(node, "an operation that is not followed")
    if operator in ("+", "|"):
        return _sum(code, node, place, operator)
    first, second = code.value(left, place), code.value(right, place)
    if operator == "/" and not _is_number(first):
        return paths.join((paths.known(code, first), paths.known(code, second)), code.at(node))
    if operator == "%" and isinstance(first, Text):
        return formats.percent(first, second, code.at(node))
    return code.hole(node, "arithmetic")


def _operator(node: Node) -> str:
    operator = nodes.field(node, "operator")
    return nodes.text(operator) if operator is not None else ""


def _sum(code: Code, node: Node, place: Place, operator: str) -> Value:
    """A chain of one operator; read from the left without recursion, since generated code makes long ones."""
    operands: list[Node] = []
    current: Node | None = node
    while current is not None and current.type == "binary_operator" and _operator(current) == operator:
        right = nodes.field(current, "right")
        operands.extend([right] if right is not None else [])
        current = nodes.field(current, "left")
    operands.extend([current] if current is not None else [])
    if len(operands) > _LONGEST:
        return code.hole(node, "a very long sum")
    values = [code.value(operand, place) for operand in reversed(operands)]
    return sums(code, values, node, sets=operator == "|")


def sums(code: Code, values: list[Value], node: Node, *, sets: bool = False) -> Value:
    """Values added: a list where one of them plainly is a list, numbers added up, else a concatenation.

    A `Join` whose parts turn out to be lists is therefore a concatenation of lists.
    """
    at = code.at(node)
    if sets or any(combine.is_list(code.known(value)) for value in values):
        result = values[0]
        for value in values[1:]:
            result = combine.added(result, value, at)
        return result
    if all(_is_number(value) for value in values):
        return Text(str(sum(int(value.text) for value in values if isinstance(value, Text))), at)
    return combine.joined(values, at)


def _is_number(value: Value) -> bool:
    """Whether a value is a whole number that is written without quotes."""
    return (
        isinstance(value, Text) and value.text.isdigit() and value.at.source.text[value.at.start - 1 :][:1] not in "'\""
    )


def unary(code: Code, node: Node, place: Place) -> Value:
    """`-1`."""
    argument = nodes.field(node, "argument")
    value = code.optional(argument, place)
    if nodes.text(node).startswith("-") and isinstance(value, Text):
        return Text(f"-{value.text}", code.at(node))
    return code.hole(node, "arithmetic")


def boolean(code: Code, node: Node, place: Place) -> Value:
    """`a or b` prefers the first that is not empty; `a and b` may be either."""
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return code.hole(node, "a condition")
    first, second = code.value(left, place), code.value(right, place)
    if _operator(node) == "or":
        return combine.either((first, second), "empty", code.at(node))
    return combine.either((second, first), "branch", code.at(node))


def conditional(code: Code, node: Node, place: Place) -> Value:
    """`a if test else b`."""
    parts = nodes.children(node)
    if len(parts) != 3:
        return code.hole(node, "a condition")
    chosen, test, other = parts
    kind, subject, inverted = conditions.test_of(test)
    first, second = (other, chosen) if inverted else (chosen, other)
    values, at = (code.value(first, place), code.value(second, place)), code.at(node)
    if kind == "branch" or _is_bare_flag(subject) or nodes.text(subject) not in nodes.text(first):
        return combine.either(values[::-1] if inverted else values, "branch", at)
    if nodes.text(first) == nodes.text(subject):
        return combine.either(values, kind, at)
    return Either(values, kind, at, given=code.value(subject, place))


def _is_bare_flag(subject: Node) -> bool:
    """Whether a condition asks for a mode and not for a value that is there or not."""
    return nodes.last_name(subject).lower().strip("_") in _MODES


def comparison(code: Code, node: Node, place: Place) -> Value:
    """`a == "x"` and `a in ("x", "y")` are switches; `not a` and other comparisons are not followed."""
    parts = nodes.children(node)
    operator = next((child.type for child in node.children if child.type in ("==", "in")), "")
    if len(parts) != 2 or not operator or node.type != "comparison_operator":
        return code.hole(node, "a condition")
    candidates = nodes.children(parts[1]) if operator == "in" and parts[1].type in _DISPLAYS else [parts[1]]
    words = [nodes.string(candidate) for candidate in candidates]
    known = tuple(word.lower() for word in words if word is not None)
    if len(known) != len(words) or (operator == "in" and parts[1].type == "string"):
        return code.hole(node, "a condition")
    at = code.at(node)
    return combine.either((Truth(code.value(_spelled(parts[0]), place), known, at), Flag(False, at)), "missing", at)


def _spelled(node: Node) -> Node:
    """`x` of `x.strip().lower()`."""
    function = nodes.field(node, "function") if node.type == "call" else None
    while function is not None and nodes.last_name(function) in _SPELLINGS and not nodes.arguments(node).positional:
        node = nodes.field(function, "object") or node
        function = nodes.field(node, "function") if node.type == "call" else None
    return node


def function(code: Code, node: Node, place: Place) -> Value:
    """`lambda x: ...`."""
    body, holder = nodes.field(node, "body"), nodes.field(node, "parameters")
    if body is None:
        return code.hole(node, "a lambda")
    bound: dict[str, Value] = {}
    for parameter in nodes.children(holder) if holder is not None else []:
        name = nodes.parameter_name(parameter)
        if name is not None:
            default = code.optional(nodes.field(parameter, "value"), place)
            bound[nodes.text(name)] = Parameter(nodes.text(name), code.at(name), default)
    return Function(tuple(bound), code.value(body, place.binding(bound)), code.at(node))


def comprehension(code: Code, node: Node, place: Place) -> Value:
    """`[f(x) for x in xs if x]`; several loops only where all their lists are literal."""
    body = nodes.field(node, "body")
    clauses = [child for child in node.named_children if child.type == "for_in_clause"]
    filtered = any(child.type == "if_clause" for child in node.named_children)
    found: list[loops.Loop] = []
    for clause in clauses:
        left, right = nodes.field(clause, "left"), nodes.field(clause, "right")
        if left is not None and right is not None:
            found.append(loops.over(code, left, code.value(right, place)))
    if body is None or len(found) != len(clauses):
        return code.hole(node, "a comprehension that is not followed")
    if len(found) == 1 and len(found[0].names) == 1:
        return _single(code, body, found[0], node, place, filtered=filtered)
    rows = loops.combinations(found) if not filtered else None
    if rows is None:
        return code.hole(node, "a comprehension that is not followed")
    return Many(tuple(code.value(body, place.binding(row)) for row in rows), code.at(node))


def _single(code: Code, body: Node, loop: loops.Loop, node: Node, place: Place, *, filtered: bool) -> Value:
    name = loop.names[0]
    if nodes.text(body) == name and not filtered and loop.source is not None:
        return loop.source
    loop.filtered = filtered
    return loops.each(code, loop, code.value(body, place.binding({name: Parameter(name, code.at(body))})), node)
