"""String, number, list and dictionary displays as values."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.python import combine, nodes
from envlint.values import Entry, Flag, Many, Nothing, Record, Spread, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code, Place

_PLACEHOLDER = pattern(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""What Jinja replaces before the file becomes Python (cookiecutter, copier)."""


def string(code: Code, node: Node, place: Place) -> Value:
    """A string literal or an f-string."""
    if nodes.is_bytes(node):
        return code.hole(node, "bytes")
    if nodes.is_formatted(node):
        parts = [part for child in node.children for part in _format_part(code, child, node, place)]
        return combine.joined(parts, inside(code, node))
    meaning = nodes.string(node)
    if meaning is None:
        return code.hole(node, "a string that cannot be read")
    if _PLACEHOLDER.search(meaning):
        return code.hole(node, "a placeholder of a template")
    return Text(meaning, inside(code, node))


def inside(code: Code, node: Node) -> Location:
    """What a string covers without its prefix and quotes."""
    whole, parts = code.at(node), node.children
    if len(parts) < 2 or parts[0].type != "string_start" or parts[-1].type != "string_end":
        return whole
    start, end = code.at(parts[0]).end, code.at(parts[-1]).start
    return whole.source.at(start, max(start, end))


def _format_part(code: Code, child: Node, whole: Node, place: Place) -> Iterator[Value]:
    if child.type == "string_content":
        yield Text(_format_text(nodes.text(child), nodes.text(whole.children[0])), code.at(child))
    elif child.type == "interpolation":
        value = nodes.field(child, "expression")
        plain = nodes.field(child, "format_specifier") is None and nodes.text(child)[-2:] != "=}"
        if value is not None and plain:
            yield code.value(value, place)
        else:
            yield code.hole(child, "a formatted value")


def _format_text(raw: str, start: str) -> str:
    """The text between two interpolations of an f-string."""
    quote = start.lstrip("fFrRtTuU")
    if "\\" in raw and "r" not in start.lower():
        try:
            meaning: object = ast.literal_eval(f"{quote}{raw}{quote}")
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            meaning = raw
        raw = meaning if isinstance(meaning, str) else raw
    return raw.replace("{{", "{").replace("}}", "}")


def concatenated(code: Code, node: Node, place: Place) -> Value:
    """`"a" "b"`."""
    return combine.joined([code.value(child, place) for child in nodes.children(node)], code.at(node))


def number(code: Code, node: Node, place: Place) -> Value:  # noqa: ARG001 - all handlers take a place
    """A number, as decimal text."""
    found = nodes.number(node)
    return Text(found, code.at(node)) if found is not None else code.hole(node, "a number that cannot be read")


def constant(code: Code, node: Node, place: Place) -> Value:  # noqa: ARG001 - all handlers take a place
    """`True`, `False`, `None`."""
    at = code.at(node)
    return Nothing(at) if node.type == "none" else Flag(node.type == "true", at)


def many(code: Code, node: Node, place: Place) -> Value:
    """A list, tuple or set."""
    found = tuple(_item(code, child, place) for child in nodes.children(node)[: combine.MOST + 1])
    return Many(found, code.at(node)) if len(found) <= combine.MOST else code.hole(node, "too many items")


def _item(code: Code, node: Node, place: Place) -> Value:
    if node.type != "list_splat":
        return code.value(node, place)
    spread = nodes.children(node)
    return Spread(code.value(spread[0], place), code.at(node)) if spread else code.hole(node, "a spread of nothing")


def record(code: Code, node: Node, place: Place) -> Value:
    """A dictionary; an entry whose key is no literal string becomes a spread of a hole."""
    entries: list[Entry | Spread] = []
    for child in nodes.children(node)[: combine.MOST]:
        key, value = nodes.field(child, "key"), nodes.field(child, "value")
        name = nodes.string(key)
        if name is not None and key is not None and value is not None:
            entries.append(Entry(name, code.value(value, place), inside(code, key)))
        elif child.type == "dictionary_splat" and nodes.children(child):
            entries.append(Spread(code.value(nodes.children(child)[0], place), code.at(child)))
        else:
            entries.append(Spread(code.hole(child, "a key that is not literal"), code.at(child)))
    return Record(tuple(entries), code.at(node))
