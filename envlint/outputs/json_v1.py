"""The report for editors and scripts, version 1. Inner names may change; this form may not.

It is built field by field, and never from inner types by themselves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint import __version__
from envlint.model import Safety, Severity
from envlint.outputs import ordered
from envlint.outputs.secrets import tellable, without_secrets
from envlint.outputs.style import printable
from envlint.outputs.words import by_severity

if TYPE_CHECKING:
    from envlint import model
    from envlint.outputs import json_v1_types as v1

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

_SEVERITIES: dict[Severity, v1.SeverityName] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_SAFETIES: dict[Safety, v1.SafetyName] = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe"}
_SIDES: dict[str, v1.SideName] = {"frontend": "frontend", "backend": "backend"}


def render(report: model.Report) -> str:
    """The whole report as JSON, ending with a line feed. ASCII only, so that it is the same on every stream."""
    return json.dumps(_report(report), indent=2) + "\n"


def schema() -> str:
    """The JSON Schema (draft 2020-12) of what `render` gives, as JSON."""
    from pydantic import TypeAdapter

    from envlint.outputs import json_v1_types

    made = TypeAdapter(json_v1_types.Report).json_schema()
    return json.dumps({"$schema": _DRAFT, **made, "title": "envlint JSON v1"}, indent=2) + "\n"


def _report(report: model.Report) -> v1.Report:
    return {
        "version": 1,
        "tool": {"name": "envlint", "version": __version__},
        "findings": [finding_object(finding) for finding in ordered(report)],
        "unreadable": [
            {"path": printable(path), "reason": without_secrets(reason)}
            for path, reason in sorted({(item.path, item.reason) for item in report.unreadable})
        ],
        "checked": _checked(report.checked),
        "summary": _summary(report),
    }


def finding_object(finding: model.Finding) -> v1.Finding:
    """One finding, as it stands in `findings`."""
    problem = finding.problem
    return {
        "rule": finding.rule,
        "severity": _SEVERITIES[finding.severity],
        "message": without_secrets(problem.message),
        "path": printable(problem.at.path),
        "range": _range(problem.at),
        "symptom": without_secrets(problem.symptom),
        "help": without_secrets(problem.remedy),
        "related": [_related(label) for label in problem.related],
        "fixes": [_fix(fix) for fix in tellable(problem.fixes)],
        "fingerprint": finding.fingerprint,
        "url": f"docs/rules/{finding.rule}.md",
    }


def _related(label: model.Label) -> v1.Related:
    return {"message": without_secrets(label.text), "path": printable(label.at.path), "range": _range(label.at)}


def _fix(fix: model.Fix) -> v1.Fix:
    return {
        "title": without_secrets(fix.title),
        "safety": _SAFETIES[fix.safety],
        "edits": [{"path": printable(edit.at.path), "range": _range(edit.at), "text": edit.text} for edit in fix.edits],
    }


def _checked(checked: model.Checked) -> v1.Checked:
    return {
        "apps": [
            {"root": printable(app.root), "side": _SIDES[app.side], "framework": app.framework} for app in checked.apps
        ],
        "connections": checked.connections,
        "allow_lists": checked.allow_lists,
        "unresolved": [
            {"path": printable(item.at.path), "range": _range(item.at), "reason": without_secrets(item.reason)}
            for item in sorted(checked.unresolved, key=lambda item: (item.at.sort_key(), item.reason))
        ],
    }


def _summary(report: model.Report) -> v1.Summary:
    count = by_severity(report)
    return {
        "files": report.files,
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "notes": count[Severity.NOTE],
        "ignored": len(report.ignored),
    }


def _range(at: model.Location) -> v1.Range:
    return {"start": _position(at.source, at.start), "end": _position(at.source, at.end)}


def _position(source: model.Source, offset: int) -> v1.Position:
    line, column = source.line_column(offset)
    return {"line": line, "column": column}
