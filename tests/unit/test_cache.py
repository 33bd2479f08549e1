"""A cache changes no report, whatever happens to it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
import tomli

from envlint import cache as cache_
from envlint import catalogue, files, store, valid_tables
from envlint.cache import Cache
from envlint.cli import main
from envlint.configuration.reading import settings_of
from envlint.configuration.said import Context
from envlint.errors import UserError
from envlint.facts import Definition
from envlint.model import Source
from envlint.readers import registry
from envlint.store import default_folder
from envlint.unread import Unread, hexdigest
from envlint.valid_tables import ValidTables
from tests.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envlint.configuration.settings import Settings
    from envlint.facts import FileFacts
    from envlint.model import Unreadable

MADE_BY = cache_._MADE_BY


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


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files of the project that were opened."""
    found: list[str] = []
    real = files._read

    def read(root: Path, path: str) -> Source | Unreadable:
        found.append(path)
        return real(root, path)

    monkeypatch.setattr(files, "_read", read)
    return found


@pytest.fixture
def plain(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without facts, in a project whose files were not changed for a while."""
    path = project / "backend/app/plain.py"
    path.write_text("YEAR = 2026\n")
    monkeypatch.setattr(cache_, "_UNSETTLED", 0)
    return path


def test_a_file_without_facts_is_not_opened_again(
    lint: Callable[..., str], plain: Path, project: Path, opened: list[str]
) -> None:
    cold = lint()
    name = plain.relative_to(project).as_posix()
    assert name in opened
    opened.clear()
    assert lint() == cold
    assert name not in opened
    assert lint("--no-cache") == cold


@pytest.mark.parametrize("text", ["YEAR = 2027\n", "import os\nWEB = os.environ['VITE_WS_URL']\n"])
def test_a_file_that_changed_is_opened_whatever_its_dates_say(
    lint: Callable[..., str], plain: Path, project: Path, opened: list[str], text: str
) -> None:
    lint()
    stamp = plain.stat()
    plain.write_text(text)
    os.utime(plain, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    opened.clear()
    assert lint() == lint("--no-cache")
    assert plain.relative_to(project).as_posix() in opened


def test_a_file_that_has_just_changed_is_opened(
    lint: Callable[..., str], plain: Path, project: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(cache_, "_UNSETTLED", 3600 * 10**9)
    lint()
    assert all(entry[1] is None for entry in _index(project.parent / "cache").values())


def test_a_file_from_the_future_is_opened_every_time(
    lint: Callable[..., str], plain: Path, project: Path, tmp_path: Path
) -> None:
    later = time.time_ns() + 3600 * 10**9
    os.utime(plain, ns=(later, later))
    lint()
    index = _index(tmp_path / "cache")
    assert index.pop(plain.relative_to(project).as_posix())[1] is None
    assert any(entry[1] is not None for entry in index.values())


def _index(folder: Path) -> dict[str, list[object]]:
    _, head, _ = _entries(folder).read_bytes().split(b"\n", 2)
    found: dict[str, list[object]] = json.loads(head)["files"]
    return found


def test_a_file_whose_dates_lie_is_told_by_its_text(
    lint: Callable[..., str], project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that keeps dates by the hour: the run begins anew, and goes by what is in the files."""
    monkeypatch.setattr(cache_, "_UNSETTLED", 0)
    lint()
    path = project / "frontend/src/hooks/useChatSession.ts"
    path.write_text("export const NOTHING = 1\n")
    stamp = path.stat()
    file = _entries(tmp_path / "cache")
    _, head, body = file.read_bytes().split(b"\n", 2)
    index = json.loads(head)
    entry = index["files"][path.relative_to(project).as_posix()]
    entry[1] = [stamp.st_size, stamp.st_mtime_ns, stamp.st_ctime_ns, stamp.st_ino]
    head = json.dumps(index).encode()
    file.write_bytes(b"\n".join([hexdigest(head).encode(), head, body]))
    assert lint() == lint("--no-cache")


@pytest.mark.parametrize("option", [["--no-cache"], []])
def test_texts_without_facts_are_not_all_kept_at_hand(
    lint: Callable[..., str], project: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    for number in range(50):
        (project / f"backend/app/plain{number}.py").write_text(f"YEAR = {number}\n" * 100)
    monkeypatch.setattr(cache_, "_UNSETTLED", 0)
    before = lint(*option)
    known: set[Unread] = set()
    real = Unread.__init__

    def init(self: Unread, *given: object) -> None:
        real(self, *given)  # type: ignore[arg-type]
        known.add(self)

    monkeypatch.setattr(Unread, "__init__", init)
    monkeypatch.setattr(Unread, "__hash__", object.__hash__)
    for module in ("files", "library"):
        monkeypatch.setattr(f"envlint.{module}.MOST_TEXT", 20_000)
    shutil.rmtree(project.parent / "cache", ignore_errors=True)
    known.clear()
    assert lint(*option) == before
    assert sum(source.at_hand for source in known if "plain" in source.path) <= 20_000
    assert len(known) > 20


def test_what_git_has_of_a_file_gets_none_of_its_dates(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("X = 1\n")
    tree = files.open_tree(str(tmp_path), registry.wants)
    on_disk = tree["a.py"]
    assert isinstance(on_disk, Source)
    assert tree.stat_of(on_disk) is not None
    assert tree.stat_of(Source("a.py", "X = 2\n")) is None


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
    monkeypatch.setattr(cache_, "made_by", lambda _: "another")
    assert lint() == cold
    assert len(reads) == 2 * first


def test_what_readers_are_made_of_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.made_by(MADE_BY)
    assert store.made_by(MADE_BY) == before
    monkeypatch.setattr(store, "__version__", "0.0.0")
    assert store.made_by(MADE_BY) != before


@pytest.mark.parametrize("name", ["readers/python/nodes.py", "pieces.py"])
def test_the_source_of_readers_and_of_what_they_use_is_in_the_key(tmp_path: Path, name: str) -> None:
    package = shutil.copytree(ROOT / "envlint", tmp_path / "envlint")
    before = store.made_by(MADE_BY, package)
    assert before == store.made_by(MADE_BY)
    (package / name).write_text((package / name).read_text("utf-8") + "\n# changed\n", "utf-8")
    assert store.made_by(MADE_BY, package) != before


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

    monkeypatch.setattr("envlint.store.os.fdopen", full)
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
    assert sum(entry[4] for entry in entries) == len(body)


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


# --- valid configurations ---

CONFIGURATION = """
select = ["host-mismatch", "missing-cors-origin"]
fail-on = "error"
elsewhere = ["https://login.example.com/"]
[per-path-ignores]
"e2e/**" = ["host-mismatch"]
[severities]
host-mismatch = "note"
[options.exposed-secret]
public = ["A"]
[[apps]]
root = "backend"
side = "backend"
ports = [9000]
[[pairs]]
left = "frontend:A"
right = "backend:B"
relation = "same-value"
"""


def _settings(text: str, folder: Path) -> Settings:
    found = settings_of(Source("envlint.toml", text), Context(catalogue.paths(), valid=ValidTables(folder)))
    assert found is not None
    return found


def test_a_kept_configuration_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _settings(CONFIGURATION, tmp_path / "cache")
    monkeypatch.setitem(sys.modules, "pydantic", None)
    assert _settings(CONFIGURATION, tmp_path / "cache") == first


@pytest.mark.parametrize("text", ["selct = []", "select = []", CONFIGURATION + "side = 1"])
def test_a_wrong_configuration_is_never_kept(tmp_path: Path, text: str) -> None:
    _settings(CONFIGURATION, tmp_path / "cache")
    for _ in range(2):
        with pytest.raises(UserError):
            _settings(text, tmp_path / "cache")


@pytest.mark.parametrize("damage", [_garbage, _truncated, _no_index])
def test_damaged_configurations_count_as_nothing(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    first = _settings(CONFIGURATION, tmp_path / "cache")
    file = tmp_path / "cache/configurations.json"
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert _settings(CONFIGURATION, tmp_path / "cache") == first
    assert file.read_bytes() == whole


def test_configurations_that_another_envlint_kept_count_as_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settings(CONFIGURATION, tmp_path / "cache")
    monkeypatch.setattr(valid_tables, "made_by", lambda _: "another")
    assert ValidTables(tmp_path / "cache").get(tomli.loads(CONFIGURATION)) is None


def test_old_configurations_are_forgotten(tmp_path: Path) -> None:
    kept = ValidTables(tmp_path / "cache")
    for number in range(60):
        kept.put({"number": number}, {"made": number})
    known = [number for number in range(60) if kept.get({"number": number}) == {"made": number}]
    assert known == list(range(10, 60))


def test_a_run_with_a_kept_configuration_needs_no_pydantic(project: Path, tmp_path: Path) -> None:
    (project / "envlint.toml").write_text('ignore = ["host-mismatch"]\n')
    code = "import sys; from envlint.cli import main; main(); sys.exit('pydantic' in sys.modules)"
    command = [sys.executable, "-c", code, str(project), "--cache-dir", str(tmp_path / "cache")]
    runs = [subprocess.run(command, capture_output=True, check=False, cwd=ROOT) for _ in range(2)]
    assert [run.returncode for run in runs] == [1, 0]
