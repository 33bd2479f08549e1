"""Small questions about nodes of a Python syntax tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

DEFINITIONS = ("function_definition", "class_definition")
COMPREHENSIONS = ("list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension")


@record
class Arguments:
    """The arguments of a call: by position, by keyword, and what `*xs` and `**kw` spread."""

    positional: tuple[Node, ...]
    keywords: dict[str, Node]
    lists: tuple[Node, ...]
    records: tuple[Node, ...]

    def get(self, index: int | None, *names: str) -> Node | None:
        """The argument at a position (None for keyword-only) or else under one of the names."""
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return next((self.keywords[name] for name in names if name in self.keywords), None)


def text(node: Node) -> str:
    """The text of a node."""
    data = node.text
    return "" if data is None else data.decode("utf-8", "replace")


def children(node: Node) -> list[Node]:
    """The named children of a node without comments."""
    return [child for child in node.named_children if child.type != "comment"]


def field(node: Node, name: str) -> Node | None:
    """The child under a field of the grammar."""
    return node.child_by_field_name(name)


def arguments(call: Node) -> Arguments:
    """The arguments of a `call` node (or the bases of a class)."""
    holder = field(call, "arguments") or field(call, "superclasses")
    positional: list[Node] = []
    keywords: dict[str, Node] = {}
    lists: list[Node] = []
    records: list[Node] = []
    if holder is not None and holder.type == "generator_expression":
        positional.append(holder)
    elif holder is not None:
        for child in children(holder):
            kind = child.type
            if kind == "list_splat":
                lists.extend(children(child)[:1])
            elif kind == "dictionary_splat":
                records.extend(children(child)[:1])
            elif kind != "keyword_argument" or not _keyword(child, keywords):
                positional.append(child)
    return Arguments(tuple(positional), keywords, tuple(lists), tuple(records))


def _keyword(argument: Node, keywords: dict[str, Node]) -> bool:
    """Adds an argument with a keyword; whether it is one that can be read."""
    name, value = field(argument, "name"), field(argument, "value")
    if name is None or value is None:
        return False
    keywords[text(name)] = value
    return True


def is_bytes(node: Node) -> bool:
    """Whether a string node is a bytes literal."""
    return "b" in _prefix(node)


def is_formatted(node: Node) -> bool:
    """Whether a string node is an f-string (or a t-string)."""
    return bool(set("ft") & set(_prefix(node)))


def _prefix(node: Node) -> str:
    start = node.children[0] if node.children else None
    return text(start).rstrip("'\"").lower() if start is not None else ""


def string(node: Node | None) -> str | None:
    """What a plain string literal (or bytes literal) means; None for everything else, f-strings included."""
    if node is None or node.type != "string" or is_formatted(node):
        return None
    try:
        value: object = ast.literal_eval(text(node))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else None


def number(node: Node) -> str | None:
    """A number as decimal text."""
    try:
        value: object = ast.literal_eval(text(node))
        return str(value) if isinstance(value, (int, float)) else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def last_name(node: Node | None) -> str:
    """The last identifier of a dotted expression (`a.b.c` is `c`), or of the one that is called; else empty."""
    if node is not None and node.type == "call":
        node = field(node, "function")
    if node is not None and node.type == "attribute":
        node = field(node, "attribute")
    return text(node) if node is not None and node.type == "identifier" else ""


def decorators(definition: Node) -> list[Node]:
    """The decorator expressions of a function or class, from top to bottom."""
    outer = definition.parent
    if outer is None or outer.type != "decorated_definition":
        return []
    return [child for mark in outer.children if mark.type == "decorator" for child in children(mark)[:1]]


def parameter_name(parameter: Node) -> Node | None:
    """The identifier of a parameter of any kind; None for `*` and `/`."""
    if parameter.type == "identifier":
        return parameter
    if parameter.type in ("default_parameter", "typed_default_parameter"):
        return field(parameter, "name")
    if parameter.type == "typed_parameter":
        return parameter_name(parameter.named_children[0]) if parameter.named_children else None
    if parameter.type in ("list_splat_pattern", "dictionary_splat_pattern"):
        return next((child for child in parameter.named_children if child.type == "identifier"), None)
    return None


def targets(pattern: Node) -> Iterator[Node]:
    """The identifiers, attributes and subscripts that an assignment's left side writes to."""
    pending = [pattern]
    while pending:
        node = pending.pop()
        if node.type in ("identifier", "attribute", "subscript"):
            yield node
        else:
            pending.extend(reversed(children(node)))


def descend(node: Node, *, into_definitions: bool = True) -> Iterator[Node]:
    """All named nodes from here down in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if into_definitions or current.type not in DEFINITIONS or current.id == node.id:
            pending.extend(reversed(current.named_children))
