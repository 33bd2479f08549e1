"""Whether a client's path can reach a route, with parameters on one side and holes on the other."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.pieces import Piece

ANY = "*"
"""Any text, with slashes, or none: a hole, or a parameter of the kind `path`."""
SEGMENT = "+"
"""At least one character without a slash: a path parameter."""
MAYBE_SLASH = "/?"
"""A slash or nothing, at the end of a path where a server takes both."""

_LONGEST = 200
"""Longer paths are taken as matching, which keeps a rule silent."""
_PARAMETER = pattern(r"\{([^{}:]*)(?::([^{}]*))?\}")


@record
class PathPattern:
    """A path as a sequence of literal characters, `SEGMENT` and `ANY`. `text` is for people."""

    tokens: tuple[str, ...]
    text: str

    @property
    def is_open(self) -> bool:
        """Whether nothing about the path is known but holes."""
        return all(token in {ANY, "/"} for token in self.tokens)


def route_pattern(pieces: Iterable[Piece], *, any_slash: bool = False) -> PathPattern:
    """The pattern of a route as Starlette and FastAPI read it: `{id}`, `{id:int}`, `{rest:path}`.

    `any_slash` says that the server takes the path with and without a slash at its end.
    """
    tokens: list[str] = []
    text = ""
    for piece in pieces:
        text += piece.text
        if piece.hole:
            tokens.append(ANY)
            continue
        position = 0
        for match in _PARAMETER.finditer(piece.text):
            tokens += _literal(piece.text[position : match.start()])
            tokens.append(ANY if match[2] == "path" else SEGMENT)
            position = match.end()
        tokens += _literal(piece.text[position:])
    if any_slash:
        tokens = [*(tokens[:-1] if tokens[-1:] == ["/"] else tokens), MAYBE_SLASH]
    return PathPattern(tuple(tokens), text)


def client_pattern(pieces: Iterable[Piece]) -> PathPattern:
    """The pattern of a path as a client writes it; query and fragment are cut off."""
    tokens: list[str] = []
    text = ""
    for piece in pieces:
        if piece.hole:
            tokens.append(ANY)
            text += piece.text
            continue
        cut = re.split(r"[?#]", piece.text, maxsplit=1)
        tokens += _literal(cut[0])
        text += cut[0]
        if len(cut) > 1:
            break
    return PathPattern(tuple(tokens), text)


def _literal(text: str) -> list[str]:
    # A literal star or plus of a path must not be taken for a token.
    return [f"\\{character}" if character in {ANY, SEGMENT} else character for character in text]


def can_match(left: PathPattern, right: PathPattern) -> bool:
    """Whether some path matches both patterns."""
    if len(left.tokens) > _LONGEST or len(right.tokens) > _LONGEST:
        return True

    tokens, others = (*left.tokens, None), (*right.tokens, None)
    same = _same(tokens, others)
    pending, seen = [(same, same)], {(same, same)}
    while pending:
        i, j = pending.pop()
        a, b = tokens[i], others[j]
        if a is None and b is None:
            return True
        for di, dj in _moves(a, b):
            step = (i + di, j + dj)
            if step not in seen:
                seen.add(step)
                pending.append(step)
    return False


def _same(tokens: Iterable[str | None], others: Iterable[str | None]) -> int:
    """How many characters two patterns begin with in common, which have but one way to match."""
    same = 0
    for a, b in zip(tokens, others, strict=False):
        if a != b or a is None or a in _BREADTH:
            break
        same += 1
    return same


_BREADTH = {ANY: 3, MAYBE_SLASH: 2, SEGMENT: 1}


@cache
def _moves(a: str | None, b: str | None) -> tuple[tuple[int, int], ...]:
    """How far two patterns may go on together where they stand at these tokens (None at their end)."""
    if _BREADTH.get(b or "", 0) > _BREADTH.get(a or "", 0):
        return tuple((first, second) for second, first in _moves(b, a))
    if a == ANY:
        return ((1, 0),) if b is None else ((1, 0), (0, 1))
    if a == MAYBE_SLASH:
        return ((1, 0), (1, 1)) if b in {"/", MAYBE_SLASH} else ((1, 0),)
    if a is None or b is None:
        return ()
    if a == SEGMENT:
        return ((1, 1), (1, 0), (0, 1)) if b == SEGMENT else () if b == "/" else ((1, 1), (0, 1))
    return ((1, 1),) if a == b else ()


def nearest(path: str, served: Iterable[str]) -> str | None:
    """The served path most like another, or None where none is at all like it; the first by name of equals."""
    from difflib import SequenceMatcher  # only a finding asks for it

    best: tuple[float, str] | None = None
    for candidate in sorted(set(served)):
        likeness = SequenceMatcher(None, path, candidate).ratio()
        if _tail(path) and _tail(path) == _tail(candidate):
            likeness += 0.3
        if likeness >= 0.5 and (best is None or likeness > best[0]):
            best = (likeness, candidate)
    return best[1] if best else None


def _tail(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
