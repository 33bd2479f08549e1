"""A line of source with a range of it marked, as it may be shown on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.outputs.secrets import Marked, env_line_without_secrets, is_env_file, line_without_secrets
from envlint.records import record

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.outputs.style import Style

LIMIT = 110
"""Characters of a line that are shown; a longer line is cut around the marked range."""

_NEAR = 1200
"""Characters on each side that are looked at for secrets: a password that is cut in two is not known as one."""


@record
class Excerpt:
    """`before` and `length` are columns of a terminal: where the mark begins and how long it is (at least 1)."""

    number: int
    text: str
    before: int
    length: int


def excerpt(at: Location, style: Style) -> Excerpt:
    """The first line of a location."""
    number, column = at.source.line_column(at.start)
    line = at.source.line(number)
    start = min(column - 1, len(line))
    end = min(start + at.end - at.start, len(line))
    marked = Marked(line, start, start + len(line[start:end].rstrip()))
    if is_env_file(at.path):
        return _shown(number, env_line_without_secrets(marked, style.ellipsis), style)
    return _shown(number, line_without_secrets(_near(marked)), style)


def _near(line: Marked) -> Marked:
    """The neighbourhood of the mark, for lines of a megabyte."""
    first = max(0, line.start - _NEAR)
    return Marked(line.text[first : line.start + 2 * _NEAR], line.start - first, min(line.end - first, 3 * _NEAR))


def _shown(number: int, line: Marked, style: Style) -> Excerpt:
    first, last = _cut(line)
    cells = style.cells(line.text[first:last])
    head, tail = (style.ellipsis if cut else "" for cut in (first > 0, last < len(line.text)))
    text = f"{head}{''.join(shown for shown, _ in cells)}{tail}"
    before = len(head) + sum(width for _, width in cells[: line.start - first])
    length = sum(width for _, width in cells[line.start - first : line.end - first])
    return Excerpt(number, text.rstrip(), before, max(1, length))


def _cut(line: Marked) -> tuple[int, int]:
    """The range of a line that is shown: all of it, or the mark with as much on its left as on its right."""
    if len(line.text) <= LIMIT:
        return 0, len(line.text)
    beside = max(10, (LIMIT - (line.end - line.start)) // 2)
    first = max(0, min(line.start - beside, len(line.text) - LIMIT))
    return first, min(first + LIMIT, len(line.text))
