"""The one place where positions of envlint become those of an editor, and back.

envlint counts code points from the start of a text. The protocol counts lines from 0 and, within a line, UTF-16 code
units from 0, the encoding that every client knows. Its lines end with LF, CRLF or CR, and the end is no part of the
line. https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from lsprotocol.types import Position, Range

from envlint.patterns import pattern

if TYPE_CHECKING:
    from envlint.model import Location

_LINE_END = pattern(r"\r\n?|\n")
_LAST_OF_ONE_UNIT = "\uffff"


def range_of(at: Location) -> Range:
    """The range that a location covers."""
    return Range(position(at.source.text, at.start), position(at.source.text, at.end))


def position(text: str, offset: int) -> Position:
    """The position of an offset in code points. One between CR and LF is the end of the line."""
    lines = _lines(text)
    line = bisect_right(lines, (offset, len(text) + 1)) - 1
    start, end = lines[line]
    return Position(line, _units(text[start : min(offset, end)]))


def offset(text: str, at: Position) -> int:
    """The offset of a position in code points.

    As the protocol has it, a position behind the end of a line is the end of the line. One inside of a character of
    two units is the start of that character, and one behind the last line the end of the text.
    """
    lines = _lines(text)
    if at.line >= len(lines):
        return len(text)
    start, end = lines[at.line]
    line = text[start:end]
    if line.isascii():
        return start + min(at.character, len(line))
    units = 0
    for index, character in enumerate(line):
        units += _units(character)
        if units > at.character:
            return start + index
    return end


def _units(part: str) -> int:
    return len(part) if part.isascii() else sum(1 + (character > _LAST_OF_ONE_UNIT) for character in part)


@lru_cache(maxsize=256)
def _lines(text: str) -> tuple[tuple[int, int], ...]:
    """Where the lines of a text start and end, without their ends."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _LINE_END.finditer(text):
        found.append((start, end.start()))
        start = end.end()
    return (*found, (start, len(text)))
