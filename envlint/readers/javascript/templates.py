"""Scripts inside of pages: what a template engine fills in is not known, and must not disturb the parser.

Django, Jinja and their kin write `{{ value }}` and `{% tag %}`, EJS `<%= value %>`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Source
from envlint.patterns import pattern
from envlint.readers import syntax
from envlint.values import Hole, Join, Text

if TYPE_CHECKING:
    import re

    from envlint.model import Location
    from envlint.readers.syntax import Syntax
    from envlint.values import Value

_FILLED = pattern(r"\{\{[^\n]*?\}\}|<%[-=][^\n]*?%>")
_TAG = pattern(r"\{%[^\n]*?%\}|\{#[^\n]*?#\}|<%[^\n]*?%>")


def parse(source: Source, parts: tuple[tuple[int, int], ...]) -> Syntax:
    """The syntax tree of a page's scripts, in which a value is a name and a tag is blank."""
    masked = _TAG.sub(_blank, _FILLED.sub(_name, source.text))
    parsed = syntax.parse(Source(source.path, masked), "tsx", parts)
    parsed.source = source
    return parsed


def _name(match: re.Match[str]) -> str:
    return "_" * len(match[0])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def filled(text: str, at: Location) -> Value:
    """A literal of a page: what the template engine fills in is a hole."""
    spans = sorted(match.span() for marks in (_FILLED, _TAG) for match in marks.finditer(text))
    if not spans:
        return Text(text, at)
    if at.text != text:
        return Hole("a literal with escapes in a page", at)
    parts: list[Value] = []
    position = 0
    for start, end in (*spans, (len(text), len(text))):
        if start > position:
            parts.append(Text(text[position:start], at.within(position, start - position)))
        if end > start >= position:
            parts.append(Hole("filled in by the server", at.within(start, end - start)))
        position = max(position, end)
    return Join(tuple(parts), at)
