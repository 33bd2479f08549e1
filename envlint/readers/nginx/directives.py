"""The directives of an nginx configuration as a tree with places.

The parser that is kept for this (crossplane, by nginx's own makers) opens files by name and gives lines without
columns, while readers get text and say where each word stands; so the few rules of the syntax are written down here
(https://nginx.org/en/docs/beginners_guide.html#conf_structure). Nothing is included from other files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location, Source

_TOKEN = pattern(
    r"(?P<skip>\s+|\#[^\n]*)"
    r"|(?P<mark>[;{}])"
    r"|(?P<quoted>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<word>(?:\$\{\w*\}|\\.|[^\s;{}\\])+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_MAX_DEPTH = 30


@record
class Word:
    """A word of a directive without its quotes; `at` covers the same characters."""

    text: str
    at: Location


@record
class Directive:
    """A directive with its arguments. `inner` is None where it has no block."""

    name: str
    words: tuple[Word, ...]
    at: Location
    inner: tuple[Directive, ...] | None = None

    def first(self) -> str:
        """The first argument, empty where there is none."""
        return self.words[0].text if self.words else ""


def parsed(source: Source) -> tuple[Directive, ...] | None:
    """The directives of a file; None where its text is no configuration (a template's own language, a broken brace)."""
    if "{{" in source.text or "{%" in source.text:
        return None
    reading = _Reading(source)
    found = tuple(reading.directives(0))
    return None if reading.broken else found


class _Reading:
    """One pass over the tokens of a file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens = iter(_TOKEN.finditer(source.text))
        self.broken = False

    def directives(self, depth: int) -> Iterator[Directive]:
        """The directives up to the brace that closes the block, or to the end of the file for the outermost."""
        words: list[Word] = []
        for token in self.tokens:
            if token.lastgroup in {"word", "quoted"}:
                words.append(self.word(token))
            elif token["mark"] == "}" or token.lastgroup == "other":
                break
            elif token["mark"] and words:
                yield self.directive(words, depth, block=token["mark"] == "{")
                words = []
            if self.broken:
                return
        else:
            self.broken = depth > 0 or bool(words)
            return
        self.broken = depth == 0 or bool(words) or token.lastgroup == "other"

    def word(self, token: re.Match[str]) -> Word:
        quote = 1 if token.lastgroup == "quoted" else 0
        at = self.source.at(token.start() + quote, token.end() - quote)
        return Word(at.text, at)

    def directive(self, words: list[Word], depth: int, *, block: bool) -> Directive:
        name, *arguments = words
        inner: tuple[Directive, ...] | None = None
        if block and name.text.endswith("_by_lua_block"):
            self.skip_block()
        elif block:
            self.broken = self.broken or depth >= _MAX_DEPTH
            inner = () if self.broken else tuple(self.directives(depth + 1))
        return Directive(name.text, tuple(arguments), name.at, inner)

    def skip_block(self) -> None:
        """Leaves out a block that holds another language."""
        depth = 1
        for token in self.tokens:
            depth += {"{": 1, "}": -1}.get(token["mark"] or "", 0)
            if depth == 0:
                return
        self.broken = True


def named(directives: tuple[Directive, ...], *names: str) -> Iterator[Directive]:
    """The directives of some names, in their order."""
    return (directive for directive in directives if directive.name in names)
