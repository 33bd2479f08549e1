"""Vite's configuration: its dev server and proxy, its path aliases, and what it shows to browser code.

Options as of Vite 8: https://vite.dev/config/. The scripts' own facts of the same file (definitions, reads of
variables) come from the reader of scripts, which shares its analysis.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Exposure, PathAlias
from envlint.patterns import pattern
from envlint.readers import bundler
from envlint.readers.javascript import analyse
from envlint.readers.javascript.tables import Table, table
from envlint.values import Call, Hole, Many, Member, Name, Pattern, Replace, Resolve, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Location, Source
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value

words: tuple[str, ...] | None = None
"""Every Vite configuration is worth reading: what it does not say has a meaning, too."""

_JOINERS = frozenset({"resolve", "join"})
_PREFIX_PATTERN = pattern(r"^\^?\(?([\w@~#$-]+)\)?(?:\\/)?\$?$")


def read(source: Source) -> Iterator[Fact]:
    """The facts of a Vite configuration."""
    ev = analyse(source)
    if ev is None:
        return
    config = _of_the_page(ev, table(ev, bundler.exported(ev)))
    if config is None:
        yield Exposure(None, (), None, None, None, complete=False, at=source.at(0, 0))
        return
    start = config.at.within(0, 1)
    server = table(ev, config.value("server"))
    proxy = table(ev, None if server is None else server.value("proxy"))
    yield bundler.dev_server("server", server, config, _place(config, "server", start))
    preview = table(ev, config.value("preview"))
    if preview is not None:
        yield bundler.dev_server("preview", preview, config, _place(config, "preview", start))
    yield from bundler.proxy_rules(ev, proxy, "vite")
    yield exposure(ev, config, start, tuple(part for part in (server, proxy) if part is not None))
    yield from _aliases(ev, config)


def _of_the_page(ev: Evaluator, config: Table | None) -> Table | None:
    """electron-vite has a configuration for each process (https://electron-vite.org/config/)."""
    renderer = None if config is None else table(ev, config.value("renderer"))
    return config if renderer is None else renderer


def _place(config: Table, kind: str, start: Location) -> Location:
    entry = config.entries.get(kind)
    return start if entry is None else entry.at


# --- what browser code sees -----------------------------------------------------------------------------------------


def exposure(ev: Evaluator, config: Table, at: Location, parts: tuple[Table, ...]) -> Exposure:
    """What a block of Vite's options shows; `parts` are the other blocks that have to be known whole."""
    define = table(ev, config.value("define"))
    prefix = config.value("envPrefix")
    prefixes = None if prefix is None else _texts(ev, prefix)
    known = [config, *parts, *(() if define is None else (define,))]
    return Exposure(
        prefixes=prefixes,
        defines=() if define is None else tuple((entry.key, entry.value) for entry in define.entries.values()),
        env_dir=_folder(ev, config.value("envDir")),
        root=_folder(ev, config.value("root")),
        base=config.value("base"),
        complete=all(part.complete for part in known) and (prefix is None or prefixes is not None),
        at=at,
    )


def _texts(ev: Evaluator, value: Value) -> tuple[str, ...] | None:
    """A literal, or a list of literals."""
    known = ev.deref(value)
    items = [ev.deref(item) for item in known.items] if isinstance(known, Many) else [known]
    texts = tuple(item.text for item in items if isinstance(item, Text))
    return texts if len(texts) == len(items) else None


def _folder(ev: Evaluator, value: Value | None) -> Value | None:
    """A folder relative to the configuration's own, where that can be told."""
    path = None if value is None else _path(ev, value)
    return value if value is None or path is None else Text(path, value.at)


# --- aliases --------------------------------------------------------------------------------------------------------


def _aliases(ev: Evaluator, config: Table) -> Iterator[PathAlias]:
    """`resolve.alias` as an object, or as a list of objects with `find` and `replacement`."""
    resolve = table(ev, config.value("resolve"))
    value = None if resolve is None else resolve.value("alias")
    known = None if value is None else ev.deref(value)
    if isinstance(known, Many):
        for item in known.items:
            row = table(ev, item)
            find = None if row is None else row.value("find")
            if row is not None and find is not None:
                yield from _alias(ev, _pattern(ev, find), row.value("replacement"), find.at)
        return
    aliases = table(ev, known)
    for entry in () if aliases is None else aliases.entries.values():
        yield from _alias(ev, entry.key, entry.value, entry.at)


def _pattern(ev: Evaluator, find: Value) -> str | None:
    known = ev.deref(find)
    if isinstance(known, Text):
        return known.text
    match = _PREFIX_PATTERN.match(known.at.text) if isinstance(known, Pattern) else None
    return None if match is None else match[1]


def _alias(ev: Evaluator, pattern: str | None, target: Value | None, at: Location) -> Iterator[PathAlias]:
    path = None if target is None else _path(ev, target)
    if pattern and path is not None:
        yield PathAlias(pattern, (path,), at)


def _path(ev: Evaluator, value: Value) -> str | None:
    """A path relative to the configuration's folder: a literal, `path.resolve(__dirname, ...)`, `new URL(...)`."""
    value = ev.deref(value)
    if isinstance(value, Text):
        return _normal(value.text) if value.text.startswith((".", "/")) else None
    if isinstance(value, Resolve):
        reference = ev.deref(value.reference)
        return _normal(reference.text) if isinstance(reference, Text) else None
    if isinstance(value, Replace):
        return _path(ev, value.of)
    if not isinstance(value, Call) or not value.arguments:
        return None
    name = value.of.key if isinstance(value.of, Member) else value.of.name if isinstance(value.of, Name) else ""
    if name == "fileURLToPath":
        return _path(ev, value.arguments[0])
    return _joined(ev, value.arguments) if name in _JOINERS else None


def _joined(ev: Evaluator, arguments: tuple[Value, ...]) -> str | None:
    """`path.resolve(__dirname, 'src')`: the first may be the folder itself, the others are literals."""
    known = [ev.deref(argument) for argument in arguments]
    rest = known[1:] if isinstance(known[0], Hole) else known
    parts = [part.text for part in rest if isinstance(part, Text)]
    return _normal("/".join(parts)) if len(parts) == len(rest) else None


def _normal(path: str) -> str:
    """A relative path in its shortest form; Vite takes a leading slash as its root."""
    return posixpath.normpath(path.lstrip("/") or ".")
