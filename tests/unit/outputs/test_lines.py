"""The formats of plain lines: concise, jsonl, agent, statistics."""

from __future__ import annotations

import json

import pytest

from envlint.model import Checked, CheckedApp, Edit, Fix, Label, Problem, Report, Severity, Unreadable
from envlint.outputs import agent, concise, json_v1, jsonl, statistics
from tests.unit.outputs.reports import CHECKED, ENV, MISMATCH, ODD, REPORT, SOCKET, at, finding

NOTE = finding(Problem("m", at(ENV, "JWT")), "a-rule", Severity.NOTE)


def test_concise_is_the_first_line_of_the_text() -> None:
    assert concise.render(REPORT) == (
        "web/socket.ts:3:24: error[host-mismatch] this fallback names the server `127.0.0.1`\n"
    )


def test_a_clean_run_has_no_line() -> None:
    clean = Report(checked=CHECKED, files=3)
    assert (concise.render(clean), jsonl.render(clean)) == ("", "")


def test_a_path_cannot_make_a_line_of_its_own() -> None:
    assert concise.render(Report((finding(Problem("a\nb", at(ODD, "#"))),))) == (
        "caf\\xe9\\n.py:1:9: error[host-mismatch] a\\nb\n"
    )


def test_a_line_of_jsonl_is_a_finding_of_json_v1() -> None:
    report = Report((MISMATCH, NOTE))
    assert [json.loads(line) for line in jsonl.render(report).splitlines()] == json.loads(json_v1.render(report))[
        "findings"
    ]


def test_an_agent_is_told_what_is_wrong_what_is_seen_and_what_to_do() -> None:
    assert agent.render(REPORT) == (
        "web/socket.ts:3:24: error[host-mismatch] this fallback names the server `127.0.0.1`"
        " | seen: the cookies of one are never sent to the other | fix: use one spelling\n"
        "1 error in 42 files; compared: 4 connections, 1 allow-list; 1 file not read; 1 value not resolved\n"
    )


PLACE = at(SOCKET, "FALLBACK")
ONE_SIDE = Checked((CheckedApp(".", "backend", "flask"),))
TWO_FIXES = (Fix("write a", (Edit(PLACE, "a"),)), Fix("write b", (Edit(PLACE, "b"),)))


@pytest.mark.parametrize(
    ("problem", "end"),
    [
        (Problem("m", PLACE), "m"),
        (Problem("m", PLACE, fixes=TWO_FIXES), "m | fix: write a or write b"),
        (Problem("m", PLACE, (Label(PLACE, "l"),), "a 401", "b"), "m | seen: a 401 | fix: b"),
        (Problem("m", PLACE, symptom="word " * 40), f"m | seen: {'word ' * 32}..."),
        (Problem("m", PLACE, symptom="x" * 400), f"m | seen: {'x' * 160} ..."),
    ],
)
def test_an_agent_reads_no_more_than_it_needs(problem: Problem, end: str) -> None:
    assert agent.render(Report((finding(problem),))).partition("\n")[0].endswith(f"] {end}")


@pytest.mark.parametrize(
    ("report", "last"),
    [
        (
            Report(checked=CHECKED, files=1),
            "nothing was found in 1 file; compared: 4 connections, 1 allow-list; 1 value not resolved\n",
        ),
        (Report(), "nothing was found in 0 files; compared: nothing, as only one side or none was recognised\n"),
        (
            Report((), (Unreadable("a", "x"), Unreadable("a", "y")), ONE_SIDE, 2),
            (
                "nothing was found in 2 files; compared: nothing, as only one side or none was recognised; "
                "1 file not read\n"
            ),
        ),
    ],
)
def test_an_agent_is_told_what_was_compared(report: Report, last: str) -> None:
    assert agent.render(report) == last


def test_statistics_count_by_rule_and_severity_the_most_frequent_first() -> None:
    warning = finding(Problem("m", PLACE), "b-rule", Severity.WARNING)
    assert statistics.render(Report((*[NOTE] * 2, warning, MISMATCH, *[warning] * 9), files=3)) == (
        "10  warning  b-rule\n"
        " 2  note     a-rule\n"
        " 1  error    host-mismatch\n"
        "1 error, 10 warnings and 2 notes in 3 files\n"
    )
    assert statistics.render(Report(files=3)) == "nothing was found in 3 files\n"
