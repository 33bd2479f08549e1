"""The report for reviewdog, in its format rdjson.

https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs import ordered
from envlint.outputs.secrets import tellable
from envlint.outputs.style import printable
from envlint.outputs.words import explained, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Edit, Finding, Location, Problem, Report, Source

    Json = dict[str, object]

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report) -> str:
    """A DiagnosticResult as JSON, ASCII only. Columns count bytes of UTF-8 from 1, as the format asks."""
    diagnostics = [_diagnostic(finding) for finding in ordered(report)]
    return json.dumps({"source": {"name": "envlint"}, "diagnostics": diagnostics}, indent=2) + "\n"


def _diagnostic(finding: Finding) -> Json:
    """One finding. `code` has no URL: reviewdog makes a link of it, and a rule's page is found by `envlint explain`."""
    problem = finding.problem
    return {
        "message": explained(problem),
        "location": _location(problem.at),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
        "suggestions": [{"range": _range(edit.at), "text": edit.text} for edit in _suggested(problem)],
        "related_locations": [
            {"message": words(label.text), "location": _location(label.at)} for label in problem.related
        ],
    }


def _suggested(problem: Problem) -> Iterator[Edit]:
    """The fixes of a single edit in the finding's own file: a suggestion has no path, and is applied by itself."""
    for fix in tellable(problem.fixes):
        if len(fix.edits) == 1 and fix.edits[0].at.path == problem.at.path:
            yield fix.edits[0]


def _location(at: Location) -> Json:
    return {"path": printable(at.path), "range": _range(at)}


def _range(at: Location) -> Json:
    return {"start": _position(at.source, at.start), "end": _position(at.source, at.end)}


def _position(source: Source, offset: int) -> Json:
    line, column = source.line_column(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
