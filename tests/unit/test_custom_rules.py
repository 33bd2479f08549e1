"""Rules of a project's own: written, tested, run, and blamed for their own faults."""

from __future__ import annotations

import importlib.metadata
import sys
from typing import TYPE_CHECKING

import pytest

from envlint import catalogue
from envlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''"""Nothing is right.

Why.
"""
from envlint.rule import EnvEntry, Problem


def check(wiring):
    for entry in wiring.facts(EnvEntry):
        yield Problem("nothing is right", entry.at)
'''
BROKEN = RULE.replace("for entry", "1 / 0\n    for entry")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a rule of its own in the folder `lint`."""
    root = tmp_path / "project"
    (root / "lint").mkdir(parents=True)
    (root / "lint/nothing_right.py").write_text(RULE, "utf-8")
    (root / "envlint.toml").write_text('custom-rules = "lint"\n', "utf-8")
    (root / ".env").write_text("A=1\nA=2\n", "utf-8")
    monkeypatch.chdir(root)
    monkeypatch.delenv("ENVLINT_CUSTOM_RULES", raising=False)
    return root


def _rules(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    main(["--format", "concise", *options])
    return sorted({line.partition("[")[2].partition("]")[0] for line in capsys.readouterr().out.splitlines()})


def test_a_rule_of_the_projects_own_runs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _rules(capsys) == ["duplicate-env-key", "nothing-right"]
    assert _rules(capsys, "--select", "nothing-right") == ["nothing-right"]


def test_it_runs_in_a_hook_only_if_the_user_says_so(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _rules(capsys, "--no-custom-rules") == ["duplicate-env-key"]
    monkeypatch.setenv("ENVLINT_CUSTOM_RULES", "1")
    assert _rules(capsys, "--no-custom-rules") == ["duplicate-env-key", "nothing-right"]


def test_the_configuration_speaks_of_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").write_text('custom-rules = "lint"\nignore = ["nothing-right"]\n', "utf-8")
    assert _rules(capsys) == ["duplicate-env-key"]


@pytest.mark.parametrize("text", [BROKEN, RULE.replace("def check", "1 / 0\ndef check"), "x = ", "x = 1\n"])
def test_a_rule_that_raises_is_blamed_and_the_others_run(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (project / "lint/nothing_right.py").write_text(text, "utf-8")
    assert main(["--format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert "duplicate-env-key" in out
    assert err.startswith("envlint: the rule nothing-right failed, which is a bug in lint/nothing_right.py:\n")


def test_a_rule_of_ours_that_raises_is_our_bug(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "rules").mkdir()
    (project / "rules/broken_rule.py").write_text(BROKEN, "utf-8")
    (project / "rules/other_rule.py").write_text(RULE, "utf-8")
    (project / "envlint.toml").unlink()
    monkeypatch.setattr(catalogue, "_folder", lambda: project / "rules")
    assert main(["--format", "concise"]) == 3
    out, err = capsys.readouterr()
    assert "[other-rule]" in out
    assert err.startswith("envlint: this is a bug in envlint, not in your project: these rules failed: broken-rule\n")
    assert "ZeroDivisionError" in err


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ('custom-rules = "nowhere"', "there is no rule in the folder 'nowhere'"),
        ('custom-rules = "taken"', "taken/host_mismatch.py: envlint has a rule 'host-mismatch' of its own"),
        ('rule-packages = ["nowhere"]', "no installed package offers the rules 'nowhere'"),
    ],
)
def test_a_wrong_folder_ends_the_run(
    project: Path, capsys: pytest.CaptureFixture[str], config: str, words: str
) -> None:
    (project / "taken").mkdir()
    (project / "taken/host_mismatch.py").write_text(RULE, "utf-8")
    (project / "envlint.toml").write_text(f"{config}\n", "utf-8")
    assert main([]) == 2
    assert words in capsys.readouterr().err


def test_a_package_offers_rules(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = project / "site/acme_rules"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", "utf-8")
    (package / "acme_rule.py").write_text(RULE, "utf-8")
    point = importlib.metadata.EntryPoint("acme", "acme_rules", catalogue.ENTRY_POINTS)
    monkeypatch.setattr(sys, "path", [str(project / "site"), *sys.path])
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda *, group: [point])
    (project / "envlint.toml").write_text('rule-packages = ["acme"]\nselect = ["acme-rule"]\n', "utf-8")
    assert _rules(capsys) == ["acme-rule"]


def test_a_new_rule_is_written_and_its_examples_hold(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "lint/nothing_right.py").unlink()
    assert main(["new-rule", "no-staging-calls"]) == 0
    assert main(["new-rule", "no-staging-calls"]) == 2
    capsys.readouterr()
    assert main(["test-rules"]) == 1
    assert "the report is\nweb/src/main.ts:1:16: warning[no-staging-calls]" in capsys.readouterr().out
    assert main(["test-rules", "--accept"]) == 0
    assert main(["test-rules"]) == 0
    assert capsys.readouterr().out.endswith("1 rule: all examples hold\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RULE, "it has no examples"),
        ("x = ", "it cannot be loaded"),
        (RULE.replace("Why.", "## Good: fine\n`.env`\n```env\nA=1\n```"), "fine: a good example is reported"),
        (BROKEN.replace("Why.", "## Good: fine\n`.env`\n```env\nA=1\n```"), "fine: the rule failed"),
    ],
)
def test_examples_that_do_not_hold_are_told(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    (project / "lint/nothing_right.py").write_text(text, "utf-8")
    assert main(["test-rules"]) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("name", ["No-Caps", "1st", "a--b", "host-mismatch", "../x"])
def test_a_name_that_is_none_is_refused(project: Path, name: str) -> None:
    assert main(["new-rule", name]) == 2


def test_without_rules_there_is_nothing_to_test(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").unlink()
    assert main(["test-rules"]) == 2
    assert "names no rules of the project's own" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").unlink()
    (project / "envlint-rules").touch()
    assert main(["new-rule", "no-staging-calls"]) == 2
    assert "cannot be written: " in capsys.readouterr().err


def test_a_new_rule_for_a_folder_below_stands_where_the_configuration_says(project: Path) -> None:
    (project / "api").mkdir()
    assert main(["new-rule", "no-staging-calls", "api"]) == 0
    assert (project / "lint/no_staging_calls.py").is_file()


def test_rules_of_a_folder_below_are_known_by_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "below").mkdir()
    for name in ("lint", "envlint.toml"):
        (project / name).rename(project / "below" / name)
    (project / "below/envlint.toml").write_text('custom-rules = "lint"\nignore = ["nothing-right"]\n', "utf-8")
    (project / "below/.env").write_text("# envlint: ignore[nothing-right] so\nA=1\n", "utf-8")
    assert _rules(capsys) == ["duplicate-env-key"]


@pytest.mark.parametrize("command", ["baseline", "why"])
def test_other_commands_run_them_too(project: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (project / ".env").write_text("API_KEY=1\n", "utf-8")
    main({"baseline": ["baseline"], "why": ["why", "API_KEY"]}[command])
    out, err = capsys.readouterr()
    assert "wrote 1 finding " in err or "nothing-right" in out
