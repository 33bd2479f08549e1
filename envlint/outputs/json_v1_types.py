"""JSON v1, as types: the one place where its form is written down.

`json_v1` is checked against them by the type checkers, and the JSON Schema is made from them by pydantic. pydantic
asks for `typing_extensions.TypedDict` before Python 3.12, so this module is imported for the schema only.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

Count = Annotated[int, Field(ge=0)]
Path = Annotated[str, Field(description="Relative to the linted folder, with `/`; bytes that are no text are escaped.")]
SeverityName = Literal["error", "warning", "note"]
SafetyName = Literal["safe", "unsafe"]
SideName = Literal["frontend", "backend"]


class Position(TypedDict):
    """A place between characters."""

    line: Annotated[int, Field(ge=1, description="Counted from 1.")]
    column: Annotated[int, Field(ge=1, description="In Unicode code points, counted from 1.")]


class Range(TypedDict):
    """A part of a file."""

    start: Position
    end: Annotated[Position, Field(description="The first place that is no longer part of it.")]


class Related(TypedDict):
    """Another place that a finding speaks of, in the order in which a request travels."""

    message: str
    path: Path
    range: Range


class Edit(TypedDict):
    """What stands in the range is to be replaced."""

    path: Path
    range: Range
    text: str


class Fix(TypedDict):
    """Edits that mend a finding together: all of them apply or none. Several fixes are alternatives."""

    title: str
    safety: Annotated[SafetyName, Field(description="safe: nothing else changes its meaning.")]
    edits: list[Edit]


class Finding(TypedDict):
    """One fault."""

    rule: str
    severity: SeverityName
    message: Annotated[str, Field(description="Stands alone in one line.")]
    path: Path
    range: Range
    symptom: Annotated[str, Field(description="What one would see in the browser or the server's log; may be empty.")]
    help: Annotated[str, Field(description="How to mend it, in words; may be empty.")]
    related: list[Related]
    fixes: list[Fix]
    fingerprint: Annotated[str, Field(description="Stays the same when lines are added above.")]
    url: Annotated[
        str,
        Field(
            description="The rule's page, relative to envlint's own repository.",
            json_schema_extra={"format": "uri-reference"},
        ),
    ]


class Unreadable(TypedDict):
    """A file that matters and could not be read or parsed."""

    path: Path
    reason: str


class App(TypedDict):
    """One half of a project. `root` is `.` for the linted folder itself."""

    root: Path
    side: SideName
    framework: str


class Unresolved(TypedDict):
    """A value that could not be followed, at the place that decides it."""

    path: Path
    range: Range
    reason: str


class Checked(TypedDict):
    """What was looked at, so that silence means something."""

    apps: list[App]
    connections: Annotated[Count, Field(description="Calls in browser code that reach a server.")]
    allow_lists: Annotated[Count, Field(description="Lists of origins that a server allows.")]
    unresolved: list[Unresolved]


class Summary(TypedDict):
    """Counts."""

    files: Annotated[Count, Field(description="Files whose content was looked at.")]
    errors: Count
    warnings: Count
    notes: Count
    ignored: Annotated[Count, Field(description="Findings that a comment or the configuration silenced.")]


class Tool(TypedDict):
    """Who wrote the report."""

    name: Literal["envlint"]
    version: str


class Report(TypedDict):
    """The result of one run of `envlint --format json`. New keys may be added in v1; none goes or changes."""

    version: Literal[1]
    tool: Tool
    findings: Annotated[list[Finding], Field(description="Sorted by path, line and rule.")]
    unreadable: list[Unreadable]
    checked: Checked
    summary: Summary
