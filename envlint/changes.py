"""What of a report concerns a change: what is new or worse since a commit, or stands in staged lines."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from envlint.git import Lines
    from envlint.model import Finding, Location, Report, Source

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
"""The worst first."""


def since(before: Report, now: Report, renamed: Mapping[str, str] | None = None) -> Report:
    """The report without the findings that were there before, as bad as now.

    `renamed` are the former names of files. A finding that says something else than before of the same text is
    another one: the other side has changed.
    """
    earlier: dict[object, list[Finding]] = defaultdict(list)
    for finding in before.findings:
        earlier[_identity(finding, finding.problem.at.path)].append(finding)
    later: dict[object, list[Finding]] = defaultdict(list)
    for finding in now.findings:
        path = finding.problem.at.path
        later[_identity(finding, (renamed or {}).get(path, path))].append(finding)
    known = {id(finding) for key, findings in later.items() for finding in _known(earlier[key], findings)}
    return replace(now, findings=tuple(finding for finding in now.findings if id(finding) not in known))


def _identity(finding: Finding, path: str) -> object:
    return finding.rule, path, finding.problem.at.text, finding.problem.message


def _known(earlier: Sequence[Finding], later: Sequence[Finding]) -> Iterator[Finding]:
    """Those of some equal findings that were there before: one for each earlier one, in the lines that are the same."""
    if not earlier:
        return
    lines = _kept_lines(earlier[0].problem.at.source, later[0].problem.at.source) if len(later) > len(earlier) else {}
    old = {finding.problem.at.line for finding in earlier}
    in_place = [finding for finding in later if lines.get(finding.problem.at.line) in old]
    moved = [finding for finding in later if finding not in in_place]
    for before, now in zip(earlier, [*in_place, *moved], strict=False):
        if _RANK[now.severity] >= _RANK[before.severity]:
            yield now


def _kept_lines(before: Source, now: Source) -> dict[int, int]:
    """The lines of a text that stood in an earlier one, each with its number there."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before.text.split("\n"), now.text.split("\n"), autojunk=False)
    return {b + i + 1: a + i + 1 for a, b, size in matcher.get_matching_blocks() for i in range(size)}


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
