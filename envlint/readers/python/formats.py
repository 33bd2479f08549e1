"""`"...".format(...)` and `"..." % ...` as concatenations, where the format is simple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.python import combine
from envlint.values import Hole, Many, Text, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envlint.model import Location

_FIELD = pattern(r"\{\{|\}\}|\{(\w*)\}")
_PERCENT = pattern(r"%%|%[sd]")


def braces(template: Text, positional: Sequence[Value], keywords: Mapping[str, Value], at: Location) -> Value:
    """`template.format(...)`; a hole where a field is more than a name or a number."""
    parts: list[Value] = []
    last = automatic = 0
    for match in _FIELD.finditer(template.text):
        parts.append(_piece(template, last, match.start()))
        last = match.end()
        if match.group(1) is None:
            parts.append(Text(match.group()[0], template.at))
            continue
        key = match.group(1) or str(automatic)
        automatic += 0 if match.group(1) else 1
        index = int(key) if key.isdigit() else -1
        value = positional[index] if 0 <= index < len(positional) else keywords.get(key)
        parts.append(value if value is not None else Hole(f"`{key}` is not given", at))
    parts.append(_piece(template, last, len(template.text)))
    rest = "".join(part.text for part in parts if isinstance(part, Text) and part.at is not template.at)
    return Hole("a formatted value", at) if "{" in rest else _joined(parts, at)


def percent(template: Text, right: Value, at: Location) -> Value:
    """`template % values` with `%s` and `%d` only."""
    values = list(right.items) if isinstance(right, Many) else [right]
    parts: list[Value] = []
    last = 0
    for match in _PERCENT.finditer(template.text):
        parts.append(_piece(template, last, match.start()))
        last = match.end()
        if match.group() == "%%":
            parts.append(Text("%", template.at))
        else:
            parts.append(values.pop(0) if values else Hole("a value is not given", at))
    parts.append(_piece(template, last, len(template.text)))
    rest = "".join(part.text for part in parts if isinstance(part, Text) and part.at is not template.at)
    return Hole("a formatted value", at) if "%" in rest else _joined(parts, at)


def _piece(template: Text, start: int, end: int) -> Text:
    """A part of the template, at its own characters where the literal holds no escapes."""
    exact = template.at.text == template.text
    at = template.at.within(start, end - start) if exact else template.at.within(0, len(template.at.text))
    return Text(template.text[start:end], at)


def _joined(parts: Sequence[Value], at: Location) -> Value:
    return combine.joined([part for part in parts if not (isinstance(part, Text) and not part.text)], at)
