"""The Dockerfiles of a repository: which one a service is built from, and what its stages start and set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, ImageStage, ImageVariable
from envlint.project import folder_of, joined
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envlint.facts import Service


@record
class Image:
    """A Dockerfile with the stage of it that is built, and the stages on which that one is built, itself first."""

    facts: FileFacts
    stages: tuple[ImageStage, ...]
    is_last: bool

    @property
    def path(self) -> str:
        """The Dockerfile."""
        return self.facts.source.path

    @property
    def folder(self) -> str:
        """The folder in which the Dockerfile stands."""
        return folder_of(self.path)

    @property
    def command(self) -> str:
        """What it starts, by its own stage or the nearest below that says it."""
        return next((stage.command for stage in self.stages if stage.command), "")

    def copied_from(self) -> Iterator[ImageStage]:
        """The other stages whose files it takes."""
        taken = {name for stage in self.stages for name in stage.takes}
        for stage in self.facts.of(ImageStage):
            if stage not in self.stages and {stage.name, str(stage.number)} & taken:
                yield stage

    def arguments(self) -> Iterator[ImageVariable]:
        """What the commands of all of its stages may see, in the order of the file."""
        return (variable for variable in self.facts.of(ImageVariable) if variable.stage >= 0)

    def environment(self) -> Iterator[ImageVariable]:
        """What the processes of a container find set, the weakest first."""
        for stage in reversed(self.stages):
            for variable in self.facts.of(ImageVariable):
                if variable.kind == "env" and variable.stage == stage.number:
                    yield variable


class Images:
    """The Dockerfiles by path."""

    def __init__(self, files: Iterable[FileFacts]) -> None:
        self._files = {facts.source.path: facts for facts in files if next(facts.of(ImageStage), None) is not None}

    def all(self) -> Iterator[Image]:
        """Each Dockerfile as it is built where no stage is named."""
        return (found for facts in self._files.values() if (found := _image(facts, "")) is not None)

    def of(self, service: Service) -> Image | None:
        """What a service is built from, where that is in the repository."""
        facts = self._files.get(dockerfile_of(service) or "")
        return _image(facts, service.target.lower()) if facts is not None else None


def dockerfile_of(service: Service) -> str | None:
    """The Dockerfile that a service is built from, relative to the linted folder."""
    return joined(service.context, service.dockerfile or "Dockerfile") if service.context is not None else None


def _image(facts: FileFacts, target: str) -> Image | None:
    """An image by the name or the number of its stage, the last where none is named; None where there is no such."""
    stages = list(facts.of(ImageStage))
    built = next((stage for stage in stages if target in {stage.name, str(stage.number)}), None)
    built = built if target else stages[-1]
    if built is None:
        return None
    by_name = {stage.name: stage for stage in stages if stage.name}
    return Image(facts, tuple(_chain(built, by_name)), built is stages[-1])


def _chain(stage: ImageStage, by_name: Mapping[str, ImageStage]) -> Iterator[ImageStage]:
    """A stage and those below it. A base is a stage that stands further up, so the numbers fall."""
    below: ImageStage | None = stage
    while below is not None:
        yield below
        base = by_name.get(below.base)
        below = base if base is not None and base.number < below.number else None
