"""Lines of an env file that a loader drops or misreads.

Only what cannot have been meant so is a fault. Style is none, and neither is a line that the dialects merely read in
different ways. Reasons and replacements are made of the file's text only where a replacement needs it: values are
secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.patterns import pattern
from envlint.readers.dotenv import mending
from envlint.readers.dotenv.vite_dialect import is_name
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from envlint.readers.dotenv.lines import Line
    from envlint.readers.dotenv.pairs import Pair

Dialects = tuple[Literal["python", "vite"], ...]

BOTH: Dialects = ("python", "vite")
PYTHON: Dialects = ("python",)
VITE: Dialects = ("vite",)

_COLON = pattern(r"[A-Za-z_]\w*:(?=[ \t]+\S)", re.ASCII)
_COLOR = pattern(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_ROUTE = pattern(r"[a-z][a-z0-9+.-]*://[^\s#'\"`]+#!?/[^\s#'\"`]*")
_NEXT_NAME = pattern(r"\n[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*=[ \t]*$", re.ASCII)


@record
class Fault:
    """What is wrong with a line, for which dialects, and the line as it was plainly meant."""

    start: int
    end: int
    dialects: Dialects
    reason: str
    replacement: str | None = None


def find(text: str, pairs: Iterable[Pair]) -> Iterator[Fault]:
    """The faults of a text, at most one for a line. What lies inside a faulty line is its consequence."""
    covered = 0
    for pair in pairs:
        if pair.start < covered:
            continue
        fault = next((found for check in _CHECKS if (found := check(text, pair))), None)
        if fault is not None:
            covered = pair.end
            yield fault


def _block(_text: str, pair: Pair) -> Fault | None:
    if not pair.block:
        return None
    return Fault(pair.start, pair.end, BOTH, "a value over several lines must stand in quotes")


def _dropped(text: str, pair: Pair) -> Fault | None:
    """A line that is no assignment."""
    if pair.python is None or pair.python.value is not None:
        return None
    if pair.python.key is None and pair.vite is not None and pair.vite.key is not None:
        return _half_dropped(text, pair, pair.vite)
    start, end = pair.start, pair.python.end
    if _COLON.match(text, start):
        reason = "there is a colon where the equals sign belongs"
        return Fault(start, end, PYTHON, reason, mending.with_equals(text[start:end]))
    if pair.python.key is not None:
        return Fault(start, end, BOTH, "there is no equals sign after the name, so nothing is set")
    return Fault(start, end, BOTH, "the line is neither NAME=value nor a comment")


def _half_dropped(text: str, pair: Pair, vite: Line) -> Fault | None:
    """A line that python-dotenv drops although it has a name and an equals sign."""
    if not vite.key:
        return Fault(pair.start, pair.end, BOTH, "there is no name before the equals sign")
    if not is_name(vite.key):
        return Fault(pair.start, pair.end, BOTH, "what stands before the equals sign is no name")
    if not vite.closed:
        replacement = mending.closed(text, vite)
        return Fault(pair.start, pair.end, BOTH, "the quote is never closed", replacement)
    if "\n" in text[vite.value_start : vite.value_end]:
        reason = "the quote is not closed, so that the lines up to the next quote are lost"
        return Fault(pair.start, pair.end, BOTH, reason)
    if vite.quote and text[vite.value_end + 1 : vite.end].strip():
        return Fault(pair.start, pair.end, BOTH, "there is text after the closing quote")
    return Fault(pair.start, pair.end, PYTHON, "the line is neither NAME=value nor a comment")


def _swallowed(text: str, pair: Pair) -> Fault | None:
    """A value that ends where the value of another name begins: its own closing quote is missing."""
    for line in (pair.python, pair.vite):
        if line is not None and line.quote and _NEXT_NAME.search(text, line.value_start, line.value_end):
            reason = "the quote is not closed, so that the lines up to the next quote are part of the value"
            return Fault(pair.start, pair.end, BOTH, reason)
    return None


def _misnamed(text: str, pair: Pair) -> Fault | None:
    line = pair.vite
    if line is None or line.key is None or is_name(line.key) or pair.python is None:
        return None
    replacement = mending.without_quotes(text, line)
    if text[pair.start : pair.start + 1] == "'" or text[line.key_start] == "'":
        return Fault(pair.start, pair.end, VITE, "the name stands in quotes", replacement)
    if replacement is not None:
        return Fault(pair.start, pair.end, BOTH, "the name stands in quotes", replacement)
    return Fault(pair.start, pair.end, BOTH, "the name holds other signs than letters, digits, _, - and .")


def _backticks(text: str, pair: Pair) -> Fault | None:
    if pair.python is None or pair.vite is None or pair.vite.quote != "`" or not pair.vite.closed:
        return None
    reason = "python-dotenv knows no backticks as quotes and takes them for a part of the value"
    return Fault(pair.start, pair.end, PYTHON, reason, mending.quoted(text, pair.vite))


def _escaped_quote(text: str, pair: Pair) -> Fault | None:
    python, vite = pair.python, pair.vite
    if python is None or vite is None or not python.quote or python.quote != vite.quote:
        return None
    if vite.value_end >= python.value_end:
        return None
    reason = "an escaped quote ends the value for Vite and Node.js, and keeps its backslash for dotenv"
    return Fault(pair.start, pair.end, VITE, reason, mending.with_other_quotes(text, python))


def _comment_for_value(text: str, pair: Pair) -> Fault | None:
    line = pair.python
    if line is None or line.value is None or line.quote or not line.value.startswith(("# ", "#\t")):
        return None
    reason = "python-dotenv reads a comment right after the equals sign as the value"
    return Fault(pair.start, pair.end, PYTHON, reason, mending.emptied(text, line))


def _value_for_comment(text: str, pair: Pair) -> Fault | None:
    """A colour, or the route in a URL, that begins with a `#` and is taken for a comment."""
    line = pair.python
    if line is None or line.value is None or line.quote:
        return None
    if not (_COLOR.fullmatch(line.value) or _ROUTE.fullmatch(line.value)):
        return None
    return Fault(pair.start, pair.end, VITE, "a # without quotes begins a comment", mending.quoted(text, line))


_CHECKS: tuple[Callable[[str, Pair], Fault | None], ...] = (
    _block,
    _dropped,
    _misnamed,
    _swallowed,
    _backticks,
    _escaped_quote,
    _comment_for_value,
    _value_for_comment,
)
