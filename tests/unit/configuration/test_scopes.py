"""Which settings count for a file."""

from __future__ import annotations

import pytest

from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import PathIgnores, Settings, with_options
from envlint.model import Severity

WHOLE = Settings(
    ignore=("a",),
    per_path_ignores=(PathIgnores("e2e/", ("b",)), PathIgnores("*.env", ("c",))),
    severities={"b": Severity.NOTE},
    exclude=("legacy/", "*.bak"),
)
INNER = Settings(folder="shop", select=("a",), per_path_ignores=(PathIgnores("/web/", ("a",)),), exclude=("/old/",))
SCOPES = Scopes(WHOLE, (INNER,))


@pytest.mark.parametrize(
    ("path", "told"),
    [("x.py", ["b"]), ("shop/x.py", ["a"]), ("shop/deep/x.py", ["a"]), ("shopping/x.py", ["b"])],
)
def test_the_nearest_configuration_selects(path: str, told: list[str]) -> None:
    assert [rule for rule in ("a", "b") if SCOPES.is_told(rule, path, opt_in=False)] == told


@pytest.mark.parametrize(
    ("rule", "path", "pattern"),
    [
        ("b", "e2e/x.ts", "e2e/"),
        ("b", "web/e2e/x.ts", "e2e/"),
        ("b", "src/x.ts", ""),
        ("c", "deep/in/local.env", "*.env"),
        ("a", "shop/web/x.ts", "/web/"),
        ("a", "shop/other/web/x.ts", ""),
        ("b", "shop/e2e/x.ts", ""),
    ],
)
def test_rules_are_ignored_by_path(rule: str, path: str, pattern: str) -> None:
    assert SCOPES.ignored_at(rule, path) == pattern


@pytest.mark.parametrize(
    ("path", "excluded"),
    [("legacy/", True), ("x/legacy/", True), ("x.bak", True), ("x.py", False), ("old/", False), ("shop/old/", True)],
)
def test_paths_are_excluded(path: str, excluded: bool) -> None:
    assert SCOPES.is_excluded(path) is excluded


def test_a_configuration_above_sees_whole_paths() -> None:
    scopes = Scopes(Settings(prefix="apps/shop/", exclude=("/apps/shop/legacy/",)))
    assert scopes.is_excluded("legacy/")
    assert not scopes.is_excluded("web/legacy/")


def test_severities_are_those_of_the_nearest() -> None:
    assert SCOPES.severity("b", "x.py", Severity.ERROR) is Severity.NOTE
    assert SCOPES.severity("b", "shop/x.py", Severity.ERROR) is Severity.ERROR


@pytest.mark.parametrize(("opt_in", "select", "runs"), [(False, None, True), (True, None, False), (True, ("r",), True)])
def test_a_rule_may_have_to_be_asked_for(opt_in: bool, select: tuple[str, ...] | None, runs: bool) -> None:
    assert Scopes(Settings(select=select)).may_run("r", opt_in=opt_in) is runs


def test_the_command_line_has_the_last_word() -> None:
    settings = with_options(WHOLE, ("a",), ("d",), "error")
    assert (settings.select, settings.ignore, settings.fail_on) == (("a",), ("d",), "error")
    assert with_options(WHOLE, (), (), None) == WHOLE
