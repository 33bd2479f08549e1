"""The readers, each of which is loaded when it is first needed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from envlint.facts import Fact, FileFacts, collect
from envlint.readers import ignore_comments
from envlint.readers.names import is_env_file, readers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ahocorasick import Automaton

    from envlint.model import Source


class Reader(Protocol):
    """What a reader module offers; see the package's own docstring."""

    @property
    def words(self) -> tuple[str, ...] | None:
        """Any of these stands in a file that holds a fact of its own; None where every file is worth reading."""
        ...

    def read(self, source: Source) -> Iterable[Fact]:
        """The facts of a file."""
        ...


def wants(path: str) -> bool:
    """Whether any reader is for a file of this name."""
    return bool(readers_of(path))


def holds_facts(source: Source) -> bool:
    """Whether one pass over the text finds a reason to read the file by itself, before another file asks for it."""
    readers = readers_of(source.path)
    if not readers:
        return False  # a configuration of envlint, say
    words = _words(readers)
    return words is None or next(words.iter(source.text), None) is not None


def read(source: Source) -> FileFacts:
    """The facts of a file by all its readers."""
    return collect(source, (fact for reader in _readers_of(source.path) for fact in reader.read(source)))


def may_be_kept(path: str) -> bool:
    """Whether facts of a file may be kept outside of the project: not those of env files, which are full of secrets."""
    return not is_env_file(path)


def _readers_of(path: str) -> tuple[Reader, ...]:
    return _loaded(readers_of(path))


@cache
def _words(names: tuple[str, ...]) -> Automaton | None:
    """What finds any of the words of some readers; None where one of them reads every file."""
    from ahocorasick import Automaton

    found = Automaton()
    for reader in _loaded(names):
        if reader.words is None:
            return None
        for word in reader.words:
            found.add_word(word, word)
    found.make_automaton()
    return found


@cache
def _loaded(names: tuple[str, ...]) -> tuple[Reader, ...]:
    """Readers, which are loaded when the first file of their kind is read: a run on few or known files needs few.

    That of comments takes part in every file that another one wants.
    """
    found = tuple([cast("Reader", import_module(f"envlint.readers.{name}")) for name in names])
    return (*found, ignore_comments) if found else ()
