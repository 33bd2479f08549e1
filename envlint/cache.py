"""What was read of each file, kept from one run to the next in a folder of its own.

It is kept by content: an entry is used for the very text that it was made of, whatever a clock or a file's date says.
One file holds all entries of a linted folder. It is replaced as a whole, so that runs at the same time lose no more
than each other's work, and what cannot be read, or was made by another envlint, counts as nothing.
A cache that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envlint import __version__
from envlint.ahead import read_ahead
from envlint.encoding import decode, encode
from envlint.readers import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.ahead import Answers
    from envlint.facts import FileFacts
    from envlint.model import Source

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by envlint. See https://bford.info/cachedir/\n"
_DIGEST = 16
"""Bytes of a digest: two texts that share one would have to be made for it."""

_PACKAGE = Path(__file__).parent


class Cache:
    """The entries of one linted folder. `folder` is where caches are, and is made when something is kept."""

    def __init__(self, folder: Path, root: str) -> None:
        self._folder = folder
        name = os.path.normcase(Path(root).resolve())
        self._file = folder / f"{_digest(name.encode('utf-8', 'surrogatepass'))}.facts"
        self._made_by = made_by()
        self._entries, self._body = _read(self._file, self._made_by)
        self._kept: dict[str, list[Any]] = {}
        self._new: dict[str, bytes] = {}
        self._seen: dict[str, Source] = {}
        self._ahead: Answers = {}

    def ahead(self, sources: Sequence[Source]) -> None:
        """Reads many of the files that are not kept at once."""
        self._ahead.update(read_ahead([source for source in sources if len(self._entry(source)) == _PLAIN]))

    def facts_of(self, source: Source) -> FileFacts:
        """The facts of a file: those that are kept, else they are read."""
        entry = self._entry(source)
        kept = self._decoded(source, entry) if len(entry) > _PLAIN else None
        if kept is not None:
            return kept
        known = self._ahead.pop(source.path, None)
        facts = registry.read(source) if known is None else decode(source, known)
        if registry.may_be_kept(source.path):
            data = json.dumps(encode(facts) if known is None else known, separators=(",", ":")).encode("ascii")
            self._new[source.path] = data
            self._kept[source.path] = [*entry[:_PLAIN], 0, len(data), _digest(data)]
        return facts

    def holds_facts(self, source: Source) -> bool:
        """Whether a file is worth reading by itself; as the registry says."""
        entry = self._entry(source)
        if entry[1] is None:
            entry[1] = registry.holds_facts(source)
            self._new.setdefault(source.path, b"")
        return bool(entry[1])

    def save(self) -> None:
        """Keeps what this run asked for, for the next one. Nothing is told where that fails."""
        if not self._new and self._kept.keys() == self._entries.keys():
            return
        with suppress(OSError):
            _make(self._folder)
            _replace(self._file, self._lines())

    def _entry(self, source: Source) -> list[Any]:
        """The content's digest, whether it holds facts, and where in the body those are, if they were read."""
        if self._seen.get(source.path) is not source:
            self._seen[source.path] = source
            self._new.pop(source.path, None)
            self._ahead.pop(source.path, None)
            content = _digest(source.text.encode("utf-8", "surrogatepass"))
            known = self._entries.get(source.path, (None,))
            self._kept[source.path] = list(known) if known[0] == content else [content, None]
        return self._kept[source.path]

    def _decoded(self, source: Source, entry: list[Any]) -> FileFacts | None:
        if source.path in self._new:
            return None
        _, _, start, length, digest = entry
        data = self._body[start : start + length]
        return decode(source, json.loads(data)) if _digest(data) == digest else None

    def _lines(self) -> Iterator[bytes]:
        """The digest of the index, the index in one line, and the body."""
        body: list[bytes] = []
        entries: dict[str, list[Any]] = {}
        start = 0
        for path, entry in self._kept.items():
            data = self._new.get(path) or (self._body[entry[2] : entry[2] + entry[3]] if len(entry) > _PLAIN else b"")
            entries[path] = [*entry[:_PLAIN], start, len(data), entry[4]] if data else entry[:_PLAIN]
            body.append(data)
            start += len(data)
        index = json.dumps({"made_by": self._made_by, "files": entries}, separators=(",", ":")).encode("ascii")
        yield from (_digest(index).encode("ascii"), b"\n", index, b"\n")
        yield from body


_PLAIN = 2
"""The length of an entry without facts."""


def default_folder() -> Path | None:
    """The folder for caches of this user, by the customs of the system; None where there is no home."""
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    given = Path(os.environ.get(name, ""))
    if given.is_absolute():
        return given / "envlint"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "envlint"


def made_by(package: Path = _PACKAGE) -> str:
    """What entries depend on besides the files: the source of the readers and of what they use, what is installed."""
    digest = hashlib.blake2b(f"{__version__} {sys.version} ".encode(), digest_size=_DIGEST)
    for path in (*sorted(package.glob("*.py")), *sorted(package.glob("readers/**/*.py"))):
        digest.update(path.read_bytes())
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as found:
            names = sorted(entry.name for entry in found if entry.name.endswith(".dist-info"))
            digest.update("\0".join(names).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def _read(file: Path, by: str) -> tuple[dict[str, list[Any]], bytes]:
    """The entries of a file and its body; none where it is missing, broken, or made by another envlint."""
    try:
        digest, head, body = file.read_bytes().split(b"\n", 2)
        index: Any = json.loads(head) if digest.decode("ascii") == _digest(head) else {}
    except (OSError, ValueError):
        return {}, b""
    return (index["files"], body) if index and index["made_by"] == by else ({}, b"")


def _make(folder: Path) -> None:
    """Makes the folder, with the marks by which git and backups leave it alone. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, "utf-8")


def _replace(file: Path, parts: Iterator[bytes]) -> None:
    """Puts a new file in the place of an old one. Raises OSError, and leaves nothing behind then."""
    other = file.with_name(f"{file.name}.{os.getpid()}")  # `tempfile` would cost as much as a bare start of Python
    with suppress(FileNotFoundError):
        other.unlink()
    try:
        with os.fdopen(os.open(other, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.writelines(parts)
        other.replace(file)
    except BaseException:
        with suppress(OSError):
            other.unlink()
        raise
