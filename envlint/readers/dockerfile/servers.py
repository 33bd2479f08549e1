"""The server that an image starts: that of the `CMD` and the `ENTRYPOINT` of its last stage.

https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.dockerfile.instructions import assignments, origin
from envlint.readers.passage import json_words
from envlint.readers.shell import Command, listens, listens_of_words
from envlint.readers.shell.folders import parent
from envlint.readers.shell.scope import Scope
from envlint.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.facts import Listen
    from envlint.model import Source
    from envlint.readers.passage import Passage


@record
class _Start:
    """What a stage hands on to those that are built on it. `inherited`: its command is that of the stage below."""

    scope: Scope
    entrypoint: Passage | None = None
    command: Passage | None = None
    inherited: bool = False


def servers(of: Iterable[tuple[str, Passage]], source: Source) -> Iterator[Listen]:
    """The servers of the last stage, in the folder of the Dockerfile."""
    last = _last(of)
    start = Command(parent(source.path), last.scope, image=True)
    arguments: tuple[Passage, ...] = ()
    for text in (last.entrypoint, last.command):
        listed = json_words(text) if text else ()
        if text and listed is None:
            # The shell form of an ENTRYPOINT ignores a CMD; that of a CMD is handed to the entry point as a shell text.
            yield from listens(text, start)
            return
        arguments += listed or ()
    yield from listens_of_words(arguments, start)


def _last(of: Iterable[tuple[str, Passage]]) -> _Start:
    by_name: dict[str, _Start] = {}
    stage = _Start(Scope())
    name = ""
    for instruction, rest in of:
        if instruction == "FROM":
            by_name[name] = stage
            base, name = origin(rest)
            stage = by_name.get(base) or _Start(Scope())
            stage = replace(stage, scope=stage.scope.copy(), inherited=True)
        elif instruction == "CMD":
            stage = replace(stage, command=rest, inherited=False)
        elif instruction == "ENTRYPOINT":
            # An ENTRYPOINT drops the CMD of the image below, but not one that stands beside it.
            stage = replace(stage, entrypoint=rest, command=None if stage.inherited else stage.command)
        elif instruction in {"ENV", "ARG"}:
            for variable, value in assignments(rest):
                # Whoever runs the image may set it otherwise.
                stage.scope.default(variable.text, value)
    return stage
