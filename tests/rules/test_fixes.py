"""A safe fix, applied to the example that it is offered for, ends its finding and brings no other."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from envlint import catalogue, engine, fixer
from envlint.decoding import decoded
from envlint.examples import Example, parse, report_on, reported
from envlint.model import Finding, Fix, Report, Safety, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.catalogue import Rule
    from envlint.library import Sources
    from envlint.model import Edit

Identity = tuple[str, str, str]
"""The rule, the file and the message of a finding: what stays when other lines change."""

RULES = catalogue.load()
CASES = [(rule, example) for rule in RULES for example in parse(rule.text).examples if example.bad]
FIXABLE = [
    (rule, example, number)
    for rule, example in CASES
    for number, finding in enumerate(reported(rule, example).findings)
    if any(fix.safety is Safety.SAFE for fix in finding.problem.fixes)
]

each_case = pytest.mark.parametrize(
    ("rule", "example"), CASES, ids=[f"{rule.name}: {example.title}" for rule, example in CASES]
)
each_fix = pytest.mark.parametrize(
    ("rule", "example", "number"),
    FIXABLE,
    ids=[f"{rule.name}: {example.title}: {number}" for rule, example, number in FIXABLE],
)


def test_there_are_safe_fixes() -> None:
    assert FIXABLE


@each_case
def test_the_fixes_of_a_problem_are_well_formed(rule: Rule, example: Example) -> None:
    for finding in reported(rule, example).findings:
        fixes = finding.problem.fixes
        assert sum(fix.safety is Safety.SAFE for fix in fixes) <= 1
        assert len({fix.title for fix in fixes}) == len(fixes)
        assert all(fix.edits and not _overlap(fix.edits) for fix in fixes)


@each_fix
def test_a_safe_fix_ends_its_finding_and_brings_no_other(rule: Rule, example: Example, number: int) -> None:
    sources = _sources(example)
    finding = reported(rule, example).findings[number]
    before = _identities(engine.run(sources, RULES))
    after = _identities(engine.run({**sources, **fixer.applied([_safe_fix(finding)], sources)}, RULES))
    assert not _faults(after - before), "a fault that was not there"
    assert after[_identity(finding)] < before[_identity(finding)], "the finding is still there"


@each_case
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_leaves_nothing_to_fix_and_brings_no_fault(rule: Rule, example: Example, unsafe: bool) -> None:
    sources = _sources(example)

    def run(texts: Sources) -> Report:
        return report_on(rule, texts, example.is_tracked)

    once = fixer.fix(run, sources, unsafe=unsafe)
    assert not _faults(_identities(once.report) - _identities(run(sources)))
    left = [finding for finding in once.report.findings if fixer.chosen(finding, unsafe=unsafe)]
    assert {finding.problem.message for finding in left} == {mend.finding.problem.message for mend in once.refused}
    twice = fixer.fix(run, {**sources, **{new.path: new for _, new in once.changes}}, unsafe=unsafe)
    assert twice.changes == ()


def _sources(example: Example) -> Sources:
    return {file.path: decoded(file.path, file.data) for file in example.files}


def _safe_fix(finding: Finding) -> Fix:
    return next(fix for fix in finding.problem.fixes if fix.safety is Safety.SAFE)


def _identities(report: Report) -> Counter[Identity]:
    return Counter(_identity(finding) for finding in report.findings)


def _identity(finding: Finding) -> Identity:
    return finding.rule, finding.problem.at.path, finding.problem.message


def _faults(identities: Counter[Identity]) -> Counter[Identity]:
    """Those of errors and warnings: an origin that a fix adds to a list may be one of which there is advice to give."""
    notes = {rule.name for rule in RULES if rule.severity is Severity.NOTE}
    return Counter({each: count for each, count in identities.items() if each[0] not in notes})


def _overlap(edits: Iterable[Edit]) -> bool:
    places = sorted(edit.at.sort_key() for edit in edits)
    return any(one[0] == two[0] and one[2] > two[1] for one, two in pairwise(places))
