"""What all tests share: running envlint as a user does, apart from the user's own environment."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from envlint.commands.agents import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Envlint = Callable[..., subprocess.CompletedProcess[str]]

_OF_THE_USER = ("FORCE_COLOR", "GIT_", "PYTHON", "VIRTUAL_ENV", *VARIABLES)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the expected reports anew instead of comparing")


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps the user's own cache out of the tests."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patched.setenv(name, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def clean_environment(cache_folder: None) -> dict[str, str]:
    """The environment without what would change how envlint or git run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_USER)}
    return kept | {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture(scope="session")
def envlint(clean_environment: dict[str, str]) -> Envlint:
    """Runs `envlint ARGUMENTS...` in a process of its own, in the folder `cwd`."""

    def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "envlint", *map(str, arguments)]
        return subprocess.run(
            command, cwd=cwd, env=clean_environment, capture_output=True, encoding="utf-8", check=False, timeout=120
        )

    return run
