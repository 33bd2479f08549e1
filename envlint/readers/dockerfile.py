"""Dockerfiles: the server that an image starts, the variables that it sets, and what its stages copy.

The server is that of the `CMD` and `ENTRYPOINT` of the last stage;
https://docs.docker.com/reference/dockerfile/ says how the two go together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.images import stages, variables
from envlint.readers.instructions import assignments, instructions
from envlint.readers.passage import Passage, json_words
from envlint.readers.shell import Command, listens, listens_of_words
from envlint.readers.shell.folders import parent
from envlint.readers.shell.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact, Listen
    from envlint.model import Source

words = None

_FILE = pattern(r"(?:Docker|Container)file(?:[.-].+)?|.+\.(?:Docker|docker|Container|container)file")


@dataclass(frozen=True, slots=True)
class _Stage:
    """What a stage hands on to those that are built on it. `inherited`: its command is that of the stage below."""

    entrypoint: Passage | None = None
    command: Passage | None = None
    scope: Scope = field(default_factory=Scope)
    inherited: bool = False


def reads(path: str) -> bool:
    """Whether a file is a Dockerfile or Containerfile."""
    return _FILE.fullmatch(path.rpartition("/")[2]) is not None


def read(source: Source) -> Iterator[Fact]:
    """The variables and stages, and the server of the last stage, whose folder is the Dockerfile's own."""
    yield from stages(source)
    yield from variables(source)
    yield from _servers(source)


def _servers(source: Source) -> Iterator[Listen]:
    stage = _last_stage(source)
    start = Command(parent(source.path), stage.scope, image=True)
    arguments: tuple[Passage, ...] = ()
    for text in (stage.entrypoint, stage.command):
        listed = json_words(text) if text else ()
        if text and listed is None:
            # The shell form of an ENTRYPOINT ignores a CMD; that of a CMD is handed to the entry point as a shell text.
            yield from listens(text, start)
            return
        arguments += listed or ()
    yield from listens_of_words(arguments, start)


def _last_stage(source: Source) -> _Stage:
    stages: dict[str, _Stage] = {}
    stage = _Stage()
    name = ""
    for instruction, rest in instructions(source):
        if instruction == "FROM":
            stages[name] = stage
            image, _, alias = re.sub(r"--\S+\s+", "", rest.text).partition(" ")
            stage = stages.get(image.strip().lower(), _Stage())
            stage = replace(stage, scope=stage.scope.copy(), inherited=True)
            name = re.sub(r"^as\s+", "", alias.strip(), flags=re.IGNORECASE).lower()
        elif instruction == "CMD":
            stage = replace(stage, command=rest, inherited=False)
        elif instruction == "ENTRYPOINT":
            # An ENTRYPOINT drops the CMD of the image below, but not one that stands beside it.
            stage = replace(stage, entrypoint=rest, command=None if stage.inherited else stage.command)
        elif instruction in {"ENV", "ARG"}:
            _assign(stage.scope, rest)
    return stage


def _assign(scope: Scope, rest: Passage) -> None:
    """`ENV A=1 B=2`; whoever runs the image may set them otherwise."""
    for name, value in assignments(rest):
        scope.default(name.text, value)
