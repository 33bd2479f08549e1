"""The stages of a Dockerfile: what each is built on, copies, runs and starts, and the variables that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import ImageStage, ImageVariable, NodeVersion
from envlint.patterns import pattern
from envlint.readers.dockerfile.instructions import assignments, flag, origin, words
from envlint.readers.shell.scope import Scope
from envlint.records import replace
from envlint.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.readers.passage import Passage

_NODE = pattern(r"(?<![\w.-])node:(\d+)(?![\w])")
_BARE_NAME = pattern(r"\s*([A-Za-z_]\w*)\s*")


def stages(of: Iterable[tuple[str, Passage]]) -> Iterator[ImageStage]:
    """The stages in their order, the last of which is the image."""
    stage: ImageStage | None = None
    for instruction, rest in of:
        if instruction == "FROM":
            if stage is not None:
                yield stage
            base, name = origin(rest)
            stage = ImageStage(0 if stage is None else stage.number + 1, name, base, (), "", rest.at)
        elif stage is not None:
            stage = _with(stage, instruction, rest)
    if stage is not None:
        yield stage


def _with(stage: ImageStage, instruction: str, rest: Passage) -> ImageStage:
    """A stage with one instruction more."""
    if instruction in {"COPY", "ADD"}:
        other = flag(rest, "from")
        if other:
            return replace(stage, takes=(*stage.takes, other.lower()))
        return replace(stage, copies=(*stage.copies, *words(rest)[:-1]))
    if instruction == "RUN":
        return replace(stage, runs=(*stage.runs, Text(rest.text, rest.at)))
    if instruction in {"CMD", "ENTRYPOINT"}:
        return replace(stage, command=" ".join((stage.command, *words(rest))).strip())
    return stage


def node_versions(of: Iterable[tuple[str, Passage]]) -> Iterator[NodeVersion]:
    """The release of Node.js on which each stage is built, by the tag of the official image."""
    for instruction, rest in of:
        match = _NODE.search(rest.text) if instruction == "FROM" else None
        if match is not None:
            yield NodeVersion(int(match[1]), rest.part(*match.span()).at)


def variables(of: Iterable[tuple[str, Passage]]) -> Iterator[ImageVariable]:
    """Each `ARG` and `ENV`, its value in terms of those before it in its stage: an `ARG` may be given at the build."""
    scope = Scope()
    stage = -1
    for instruction, rest in of:
        if instruction == "FROM":
            stage += 1
            scope = Scope()
        bare = _BARE_NAME.fullmatch(rest.text) if instruction == "ARG" else None
        if bare is not None:
            yield ImageVariable(bare[1], None, "arg", stage, rest.part(*bare.span(1)).at)
        elif instruction == "ARG":
            for name, value in assignments(rest):
                yield ImageVariable(name.text, scope.value(value), "arg", stage, name.at)
                scope.default(name.text, value)
        elif instruction == "ENV":
            for name, value in assignments(rest):
                yield ImageVariable(name.text, scope.value(value), "env", stage, name.at)
                scope.assign(name.text, value)
