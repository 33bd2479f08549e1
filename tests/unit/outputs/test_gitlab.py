from __future__ import annotations

import json

from envlint.model import Problem, Report, Severity
from envlint.outputs import gitlab
from tests.unit.outputs.reports import ODD, REPORT, finding


def test_a_whole_report() -> None:
    assert json.loads(gitlab.render(REPORT)) == [
        {
            "description": "this fallback names the server `127.0.0.1`",
            "check_name": "host-mismatch",
            "fingerprint": "0123456789abcdef",
            "severity": "major",
            "location": {"path": "web/socket.ts", "lines": {"begin": 3, "end": 3}},
        }
    ]


def test_every_severity_has_one_of_gitlab() -> None:
    report = Report(tuple(finding(Problem("m", ODD.at(0, 0)), severity=severity) for severity in Severity))
    assert [issue["severity"] for issue in json.loads(gitlab.render(report))] == ["major", "minor", "info"]


def test_a_clean_run_is_an_empty_list() -> None:
    assert gitlab.render(Report()) == "[]\n"


def test_a_path_that_is_no_text_is_escaped() -> None:
    (issue,) = json.loads(gitlab.render(Report((finding(Problem("m", ODD.at(0, 14))),))))
    assert issue["location"] == {"path": "caf\\xe9\\n.py", "lines": {"begin": 1, "end": 2}}
