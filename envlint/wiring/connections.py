"""What each call site of the browser code reaches: the URL in each environment, the proxy, the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint import url
from envlint.model import Label
from envlint.patterns import pattern
from envlint.pieces import Piece, cut, locate
from envlint.pieces import text as text_of
from envlint.records import record, replace
from envlint.values import Flag, Text, Value
from envlint.wiring.callers import bindings
from envlint.wiring.paths import PathPattern, can_match, client_pattern
from envlint.wiring.proxies import Proxied, behind, matching
from envlint.wiring.results import NO_BINDINGS, ClientObject, Missing, Resolved, Switch, Unknown
from envlint.wiring.texts import PageAddress, concatenated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from envlint.facts import Connect, ProxyRule
    from envlint.model import Location
    from envlint.project import App
    from envlint.url import Url
    from envlint.wiring.callers import Callers, Way
    from envlint.wiring.environments import Environment
    from envlint.wiring.resolve import Resolver
    from envlint.wiring.results import Bindings
    from envlint.wiring.servers import Listener, Server

_AUTHORITY = pattern(r"([A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#]*)")


_DIRECTIVE = "use client"
_IS_CLIENT = pattern(rf"^\s*['\"]{_DIRECTIVE}['\"]", re.MULTILINE)
_BROWSER_WORDS = (
    pattern(r"use(?<!\wuse)(?:State|Effect|LayoutEffect|Ref|Callback|Reducer)\b"),
    *(pattern(rf"{name}\.(?<!\w{name}\.)") for name in ("window", "document", "localStorage", "sessionStorage")),
)
"""What only code that is sent to the browser does in a project of Next.js.

