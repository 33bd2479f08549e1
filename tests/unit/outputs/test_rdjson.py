from __future__ import annotations

import json
from typing import Any

import pytest

from envlint.model import Edit, Fix, Problem, Report, Severity, Source
from envlint.outputs import rdjson
from tests.unit.outputs.reports import ENV, REPORT, SECRETIVE, SOCKET, at, finding

Json = dict[str, Any]  # what json.loads gives


def diagnostics(report: Report) -> list[Json]:
    found: list[Json] = json.loads(rdjson.render(report))["diagnostics"]
    return found


def on_line(line: int, start: int, end: int) -> Json:
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def test_a_whole_report() -> None:
    assert json.loads(rdjson.render(REPORT)) == {
        "source": {"name": "envlint"},
        "diagnostics": [
            {
                "message": "this fallback names the server `127.0.0.1`\n"
                "seen: the cookies of one are never sent to the other\nhelp: use one spelling\nhelp: write `localhost`",
                "location": {"path": "web/socket.ts", "range": on_line(3, 24, 33)},
                "severity": "ERROR",
                "code": {"value": "host-mismatch"},
                "suggestions": [{"range": on_line(3, 24, 33), "text": "localhost"}],
                "related_locations": [
                    {
                        "message": "the same server is `localhost` here",
                        "location": {"path": "web/.env.local", "range": on_line(1, 21, 30)},
                    },
                    {"message": "used here", "location": {"path": "web/socket.ts", "range": on_line(3, 7, 15)}},
                ],
            }
        ],
    }


@pytest.mark.parametrize(("text", "column"), [("a\U00010400b", 6), ("üb", 3), ("\ud800b", 4)])
def test_columns_count_bytes_of_utf_8(text: str, column: int) -> None:
    source = Source("a.py", f"# ü\n{text}\n")
    (found,) = diagnostics(Report((finding(Problem("m", at(source, "b"))),)))
    assert found["location"]["range"] == on_line(2, column, column + 1)


HERE, THERE = at(SOCKET, "FALLBACK"), at(ENV, "localhost")


@pytest.mark.parametrize("edits", [(Edit(THERE, "a"),), (Edit(HERE, "a"), Edit(at(SOCKET, "import"), "b")), ()])
def test_what_a_suggestion_cannot_hold_is_none(edits: tuple[Edit, ...]) -> None:
    assert diagnostics(Report((finding(Problem("m", HERE, fixes=(Fix("f", edits),))),)))[0]["suggestions"] == []


def test_a_fix_that_holds_a_secret_is_no_suggestion() -> None:
    assert [suggestion["text"] for suggestion in diagnostics(SECRETIVE)[0]["suggestions"]] == ["http://db"]


def test_every_severity_has_one_of_reviewdog() -> None:
    report = Report(tuple(finding(Problem("m", HERE), severity=severity) for severity in Severity))
    assert [found["severity"] for found in diagnostics(report)] == ["ERROR", "WARNING", "INFO"]
