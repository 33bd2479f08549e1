"""The stages of a Dockerfile: what each is built on, copies and starts, and the variables that it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import ImageStage, ImageVariable
from envlint.patterns import pattern
from envlint.readers.instructions import assignments, instructions
from envlint.readers.passage import Passage, json_words
from envlint.readers.shell.scope import Scope
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

_FLAG = pattern(r"--\S+\s+")
_ALIAS = pattern(r"\s+as\s+", re.IGNORECASE)
_BARE_NAME = pattern(r"[A-Za-z_]\w*")


def stages(source: Source) -> Iterator[ImageStage]:
    """The stages in their order, the last of which is the image."""
    stage: ImageStage | None = None
    for instruction, rest in instructions(source):
        if instruction == "FROM":
            if stage is not None:
                yield stage
            stage = _started(rest, 0 if stage is None else stage.number + 1)
        elif stage is not None and instruction in {"COPY", "ADD"} and "--from=" not in rest.text:
            stage = replace(stage, copies=(*stage.copies, *_words(rest)[:-1]))
        elif stage is not None and instruction in {"CMD", "ENTRYPOINT"}:
            stage = replace(stage, command=" ".join((stage.command, *_words(rest))).strip())
    if stage is not None:
        yield stage


def _started(rest: Passage, number: int) -> ImageStage:
    base, *alias = _ALIAS.split(_FLAG.sub("", rest.text).strip(), maxsplit=1)
    return ImageStage(number, "".join(alias).lower(), base.lower(), (), "", rest.at)


def _words(rest: Passage) -> tuple[str, ...]:
    """The words of an instruction in either of its forms, without its flags."""
    listed = json_words(rest)
    if listed is not None:
        return tuple(each.text for each in listed)
    return tuple(_FLAG.sub("", rest.text).replace("\\\n", " ").split())


def variables(source: Source) -> Iterator[ImageVariable]:
    """Each `ARG` and `ENV`, its value in terms of those before it in its stage: an `ARG` may be given at the build."""
    scope = Scope()
    stage = -1
    for instruction, rest in instructions(source):
        if instruction == "FROM":
            stage += 1
            scope = Scope()
        elif instruction == "ARG" and _BARE_NAME.fullmatch(rest.text.strip()):
            start = len(rest.text) - len(rest.text.lstrip())
            name = rest.part(start, start + len(rest.text.strip()))
            yield ImageVariable(name.text, None, "arg", stage, name.at)
        elif instruction == "ARG":
            for name, value in assignments(rest):
                yield ImageVariable(name.text, scope.value(value), "arg", stage, name.at)
                scope.default(name.text, value)
        elif instruction == "ENV":
            for name, value in assignments(rest):
                yield ImageVariable(name.text, scope.value(value), "env", stage, name.at)
                scope.assign(name.text, value)
