"""How browser builds read an env file: as `util.parseEnv` of Node.js does, which Vite 8 calls, and dotenv 16.

Vite 5 and Next bundle dotenv 16. Where the two differ this is Node's reading: text after a closing quote is dropped,
an escaped quote ends a value, `NAME: value` is no assignment, a no-break space stays, and the byte order mark becomes
part of the first name. Where Node's releases differ among themselves (lines without an equals sign, indented
comments), this is the reading of dotenv and of the newest: such a line spoils no other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.dotenv.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE = pattern(r"\s*")
_BLANK = pattern(r"[ \t\v\f]*")
_EXPORT = pattern(r"export[ \t]+(?=[^\s=])")
_BLANKS = " \t\v\f"
_NAME = pattern(r"[\w.-]+", re.ASCII)


def is_name(key: str) -> bool:
    """Whether the dialect takes a text for a name (the pattern is dotenv's)."""
    return _NAME.fullmatch(key) is not None


def read(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank and no comment, in order; keys may be no names."""
    position = 0
    while (position := _end(_WHITE, text, position)) < len(text):
        end = _line_end(text, position)
        if text[position] == "#":
            position = end
            continue
        equals = text.find("=", position, end)
        line = _assignment(text, position, equals) if equals >= 0 else Line(position, _trimmed(text, position, end))
        yield line
        position = _line_end(text, line.end)


def _assignment(text: str, start: int, equals: int) -> Line:
    key_start = _end(_EXPORT, text, start)
    key = text[key_start:equals].rstrip()
    first = _end(_BLANK, text, equals + 1)
    quote = text[first : first + 1]
    closing = text.find(quote, first + 1) if quote in {"'", '"', "`"} else -1
    exported = key_start > start
    if closing >= 0:
        value = text[first + 1 : closing]
        decoded = value.replace("\\n", "\n") if quote == '"' else value
        end = _trimmed(text, start, _line_end(text, closing))
        return Line(start, end, key, key_start, decoded, first + 1, closing, quote, exported=exported)
    end = _line_end(text, first)
    value, quote = (text[first:end], quote) if quote in {"'", '"', "`"} else (text[first:end].partition("#")[0], "")
    value = value.rstrip(_BLANKS)
    first = first if value else equals + 1
    end = _trimmed(text, start, end)
    return Line(start, end, key, key_start, value, first, first + len(value), quote, not quote, exported)


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return found if found >= 0 else len(text)


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match is not None else start
