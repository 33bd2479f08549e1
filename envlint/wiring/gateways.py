"""Which location of a gateway (nginx, Caddy) takes a request, and which server of the repository it hands it to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint import url
from envlint.facts import FileFacts, GatewayLocation, GatewaySite, ImageStage, Service
from envlint.patterns import pattern
from envlint.pieces import Piece, cut
from envlint.pieces import text as text_of
from envlint.project import App, folder_of, joined
from envlint.records import record
from envlint.values import Text
from envlint.wiring.images import dockerfile_of
from envlint.wiring.services import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envlint.wiring.servers import Server

_LITERAL = pattern(r"\^([\w/-]*)")
"""What a regular expression of a location begins with."""


@record
class Forwarded:
    """A request that a gateway hands on: the location that takes it, and where it arrives.

    `server` is None where it is none of this repository. `path` is the path as it arrives there, None where a rewrite
    could not be followed.
    """

    site: GatewaySite
    location: GatewayLocation
    server: Server | None
    path: tuple[Piece, ...] | None


class Gateways:
    """The gateways of a repository and the servers behind them."""

    def __init__(self, files: Sequence[FileFacts], servers: Sequence[Server], apps: Sequence[App]) -> None:
        self.sites = [(site, facts.source.path) for facts in files for site in facts.of(GatewaySite)]
        self._servers = servers
        self._has_one_page = len([each for each in apps if each.side == "frontend"]) == 1
        roots = frozenset(app.root for app in apps)
        self._services = [(fact, root_of(fact, roots)) for facts in files for fact in facts.of(Service)]
        self._copies = {
            facts.source.path: [source for stage in facts.of(ImageStage) for source in stage.copies] for facts in files
        }
        self._copied: dict[App, frozenset[str]] = {}

    def forwarded(self, path: tuple[Piece, ...], app: App) -> tuple[Forwarded, ...]:
        """What each gateway in front of a frontend does with a path that its page asks for."""
        found: list[Forwarded] = []
        for site, file in self.sites:
            location = taking(site, _plain(path)) if self._serves(site, file, app) else None
            if location is not None and location.target is not None:
                found.append(Forwarded(site, location, self.server_of(location), arriving(location, path)))
        return tuple(found)

    def server_of(self, location: GatewayLocation) -> Server | None:
        """The server of the repository to which a location hands its requests; None where that is not sure."""
        address = url.parse(location.target.text) if isinstance(location.target, Text) else None
        if address is None:
            return None
        listening = [server for server in self._servers if server.listens_on(address.port) is not None]
        roots = {root for service, root in self._services if address.host in service.names}
        if roots:
            named = [server for server in listening if server.app.root in roots]
            # A service without a build of its own runs an image that may come from anywhere.
            return named[0] if len(named) == 1 else None
        if address.is_loopback or "." not in address.host:
            return listening[0] if len(listening) == 1 else None
        return None

    def _serves(self, site: GatewaySite, file: str, app: App) -> bool:
        """Whether a gateway stands in front of a frontend: the only one, or by its folder, its image or its target."""
        if self._has_one_page or app.holds(file):
            return True
        if app not in self._copied:
            self._copied[app] = frozenset(self._copied_into(app))
        return file in self._copied[app] or any(self._leads_to(location, app) for location in site.locations)

    def _copied_into(self, app: App) -> Iterator[str]:
        """The files of the repository that the image of a frontend holds, and those that its service mounts."""
        for service, root in self._services:
            if root == app.root:
                yield from service.mounts
                image = dockerfile_of(service) or ""
                found = (joined(service.context or "", source) for source in self._copies.get(image, ()))
                yield from (path for path in found if path)
        for image, sources in self._copies.items():
            if folder_of(image) == app.root:
                yield from (path for source in sources if (path := joined(app.root, source)))

    def _leads_to(self, location: GatewayLocation, app: App) -> bool:
        address = url.parse(location.target.text) if isinstance(location.target, Text) else None
        return address is not None and any(
            root == app.root and address.host in service.names for service, root in self._services
        )


def taking(site: GatewaySite, path: str) -> GatewayLocation | None:
    """The location that takes a path; None where a hole in it leaves that open.

    https://nginx.org/en/docs/http/ngx_http_core_module.html#location: an exact one, else the first regular expression,
    unless the longest prefix forbids that, else the longest prefix.
    """
    if "{}" in path and any(_depends(location, path) for location in site.locations):
        return None
    exact = next((each for each in site.locations if each.kind == "exact" and each.path == path), None)
    prefixes = [each for each in site.locations if each.kind in {"prefix", "final"} and path.startswith(each.path)]
    longest = max(prefixes, key=lambda each: len(each.path), default=None)
    if exact is not None or (longest is not None and longest.kind == "final"):
        return exact or longest
    patterns = (each for each in site.locations if each.kind.startswith("regex") and _searches(each, path))
    return _followed(next(patterns, longest), site)


def _followed(location: GatewayLocation | None, site: GatewaySite) -> GatewayLocation | None:
    """The named location to which `try_files` leads."""
    if location is None or location.target is not None or not location.fallback.startswith("@"):
        return location
    return next((each for each in site.locations if each.kind == "named" and each.path == location.fallback), None)


def _depends(location: GatewayLocation, path: str) -> bool:
    """Whether a location may or may not take a path, as a hole in it comes out."""
    known = path.partition("{}")[0]
    literal = _LITERAL.match(location.path)
    if location.kind.startswith("regex") and literal is not None and len(literal[1]) > len(known):
        return literal[1].startswith(known)
    if location.kind.startswith("regex"):
        return _searches(location, path.replace("{}", "0")) != _searches(location, path.replace("{}", "a.b"))
    return location.kind != "named" and len(location.path) > len(known) and location.path.startswith(known)


def _searches(location: GatewayLocation, path: str) -> bool:
    try:
        return re.search(location.path, path, re.IGNORECASE if location.kind == "regex-nocase" else 0) is not None
    except re.error:
        return False


def arriving(location: GatewayLocation, path: tuple[Piece, ...]) -> tuple[Piece, ...] | None:
    """The path behind a location's rewrites and the URI of its target; None where that is not followed.

    https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass.
    """
    text = text_of(path)
    for before, after in location.rewrites:
        try:
            changed = re.sub(before, after, text)
        except (re.error, IndexError):
            return None
        if changed != text:
            return (Piece(changed, location.at, exact=False),) if "{}" not in text else None
    if location.uri is None:
        return path
    if location.kind not in {"prefix", "final"} or not text.startswith(location.path):
        return None
    rest = cut(path, len(location.path), len(text))
    return (Piece(location.uri, location.target.at if location.target else None, exact=False), *rest)


def _plain(path: Iterable[Piece]) -> str:
    """A path without query and fragment, with a slash at its front."""
    text = re.split(r"[?#]", text_of(path), maxsplit=1)[0]
    return text if text.startswith("/") else f"/{text}"
