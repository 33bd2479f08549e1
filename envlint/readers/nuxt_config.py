"""Nuxt's configuration: runtime configuration, proxies and the dev server, of versions 2 to 4.

https://nuxt.com/docs/api/nuxt-config, https://nitro.build/config#devproxy, https://v2.nuxt.com/docs/configuration-glossary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Definition, Exposure, ProxyRule
from envlint.patterns import pattern
from envlint.readers import bundler
from envlint.readers.javascript import analyse
from envlint.readers.javascript.tables import Table, table
from envlint.records import replace
from envlint.values import Either, Entry, EnvRead, Flag, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Spread, Value

words: tuple[str, ...] | None = None

_SERVER_BLOCKS = ("devServer", "server")
"""Of Nuxt 3 and of Nuxt 2."""

_KEYS = ("host", "port", "", "https")
_CAPITAL = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-.]")


def read(source: Source) -> Iterator[Fact]:
    """The dev server, the proxies, what Nuxt 2 inlines, and the runtime configuration under its own name."""
    ev = analyse(source)
    config = None if ev is None else table(ev, bundler.exported(ev))
    if ev is None or config is None:
        return
    start = config.at.within(0, 1)
    block = next((name for name in _SERVER_BLOCKS if name in config.entries), "")
    at = config.entries[block].at if block else start
    yield bundler.dev_server("server", table(ev, config.value(block)), config, at, _KEYS)
    yield from _proxies(ev, config)
    yield from _runtime(ev, config)
    env = table(ev, config.value("env"))
    defines = () if env is None else tuple((f"process.env.{key}", entry.value) for key, entry in env.entries.items())
    yield Exposure(None, defines, None, None, None, complete=config.complete, at=start)


def _proxies(ev: Evaluator, config: Table) -> Iterator[ProxyRule]:
    """Nitro's two kinds, Vite's, and that of @nuxtjs/proxy, which forwards WebSockets unless it is told not to."""
    nitro = table(ev, config.value("nitro"))
    for owner in (config, nitro):
        yield from _route_rules(ev, None if owner is None else table(ev, owner.value("routeRules")))
    if nitro is not None:
        yield from bundler.proxy_rules(ev, table(ev, nitro.value("devProxy")), "nuxt")
    vite = table(ev, config.value("vite"))
    server = None if vite is None else table(ev, vite.value("server"))
    if server is not None:
        yield from bundler.proxy_rules(ev, table(ev, server.value("proxy")), "vite")
    modules = config.value("proxy")
    if modules is not None:
        yield from bundler.middleware_rules(ev, modules, "webpack", Flag(True, config.entries["proxy"].at))


def _route_rules(ev: Evaluator, rules: Table | None) -> Iterator[ProxyRule]:
    """`routeRules: { '/api/**': { proxy: 'http://localhost:8000/**' } }`."""
    for entry in () if rules is None else rules.entries.values():
        options = table(ev, entry.value)
        proxy = None if options is None else options.value("proxy")
        inner = None if proxy is None or not isinstance(ev.deref(proxy), Record) else table(ev, proxy)
        target = proxy if inner is None else inner.value("to")
        if target is not None:
            yield ProxyRule(entry.key, target, None, None, None, entry.at, target.at, "nuxt")


# --- runtime configuration --------------------------------------------------------------------------------------------


def _runtime(ev: Evaluator, config: Table) -> Iterator[Definition]:
    """`runtimeConfig` with the variables that override it where the server runs.

    https://nuxt.com/docs/guide/going-further/runtime-config#environment-variables
    """
    written = config.value("runtimeConfig")
    known = None if written is None else ev.deref(written)
    if isinstance(known, Record):
        yield Definition("runtimeConfig", _overridden(ev, known, "NUXT", 0), config.entries["runtimeConfig"].at)


_DEEPEST = 5


def _overridden(ev: Evaluator, record: Record, prefix: str, depth: int) -> Record:
    return replace(record, entries=tuple(_entry(ev, entry, prefix, depth) for entry in record.entries))


def _entry(ev: Evaluator, entry: Entry | Spread, prefix: str, depth: int) -> Entry | Spread:
    if not isinstance(entry, Entry):
        return entry
    name = f"{prefix}_{_snake(entry.key)}"
    inner = ev.deref(entry.value)
    if isinstance(inner, Record):
        value: Value = _overridden(ev, inner, name, depth + 1) if depth < _DEEPEST else inner
    else:
        value = Either((EnvRead(name, "process.env", entry.at), entry.value), "missing", entry.at)
    return Entry(entry.key, value, entry.at)


def _snake(key: str) -> str:
    """`apiUrl` as `API_URL`."""
    return _CAPITAL.sub("_", key).upper()
