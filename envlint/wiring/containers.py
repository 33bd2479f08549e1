"""The containers of compose files: where their servers listen, and what is published of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from envlint.facts import DevServer, FileFacts, Listen, Published, Service
from envlint.project import folder_of
from envlint.records import record
from envlint.values import EnvRead
from envlint.wiring.bound import Bound, bound, number
from envlint.wiring.ports import DEV_TOOLS
from envlint.wiring.started import Started

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.project import App
    from envlint.values import Value
    from envlint.wiring.environments import Environment, Variable
    from envlint.wiring.images import Images
    from envlint.wiring.resolve import Resolver
    from envlint.wiring.service_variables import ServiceVariables


@record
class PublishedPort:
    """A published port with its numbers on the host and in the container, None where they are not known."""

    fact: Published
    host: int | None
    inside: int | None


@record
class Container:
    """A compose service with what it starts and publishes.

    `variables` is what its processes find in their environment; it is not `complete` where an env file of the service
    is not in the repository.
    """

    service: Service
    servers: tuple[Bound, ...]
    ports: tuple[PublishedPort, ...]
    variables: tuple[Variable, ...]
    complete: bool

    @property
    def path(self) -> str:
        """The compose file."""
        return self.service.at.path

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

    def __init__(self, files: Sequence[FileFacts], images: Images, variables: ServiceVariables) -> None:
        self._files = {facts.source.path: facts for facts in files}
        self._variables = variables
        self._started = Started(self._files, images)

    @cached_property
    def all(self) -> tuple[Container, ...]:
        """The containers by path and then by place."""
        return tuple(self._container(service) for facts in self._files.values() for service in facts.of(Service))

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
        return self._variables.inside(container.service, under)

    def _container(self, service: Service) -> Container:
        outside = self._variables.shell(service.at.path)
        inside = self._variables.inside(service, outside.environment)
        return Container(
            service,
            tuple(bound(listen, inside, self._config(listen)) for listen in self._started.listens(service)),
            tuple(
                PublishedPort(port, number(port.host, outside), number(port.container, outside))
                for port in service.ports
            ),
            tuple(self._variables.given(service).values()),
            self._variables.is_complete(service),
        )

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


def _variable(value: Value | None) -> str | None:
    """The name of the variable that a value is read from."""
    return value.name if isinstance(value, EnvRead) else None
