"""A report with the paths that a code host has for the files."""

from __future__ import annotations

from typing import cast

from envlint.model import Report, Source, Unreadable
from envlint.records import fields, replace


def rooted(report: Report, way: str) -> Report:
    """The report as seen from another folder; `way` leads from there to the linted one, with a slash at its end."""
    if not way:
        return report
    moved: dict[int, Source] = {}

    def move(value: object) -> object:
        if isinstance(value, Source):
            if id(value) not in moved:
                moved[id(value)] = Source(way + value.path, value.text, value.encoding, value.bom)
            return moved[id(value)]
        if isinstance(value, Unreadable):
            return replace(value, path=way + value.path, at=move(value.at))
        if isinstance(value, tuple):
            return tuple(map(move, cast("tuple[object, ...]", value)))
        names = fields(value)
        return replace(value, **{name: move(getattr(value, name)) for name in names}) if names else value

    return cast("Report", move(report))
