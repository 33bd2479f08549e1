"""Next.js's configuration: rewrites to other servers, and what it inlines into browser code.

https://nextjs.org/docs/app/api-reference/config/next-config-js (Next.js 16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Exposure, ProxyRule
from envlint.readers import bundler
from envlint.readers.javascript import analyse
from envlint.readers.javascript.tables import Table, in_development, table
from envlint.values import Call, Either, Flag, Function, Join, Many, Nothing, Record, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value

words: tuple[str, ...] | None = None

_PHASES = ("beforeFiles", "afterFiles", "fallback")
_WRAPPERS = 6
"""How many functions around a configuration (`withBundleAnalyzer`, `withSentryConfig`) are looked through."""
_CONDITIONS = ("has", "missing")


def read(source: Source) -> Iterator[Fact]:
    """The rewrites of a Next.js configuration and the variables that it inlines."""
    ev = analyse(source)
    if ev is None:
        return
    config = table(ev, _inside(ev, bundler.exported(ev)))
    if config is None:
        yield Exposure(None, (), None, None, None, complete=False, at=source.at(0, 0))
        return
    rewrites, complete = _rewrites(ev, config)
    yield from rewrites
    env = table(ev, config.value("env"))
    defines = () if env is None else tuple(env.entries.values())
    yield Exposure(
        prefixes=None,
        defines=tuple((f"process.env.{entry.key}", entry.value) for entry in defines),
        env_dir=None,
        root=None,
        base=config.value("basePath"),
        complete=complete and config.complete and (env is None or env.complete),
        at=config.at.within(0, 1),
    )


def _inside(ev: Evaluator, value: Value | None) -> Value | None:
    """The configuration inside the functions of plugins, which hand on what they are given first."""
    for _ in range(_WRAPPERS):
        known = None if value is None else ev.deref(value)
        if isinstance(known, Function):
            value = known.returns
        elif isinstance(known, Call) and known.arguments and not isinstance(ev.deref(known.of), Function):
            value = known.arguments[0]
        else:
            return known
    return None


# --- rewrites ---------------------------------------------------------------------------------------------------------


def _rewrites(ev: Evaluator, config: Table) -> tuple[list[ProxyRule], bool]:
    """The rewrites that lead to another server, and whether all of them could be followed."""
    written = config.value("rewrites")
    if written is None or _is_exported(ev, config):
        return [], True
    returned = ev.deref(written)
    returned = ev.deref(returned.returns) if isinstance(returned, Function) else returned
    listed: list[Value | None] = [returned]
    complete = True
    if isinstance(returned, Record):
        phases = table(ev, returned)
        listed = [] if phases is None else [phases.value(phase) for phase in _PHASES]
        complete = phases is not None and phases.complete
    base = ev.deref(config.value("basePath") or Text("", config.at))
    rules: list[ProxyRule] = []
    for value in listed:
        found, known = _listed(ev, value, base.text if isinstance(base, Text) else "")
        rules += found
        complete = complete and known
    return rules, complete


def _is_exported(ev: Evaluator, config: Table) -> bool:
    """Whether the site is exported as files, for which rewrites do not work (`output: 'export'`)."""
    output = config.value("output")
    known = None if output is None else ev.deref(output)
    return isinstance(known, Text) and known.text == "export"


def _listed(ev: Evaluator, value: Value | None, base: str) -> tuple[list[ProxyRule], bool]:
    """The rules of a list, laid out: what is spread into it, and what it is in development."""
    rules: list[ProxyRule] = []
    complete = True
    pending = [] if value is None else [value]
    while pending:
        known = ev.deref(pending.pop(0))
        if isinstance(known, Either):
            pending = [*in_development(known), *pending]
        elif isinstance(known, (Many, Spread)):
            pending = [*(known.items if isinstance(known, Many) else (known.of,)), *pending]
        elif not isinstance(known, Nothing):
            options = table(ev, known) if isinstance(known, (Record, Call, Function)) else None
            rule = None if options is None else _rule(ev, options, base)
            rules += [rule] if rule is not None else []
            complete = complete and options is not None and not any(options.value(key) for key in _CONDITIONS)
    return rules, complete


def _rule(ev: Evaluator, options: Table, base: str) -> ProxyRule | None:
    """A rewrite whose destination is a URL; None for one inside the site, and for one that has a condition."""
    source, destination = options.value("source"), options.value("destination")
    known = None if source is None else ev.deref(source)
    if not isinstance(known, Text) or destination is None or any(options.value(key) for key in _CONDITIONS):
        return None
    inner = ev.deref(destination)
    first = inner.parts[0] if isinstance(inner, Join) else inner
    if isinstance(first, Text) and first.text.startswith("/"):
        return None
    anywhere = options.value("basePath")
    prefix = "" if isinstance(anywhere, Flag) and not anywhere.value else base
    return ProxyRule(f"{prefix}{known.text}", destination, None, None, None, known.at, options.at, "next")
