from __future__ import annotations

import builtins
import os
from pathlib import Path

import pytest

from envlint.decoding import decoded
from envlint.errors import UserError
from envlint.files import MAX_BYTES, Tree, open_tree
from envlint.model import Source, Unreadable


def write(root: Path, *paths: str, data: bytes = b"A=1\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def everything(path: str) -> bool:
    return True


SKIPPED = [
    "node_modules/x/index.js",
    "frontend/node_modules/x/index.js",
    "backend/.venv/lib/site.py",
    "lib/site-packages/uvicorn/main.py",
    "a/__pycache__/a.py",
    ".git/config",
    ".next/server.js",
    "api/ui/_next/static/app.js",
    "api/staticfiles/admin.js",
    "frontend/dist/index.js",
    "frontend/build/index.js",
    "static/app.min.js",
    "static/app-min.js",
    "static/app.bundle.js",
]


@pytest.mark.parametrize("path", SKIPPED)
def test_what_nobody_wrote_by_hand_is_left_out(tmp_path: Path, path: str) -> None:
    write(tmp_path, "frontend/package.json", path, "kept.py")
    assert set(Tree(tmp_path, everything)) == {"frontend/package.json", "kept.py"}


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history", "CACHEDIR.TAG"])
def test_virtual_environments_and_caches_are_known_by_what_is_in_them(tmp_path: Path, mark: str) -> None:
    write(tmp_path, f"tools/{mark}", "tools/lib/site.py", "kept.py")
    assert list(Tree(tmp_path, everything)) == ["kept.py"]


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "backend/.env.local",
        "env/settings.py",
        "app/api/build/routes.py",
        "src/vendor/Page.tsx",
        ".envs/.local/.django",
        ".github/workflows/ci.yml",
        ".devcontainer/docker-compose.yml",
        "src/admin.js",
        "src/chunker.py",
        "scripts/build-bundle.js",
        "a b/ü.env",
    ],
)
def test_what_somebody_wrote_is_listed(tmp_path: Path, path: str) -> None:
    write(tmp_path, path)
    assert list(Tree(tmp_path, everything)) == [path]


def test_env_files_are_listed_although_git_ignores_them(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", data=b".env\n")
    write(tmp_path, ".env")
    assert ".env" in Tree(tmp_path, everything)


def test_the_listing_is_sorted_and_asks_for_relative_paths(tmp_path: Path) -> None:
    write(tmp_path, "b.py", "a/z.py", "a.py", "a/notes.txt")
    asked: list[str] = []

    def wants(path: str) -> bool:
        asked.append(path)
        return path.endswith(".py")

    assert list(Tree(tmp_path, wants)) == ["a.py", "a/z.py", "b.py"]
    assert sorted(asked) == ["a.py", "a/notes.txt", "a/z.py", "b.py"]


def test_submodules_and_nested_repositories_are_read_and_second_worktrees_are_not(tmp_path: Path) -> None:
    write(tmp_path, "nested/.git/HEAD", "nested/a.py", "module/a.py", "copy/a.py")
    write(tmp_path, "module/.git", data=b"gitdir: ../.git/modules/module\n")
    write(tmp_path, "copy/.git", data=b"gitdir: /home/me/project/.git/worktrees/copy\n")
    assert list(Tree(tmp_path, lambda path: path.endswith(".py"))) == ["module/a.py", "nested/a.py"]


def link(path: Path, target: str) -> None:
    try:
        path.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")


def test_linked_folders_and_links_out_of_the_tree_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "project"
    write(tmp_path, "project/.env", "project/backend/a.py", "outside/secret.env", "project-two/b.env")
    link(root / "backend" / "loop", "..")
    link(root / "backend" / ".env", "../.env")
    link(root / "outside.env", "../outside/secret.env")
    link(root / "beside.env", "../project-two/b.env")
    link(root / "broken.env", "nowhere")
    link(root / "self.env", "self.env")
    assert list(Tree(root, everything)) == [".env", "backend/.env", "backend/a.py"]


def test_a_root_that_is_a_link_itself_is_read(tmp_path: Path) -> None:
    write(tmp_path, "project/.env")
    link(tmp_path / "alias", "project")
    link(tmp_path / "project" / "copy.env", ".env")
    assert list(open_tree(str(tmp_path / "alias"), everything)) == [".env", "copy.env"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    assert list(Tree(tmp_path, everything)) == []


def test_large_files_are_skipped_and_counted(tmp_path: Path) -> None:
    write(tmp_path, "fits.py", data=b"#" * MAX_BYTES)
    write(tmp_path, "huge.py", data=b"#" * (MAX_BYTES + 1))
    tree = Tree(tmp_path, everything)
    assert list(tree) == ["fits.py"]
    assert tree.skipped == ("huge.py",)


def test_a_file_is_read_when_asked_for_and_once(tmp_path: Path) -> None:
    write(tmp_path, ".env", data=b"A=1\r\nB=2\n")
    tree = Tree(tmp_path, everything)
    (tmp_path / ".env").write_bytes(b"A=2\r\n")
    assert tree[".env"] == Source(".env", "A=2\r\n")
    (tmp_path / ".env").unlink()
    assert tree[".env"] == Source(".env", "A=2\r\n")
    assert tree.get("other") is None
    assert len(tree) == 1


def test_a_file_that_vanishes_is_a_line_in_the_report(tmp_path: Path) -> None:
    write(tmp_path, ".env")
    tree = Tree(tmp_path, everything)
    (tmp_path / ".env").unlink()
    assert tree[".env"] == Unreadable(".env", "it vanished during the run")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "permission denied"),
        (OSError(5, "Input/output error"), "input/output"),
    ],
)
def test_a_file_that_the_system_refuses_is_a_line_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    write(tmp_path, ".env")

    def refuse(*_: object, **__: object) -> None:
        raise error

    tree = Tree(tmp_path, everything)
    monkeypatch.setattr("builtins.open", refuse)
    unreadable = tree[".env"]
    assert isinstance(unreadable, Unreadable)
    assert unreadable.reason.startswith(reason)


