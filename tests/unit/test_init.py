"""What a project begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tomli
import yaml

from envlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/main.py").write_text("from fastapi import FastAPI\n\napp = FastAPI()\n", "utf-8")
    return tmp_path


def _hooks(project: Path) -> list[str]:
    found = yaml.safe_load((project / ".pre-commit-config.yaml").read_text("utf-8"))
    return [hook["id"] for repo in found["repos"] for hook in repo["hooks"]]


def test_three_files_are_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(project)]) == 0
    assert "detected api (backend, fastapi); 0 findings" in capsys.readouterr().err
    assert tomli.loads((project / "envlint.toml").read_text("utf-8")) == {"require": ["backend"], "ignore": []}
    assert _hooks(project) == ["envlint"]
    workflow = yaml.safe_load((project / ".github/workflows/envlint.yml").read_text("utf-8"))
    assert workflow["jobs"]["envlint"]["steps"][-1]["run"] == "envlint . --format github"
    assert main([str(project)]) == 0


@pytest.mark.parametrize(("options", "kept"), [([], True), (["--yes"], False)])
def test_nothing_is_overwritten_without_a_yes(project: Path, options: list[str], kept: bool) -> None:
    (project / "envlint.toml").write_text("ignore = []\n", "utf-8")
    assert main(["init", str(project), *options]) == 0
    assert ((project / "envlint.toml").read_text("utf-8") == "ignore = []\n") is kept


@pytest.mark.parametrize(
    ("text", "hooks"),
    [
        ("repos:\n  - repo: local\n    hooks:\n      - id: other\n", ["other", "envlint"]),
        ("repos:\n  - repo: local\n    hooks:\n      - id: envlint\n", ["envlint"]),
        ("repos:\n- repo: local\n  hooks:\n  - id: other\n", ["other"]),
        ("repos:\n  - repo: local\n    hooks:\n      - id: other\nfail_fast: true\n", ["other"]),
    ],
    ids=["behind the others", "there already", "another indentation", "the list is not last"],
)
def test_the_hook_joins_others(project: Path, capsys: pytest.CaptureFixture[str], text: str, hooks: list[str]) -> None:
    (project / ".pre-commit-config.yaml").write_text(text, "utf-8")
    assert main(["init", str(project)]) == 0
    assert _hooks(project) == hooks
    told = capsys.readouterr().err
    assert ("add this to the repos" in told) is ("envlint" not in hooks)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_ENVLINT_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("envlint ba", ["plain,baseline", "dir,ba"]),
        ("envlint ../s", ["dir,../s"]),
        ("envlint init fr", ["file,fr"]),
        ("envlint --baseline ../c", ["file,../c"]),
        ("envlint --output sar", ["plain,sarif="]),
        ("envlint --select host-mis", ["plain,host-mismatch"]),
        ("envlint explain host-mis", ["plain,host-mismatch"]),
        ("envlint --form", ["plain,--format"]),
        ("envlint --format sar", ["plain,sarif"]),
    ],
)
def test_words_are_completed(
    words: str, expected: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_ENVLINT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    main([])
    assert capsys.readouterr().out.splitlines() == expected


def test_a_configuration_in_a_pyproject_stays_the_one_that_counts(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text('[tool.envlint]\nignore = ["host-mismatch"]\n', "utf-8")
    assert main(["init", str(project)]) == 0
    assert "left out envlint.toml" in capsys.readouterr().err
    assert not (project / "envlint.toml").exists()
