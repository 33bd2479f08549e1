"""Literals, templates, operators, objects and arrays as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import conditions, nodes, patterns, regexes, templates
from envlint.values import Class, Either, Entry, Flag, Hole, Join, Many, Nothing, Pattern, Record, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Test, Value

_MOST_ITEMS = 400
_TESTS: dict[str, Test] = {"||": "empty", "??": "missing"}


def join(parts: list[Value], at: Location) -> Value:
    """Concatenated parts; a single one is itself."""
    return parts[0] if len(parts) == 1 else Join(tuple(parts), at)


def _string(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    at = ev.at(node)
    text, inside = nodes.literal(node, ev.syntax) or "", at.within(1, max(at.end - at.start - 2, 0))
    return templates.filled(text, inside) if ev.is_page else Text(text, inside)


def _number(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    return Text(ev.text(node).replace("_", ""), ev.at(node))


def _regex(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    body, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
    letters = "" if flags is None else ev.text(flags)
    text = None if body is None else regexes.python_pattern(ev.text(body), letters, "$")
    if body is None or text is None:
        return ev.hole("a regular expression that is not followed", node)
    return Pattern(text, ev.at(body))


def _flag(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    return Flag(node.type == "true", ev.at(node))


def _nothing(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    return Nothing(ev.at(node))


def _template(ev: Evaluator, node: Node, scope: Scope) -> Value:
    parts: list[Value] = []
    pieces: list[Node] = []

    def text() -> None:
        if pieces:
            at = ev.syntax.between(pieces[0], pieces[-1])
            written = nodes.unescape(at.text)
            parts.append(templates.filled(written, at) if ev.is_page else Text(written, at))
            pieces.clear()

    for child in node.named_children:
        if child.type == "template_substitution":
            text()
            inner = next((part for part in child.named_children if part.type != "comment"), None)
            parts.append(ev.hole("nothing", child) if inner is None else ev.value(inner, scope))
        else:
            pieces.append(child)
    text()
    at = ev.at(node)
    if not parts:
        return Text("", at.within(1, 0))
    # One substitution alone is still a text: `${x}` of something missing is the word "undefined".
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Text) else Join(tuple(parts), at)


def _binary(ev: Evaluator, node: Node, scope: Scope) -> Value:
    operator = nodes.operator(node, ev.syntax)
    if operator == "+":
        return _sum(ev, node, scope)
    if operator == "&&":
        return _and(ev, node, scope)
    test = _TESTS.get(operator)
    if test is None:
        return ev.hole("a calculation", node)
    options = tuple(ev.value(operand, scope) for operand in nodes.operands(node, operator, ev.syntax))
    return Either(options, test, ev.at(node))


def _sum(ev: Evaluator, node: Node, scope: Scope) -> Value:
    operands = nodes.operands(node, "+", ev.syntax)
    textual = any(operand.type in {"string", "template_string"} for operand in operands)
    if not textual and any(operand.type == "number" for operand in operands):
        return ev.hole("a calculation", node)
    return Join(tuple(ev.value(operand, scope) for operand in operands), ev.at(node))


def _and(ev: Evaluator, node: Node, scope: Scope) -> Value:
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return ev.hole("a calculation", node)
    value = ev.value(right, scope)
    if conditions.guards(ev, left, right):
        return value
    return conditions.choose(ev, conditions.Question(left, scope, ev.at(node)), value, Nothing(ev.at(left)))


def _ternary(ev: Evaluator, node: Node, scope: Scope) -> Value:
    condition = nodes.field(node, "condition")
    first, second = nodes.field(node, "consequence"), nodes.field(node, "alternative")
    if condition is None or first is None or second is None:
        return ev.hole("a broken expression", node)
    question = conditions.Question(condition, scope, ev.at(node))
    return conditions.choose(ev, question, ev.value(first, scope), ev.value(second, scope))


def _unary(ev: Evaluator, node: Node, scope: Scope) -> Value:
    argument = nodes.field(node, "argument")
    if argument is not None and nodes.operator(node, ev.syntax) == "+":
        return ev.value(argument, scope)
    if nodes.operator(node, ev.syntax) == "void":
        return Nothing(ev.at(node))
    return ev.hole("a calculation", node)


def _sequence(ev: Evaluator, node: Node, scope: Scope) -> Value:
    return ev.value(node.named_children[-1], scope)


def _assignment(ev: Evaluator, node: Node, scope: Scope) -> Value:
    right = node.child_by_field_name("right")
    return ev.hole("a broken expression", node) if right is None else ev.value(right, scope)


# --- objects and arrays -------------------------------------------------------------------------------------------


def _object(ev: Evaluator, node: Node, scope: Scope) -> Value:
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) > _MOST_ITEMS:
        return ev.hole("a long table", node)
    properties = [_property(ev, child, scope) for child in children]
    return Record(tuple([part for part in properties if part is not None]), ev.at(node))


def _property(ev: Evaluator, node: Node, scope: Scope) -> Entry | Spread | None:
    """A property of an object; None for a setter, and for what is no property."""
    kind = node.type
    if kind == "pair":
        return _pair(ev, node, scope)
    if kind == "spread_element" and node.named_children:
        return Spread(ev.value(node.named_children[0], scope), ev.at(node))
    if kind == "shorthand_property_identifier":
        return Entry(ev.text(node), ev.value(node, scope), ev.at(node))
    if kind == "method_definition":
        name = node.child_by_field_name("name")
        key = None if name is None else patterns.key_text(name, ev.syntax)
        if name is not None and key is not None and not nodes.has_keyword(node, "set"):
            getter = nodes.has_keyword(node, "get")
            return Entry(key, ev.returned(node) if getter else ev.function(node), ev.at(name))
    return None


def _pair(ev: Evaluator, node: Node, scope: Scope) -> Entry | Spread:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or value is None:
        return Spread(ev.hole("a broken expression", node), ev.at(node))
    text = patterns.key_text(key, ev.syntax)
    if text is None and key.named_children:
        known = ev.deref(ev.value(key.named_children[0], scope))
        text = known.text if isinstance(known, Text) else None
    if text is None:
        return Spread(ev.hole("a computed key", key), ev.at(node))
    return Entry(text, ev.value(value, scope), _inner(ev, key))


def _inner(ev: Evaluator, key: Node) -> Location:
    """A key without its quotes."""
    at = ev.at(key)
    return at.within(1, at.end - at.start - 2) if key.type == "string" else at


def _array(ev: Evaluator, node: Node, scope: Scope) -> Value:
    children = [child for child in node.named_children if child.type != "comment"]
    if len(children) > _MOST_ITEMS:
        return ev.hole("a long list", node)
    return Many(tuple(_item(ev, child, scope) for child in children), ev.at(node))


def _item(ev: Evaluator, node: Node, scope: Scope) -> Value:
    if node.type == "spread_element" and node.named_children:
        return Spread(ev.value(node.named_children[0], scope), ev.at(node))
    return ev.value(node, scope)


def enum(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A TypeScript enum as a record; members without a value of their own are left out."""
    body = node.child_by_field_name("body")
    entries: list[Entry | Spread] = []
    for item in () if body is None else body.named_children:
        name, value = item.child_by_field_name("name"), item.child_by_field_name("value")
        key = None if name is None else patterns.key_text(name, ev.syntax)
        if name is not None and value is not None and key is not None:
            entries.append(Entry(key, ev.value(value, scope), ev.at(name)))
    return Record(tuple(entries), ev.at(node))


