"""A cache changes no report, whatever happens to it."""

from __future__ import annotations

import json
import os
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from envlint import cache as cache_
from envlint.cache import Cache, default_folder
from envlint.cli import main
from envlint.facts import Definition
from envlint.model import Source
from envlint.readers import registry
from tests.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envlint.facts import FileFacts


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "examples/study-app", tmp_path / "project")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were really read."""
    found: list[str] = []
    real = registry.read

    def read(source: Source) -> FileFacts:
        found.append(source.path)
        return real(source)

    monkeypatch.setattr(registry, "read", read)
    return found


@pytest.fixture
def lint(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*options: str) -> str:
        given = options or ("--cache-dir", str(tmp_path / "cache"))
        assert main([str(project), "--format", "json", *given]) == 1
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


def test_cold_warm_and_uncached_runs_print_the_same(lint: Callable[..., str], reads: list[str]) -> None:
    cold = lint()
    assert reads
    reads.clear()
    assert lint() == cold == lint("--no-cache")


def test_only_what_changed_is_read_again(lint: Callable[..., str], reads: list[str], project: Path) -> None:
    lint()
    reads.clear()
    lint()
    kept = [path for path in reads if registry.may_be_kept(path)]
    assert kept == []
    changed = next(
        path for path in sorted(project.rglob("*.ts")) if "fetch" in path.read_text() or "WebSocket" in path.read_text()
    )
    stamp = changed.stat()
    changed.write_text(changed.read_text() + "\n// changed\n")
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # a date says nothing
    lint()
    assert [path for path in reads if registry.may_be_kept(path)] == [changed.relative_to(project).as_posix()]


def test_two_texts_of_one_path_are_told_apart(tmp_path: Path) -> None:
    def names(cache: Cache, source: Source) -> list[str]:
        return [fact.name for fact in cache.facts_of(source).of(Definition)]

    first, second = Source("a.py", "import os\nX = os.getenv('X')\n"), Source("a.py", "YEAR = 1\n")
    cache = Cache(tmp_path / "cache", str(tmp_path))
    assert [names(cache, source) for source in (first, second)] == [["os", "X"], ["YEAR"]]
    cache.save()
    for source, expected in ((first, ["os", "X"]), (second, ["YEAR"])):
        assert names(Cache(tmp_path / "cache", str(tmp_path)), source) == expected


def test_no_secret_is_kept(lint: Callable[..., str], project: Path, tmp_path: Path) -> None:
    (project / "backend/.env").write_text("JWT_SECRET=abcdefghijklmnop12345\n" + (project / "backend/.env").read_text())
    (project / "backend/keys.py").write_text("import os\nKEY = os.getenv('KEY', 'abcdefghijklmnop12345')\n")
    lint()
    data = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert data
    assert b"abcdef" not in data
    assert b'backend/.env",[' not in data.replace(b'"backend/.env":', b"")


def test_the_folder_has_its_own_ignore_file(lint: Callable[..., str], project: Path) -> None:
    lint("--cache-dir", str(project / ".envlint_cache"))
    assert (project / ".envlint_cache" / ".gitignore").read_text() == "*\n"
    assert (
        (project / ".envlint_cache" / "CACHEDIR.TAG")
        .read_text()
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def _entries(folder: Path) -> Path:
    (found,) = folder.glob("*.facts")
    return found


def _garbage(data: bytes) -> bytes:
    return b"\x00garbage" + data


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _body_changed(data: bytes) -> bytes:
    digest, head, body = data.split(b"\n", 2)
    return digest + b"\n" + head + b"\n" + body.replace(b'"facts"', b'"fakes"')


def _index_changed(data: bytes) -> bytes:
    digest, head, body = data.split(b"\n", 2)
    index = json.loads(head)
    index["files"] = {path: [entry[0], False] for path, entry in index["files"].items()}
    return b"\n".join([digest, json.dumps(index).encode(), body])


def _no_index(_: bytes) -> bytes:
    return b"[]\n"


@pytest.mark.parametrize("damage", [_garbage, _truncated, _body_changed, _index_changed, _no_index])
def test_a_damaged_cache_counts_as_nothing(
    lint: Callable[..., str], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cold = lint()
    file = _entries(tmp_path / "cache")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert lint() == cold
    assert _entries(tmp_path / "cache").read_bytes() == whole


def test_a_cache_of_another_envlint_counts_as_nothing(
    lint: Callable[..., str], reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = lint()
    first = len(reads)
    monkeypatch.setattr(cache_, "made_by", lambda: "another")
    assert lint() == cold
    assert len(reads) == 2 * first


def test_what_readers_are_made_of_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_.made_by()
    assert cache_.made_by() == before
    monkeypatch.setattr(cache_, "__version__", "0.0.0")
    assert cache_.made_by() != before


@pytest.mark.parametrize("name", ["readers/python/nodes.py", "pieces.py"])
def test_the_source_of_readers_and_of_what_they_use_is_in_the_key(tmp_path: Path, name: str) -> None:
    package = shutil.copytree(ROOT / "envlint", tmp_path / "envlint")
    before = cache_.made_by(package)
    assert before == cache_.made_by()
    (package / name).write_text((package / name).read_text("utf-8") + "\n# changed\n", "utf-8")
    assert cache_.made_by(package) != before


def test_a_folder_that_cannot_be_written_is_done_without(lint: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cold = lint("--no-cache")
    assert lint("--cache-dir", str(tmp_path / "file")) == cold
    assert lint("--cache-dir", str(tmp_path / "file/below")) == cold


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    lint: Callable[..., str], tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    before = _entries(tmp_path / "cache").read_bytes()
    (project / "backend/new.py").write_text("import os\nX = os.getenv('X')\n")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("envlint.cache.os.fdopen", full)
    lint()
    left = {path.name for path in (tmp_path / "cache").iterdir()}
    assert left == {".gitignore", "CACHEDIR.TAG", _entries(tmp_path / "cache").name}
    assert _entries(tmp_path / "cache").read_bytes() == before


def test_runs_at_the_same_time_leave_a_whole_file(tmp_path: Path) -> None:
    sources = [Source(f"f{number}.py", f"import os\nX{number} = os.getenv('X')\n") for number in range(40)]

    def work(mine: list[Source]) -> None:
        for _ in range(5):
            cache = Cache(tmp_path / "cache", str(tmp_path))
            for source in mine:
                cache.facts_of(source)
            cache.save()

    threads = [threading.Thread(target=work, args=(sources[start:],)) for start in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    _, head, body = _entries(tmp_path / "cache").read_bytes().split(b"\n", 2)
    entries = json.loads(head)["files"].values()
    assert sum(entry[3] for entry in entries) == len(body)


@pytest.mark.parametrize(
    ("system", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "envlint"),
        ("darwin", "XDG_CACHE_HOME", "envlint"),
        ("win32", "LOCALAPPDATA", "envlint"),
    ],
)
def test_the_folder_of_a_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, variable: str, expected: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setenv(variable, str(tmp_path))
    assert default_folder() == tmp_path / expected
    monkeypatch.setenv(variable, "")
    monkeypatch.setenv("HOME", str(tmp_path))
    home = {"linux": ".cache", "darwin": "Library/Caches", "win32": ".cache"}[system]
    assert default_folder() == tmp_path / home / expected
