"""Syntax trees with positions in code points, for every reader that parses a programming language or JSON.

tree-sitter counts bytes; everything else in envlint counts code points. `Syntax` translates, and costs nothing
where a file is plain ASCII.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from bisect import bisect_left
from functools import cache
from importlib.machinery import ExtensionFileLoader, PathFinder
from typing import TYPE_CHECKING, Literal

from envlint.model import Location, Source
from envlint.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Container, Iterator
    from types import ModuleType

    from tree_sitter import Language, Node, Parser, Tree

Grammar = Literal["tsx", "typescript", "python", "json"]

_PACKAGES: dict[Grammar, tuple[str, str]] = {
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "python": ("tree_sitter_python", "language"),
    "json": ("tree_sitter_json", "language"),
}

_WIDE = pattern(r"[^\x00-\x7f]")
"""A character that takes more than one byte in UTF-8."""
_BLANKS = bytes(byte if byte == 10 else 32 for byte in range(256))  # a table for `translate`


class Syntax:
    """A parsed file (or a part of one, for the script blocks of Vue and Svelte)."""

    __slots__ = ("_offsets", "root", "source")

    def __init__(self, source: Source, tree: Tree, offsets: list[int] | None) -> None:
        self.source = source
        self.root: Node = tree.root_node
        self._offsets = offsets

    def offset(self, byte: int) -> int:
        """The code point offset of a byte offset."""
        return byte if self._offsets is None else self._offsets[byte]

    def at(self, node: Node) -> Location:
        """Where a node stands."""
        offsets = self._offsets
        if offsets is None:
            return Location(self.source, node.start_byte, node.end_byte)
        return Location(self.source, offsets[node.start_byte], offsets[node.end_byte])

    def between(self, first: Node, last: Node) -> Location:
        """From the start of one node to the end of another."""
        return Location(self.source, self.offset(first.start_byte), self.offset(last.end_byte))

    def text(self, node: Node) -> str:
        """What a node covers."""
        offsets = self._offsets
        if offsets is None:
            return self.source.text[node.start_byte : node.end_byte]
        return self.source.text[offsets[node.start_byte] : offsets[node.end_byte]]

    def errors(self) -> Iterator[Node]:
        """The places that the grammar could not make sense of, outermost only."""
        pending = [self.root] if self.root.has_error else []
        while pending:
            node = pending.pop()
            if node.is_error or node.is_missing:
                yield node
            else:
                pending.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)


def parse(source: Source, grammar: Grammar, parts: tuple[tuple[int, int], ...] | None = None) -> Syntax:
    """Parses a source; `parts` limits it to ranges of code points. Never raises for what the text holds."""
    data = source.text.encode("utf-8", "surrogatepass")
    offsets = None if len(data) == len(source.text) else _offsets(source.text)
    parser = _parser(grammar)
    if parts is None:
        return Syntax(source, parser.parse(data), offsets)
    # Everything outside the parts becomes blanks, so that positions stay and no state is left in the parser.
    blank = bytearray(data.translate(_BLANKS))
    for start, end in parts:
        first, last = (start, end) if offsets is None else (bisect_left(offsets, start), bisect_left(offsets, end))
        blank[first:last] = data[first:last]
    return Syntax(source, parser.parse(bytes(blank)), offsets)


def around(root: Node, words: re.Pattern[bytes], kinds: Container[str]) -> Iterator[Node]:
    """The innermost nodes of some kinds around what a pattern finds, once each in the order of the text.

    The words are looked for in a thousandth of the time that it takes to go through the tree.
    """
    seen = set[int]()
    for match in words.finditer(root.text or b""):
        node = root.descendant_for_byte_range(root.start_byte + match.start(), root.start_byte + match.end())
        while node is not None and node.type not in kinds:
            node = node.parent
        if node is not None and node.id not in seen:
            seen.add(node.id)
            yield node


def _offsets(text: str) -> list[int]:
    """The code point of each byte of the UTF-8 form, with one more entry for the end."""
    result: list[int] = []
    position = 0
    for match in _WIDE.finditer(text):
        index = match.start()
        result.extend(range(position, index))
        result.extend([index] * len(match[0].encode("utf-8", "surrogatepass")))
        position = index + 1
    result.extend(range(position, len(text) + 1))
    return result


@cache
def _parser(grammar: Grammar) -> Parser:
    from tree_sitter import Parser

    return Parser(_language(grammar))


def _language(grammar: Grammar) -> Language:
    from tree_sitter import Language

    package, function = _PACKAGES[grammar]
    binding = _binding(package)
    pointer: object = getattr(binding, function)()
    return Language(pointer)


def _binding(package: str) -> ModuleType:
    """The compiled half of a grammar package.

    The packages' own `__init__` imports importlib.resources and costs three times as much as the grammar itself;
    they differ in nothing that is used here. Where the inner module is not found, the package is imported whole.
    """
    name = f"{package}._binding"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.submodule_search_locations:
        inner = PathFinder.find_spec("_binding", list(spec.submodule_search_locations))
        if inner is not None and isinstance(inner.loader, ExtensionFileLoader):
            module = importlib.util.module_from_spec(inner)
            inner.loader.exec_module(module)
            sys.modules[name] = module
            return module
    return importlib.import_module(package)
