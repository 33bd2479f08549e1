from __future__ import annotations

import pytest

from envlint.model import Problem, Report, Severity, Source
from envlint.outputs import github
from tests.unit.outputs.reports import ENV, MISMATCH, REPORT, SOCKET, at, finding

PLACE = at(SOCKET, "FALLBACK")
NOTES = tuple(finding(Problem(f"note {n:02}", PLACE), "a-rule", Severity.NOTE) for n in range(11))


def test_an_annotation() -> None:
    assert github.render(REPORT) == (
        "::error file=web/socket.ts,line=3,endLine=3,col=24,endColumn=33,title=envlint%3A host-mismatch::"
        "this fallback names the server `127.0.0.1`%0A"
        "seen: the cookies of one are never sent to the other%0Ahelp: use one spelling%0Ahelp: write `localhost`\n"
    )


ODD = Source("a,b:%0A.py", "one\ntwo\n")


@pytest.mark.parametrize(
    ("problem", "severity", "command"),
    [
        (
            Problem("100%: a, b", ODD.at(0, 1)),
            Severity.WARNING,
            "::warning file=a%2Cb%3A%250A.py,line=1,endLine=1,col=1,endColumn=2,title=envlint%3A r::100%25: a, b\n",
        ),
        (
            Problem("::set-env name=a::b\n::x::", ODD.at(0, 5)),
            Severity.NOTE,
            "::notice file=a%2Cb%3A%250A.py,line=1,endLine=2,title=envlint%3A r::::set-env name=a::b\\n::x::\n",
        ),
    ],
)
def test_no_text_ends_a_property_or_a_command(problem: Problem, severity: Severity, command: str) -> None:
    assert github.render(Report((finding(problem, "r", severity),))) == command


def test_the_worst_are_annotated_and_no_more_than_github_shows() -> None:
    lines = github.render(Report((*NOTES, MISMATCH))).splitlines()
    assert len(lines) == github.ANNOTATIONS
    assert lines[0].startswith("::error ")
    assert lines[-1].endswith("::note 08")


def test_the_summary_lists_all_findings_the_worst_first() -> None:
    rows = github.summary(Report((*NOTES, MISMATCH), files=2)).splitlines()
    assert rows[:7] == [
        "### envlint: 1 error and 11 notes in 2 files",
        "",
        "The first 10 are annotated, which is all that GitHub shows; the others are listed here only.",
        "",
        "| severity | place | rule | message |",
        "|---|---|---|---|",
        r"| error | web/socket.ts:3:24 | host-mismatch | this fallback names the server \`127.0.0.1\` |",
    ]
    assert rows[-1] == "| note | web/socket.ts:3:7 | a-rule | note 10 |"


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (Report(files=7), "### envlint: nothing was found in 7 files\n"),
        (
            Report((finding(Problem("<img> | [a](b) @c", at(ENV, "JWT")), "r"),), files=1),
            (
                "### envlint: 1 error in 1 file\n\n| severity | place | rule | message |\n|---|---|---|---|\n"
                "| error | web/.env.local:2:1 | r | \\<img\\> \\| \\[a\\](b) @c |\n"
            ),
        ),
    ],
)
def test_a_short_summary(report: Report, summary: str) -> None:
    assert github.summary(report) == summary


def test_a_summary_has_room_in_a_step_and_says_what_it_leaves_out() -> None:
    long = tuple(finding(Problem(f"{n} " + "ü" * 3000, PLACE)) for n in range(200))
    text = github.summary(Report(long))
    assert len(text.encode()) < 2**20
    assert text.endswith("\nAnd 52 more findings, for which a summary has no room.\n")
