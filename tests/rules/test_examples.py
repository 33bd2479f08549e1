"""Every rule against the examples in its own docstring."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest

from envlint import catalogue
from envlint.examples import Example, parse, printed, reported

if TYPE_CHECKING:
    from envlint.catalogue import Rule

CASES = [(rule, example) for rule in catalogue.load() for example in parse(rule.text).examples]


def _cases(*, bad: bool) -> pytest.MarkDecorator:
    chosen = [(rule, example) for rule, example in CASES if example.bad is bad]
    names = [f"{rule.name}: {example.title}" for rule, example in chosen]
    return pytest.mark.parametrize(("rule", "example"), chosen, ids=names)


@_cases(bad=False)
def test_a_good_example_is_silent(rule: Rule, example: Example) -> None:
    assert printed(reported(rule, example)) == ""


@_cases(bad=True)
def test_a_bad_example_is_reported_by_its_rule(rule: Rule, example: Example) -> None:
    assert {finding.rule for finding in reported(rule, example).findings} == {rule.name}


@_cases(bad=True)
def test_the_report_is_the_accepted_one(rule: Rule, example: Example) -> None:
    report = printed(reported(rule, example))
    if report != example.report:
        changes = difflib.ndiff(example.report.splitlines(), report.splitlines())
        pytest.fail("\n".join(["run `make accept` and review the diff:", *changes]), pytrace=False)
