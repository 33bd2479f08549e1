"""Services of compose files (https://compose-spec.io): what they build, publish, set and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, Fact, Listen, Published, Service
from envlint.patterns import pattern
from envlint.readers.shell import Command, listens, listens_of_words
from envlint.readers.shell.folders import moved, parent
from envlint.readers.shell.lexer import word
from envlint.readers.shell.scope import Scope
from envlint.readers.shell.servers import split_address
from envlint.readers.yaml_nodes import Entries, at, documents, items, mapping, scalar, value
from envlint.values import EnvRead, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node

    from envlint.model import Source
    from envlint.readers.passage import Passage
    from envlint.readers.shell.words import Word

words = ("services",)

_MAX_EXTENDS = 5
_SCOPE = Scope("compose")
_RANGE = pattern(r"\d-\d")
_PROTOCOL = pattern(r"/[a-z]+$")

Settings = dict[str, "Node"]


def read(source: Source) -> Iterator[Fact]:
    """The services, and the servers that their commands start."""
    for document in documents(source):
        if isinstance(document, Broken):
            yield document
            continue
        services = mapping(value(document, "services"))
        for name, (key, node) in services.items():
            yield from _Reading(source, name, _settings(source, services, node, 0)).facts(key)


def _settings(source: Source, services: Entries, node: Node, depth: int) -> Settings:
    """The keys of a service, with those of the service of the same file that it `extends`."""
    own = {key: value for key, (_, value) in mapping(node).items()}
    extends = own.get("extends")
    if extends is None or depth > _MAX_EXTENDS:
        return own
    name = scalar(source, value(extends, "service") or extends)
    if value(extends, "file") or name is None or name.text not in services:
        return own
    return {**_settings(source, services, services[name.text][1], depth + 1), **own}


class _Reading:
    """One service."""

    def __init__(self, source: Source, name: str, settings: Settings) -> None:
        self.source = source
        self.name = name
        self.settings = settings
        self.folder = parent(source.path)

    def facts(self, key: Node) -> Iterator[Fact]:
        context, dockerfile = self.build()
        yield Service(
            name=self.name,
            context=context,
            dockerfile=dockerfile,
            ports=tuple(self.ports()),
            environment=tuple(self.environment()),
            env_files=tuple(self.env_files()),
            at=at(self.source, key),
            names=tuple(dict.fromkeys(self.names())),
            image=self.plain("image"),
            target=self.plain("target", self.settings.get("build")),
            build_args=tuple(self.variables(value(self.settings.get("build"), "args"))),
            command=" ".join(self.words("entrypoint", "command")),
            mounts=tuple(self.mounts()),
            profiles=tuple(text.text for text in map(self.text, items(self.settings.get("profiles"))) if text),
        )
        yield from self.listens(self.mounted() if context is None else context)

    def plain(self, key: str, within: Node | None = None) -> str:
        """The text under a key of the service, or of a mapping in it."""
        text = self.text(value(within, key) if within is not None else self.settings.get(key))
        return text.text if text else ""

    def names(self) -> Iterator[str]:
        """Under which names other containers find it (https://docs.docker.com/compose/how-tos/networking/)."""
        yield self.name
        for key in ("container_name", "hostname"):
            if name := self.plain(key):
                yield name
        for _, network in mapping(self.settings.get("networks")).values():
            yield from (text.text for text in map(self.text, items(value(network, "aliases"))) if text)

    def words(self, *keys: str) -> Iterator[str]:
        """The texts of commands, whether they are written as one text or as a list."""
        for key in keys:
            node = self.settings.get(key)
            yield from (text.text for text in map(self.text, items(node) or (node,)) if text)

    def mounts(self) -> Iterator[str]:
        """What the container sees of the repository, by its volumes."""
        moved_to = (moved(self.folder, source) for source, _ in self.volumes())
        return (path for path in moved_to if path is not None)

    def volumes(self) -> Iterator[tuple[str, str]]:
        """The volumes that are folders or files of the repository: their path as written, and that in the container."""
        for volume in items(self.settings.get("volumes")):
            source, target = self.plain("source", volume), self.plain("target", volume)
            if not mapping(volume):
                text = self.text(volume)
                source, target, *_ = [*(text.text if text else "").split(":"), ""]
            if source.startswith("."):
                yield source, target.rstrip("/")

    def text(self, node: Node | None) -> Passage | None:
        return scalar(self.source, node)

    def part(self, node: Node | None, key: str) -> Passage | None:
        """The text under a key of a mapping, or of the node itself where it is a text (the short form)."""
        return scalar(self.source, value(node, key) or node)

    def build(self) -> tuple[str | None, str | None]:
        """The build folder, relative to the linted folder, and the Dockerfile as written."""
        node = self.settings.get("build")
        if node is None:
            return None, None
        path = self.part(node, "context")
        dockerfile = scalar(self.source, value(node, "dockerfile"))
        written = path.text if path else "."
        context = None if "$" in written else moved(self.folder, written)
        return context, dockerfile.text if dockerfile else None

    def ports(self) -> Iterator[Published]:
        for node in items(self.settings.get("ports")):
            text = self.part(node, "target")
            if text is None or _RANGE.search(text.text):
                continue
            if mapping(node):
                published = scalar(self.source, value(node, "published"))
                yield Published(_value(published) if published else None, _value(text), at(self.source, node))
            else:
                yield _port(text)

    def environment(self) -> Iterator[tuple[str, Value]]:
        """The variables of the container."""
        return self.variables(self.settings.get("environment"))

    def variables(self, node: Node | None) -> Iterator[tuple[str, Value]]:
        """The variables in the order of the file. A name without a value is handed on from the shell."""
        for name, (key, written) in mapping(node).items():
            text = self.text(written)
            yield name, _value(text) if text else EnvRead(name, "shell", at(self.source, key))
        for item in items(node):
            text = self.text(item)
            if text:
                name, equals, _ = text.text.partition("=")
                passed = EnvRead(name, "shell", text.at)
                yield name, _value(text.part(len(name) + 1)) if equals else passed

    def env_files(self) -> Iterator[str]:
        """The env files, relative to the linted folder."""
        node = self.settings.get("env_file")
        for each in items(node) or (node,):
            text = self.part(each, "path")
            path = moved(self.folder, text.text) if text and "$" not in text.text else None
            if path is not None:
                yield path

    def mounted(self) -> str:
        """The folder that an image of others sees as its working directory, by the volumes; else the file's own."""
        work = self.plain("working_dir")
        for source, target in self.volumes():
            if target and f"{work}/".startswith(f"{target}/"):
                folder = moved(self.folder, source + work[len(target) :])
                return self.folder if folder is None else folder
        return self.folder

    def listens(self, folder: str) -> Iterator[Listen]:
        start = Command(folder, Scope("compose"), service=self.name, image=True)
        listed: list[Word] = []
        for key in ("entrypoint", "command"):
            node = self.settings.get(key)
            text = self.text(node)
            if text:
                yield from listens(text, start)
            listed.extend(word(each, "compose") for each in map(self.text, items(node)) if each)
        yield from listens_of_words(listed, start)


def _value(of: Passage) -> Value:
    return _SCOPE.value(word(of, "compose"))


def _port(text: Passage) -> Published:
    """`[[address:]host:]container[/protocol]`."""
    protocol = _PROTOCOL.search(text.text)
    address = word(text.part(0, protocol.start()) if protocol else text, "compose")
    left, container = split_address(address)
    if container is None:
        return Published(None, _SCOPE.value(address), text.at)
    before, host = split_address(left)
    return Published(_SCOPE.value(before if host is None else host), _SCOPE.value(container), text.at)
