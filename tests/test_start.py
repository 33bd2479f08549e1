"""What a run imports, and the project that the start is measured on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.cold_start import write_project

ROOT = Path(__file__).resolve().parents[1]
SLOW_TO_IMPORT = ("pydantic", "pydantic_core", "rich", "asyncio", "importlib.metadata", "multiprocessing")


def _imported(arguments: list[str], environment: dict[str, str]) -> set[str]:
    command = [sys.executable, "-X", "importtime", "-m", "envlint", *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 1, run.stderr
    return set(re.findall(r"^import time:.*\|\s*([\w.]+)$", run.stderr, re.MULTILINE))


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_run_imports_nothing_that_is_slow_to_import(form: str, clean_environment: dict[str, str]) -> None:
    imported = _imported(["--format", form, str(ROOT / "examples/study-app")], clean_environment)
    assert "envlint.engine" in imported
    assert imported.isdisjoint(SLOW_TO_IMPORT)


def test_a_plain_run_imports_no_command_line_either(clean_environment: dict[str, str]) -> None:
    imported = _imported(["--no-cache", str(ROOT / "examples/study-app")], clean_environment)
    assert "envlint.engine" in imported
    assert imported.isdisjoint({*SLOW_TO_IMPORT, "click", "dataclasses", "inspect"})


@pytest.mark.parametrize("files", [20, 60])
def test_the_measured_project_has_the_files_asked_for_and_is_the_same_again(tmp_path: Path, files: int) -> None:
    write_project(tmp_path / "one", files, seed=7)
    write_project(tmp_path / "two", files, seed=7)
    one, two = (
        {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "two")
    )
    assert len(one) == files
    assert one == two
