"""The report for a program that reads text and pays for each word of it: an AI agent, or a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.outputs import ordered
from envlint.outputs.concise import line
from envlint.outputs.words import count, totals, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Checked, Finding, Problem, Report

_SYMPTOM = 160
"""Characters of a symptom that are told; the whole of it is in the other formats."""


def render(report: Report) -> str:
    """A line for each finding with what one sees of it and what mends it, and a last line with counts.

    The last line also says what was compared, so that silence is not taken for a proof.
    """
    lines = [_line(finding) for finding in ordered(report)]
    return "\n".join([*lines, "; ".join(_last(report))]) + "\n"


def _line(finding: Finding) -> str:
    problem = finding.problem
    parts = [line(finding)]
    if problem.symptom:
        parts.append(f"seen: {_short(words(problem.symptom))}")
    mend = _mend(problem)
    if mend:
        parts.append(f"fix: {mend}")
    return " | ".join(parts)


def _short(symptom: str) -> str:
    """A symptom, cut between two words where it is long."""
    if len(symptom) <= _SYMPTOM:
        return symptom
    first = symptom[:_SYMPTOM]
    return f"{first.rpartition(' ')[0] or first} ..."


def _mend(problem: Problem) -> str:
    return words(problem.remedy) or " or ".join(words(fix.title) for fix in problem.fixes)


def _last(report: Report) -> Iterator[str]:
    yield totals(report)
    yield f"compared: {_compared(report.checked)}"
    unread = len({item.path for item in report.unreadable})
    if unread:
        yield f"{count(unread, 'file')} not read"
    if report.checked.unresolved:
        yield f"{count(len(report.checked.unresolved), 'value')} not resolved"


def _compared(checked: Checked) -> str:
    if len({app.side for app in checked.apps}) < 2:
        return "nothing, as only one side or none was recognised"
    return f"{count(checked.connections, 'connection')}, {count(checked.allow_lists, 'allow-list')}"
