"""How often each rule speaks, for projects that begin to use envlint."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs.words import totals

if TYPE_CHECKING:
    from envlint.model import Report


def render(report: Report) -> str:
    """A line for each rule and severity, the most frequent first: `12  error    rule`; then the totals."""
    counts = Counter((finding.severity, finding.rule) for finding in report.findings)
    rank = list(Severity).index
    rows = sorted(counts.items(), key=lambda row: (-row[1], rank(row[0][0]), row[0][1]))
    number_width = max((len(str(number)) for number in counts.values()), default=0)
    name_width = max((len(severity.value) for severity, _ in counts), default=0)
    lines = [f"{number:>{number_width}}  {severity.value:<{name_width}}  {rule}" for (severity, rule), number in rows]
    return "\n".join([*lines, totals(report)]) + "\n"
