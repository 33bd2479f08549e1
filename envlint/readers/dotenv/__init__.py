"""Env files: their names and values as python-dotenv reads them, and as Vite, Next and Node.js do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, EnvEncoding, EnvEntry, EnvMisread, Reading
from envlint.patterns import pattern
from envlint.readers.dotenv import faults, lines, pairs
from envlint.readers.dotenv.vite_dialect import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source
    from envlint.readers.dotenv.lines import Line, Plain
    from envlint.readers.dotenv.pairs import Pair

words: tuple[str, ...] | None = None

_MOST_LINES = 20_000
_COSTLY = pattern(r"\S[^\S\n]{100}")
"""python-dotenv takes quadratic time over blanks in a row, and a second for 60,000 lines."""


def read(source: Source) -> Iterator[Fact]:
    """The entries and faults of an env file.

    A key that a dialect drops, or that is no name there, has no reading in it; a key that both drop is a fault only.
    A file in UTF-16 is read as if its loaders could.
    """
    yield from _encoding(source)
    if max(map(source.text.count, "\r\n")) > _MOST_LINES or _COSTLY.search(source.text):
        yield Broken("it has more lines, or more blanks in a row, than an env file can have", source.at(0, 0))
        return
    text = lines.plain(source)
    found = tuple(pairs.read(text.text))
    for pair in found:
        yield from _entries(text, pair)
    for fault in faults.find(text.text, found):
        yield EnvMisread(fault.dialects, fault.reason, text.at(fault.start, fault.end), fault.replacement)


def _encoding(source: Source) -> Iterator[EnvEncoding]:
    if source.encoding.startswith("utf-16"):
        yield EnvEncoding("utf-16", source.at(0, 0))
    elif source.bom:
        yield EnvEncoding("bom", source.at(0, 0))
    nul = source.text.find("\0")
    if nul >= 0:
        yield EnvEncoding("nul", source.at(nul, nul + 1))


def _entries(text: Plain, pair: Pair) -> Iterator[EnvEntry]:
    python = pair.python if pair.python is not None and pair.python.key is not None else None
    vite = pair.vite if pair.vite is not None and is_name(pair.vite.key or "") else None
    if vite is not None and _follows_mark(text, vite):
        vite = None
    line = python or vite
    if line is None or line.key is None:
        return
    at = text.at(line.key_start, line.key_start + len(line.key))
    yield EnvEntry(line.key, at, _reading(text, python), _reading(text, vite), line.exported)


def _follows_mark(text: Plain, line: Line) -> bool:
    """Whether Vite takes the byte order mark for the first letter of this line's name."""
    return text.source.bom and text.source.encoding == "utf-8" and text.text.find("\n", 0, line.start) < 0


def _reading(text: Plain, line: Line | None) -> Reading | None:
    if line is None:
        return None
    at = text.at(line.value_start, line.value_end)
    return Reading(line.value, at, exact=at.text == line.value)
