"""Small questions about the nodes of a JavaScript or TypeScript syntax tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.syntax import Syntax

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})

_WRAPPERS = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "await_expression",
    }
)
_UNWRAPPED = _WRAPPERS | {"type_assertion"}
_LEAVES = frozenset(
    {
        *("identifier", "property_identifier", "private_property_identifier", "shorthand_property_identifier", "this"),
        *("string", "string_fragment", "escape_sequence", "number", "regex", "true", "false", "null", "undefined"),
        *("comment", "jsx_text", "optional_chain", "type_identifier", "predefined_type"),
    }
)
_SINGLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_ESCAPE = pattern(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)


@record
class CallParts:
    """A call or a `new`, taken apart; `name` is the last part of the name of what is called, if it has one.

    `written` is what is called and given as it stands, with its parentheses and casts.
    """

    node: Node
    function: Node | None
    given: list[Node]
    name: str
    written: list[Node]


def unwrap(node: Node) -> Node:
    """The expression inside parentheses, casts, `!` and `await`, which change nothing that is read here."""
    while True:
        if node.type in _WRAPPERS:
            inner = _first_expression(node)
        elif node.type == "type_assertion":
            inner = node.named_children[-1] if node.named_children else None
        else:
            return node
        if inner is None:
            return node
        node = inner


def _first_expression(node: Node) -> Node | None:
    return next((child for child in node.named_children if child.type != "comment"), None)


def field(node: Node, name: str) -> Node | None:
    """The child in a field, unwrapped."""
    child = node.child_by_field_name(name)
    return child if child is None or child.type not in _UNWRAPPED else unwrap(child)


def take_apart(call: Node, syntax: Syntax) -> CallParts:
    """The parts of a call or a `new` that nearly everybody asks for."""
    called, given = call.child_by_field_name(_called(call)), call.child_by_field_name("arguments")
    if given is not None and given.type == "arguments":
        written = given.named_children
        unwrapped = [unwrap(child) for child in written if child.type != "comment"]
    else:  # a template, or nothing
        written, unwrapped = [given] if given is not None else [], []
    if called is None:
        return CallParts(call, None, unwrapped, "", written)
    function = unwrap(called)
    return CallParts(call, function, unwrapped, last_name(function, syntax), [called, *written])


def arguments(call: Node) -> list[Node]:
    """The arguments of a call or a `new`, unwrapped, without comments."""
    given = call.child_by_field_name("arguments")
    if given is None or given.type != "arguments":
        return []
    return [unwrap(child) for child in given.named_children if child.type != "comment"]


def callee(call: Node) -> Node | None:
    """What a call calls or a `new` constructs."""
    return field(call, _called(call))


def _called(call: Node) -> str:
    return "constructor" if call.type == "new_expression" else "function"


def parameters(function: Node) -> list[Node]:
    """The parameters of a function: the bare identifier of an arrow function, or `*_parameter` nodes."""
    single = function.child_by_field_name("parameter")
    if single is not None:
        return [single]
    formal = function.child_by_field_name("parameters")
    if formal is None:
        return []
    return [child for child in formal.named_children if child.type in {"required_parameter", "optional_parameter"}]


def operator(node: Node, syntax: Syntax) -> str:
    """The operator of an expression or an assignment; empty where it has none."""
    sign = node.child_by_field_name("operator")
    return "" if sign is None else syntax.text(sign)


def operands(node: Node, sign: str, syntax: Syntax) -> list[Node]:
    """The operands of a chain of one operator, which nests to the left."""
    found: list[Node] = []
    while node.type == "binary_expression" and operator(node, syntax) == sign:
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            break
        found.append(right)
        node = left
    return [node, *reversed(found)]


def property_name(node: Node, syntax: Syntax) -> str | None:
    """The constant key of a member or subscript expression."""
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        return None if name is None else syntax.text(name)
    if node.type == "subscript_expression":
        index = field(node, "index")
        if index is not None and index.type == "number":
            return syntax.text(index)
        return None if index is None else literal(index, syntax)
    return None


def last_name(node: Node, syntax: Syntax) -> str:
    """The name of an identifier, or the constant key of a member; empty where it has none."""
    name = syntax.text(node) if node.type == "identifier" else property_name(node, syntax)
    return name or ""


def literal(node: Node, syntax: Syntax) -> str | None:
    """The text of a string, or of a template without substitutions; None for anything else."""
    kind = node.type
    if kind not in {"string", "template_string"}:
        return None
    if kind == "template_string" and any(child.type == "template_substitution" for child in node.named_children):
        return None
    return unescape(syntax.text(node)[1:-1])


def unescape(text: str) -> str:
    """The text that a piece of a string literal stands for (ECMAScript 12.9.4)."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else ""
    return _SINGLE_ESCAPES.get(match[4], match[4])


def descendants(node: Node) -> Iterator[Node]:
    """A node and every named node below it, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(current.named_children))


def constructs(node: Node) -> Iterator[Node]:
    """As `descendants`, but without names, literals and comments below the node: for who looks for what has parts."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += [child for child in reversed(current.named_children) if child.type not in _LEAVES]


def has_keyword(node: Node, keyword: str) -> bool:
    """Whether a bare keyword or sign (`type`, `default`, `*`, `get`) stands directly in a node."""
    return any(child.type == keyword for child in node.children)
