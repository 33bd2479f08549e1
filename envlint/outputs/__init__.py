"""What a report looks like to people and to programs: one module and one function for each format.

Every text that leaves envlint here goes through `outputs.secrets`, and findings stand in one order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envlint.model import Finding, Report


def ordered(report: Report) -> list[Finding]:
    """The findings by path, place, rule and message, whatever the order in which they were found."""
    return sorted(report.findings, key=_order)


def _order(finding: Finding) -> tuple[str, int, str, int, str]:
    at = finding.problem.at
    line, _ = at.source.line_column(at.start)
    return at.path, line, finding.rule, at.start, finding.problem.message
