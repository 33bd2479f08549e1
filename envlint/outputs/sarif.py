"""The report in SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

What a comment silences is left out: GitHub shows a result with `suppressions` as an open alert
(https://github.com/advanced-security/dismiss-alerts).
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from envlint import __version__
from envlint.outputs import ordered
from envlint.outputs.secrets import tellable
from envlint.outputs.words import explained, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from envlint.catalogue import Rule
    from envlint.model import Edit, Finding, Fix, Label, Location, Report, Unreadable

    Json = dict[str, object]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_ROOT = "%SRCROOT%"
"""The linted folder, under the name that GitHub and Microsoft's viewers know."""


def render(report: Report, rules: Sequence[Rule]) -> str:
    """A log of one run as JSON, ASCII only. `rules` are those that ran; KeyError for a finding of any other."""
    index = {rule.name: number for number, rule in enumerate(rules)}
    driver = {"name": "envlint", "version": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The linted folder."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
        "results": [_result(finding, index) for finding in ordered(report)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> Json:
    """A rule with its page. There is no `helpUri`: it would have to be absolute, and the page is here."""
    prose = rule.text.partition("\n## ")[0].strip()
    why = prose.removeprefix(rule.summary).strip().partition("\n\n")[0]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": why.replace("\n", " ") or rule.summary},
        "help": {"text": prose, "markdown": rule.text},
        "defaultConfiguration": {"level": rule.severity.value, "enabled": not rule.opt_in},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> Json:
    """A finding. The names of the severities are SARIF's own levels."""
    problem = finding.problem
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.severity.value,
        "message": {"text": explained(problem)},
        "locations": [_location(problem.at)],
        "relatedLocations": [_related(number, label) for number, label in enumerate(problem.related)],
        "fixes": [_fix(fix) for fix in tellable(problem.fixes)],
        "partialFingerprints": {"envlintFinding/v1": finding.fingerprint},
    }


def _related(number: int, label: Label) -> Json:
    return {"id": number, **_location(label.at), "message": {"text": words(label.text)}}


def _fix(fix: Fix) -> Json:
    edits = sorted(fix.edits, key=lambda edit: edit.at.sort_key())
    changes = [_change(path, group) for path, group in groupby(edits, key=lambda edit: edit.at.path)]
    return {"description": {"text": words(fix.title)}, "artifactChanges": changes}


def _change(path: str, edits: Iterable[Edit]) -> Json:
    replacements = [{"deletedRegion": _region(edit.at), "insertedContent": {"text": edit.text}} for edit in edits]
    return {"artifactLocation": _artifact(path), "replacements": replacements}


def _notifications(report: Report) -> list[Json]:
    return [_notification(item) for item in sorted(set(report.unreadable), key=_unreadable_order)]


def _unreadable_order(item: Unreadable) -> tuple[str, str, int]:
    return item.path, item.reason, item.at.start if item.at is not None else -1


def _notification(item: Unreadable) -> Json:
    where = (
        _location(item.at) if item.at is not None else {"physicalLocation": {"artifactLocation": _artifact(item.path)}}
    )
    return {"level": "warning", "message": {"text": f"not read: {words(item.reason)}"}, "locations": [where]}


def _location(at: Location) -> Json:
    return {"physicalLocation": {"artifactLocation": _artifact(at.path), "region": _region(at)}}


def _region(at: Location) -> Json:
    (line, column), (last, end) = at.source.line_column(at.start), at.source.line_column(at.end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}


def _artifact(path: str) -> Json:
    return {"uri": _uri(path), "uriBaseId": _ROOT}


def _uri(path: str) -> str:
    """A path as a relative reference (RFC 3986); a byte of a file name that is no UTF-8 is encoded as that byte."""
    from urllib.parse import quote

    try:
        return quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, errors="surrogatepass")
