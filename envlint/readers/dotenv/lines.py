"""What the dialects of env files have in common: a text with plain line ends, and the lines read from it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from envlint.model import Location, Source

_MARKS = pattern("\ufeff+")


@record
class Plain:
    r"""The text of a file with `\n` for every line end, as loaders see it, and the way back to the file.

    `joined` are the offsets in `text` of the line ends that are two characters in the file.
    """

    source: Source
    text: str
    joined: tuple[int, ...] = ()

    def at(self, start: int, end: int) -> Location:
        """Where a range of the text stands in the file."""
        if not self.joined:
            return self.source.at(start, end)
        return self.source.at(start + bisect_left(self.joined, start), end + bisect_left(self.joined, end))


def plain(source: Source) -> Plain:
    """The text of a source, ready for a dialect's reader.

    A second byte order mark becomes a blank: python-dotenv removes it and would shift all that follows.
    """
    text = _MARKS.sub(lambda match: " " * len(match[0]), source.text, count=1) if source.text[:1] == "\ufeff" else None
    text = source.text if text is None else text
    if "\r" not in text:
        return Plain(source, text)
    joined = tuple(match.start() - index for index, match in enumerate(re.finditer("\r\n", text)))
    return Plain(source, text.replace("\r\n", "\n").replace("\r", "\n"), joined)


@record
class Line:
    """A line as a dialect reads it, or several where a quoted value holds line ends. Offsets count in the plain text.

    `start` is its first character that is no blank, `end` is after its last one. `key` is None where the dialect
    drops the line, `value` where nothing is assigned. The range of the value is without its quotes; `quote` is the
    quote before it, also where `closed` says that it is never closed.
    """

    start: int
    end: int
    key: str | None = None
    key_start: int = 0
    value: str | None = None
    value_start: int = 0
    value_end: int = 0
    quote: str = ""
    closed: bool = True
    exported: bool = False
