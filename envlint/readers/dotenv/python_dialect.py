"""How python-dotenv reads an env file: its own parser decides, and what it read is found again in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.dotenv.library import bindings
from envlint.readers.dotenv.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dotenv.parser import Binding

_WHITE = pattern(r"\s*")
_BLANK = pattern(r"[^\S\n]*")
_EXPORT = pattern(r"export[^\S\n]+")
_QUOTED = {
    "'": re.compile(r"'(?:\\.|[^'\\])*'", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL),
}


def read(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank and no comment, in order."""
    position = 0
    for binding in bindings(text):
        start, position = position, position + len(binding.original.string)
        # Blank lines before a line belong to its binding.
        start += _end(_WHITE, binding.original.string, 0)
        end = start + len(text[start:position].rstrip())
        if binding.key is not None:
            yield _assignment(text, start, end, binding, binding.key)
        elif binding.error:
            yield Line(start, end)


def _assignment(text: str, start: int, end: int, binding: Binding, key: str) -> Line:
    key_start = _end(_EXPORT, text, start)
    exported = key_start > start
    is_quoted = text[key_start] == "'"
    key_start += is_quoted
    key_end = key_start + len(key)
    if binding.value is None:
        return Line(start, end, key, key_start, None, key_end, key_end, exported=exported)
    first, last, quote = _value(text, _end(_BLANK, text, key_end + is_quoted) + 1, end, binding.value)
    return Line(start, end, key, key_start, binding.value, first, last, quote, exported=exported)


def _value(text: str, start: int, end: int, value: str) -> tuple[int, int, str]:
    """The range of a value without its quotes, and the quote; `start` is after the equals sign.

    An empty value stands right after the sign, before the blanks of a comment.
    """
    first = _end(_BLANK, text, start)
    quote = text[first : first + 1]
    match = _QUOTED[quote].match(text, first, end) if quote in _QUOTED else None
    if match is not None:
        return first + 1, match.end() - 1, quote
    return (first, first + len(value), "") if value else (start, start, "")


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match is not None else start
