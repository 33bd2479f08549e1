"""Under which ports servers are called: commands, `uvicorn.run`, compose, and the tools' defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, Listen, Service
from envlint.project import App, folder_of, framework_named, is_running_code, is_within, joined, upward
from envlint.records import record
from envlint.values import Text, Value
from envlint.wiring.results import Closure, Missing, Resolved, RouterObject, Unknown
from envlint.wiring.servers import Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from envlint.model import Location
    from envlint.wiring.modules import Modules
    from envlint.wiring.resolve import Resolver

DEFAULT_PORTS = {
    "uvicorn": 8000, "gunicorn": 8000, "hypercorn": 8000, "fastapi": 8000, "granian": 8000, "daphne": 8000,
    "django": 8000, "flask": 5000, "quart": 5000, "sanic": 8000, "aiohttp": 8080, "litestar": 8000,
}  # fmt: skip
"""The port of each server command that is given none, by its own documentation."""

SERVER_TOOLS = frozenset({*DEFAULT_PORTS, "node"})
"""What starts a server of the repository, with Node.js, which has no port of its own."""

FRAMEWORK_PORTS = {
    "fastapi": 8000, "starlette": 8000, "litestar": 8000, "django": 8000,
    "flask": 5000, "quart": 5000, "sanic": 8000, "aiohttp": 8080,
}  # fmt: skip
"""The port under which a framework's application is usually started, where no command is found."""

DEV_TOOLS = {
    "vite": "vite", "next": "next", "react-scripts": "create-react-app", "nuxt": "nuxt", "ng": "angular",
    "vue-cli-service": "vue-cli", "astro": "astro",
}  # fmt: skip

_PREVIEW_PORT = 4173
"""https://vite.dev/config/preview-options#preview-port"""


@record
class ListenFact:
    """A command with the file in which it stands."""

    fact: Listen
    path: str


