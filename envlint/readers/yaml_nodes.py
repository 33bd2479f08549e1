"""YAML as nodes with places. Tags other than the core ones are ignored, and a duplicate key is the last one's.

Marks of PyYAML count code points, so they are offsets of `Source.text`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Broken
from envlint.patterns import pattern
from envlint.readers.passage import Passage, between, json_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node, ScalarNode

    from envlint.model import Location, Source

_MAX_DEPTH = 100
_MAX_MERGES = 8
_BRACKETS = pattern(r"[\[\]{}]")
_DEEP_BLOCK = pattern(r"^(?:[ ]{400}|[ ]*(?:[-?:][ ]+){60})", re.MULTILINE)


def documents(source: Source) -> Iterator[Node | Broken]:
    """The root of each document, and a `Broken` for where the text stops being YAML."""
    import yaml

    if _is_deep(source.text):
        yield Broken("nested too deep", source.at(0, 0))
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.compose_all(source.text, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(source.text)) if mark else 0
        place = source.at(offset, min(offset + 1, len(source.text)))
        yield Broken(f"not valid YAML: {error.problem or error.context}", place)
    except (yaml.YAMLError, ValueError, RecursionError):
        yield Broken("not valid YAML", source.at(0, 0))


def _is_deep(text: str) -> bool:
    """Whether the nesting could exhaust the stack of the parser."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match.group() in "[{" else -1
        if depth > _MAX_DEPTH:
            return True
        depth = max(depth, 0)
    return _DEEP_BLOCK.search(text) is not None


Entries = dict[str, "tuple[ScalarNode, Node]"]


def mapping(node: Node | None) -> Entries:
    """The entries of a mapping by key, with those of merge keys (`<<: *base`) before its own; empty for other nodes."""
    return _mapping(node, 0)


def _mapping(node: Node | None, depth: int) -> Entries:
    from yaml import MappingNode, ScalarNode, SequenceNode

    found: Entries = {}
    if not isinstance(node, MappingNode) or depth > _MAX_MERGES:
        return found
    for key, value in node.value:
        if isinstance(key, ScalarNode) and key.value == "<<":
            merged = value.value if isinstance(value, SequenceNode) else [value]
            for each in reversed(merged[:_MAX_MERGES]):
                found.update(_mapping(each, depth + 1))
    for key, value in node.value:
        if isinstance(key, ScalarNode) and key.value != "<<":
            found[key.value] = (key, value)
    return found


def value(node: Node | None, key: str) -> Node | None:
    """What stands under a key of a mapping."""
    entry = mapping(node).get(key)
    return entry[1] if entry else None


def items(node: Node | None) -> list[Node]:
    """The items of a sequence; empty for other nodes."""
    from yaml import SequenceNode

    return list(node.value) if isinstance(node, SequenceNode) else []


def at(source: Source, node: Node) -> Location:
    """Where a node stands, quotes included."""
    return source.at(node.start_mark.index, node.end_mark.index)


def scalar(source: Source, node: Node | None) -> Passage | None:
    """The text of a scalar with the places of its characters; None for other nodes and for `null`."""
    from yaml import ScalarNode

    if not isinstance(node, ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return None
    start, end = node.start_mark.index, node.end_mark.index
    if node.style == '"' and "\n" not in source.text[start:end]:
        decoded = json_string(source, start, end)
        if decoded.text == node.value:
            return decoded
    return _aligned(source, node.value, start, end)


def _aligned(source: Source, value: str, start: int, end: int) -> Passage:
    """A scalar whose text is that of the file but for quotes, folded lines and indentation."""
    raw = source.text[start:end]
    direct = raw.find(value)
    if direct >= 0:
        return between(source, start + direct, start + direct + len(value))
    offsets: list[int] = []
    position = 0
    for character in value:
        found = _next_index(raw, position, character)
        if found is None:
            # An escape that is not followed: all of it stands at the whole scalar.
            return Passage(source, value, (*([start] * len(value)), end))
        offsets.append(start + found)
        position = found + 1
    return Passage(source, value, (*offsets, start + position))


def _next_index(raw: str, position: int, character: str) -> int | None:
    """Where the next character of a value is written."""
    if character in " \n":
        return position if position < len(raw) and raw[position].isspace() else max(position - 1, 0)
    while position < len(raw) and raw[position] != character:
        if not raw[position].isspace() and raw[position] not in "'\"\\|>-+0123456789":
            return None
        position += 1
    return position if position < len(raw) else None
