"""Joins routers, includes and mounts of all files into the routes that each application serves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from envlint.facts import Application, FileFacts, Include, Mount, PathSyntax, Route
from envlint.model import Label, Location
from envlint.pieces import Piece, cut
from envlint.pieces import text as text_of
from envlint.records import record
from envlint.values import Either, Hole, Name, Router, Value
from envlint.wiring.notations import ends_with_maybe_slash, in_braces, shown
from envlint.wiring.paths import ANY, PathPattern, route_pattern
from envlint.wiring.results import ClassObject, Closure, Items, Resolved, Result, RouterObject, Unknown
from envlint.wiring.servers import ServedRoute, joined_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from envlint.project import App
    from envlint.wiring.modules import Modules
    from envlint.wiring.resolve import Resolver

Identity = tuple[str, int]
Pieces = tuple[Piece, ...]

_MAKING = (Router, Either)
"""Values that may be a router which is made where they stand."""
_DEEPEST = 12
"""How deep routers are followed into each other; a router that includes itself ends here."""


@record
class _Edge:
    child: RouterObject | None
    prefix: Pieces
    at: Location
    mounted: bool
    guards: tuple[Value, ...] = ()
    replaces: bool = False


@record
class _OwnRoute:
    """A route with its path in Starlette's notation."""

    fact: Route
    path: Pieces
    any_slash: bool


@record
class _Way:
    """What stands before a route: the prefixes as text and as labels, and the dependencies with their files."""

    prefix: Pieces = ()
    trail: tuple[Label, ...] = ()
    guards: tuple[tuple[Value, str], ...] = ()


