"""The walk's visitors for what declares names and gives them values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes
from envlint.readers.javascript.patterns import targets
from envlint.readers.javascript.scopes import ITEM, QUERY, Argument, Arm, Return, Scope, Write

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.record import Recorder


def function(record: Recorder, node: Node, scope: Scope) -> None:
    """A function of any spelling."""
    name = _function_name(record, node, scope)
    method = scope.kind == "class"
    this = scope if method else scope.this if node.type == "arrow_function" else None
    arm = None if method and name == "constructor" else Arm(node, "call")
    inside = Scope("function", node, scope, f"{scope.prefix}{name}.", arm, this)
    record.script.scopes[node.id] = inside
    _parameters(record, node, inside)
    body = node.child_by_field_name("body")
    if body is None:
        return
    if body.type == "statement_block":
        record.visit(body.named_children, inside)
    else:
        inside.returns.append(Return(body, inside, body.end_byte))
        record.visit_one(body, inside)


def _function_name(record: Recorder, node: Node, scope: Scope) -> str:
    at = node.child_by_field_name("name")
    if at is None:
        return record.name_of(node, scope)
    name = record.syntax.text(at)
    if node.type == "method_definition" and scope.kind == "class":
        record.declare(at, scope, "member").node = node
    elif node.type.endswith("_declaration"):
        record.declare(at, scope, "function").node = node
    return name


def _parameters(record: Recorder, node: Node, scope: Scope) -> None:
    for index, parameter in enumerate(nodes.parameters(node)):
        pattern = parameter.child_by_field_name("pattern") or parameter
        default = parameter.child_by_field_name("value")
        record.visit_one(default, scope)
        plain = pattern.type == "identifier"
        argument = Argument(record.syntax.text(pattern) if plain else f"arguments[{index}]", default, pattern)
        for target, path in targets(pattern, record.syntax):
            write = Write(argument, scope, target.end_byte, path)
            record.declare(target, scope, "parameter").writes.append(write)
            record.visit([step.default for step in path if step.default is not None], scope)
        if plain and scope.this is not None and _is_property(parameter):
            member = record.declare(pattern, scope.this, "member")
            member.writes.append(Write(pattern, scope, pattern.end_byte))


def _is_property(parameter: Node) -> bool:
    """Whether a parameter of a constructor is a member as well (TypeScript's `constructor(private url: string)`)."""
    return any(child.type in {"accessibility_modifier", "readonly"} for child in parameter.children)


def class_(record: Recorder, node: Node, scope: Scope) -> None:
    """A class declaration or expression."""
    name = node.child_by_field_name("name")
    if name is not None and node.type != "class":
        binding = record.declare(name, scope, "class")
        binding.node = node
        prefix = f"{binding.qualified}."
    else:
        prefix = f"{scope.prefix}{record.name_of(node, scope)}."
    inside = Scope("class", node, scope, prefix)
    inside.this = inside
    record.script.scopes[node.id] = inside
    record.visit(node.named_children, inside)


def member(record: Recorder, node: Node, scope: Scope) -> None:
    """A field of a class."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is not None and scope.kind == "class":
        binding = record.declare(name, scope, "member")
        if value is not None:
            binding.writes.append(Write(value, scope, node.end_byte))
            record.name(value, binding.name)
    record.visit_one(value, scope)


def enum(record: Recorder, node: Node, scope: Scope) -> None:
    """A TypeScript enum."""
    name = node.child_by_field_name("name")
    if name is not None:
        record.declare(name, scope, "enum").node = node


def variables(record: Recorder, node: Node, scope: Scope) -> None:
    """`const`, `let` and `var`."""
    home = scope.function if node.type == "variable_declaration" else scope
    for declarator in node.named_children:
        if declarator.type == "variable_declarator":
            _variable(record, declarator, scope, home)


def _variable(record: Recorder, node: Node, scope: Scope, home: Scope) -> None:
    pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None:
        return
    for target, path in targets(pattern, record.syntax):
        binding = record.declare(target, home, "variable")
        if value is not None or not binding.writes:
            binding.writes.append(Write(value, scope, node.end_byte, path))
        record.visit([step.default for step in path if step.default is not None], scope)
    if value is not None and pattern.type == "identifier":
        record.name(value, pattern)
    elif value is not None:
        record.script.destructured.append((node, scope))
    record.visit_one(value, scope)


def assignment(record: Recorder, node: Node, scope: Scope) -> None:
    """`=` and its relatives (`+=`, `??=`), to names, members and patterns."""
    left, right = nodes.field(node, "left"), node.child_by_field_name("right")
    if left is None or right is None:
        return
    sign = nodes.operator(node, record.syntax) or "="
    for target, path in targets(left, record.syntax):
        _assign(record, target, Write(right, scope, node.end_byte, path, sign))
    if left.type in {"member_expression", "subscript_expression"}:
        record.script.assignments.append((node, scope))
    record.name(right, nodes.property_name(left, record.syntax) or record.syntax.text(left))
    record.visit([left, right], scope)


def _assign(record: Recorder, target: Node, write: Write) -> None:
    if target.type in {"identifier", "shorthand_property_identifier_pattern"}:
        record.write(target, write)
        return
    key, of = nodes.property_name(target, record.syntax), nodes.field(target, "object")
    if key is None or of is None:
        return
    if of.type == "this" and write.scope.this is not None:
        record.declare(target, write.scope.this, "member", key).writes.append(write)
    elif of.type == "identifier":
        record.write(of, Write(write.source, write.scope, write.end, write.path, write.operator, key))


def change(record: Recorder, call: CallParts, scope: Scope) -> None:
    """A call that writes to what it is called on: `list.push(x)`, `url.searchParams.set(name, value)`."""
    given = call.given
    of = nodes.field(call.function, "object") if call.name in _CHANGES and call.function is not None else None
    if of is None or not given:
        return
    if call.name == "push" and of.type == "identifier":
        for item in given:
            record.write(of, Write(item, scope, item.end_byte, key=ITEM))
    elif call.name != "push" and len(given) == 2:
        url, name = nodes.field(of, "object"), nodes.literal(given[0], record.syntax)
        whole = url is not None and url.type == "identifier" and name is not None
        if url is not None and whole and nodes.property_name(of, record.syntax) == "searchParams":
            record.write(url, Write(given[1], scope, call.node.end_byte, key=f"{QUERY}{name}"))


_CHANGES = frozenset({"push", "set", "append"})


def update(record: Recorder, node: Node, scope: Scope) -> None:
    """`x++` and `x--`."""
    argument = nodes.field(node, "argument")
    if argument is not None and argument.type == "identifier":
        record.write(argument, Write(node, scope, node.end_byte))


def reactive(record: Recorder, node: Node, scope: Scope) -> None:
    """A labelled statement; Svelte's `$: x = ...` declares `x`."""
    body = node.child_by_field_name("body")
    if body is not None and body.type == "expression_statement" and body.named_children:
        record.reactive.add(body.named_children[0].end_byte)
    record.visit_one(body, scope)
