"""Astro's configuration: its dev server, and Vite's proxy and definitions inside it.

https://docs.astro.build/en/reference/configuration-reference/ (Astro 5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers import bundler, vite
from envlint.readers.javascript import analyse
from envlint.readers.javascript.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source

words: tuple[str, ...] | None = None

_KEYS = ("host", "port", "", "")


def read(source: Source) -> Iterator[Fact]:
    """The dev server, the proxy, and what Vite defines."""
    ev = analyse(source)
    config = None if ev is None else table(ev, bundler.exported(ev))
    if ev is None or config is None:
        return
    start = config.at.within(0, 1)
    entry = config.entries.get("server")
    yield bundler.dev_server(
        "server", table(ev, config.value("server")), config, start if entry is None else entry.at, _KEYS
    )
    inner = table(ev, config.value("vite"))
    server = None if inner is None else table(ev, inner.value("server"))
    proxy = None if server is None else table(ev, server.value("proxy"))
    yield from bundler.proxy_rules(ev, proxy, "vite")
    yield vite.exposure(ev, inner or config, start, tuple(part for part in (config, server, proxy) if part is not None))
