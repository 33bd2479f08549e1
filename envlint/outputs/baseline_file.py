"""A report as a baseline: what is known from now on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint.baseline import VERSION
from envlint.outputs import ordered
from envlint.outputs.secrets import without_secrets

if TYPE_CHECKING:
    from envlint.model import Report


def render(report: Report) -> str:
    """The baseline as JSON, one finding after the other; the message is for whoever reads it."""
    findings = [
        {
            "rule": finding.rule,
            "path": finding.problem.at.path,
            "fingerprint": finding.fingerprint,
            "message": without_secrets(finding.problem.message),
        }
        for finding in ordered(report)
    ]
    return json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"
