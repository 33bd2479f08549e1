"""`Wiring`: what the facts of all files say together. Rules ask it and look at nothing else."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from envlint.declared import NOTHING, Declared, DeclaredApp
from envlint.facts import (
    Connect,
    DevServer,
    EnvEncoding,
    EnvEntry,
    EnvMisread,
    Exposure,
    Fact,
    FileFacts,
    LoadDotenv,
    Middleware,
    NodeVersion,
    Pin,
    SettingsClass,
)
from envlint.model import Unreadable, Unresolved
from envlint.project import App, Framework, folder_of, framework_named, is_running_code, joined, upward
from envlint.wiring.agreements import Disagreement, disagreements
from envlint.wiring.apps import Apps, find_apps, is_browser_code
from envlint.wiring.bound import Bound, bound
from envlint.wiring.builds import BuiltPage, built_pages
from envlint.wiring.callers import Callers
from envlint.wiring.configurations import build_modes, configuration_files, defines, proxy_rules, replacements
from envlint.wiring.connections import Connection, Dialer, Frontend
from envlint.wiring.containers import Containers
from envlint.wiring.declarations import (
    declared_policies,
    listeners_of,
    pages_of,
    unfollowed,
    with_declared,
)
from envlint.wiring.environments import (
    EnvFiles,
    Environment,
    backend_environments,
    frontend_environments,
)
from envlint.wiring.gateways import Gateways
from envlint.wiring.images import Images
from envlint.wiring.modules import Modules
from envlint.wiring.needs import Needs
from envlint.wiring.own_routes import own_routes
from envlint.wiring.pages import page_of, published_pages
from envlint.wiring.policies import policies_of
from envlint.wiring.ports import FRAMEWORK_PORTS, SERVER_TOOLS, Ports
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Items, Resolved, RouterObject
from envlint.wiring.routes import RouteTable
from envlint.wiring.served import page_from, server_of
from envlint.wiring.servers import Listener, LooseRouter, Server
from envlint.wiring.service_variables import ServiceVariables
from envlint.wiring.services import Services
from envlint.wiring.settings import family
from envlint.wiring.shared import Shared
from envlint.wiring.sockets import Handshake, Sockets
from envlint.wiring.stored import StoredAddress, stored_addresses
from envlint.wiring.undecoded import Undecoded, undecoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envlint.library import Library
    from envlint.values import Value
    from envlint.wiring.texts import PageAddress

FactKind = TypeVar("FactKind", bound=Fact)


class Wiring:
    """A whole repository, joined. Every attribute is worked out when it is first asked for, and once."""

    def __init__(self, library: Library, declared: Declared = NOTHING) -> None:
        self._library = library
        self.declared = declared
        self.files: tuple[FileFacts, ...] = tuple(library.worth_reading())
        self._modules = Modules(library.paths, library.facts_of, shared=Shared(library.paths, library.setting))
        self._plain = Resolver(self._modules, Environment())

    # --- files and facts ---

    @cached_property
    def running(self) -> tuple[FileFacts, ...]:
        """The files of running code: no tests, stories, mocks or fixtures."""
        return tuple(facts for facts in self.files if is_running_code(facts.source.path))

    @cached_property
    def browser_files(self) -> tuple[FileFacts, ...]:
        """The scripts that are sent to the browser."""
        return tuple(facts for facts in self.running if is_browser_code(facts, self.apps))

    def browser_files_of(self, frontend: App) -> Sequence[FileFacts]:
        """The scripts of a frontend that are sent to the browser."""
        return self._browser_files_by_app.get(frontend, ())

    @cached_property
    def _browser_files_by_app(self) -> dict[App | None, list[FileFacts]]:
        found: dict[App | None, list[FileFacts]] = {}
        for facts in self.browser_files:
            found.setdefault(self.apps.frontend_of(facts.source.path), []).append(facts)
        return found

    def facts(self, kind: type[FactKind]) -> Iterator[FactKind]:
        """All facts of a type in running code, by path and then by place."""
        for facts in self._holding.get(kind, ()):
            yield from facts.of(kind)

    @cached_property
    def _holding(self) -> dict[type[object], list[FileFacts]]:
        """The files that hold facts of a type: most files hold a few types of many."""
        found: dict[type[object], list[FileFacts]] = {}
        for facts in self.running:
            for kind in facts.kinds():
                found.setdefault(kind, []).append(facts)
        return found

    def facts_of(self, path: str) -> FileFacts | None:
        """The facts of one file."""
        return self._library.facts_of(path)

    def is_tracked(self, path: str) -> bool | None:
        """Whether git has a file under version control; None where that is not known."""
        return self._library.is_tracked(path)

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """The files that matter and could not be read or parsed."""
        return self._library.unreadable()

    @property
    def files_read(self) -> int:
        """How many files were parsed so far."""
        return self._library.files_read

    @cached_property
    def env_files(self) -> EnvFiles:
        """The env files of the repository, templates included."""
        kinds = (EnvEntry, EnvMisread, EnvEncoding)
        return EnvFiles(f for f in self.running if any(next(f.of(kind), None) for kind in kinds))

    @cached_property
    def apps(self) -> Apps:
        """The frontends and backends."""
        return with_declared(find_apps(self._library.paths, self.files), self.declared)

    def version_of(self, package: str, near: str) -> Pin | None:
        """The version of a package in the nearest manifest or lock file at or above `near`, an exact one first."""
        pins = [pin for pin in self.facts(Pin) if pin.package == package]
        for folder in upward(folder_of(near)):
            found = [pin for pin in pins if folder_of(pin.at.path) == folder]
            if found:
                return max(found, key=lambda pin: pin.exact)
        return None

    def node_version_of(self, folder: str) -> NodeVersion | None:
        """The release of Node.js to which the files in a folder, or in the nearest above, limit a project."""
        versions = list(self.facts(NodeVersion))
        for each in upward(folder):
            found = [version for version in versions if folder_of(version.at.path) == each]
            if found:
                return found[0] if len({version.major for version in found}) == 1 else None
        return None

    # --- environments ---

    def environments(self, app: App) -> tuple[tuple[Environment, Resolver], ...]:
        """The environments of an app, the real one of development first, each with its resolver."""
        if app not in self._environments:
            made = self._frontend_environments(app) if app.side == "frontend" else self._backend_environments(app)
            self._environments[app] = tuple(made)
        return self._environments[app]

    @cached_property
    def _environments(self) -> dict[App, tuple[tuple[Environment, Resolver], ...]]:
        return {}

    def _frontend_environments(self, app: App) -> Iterator[tuple[Environment, Resolver]]:
        framework = framework_named(app.framework)
        environments = self._frontend_layers(app, framework) if framework else (Environment(),)
        environments += self._services.of_frontend(app, framework, environments) if framework else ()
        own = self._configuration(app)
        replaced = replacements(app, own)
        defined = defines(self.exposure(app))
        served_by = self._served_by(app)
        for environment in (*environments, *build_modes(replaced, environments)):
            modules = self._modules.replacing(replaced.get(environment.mode, {}))
            page = page_from(served_by) if served_by else self._page(app, own, Resolver(modules, environment))
            yield environment, Resolver(modules, environment, page, defined)

    def _page(self, app: App, own: list[FileFacts], resolver: Resolver) -> PageAddress | None:
        declared = self._declared_app(app)
        pages = pages_of(declared) if declared is not None else ()
        return pages[0] if pages else page_of(app, own, self.ports, resolver)

    def _frontend_layers(self, app: App, framework: Framework) -> tuple[Environment, ...]:
        exposure = self.exposure(app)
        folder = app.root
        if exposure is not None and exposure.env_dir is not None:
            results = self._plain.used(exposure.env_dir, exposure.at.path)
            text = results[0].text if len(results) == 1 and isinstance(results[0], Resolved) else None
            target = joined(app.root, text) if text is not None and "{}" not in text else None
            if target is None:
                return (Environment(),)
            folder = target
        return frontend_environments(framework, folder, self.env_files)

    def _backend_environments(self, app: App) -> Iterator[tuple[Environment, Resolver]]:
        own = backend_environments(app, self._env_targets(app), self.env_files)
        for environment in (*own, *self._services.of_backend(app, own)):
            yield environment, Resolver(self._modules, environment)

    @cached_property
    def _services(self) -> Services:
        apps = (*self.apps.frontends, *self.apps.backends)
        return Services(self.running, apps, self._images, self._service_variables)

    @cached_property
    def _images(self) -> Images:
        return Images(self.running)

    @cached_property
    def _service_variables(self) -> ServiceVariables:
        return ServiceVariables(self._images, self.env_files, self._modules)

    def _env_targets(self, app: App) -> tuple[str, ...]:
        """The env files that a server's code reads, relative to where it is started; `.env` where it says nothing."""
        found: list[str] = []
        for facts in self.running:
            if not app.holds(facts.source.path):
                continue
            values = [value for fact in facts.of(SettingsClass) for value in fact.env_files]
            values += [fact.path for fact in facts.of(LoadDotenv) if fact.path is not None]
            found += self._texts_of(values, facts.source.path)
        return tuple(dict.fromkeys(found)) or (".env",)

    def _texts_of(self, values: Iterable[Value], path: str) -> Iterator[str]:
        """The names of env files that values in the file at `path` come to."""
        for value in values:
            for result in self._plain.used(value, path):
                items = result.items if isinstance(result, Items) else (result,)
                texts = (item.text for item in items if isinstance(item, Resolved) and not item.has_hole)
                yield from (text.removeprefix("./") for text in texts if text)

    @cached_property
    def needs(self) -> Needs:
        """The variables without which the code of an app does not work."""
        browser = frozenset(facts.source.path for facts in self.browser_files)
        known = {facts.source.path for facts in self.files}
        reads = self._library.those("reads environ", lambda file: file.path.endswith(".py") and "environ" in file.text)
        readers = [source.path for source in reads]
        others = (self.facts_of(path) for path in readers if path not in known and is_running_code(path))
        running = (*self.running, *(facts for facts in others if facts is not None))
        return Needs(running, browser, self.apps, self.env_files, self._library.those)

    def settings_family(self, settings: SettingsClass) -> tuple[SettingsClass, ...] | None:
        """A settings class and its bases, the class first; None where one of them cannot be followed."""
        return family(settings, self._modules)

    def env_files_of(self, app: App, settings: SettingsClass) -> tuple[str, ...]:
        """The env files that a settings class surely reads: the real ones, else the templates of fresh clones.

        A server is taken to be started in its own folder, so that a file in a folder above counts only where the code
        says its place.
        """
        targets = self._texts_of(settings.env_files, settings.at.path)
        places = [t.strip("/") if t.startswith("/") else joined(app.root, t) for t in targets]
        sure = [(folder_of(place), place.rpartition("/")[2]) for place in places if place]
        real = tuple(path for folder, name in sure if (path := self.env_files.real(folder, name)))
        return real or tuple(path for folder, name in sure if (path := self.env_files.template(folder, name)))

    def exposure(self, app: App) -> Exposure | None:
        """What a frontend's bundler configuration says of env files and variables; None where there is none."""
        return next((fact for facts in self._configuration(app) for fact in facts.of(Exposure)), None)

    def _configuration(self, app: App) -> list[FileFacts]:
        if app not in self._configurations:
            self._configurations[app] = configuration_files(app, self.running)
        return self._configurations[app]

    @cached_property
    def _configurations(self) -> dict[App, list[FileFacts]]:
        return {}

    # --- servers ---

    @cached_property
    def containers(self) -> Containers:
        """The services of the compose files, with what runs in them."""
        return Containers(self.running, self._images, self._service_variables)

    @cached_property
    def built_pages(self) -> tuple[BuiltPage, ...]:
        """The containers that serve a page which was built with their image."""
        return tuple(built_pages(self.containers.all, self.apps.frontends, self._images))

    @cached_property
    def ports(self) -> Ports:
        """Everything that listens or is published."""
        return Ports(self.running, self._modules, self._server_resolvers)

    def listening_on(self, port: int) -> tuple[Bound, ...]:
        """The addresses of the servers that listen on a port outside of any container."""
        started = (
            listen for listen in self.ports.listens if not listen.fact.image and listen.fact.tool in SERVER_TOOLS
        )
        found = (bound(listen.fact, self._server_resolvers(listen.path)[0]) for listen in started)
        return tuple(each for each in found if each.port == port)

    def _server_resolvers(self, path: str) -> tuple[Resolver, ...]:
        """The resolvers of the environments in which the server's part of the project at a path runs."""
        app = self.apps.backend_of(path)
        return tuple(resolver for _, resolver in self.environments(app)) if app is not None else (self._plain,)

    @cached_property
    def _routes(self) -> RouteTable:
        return RouteTable(self.running, self._modules, self._any_backend, self._loses_prefix, self.apps.backend_of)

    def _loses_prefix(self, path: str) -> bool:
        """FastAPI before 0.75.2 left `APIRouter(prefix=)` out of WebSocket routes (fastapi/fastapi#2640)."""
        pin = self.version_of("fastapi", path)
        return pin is not None and pin.exact and () < pin.release < (0, 75, 2)

    @cached_property
    def _any_backend(self) -> Resolver:
        """Resolves names of server code where no environment matters, or the first one's values do."""
        backends = self.apps.backends
        return self.environments(backends[0])[0][1] if len(backends) == 1 else self._plain

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """The applications of the repository that are not mounted into another one, by path."""
        applications = self._applications()
        inner = self._routes.reached([]) | self._routes.children()
        outer = [application for application in applications if application.identity not in inner]
        found = tuple(self._server(application, outer) for application in outer or applications)
        return (*found, *self._unfollowed(found))

    def _unfollowed(self, known: tuple[Server, ...]) -> Iterator[Server]:
        """The servers that only the configuration knows of: anything may be served by them."""
        for app in self.apps.backends:
            declared = self._declared_app(app)
            if declared is not None and not any(server.app == app for server in known):
                yield unfollowed(declared, app, self.environments(app))

    def _declared_app(self, app: App) -> DeclaredApp | None:
        found = (each for each in self.declared.apps if (each.root, each.side) == (app.root, app.side))
        return next(found, None)

    def _applications(self) -> list[RouterObject]:
        found = [router for router, _ in self._routes.routers.values() if router.router.kind == "application"]
        return sorted(found, key=lambda router: router.identity)

    def _server(self, application: RouterObject, all_of_them: list[RouterObject]) -> Server:
        app = self.apps.backend_of(application.path) or App(folder_of(application.path), "backend", "")
        siblings = [other for other in all_of_them if self.apps.backend_of(other.path) == app]
        files = [facts for facts in self.running if self.apps.is_of(app, facts.source.path)]
        shared = len(siblings) > 1
        own = [f for f in files if f.source.path == application.path] if shared else files
        declared = self._declared_app(app)
        listeners = self.ports.listeners(application, app, only=not shared) or self._assumed(application, all_of_them)
        policies = policies_of(application, own, self.environments(app))
        if declared is not None:
            listeners = listeners_of(declared) or listeners
            policies = declared_policies(declared, application, self.environments(app)) or policies
        return Server(
            application,
            app,
            self._routes.routes_of(application),
            not self._routes.is_open(application),
            listeners,
            policies,
            tuple(self._middleware(application, files)),
        )

    def _assumed(self, application: RouterObject, all_of_them: list[RouterObject]) -> tuple[Listener, ...]:
        """The usual port of the only server of a repository that says nothing of ports."""
        port = FRAMEWORK_PORTS.get(application.router.framework)
        if port is None or len(all_of_them) > 1 or self.apps.unread or port in self.ports.all_ports():
            return ()
        return (Listener(port, application.router.at, assumed=True),)

    def _middleware(self, application: RouterObject, files: list[FileFacts]) -> Iterator[Middleware]:
        for facts in files:
            for fact in facts.of(Middleware):
                results = self._any_backend.used(fact.application, facts.source.path)
                owners = [result for result in results if isinstance(result, RouterObject)]
                if not owners or any(owner.identity == application.identity for owner in owners):
                    yield fact

    @cached_property
    def undecoded(self) -> tuple[Undecoded, ...]:
        """The texts that settings fields cannot decode."""
        return tuple(undecoded(self.running, self.apps, self.servers, self.environments))

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The declared pairs of variables that do not agree."""
        apps = (*self.apps.frontends, *self.apps.backends)
        return tuple(disagreements(self.declared, apps, self.environments))

    @cached_property
    def loose_routers(self) -> tuple[LooseRouter, ...]:
        """The routers with routes that no application includes, where every include of their app could be followed."""
        reached = self._routes.reached(self._applications())
        found: list[LooseRouter] = []
        for identity, (router, name) in sorted(self._routes.routers.items()):
            routes = self._routes.own_routes(router)
            app = self.apps.backend_of(router.path)
            if router.router.kind != "router" or identity in reached or not routes or app is None:
                continue
            server = next((server for server in self.servers if server.app == app), None)
            if server is not None and not self._routes.has_unfollowed(app):
                found.append(LooseRouter(router, name, routes, server))
        return tuple(found)

    @cached_property
    def sockets(self) -> Sockets:
        """Follows WebSockets through server functions."""
        return Sockets(self._modules, self._any_backend, self._library.facts_of)

    def handshake(self, handler: Value, path: str) -> Handshake:
        """What the handler of a WebSocket route in the file at `path` does with its socket."""
        return self.sockets.handshake(handler, path)

    @cached_property
    def gateways(self) -> Gateways:
        """The gateways of the repository and the servers behind them."""
        return Gateways(self.running, self.servers, (*self.apps.frontends, *self.apps.backends))

    # --- the browser ---

    @cached_property
    def frontends(self) -> tuple[Frontend, ...]:
        """The frontends with what their connections need."""
        return tuple(self._frontend(app) for app in self.apps.frontends)

    def _frontend(self, app: App) -> Frontend:
        own = self._configuration(app)
        resolvers = self.environments(app)
        served_by = self._served_by(app)
        page = page_from(served_by) if served_by else self._page(app, own, resolvers[0][1])
        proxy = proxy_rules(app, own)
        exposure = self.exposure(app)
        servers = [fact for facts in own for fact in facts.of(DevServer) if fact.kind == "server"]
        config_at = servers[0].at if servers else exposure.at if exposure else None
        complete = exposure is None or exposure.complete
        declared = self._declared_app(app)
        published = (pages_of(declared)[1:] if declared else ()) or published_pages(app, self.ports)
        routes = own_routes(app, self._library.paths)
        return Frontend(app, resolvers, page, published, proxy, complete, config_at, served_by, routes)

    def _served_by(self, app: App) -> Server | None:
        """The server that hands out the files of a frontend as they are."""
        served = next((each for each in self.apps.served if each.app == app), None)
        return server_of(served, self.servers) if served is not None else None

    def frontend(self, app: App) -> Frontend | None:
        """The frontend of an app."""
        return self._frontend_by_app.get(app)

    @cached_property
    def _frontend_by_app(self) -> dict[App, Frontend]:
        return {frontend.app: frontend for frontend in self.frontends}

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """The call sites of the browser code, by path and then by place."""
        found: list[Connection] = []
        for facts in self.browser_files:
            calls = list(facts.of(Connect))
            app = self.apps.frontend_of(facts.source.path) if calls else None
            frontend = self.frontend(app) if app else None
            if frontend is None:
                continue
            dialer = self._dialer(frontend.app)
            for fact in calls:
                found += dialer.connections(fact, facts.source.path, frontend, self._callers(frontend))
        return tuple(found)

    def connections_of(self, frontend: App) -> Sequence[Connection]:
        """The call sites in the code of a frontend."""
        return self._connections_by_app.get(frontend, ())

    @cached_property
    def _connections_by_app(self) -> dict[App, list[Connection]]:
        found: dict[App, list[Connection]] = {}
        for connection in self.connections:
            found.setdefault(connection.app, []).append(connection)
        return found

    def stored_addresses(self, connections: Iterable[Connection]) -> Iterator[StoredAddress]:
        """Which of some connections take their URL from the browser's storage first, as the page is shipped."""
        shipped = Resolver(self._modules, Environment("production"))
        return stored_addresses(connections, shipped, lambda word: self._library.naming((word,)))

    def _dialer(self, app: App) -> Dialer:
        declared = self._declared_app(app)
        called = [each for each in self.declared.apps if declared and any(map(each.is_called, declared.calls))]
        roots = {each.root for each in called if each.side == "backend"}
        servers = [server for server in self.servers if not roots or server.app.root in roots]
        return Dialer(servers, self.declared.elsewhere)

    def _callers(self, frontend: Frontend) -> Callers | None:
        """Who calls the functions of a frontend that are handed the URL of a connection."""
        if frontend.app not in self._callers_known:
            self._callers_known[frontend.app] = self._find_callers(frontend)
        return self._callers_known[frontend.app]

    @cached_property
    def _callers_known(self) -> dict[App, Callers | None]:
        return {}

    def _find_callers(self, frontend: Frontend) -> Callers | None:
        own = self.browser_files_of(frontend.app)
        handed = {fact.within for facts in own for fact in facts.of(Connect) if fact.within is not None}
        if not handed or not frontend.resolvers:
            return None
        names = {function.name for function in handed if function.name}
        known = {facts.source.path: facts for facts in own}
        for facts in self._library.calling(names, frontend.app.root, self.apps.inside(frontend.app)):
            if self.apps.frontend_of(facts.source.path) == frontend.app and is_browser_code(facts, self.apps):
                known.setdefault(facts.source.path, facts)
        return Callers((known[path] for path in sorted(known)), frontend.resolvers[0][1])

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """The call sites of which no URL could be resolved, with the place that decides it."""
        found = [
            Unresolved(connection.unknown[0].at, connection.unknown[0].reason)
            for connection in self.connections
            if not connection.targets and connection.unknown
        ]
        return tuple(sorted(set(found), key=lambda entry: entry.at.sort_key()))
