"""What was read of each file, kept from one run to the next in a folder of its own.

It is kept by content: an entry is used for the very text that it was made of. A file whose size, dates and inode are
those of the last run is not read for that, as in git's index, unless it had just changed then; where its text is needed
after all, it is held against its digest.
One file holds all entries of a linted folder. It is replaced as a whole, so that runs at the same time lose no more
than each other's work, and what cannot be read, or was made by another envlint, counts as nothing.
A cache that cannot be written is done without.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envlint.ahead import read_ahead
from envlint.encoding import decode, encode
from envlint.readers import registry
from envlint.store import made_by, save
from envlint.unread import Heard, Unread, digest_of, hexdigest

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from envlint.ahead import Answers
    from envlint.facts import FileFacts
    from envlint.model import Source
    from envlint.unread import Stat

StatOf = Callable[["Source"], "Stat | None"]

_MADE_BY = ("*.py", "readers/**/*.py", "wiring/**/*.py")


class Cache:
    """The entries of one linted folder. `folder` is where caches are, and is made when something is kept.

    `stat_of` knows the size and dates of a file that was read from disk. `processes` are as many as may read.
    """

    def __init__(self, folder: Path, root: str, stat_of: StatOf = lambda _: None, processes: int | None = None) -> None:
        self._processes = processes
        self._stat_of = stat_of
        name = os.path.normcase(Path(root).resolve())
        self._file = folder / f"{hexdigest(name.encode('utf-8', 'surrogatepass'))}.facts"
        self._made_by = made_by(_MADE_BY)
        self._settled = time.time_ns() - _UNSETTLED
        index, self._body = _read(self._file, self._made_by)
        self._entries: dict[str, list[Any]] = index.get("files", {})
        self._answers: dict[str, list[str]] = index.get("answers", {})
        self._learned: dict[str, list[str]] = {}
        self._kept: dict[str, list[Any]] = {}
        self._new: dict[str, bytes] = {}
        self._seen: dict[str, Source] = {}
        self._ahead: Answers = {}

    def digest(self, path: str, stat: Stat) -> str | None:
        """The digest of the text of a file, if it is the one that was read when it had this size and these dates."""
        entry = self._entries.get(path)
        return entry[_CONTENT] if entry is not None and entry[_STAT] == [*stat] and entry[_HOLDS] is not None else None

    def distrust(self) -> None:
        """Goes by what is in files alone from now on, whatever their dates say."""
        for entry in self._entries.values():
            entry[_STAT] = None
        self._seen.clear()

    def ahead(self, sources: Sequence[Source]) -> None:
        """Reads many of the files that are not kept at once."""
        new = [source for source in sources if len(self._entry(source)) == _PLAIN]
        self._ahead.update(read_ahead(new, self._processes))

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
            self._kept[source.path] = [*entry[:_PLAIN], 0, len(data), hexdigest(data)]
        return facts

    def holds_facts(self, source: Source) -> bool:
        """Whether a file is worth reading by itself; as the registry says."""
        entry = self._entry(source)
        if entry[_HOLDS] is None:
            entry[_HOLDS] = registry.holds_facts(source)
            self._new.setdefault(source.path, b"")
        return bool(entry[_HOLDS])

    def heard(self, question: Hashable) -> Heard:
        """What the last run heard to a question."""
        last, *yes = self._answers.get(_key(question), [""])
        return Heard(frozenset(yes), last)

    def learn(self, question: Hashable, heard: Heard) -> None:
        """Takes notice of what this run heard."""
        self._learned[_key(question)] = [heard.last, *heard.yes]

    def save(self) -> None:
        """Keeps what this run asked for, for the next one. Nothing is told where that fails."""
        if not self._new and self._kept == self._entries and self._learned == self._answers:
            return
        save(self._file, self._lines())

    def _entry(self, source: Source) -> list[Any]:
        """What is kept of a file; facts stand in the body, if they were read."""
        if self._seen.get(source.path) is not source:
            self._seen[source.path] = source
            self._new.pop(source.path, None)
            self._ahead.pop(source.path, None)
            content = source.digest if isinstance(source, Unread) else digest_of(source.text)
            stat = self._stat_of(source)
            is_settled = stat is not None and max(stat[1], stat[2]) < self._settled
            known = self._entries.get(source.path, (None,))
            rest = known[_HOLDS:] if known[_CONTENT] == content else (None,)
            self._kept[source.path] = [content, [*stat] if stat is not None and is_settled else None, *rest]
        return self._kept[source.path]

    def _decoded(self, source: Source, entry: list[Any]) -> FileFacts | None:
        if source.path in self._new:
            return None
        start, length, digest = entry[_PLAIN:]
        data = self._body[start : start + length]
        return decode(source, json.loads(str(data, "ascii"))) if hexdigest(data) == digest else None

    def _lines(self) -> Iterator[bytes]:
        """The digest of the index, the index in one line, and the body."""
        body: list[bytes] = []
        entries: dict[str, list[Any]] = {}
        start = 0
        for path, entry in self._kept.items():
            old = self._body[entry[_PLAIN] : entry[_PLAIN] + entry[_PLAIN + 1]] if len(entry) > _PLAIN else b""
            data = self._new.get(path) or old
            entries[path] = [*entry[:_PLAIN], start, len(data), entry[-1]] if data else entry[:_PLAIN]
            body.append(data)
            start += len(data)
        whole = {"made_by": self._made_by, "files": entries, "answers": self._learned}
        index = json.dumps(whole, separators=(",", ":")).encode("ascii")
        yield from (hexdigest(index).encode("ascii"), b"\n", index, b"\n")
        yield from body


_CONTENT, _STAT, _HOLDS, _PLAIN = 0, 1, 2, 3
"""An entry: the digest of the text, size and dates, whether there are facts; then where in the body those stand."""

_UNSETTLED = 2_000_000_000
"""Nanoseconds for which the dates of a file say nothing: it may change once more within one tick of a coarse clock.

https://git-scm.com/docs/racy-git
"""


def _key(question: Hashable) -> str:
    """A question's name, without any word of it."""
    return hexdigest(repr(question).encode("utf-8", "surrogatepass"))


def _read(file: Path, by: str) -> tuple[dict[str, Any], bytes]:
    """The index of a file and its body; none where it is missing, broken, or made by another envlint."""
    try:
        digest, head, body = file.read_bytes().split(b"\n", 2)
        index: Any = json.loads(head) if digest.decode("ascii") == hexdigest(head) else {}
    except (OSError, ValueError):
        return {}, b""
    return (index, body) if index and index["made_by"] == by else ({}, b"")