They begin with a word and only then look back, since a text is searched for its literal beginning at once.
"""


_SLASH = Piece("/", None)

_MODE = pattern(r"\bDEV\b|__DEV__|\bis_?dev|['\"]development['\"]", re.IGNORECASE)
_NEAR = 200
"""How far before a call the condition around it is looked for, in characters."""
_SHIPPED = pattern(r"(?:^|[._-])(?:prod|production|preprod|staging|stage|release|live)(?=$|[._-])")


@record
class Target:
    """One URL that a call site may come to in one environment.

    `url` is the expression's text; `address` is the absolute URL that the browser dials, None where its host is not
    known. `is_relative` says that the page's own origin fills in the host. `proxies` are the rules of the dev server
    that take the path, first match first. `server` is who answers, where it is in this repository, and `path` the path
    as it arrives there. `used` is False for a fallback that this environment does not take, and `instead` says what
    it takes.
    """

    environment: Environment
    url: Resolved
    used: bool
    instead: Label | None
    address: Url | None
    page: PageAddress | None
    is_relative: bool
    proxies: tuple[Proxied, ...]
    server: Server | None
    listener: Listener | None
    path: tuple[Piece, ...]

    @property
    def is_shipped(self) -> bool:
        """Whether it stands in a build for others: a production mode of files that are there, or a deployed image."""
        environment = self.environment
        named = _SHIPPED.search(environment.mode) is not None
        return named and environment.is_deployed and not environment.template

    def host_at(self) -> Location | None:
        """Where the host of the URL was written, without port."""
        match = _AUTHORITY.match(self.url.text)
        if match is None:
            return None
        authority = match[2].rpartition("@")[2]
        host = re.sub(r":\d*$", "", authority)
        start = match.end() - len(authority)
        return locate(self.url.pieces, start, start + len(host))

    def port_at(self) -> Location | None:
        """Where the port was written, the host where none was."""
        match = _AUTHORITY.match(self.url.text)
        port = re.search(r":(\d+)$", match[2]) if match else None
        if match is None or port is None:
            return self.host_at()
        start = match.start(2) + port.start(1)
        return locate(self.url.pieces, start, start + len(port[1]))

    def asked(self) -> tuple[Piece, ...]:
        """The path as the browser asks for it, before any proxy changes it."""
        match = _AUTHORITY.match(self.url.text)
        return cut(self.url.pieces, match.end(), len(self.url.text)) if match is not None else self.url.pieces

    def path_at(self) -> Location | None:
        """Where the path was written; the end of the host where there is none."""
        text = self.url.text
        match = _AUTHORITY.match(text)
        start = match.end() if match else 0
        end = len(re.split(r"[?#]", text, maxsplit=1)[0])
        while start < end and text[start:end].startswith("{}"):
            start += 2
        return locate(self.url.pieces, start, end) if start < end else self.host_at()


@record
class Connection:
    """A call site of the browser code that reaches a server, with all that its URL may come to."""

    fact: Connect
    app: App
    path: str
    targets: tuple[Target, ...]
    sends_credentials: bool
    unknown: tuple[Unknown, ...]

    @property
    def is_http(self) -> bool:
        """Whether the browser asks for it under the rules of CORS; WebSockets are exempt from them."""
        return self.fact.kind in {"http", "eventsource"}

    @property
    def may_be_for_development(self) -> bool:
        """Whether the text right before the call speaks of the mode, as a condition around the call does."""
        call = self.fact.call
        return _MODE.search(call.source.text, max(call.start - _NEAR, 0), call.start) is not None

    def may_run_on_server(self, target: Target) -> bool:
        """Whether Next.js may call a URL on its server, where containers' names are known and CORS is not asked.

        Its components are the server's where nothing says otherwise, and a public variable says that a browser calls.
        https://nextjs.org/docs/app/getting-started/server-and-client-components
        """
        if self.app.framework != "next" or self.fact.kind != "http":
            return False
        public = any(label.at.text.startswith("NEXT_PUBLIC_") for label in target.url.trail)
        return not public and not _is_in_browser(self.fact.call.source.text)

    def trail(self, target: Target, at: Location) -> tuple[Label, ...]:
        """The way of a URL from where it is set to this call site, without what the reader sees around `at` anyhow."""
        instead = (Label(target.instead.at, "this is used today instead"),) if target.instead is not None else ()
        way = (*instead, *target.url.trail, Label(self.fact.call, "used by this call"))
        return tuple(label for label in way if not _is_around(label.at, at))


@record
class Frontend:
    """A frontend with what its connections need: its environments, page and proxy.

    `served_by` is the server that hands the page out itself, where no bundler stands in between. `own_routes` are the
    paths that the framework's own server answers before any proxy.
    """

    app: App
    resolvers: tuple[tuple[Environment, Resolver], ...]
    page: PageAddress | None
    published: tuple[PageAddress, ...]
    proxy: tuple[tuple[ProxyRule, str], ...]
    proxy_complete: bool
    config_at: Location | None
    served_by: Server | None = None
    own_routes: tuple[PathPattern, ...] = ()


class Dialer:
    """Finds out what each call site reaches."""

    def __init__(self, servers: Sequence[Server], elsewhere: Collection[str] = ()) -> None:
        """`elsewhere` are origins of servers that are not in the repository, of whose calls nothing can be said."""
        self._servers = servers
        self._elsewhere = frozenset(elsewhere)

    def connections(
        self, fact: Connect, path: str, frontend: Frontend, callers: Callers | None
    ) -> Iterator[Connection]:
        """The connection of a call site; of a function that is handed its URL, one for each call of it."""
        ways = callers.ways(fact.within) if callers is not None and fact.within is not None else ()
        for way in ways or ((),):
            connection = self._connection(fact, path, frontend, way)
            if connection is not None:
                yield connection

    def _connection(self, fact: Connect, path: str, frontend: Frontend, way: Way) -> Connection | None:
        """None where the call's object turns out to be no HTTP client."""
        targets: list[Target] = []
        unknown: list[Unknown] = []
        credentials = False
        for environment, resolver in frontend.resolvers:
            bound = bindings(way, fact.within, resolver) if fact.within is not None else NO_BINDINGS
            found = self._urls(fact, path, resolver, bound)
            if found is None:
                return None
            urls, client_credentials = found
            credentials = credentials or client_credentials or _is_true(fact.credentials, path, resolver)
            for text, used, instead, problem in urls:
                if text is None:
                    unknown += [problem] if problem is not None and used else []
                    continue
                target = self._target(fact, text, used, instead, environment, resolver, frontend)
                if target.address is None or target.address.page_origin not in self._elsewhere:
                    targets.append(target)
        shown = replace(fact, at=way[0][0].at, call=way[0][0].at) if way else fact
        return Connection(shown, frontend.app, path, _distinct(targets), credentials, tuple(dict.fromkeys(unknown)))

    def _urls(
        self, fact: Connect, path: str, resolver: Resolver, bound: Bindings
    ) -> tuple[list[tuple[Resolved | None, bool, Label | None, Unknown | None]], bool] | None:
        """The texts of a call's URL; with them whether its client sends credentials. None where it is no client."""
        urls: list[tuple[Resolved | None, bool, Label | None, Unknown | None]] = []
        for outcome in resolver.outcomes(fact.url, path, bound):
            result = outcome.result
            if isinstance(result, Resolved):
                urls.append((result, outcome.used, outcome.instead, None))
            elif isinstance(result, Unknown):
                urls.append((None, outcome.used, None, result))
            elif isinstance(result, Missing):
                urls.append((None, outcome.used, None, Unknown(result.at, "nothing sets it")))
        if fact.client is None:
            return urls, False
        clients = [r for r in resolver.used(fact.client, path, bound) if isinstance(r, ClientObject)]
        if not clients:
            return None
        client = clients[0]
        based = [
            (_behind(base.result, text, fact.at), used and base.used, base.instead or instead, None)
            for text, used, instead, _ in urls
            if text is not None
            for base in resolver.outcomes(client.client.base, client.path, client.bindings)
            if isinstance(base.result, Resolved) and not _AUTHORITY.match(text.text)
        ]
        absolute = [entry for entry in urls if entry[0] is not None and _AUTHORITY.match(entry[0].text)]
        return [*based, *absolute], _is_true(client.client.credentials, client.path, resolver)

    def _target(
        self,
        fact: Connect,
        text: Resolved,
        used: bool,
        instead: Label | None,
        environment: Environment,
        resolver: Resolver,
        frontend: Frontend,
    ) -> Target:
        page = frontend.page
        relative, address, path = _dialled(text, page)
        if frontend.served_by is not None and page is not None:
            page = _as_opened(page, address)
        proxies: tuple[Proxied, ...] = ()
        server: Server | None = None
        listener: Listener | None = None
        if relative:
            proxies = tuple(matching(_asked(fact, path), frontend.proxy, resolver))
            taken = next((p for p in proxies if p.target is not None), None)
            if taken is not None and not _is_answered(fact, path, frontend):
                server, listener, path = self._through(taken, path, resolver)
            elif frontend.served_by is not None:
                server = frontend.served_by
        elif address is not None:
            server, listener = self._server_at(address)
        return Target(
            environment, text, used, instead, address, page, relative, proxies, server, listener, path
        )  # fmt: skip

    def _server_at(self, address: url.Url) -> tuple[Server | None, Listener | None]:
        """The server of the repository that is dialled: a loopback or listening address with one of its ports."""
        if not (address.is_loopback or address.host in url.WILDCARD_HOSTS or "." not in address.host):
            return None, None
        for server in self._servers:
            listener = server.listens_on(address.port)
            if listener is not None:
                return server, listener
        return None, None

    def _through(
        self, proxied: Proxied, path: tuple[Piece, ...], resolver: Resolver
    ) -> tuple[Server | None, Listener | None, tuple[Piece, ...]]:
        target = proxied.address
        if target is None:
            return None, None, path
        server, listener = self._server_at(target)
        return server, listener, behind(proxied, path, target, resolver)


