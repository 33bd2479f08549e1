"""Whether a file is under version control, as git's own index says; nothing where that cannot be told."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from envlint.examples import Example, ExampleFile
from envlint.files import open_tree
from envlint.readers.registry import wants

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git writes the indexes")


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b.dev", "-C", str(folder), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def repository(folder: Path, *paths: str) -> Path:
    """A repository with some files, none of them added."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("KEY=1\n")
    git(folder, "init", "-q")
    return folder


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("KEY=1\n")
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert open_tree(str(tmp_path), wants).is_tracked(".env") is None


def test_an_empty_repository_tells_nothing(tmp_path: Path) -> None:
    assert open_tree(str(repository(tmp_path, ".env")), wants).is_tracked(".env") is None


def test_only_whole_paths_count(tmp_path: Path) -> None:
    git(repository(tmp_path, ".env", "app/.env", "app/x.env", "b.env"), "add", "app/.env", "app/x.env")
    tree = open_tree(str(tmp_path), wants)
    assert {path: tree.is_tracked(path) for path in (".env", "app/.env", "app/x.env", "x.env", "b.env")} == {
        ".env": False,
        "app/.env": True,
        "app/x.env": True,
        "x.env": False,
        "b.env": False,
    }


def test_a_folder_inside_a_repository(tmp_path: Path) -> None:
    git(repository(tmp_path, "app/.env", "app/.env.local"), "add", "app/.env")
    tree = open_tree(str(tmp_path / "app"), wants)
    assert (tree.is_tracked(".env"), tree.is_tracked(".env.local")) == (True, False)


def test_a_repository_inside_a_repository(tmp_path: Path) -> None:
    git(repository(repository(tmp_path, ".env") / "inner", ".env"), "add", ".env")
    tree = open_tree(str(tmp_path), wants)
    assert (tree.is_tracked(".env"), tree.is_tracked("inner/.env")) == (None, True)


def test_a_working_tree_of_its_own(tmp_path: Path) -> None:
    main = repository(tmp_path / "main", ".env")
    git(main, "add", ".env")
    git(main, "commit", "-q", "-m", "a")
    git(main, "worktree", "add", "-q", str(tmp_path / "other"))
    assert open_tree(str(tmp_path / "other"), wants).is_tracked(".env") is True


@pytest.mark.parametrize(("version", "expected"), [("2", True), ("4", None)])
def test_forms_of_the_index(tmp_path: Path, version: str, expected: bool | None) -> None:
    git(repository(tmp_path, ".env"), "add", ".env")
    git(tmp_path, "update-index", "--index-version", version)
    assert open_tree(str(tmp_path), wants).is_tracked(".env") is expected


def test_an_entry_with_more_flags(tmp_path: Path) -> None:
    git(repository(tmp_path, ".env"), "add", "--intent-to-add", ".env")
    assert open_tree(str(tmp_path), wants).is_tracked(".env") is True


def test_an_index_in_two_files(tmp_path: Path) -> None:
    git(repository(tmp_path, ".env"), "add", ".env")
    git(tmp_path, "update-index", "--split-index")
    assert open_tree(str(tmp_path), wants).is_tracked(".env") is not False


def test_an_example_says_it_of_each_file() -> None:
    files = tuple(ExampleFile(path, "", (path,)) for path in ("tracked", "untracked", "crlf"))
    example = Example("a title", False, 1, files, "", (0, 0))
    assert [example.is_tracked(path) for path in ("tracked", "untracked", "crlf", "none")] == [True, False, None, None]
