"""What the configuration files of bundlers and frameworks have in common: dev servers and the entries of their proxies.

Most proxies are http-proxy-middleware's (https://github.com/chimurai/http-proxy-middleware#options), Vite's is much
like it (https://vite.dev/config/server-options#server-proxy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.facts import Definition, DevServer, ProxyRule
from envlint.readers.javascript import definitions
from envlint.readers.javascript.regexes import python_pattern
from envlint.readers.javascript.tables import Table, alternatives, table
from envlint.values import Entry, Function, Hole, Many, Nothing, Parameter, Record, Replace, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.facts import ProxyTool
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value

SERVER_KEYS = ("host", "port", "strictPort", "https")
"""Vite's names of what a dev server's block says; the third is Vite's own."""


def exported(ev: Evaluator) -> Value | None:
    """The default export of a configuration file."""
    found = [fact for fact in definitions.exported(ev) if isinstance(fact, Definition) and fact.name == "default"]
    return found[-1].value if found else None


# --- dev servers ------------------------------------------------------------------------------------------------------


def dev_server(
    kind: Literal["server", "preview"],
    block: Table | None,
    config: Table,
    at: Location,
    keys: Sequence[str] = SERVER_KEYS,
) -> DevServer:
    """The block of a server; what is not stated in a block that is only partly known is a hole."""
    complete = config.complete if block is None else block.complete
    host, port, strict_port, https = (setting(block, key, at, complete=complete) for key in keys)
    return DevServer(kind, host, port, strict_port, https, at)


def setting(block: Table | None, key: str, at: Location, *, complete: bool) -> Value | None:
    """The value of a key; a hole where it may stand in a part that is not followed, None where it does not stand."""
    value = None if block is None or not key else block.value(key)
    return Hole(f"{key} may be set where it is not followed", at) if value is None and not complete and key else value


# --- proxies ----------------------------------------------------------------------------------------------------------


def proxy_rules(ev: Evaluator, proxy: Table | None, tool: ProxyTool, ws: Value | None = None) -> Iterator[ProxyRule]:
    """The entries of an object from paths to targets. `ws` is the tool's default."""
    for entry in () if proxy is None else proxy.entries.values():
        for value in alternatives(ev, entry.value):
            yield _proxy_rule(ev, entry, value, tool, ws)


def _proxy_rule(ev: Evaluator, entry: Entry, value: Value, tool: ProxyTool, ws: Value | None) -> ProxyRule:
    """One entry: a target alone, or an object of options."""
    if not isinstance(ev.deref(value), Record):
        return ProxyRule(entry.key, value, ws, None, None, entry.at, value.at, tool)
    options = table(ev, value)
    if options is None:
        return ProxyRule(entry.key, Hole("a proxy entry", value.at), ws, None, None, entry.at, value.at, tool)
    return rule_of(ev, entry.key, options, entry.at, tool, ws)


def rule_of(
    ev: Evaluator, context: str, options: Table, at: Location, tool: ProxyTool, ws: Value | None = None
) -> ProxyRule:
    """The rule that an object of options makes of a path."""

    def option(key: str) -> Value | None:
        return setting(options, key, options.at, complete=options.complete)

    target = options.value("target") or Hole("no target is given", options.at)
    if isinstance(ev.deref(target), Record):
        target = Hole("a target that is an object", target.at)
    if options.value("router") is not None:
        target = Hole("a target that depends on the request", target.at)
    return ProxyRule(
        context=context,
        target=target,
        ws=option("ws") or ws,
        rewrite=option("rewrite") or _path_rewrite(ev, options.value("pathRewrite")),
        rewrite_ws_origin=option("rewriteWsOrigin"),
        at=at,
        block=options.at,
        tool=tool,
    )


def middleware_rules(
    ev: Evaluator, proxy: Value | None, tool: ProxyTool, ws: Value | None = None
) -> Iterator[ProxyRule]:
    """The entries of `devServer.proxy`: an object, or a list of objects that name their paths as `context`.

    https://webpack.js.org/configuration/dev-server/#devserverproxy
    """
    known = None if proxy is None else ev.deref(proxy)
    if isinstance(known, Text):
        yield ProxyRule("", known, ws, None, None, known.at, known.at, tool)
    elif isinstance(known, Many):
        for item in known.items:
            yield from _listed(ev, item, tool, ws)
    elif known is not None:
        yield from proxy_rules(ev, table(ev, known), tool, ws)


def _listed(ev: Evaluator, item: Value, tool: ProxyTool, ws: Value | None) -> Iterator[ProxyRule]:
    options = table(ev, item)
    if options is None:
        return
    context = options.value("context") or options.value("path") or options.value("pathFilter")
    known = None if context is None else ev.deref(context)
    if known is None:
        yield rule_of(ev, "/", options, options.at, tool, ws)
    for each in known.items if isinstance(known, Many) else () if known is None else (known,):
        path = ev.deref(each)
        if isinstance(path, Text):
            yield rule_of(ev, path.text, options, path.at, tool, ws)
        else:  # a function of the request: it may take anything, and where to is not known
            yield ProxyRule("", Hole("a context that is not a text", each.at), ws, None, None, each.at, each.at, tool)


def _path_rewrite(ev: Evaluator, value: Value | None) -> Value | None:
    """`pathRewrite` as a function of the path: an object of patterns, of which the first that matches counts."""
    known = None if value is None else ev.deref(value)
    if known is None or isinstance(known, (Nothing, Function)):
        return known if isinstance(known, Function) else None
    rows = table(ev, known) if isinstance(known, Record) else None
    entries = () if rows is None else tuple(rows.entries.values())
    if rows is None or not rows.complete or len(entries) > 1:
        return Hole("pathRewrite is not followed", known.at)
    return replacing(entries[0].key, ev.deref(entries[0].value), entries[0].at) if entries else None


def replacing(key: str, new: Value, at: Location) -> Value:
    """A function that replaces what a pattern matches in a path."""
    old = python_pattern(key, "", new.text) if isinstance(new, Text) else None
    if old is None or not isinstance(new, Text):
        return Hole("pathRewrite is not followed", at)
    return Function(("path",), Replace(Parameter("path", at), old, new.text, at, pattern=True), at)
