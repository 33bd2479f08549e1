from __future__ import annotations

import re

import pytest

from envlint.model import Checked, CheckedApp, Label, Problem, Report, Severity, Source, Unreadable, Unresolved
from envlint.outputs.style import Style
from envlint.outputs.text import EXCERPTS, render
from tests.unit.outputs.reports import CHECKED, ENV, MISMATCH, REPORT, SOCKET, at, finding

WHOLE = """\
web/socket.ts:3:24: error[host-mismatch] this fallback names the server `127.0.0.1`
  |
3 | const FALLBACK = 'ws://127.0.0.1:8000/ws'
  |                        ^^^^^^^^^
  ::: web/.env.local:1:21
  |
1 | VITE_API_URL=http://localhost:8000
  |                     --------- the same server is `localhost` here
  ::: web/socket.ts:3:7
  |
3 | const FALLBACK = 'ws://127.0.0.1:8000/ws'
  |       -------- used here
  = seen: the cookies of one are never sent to the other
  = help: use one spelling
  = help: write `localhost`

api/old.py: not read: it is not UTF-8 (byte 0xfc in line 2)

1 error in 42 files
checked: web (vite) and api (fastapi): 4 connections, 1 allow-list; 1 value could not be resolved: \
web/socket.ts:1 (a parameter)
"""


def test_a_whole_report() -> None:
    assert render(REPORT) == WHOLE


def test_colours_change_nothing_else() -> None:
    colored = render(REPORT, Style(color=True))
    assert "\x1b[1;31merror[host-mismatch]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == WHOLE


VITE = CheckedApp("web", "frontend", "vite")
FASTAPI = CheckedApp(".", "backend", "fastapi")


@pytest.mark.parametrize(
    ("report", "end"),
    [
        (
            Report(checked=CHECKED, files=1),
            (
                "clean: nothing was found in 1 file\nchecked: web (vite) and api (fastapi): "
                "4 connections, 1 allow-list; "
                "1 value could not be resolved: web/socket.ts:1 (a parameter)\n"
            ),
        ),
        (
            Report(),
            "nothing to compare: no frontend and no backend was recognised here (0 files were looked at)\n",
        ),
        (
            Report(checked=Checked((FASTAPI,)), files=2),
            (
                "clean: nothing was found in 2 files\nchecked: this folder (fastapi): 0 connections, 0 allow-lists\n"
                "no frontend was recognised here, so nothing could be compared with one\n"
            ),
        ),
        (
            Report(checked=Checked((VITE,), 1, 2), files=2),
            (
                "clean: nothing was found in 2 files\nchecked: web (vite): 1 connection, 2 allow-lists\n"
                "no backend was recognised here, so nothing could be compared with one\n"
            ),
        ),
    ],
)
def test_silence_means_something(report: Report, end: str) -> None:
    assert render(report) == end


def test_the_summary_counts_each_severity() -> None:
    problem = Problem("m", at(SOCKET, "import"))
    severities = (Severity.NOTE, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    report = Report(tuple(finding(problem, severity=severity) for severity in severities), checked=CHECKED, files=3)
    assert "\n2 errors, 1 warning and 1 note in 3 files\n" in render(report)


def test_unresolved_values_are_named_up_to_a_number() -> None:
    source = Source("a.ts", "\n" * 9)
    holes = tuple(Unresolved(source.at(line, line), "a call") for line in range(9))
    text = render(Report(checked=Checked((VITE, FASTAPI), unresolved=holes)))
    assert text.endswith(
        "9 values could not be resolved: a.ts:1 (a call), a.ts:2 (a call), a.ts:3 (a call), "
        "and 6 more (--format json names all)\n"
    )


def test_findings_stand_by_path_line_and_rule() -> None:
    problems = [Problem("m", at(SOCKET, "FALLBACK")), Problem("m", at(ENV, "JWT")), Problem("m", at(SOCKET, "import"))]
    findings = [finding(problem, rule) for problem in problems for rule in ("b-rule", "a-rule")]
    heads = [line for line in render(Report(tuple(findings))).splitlines() if "rule]" in line]
    assert heads == [line for line in render(Report(tuple(reversed(findings)))).splitlines() if "rule]" in line]
    assert [head.partition(" m")[0] for head in heads] == [
        "web/.env.local:2:1: error[a-rule]",
        "web/.env.local:2:1: error[b-rule]",
        "web/socket.ts:1:1: error[a-rule]",
        "web/socket.ts:1:1: error[b-rule]",
        "web/socket.ts:3:7: error[a-rule]",
        "web/socket.ts:3:7: error[b-rule]",
    ]


def test_of_many_places_the_last_are_named_without_their_source() -> None:
    source = Source("routes.py", "".join(f"route_{number}\n" for number in range(100)))
    labels = tuple(Label(at(source, f"route_{number}\n"), f"route {number}") for number in range(100))
    text = render(Report((finding(Problem("m", at(SOCKET, "import"), labels)),)))
    assert text.count("| -----") == EXCERPTS
    assert "\n   ::: routes.py:100:1: route 99\n" in text


def test_what_a_file_or_its_name_holds_cannot_write_over_the_screen() -> None:
    source = Source("\x1b[2Ja\udce9.py", "x = '\x1b[2J\u202e'\n")
    problem = Problem(
        "says \x1b[2J\r\nand http://me:hunter2@db/", at(source, "x"), symptom="\x07", remedy="ftp://a:b@c"
    )
    report = Report((finding(problem),), (Unreadable(source.path, "\x1b"),), CHECKED)
    text = render(report)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\u202e]", text)
    assert "\\x1b[2Ja\\xe9.py:1:1: error[host-mismatch] says \\x1b[2J\\r\\nand http://***@db/\n" in text
    assert "hunter2" not in text
    assert "ftp://***@c" in text


def test_a_file_that_a_finding_marks_is_not_named_twice() -> None:
    place = at(SOCKET, "import")
    unreadable = (Unreadable(SOCKET.path, "broken", place), Unreadable(SOCKET.path, "also", at(SOCKET, "const")))
    text = render(Report((finding(Problem("cannot be parsed", place)),), unreadable, CHECKED))
    assert "not read: broken" not in text
    assert "web/socket.ts:3:1: not read: also\n" in text


def test_secrets_of_env_files_stay_there() -> None:
    text = render(Report((finding(Problem("m", at(ENV, "JWT_SECRET=hunter2"))),)))
    assert "hunter" not in text
    assert "2 | JWT_SECRET=… …\n" in text


def test_the_report_does_not_depend_on_the_order_of_anything() -> None:
    shuffled = Report(tuple(reversed((MISMATCH, MISMATCH))), tuple(reversed(REPORT.unreadable)), CHECKED, 42)
    assert render(shuffled) == render(Report((MISMATCH, MISMATCH), REPORT.unreadable, CHECKED, 42))
