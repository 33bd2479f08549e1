from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from pydantic import TypeAdapter

from envlint import __version__
from envlint.model import Problem, Report
from envlint.outputs import json_v1, json_v1_types
from tests.unit.outputs.reports import CHECKED, ENV, MISMATCH, ODD, REPORT, REPORTS, SECRETIVE, at, finding

Json = dict[str, Any]  # what json.loads gives


def rendered(report: Report) -> Json:
    data: Json = json.loads(json_v1.render(report))
    return data


def test_a_whole_report() -> None:
    assert rendered(REPORT) == {
        "version": 1,
        "tool": {"name": "envlint", "version": __version__},
        "findings": [
            {
                "rule": "host-mismatch",
                "severity": "error",
                "message": "this fallback names the server `127.0.0.1`",
                "path": "web/socket.ts",
                "range": {"start": {"line": 3, "column": 24}, "end": {"line": 3, "column": 33}},
                "symptom": "the cookies of one are never sent to the other",
                "help": "use one spelling",
                "related": [
                    {
                        "message": "the same server is `localhost` here",
                        "path": "web/.env.local",
                        "range": {"start": {"line": 1, "column": 21}, "end": {"line": 1, "column": 30}},
                    },
                    {
                        "message": "used here",
                        "path": "web/socket.ts",
                        "range": {"start": {"line": 3, "column": 7}, "end": {"line": 3, "column": 15}},
                    },
                ],
                "fixes": [
                    {
                        "title": "write `localhost`",
                        "safety": "safe",
                        "edits": [
                            {
                                "path": "web/socket.ts",
                                "range": {"start": {"line": 3, "column": 24}, "end": {"line": 3, "column": 33}},
                                "text": "localhost",
                            }
                        ],
                    }
                ],
                "fingerprint": "0123456789abcdef",
                "url": "docs/rules/host-mismatch.md",
            }
        ],
        "unreadable": [{"path": "api/old.py", "reason": "it is not UTF-8 (byte 0xfc in line 2)"}],
        "checked": {
            "apps": [
                {"root": "web", "side": "frontend", "framework": "vite"},
                {"root": "api", "side": "backend", "framework": "fastapi"},
            ],
            "connections": 4,
            "allow_lists": 1,
            "unresolved": [
                {
                    "path": "web/socket.ts",
                    "range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 7}},
                    "reason": "a parameter",
                }
            ],
        },
        "summary": {"files": 42, "errors": 1, "warnings": 0, "notes": 0, "ignored": 0},
    }


@pytest.mark.parametrize("report", REPORTS)
def test_output_keeps_to_the_printed_schema(report: Report) -> None:
    validator = jsonschema_rs.Draft202012Validator(json.loads(json_v1.schema()))
    validator.validate(rendered(report))


@pytest.mark.parametrize("report", REPORTS)
def test_output_keeps_to_the_types_and_has_no_key_that_they_lack(report: Report) -> None:
    data = rendered(report)
    assert TypeAdapter(json_v1_types.Report).validate_python(data, strict=True) == data


@pytest.mark.parametrize(
    ("key", "value"), [("version", 2), ("findings", [{"rule": "a"}]), ("summary", {"files": -1}), ("tool", None)]
)
def test_the_schema_refuses_what_is_not_v1(key: str, value: object) -> None:
    validator = jsonschema_rs.Draft202012Validator(json.loads(json_v1.schema()))
    assert not validator.is_valid(rendered(REPORT) | {key: value})
    missing = rendered(REPORT)
    del missing[key]
    assert not validator.is_valid(missing)


def test_the_schema_says_what_it_is() -> None:
    schema = json.loads(json_v1.schema())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "envlint JSON v1"
    assert schema["description"].startswith("The result of one run")
    jsonschema_rs.meta.validate(schema)


def test_lines_and_columns_count_code_points_from_one() -> None:
    found = rendered(Report((finding(Problem("m", at(ODD, "# \x1b"))),)))["findings"][0]
    assert found["range"] == {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 12}}
    assert found["path"] == "caf\\xe9\\n.py"


def test_output_is_ascii_and_the_same_whatever_the_order() -> None:
    other = finding(Problem("ü", at(ENV, "JWT")))
    first = json_v1.render(Report((MISMATCH, other), (), CHECKED))
    assert first == json_v1.render(Report((other, MISMATCH), (), CHECKED))
    assert first.isascii()


def test_no_secret_is_in_it() -> None:
    text = json_v1.render(SECRETIVE)
    assert "hunter2" not in text
    assert [fix["title"] for fix in json.loads(text)["findings"][0]["fixes"]] == ["write http://***@db"]
