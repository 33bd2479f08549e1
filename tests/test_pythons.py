"""Which Pythons `make` works with, on machines that have different ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / ".ci/pythons"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script for make")


def _machine(folder: Path, on_path: dict[str, str], of_pyenv: tuple[str, ...] = ()) -> dict[str, str]:
    """The environment of a machine with those commands on its path, each with the version it answers; "" fails."""
    pythons = {folder / "bin" / name: version for name, version in on_path.items()}
    pythons |= {folder / f"pyenv/versions/{full}/bin/python": full.rpartition(".")[0] for full in of_pyenv}
    for path, version in pythons.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{f'echo {version}' if version else 'exit 127'}\n")
        path.chmod(0o755)
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin/sort").symlink_to(str(shutil.which("sort")))
    return {"PATH": str(folder / "bin"), "PYENV_ROOT": str(folder / "pyenv"), "HOME": str(folder)}


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(SCRIPT), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("on_path", "of_pyenv", "chosen"),
    [
        ({"python3": "3.11"}, ("3.12.1",), "python3"),
        ({"python3": "3.9", "python3.10": "3.10", "python3.12": "3.12"}, (), "python3.12"),
        ({"python3": "", "python3.13": "", "python3.12": "3.12"}, (), "python3.12"),
        ({}, ("3.9.1", "3.10.4"), "pyenv/versions/3.10.4/bin/python"),
    ],
)
def test_the_python_to_work_with(
    tmp_path: Path, on_path: dict[str, str], of_pyenv: tuple[str, ...], chosen: str
) -> None:
    run = _run(_machine(tmp_path, on_path, of_pyenv), "default")
    assert (run.returncode, run.stdout.strip().removeprefix(f"{tmp_path}/")) == (0, chosen)


def test_a_machine_without_a_python_that_will_do_is_told_what_is_missing(tmp_path: Path) -> None:
    run = _run(_machine(tmp_path, {"python3": "3.9"}), "default")
    assert run.returncode == 1
    assert "needs Python 3.10" in run.stderr


@pytest.mark.parametrize(
    ("main", "on_path", "of_pyenv", "others"),
    [
        ("3.11", {}, (), []),
        ("3.11", {"python3.11": "3.11"}, (), []),
        ("3.10", {"python3.10": "3.10"}, ("3.13.0",), ["3.13"]),
        ("3.12", {"python3.10": "3.10", "python3.11": "3.11"}, ("3.12.1", "3.13.0"), ["3.10", "3.13"]),
        ("3.12", {"python3.9": "3.9", "python3.10": ""}, ("3.12.1",), []),
    ],
)
def test_the_oldest_and_the_newest_other_python(
    tmp_path: Path, main: str, on_path: dict[str, str], of_pyenv: tuple[str, ...], others: list[str]
) -> None:
    environment = _machine(tmp_path, on_path | {"mine": main}, of_pyenv)
    assert _run(environment, "others", "mine").stdout.split() == others