def test_a_folder_that_cannot_be_listed_is_a_line_in_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.py", "private/b.py")
    scandir = os.scandir

    def refuse(path: Path) -> os._ScandirIterator[str]:
        if Path(path).name == "private":
            raise PermissionError(13, "Permission denied")
        return scandir(os.fspath(path))

    monkeypatch.setattr(os, "scandir", refuse)
    tree = Tree(tmp_path, everything)
    assert list(tree) == ["a.py", "private"]
    assert tree["private"] == Unreadable("private", "the folder cannot be listed: permission denied")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "there is no folder"),
        ("", "there is no folder"),
        ("file.py", "is a file; envlint compares the halves of a project"),
        ("with\0zero", "cannot be listed: .*embedded null"),
    ],
)
def test_what_is_no_folder_is_the_users_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "file.py")
    with pytest.raises(UserError, match=message):
        open_tree(path, everything)


def test_a_folder_without_permission_is_the_users_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UserError, match="cannot be listed: permission denied"):
        open_tree(str(tmp_path), everything)


def test_an_empty_folder_is_an_empty_tree(tmp_path: Path) -> None:
    assert dict(open_tree(str(tmp_path), everything)) == {}


@pytest.mark.parametrize(
    ("path", "data", "source"),
    [
        (".env", b"", Source(".env", "")),
        (".env", "A=ü\r\n".encode(), Source(".env", "A=ü\r\n")),
        (".env", b"\xef\xbb\xbfA=1\n", Source(".env", "A=1\n", bom=True)),
        (".env", b"\xff\xfe" + "A=1\n".encode("utf-16-le"), Source(".env", "A=1\n", "utf-16-le", bom=True)),
        (".env", b"\xfe\xff" + "A=1\n".encode("utf-16-be"), Source(".env", "A=1\n", "utf-16-be", bom=True)),
        (".env", "A=1\n".encode("utf-16-le"), Source(".env", "A=1\n", "utf-16-le")),
        (".env", "A=1\n".encode("utf-16-be"), Source(".env", "A=1\n", "utf-16-be")),
        (".env", b"A=1\0\0\nB=1", Source(".env", "A=1\0\0\nB=1")),
        (
            "a.py",
            b"# -*- coding: latin-1 -*-\nA = '\xfc'\n",
            Source("a.py", "# -*- coding: latin-1 -*-\nA = 'ü'\n", "latin-1"),
        ),
        (
            "a.py",
            b"#!python\n# coding=latin-1\nA = '\xfc'\n",
            Source("a.py", "#!python\n# coding=latin-1\nA = 'ü'\n", "latin-1"),
        ),
        ("bundle.js", b"x=1;" * 8000, Source("bundle.js", "")),
        ("video.ts", (b"G" + b"\xff" * 187) * 4, Source("video.ts", "")),
    ],
)
def test_decoding(path: str, data: bytes, source: Source) -> None:
    result = decoded(path, data)
    assert result == source


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        (".env", b"A=1\nB=\xfc\n", "it is not UTF-8 (byte 0xfc in line 2)"),
        ("a.py", b"# coding: nonsense\nA = '\xfc'\n", "it is not UTF-8 (byte 0xfc in line 2)"),
        ("a.ts", b"// coding: latin-1\n'\xfc'\n", "it is not UTF-8 (byte 0xfc in line 2)"),
        (".env", b"\xff\xfe\x00\x00A\x00\x00\x00", "it is UTF-32, which no loader of such files reads"),
        (".env", b"\xff\xfeA\x00B", "it begins like UTF-16-LE and goes on as something else"),
        (".env", b"\x89PNG\r\n\0\0\0\x0d", "it is binary"),
    ],
)
def test_what_is_no_text(path: str, data: bytes, reason: str) -> None:
    assert decoded(path, data) == Unreadable(path, reason)


def test_a_name_that_is_no_unicode_is_read_all_the_same(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.env")
    try:
        write(tmp_path, name)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes Unicode names only")
    tree = Tree(tmp_path, everything)
    assert [tree[path] for path in tree] == [Source(name, "A=1\n")]


def test_nothing_is_written_and_no_file_is_opened_by_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.py")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    assert list(Tree(tmp_path, everything)) == ["a.py"]


def test_a_folder_is_listed_again_and_only_what_changed_is_read_again(tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (tmp_path / name).write_text("1", "utf-8")
    before = open_tree(str(tmp_path), lambda _: True)
    a, b = before["a.py"], before["b.py"]
    (tmp_path / "b.py").write_text("2", "utf-8")
    (tmp_path / "c.py").unlink()
    (tmp_path / "d.py").write_text("4", "utf-8")
    after = before.again({"b.py"})
    assert list(after) == ["a.py", "b.py", "d.py"]
    assert after["a.py"] is a
    assert after["b.py"] != b


def test_a_file_that_is_forgotten_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1", "utf-8")
    tree = open_tree(str(tmp_path), lambda _: True)
    before = tree["a.py"]
    (tmp_path / "a.py").write_text("2", "utf-8")
    assert tree["a.py"] is before
    tree.forget(["a.py", "no.py"])
    assert tree["a.py"] == Source("a.py", "2")
    assert "no.py" not in tree
