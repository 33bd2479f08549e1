"""Whole small repositories, run with all rules: each has one accepted report beside it.

`make accept` writes the reports; what changed in them is to be read in the diff.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Envlint

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
PROJECTS = sorted(path for folder in (HERE, EXAMPLES) for path in folder.iterdir() if (path / "backend").is_dir())


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_the_report_is_the_accepted_one(project: Path, envlint: Envlint, request: pytest.FixtureRequest) -> None:
    accepted = HERE / f"{project.name}.report.txt"
    run = envlint(project)
    assert run.returncode in {0, 1}, run.stderr
    if request.config.getoption("--accept"):
        accepted.write_text(run.stdout, "utf-8", newline="\n")
    assert run.stdout == accepted.read_text("utf-8"), "run `make accept` and review the diff"


def test_each_report_belongs_to_a_project() -> None:
    assert {path.name.removesuffix(".report.txt") for path in HERE.glob("*.txt")} == {path.name for path in PROJECTS}
