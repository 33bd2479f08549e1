"""A text taken out of a file, with the place of each of its characters.

The command in a JSON string, a folded YAML scalar or the quotes of `sh -c "..."` is not letter by letter what
stands in the file. A passage keeps both, so that a value found in the decoded text still points at its characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.model import Location, Source
from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_JSON_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@record
class Passage:
    """A decoded text. `offsets` has the code point offset of each character and, last, of the end."""

    source: Source
    text: str
    offsets: Sequence[int]

    @property
    def at(self) -> Location:
        """From the first character to the last."""
        return Location(self.source, self.offsets[0], self.offsets[-1])

    def part(self, start: int, end: int | None = None) -> Passage:
        """A slice, with offsets into this passage's text."""
        stop = len(self.text) if end is None else end
        return Passage(self.source, self.text[start:stop], self.offsets[start : stop + 1])


def whole(source: Source) -> Passage:
    """All of a file."""
    return between(source, 0, len(source.text))


def between(source: Source, start: int, end: int) -> Passage:
    """A range of a file, letter by letter."""
    return Passage(source, source.text[start:end], range(start, end + 1))


def joined(parts: Iterable[Passage], source: Source, empty_at: int = 0) -> Passage:
    """Several passages of one file, one after the other; `empty_at` is the place of the result where there is none."""
    texts: list[str] = []
    offsets: list[int] = []
    end = empty_at
    for part in parts:
        texts.append(part.text)
        offsets.extend(part.offsets[: len(part.text)])
        end = part.offsets[-1]
    return Passage(source, "".join(texts), (*offsets, end))


def json_string(source: Source, start: int, end: int) -> Passage:
    """The content of a JSON string that stands, with its quotes, between two offsets (RFC 8259, section 7)."""
    raw = between(source, start + 1, max(start + 1, end - 1))
    if "\\" not in raw.text:
        return raw
    characters: list[str] = []
    offsets: list[int] = []
    index = 0
    while index < len(raw.text):
        character, length = _json_character(raw.text, index)
        characters.append(character)
        offsets.append(raw.offsets[index])
        index += length
    return Passage(source, "".join(characters), (*offsets, raw.offsets[-1]))


def _json_character(raw: str, index: int) -> tuple[str, int]:
    """The character that is written at an index, and how many characters write it."""
    if raw[index] != "\\" or index + 1 >= len(raw):
        return raw[index], 1
    escape = raw[index + 1]
    if escape != "u":
        return _JSON_ESCAPES.get(escape, escape), 2
    try:
        return chr(int(raw[index + 2 : index + 6], 16)), 6
    except ValueError:
        return escape, 2


_JSON_STRING = pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BETWEEN = pattern(r"(?:\s|\\\r?\n|#[^\n]*\n|,)*", re.DOTALL)


def json_words(text: Passage) -> tuple[Passage, ...] | None:
    """The strings of a JSON array, which may go over several lines of a Dockerfile; None where it is none.

    The passage must stand letter by letter in its file.
    """
    stripped = text.text.rstrip()
    if not stripped.startswith("[") or not stripped.endswith("]"):
        return None
    found: list[Passage] = []
    position = 1
    while (gap := _BETWEEN.match(stripped, position)) and gap.end() < len(stripped) - 1:
        match = _JSON_STRING.match(stripped, gap.end())
        if match is None:
            return None
        found.append(json_string(text.source, text.offsets[match.start()], text.offsets[match.end()]))
        position = match.end()
    return tuple(found)
