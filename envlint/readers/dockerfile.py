"""The server that an image starts: the `CMD` and `ENTRYPOINT` of the last stage of a Dockerfile.

https://docs.docker.com/reference/dockerfile/ says how the two go together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import Passage, between, json_words
from envlint.readers.shell import WORDS, Command, listens, listens_of_words
from envlint.readers.shell.folders import parent
from envlint.readers.shell.lexer import tokens
from envlint.readers.shell.scope import Scope
from envlint.readers.shell.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Listen
    from envlint.model import Source

words = WORDS

_FILE = pattern(r"(?:Docker|Container)file(?:[.-].+)?|.+\.(?:Docker|docker|Container|container)file")
_CONTINUED = r"(?:[^\\\n]|\\(?!\r?\n)|\\\r?\n(?:[ \t]*#[^\n]*\n)*)*"
_INSTRUCTION = pattern(rf"^[ \t]*(?P<name>[A-Za-z]+)[ \t]+(?P<rest>{_CONTINUED})", re.MULTILINE)
_HEREDOC = pattern(r"<<-?[ \t]*['\"]?(\w+)")
_ASSIGNMENT = pattern(r"([A-Za-z_]\w*)=")


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


def read(source: Source) -> Iterator[Listen]:
    """The server of the last stage. Its folder is the Dockerfile's own."""
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
    for instruction, rest in _instructions(source):
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
    for each in tokens(rest):
        match = _ASSIGNMENT.match(each.lead) if isinstance(each, Word) else None
        if match and isinstance(each, Word):
            scope.default(match[1], each.after(match.end()))


def _instructions(source: Source) -> Iterator[tuple[str, Passage]]:
    """Each instruction in capitals, and its text. The lines of here-documents are left out."""
    position = 0
    while match := _INSTRUCTION.search(source.text, position):
        position = match.end()
        name = match["name"].upper()
        yield name, between(source, *match.span("rest"))
        if name in {"RUN", "COPY", "ADD"}:
            for delimiter in _HEREDOC.findall(match["rest"]):
                end = re.compile(rf"^[ \t]*{delimiter}[ \t]*\r?$", re.MULTILINE).search(source.text, position)
                position = end.end() if end else position
