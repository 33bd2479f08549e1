"""References to variables inside the values of env files, filled in as each dialect does.

`python_values` and `vite_values` do it for all files of an environment. They differ in more than the notation:
python-dotenv goes through the lines in order, so a reference sees only what stands before it; the JavaScript loaders
see all variables, and a variable that comes back to itself is unset there.

`expand_python` and `expand_vite` do it for one value, with a lookup that gives the finished value of a variable, or
None where it is unset. A lookup that expands on demand must give None for a variable that is being expanded, and
must end somewhere: `vite_values` shows how.

A value that grows too long, as in a chain of variables that each name the next one twice, becomes a hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.pieces import Piece, cut, hole, text

if TYPE_CHECKING:
    from envlint.facts import Reading

Pieces = tuple[Piece, ...]
Lookup = Callable[[str], "Pieces | None"]

_LONGEST = 8192
_MOST_REFERENCES = 100
_DEEPEST = 50

_PYTHON_NAME = pattern(r"\$\{([^}:]*)")
_VITE = pattern(r"(?<!\\)\$\{(?P<braced>[^{}]+)\}|(?<!\\)\$(?P<bare>[A-Za-z_]\w*)", re.ASCII)
_OPERATOR = pattern(r":\+|\+|:-|-")


def python_values(readings: Iterable[tuple[str, Reading]]) -> dict[str, Pieces]:
    """The variables after python-dotenv has read these lines in order; a name without a value is set to nothing.

    The process environment, which could set others, is not known.
    """
    values: dict[str, Pieces] = {}
    for name, reading in readings:
        values[name] = expand_python(reading, values.get)
    return values


def vite_values(readings: Iterable[tuple[str, Reading]]) -> dict[str, Pieces]:
    """The variables after Vite has read these lines in order, the last of a name winning.

    A variable is unset in its own value; where several need each other their parts are holes.
    """
    winners = {name: reading for name, reading in readings if reading.text is not None}
    values: dict[str, Pieces] = {}
    expanding: list[str] = []

    def lookup(name: str) -> Pieces | None:
        if name in values:
            return values[name]
        if name not in winners or expanding[-1:] == [name]:
            return None
        if name in expanding or len(expanding) >= _DEEPEST:
            return (hole(winners[name].at),)
        expanding.append(name)
        values[name] = expand_vite(winners[name], lookup)
        expanding.pop()
        return values[name]

    return {name: lookup(name) or () for name in winners}


def expand_python(reading: Reading, lookup: Lookup) -> Pieces:
    """A value as python-dotenv expands it (`dotenv/variables.py`, 1.2).

    `${NAME}` and `${NAME:-default}` only, in single quotes, too; the default counts only where the name is unset, and
    is not expanded itself.
    """
    whole = _written(reading)
    value = reading.text or ""
    found: list[Piece] = []
    done = 0
    for start, end, name, default in _python_references(value):
        found += cut(whole, done, start)
        known = lookup(name)
        found += known if known is not None else cut(whole, *default)
        done = end
        if len(found) > _LONGEST:
            return (hole(reading.at),)
    found += cut(whole, done, len(value))
    return _bounded(tuple(found), reading)


def _python_references(value: str) -> Iterator[tuple[int, int, str, tuple[int, int]]]:
    """Each reference: where it begins and ends, its name, and the range of its default.

    By hand, because python-dotenv's own pattern takes quadratic time over `${${${`.
    """
    position = 0
    while (match := _PYTHON_NAME.search(value, position)) is not None:
        position = match.end()
        closing = position
        if value.startswith(":-", position):
            closing = value.find("}", position)
        if closing < 0:
            return
        if value[closing : closing + 1] == "}":
            yield match.start(), closing + 1, match[1], (min(position + 2, closing), closing)
            position = closing + 1


def expand_vite(reading: Reading, lookup: Lookup) -> Pieces:
    r"""A value as dotenv-expand 13 expands it, which Vite 8 bundles.

    `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` and `${NAME:+other}`, the inner ones first, in any quotes;
    an empty variable counts as unset; `\$` stands for a dollar sign. As there, what was filled in is looked at again.
    """
    value = _written(reading)
    for _ in range(_MOST_REFERENCES):
        match = _VITE.search(text(value))
        if match is None:
            return _bounded(_without_escapes(value, reading), reading)
        new = _vite_value(value, match, lookup)
        value = (*cut(value, 0, match.start()), *new, *cut(value, match.end(), len(match.string)))
        if len(text(value)) > _LONGEST or (_is_inner(match) and any(piece.hole for piece in new)):
            break
    return (hole(reading.at),)


def _vite_value(value: Pieces, match: re.Match[str], lookup: Lookup) -> Pieces:
    """What stands for a reference."""
    if match["braced"] is None:
        return lookup(match["bare"]) or ()
    operator = _OPERATOR.search(match["braced"])
    if operator is None:
        return lookup(match["braced"]) or ()
    known = lookup(match["braced"][: operator.start()]) or ()
    other = cut(value, match.start("braced") + operator.end(), match.end("braced"))
    if "+" in operator[0]:
        return other if text(known) else ()
    return known if text(known) else other


def _is_inner(match: re.Match[str]) -> bool:
    """Whether a reference stands in the default of another."""
    before = match.string[: match.start()]
    return before.rfind("${") > before.rfind("}")


def _without_escapes(value: Pieces, reading: Reading) -> Pieces:
    found: list[Piece] = []
    whole = text(value)
    done = 0
    if whole.count("\\$") > _MOST_REFERENCES:
        return (hole(reading.at),)
    for match in re.finditer(r"\\\$", whole):
        found += cut(value, done, match.start())
        done = match.end() - 1
    return (*found, *cut(value, done, len(whole)))


def _written(reading: Reading) -> Pieces:
    return (Piece(reading.text, reading.at, reading.exact),) if reading.text else ()


def _bounded(value: Pieces, reading: Reading) -> Pieces:
    """The value, unless references made it longer than any real one."""
    limit = max(_LONGEST, len(reading.text or ""))
    return value if sum(len(piece.text) for piece in value) <= limit else (hole(reading.at),)
