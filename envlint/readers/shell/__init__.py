"""Reads shell commands wherever they stand (scripts, recipes, manifests) and finds those that start a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.shell.programs import programs
from envlint.readers.shell.servers import listen
from envlint.readers.shell.tools import WORDS
from envlint.readers.shell.walk import Command, commands
from envlint.readers.shell.words import Plain, Word
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.facts import Listen
    from envlint.readers.passage import Passage

__all__ = ["WORDS", "Command", "listens", "listens_of_words"]


def listens(text: Passage, start: Command, script: str = "") -> Iterator[Listen]:
    """The servers that a shell text starts.

    `start` says where the text runs and with which variables (its words do not matter); `script` is the folder in
    which the text's file stands, for `cd "$(dirname "$0")"`.
    """
    for command in commands(text, start.scope.dialect, start, script):
        yield from _servers(command)


def listens_of_words(words: Iterable[Passage | Word], start: Command) -> Iterator[Listen]:
    """The servers that one command starts whose words are given one by one and not expanded by a shell."""
    plain = tuple(each if isinstance(each, Word) else Word((Plain(each),), each) for each in words)
    yield from _servers(replace(start, words=plain))


def _servers(command: Command) -> Iterator[Listen]:
    for program in programs(command):
        found = listen(program)
        if found:
            yield found
