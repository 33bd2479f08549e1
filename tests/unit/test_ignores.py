"""A finding that a comment silences is counted and not told."""

from __future__ import annotations

import pytest

from envlint import catalogue, engine
from envlint.model import Source

RULES = catalogue.load()
TEXT = "API_URL=http://localhost:8000{}\nAPI_URL=https://tunnel.example.com\n"


def run(comment: str) -> tuple[list[str], list[tuple[str, str]]]:
    report = engine.run({".env": Source(".env", TEXT.format(comment))}, RULES, catalogue.paths())
    return [found.rule for found in report.findings], [(one.rule, one.reason) for one in report.ignored]


@pytest.mark.parametrize(
    ("comment", "told", "ignored"),
    [
        ("", ["duplicate-env-key"], []),
        ("  # envlint: ignore[duplicate-env-key] a tunnel", [], [("duplicate-env-key", "a tunnel")]),
        ("  # envlint: ignore[env-syntax]", ["duplicate-env-key", "unused-ignore"], []),
        ("  # envlint: ignore[nothing]", ["duplicate-env-key", "unknown-ignore"], []),
    ],
)
def test_a_comment_silences_the_rules_that_it_names(
    comment: str, told: list[str], ignored: list[tuple[str, str]]
) -> None:
    assert run(comment) == (told, ignored)


def test_a_rule_that_did_not_run_leaves_its_comments_alone() -> None:
    rules = catalogue.load(only={"unused-ignore", "env-syntax"})
    report = engine.run({".env": Source(".env", TEXT.format("  # envlint: ignore[duplicate-env-key]"))}, rules)
    assert report.findings == ()
