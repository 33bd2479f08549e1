"""Which servers a compose service starts: by its own command, else by that of its image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, Listen, Service
from envlint.patterns import pattern
from envlint.project import is_within, joined
from envlint.records import replace
from envlint.values import Flag, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from envlint.wiring.images import Images

_HOST = pattern(r"\s(?:--host(?:name)?|-H)(?:[=\s]+(?!-)(\S+)|(?=\s|$))")
_PORT = pattern(r"\s(?:--port|-p)[=\s]+(\d+)")
_PACKAGE_SCRIPT = pattern(r"\b(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?(?P<name>[A-Za-z][\w:.-]*)")
_PROGRAM = pattern(r"\b(?:python[\d.]*|node|tsx|ts-node|nodemon)\s+(?:-u\s+)?(?:-m\s+)?(?P<name>\w[\w./-]*)")
_PUNCTUATION = pattern(r"[\[\]\",]+")


class Started:
    """Follows commands through images, scripts of `package.json` and program files."""

    def __init__(self, files: Mapping[str, FileFacts], images: Images) -> None:
        self._files = files
        self._images = images

    def listens(self, service: Service) -> tuple[Listen, ...]:
        """The servers that a service starts, as far as they can be followed."""
        compose = self._files[service.at.path]
        own = [listen for listen in compose.of(Listen) if listen.service == service.name]
        if own or service.command:
            return tuple(self._through_scripts(own) if own else self._named(service.command, service))
        image = self._images.of(service)
        if image is None:
            return ()
        found = [listen for listen in image.facts.of(Listen) if listen.image] if image.is_last else []
        moved = [_moved(listen, image.folder, service.context or "") for listen in found]
        return tuple(self._through_scripts(moved) if moved else self._named(image.command, service))

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
            scripts = self._scripts(folder, script["name"]) if script else []
            found = [_with_options(listen, text[script.end() :]) for listen in scripts] if script else []
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


def _with_options(listen: Listen, rest: str) -> Listen:
    """The server of a script behind whose name a command goes on with the host and the port."""
    host, port = _HOST.search(rest), _PORT.search(rest)
    if host is not None:
        listen = replace(listen, host=Text(host[1], listen.at) if host[1] else Flag(True, listen.at))
    return replace(listen, port=Text(port[1], listen.at)) if port is not None else listen


def _moved(listen: Listen, dockerfile: str, context: str) -> Listen:
    """A command of a Dockerfile, which stands in one folder and is built from another."""
    if not is_within(listen.folder, dockerfile):
        return listen
    rest = listen.folder[len(dockerfile) :].strip("/")
    return replace(listen, folder="/".join(part for part in (context, rest) if part))
