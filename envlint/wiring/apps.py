"""Which folders are a frontend and which a backend, and which of them a file belongs to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from envlint.facts import Application, FileFacts, Listen, Package, Runtime
from envlint.patterns import pattern
from envlint.project import App, folder_of, framework_of, is_running_code, is_within, upward
from envlint.values import Router
from envlint.wiring.served import ServedApp, served_apps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MANIFESTS = ("requirements.txt", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "manage.py", "Dockerfile")
_NODE_MANIFESTS = ("package.json",)
_NODE_SERVERS = (
    "express",
    "fastify",
    "koa",
    "@nestjs/core",
    "@hapi/hapi",
    "hono",
    "ws",
    "socket.io",
    "@feathersjs/feathers",
)
_OTHER_TOOLS = {"django": "django", "daphne": "django", "flask": "flask"}
_CONFIG_FILE = pattern(r"(?:^|/)[^/]+\.config\.[cm]?[jt]sx?$|(?:^|/)(?:gulpfile|Gruntfile)\.[cm]?[jt]s$")
_SERVER_SIDE = pattern(
    r"(?:^|/)(?:pages/api/|api/.*route\.[jt]s$|app/.*/route\.[jt]sx?$|middleware\.[jt]s$|server/|electron/|scripts?/)"
    r"|\.server\.[jt]sx?$|(?:^|/)server\.[cm]?[jt]s$|\+server\.[jt]s$|(?:^|/)hooks\.server\."
)
_SCRIPT = pattern(r"\.(?:[cm]?[jt]sx?|vue|svelte|html?|jinja2|ejs)$")


class Apps:
    """The apps of a repository. `unread` are servers of a kind that no reader knows yet.

    `served` are those of the frontends whose files a server hands out as they are.
    """

    def __init__(
        self,
        frontends: tuple[App, ...],
        backends: tuple[App, ...],
        unread: tuple[App, ...],
        served: tuple[ServedApp, ...] = (),
    ) -> None:
        self.frontends = frontends
        self.backends = backends
        self.unread = unread
        self.served = served
        self._frontends = _Folders(frontends)
        self._backends = _Folders(backends)
        self._all = _Folders((*frontends, *backends, *unread))

    def frontend_of(self, path: str) -> App | None:
        """The frontend whose folder holds a file, the innermost where they are nested."""
        return self._frontends.holding(path)

    def inside(self, frontend: App) -> tuple[str, ...]:
        """The folders of the frontends that stand in that of another, whose files are not its own."""
        roots = (app.root for app in self.frontends)
        return tuple(root for root in roots if root != frontend.root and is_within(root, frontend.root))

    def backend_of(self, path: str) -> App | None:
        """The backend whose folder holds a file, the innermost where they are nested."""
        return self._backends.holding(path)

    def is_of(self, backend: App, path: str) -> bool:
        """Whether a file belongs to a backend: it stands in its folder, and not in that of a frontend inside it."""
        if not backend.holds(path):
            return False
        frontend = self.frontend_of(path)
        return frontend is None or is_within(backend.root, frontend.root)

    def owner_of(self, path: str) -> App | None:
        """The app of either side whose folder holds a file, the innermost."""
        return self._all.holding(path)


def find_apps(paths: Sequence[str], files: Iterable[FileFacts]) -> Apps:
    """The apps that the manifests, configuration files and application objects show."""
    folders = _folders(tuple(paths))
    running = [facts for facts in files if is_running_code(facts.source.path)]
    packages = {
        folder_of(facts.source.path): frozenset(name for name, _ in package.dependencies)
        for facts in running
        for package in facts.of(Package)
    }
    backends = _sorted(_backends(folders, running))
    known = {app.root for app in backends}
    unread = tuple(app for app in _sorted(_unread(folders, packages, running)) if app.root not in known)
    frontends = _sorted(_frontends(folders, packages))
    sent = (path for path in paths if is_running_code(path))
    served = served_apps(sent, running, frontends, (*backends, *unread))
    return Apps(_sorted((*frontends, *(each.app for each in served))), backends, unread, served)


@lru_cache(maxsize=2)
def _folders(paths: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """The names of the files in each folder; kept, because an editor asks for them at every key."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append(name)
    return {folder: frozenset(names) for folder, names in folders.items()}


