"""The servers of the repository: their routes after every prefix, their ports, and whom they allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Edit
from envlint.records import record
from envlint.wiring.origins import Reading, reading_of
from envlint.wiring.paths import PathPattern, can_match
from envlint.wiring.results import Items, Resolved, Result, RouterObject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.facts import CorsPolicy, Middleware, Route
    from envlint.model import Label, Location
    from envlint.pieces import Piece
    from envlint.project import App
    from envlint.values import Value
    from envlint.wiring.environments import Environment


@record
class ServedRoute:
    """A route under its whole path.

    `opaque` stands for a mounted application that is not followed: it may serve
    anything below. `trail` names the prefixes on the way, the outermost first.
    `guards` are the dependencies of the includes on the way, each with its file.
    """

    kind: str
    pattern: PathPattern
    at: Location
    fact: Route | None = None
    path: str = ""
    opaque: bool = False
    trail: tuple[Label, ...] = ()
    guards: tuple[tuple[Value, str], ...] = ()


@record
class Listener:
    """A port under which a server can be called.

    `published` is a port of the host that compose maps to it. `assumed` is the default of the usual command where no
    command was found: enough to tell what a URL is meant for, and no evidence against another port.
    """

    port: int
    at: Location
    published: bool = False
    tls: bool = False
    assumed: bool = False


@record
class AllowList:
    """What the origins of a CORS policy come to in one environment.

    `result` is what reaches the framework. `entries` are its origins, None where they are not known; a plain text in
    the place of a list counts with the parts between its commas, which is what was meant. `used` is False for a
    default that this environment overrides, and `instead` then says by what. `lacking` is what would come first, for a
    fallback that is used.
    """

    environment: Environment
    result: Result
    entries: Items | None
    used: bool
    instead: Label | None = None
    lacking: Location | None = None

    @property
    def at(self) -> Location | None:
        """Where the list is written."""
        return self.entries.at if self.entries is not None else None

    @property
    def items(self) -> tuple[Resolved, ...]:
        """The entries that are texts."""
        found = self.entries.items if self.entries is not None else ()
        return tuple(item for item in found if isinstance(item, Resolved))

    @property
    def is_complete(self) -> bool:
        """Whether every entry is known to the letter."""
        return (
            self.entries is not None
            and self.entries.complete
            and len(self.items) == len(self.entries.items)
            and not any(item.has_hole for item in self.items)
        )

    @property
    def has_wildcard(self) -> bool:
        """Whether the list allows every origin."""
        return any(item.text == "*" for item in self.items)

    def adding(self, *origins: str) -> Edit | None:
        """The edit that adds origins in the list's own notation, between quotes or behind a comma; None without one."""
        places = [piece.at for item in self.items for piece in item.pieces if piece.exact and piece.at is not None]
        last = max(places, key=lambda at: at.end, default=None)
        if last is None:
            return None
        text = last.source.text
        quote = text[last.end : last.end + 1]
        quoted = quote in {'"', "'"} and text[last.start - 1 : last.start] == quote
        if not quoted or self._is_one_string(last):
            return Edit(last.source.at(last.end, last.end), "".join(f",{origin}" for origin in origins))
        behind = last.source.at(last.end + 1, last.end + 1)
        return Edit(behind, "".join(f", {quote}{origin}{quote}" for origin in origins))

    def _is_one_string(self, last: Location) -> bool:
        """Whether the whole list stands inside one pair of quotes."""
        at = self.at
        return at is not None and at.start <= last.start and at.end == last.end and not at.text.lstrip().startswith("[")


@record
class Policy:
    """A CORS policy of a server. `patterns` are the regular expressions of origins, in Python's notation.

    `credentials` is None where it is not known. `is_known` is False where some part of the policy could not be
    followed, so that it may allow more than `lists` and `patterns` say.
    """

    fact: CorsPolicy
    path: str
    lists: tuple[AllowList, ...]
    patterns: tuple[Resolved, ...]
    credentials: bool | None
    is_known: bool

    @property
    def reading(self) -> Reading:
        """How the library that takes the policy reads its origins."""
        return reading_of(self.fact.framework)


@record
class Server:
    """An application that some command can start.

    `listeners` is empty where nothing tells its port. `routes_complete` is False where a router that could not be
    followed was included, so that it may serve more than `routes`.
    """

    application: RouterObject
    app: App
    routes: tuple[ServedRoute, ...]
    routes_complete: bool
    listeners: tuple[Listener, ...]
    policies: tuple[Policy, ...]
    middleware: tuple[Middleware, ...]

    @property
    def path(self) -> str:
        """The file that makes the application."""
        return self.application.path

    @property
    def at(self) -> Location:
        """Where the application is made."""
        return self.application.router.at

    @property
    def websocket_routes(self) -> tuple[ServedRoute, ...]:
        """The WebSocket routes, without what is mounted and not followed."""
        return tuple(route for route in self.routes if route.kind == "websocket" and not route.opaque)

    def listens_on(self, port: int) -> Listener | None:
        """The listener of a port, the published one where there are both."""
        found = [listener for listener in self.listeners if listener.port == port]
        return min(found, key=lambda listener: not listener.published, default=None)

    def may_serve(self, kind: str, pattern: PathPattern) -> bool:
        """Whether some route of this kind, or something mounted that is not followed, can answer a path."""
        return any((route.opaque or route.kind == kind) and can_match(pattern, route.pattern) for route in self.routes)


@record
class LooseRouter:
    """A router with routes that no application includes."""

    router: RouterObject
    name: str
    routes: tuple[tuple[Route, str, PathPattern], ...]
    application: Server | None


def joined_pieces(*parts: Iterable[Piece]) -> tuple[Piece, ...]:
    """Prefixes and a path one after the other."""
    return tuple(piece for part in parts for piece in part)
