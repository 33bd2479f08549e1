"""One walk over a script; the visitors for statements that may not run, and for what later steps look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import declarations, imports, nodes
from envlint.readers.javascript.patterns import targets
from envlint.readers.javascript.record import Recorder
from envlint.readers.javascript.scopes import Arm, Return, Scope

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.record import Script, Visitor
    from envlint.readers.syntax import Syntax

_SKIPPED = frozenset(
    {
        *("comment", "string", "number", "regex", "identifier", "property_identifier", "jsx_text", "this"),
        *("true", "false", "null", "undefined", "super", "shorthand_property_identifier", "string_fragment"),
        *(
            "jsx_closing_element",
            "private_property_identifier",
            "escape_sequence",
            "optional_chain",
            "accessibility_modifier",
        ),
        *("interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature"),
        *("type_annotation", "type_arguments", "type_parameters", "object_type", "union_type", "function_type"),
        *("generic_type", "type_identifier", "predefined_type", "meta_property", "abstract_method_signature"),
    }
)


def walk(syntax: Syntax) -> Script:
    """The record of a parsed script."""
    record = Recorder(syntax, _VISITORS, _other)
    record.visit(syntax.root.named_children, record.script.module)
    pending = record.pending
    while pending:
        visitor, node, scope = pending.pop()
        visitor(record, node, scope)
    record.settle()
    return record.script


def _other(record: Recorder, node: Node, scope: Scope) -> None:
    record.visit(node.named_children, scope)


def _block(record: Recorder, node: Node, scope: Scope) -> None:
    record.visit(node.named_children, record.inner(node, scope))


def _arm(record: Recorder, body: Node | None, scope: Scope, arm: Arm) -> None:
    """A part that may not run; the scope of its braces is its own."""
    if body is not None:
        inside = record.inner(body, scope, arm)
        record.visit(body.named_children if body.type in _OPENED else [body], inside)


_OPENED = frozenset({"statement_block", "switch_case", "switch_default"})


def _if(record: Recorder, node: Node, scope: Scope) -> None:
    condition = nodes.field(node, "condition")
    otherwise = node.child_by_field_name("alternative")
    if otherwise is not None:
        statement = next((child for child in otherwise.named_children if child.type != "comment"), None)
        _arm(record, statement, scope, Arm(node, "else", condition))
    _arm(record, node.child_by_field_name("consequence"), scope, Arm(node, "then", condition))
    record.visit_one(condition, scope)


def _loop(record: Recorder, node: Node, scope: Scope) -> None:
    inside = record.inner(node, scope, Arm(node, "then"))
    left = node.child_by_field_name("left")
    if left is not None and node.child_by_field_name("kind") is not None:
        for target, _ in targets(left, record.syntax):
            record.declare(target, inside, "opaque")
    record.visit([child for child in node.named_children if child != left], inside)


def _try(record: Recorder, node: Node, scope: Scope) -> None:
    handler = node.child_by_field_name("handler")
    record.visit_one(node.child_by_field_name("finalizer"), scope)
    _arm(record, handler, scope, Arm(node, "else"))
    _arm(record, node.child_by_field_name("body"), scope, Arm(node, "then"))


def _catch(record: Recorder, node: Node, scope: Scope) -> None:
    parameter = node.child_by_field_name("parameter")
    if parameter is not None:
        for target, _ in targets(parameter, record.syntax):
            record.declare(target, scope, "opaque")
    record.visit_one(node.child_by_field_name("body"), scope)


def _case(record: Recorder, node: Node, scope: Scope) -> None:
    _arm(record, node, scope, Arm(node, "then"))


def _call(record: Recorder, node: Node, scope: Scope) -> None:
    call = nodes.take_apart(node, record.syntax)
    record.script.taken_apart.append((call, scope))
    declarations.change(record, call, scope)
    if node.has_error:
        record.visit(node.named_children, scope)
    else:
        record.visit(call.written, scope)


def _member(record: Recorder, node: Node, scope: Scope) -> None:
    record.script.members.append((node, scope))
    # The other parts of a whole member are its names.
    if node.has_error:
        record.visit(node.named_children, scope)
    else:
        record.visit_one(node.child_by_field_name("object"), scope)


def _subscript(record: Recorder, node: Node, scope: Scope) -> None:
    record.script.members.append((node, scope))
    record.visit(node.named_children, scope)


def _pair(record: Recorder, node: Node, scope: Scope) -> None:
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or value is None or key.type != "property_identifier" or node.has_error:
        record.visit(node.named_children, scope)
        return
    record.name(value, key)
    record.visit_one(value, scope)


def _return(record: Recorder, node: Node, scope: Scope) -> None:
    value = next((child for child in node.named_children if child.type != "comment"), None)
    scope.function.returns.append(Return(value, scope, node.end_byte))
    record.visit_one(value, scope)


def _import(record: Recorder, node: Node, _scope: Scope) -> None:
    record.script.imports.append(node)
    for name in imports.names(node, record.syntax):
        binding = record.declare(name.at, record.script.module, "import")
        binding.specifier, binding.imported = name.specifier, name.imported


def _export(record: Recorder, node: Node, scope: Scope) -> None:
    record.script.exports.append(node)
    if node.child_by_field_name("source") is not None:
        return
    value = node.child_by_field_name("value")
    if value is not None:
        record.name(value, "default")
    record.visit([child for child in node.named_children if child.type != "export_clause"], scope)


_VISITORS: dict[str, Visitor | None] = {
    **dict.fromkeys(_SKIPPED),
    **dict.fromkeys(nodes.FUNCTIONS, declarations.function),
    **dict.fromkeys(nodes.CLASSES, declarations.class_),
    "public_field_definition": declarations.member,
    "enum_declaration": declarations.enum,
    "lexical_declaration": declarations.variables,
    "variable_declaration": declarations.variables,
    "assignment_expression": declarations.assignment,
    "augmented_assignment_expression": declarations.assignment,
    "update_expression": declarations.update,
    "labeled_statement": declarations.reactive,
    "statement_block": _block,
    "if_statement": _if,
    **dict.fromkeys(("for_statement", "for_in_statement", "while_statement", "do_statement"), _loop),
    "try_statement": _try,
    "catch_clause": _catch,
    "switch_case": _case,
    "switch_default": _case,
    "call_expression": _call,
    "new_expression": _call,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "pair": _pair,
    "return_statement": _return,
    "import_statement": _import,
    "export_statement": _export,
}
