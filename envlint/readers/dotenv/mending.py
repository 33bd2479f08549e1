"""Faulty lines of an env file as they were plainly meant; None wherever there is a second way to understand them.

What comes out is read alike by both dialects: a test asserts it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern

if TYPE_CHECKING:
    from envlint.readers.dotenv.lines import Line

_SETTING = pattern(
    r"(?P<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+):[ \t]+"
    r"(?P<value>[^\s#'\"`$\\]+|\"[^\"$\\\n]*\"|'[^'$\\\n]*')(?P<rest>[ \t]+#.*)?"
)
"""`MY_NAME: value`, where nobody can have meant a sentence."""

_QUOTED_NAME = pattern(r"(['\"])(?P<name>[A-Za-z_]\w*)\1", re.ASCII)
_COMMENT = pattern(r"(?:\s+#.*)?")


def with_equals(line: str) -> str | None:
    """`NAME=value` for `NAME: value`."""
    match = _SETTING.fullmatch(line)
    return f"{match['name']}={match['value']}{match['rest'] or ''}" if match is not None else None


def closed(text: str, line: Line) -> str | None:
    """The line with its quote closed, where the value is one word."""
    word = text[line.value_start + 1 : line.value_end]
    if line.quote != '"' or not re.fullmatch(r"[^\s'\"`#$\\]+", word):
        return None
    return f'{text[line.start : line.end]}"'


def without_quotes(text: str, line: Line) -> str | None:
    """The line without the quotes around its name, where its value is plain."""
    match = _QUOTED_NAME.fullmatch(line.key or "")
    if match is None or line.quote == "`" or re.search(r"[\\$#\n]", text[line.value_start : line.end]):
        return None
    before, after = text[line.start : line.key_start], text[line.key_start + len(match[0]) : line.end]
    return f"{before}{match['name']}{after}"


def quoted(text: str, line: Line) -> str | None:
    """The line with its value in double quotes, whatever it had before."""
    return _requoted(text, line, text[line.value_start : line.value_end], '"')


def with_other_quotes(text: str, line: Line) -> str | None:
    """The line with the other kind of quotes, so that those in the value need no backslash."""
    value = text[line.value_start : line.value_end].replace(f"\\{line.quote}", line.quote)
    return _requoted(text, line, value, "'" if line.quote == '"' else '"')


def emptied(text: str, line: Line) -> str | None:
    """The line with an empty value before its comment."""
    return f'{text[line.start : line.value_start]}"" {text[line.value_start : line.end]}'


def _requoted(text: str, line: Line, value: str, quote: str) -> str | None:
    width = len(line.quote)
    rest = text[line.value_end + width : line.end]
    if re.search(rf"[\\$\n{quote}]", value) or not _COMMENT.fullmatch(rest):
        return None
    return f"{text[line.start : line.value_start - width]}{quote}{value}{quote}{rest}"
