"""JSON as a syntax tree: keys with their values, and strings with the places of their characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.passage import Passage, json_string

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.syntax import Syntax


def root(syntax: Syntax) -> Node | None:
    """The value of the document."""
    return next((child for child in syntax.root.named_children if child.type not in {"comment", "ERROR"}), None)


def entries(syntax: Syntax, node: Node | None) -> dict[str, tuple[Node, Node]]:
    """The keys of an object, each with its own node and that of its value; empty for other nodes."""
    found: dict[str, tuple[Node, Node]] = {}
    if node is None or node.type != "object":
        return found
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        text = string(syntax, key)
        if key is not None and value is not None and text is not None:
            found[text.text] = (key, value)
    return found


def value(syntax: Syntax, node: Node | None, key: str) -> Node | None:
    """What stands under a key of an object."""
    entry = entries(syntax, node).get(key)
    return entry[1] if entry else None


def string(syntax: Syntax, node: Node | None) -> Passage | None:
    """A string's content; None for other nodes."""
    if node is None or node.type != "string" or node.has_error:
        return None
    return json_string(syntax.source, syntax.offset(node.start_byte), syntax.offset(node.end_byte))
