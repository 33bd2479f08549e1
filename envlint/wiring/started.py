"""Which servers a compose service starts: by its own command, else by that of its image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, ImageStage, Listen, Service
from envlint.patterns import pattern
from envlint.project import folder_of, is_within, joined
from envlint.records import record, replace
from envlint.values import Text
from envlint.wiring.services import dockerfile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PACKAGE_SCRIPT = pattern(r"\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?(?P<name>[A-Za-z][\w:.-]*)")
_PROGRAM = pattern(r"\b(?:python[\d.]*|node|tsx|ts-node|nodemon)\s+(?:-u\s+)?(?:-m\s+)?(?P<name>\w[\w./-]*)")
_PUNCTUATION = pattern(r"[\[\]\",]+")


@record
class Image:
    """The Dockerfile from which a service is built, and the stage of it. `last` says that no other stage follows."""

    facts: FileFacts
    stage: ImageStage | None
    last: bool

    @property
    def folder(self) -> str:
        """The folder in which the Dockerfile stands."""
        return folder_of(self.facts.source.path)


class Started:
    """Follows commands through images, scripts of `package.json` and program files."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files

    def image(self, service: Service) -> Image | None:
        """What a service is built from, where that is in the repository."""
        path = dockerfile_of(service)
        facts = self._files.get(path) if path is not None else None
        if facts is None:
            return None
        stages = list(facts.of(ImageStage))
        named = [stage for stage in stages if service.target in {stage.name, str(stage.number)}]
        stage = next(iter(named if service.target else stages[-1:]), None)
        return Image(facts, stage, stage is not None and stage is stages[-1])

    def listens(self, service: Service, path: str) -> tuple[Listen, ...]:
        """The servers that a service of the compose file at `path` starts, as far as they can be followed."""
        own = [listen for listen in self._files[path].of(Listen) if listen.service == service.name]
        if own or service.command:
            return tuple(self._through_scripts(own) if own else self._named(service.command, service))
        image = self.image(service)
        if image is None:
            return ()
        found = [listen for listen in image.facts.of(Listen) if listen.image] if image.last else []
        moved = [_moved(listen, image.folder, service.context or "") for listen in found]
        command = image.stage.command if image.stage is not None else ""
        return tuple(self._through_scripts(moved) if moved else self._named(command, service))

    def _through_scripts(self, listens: Iterable[Listen]) -> Iterator[Listen]:
        """`npm run dev -- --host`: the server of the script, with the options of the call."""
        for listen in listens:
            if listen.tool != "npm":
                yield listen
            elif isinstance(listen.application, Text):
                for inner in self._scripts(listen.folder, listen.application.text):
                    host, port = listen.host or inner.host, listen.port or inner.port
                    yield replace(inner, host=host, port=port, at=listen.at, service=listen.service, image=True)

    def _named(self, command: str, service: Service) -> list[Listen]:
        """The servers of the script of a `package.json`, or of the program file, that a command names."""
        text = _PUNCTUATION.sub(" ", command)
        script = _PACKAGE_SCRIPT.search(text)
        program = _PROGRAM.search(text)
        folders = dict.fromkeys(folder for folder in (service.context, *service.mounts) if folder is not None)
        for folder in folders:
            found = self._scripts(folder, script["name"]) if script else []
            if program is not None and script is None:
                found = self._program(folder, program["name"])
            if found:
                return found
        return []

    def _scripts(self, folder: str, name: str) -> list[Listen]:
        facts = self._files.get(f"{folder}/package.json".lstrip("/"))
        return [listen for listen in facts.of(Listen) if listen.script == name] if facts is not None else []

    def _program(self, folder: str, name: str) -> list[Listen]:
        """The servers that a file starts: `main.py`, `dist/main.js`, `app.main` of `python -m`."""
        for path in (joined(folder, name), joined(folder, f"{name.replace('.', '/')}.py")):
            facts = self._files.get(path) if path is not None else None
            if facts is not None:
                return list(facts.of(Listen))
        return []


def _moved(listen: Listen, dockerfile: str, context: str) -> Listen:
    """A command of a Dockerfile, which stands in one folder and is built from another."""
    if not is_within(listen.folder, dockerfile):
        return listen
    rest = listen.folder[len(dockerfile) :].strip("/")
    return replace(listen, folder="/".join(part for part in (context, rest) if part))
