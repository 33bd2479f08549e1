"""Paths of routes in one notation, that of Starlette: `{id}` for a segment, `{rest:path}` for any number of them.

Express: https://expressjs.com/en/guide/routing.html, Django: https://docs.djangoproject.com/en/stable/topics/http/urls/,
Flask: https://flask.palletsprojects.com/en/stable/quickstart/#variable-rules.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record, replace

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from envlint.facts import PathSyntax
    from envlint.pieces import Piece

_ANGLES = pattern(r"<(?:([^<>:]*?)(?:\([^()]*\))?:)?([^<>:]*)>")
_COLON = pattern(
    r"(/?):([A-Za-z_]\w*)(?:\((?:[^()\\]|\\.)*\))?([?*+]?)|/?\{\*(\w*)\}|/?\(\.\*\)|\*(\w*)",
)
_NUMBER = pattern(r"\{\d*,?\d*\}")
_CLASSES = frozenset("wdsSWD")
_ENDS = ("$", r"\Z")
_CONVERTERS = frozenset({"str", "strorempty", "int", "float", "alpha", "slug", "path", "ymd", "uuid", "ext"})
_BEFORE, _AFTER = "{before:path}", "{after:path}"


def in_braces(pieces: Iterable[Piece], syntax: PathSyntax, *, prefix: bool = False) -> tuple[Piece, ...]:
    """A path as Starlette would write it. `prefix` says that other paths follow it, as those of an included router."""
    found = tuple(pieces)
    if syntax == "angles":
        return tuple(_changed(piece, lambda text: _ANGLES.sub(_angle, text)) for piece in found)
    if syntax == "colon":
        return tuple(_changed(piece, lambda text: _COLON.sub(_colon, text)) for piece in found)
    if syntax == "regex":
        last = len(found) - 1
        # Django matches the whole path with an expression that ends with `$` (RegexPattern.match since 3.2).
        whole = not prefix and bool(found) and found[-1].text.endswith("$")
        return tuple(
            _changed(piece, partial(_plain, first=index == 0 and not whole, last=index == last and not prefix))
            for index, piece in enumerate(found)
        )
    return found


def ends_with_maybe_slash(pieces: Iterable[Piece], syntax: PathSyntax) -> bool:
    """Whether a regular expression says itself that the slash at the end may be left out."""
    text = "".join(piece.text for piece in pieces)
    return syntax == "regex" and text.rstrip("$").endswith("/?")


def shown(path: str) -> str:
    """A path for people, without what an expression that is not anchored may match around it."""
    return path.replace(_BEFORE, "").removesuffix(_AFTER)


def _changed(piece: Piece, change: Callable[[str], str]) -> Piece:
    text = piece.text if piece.hole else change(piece.text)
    return piece if text == piece.text else replace(piece, text=text, exact=False)


def _angle(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    # Sanic writes the name first and the converter behind it.
    name = first if last in _CONVERTERS and first and first not in _CONVERTERS else last
    return f"{{{name}:path}}" if "path" in (first, last) else f"{{{name}}}"


def _colon(match: re.Match[str]) -> str:
    name = match[2]
    if name is None:
        return f"/{{{match[4] or match[5] or 'rest'}:path}}" if match[0].startswith("/") else "{rest:path}"
    return f"{{{name}:path}}" if match[3] else f"{match[1]}{{{name}}}"


# --- regular expressions ----------------------------------------------------------------------------------------------


@record
class _Atom:
    """What one part of a regular expression matches: a text, or a parameter; `end` is where the next part begins."""

    text: str
    end: int
    literal: bool


def _plain(text: str, *, first: bool, last: bool) -> str:
    """A regular expression as a path; a part that is not followed matches anything."""
    if "|" in _outside(text):
        return "{any:path}"
    begins, ends = text.startswith("^"), text.endswith(_ENDS)
    body = text.removeprefix("^").removesuffix("$").removesuffix(r"\Z")
    made, position, number = "", 0, 0
    while position < len(body):
        atom = _atom(body, position, number)
        number += not atom.literal
        made += atom.text
        position = atom.end
    before = "" if begins or not first else _BEFORE
    return f"{before}{made}{'' if ends or not last else _AFTER}"


def _atom(text: str, start: int, number: int) -> _Atom:
    end, literal, wide = start + 1, "", False
    name = f"p{number}"
    if text[start] == "(":
        end = _close(text, start)
        inner = text[start + 1 : end - 1]
        name = _name(inner) or name
        wide = _is_wide(inner)
    elif text[start] == "[":
        end = text.find("]", start + 2) + 1 or len(text)
        wide = _is_wide(text[start:end])
    elif text[start] == "\\" and end < len(text):
        end, literal = start + 2, "" if text[start + 1] in _CLASSES else text[start + 1]
    elif text[start] == ".":
        wide = True
    else:
        literal = text[start]
    return _counted(text, end, literal, name, wide=wide)


def _counted(text: str, end: int, literal: str, name: str, *, wide: bool) -> _Atom:
    """An atom with the quantifier behind it."""
    match = _NUMBER.match(text, end)
    mark = match[0] if match is not None else text[end] if end < len(text) and text[end] in "?*+" else ""
    end += len(mark)
    if mark and end < len(text) and text[end] == "?":
        end += 1
    if literal and not mark:
        return _Atom(literal, end, literal=True)
    if literal == "/" and mark == "?" and end == len(text):
        return _Atom("", end, literal=True)  # `ends_with_maybe_slash` tells of it
    wide = wide or bool(literal) or mark in ("?", "*")
    return _Atom(f"{{{name}:path}}" if wide else f"{{{name}}}", end, literal=False)


def _close(text: str, start: int) -> int:
    """The offset behind the bracket that closes the one at `start`."""
    depth = 0
    for position in range(start, len(text)):
        if text[position - 1 : position] == "\\":
            continue
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            return position + 1
    return len(text)


def _name(inner: str) -> str:
    return inner[3:].partition(">")[0] if inner.startswith("?P<") else ""


def _is_wide(inner: str) -> bool:
    """Whether something in brackets may match a slash, or is too much to be told."""
    body = inner.partition(">")[2] if inner.startswith("?P<") else inner.removeprefix("?:")
    if body.startswith("[^") and "/" in body:
        return False
    return any(mark in body for mark in ("/", ".", "(", "|", "[^")) and r"\." not in body


def _outside(text: str) -> str:
    """The characters that stand in no group and no class."""
    found, depth = "", 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        found += character if depth == 0 else ""
    return found