def _frontends(folders: Mapping[str, frozenset[str]], packages: dict[str, frozenset[str]]) -> Iterable[App]:
    for folder, names in folders.items():
        framework = framework_of(packages.get(folder, frozenset()), names)
        if framework is not None and _is_frontend(framework.name, framework.config, folder, folders):
            yield App(folder, "frontend", framework.name)


def _backends(folders: Mapping[str, frozenset[str]], files: Iterable[FileFacts]) -> Iterable[App]:
    for facts in files:
        for router in _applications(facts):
            path = facts.source.path
            if path.endswith(".py"):
                yield App(_backend_root(path, folders, _MANIFESTS), "backend", router.framework)
            else:
                yield App(_backend_root(path, folders, _NODE_MANIFESTS), "backend", router.framework, "node")


def _unread(
    folders: Mapping[str, frozenset[str]], packages: dict[str, frozenset[str]], files: Iterable[FileFacts]
) -> Iterable[App]:
    for folder, names in folders.items():
        server = next((name for name in _NODE_SERVERS if name in packages.get(folder, frozenset())), None)
        if "manage.py" in names or server is not None:
            django = "manage.py" in names
            yield App(folder, "backend", "django" if django else server or "", "python" if django else "node")
    for facts in files:
        for listen in facts.of(Listen):
            if listen.tool in _OTHER_TOOLS:
                yield App(listen.folder, "backend", _OTHER_TOOLS[listen.tool])


def _applications(facts: FileFacts) -> Iterable[Router]:
    for definition in facts.defined_as(Router):
        if isinstance(definition.value, Router) and definition.value.kind == "application":
            yield definition.value
    for application in facts.of(Application):
        yield application.router


def _is_frontend(name: str, config: str, folder: str, folders: Mapping[str, frozenset[str]]) -> bool:
    """A workspace root may depend on Vite for its tests; an app of Vite's has a config or a page."""
    if name != "vite":
        return True
    names = folders[folder]
    return "index.html" in names or any(file.startswith(config) for file in names) or _holds_page(folder, folders)


def _holds_page(folder: str, folders: Mapping[str, frozenset[str]]) -> bool:
    source = f"{folder}/src" if folder else "src"
    return any(file.startswith(("main.", "index.")) for file in folders.get(source, ()))


def _backend_root(path: str, folders: Mapping[str, frozenset[str]], manifests: tuple[str, ...]) -> str:
    """The folder in which a server is started: the nearest with a manifest, else that of the outermost package."""
    for folder in upward(folder_of(path)):
        if any(name in folders.get(folder, ()) for name in manifests):
            return folder
    folder = folder_of(path)
    while folder and "__init__.py" in folders.get(folder, ()):
        folder = folder_of(folder)
    return folder


def _sorted(apps: Iterable[App]) -> tuple[App, ...]:
    """One app a folder, by folder."""
    by_root = _by_root(apps)
    return tuple(by_root[root] for root in sorted(by_root))


def _by_root(apps: Iterable[App]) -> dict[str, App]:
    """The apps by their folders; the first of several in one folder."""
    found: dict[str, App] = {}
    for app in apps:
        found.setdefault(app.root, app)
    return found


class _Folders:
    """Some apps by their folders. Every rule asks for the app of each file, so the answers are kept."""

    def __init__(self, apps: Iterable[App]) -> None:
        self._by_root = _by_root(apps)
        self._known: dict[str, App | None] = {}

    def holding(self, path: str) -> App | None:
        """The app of the nearest folder upward from a path, which may be an app's folder itself."""
        if path not in self._known:
            folder = path
            while folder and folder not in self._by_root:
                folder = folder_of(folder)
            self._known[path] = self._by_root.get(folder)
        return self._known[path]


def is_browser_code(facts: FileFacts, apps: Apps) -> bool:
    """Whether a file is sent to the browser: a script of a frontend, neither its configuration nor Node.js code."""
    path = facts.source.path
    if not _SCRIPT.search(path) or not is_running_code(path):
        return False
    app = apps.owner_of(path)
    if any(served.app == app for served in apps.served):
        return True
    if _CONFIG_FILE.search(path) or _SERVER_SIDE.search(path) or next(facts.of(Runtime), None):
        return False
    if app is None or app.side == "frontend":
        return app is not None
    return app.runtime != "node" and apps.frontend_of(path) is not None
