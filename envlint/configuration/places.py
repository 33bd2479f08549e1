"""Where each key of a TOML file stands. What the file means is the standard library's business; this only points."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from envlint.patterns import pattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location, Source

Keys = tuple["str | int", ...]
"""The way to a value: keys of tables, and numbers of entries in arrays, from 0."""

_TABLES = frozenset({"table", "table_array_element"})
_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})
_AT_LINE = pattern(r" \(at line (\d+), column (\d+)\)$")


def places(source: Source) -> dict[Keys, Location]:
    """Where each key and each entry of an array stands; without those behind a fault of syntax."""
    import tree_sitter
    import tree_sitter_toml

    data = source.text.encode("utf-8")
    tree = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language())).parse(data)
    found = _Places(source, data)
    found.document(tree.root_node)
    return found.known


class _Places:
    """The places found so far."""

    def __init__(self, source: Source, data: bytes) -> None:
        self.known: dict[Keys, Location] = {}
        self._source = source
        self._data = data
        self._counts: dict[Keys, int] = {}

    def document(self, root: Node) -> None:
        """Goes through all tables, those outside of any first."""
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in _TABLES:
                self._table(node)

    def _table(self, node: Node) -> None:
        header = next(child for child in node.named_children if child.type in _KEYS)
        keys = self._numbered(self._keys(header))
        if node.type == "table_array_element":
            number = self._counts.get(keys, 0)
            self._counts[keys] = number + 1
            self.known.setdefault(keys, self._at(header))
            keys = (*keys, number)
        self._name(keys, header)
        for pair in node.named_children:
            if pair.type == "pair":
                self._pair(pair, keys)

    def _numbered(self, keys: Keys) -> Keys:
        """The keys of a header below an array of tables: they mean its last entry."""
        whole: Keys = ()
        for number, key in enumerate(keys):
            whole = (*whole, key)
            if whole in self._counts and number < len(keys) - 1:
                whole = (*whole, self._counts[whole] - 1)
        return whole

    def _pair(self, node: Node, above: Keys) -> None:
        key, *rest = (child for child in node.named_children if child.type != "comment")
        keys = (*above, *self._keys(key))
        self._name(keys, key)
        if rest:
            self._value(rest[0], keys)

    def _name(self, keys: Keys, node: Node) -> None:
        """Remembers what first names a key, and the tables that it stands in."""
        for count in range(1, len(keys) + 1):
            self.known.setdefault(keys[:count], self._at(node))

    def _value(self, node: Node, keys: Keys) -> None:
        entries = [child for child in node.named_children if child.type != "comment"]
        if node.type == "inline_table":
            for pair in entries:
                self._pair(pair, keys)
        elif node.type == "array":
            for number, entry in enumerate(entries):
                place: Keys = (*keys, number)
                self.known[place] = self._at(entry)
                self._value(entry, place)

    def _keys(self, node: Node) -> tuple[str, ...]:
        if node.type == "dotted_key":
            return tuple(key for child in node.named_children for key in self._keys(child))
        text = self._data[node.start_byte : node.end_byte].decode("utf-8")
        return (str(ast.literal_eval(text)) if text.startswith('"') else text.strip("'"),)

    def _at(self, node: Node) -> Location:
        start, end = (len(self._data[:offset].decode("utf-8", "ignore")) for offset in (node.start_byte, node.end_byte))
        return self._source.at(start, end)


def nearest(known: dict[Keys, Location], keys: Keys) -> Location | None:
    """The place of a value, or of what it stands in where it has none of its own."""
    while keys and keys not in known:
        keys = keys[:-1]
    return known.get(keys)


def syntax_error(message: str, text: str) -> tuple[str, int]:
    """The words of the standard library's error without the place, and its line in the text, from 1."""
    match = _AT_LINE.search(message)
    if match is not None:
        return message[: match.start()], int(match[1])
    return message.removesuffix(" (at end of document)"), len(text.rstrip().splitlines()) or 1
