"""The report that GitLab shows on a merge request, as an artifact of the kind `codequality`.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs import ordered
from envlint.outputs.style import printable
from envlint.outputs.words import words

if TYPE_CHECKING:
    from envlint.model import Finding, Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
"""`critical` and `blocker` are left to tools that know what a fault costs."""


def render(report: Report) -> str:
    """A JSON array, ASCII only; an empty one says that earlier findings are gone."""
    return json.dumps([_issue(finding) for finding in ordered(report)], indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, object]:
    at = finding.problem.at
    first, _ = at.source.line_column(at.start)
    last, _ = at.source.line_column(at.end)
    return {
        "description": words(finding.problem.message),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": printable(at.path), "lines": {"begin": first, "end": last}},
    }
