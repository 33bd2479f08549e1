"""The containers of compose files: where their servers listen, what is published of them, which variables they see."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from envlint import url
from envlint.facts import DevServer, FileFacts, ImageVariable, Listen, Published, Service
from envlint.pieces import hole
from envlint.project import DEVELOPMENT, folder_of, framework_named
from envlint.records import record
from envlint.values import EnvRead
from envlint.wiring.environments import Environment, Variable, environment_of
from envlint.wiring.ports import DEFAULT_PORTS, DEV_TOOLS
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Resolved, Switch
from envlint.wiring.started import Started

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.model import Location
    from envlint.project import App
    from envlint.values import Value
    from envlint.wiring.environments import EnvFiles
    from envlint.wiring.modules import Modules

_PREVIEW_PORT = 4173
"""https://vite.dev/config/preview-options#preview-port"""

_LOOPBACK_TOOLS = frozenset(
    {"uvicorn", "hypercorn", "granian", "daphne", "flask", "quart", "django", "vite", "astro", "ng"}
)
"""What listens on the loopback address where nothing says otherwise, by its own documentation."""

_HOST_VARIABLES = {"uvicorn": "UVICORN_HOST", "granian": "GRANIAN_HOST", "flask": "FLASK_RUN_HOST"}
_EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - recognised, never bound to


@record
class Bound:
    """Where a server listens inside its container. `host` and `port` are None where they are not known.

    `host_at` is the host as written, None where the command leaves the tool's default.
    """

    listen: Listen
    host: str | None
    port: int | None
    host_at: Location | None

    @property
    def is_loopback(self) -> bool:
        """Whether nobody outside of the container can connect."""
        return self.host is not None and url.is_loopback(self.host)


@record
class PublishedPort:
    """A published port with its numbers on the host and in the container, None where they are not known."""

    fact: Published
    host: int | None
    inside: int | None


@record
class Container:
    """A compose service with what it starts and publishes. `path` is that of the compose file.

    `variables` is what its processes find in their environment; it is not `complete` where an env file of the service
    is not in the repository.
    """

    service: Service
    path: str
    servers: tuple[Bound, ...]
    ports: tuple[PublishedPort, ...]
    variables: tuple[Variable, ...]
    complete: bool

    def publishes(self, server: Bound) -> PublishedPort | None:
        """The published port behind which a server listens.

        Ports whose numbers are not known are the same if they are read from the same variable.
        """
        for port in self.ports:
            variable = _variable(port.fact.container)
            same = variable is not None and variable == _variable(server.listen.port)
            if same or (port.inside is not None and port.inside == server.port):
                return port
        return None

    def port_inside(self, port: int) -> int | None:
        """The container's own port for a number under which it listens or is published."""
        if any(server.port == port for server in self.servers):
            return port
        inside = {published.inside for published in self.ports}
        return port if port in inside else next((each.inside for each in self.ports if each.host == port), None)


