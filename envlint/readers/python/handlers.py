"""Which function turns which kind of node into a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import calls, literals, names, operators

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.values import Value

HANDLERS: Mapping[str, Callable[[Code, Node, Place], Value]] = {
    "string": literals.string,
    "concatenated_string": literals.concatenated,
    "integer": literals.number,
    "float": literals.number,
    "true": literals.constant,
    "false": literals.constant,
    "none": literals.constant,
    "list": literals.many,
    "tuple": literals.many,
    "set": literals.many,
    "expression_list": literals.many,
    "dictionary": literals.record,
    "identifier": names.identifier,
    "attribute": names.attribute,
    "subscript": names.subscript,
    "call": calls.call,
    "parenthesized_expression": operators.inner,
    "await": operators.inner,
    "named_expression": operators.named,
    "binary_operator": operators.binary,
    "boolean_operator": operators.boolean,
    "unary_operator": operators.unary,
    "comparison_operator": operators.comparison,
    "not_operator": operators.comparison,
    "conditional_expression": operators.conditional,
    "lambda": operators.function,
    "list_comprehension": operators.comprehension,
    "set_comprehension": operators.comprehension,
    "generator_expression": operators.comprehension,
}
