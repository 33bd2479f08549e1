"""Destructuring: which names a pattern gives values to, and by which steps they come out of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes
from envlint.readers.javascript.scopes import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.syntax import Syntax

Target = tuple["Node", tuple[Step, ...]]

_ASSIGNED = frozenset({"assignment_pattern", "object_assignment_pattern"})


def targets(pattern: Node, syntax: Syntax) -> Iterator[Target]:
    """Every name (or member) that a pattern assigns to, in the order of the text, with the steps that lead to it."""
    pending: list[Target] = [(pattern, ())]
    while pending:
        node, path = pending.pop()
        if node.type == "object_pattern":
            pending.extend(reversed([_property(child, path, syntax) for child in node.named_children]))
        elif node.type == "array_pattern":
            pending.extend(reversed(list(_items(node, path))))
        elif node.type == "rest_pattern" and node.named_children:
            pending.append((node.named_children[0], (*path, Step(None, None, node))))
        else:
            yield node, path


def _property(node: Node, path: tuple[Step, ...], syntax: Syntax) -> Target:
    if node.type == "pair_pattern":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is not None and value is not None:
            target, default = _assigned(value)
            return target, (*path, Step(key_text(key, syntax), default, key))
    target, default = _assigned(node)
    if target.type == "shorthand_property_identifier_pattern":
        return target, (*path, Step(syntax.text(target), default, target))
    return target, path


def _items(node: Node, path: tuple[Step, ...]) -> Iterator[Target]:
    index = 0
    for child in node.children:
        if child.type == ",":
            index += 1
        elif child.is_named and child.type != "comment":
            target, default = _assigned(child)
            yield target, path if target.type == "rest_pattern" else (*path, Step(str(index), default, target))


def _assigned(node: Node) -> tuple[Node, Node | None]:
    """A target and its default."""
    left = node.child_by_field_name("left") if node.type in _ASSIGNED else None
    return (node, None) if left is None else (left, node.child_by_field_name("right"))


def key_text(key: Node, syntax: Syntax) -> str | None:
    """The constant key of a property in an object literal or pattern."""
    if key.type in {"property_identifier", "private_property_identifier", "number", "identifier"}:
        return syntax.text(key)
    if key.type == "computed_property_name" and key.named_children:
        key = nodes.unwrap(key.named_children[0])
    return nodes.literal(key, syntax)