def _is_in_browser(text: str) -> bool:
    """Whether a script of Next.js is surely sent to the browser."""
    if any(words.search(text) for words in _BROWSER_WORDS):
        return True
    return _DIRECTIVE in text and _IS_CLIENT.search(text) is not None


def _behind(base: Resolved, path: Resolved, at: Location) -> Resolved:
    """A path behind the base of its client, with one slash between them: so do axios, ky, ofetch and RTK Query."""
    plain = base.text.endswith("/") != path.text.startswith("/")
    if plain or not base.text or path.text.startswith(("?", "{}")) or not path.text:
        return concatenated([base, path], at)
    stem = cut(base.pieces, 0, len(base.text.rstrip("/")))
    bare = cut(path.pieces, len(path.text) - len(path.text.lstrip("/")), len(path.text))
    return concatenated([replace(base, pieces=stem), Resolved((_SLASH,)), replace(path, pieces=bare)], at)


def _as_opened(page: PageAddress, address: url.Url | None) -> PageAddress:
    """A server's own page under the spelling of the machine that its script dials: people open it under any of them."""
    if address is None or not address.is_loopback or address.port != page.port:
        return page
    return replace(page, host=address.host)


def _is_around(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _dialled(text: Resolved, page: PageAddress | None) -> tuple[bool, url.Url | None, tuple[Piece, ...]]:
    """Whether a URL is the page's own, the absolute URL that the browser makes of it, and its path as pieces."""
    match = _AUTHORITY.match(text.text)
    end = len(text.text)
    if match is None:
        absolute = url.parse(f"{page.origin}/{text.text.lstrip('/')}") if page is not None else None
        scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text.text)
        begins_with_hole = text.text.startswith("{}")
        relative = scheme is None and not begins_with_hole
        return relative, absolute if relative else None, text.pieces
    path = cut(text.pieces, match.end(), end)
    filled = text.text.replace("{}", "0")
    address = url.parse(filled if match[1] else f"{page.scheme if page else 'http'}:{filled}")
    authority = cut(text.pieces, match.start(2), match.end(2))
    if any(piece.hole for piece in authority) or "{}" in (match[1] or ""):
        address = None
    own_page = page is not None and text_of(authority) == page.authority
    return own_page, address, path