class RouteTable:
    """The graph of routers. Built once; asked for the routes of an application and for routers that nobody includes."""

    def __init__(
        self,
        files: Iterable[FileFacts],
        modules: Modules,
        resolver: Resolver,
        loses_prefix: Callable[[str], bool],
        backend_of: Callable[[str], App | None],
    ) -> None:
        """`loses_prefix` says of a file whether its WebSocket routes are served without their router's own prefix."""
        self._backend_of = backend_of
        self._resolver = resolver
        self._modules = modules
        self._by_list: dict[tuple[str, str], list[RouterObject]] = defaultdict(list)
        self._loses_prefix = loses_prefix
        self._edges: dict[Identity, list[_Edge]] = defaultdict(list)
        self._routes: dict[Identity, list[_OwnRoute]] = defaultdict(list)
        self.routers: dict[Identity, tuple[RouterObject, str]] = {}
        self.homeless: list[Include | Mount] = []
        """Includes whose parent is not known: their children may be served by anybody."""
        self.unfollowed: list[Include | Mount] = []
        """Includes and mounts whose child is not known."""
        self._adopted: set[Identity] = set()
        read = list(files)
        for facts in read:
            self._read_routers(facts)
        for facts in read:
            self._read(facts)

    def _read_routers(self, facts: FileFacts) -> None:
        if not facts.holds(Router):
            return
        path = facts.source.path
        named: list[tuple[Value, str]] = [(each.value, each.name) for each in facts.defined_as(*_MAKING)]
        named += [(application.router, "") for application in facts.of(Application)]
        named += [(include.child, "") for include in facts.of(Include)]
        named += [(mount.child, "") for mount in facts.of(Mount)]
        # A router that is a function, such as a plugin, is the value of no name.
        named += [(route.router, "") for route in facts.of(Route)]
        named += [(include.parent, "") for include in facts.of(Include)]
        for value, name in named:
            for router in self._routers(value, path, only_made_here=True):
                if router.path == path and router.identity not in self.routers and not self._is_repeated(router):
                    self.routers[router.identity] = (router, name)
                    self._note_list(router)

    def _read(self, facts: FileFacts) -> None:
        path = facts.source.path
        for route in facts.of(Route):
            pieces = self._prefix(route.path, path)
            any_slash = route.any_slash or ends_with_maybe_slash(pieces, route.syntax)
            own = _OwnRoute(route, in_braces(pieces, route.syntax), any_slash)
            for router in self._owners(route.router, path):
                self._routes[router.identity].append(own)
        for include in facts.of(Include):
            self._connect(include, include.child, include.prefix, path, mounted=False)
        for mount in facts.of(Mount):
            self._connect(mount, mount.child, mount.path, path, mounted=True)

    def _connect(self, fact: Include | Mount, child: Value, prefix: Value | None, path: str, *, mounted: bool) -> None:
        parents = self._owners(fact.parent, path)
        foreign = self._is_foreign(child, path)
        children = [] if foreign else self._routers(child, path)
        mounted = mounted or foreign
        pieces = self._prefix(prefix, path) if prefix is not None else ()
        pieces = in_braces(pieces, fact.syntax, prefix=True)
        if fact.syntax == "colon":
            pieces = _without_slash(pieces)  # Express drops the slash at the end of a mount path
        if not children and not mounted:
            if self._is_function(child, path):
                return  # a middleware, which hands on what it does not answer
            self.unfollowed.append(fact)
        static = bool(children) and all(child.router.kind == "static" for child in children)
        if not parents and not static:
            self.homeless.append(fact)
            self._adopted.update(child.identity for child in children)
        guards, replaces = (fact.guards, fact.replaces) if isinstance(fact, Include) else ((), False)
        for parent in parents:
            edges = [_Edge(found, pieces, fact.at, mounted, guards, replaces) for found in children]
            self._edges[parent.identity] += edges
            if not children:
                self._edges[parent.identity].append(_Edge(None, pieces, fact.at, mounted))

    def _is_foreign(self, child: Value, path: str) -> bool:
        """Whether a router takes the list of a module that is not in the repository: a library's URL patterns."""
        routes = child.routes if isinstance(child, Router) else None
        return isinstance(routes, Name) and self._modules.find(path, routes.module) is None

    def _owners(self, value: Value, path: str) -> list[RouterObject]:
        """The routers that a value names; the only application of its part of the project where it names none.

        So a function that gets its application as a parameter (`def add_routes(app)`) is known to add to that one.
        """
        found = self._routers(value, path)
        app = None if found else self._backend_of(path)
        results = self._resolver.used(value, path) if app is not None else ()
        if not any(isinstance(result, Unknown) and result.is_handed_in for result in results):
            return found
        routers = [router for router, _ in self.routers.values() if router.router.kind == "application"]
        own = [router for router in routers if self._backend_of(router.path) == app]
        return own if len(own) == 1 else []

    def _routers(self, value: Value, path: str, *, only_made_here: bool = False) -> list[RouterObject]:
        if isinstance(value, Hole):
            return []
        if only_made_here and not isinstance(value, _MAKING):
            return []
        found: list[RouterObject] = []
        for result in self._resolver.used(value, path):
            options = result.items if isinstance(result, Items) else (result,)
            found += [router for option in options if (router := self._router(option)) is not None]
        return found or self._takers(value, path)

    def _router(self, result: Result) -> RouterObject | None:
        """The router that a result is; a function or class is the one that stands where it stands."""
        if isinstance(result, (ClassObject, Closure)):
            at = result.at if isinstance(result, ClassObject) else result.function.at
            known = self.routers.get((result.path, at.start))
            return known[0] if known is not None else None
        return result if isinstance(result, RouterObject) else None

    def _is_function(self, value: Value, path: str) -> bool:
        results = () if isinstance(value, Hole) else self._resolver.used(value, path)
        return bool(results) and all(isinstance(result, Closure) for result in results)

    def _takers(self, value: Value, path: str) -> list[RouterObject]:
        """The routers that take a list of routes by its name: `routes = [Route(...)]`, `Starlette(routes=routes)`."""
        if not isinstance(value, Name):
            return []
        target = self._modules.find(path, value.module)
        return self._by_list.get((target, value.name), []) if target else []

    def _is_repeated(self, router: RouterObject) -> bool:
        """Whether an application takes the list of another: one project with several whole settings modules."""
        routes = router.router.routes if router.router.kind == "application" else None
        target = self._modules.find(router.path, routes.module) if isinstance(routes, Name) and routes.module else None
        taken = self._by_list.get((target, routes.name), []) if target and isinstance(routes, Name) else []
        return any(other.router.kind == "application" for other in taken)

    def _note_list(self, router: RouterObject) -> None:
        routes = router.router.routes
        target = self._modules.find(router.path, routes.module) if isinstance(routes, Name) else None
        if target is not None and isinstance(routes, Name):
            self._by_list[target, routes.name].append(router)

    def _prefix(self, value: Value, path: str) -> Pieces:
        """A prefix as pieces; a hole where it is not known or may be several things."""
        results = self._resolver.used(value, path)
        if len(results) == 1 and isinstance(results[0], Resolved):
            return results[0].pieces
        return (Piece("{}", value.at, exact=False, hole=True),)

    # --- what an application serves ---

    def routes_of(self, application: RouterObject) -> tuple[ServedRoute, ...]:
        """All routes of an application under their whole paths, in the order of the text."""
        prefixes: list[Pieces] = [()]
        root = application.router.root_path
        if root is not None:
            # Starlette takes root_path off the front of a path that has it, and serves the path without it as well.
            prefixes.append(self._prefix(root, application.path))
        return tuple(route for prefix in prefixes for route in self._below(application, _Way(prefix), 0))

    def _below(self, router: RouterObject, way: _Way, depth: int, *, bare: bool = False) -> Iterator[ServedRoute]:
        """The routes of a router and of all that it includes; `bare` leaves out its own prefix."""
        own, prefix, trail = None if bare else router.router.prefix, way.prefix, way.trail
        if own is not None:
            pieces = self._prefix(own, router.path)
            prefix = joined_pieces(prefix, pieces)
            trail = (*trail, Label(own.at, "the router's prefix")) if text_of(pieces) else trail
        for own_route in self._routes[router.identity]:
            route = own_route.fact
            lost = route.rooted or (route.kind == "websocket" and self._loses_prefix(router.path))
            whole = _under(way.prefix if lost else prefix, own_route.path, route.syntax)
            pattern, text = route_pattern(whole, any_slash=own_route.any_slash), shown(text_of(whole))
            yield ServedRoute(route.kind, pattern, route.at, route, text, trail=trail, guards=way.guards)
        if router.router.kind == "static" or depth >= _DEEPEST:
            return
        for edge in self._edges[router.identity]:
            yield from self._through(edge, _Way(prefix, trail, way.guards), depth)

    def _through(self, edge: _Edge, way: _Way, depth: int) -> Iterator[ServedRoute]:
        # `mount("/")` and `mount("/ws/")` are both served without the slash at the end.
        pieces = _without_slash(edge.prefix) if edge.mounted else edge.prefix
        below = joined_pieces(way.prefix, pieces)
        label = Label(edge.at, "mounted here" if edge.mounted else "included here")
        if edge.child is None:
            pattern = route_pattern(below)
            anything = PathPattern((*pattern.tokens, ANY), f"{pattern.text}…")
            yield ServedRoute("any", anything, edge.at, path=text_of(below), opaque=True, trail=way.trail)
        elif edge.child.router.kind == "static":
            yield ServedRoute("http", PathPattern((*route_pattern(below).tokens, ANY), text_of(below)), edge.at)
        else:
            guards = (*way.guards, *((guard, edge.at.path) for guard in edge.guards))
            inner = _Way(below, (*way.trail, label), guards)
            yield from self._below(edge.child, inner, depth + 1, bare=edge.replaces)

    # --- routers that nobody includes ---

    def reached(self, applications: Iterable[RouterObject]) -> frozenset[Identity]:
        """The routers that some application serves, and those whose parent is not known."""
        seen: set[Identity] = set()
        pending = [application.identity for application in applications] + sorted(self._adopted)
        while pending:
            identity = pending.pop()
            if identity not in seen:
                seen.add(identity)
                pending += [edge.child.identity for edge in self._edges[identity] if edge.child]
        return frozenset(seen)

    def children(self) -> frozenset[Identity]:
        """The routers and applications that another one includes or mounts."""
        return frozenset(edge.child.identity for edges in self._edges.values() for edge in edges if edge.child)

    def is_open(self, application: RouterObject) -> bool:
        """Whether an application may serve more than is known: it, or something below it, includes the unknown."""
        app = self._backend_of(application.path)
        homeless = (self._backend_of(fact.at.path) for fact in self.homeless)
        return any(other is None or other == app for other in homeless) or any(
            edge.child is None and not edge.mounted
            for identity in self.reached([application])
            for edge in self._edges[identity]
        )

    def has_unfollowed(self, app: App) -> bool:
        """Whether the code of an app includes a router that is not known."""
        return any(app.holds(fact.at.path) for fact in self.unfollowed)

    def own_routes(self, router: RouterObject) -> tuple[tuple[Route, str, PathPattern], ...]:
        """A router's own routes with its own prefix, as far as it is known by itself."""
        prefix = self._prefix(router.router.prefix, router.path) if router.router.prefix is not None else ()
        whole = [(own, _under(prefix, own.path, own.fact.syntax)) for own in self._routes[router.identity]]
        return tuple(
            (own.fact, shown(text_of(path)), route_pattern(path, any_slash=own.any_slash)) for own, path in whole
        )


def _under(prefix: Pieces, path: Pieces, syntax: PathSyntax) -> Pieces:
    """A path behind its prefix. Starlette keeps a slash on either side; the others make one of the two."""
    doubled = syntax != "braces" and text_of(prefix).endswith("/") and text_of(path).startswith("/")
    return joined_pieces(_without_slash(prefix) if doubled else prefix, path)


def _without_slash(pieces: Pieces) -> Pieces:
    text = text_of(pieces)
    return cut(pieces, 0, len(text.rstrip("/"))) if text.endswith("/") else pieces
