"""The report as one line for each finding, in the form that editors and terminals make links of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.outputs import ordered
from envlint.outputs.words import place, words

if TYPE_CHECKING:
    from envlint.model import Finding, Report


def render(report: Report) -> str:
    """A line for each finding, as the first of the text format; empty where nothing was found."""
    return "".join(f"{line(finding)}\n" for finding in ordered(report))


def line(finding: Finding) -> str:
    """`path:line:column: severity[rule] message`, without a line feed."""
    problem = finding.problem
    return f"{place(problem.at)}: {finding.severity.value}[{finding.rule}] {words(problem.message)}"
