"""nginx configurations: where it listens, and what each location does with a request (https://nginx.org/en/docs/)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import GatewaySite
from envlint.patterns import pattern
from envlint.readers.nginx.directives import Directive, named, parsed
from envlint.readers.nginx.locations import Level, locations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

words = ("proxy_pass", "server_name", "try_files")

_PORT = pattern(r"(?:.*:)?(\d+)")


def read(source: Source) -> Iterator[GatewaySite]:
    """The server blocks. A file that is no configuration of nginx has none."""
    top = parsed(source) or ()
    http = next(named(top, "http"), None)
    outer = (http.inner or ()) if http is not None else top
    for server in named(outer, "server"):
        if server.inner is not None:
            yield _site(server, server.inner, outer)


def _site(server: Directive, inner: tuple[Directive, ...], outer: tuple[Directive, ...]) -> GatewaySite:
    level = Level(outer).within(inner)
    return GatewaySite(
        tool="nginx",
        names=tuple(word.text for directive in named(inner, "server_name") for word in directive.words),
        ports=tuple(dict.fromkeys(_ports(inner))),
        locations=tuple(locations(inner, level)),
        at=server.at,
    )


def _ports(inner: tuple[Directive, ...]) -> Iterator[int]:
    """The ports of `listen`; 80 where it names none (https://nginx.org/en/docs/http/ngx_http_core_module.html#listen)."""
    listens = [directive.first() for directive in named(inner, "listen")]
    for text in listens or ["80"]:
        match = _PORT.fullmatch(text)
        if match is not None:
            yield int(match[1])
        elif not re.match(r"unix:|\$", text):
            yield 80