# --- functions and classes ----------------------------------------------------------------------------------------


def _function(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    return ev.function(node)


def class_value(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A class, with the classes that it extends; its members are definitions of their own."""
    inside = ev.script.scopes.get(node.id)
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    clauses = () if heritage is None else heritage.named_children
    bases = [clause.child_by_field_name("value") for clause in clauses if clause.type == "extends_clause"]
    name = "" if inside is None else inside.prefix.rstrip(".")
    return Class(name, tuple(ev.value(base, scope) for base in bases if base is not None), ev.at(node))


def _markup(ev: Evaluator, node: Node, _scope: Scope) -> Value:
    return Hole("markup", ev.at(node))


HANDLERS: dict[str, Callable[[Evaluator, Node, Scope], Value]] = {
    "string": _string,
    "template_string": _template,
    "number": _number,
    "regex": _regex,
    "true": _flag,
    "false": _flag,
    "null": _nothing,
    "undefined": _nothing,
    "binary_expression": _binary,
    "ternary_expression": _ternary,
    "unary_expression": _unary,
    "sequence_expression": _sequence,
    "assignment_expression": _assignment,
    "object": _object,
    "array": _array,
    "arrow_function": _function,
    "function_expression": _function,
    "class": class_value,
    "jsx_element": _markup,
    "jsx_self_closing_element": _markup,
}
