"""webpack's configuration and Vue CLI's: the dev server, its proxy, and what `DefinePlugin` shows to browser code.

https://webpack.js.org/configuration/dev-server/ (webpack-dev-server 5), https://cli.vuejs.org/config/#devserver
(Vue CLI 5). Vue CLI hands its proxy on to webpack's with `ws: true` where an entry does not say otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Exposure
from envlint.patterns import pattern
from envlint.readers import bundler
from envlint.readers.javascript import analyse, nodes
from envlint.readers.javascript.tables import table
from envlint.values import Flag, Function, Hole, Many, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Entry, Value

words: tuple[str, ...] | None = None

_VUE = "vue.config."
_KEYS = ("host", "port", "", "https")
_TAPPED = pattern(r"plugin\(['\"]define['\"]\)")
"""webpack-chain's way to the definitions of Vue CLI."""

_LISTS = frozenset({"EnvironmentPlugin", "Dotenv", "DotenvPlugin"})
"""Plugins that show variables by their names, or all of an env file."""


def read(source: Source) -> Iterator[Fact]:
    """The dev server, the entries of its proxy, and what plugins define."""
    ev = analyse(source)
    if ev is None:
        return
    config = table(ev, _first(ev, bundler.exported(ev)))
    if config is None:
        return
    block = config.value("devServer")
    server = table(ev, block)
    start = config.at.within(0, 1)
    if server is not None:
        is_vue = source.path.rpartition("/")[2].startswith(_VUE)
        at = config.entries["devServer"].at
        yield bundler.dev_server("server", server, config, at, _KEYS)
        yield from bundler.middleware_rules(ev, server.value("proxy"), "webpack", Flag(True, at) if is_vue else None)
    defines, complete = _defines(ev)
    base = config.value("publicPath")
    yield Exposure(None, defines, None, None, base, complete=complete and config.complete, at=start)


def _first(ev: Evaluator, value: Value | None) -> Value | None:
    """The first of several configurations, each a function or an object."""
    known = None if value is None else ev.deref(value)
    if isinstance(known, Function):
        known = ev.deref(known.returns)
    return known.items[0] if isinstance(known, Many) and known.items else known


def _defines(ev: Evaluator) -> tuple[tuple[tuple[str, Value], ...], bool]:
    """The keys of `new DefinePlugin({...})`; False where a plugin shows more than can be told."""
    found: list[tuple[str, Value]] = []
    complete = _TAPPED.search(ev.syntax.source.text) is None
    for call, scope in ev.script.calls:
        function = nodes.callee(call)
        name = "" if function is None else ev.text(function).rpartition(".")[2]
        complete = complete and name not in _LISTS
        given = nodes.arguments(call) if name == "DefinePlugin" else []
        defined = table(ev, ev.value(given[0], scope)) if given else None
        complete = complete and (defined.complete if defined is not None else not given)
        for entry in () if defined is None else defined.entries.values():
            found += _defined(ev, entry)
    return tuple(found), complete


def _defined(ev: Evaluator, entry: Entry) -> list[tuple[str, Value]]:
    """A key of the plugin; an object stands for the members of that key (`'process.env': { API: '...' }`)."""
    inner = table(ev, entry.value)
    if inner is None or isinstance(ev.deref(entry.value), (Text, Hole)):
        return [(entry.key, entry.value)]
    return [(f"{entry.key}.{member.key}", member.value) for member in inner.entries.values()]
