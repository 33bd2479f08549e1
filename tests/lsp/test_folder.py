"""A linted folder of an editor with its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint.lsp.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from envlint.errors import UserError

CUSTOM = '"""Nothing is right.\n\nWhy.\n"""\nraise RuntimeError("run")\n'


def _folder(root: Path, complaints: list[str]) -> Folder:
    def complain(error: UserError) -> None:
        complaints.append(str(error))

    return Folder(root, complain)


def _rules(folder: Folder) -> list[str]:
    folder.check()
    return [finding.rule for finding in folder.report.findings]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".env").write_text("A=1\nA=2\n", "utf-8")
    return tmp_path


def test_a_configuration_counts_once_it_is_saved(root: Path) -> None:
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    (root / "envlint.toml").write_text('ignore = ["duplicate-env-key"]\n', "utf-8")
    assert folder.concerns("envlint.toml")
    folder.list_again({"envlint.toml"})
    assert _rules(folder) == []
    (root / "envlint.toml").write_text('[severities]\nduplicate-env-key = "note"\n', "utf-8")
    folder.refresh({"envlint.toml"})
    assert _rules(folder) == ["duplicate-env-key"]
    assert folder.report.findings[0].severity.value == "note"


def test_a_wrong_configuration_is_told_and_left_out(root: Path) -> None:
    (root / "envlint.toml").write_text("selct = []\n", "utf-8")
    complaints: list[str] = []
    folder = _folder(root, complaints)
    assert _rules(folder) == ["duplicate-env-key"]
    assert complaints == ["envlint.toml:1: there is no key 'selct' here; did you mean 'select'?"]


def test_no_code_of_the_project_runs(root: Path) -> None:
    (root / "lint").mkdir()
    (root / "lint/own_rule.py").write_text(CUSTOM, "utf-8")
    (root / "envlint.toml").write_text('custom-rules = "lint"\nignore = ["own-rule"]\n', "utf-8")
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    assert folder.report.failures == ()
