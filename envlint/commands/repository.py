"""The git repository that a folder stands in. Nothing of it is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where a job has its repository: GitHub's variable, and GitLab's.

https://docs.github.com/en/actions/reference/workflows-and-actions/variables,
https://docs.gitlab.com/ci/variables/predefined_variables/
"""


def root_of(path: Path) -> Path | None:
    """The root of the repository that a folder stands in, which may be the folder itself; None without one."""
    folders = (path.resolve(), *path.resolve().parents)
    return next((folder for folder in folders if (folder / ".git").exists()), None)


def way_down(path: str, environment: Mapping[str, str] = os.environ) -> str:
    """The way from a repository's root to a folder in it, with a slash at its end; empty for the root, and without one.

    A code host knows files by their paths in the repository, wherever the linted folder is.
    """
    folder = Path(path).resolve()
    checkouts = [Path(environment[name]).resolve() for name in _CHECKOUTS if environment.get(name)]
    root = next((each for each in checkouts if folder.is_relative_to(each)), None) or root_of(folder)
    return "" if root is None or root == folder else f"{folder.relative_to(root).as_posix()}/"
