"""Files that are put in the place of others."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from envlint.cli import main
from envlint.decoding import decoded
from envlint.model import Source
from envlint.rewrite import Refused, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable


def _change(root: Path, name: str, old: str, new: str) -> tuple[Source, Source]:
    source = decoded(name, (root / name).read_bytes())
    assert isinstance(source, Source)
    return source, Source(name, source.text.replace(old, new), source.encoding, source.bom)


@pytest.mark.parametrize(
    "data",
    [
        b"A=1\nB=2\n",
        b"A=1\r\nB=2\r\n",
        b"A=1",
        b"\xef\xbb\xbfA=1\n",
        "A=1 # \u00fc\n".encode(),
        "\ufeffA=1\n".encode("utf-16-le"),
        "\ufeffA=1\n".encode("utf-16-be"),
        b"# -*- coding: latin-1 -*-\nA=1 # \xfc\n",
    ],
    ids=["plain", "CRLF", "no end", "mark", "UTF-8", "UTF-16 LE", "UTF-16 BE", "declared"],
)
def test_all_else_stays_as_it_was(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(data)
    path.chmod(0o640)
    assert rewrite(str(tmp_path), [_change(tmp_path, "a.py", "A=1", "A=7")]) == ()
    assert path.read_bytes() == data[::-1].replace(b"1", b"7", 1)[::-1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.py"]


def test_bytes_that_would_not_come_back_are_left_alone(tmp_path: Path) -> None:
    data = b"# coding: cp932\nA=1 # \x87\x90\n"
    (tmp_path / "a.py").write_bytes(data)
    (refused,) = rewrite(str(tmp_path), [_change(tmp_path, "a.py", "A=1", "A=7")])
    assert refused.reason == "its cp932 would be written in other bytes"
    assert (tmp_path / "a.py").read_bytes() == data


def test_a_mark_that_came_since_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.env").write_bytes(b"A=1\n")
    change = _change(tmp_path, "a.env", "A=1", "A=7")
    (tmp_path / "a.env").write_bytes(b"\xef\xbb\xbfA=1\n")
    assert rewrite(str(tmp_path), [change]) == (Refused("a.env", "it has changed since it was read"),)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.env").write_text("A=1\n", "utf-8")
    (tmp_path / "a.env").symlink_to("real.env")
    assert rewrite(str(tmp_path), [_change(tmp_path, "a.env", "1", "2")]) == ()
    assert (tmp_path / "a.env").is_symlink()
    assert (tmp_path / "real.env").read_text("utf-8") == "A=2\n"


def test_what_was_replaced_is_put_back_where_another_file_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.env", "b.env"):
        (tmp_path / name).write_text("A=1\n", "utf-8")
    real = os.replace

    def refuse(source: str, target: Path) -> None:
        if Path(target).name == "b.env":
            raise OSError(16, "Device or resource busy")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    changes = [_change(tmp_path, name, "1", "2") for name in ("a.env", "b.env")]
    assert rewrite(str(tmp_path), changes) == (Refused("b.env", "Device or resource busy"),)
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"a.env": "A=1\n", "b.env": "A=1\n"}


def test_two_paths_of_one_file_are_not_both_changed(tmp_path: Path) -> None:
    (tmp_path / "real.env").write_text("A=1\nB=1\n", "utf-8")
    (tmp_path / "a.env").symlink_to("real.env")
    changes = [_change(tmp_path, "a.env", "A=1", "A=2"), _change(tmp_path, "real.env", "B=1", "B=2")]
    assert {each.path for each in rewrite(str(tmp_path), changes)} == {"a.env", "real.env"}
    assert (tmp_path / "real.env").read_text("utf-8") == "A=1\nB=1\n"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_crash_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "a.env").write_text("A=1\n", "utf-8")
    change = _change(tmp_path, "a.env", "1", "2")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, call, crash)
    with pytest.raises(KeyboardInterrupt):
        rewrite(str(tmp_path), [change])
    assert (tmp_path / "a.env").read_text("utf-8") == "A=1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.env"]


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.env").write_text("A=1\n", "utf-8")
    change = _change(tmp_path, "a.env", "1", "2")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert rewrite(str(tmp_path), [change]) == (Refused("a.env", "No space left on device"),)
    assert (tmp_path / "a.env").read_text("utf-8") == "A=1\n"


def _changed(path: Path) -> None:
    path.write_text("A=3\n", "utf-8")


def _read_only(path: Path) -> None:
    path.chmod(0o444)


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_changed, "it has changed since it was read"),
        (_read_only, "it is read-only"),
        (_gone, "No such file or directory"),
    ],
)
def test_no_file_is_written_where_one_cannot_be(tmp_path: Path, happens: Callable[[Path], None], reason: str) -> None:
    for name in ("a.env", "b.env"):
        (tmp_path / name).write_text("A=1\n", "utf-8")
    changes = [_change(tmp_path, name, "1", "2") for name in ("a.env", "b.env")]
    happens(tmp_path / "b.env")
    assert rewrite(str(tmp_path), changes) == (Refused("b.env", reason),)
    assert (tmp_path / "a.env").read_text("utf-8") == "A=1\n"


# --- by the command line ---


STUDY_APP = Path(__file__).resolve().parents[2] / "examples/study-app"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The broken example project, as a copy."""
    for path in STUDY_APP.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(STUDY_APP)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def test_diff_prints_a_patch_and_changes_nothing(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(broken), "--diff"]) == 1
    assert "+CORS_ALLOW_ORIGINS=http://localhost:3000," in capsys.readouterr().out
    assert (broken / "backend/.env").read_bytes() == (STUDY_APP / "backend/.env").read_bytes()


def test_diff_writes_reports_and_asks_for_what_is_required(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(broken), "--diff", "--output", f"concise={tmp_path / 'report.txt'}"]) == 1
    assert (tmp_path / "report.txt").read_text("utf-8")
    (broken / "envlint.toml").write_text('require = ["frontend"]\nexclude = ["frontend/"]\n', "utf-8")
    assert main([str(broken), "--diff"]) == 2
    assert "frontend" in capsys.readouterr().err


def test_fix_mends_what_is_safe_and_reports_what_is_left(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(broken), "--fix", "--format", "concise"]) == 1
    out, err = capsys.readouterr()
    assert err == "envlint: fixed 6 findings in 4 files\n"
    assert "host-mismatch" not in out
    assert "unmounted-router" in out
    lines = (broken / "backend/.env").read_text("utf-8").splitlines()
    assert lines[0].startswith("#")
    assert lines[2] == "SESSION_COOKIE=study_session"
    assert main([str(broken), "--diff"]) == 0


def test_a_read_only_file_is_told(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (broken / "backend/.env").chmod(0o444)
    assert main([str(broken), "--fix"]) == 2
    err = capsys.readouterr().err
    assert "envlint: backend/.env was left alone: it is read-only\n" in err
    assert err.endswith("envlint: nothing was written\n")


@pytest.mark.parametrize("option", [["--staged"], ["--since", "HEAD"], ["--stdin-filename", "x"]])
def test_only_the_files_as_they_are_can_be_fixed(
    broken: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert main([str(broken), "--fix", *option]) == 2
    assert "fixes are for the files as they are" in capsys.readouterr().err
