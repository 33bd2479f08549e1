"""What holds for every format."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from envlint import catalogue
from envlint.model import Problem, Report, Severity
from envlint.outputs import agent, concise, github, gitlab, jsonl, junit, rdjson, sarif, statistics
from tests.unit.outputs.reports import CHECKED, ENV, MISMATCH, REPORTS, SECRETIVE, at, finding

if TYPE_CHECKING:
    from collections.abc import Callable

    Render = Callable[[Report], str]

RULES = catalogue.load(only={MISMATCH.rule})
RENDERS: dict[str, Render] = {
    "agent": agent.render,
    "concise": concise.render,
    "github": github.render,
    "github summary": github.summary,
    "gitlab": gitlab.render,
    "jsonl": jsonl.render,
    "junit": junit.render,
    "rdjson": rdjson.render,
    "sarif": lambda report: sarif.render(report, RULES),
    "statistics": statistics.render,
}
every_format = pytest.mark.parametrize("render", RENDERS.values(), ids=RENDERS)


@every_format
def test_no_secret_is_told(render: Render) -> None:
    assert "hunter2" not in render(SECRETIVE)


@every_format
def test_the_order_in_which_findings_were_found_changes_nothing(render: Render) -> None:
    other = finding(Problem("ü", at(ENV, "JWT")), severity=Severity.NOTE)
    assert render(Report((MISMATCH, other), (), CHECKED)) == render(Report((other, MISMATCH), (), CHECKED))


@every_format
@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_whole_lines_without_control_characters(render: Render, report: Report) -> None:
    text = render(report)
    assert not text or text.endswith("\n")
    assert {character for character in text if unicodedata.category(character)[0] == "C"} <= {"\n"}
