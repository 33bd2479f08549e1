"""The report on GitHub Actions: annotations in the log, and a summary of the job.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs import ordered
from envlint.outputs.style import printable
from envlint.outputs.words import count, explained, place, totals, words
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.model import Finding, Location, Report

ANNOTATIONS = 10
"""What GitHub shows of one step: ten errors and ten warnings, and drops the others without a word.

https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
"""

_LARGEST = 900_000
"""Bytes of a summary; GitHub takes 1 MiB from a step, and nothing of what is larger."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_MARKDOWN = pattern(r"[\\`*_\[\]<>|~&#!$]")
_HEAD = "| severity | place | rule | message |\n|---|---|---|---|\n"


def render(report: Report) -> str:
    """A workflow command for each of the worst findings, at most `ANNOTATIONS`; empty where nothing was found."""
    return "".join(f"{_command(finding)}\n" for finding in _worst_first(report)[:ANNOTATIONS])


def summary(report: Report) -> str:
    """The Markdown for the file that `GITHUB_STEP_SUMMARY` names: all findings, the worst first."""
    findings = _worst_first(report)
    head = f"### envlint: {totals(report)}\n"
    if not findings:
        return head
    return f"{head}{_annotated(len(findings))}\n{_HEAD}{_rows(findings)}"


def _worst_first(report: Report) -> list[Finding]:
    rank = list(Severity).index
    return sorted(ordered(report), key=lambda finding: rank(finding.severity))


def _command(finding: Finding) -> str:
    properties = {**_place(finding.problem.at), "title": f"envlint: {finding.rule}"}
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{_data(explained(finding.problem))}"


def _place(at: Location) -> dict[str, object]:
    """The properties of a place. GitHub takes columns only where a range ends on the line on which it begins."""
    (line, column), (last, end) = at.source.line_column(at.start), at.source.line_column(at.end)
    lines: dict[str, object] = {"file": printable(at.path), "line": line, "endLine": last}
    return {**lines, "col": column, "endColumn": end} if line == last else lines


def _data(text: str) -> str:
    """A message, escaped as in https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _annotated(number: int) -> str:
    if number <= ANNOTATIONS:
        return ""
    return (
        f"\nThe first {ANNOTATIONS} are annotated, which is all that GitHub shows; the others are listed here only.\n"
    )


def _rows(findings: Iterable[Finding]) -> str:
    rows = [_row(finding) for finding in findings]
    room = _LARGEST
    for told, row in enumerate(rows):
        room -= len(row.encode())
        if room < 0:
            left = count(len(rows) - told, "more finding")
            return f"{''.join(rows[:told])}\nAnd {left}, for which a summary has no room.\n"
    return "".join(rows)


def _row(finding: Finding) -> str:
    cells = (finding.severity.value, place(finding.problem.at), finding.rule, words(finding.problem.message))
    return f"| {' | '.join(map(_literal, cells))} |\n"


def _literal(text: str) -> str:
    """A text that Markdown shows as it is; in a file's own words there may be anything."""
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", text)