class Ports:
    """All that listens or is published, and which application it belongs to."""

    def __init__(
        self, files: Sequence[FileFacts], modules: Modules, resolvers: Callable[[str], Sequence[Resolver]]
    ) -> None:
        """`resolvers` gives those of the environments in which the code of a file runs, the real one first."""
        self._modules = modules
        self._resolvers = resolvers
        running = [facts for facts in files if is_running_code(facts.source.path)]
        self.listens = [ListenFact(fact, facts.source.path) for facts in running for fact in facts.of(Listen)]
        self.services = [(fact, facts.source.path) for facts in running for fact in facts.of(Service)]
        self._paths = sorted({facts.source.path for facts in running})

    def listeners(self, application: RouterObject, app: App, *, only: bool) -> tuple[Listener, ...]:
        """The ports of an application. `only`: it is the only one of its app, so commands without a name mean it."""
        found: list[Listener] = []
        services: set[str] = set()
        for listen in self.listens:
            if listen.fact.tool not in SERVER_TOOLS or not self._starts(listen, application, app, only=only):
                continue
            services.add(listen.fact.service)
            found += self._listeners(listen)
        for service, path in self.services:
            if service.name in services or (only and built_from(service, app)):
                found += self._published(service, path, found)
        return tuple(dict.fromkeys(found))

    def _listeners(self, listen: ListenFact) -> Iterable[Listener]:
        """The ports of a command, those of the env files and of their templates."""
        default = DEFAULT_PORTS.get(listen.fact.tool)
        for resolver in self._resolvers(listen.path):
            port = self.port(listen.fact.port, listen.path, default, resolver)
            if port is not None:
                yield Listener(port, port_at(listen.fact), tls=listen.fact.tls)

    def _published(self, service: Service, path: str, listeners: list[Listener]) -> Iterable[Listener]:
        inside = {listener.port for listener in listeners}
        for published in service.ports:
            container = self.port(published.container, path, None)
            host = self.port(published.host, path, None) if published.host is not None else None
            if host is not None and (container in inside or not inside):
                yield Listener(host, published.at, published=True)

    def _starts(self, listen: ListenFact, application: RouterObject, app: App, *, only: bool) -> bool:
        named = listen.fact.application
        if named is None:
            return only and is_within(listen.fact.folder or listen.path, app.root)
        if isinstance(named, Text) and listen.fact.tool == "node":
            return runs_file(listen.fact.folder, named.text, application, app)
        if isinstance(named, Text):
            return self._names(named.text, listen, application, app, only=only)
        results = self._resolvers(listen.path)[0].used(named, listen.path)
        targets = [result.identity for result in results if isinstance(result, RouterObject)]
        return application.identity in targets or (not targets and only and app.holds(listen.path))

    def _names(self, text: str, listen: ListenFact, application: RouterObject, app: App, *, only: bool) -> bool:
        """Whether `app.main:app`, started in the command's folder, is this application."""
        module, _, attribute = text.partition(":")
        tail = module.replace(".", "/")
        ends = (f"{tail}.py", f"{tail}/__init__.py")
        if not any(application.path == end or application.path.endswith(f"/{end}") for end in ends):
            return only and self._hands_on(tail, attribute, application, app)
        folder = listen.fact.folder
        if any(f"{folder}/{end}".lstrip("/") in self._paths for end in ends):
            return is_within(application.path, folder)
        return True

    def _hands_on(self, tail: str, attribute: str, application: RouterObject, app: App) -> bool:
        """`asgi:app` where asgi.py imports the application from elsewhere, or makes it by a function."""
        for folder in upward(app.root):
            path = f"{folder}/{tail}.py".lstrip("/")
            names = (attribute.strip("()"),) if attribute else ("app", "application")
            symbol = next((found for name in names if (found := self._modules.symbol(path, name))), None)
            if symbol is None or symbol.definition is None:
                continue
            results = self._resolvers(symbol.path)[0].used(symbol.definition.value, symbol.path)
            if any(isinstance(r, Closure) or (isinstance(r, Unknown) and r.is_handed_in) for r in results):
                return True
            return any(isinstance(r, RouterObject) and r.identity == application.identity for r in results)
        return False

    def port(self, value: Value | None, path: str, default: int | None, resolver: Resolver | None = None) -> int | None:
        """A port as a number; the default where none is given, None where it is not known for sure."""
        if value is None:
            return default
        resolver = resolver or self._resolvers(path)[0]
        results = [r for r in resolver.used(value, path) if not isinstance(r, Missing)]
        if len(results) != 1 or not isinstance(results[0], Resolved) or not results[0].text.isdigit():
            return None
        number = int(results[0].text)
        return number if 0 < number < 65536 else None

    def all_ports(self, *, own: bool = False) -> frozenset[int]:
        """Every port of the repository on which anything listens or which anything publishes.

        `own` leaves out what compose runs from somebody else's image: a database, a model server.
        """
        found: set[int | None] = set()
        started = {listen.fact.service for listen in self.listens}
        for listen in self.listens:
            for resolver in self._resolvers(listen.path):
                found.add(self.port(listen.fact.port, listen.path, default_port(listen.fact), resolver))
        for service, path in self.services:
            if not own or service.context is not None or service.name in started:
                published = [published.host for published in service.ports if published.host is not None]
                found.update(self.port(host, path, None) for host in published)
        return frozenset(port for port in found if port is not None)

    @property
    def has_unknown_port(self) -> bool:
        """Whether something listens on a port that could not be resolved."""
        return any(
            listen.fact.port is not None and self.port(listen.fact.port, listen.path, None) is None
            for listen in self.listens
        )


def built_from(service: Service, app: App) -> bool:
    """Whether a compose service is built from an app's folder, or by the Dockerfile in it."""
    if service.context is None:
        return False
    image = joined(service.context, service.dockerfile or "Dockerfile")
    return app.root in {service.context, folder_of(image) if image is not None else None}


def runs_file(folder: str, file: str, application: RouterObject, app: App) -> bool:
    """Whether `node src/server.js` starts an application: its own file, or what its TypeScript is compiled to."""
    path = joined(folder, file)
    if path is None or not app.holds(path):
        return False
    stem = application.path.rpartition(".")[0]
    names = {application.path, stem, stem.removesuffix("/index")}
    return path in names or path.rpartition("/")[2] == f"{stem.rpartition('/')[2]}.js"


_GATEWAY_IMAGES = ("nginx", "nginxinc", "openresty", "caddy", "traefik", "haproxy", "envoyproxy", "jc21/nginx")


def is_gateway(service: Service) -> bool:
    """Whether a compose service runs a gateway's image: as its makers publish it, or with a configuration in it."""
    return service.image.startswith(_GATEWAY_IMAGES) or "nginx" in (service.dockerfile or service.context or "")


def port_at(listen: Listen) -> Location:
    """What fixes the port of a command: the port it names, else the command itself."""
    return listen.port.at if listen.port is not None else listen.at


def default_port(listen: Listen) -> int | None:
    """The port that a tool takes where it is given none."""
    if listen.tool == "vite" and listen.command == "preview":
        return _PREVIEW_PORT
    framework = framework_named(DEV_TOOLS.get(listen.tool, ""))
    return DEFAULT_PORTS.get(listen.tool) or (framework.port if framework is not None else None)
