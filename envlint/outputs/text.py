"""The report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs import ordered
from envlint.outputs.excerpt import Excerpt, excerpt
from envlint.outputs.style import PLAIN, Style, Tone, printable
from envlint.outputs.words import by_severity, count, joined, notes, place, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.model import Checked, CheckedApp, Finding, Location, Report, Unreadable, Unresolved

EXCERPTS = 10
"""Places of one finding that are shown with their source; of the others only the place."""

_UNRESOLVED = 3
_TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(report: Report, style: Style = PLAIN) -> str:
    """The whole report, ending with a line feed. It always says what was checked, also where nothing was found."""
    blocks = ["\n".join(_finding(finding, style)) for finding in ordered(report)]
    unreadable = "\n".join(_unreadable(report, style))
    return "\n\n".join([*blocks, *([unreadable] if unreadable else []), "\n".join(_summary(report, style))]) + "\n"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    problem, tone = finding.problem, _TONES[finding.severity]
    name = style.paint(f"{finding.severity.value}[{finding.rule}]", tone)
    yield f"{style.paint(place(problem.at), 'strong')}: {name} {style.paint(words(problem.message), 'strong')}"
    first = excerpt(problem.at, style)
    shown = [(label, excerpt(label.at, style)) for label in problem.related[:EXCERPTS]]
    width = len(str(max(first.number, *(part.number for _, part in shown), 0)))
    gutter = _Gutter(width, style)
    yield from gutter.source(first, "^", tone, "")
    path = problem.at.path
    for label, part in shown:
        if label.at.path != path or part.number != first.number:
            yield gutter.place(label.at)
        path = label.at.path
        yield from gutter.source(part, "-", "frame", words(label.text))
    yield from (gutter.place(label.at, words(label.text)) for label in problem.related[EXCERPTS:])
    yield from (gutter.note(word, text) for word, text in notes(problem))


class _Gutter:
    """The left edge of an excerpt: line numbers as wide as the widest of a finding."""

    def __init__(self, width: int, style: Style) -> None:
        self._width = width
        self._style = style

    def _edge(self, text: object, sign: str) -> str:
        return self._style.paint(f"{text:>{self._width}} {sign}", "frame")

    def source(self, part: Excerpt, mark: str, tone: Tone, text: str) -> Iterator[str]:
        """The line, and the mark below it with a few words."""
        yield self._edge("", "|")
        yield f"{self._edge(part.number, '|')} {part.text}".rstrip()
        words = f" {self._style.paint(text, tone)}" if text else ""
        yield f"{self._edge('', '|')} {' ' * part.before}{self._style.paint(mark * part.length, tone)}{words}"

    def place(self, at: Location, text: str = "") -> str:
        """The place of a label, above its source."""
        return f"{self._edge('', ':::')} {place(at)}{f': {text}' if text else ''}"

    def note(self, word: str, text: str) -> str:
        """A line about the whole finding."""
        return f"{self._edge('', '=')} {self._style.paint(f'{word}:', 'help' if word == 'help' else 'strong')} {text}"


def _unreadable(report: Report, style: Style) -> Iterator[str]:
    """The files that could not be read; those that a finding marks at their place are not said twice."""
    marked = {finding.problem.at for finding in report.findings}
    for item in sorted(report.unreadable, key=lambda item: (item.path, item.reason)):
        if item.at is None or item.at not in marked:
            yield f"{style.paint(_unreadable_place(item), 'strong')}: not read: {words(item.reason)}"


def _unreadable_place(item: Unreadable) -> str:
    return place(item.at) if item.at is not None else printable(item.path)


def _summary(report: Report, style: Style) -> Iterator[str]:
    files = count(report.files, "file")
    if report.ignored:
        files += f" ({len(report.ignored)} ignored)"
    sides = {app.side for app in report.checked.apps}
    counts = [
        style.paint(count(number, severity.value), _TONES[severity])
        for severity, number in by_severity(report).items()
        if number
    ]
    if counts:
        yield f"{joined(counts)} in {files}"
    elif sides:
        yield f"{style.paint('clean', 'help')}: nothing was found in {files}"
    if not sides:
        were = "was" if report.files == 1 else "were"
        yield f"nothing to compare: no frontend and no backend was recognised here ({files} {were} looked at)"
        return
    yield f"checked: {_checked(report.checked)}"
    for side in {"frontend", "backend"} - sides:
        yield f"no {side} was recognised here, so nothing could be compared with one"


def _checked(checked: Checked) -> str:
    apps = joined([_app(app) for app in checked.apps])
    connections = count(checked.connections, "connection")
    parts = [f"{apps}: {connections}, {count(checked.allow_lists, 'allow-list')}"]
    if checked.unresolved:
        parts.append(_unresolved(checked.unresolved))
    return "; ".join(parts)


def _app(app: CheckedApp) -> str:
    return f"{'this folder' if app.root in {'', '.'} else printable(app.root)} ({app.framework})"


def _unresolved(unresolved: Sequence[Unresolved]) -> str:
    places = sorted({(item.at.path, item.at.line, item.reason) for item in unresolved})
    named = [f"{printable(path)}:{line} ({words(reason)})" for path, line, reason in places[:_UNRESOLVED]]
    if len(places) > _UNRESOLVED:
        named.append(f"and {len(places) - _UNRESOLVED} more (--format json names all)")
    return f"{count(len(unresolved), 'value')} could not be resolved: {', '.join(named)}"
