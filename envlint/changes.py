"""What of a report concerns a change: what is new or worse since a commit, or stands in staged lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envlint.git import Lines
    from envlint.model import Finding, Location, Report

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
"""The worst first."""


def since(before: Report, now: Report) -> Report:
    """The report without the findings that were there before, as bad as now."""
    ranks = {_identity(finding): _RANK[finding.severity] for finding in before.findings}
    return replace(now, findings=tuple(f for f in now.findings if _RANK[f.severity] < ranks.get(_identity(f), 9)))


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    """A finding that says something else than before of the same place is another one: the other side has changed."""
    return finding.rule, finding.problem.at.path, finding.fingerprint, finding.problem.message


def staged(report: Report, lines: Mapping[str, Lines]) -> Report:
    """The report with those findings only of which any place is staged."""
    return replace(report, findings=tuple(f for f in report.findings if _is_any_staged(_places(f), lines)))


def _places(finding: Finding) -> Iterable[Location]:
    return (finding.problem.at, *(label.at for label in finding.problem.related))


def _is_any_staged(places: Iterable[Location], lines: Mapping[str, Lines]) -> bool:
    for at in places:
        first, last = (at.source.line_column(offset)[0] for offset in (at.start, max(at.start, at.end - 1)))
        if any(start <= last and first <= end for start, end in lines.get(at.path, ())):
            return True
    return False
