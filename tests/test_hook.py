"""The pre-commit hook, installed by pre-commit itself from a clone of this project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.checkout import ROOT, copy_of_the_checkout

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SETTINGS = """\
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: envlint
"""
BROKEN = ROOT / "examples/study-app"
MENDED = ROOT / "tests/corpus/founding-case-mended"


@dataclass(frozen=True)
class Repository:
    """A git repository that is made for a test, with the environment of its commands."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def must(self, *command: str) -> str:
        run = self.run(*command)
        assert run.returncode == 0, run.stdout
        return run.stdout.strip()

    def commit(self, content: Path | None = None) -> subprocess.CompletedProcess[str]:
        if content is not None:
            shutil.copytree(content, self.folder, dirs_exist_ok=True)
        self.must("git", "add", "--all", "--force")
        return self.run("git", "commit", "--quiet", "--message", "a change")


@pytest.fixture
def environment(tmp_path: Path, clean_environment: dict[str, str]) -> dict[str, str]:
    """The settings of git that a fresh machine lacks, and a pre-commit store of its own."""
    person = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": str(tmp_path / "no-such-file"), "GIT_CONFIG_NOSYSTEM": "1"}
    return (
        clean_environment | person | alone | {"PRE_COMMIT_HOME": str(tmp_path / "store"), "PRE_COMMIT_COLOR": "never"}
    )


def test_a_bad_change_is_refused_and_a_good_one_passes(tmp_path: Path, environment: dict[str, str]) -> None:
    envlint = _repository(tmp_path / "envlint", environment)
    copy_of_the_checkout(envlint.folder)
    assert envlint.commit().returncode == 0

    project = _repository(tmp_path / "project", environment)
    rev = envlint.must("git", "rev-parse", "HEAD")
    settings = SETTINGS.format(repo=envlint.folder.as_posix(), rev=rev)
    (project.folder / ".pre-commit-config.yaml").write_text(settings, "utf-8")
    project.must(sys.executable, "-m", "pre_commit", "install", "--install-hooks")

    refused = project.commit(BROKEN)
    assert refused.returncode == 1, refused.stdout
    assert "frontend/src/hooks/useChatSession.ts:3:30: error" in refused.stdout

    passed = project.commit(MENDED)
    assert passed.returncode == 0, passed.stdout
    assert project.must("git", "log", "--format=%s") == "a change"


def _repository(folder: Path, environment: dict[str, str]) -> Repository:
    folder.mkdir()
    repository = Repository(folder, environment)
    repository.must("git", "init", "--quiet")
    return repository
