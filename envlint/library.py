"""The files of a run, read on demand and once each.

Most modules of a project hold no fact. So the files in which a cheap look finds something are read first; a module
that holds only a constant is read when the wiring asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from envlint.facts import Broken, FileFacts
from envlint.model import Source, Unreadable
from envlint.readers import registry
from envlint.readers.javascript.parsing import is_script

Sources = Mapping[str, "Source | Unreadable"]

Tracked = Callable[[str], "bool | None"]
"""Whether git has a file under version control; None where that is not known."""


def untold(_path: str) -> None:
    """Nothing is known of version control."""


class Library:
    """The facts of a repository. `sources` reads a file when it is asked for it."""

    def __init__(self, sources: Sources, is_tracked: Tracked = untold) -> None:
        self._sources = sources
        self.is_tracked = is_tracked
        self._facts: dict[str, FileFacts | None] = {}
        self._unreadable: dict[str, Unreadable] = {}
        self.paths = tuple(sorted(sources))

    def facts_of(self, path: str) -> FileFacts | None:
        """The facts of a file, or None where there is no such file or it cannot be read."""
        if path not in self._facts:
            source = self._source(path)
            self._facts[path] = registry.read(source) if source is not None else None
        return self._facts[path]

    def worth_reading(self) -> Iterator[FileFacts]:
        """The facts of the files that hold some by themselves, by path."""
        for path in self.paths:
            source = self._source(path)
            if source is not None and registry.holds_facts(source):
                facts = self.facts_of(path)
                if facts is not None:
                    yield facts

    def naming(self, words: Iterable[str]) -> Iterator[FileFacts]:
        """The facts of the scripts in whose text one of some words stands, by path."""
        wanted = tuple(words)
        for path in self.paths if wanted else ():
            source = self._source(path) if is_script(path) else None
            if source is not None and any(word in source.text for word in wanted):
                facts = self.facts_of(path)
                if facts is not None:
                    yield facts

    def texts(self) -> Iterator[Source]:
        """The files that can be read, by path."""
        yield from (source for path in self.paths if (source := self._source(path)) is not None)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What could not be read or parsed so far, by path."""
        broken = [
            Unreadable(path, fact.reason, fact.at)
            for path, facts in self._facts.items()
            if facts is not None
            for fact in facts.of(Broken)
        ]
        return tuple(sorted([*self._unreadable.values(), *broken], key=lambda entry: (entry.path, entry.reason)))

    @property
    def files_read(self) -> int:
        """How many files were parsed."""
        return sum(facts is not None for facts in self._facts.values())

    def _source(self, path: str) -> Source | None:
        found = self._sources.get(path)
        if isinstance(found, Unreadable):
            self._unreadable[path] = found
            return None
        return found