class Containers:
    """The services of all compose files."""

    def __init__(self, files: Sequence[FileFacts], env_files: EnvFiles, modules: Modules) -> None:
        self._files = {facts.source.path: facts for facts in files}
        self._env_files = env_files
        self._modules = modules
        self._started = Started(self._files)

    @cached_property
    def all(self) -> tuple[Container, ...]:
        """The containers by path and then by place."""
        return tuple(
            self._container(service, path) for path, facts in self._files.items() for service in facts.of(Service)
        )

    def running(self, app: App) -> tuple[Container, ...]:
        """The containers that run the dev server of a frontend."""
        return tuple(
            container
            for container in self.all
            if any(server.listen.tool in DEV_TOOLS and server.listen.folder == app.root for server in container.servers)
        )

    def beside(self, container: Container) -> tuple[Container, ...]:
        """The other services of its compose file."""
        return tuple(each for each in self.all if each.path == container.path and each is not container)

    def resolver(self, container: Container, under: Environment) -> Resolver:
        """Resolves values as the processes of a container do; what it is given wins over the env files of `under`."""
        variables = {**under.variables, **{variable.name: variable for variable in container.variables}}
        return Resolver(self._modules, Environment(under.mode, under.template, under.files, variables))

    def _container(self, service: Service, path: str) -> Container:
        outside = Resolver(self._modules, self._interpolated(path))
        variables = {variable.name: variable for variable in self._variables(service, outside)}
        inside = Resolver(self._modules, Environment(variables={**outside.environment.variables, **variables}))
        return Container(
            service,
            path,
            tuple(self._bound(listen, inside) for listen in self._started.listens(service, path)),
            tuple(
                PublishedPort(port, _number(port.host, outside), _number(port.container, outside))
                for port in service.ports
            ),
            tuple(variables.values()),
            all(self._env_file(file) is not None for file in service.env_files),
        )

    # --- variables ---

    def _interpolated(self, path: str) -> Environment:
        """The variables that compose itself fills in: those of `.env` beside the file."""
        file = self._env_file(f"{folder_of(path)}/.env".lstrip("/"))
        return self._environment((file,) if file is not None else ())

    def _environment(self, files: tuple[str, ...]) -> Environment:
        return environment_of(DEVELOPMENT, False, files, self._env_files, "python")

    def _env_file(self, path: str) -> str | None:
        """An env file of the repository, the template that stands for it where it is not committed."""
        folder, name = folder_of(path), path.rpartition("/")[2]
        return self._env_files.real(folder, name) or self._env_files.template(folder, name)

    def _variables(self, service: Service, outside: Resolver) -> Iterator[Variable]:
        """The environment of a service, the weakest first: its image's, then that of its env files, then its own."""
        image = self._started.image(service)
        stage = image.stage.number if image is not None and image.stage is not None else None
        for fact in image.facts.of(ImageVariable) if image is not None else ():
            if fact.kind == "env" and fact.value is not None and fact.stage == stage:
                yield _given(fact.name, fact.value, outside)
        files = tuple(file for name in service.env_files if (file := self._env_file(name)) is not None)
        yield from self._environment(files).variables.values()
        for name, value in service.environment:
            yield _given(name, value, outside)

    # --- where a server listens ---

    def _bound(self, listen: Listen, resolver: Resolver) -> Bound:
        config = self._config(listen)
        host = next((value for value in (listen.host, *(block.host for block in config)) if value is not None), None)
        port = listen.port or next((block.port for block in config[:1] if block.port is not None), None)
        number = _default_port(listen) if port is None else _number(port, resolver)
        if host is not None:
            return Bound(listen, _host(host, resolver), number, host.at)
        variable = EnvRead(_HOST_VARIABLES.get(listen.tool, ""), "shell", listen.at)
        return Bound(listen, _host(variable, resolver) or _default_host(listen), number, None)

    def _config(self, listen: Listen) -> tuple[DevServer, ...]:
        """The blocks of a Vite configuration that count for a command; for `vite preview` the host of either.

        https://vite.dev/config/preview-options#preview-host
        """
        if listen.tool != "vite":
            return ()
        own = [facts for path, facts in self._files.items() if folder_of(path) == listen.folder]
        blocks = [fact for facts in own for fact in facts.of(DevServer)]
        wanted = ("preview", "server") if listen.command == "preview" else ("server",)
        return tuple(block for kind in wanted for block in blocks if block.kind == kind)


def _given(name: str, value: Value, resolver: Resolver) -> Variable:
    """A variable with a text, or with a hole where that is not known."""
    only = _only(value, resolver)
    return Variable(name, only.pieces if isinstance(only, Resolved) else (hole(value.at),), value.at)


def _only(value: Value, resolver: Resolver) -> object:
    """What a value comes to, where that is one thing."""
    found = resolver.used(value, value.at.path)
    return found[0] if len(found) == 1 else None


def _number(value: Value | None, resolver: Resolver) -> int | None:
    only = _only(value, resolver) if value is not None else None
    return int(only.text) if isinstance(only, Resolved) and only.text.isascii() and only.text.isdigit() else None


def _host(value: Value, resolver: Resolver) -> str | None:
    """The host that a value names; `true` stands for every interface."""
    only = _only(value, resolver)
    if isinstance(only, Switch):
        return _EVERY_INTERFACE if only.value else "localhost"
    return only.text if isinstance(only, Resolved) and not only.has_hole else None


def _default_host(listen: Listen) -> str | None:
    loopback = listen.tool in _LOOPBACK_TOOLS or (listen.tool, listen.command) == ("fastapi", "dev")
    return "localhost" if loopback else None


def _default_port(listen: Listen) -> int | None:
    if listen.tool == "vite" and listen.command == "preview":
        return _PREVIEW_PORT
    framework = framework_named(DEV_TOOLS.get(listen.tool, ""))
    return DEFAULT_PORTS.get(listen.tool) or (framework.port if framework is not None else None)


def _variable(value: Value | None) -> str | None:
    """The name of the variable that a value is read from."""
    return value.name if isinstance(value, EnvRead) else None
