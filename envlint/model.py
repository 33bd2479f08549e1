"""The nouns of a report: where something stands, what is wrong there, and what would mend it.

Offsets inside envlint are code points into `Source.text`, half open. Lines and columns are
made from them at the edge only, by the outputs.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable


class Source:
    """The text of one file.

    `path` is relative to the linted folder, with `/` on every system. `text` keeps its line ends and
    has no byte order mark; `encoding` and `bom` say how it stood on disk.
    """

    # No dataclass: that module imports what takes longer than the rest of this one. No record: the starts of the
    # lines are found when they are first asked for.
    __slots__ = ("_starts", "bom", "encoding", "path", "text")

    path: str
    text: str
    encoding: str
    bom: bool
    _starts: list[int]

    def __init__(self, path: str, text: str, encoding: str = "utf-8", bom: bool = False) -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self._starts = []

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or _OF_SOURCE(self) == _OF_SOURCE(other)

    def __hash__(self) -> int:
        return hash(_OF_SOURCE(self))

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {self.text!r}, {self.encoding!r}, {self.bom!r})"

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            position = self.text.find("\n")
            while position >= 0:
                self._starts.append(position + 1)
                position = self.text.find("\n", position + 1)
        return self._starts

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1, the column in code points."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (counted from 1) without its line end; empty past the last line."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def at(self, start: int, end: int) -> Location:
        """The half-open range of two offsets as a location in this file."""
        return Location(self, start, end)


_OF_SOURCE: Callable[[Source], tuple[object, ...]] = attrgetter("path", "text", "encoding", "bom")


@record
class Location:
    """A half-open range of code points in one file."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.start : self.end]

    @property
    def path(self) -> str:
        """The file, relative to the linted folder."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line on which it begins, from 1."""
        return self.source.line_column(self.start)[0]

    @property
    def file_and_line(self) -> str:
        """As a message of a compiler begins: `envlint.toml:3`."""
        return f"{self.path}:{self.line}"

    def within(self, start: int, length: int) -> Location:
        """A part of this location: `start` and `length` count from its own beginning."""
        return Location(self.source, self.start + start, self.start + start + length)

    def sort_key(self) -> tuple[str, int, int]:
        """Orders locations by path and then by place in the file."""
        return self.source.path, self.start, self.end


class Severity(str, Enum):
    """How bad a finding is; the names are those of JSON v1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Safety(str, Enum):
    """Whether a fix keeps the meaning of everything else."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@record
class Label:
    """A place that a problem also speaks of, with a few words about it."""

    at: Location
    text: str


@record
class Edit:
    """Replaces what stands at a location."""

    at: Location
    text: str


@record
class Fix:
    """Edits that mend a problem together; all of them apply or none."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety = Safety.UNSAFE


@record
class Problem:
    """What a rule yields.

    `message` stands alone in one line. `related` is in the order in which a request travels: page, variable,
    URL, proxy, server, route. `symptom` is what one would see in the browser's console or the server's log.
    `fixes` are alternatives, at most one of them safe; `remedy` says the mend in words. `severity` overrides the
    rule's own, where not all of its problems are equally bad.
    """

    message: str
    at: Location
    related: tuple[Label, ...] = ()
    symptom: str = ""
    remedy: str = ""
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None


@record
class Finding:
    """A problem, with the rule that found it. Made by the engine alone."""

    problem: Problem
    rule: str
    severity: Severity
    fingerprint: str


@record
class Ignored:
    """A finding that a comment silences, with the reason that the comment gives."""

    rule: str
    at: Location
    reason: str


@record
class Unreadable:
    """A file that matters and could not be read or parsed. `at` is the place, where one is known."""

    path: str
    reason: str
    at: Location | None = None


@record
class Unresolved:
    """A value that a rule would have needed and that could not be resolved, with the place that decides it."""

    at: Location
    reason: str


@record
class CheckedApp:
    """An app of the repository as the report names it."""

    root: str
    side: str
    framework: str


@record
class Checked:
    """What a run looked at, so that silence means something."""

    apps: tuple[CheckedApp, ...] = ()
    connections: int = 0
    allow_lists: int = 0
    unresolved: tuple[Unresolved, ...] = ()


@record
class Failure:
    """A rule that raised. `file` is that of a rule which is not envlint's own, else empty."""

    rule: str
    file: str
    trace: str

    @property
    def words(self) -> str:
        """Which rule failed, and whose bug that is."""
        return f"the rule {self.rule} failed, which is a bug in {self.file or 'envlint'}"


@record
class Report:
    """The result of a run. `files` counts the files whose content was looked at."""

    findings: tuple[Finding, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    checked: Checked = Checked()
    files: int = 0
    ignored: tuple[Ignored, ...] = ()
    failures: tuple[Failure, ...] = ()