def _is_answered(fact: Connect, path: tuple[Piece, ...], frontend: Frontend) -> bool:
    """Whether the frontend's own server may answer a request, so that it never reaches the proxy."""
    asked = client_pattern(path)
    return fact.kind == "http" and any(can_match(asked, route) for route in frontend.own_routes)


def _asked(fact: Connect, path: tuple[Piece, ...]) -> str:
    """The path for which the dev server's proxy is asked."""
    if fact.kind == "socketio":
        return _socketio_path(fact)
    text = text_of(path)
    if text.startswith("{}"):
        return "/"
    return text if text.startswith("/") else f"/{text}"


def _socketio_path(fact: Connect) -> str:
    """socket.io dials its own path, whatever the URL's path (a namespace) is: https://socket.io/docs/v4/client-options/#path."""
    if isinstance(fact.path, Text):
        return fact.path.text
    return "/socket.io/"


def _is_true(value: Value | None, path: str, resolver: Resolver) -> bool:
    if value is None:
        return False
    if isinstance(value, Flag):
        return value.value
    return any(isinstance(r, Switch) and r.value for r in resolver.used(value, path))


def _distinct(targets: list[Target]) -> tuple[Target, ...]:
    """Alternatives of one environment that come to the same text from the same places are one target."""
    found: dict[tuple[object, ...], Target] = {}
    for target in targets:
        environment = (target.environment.mode, target.environment.template)
        found.setdefault((target.url.pieces, target.used, environment), target)
    return tuple(found.values())
