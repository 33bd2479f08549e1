"""Texts that remember where each of their characters was written.

A resolved URL is often put together from several files; a rule that speaks of its host must point at the file
that holds the host. So a text is a sequence of pieces, each from one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Label, Location
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

HOLE = "{}"
"""How a part that is not known stands in a text."""


@record
class Piece:
    """A part of a text that comes from one place.

    `exact` says that `text` is letter by letter what stands at `at`. `hole` marks an unknown part (its text is `{}`),
    `page` a part that the browser fills in from the page's own address. `cause` says of a hole what was not followed,
    and why.
    """

    text: str
    at: Location | None
    exact: bool = True
    hole: bool = False
    page: bool = False
    cause: Label | None = None


def literal(text: str, at: Location) -> Piece:
    """A piece for a text that was written at a location, exact where the location holds just that text."""
    return Piece(text, at, exact=at.text == text)


def hole(at: Location | None) -> Piece:
    """A piece for a part that is not known."""
    return Piece(HOLE, at, exact=False, hole=True)


def text(pieces: Iterable[Piece]) -> str:
    """The whole text."""
    return "".join([piece.text for piece in pieces])


def cut(pieces: Iterable[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """The part of a text between two offsets of it. A hole is kept whole where any of it is."""
    found: list[Piece] = []
    position = 0
    for piece in pieces:
        first, last = max(start - position, 0), min(end - position, len(piece.text))
        if first < last:
            whole = piece.hole or (first == 0 and last == len(piece.text))
            found.append(piece if whole else _part(piece, first, last))
        position += len(piece.text)
    return tuple(found)


def _part(piece: Piece, first: int, last: int) -> Piece:
    at = piece.at.within(first, last - first) if piece.exact and piece.at is not None else piece.at
    return Piece(piece.text[first:last], at, piece.exact, piece.hole, piece.page, piece.cause)


def replaced(pieces: tuple[Piece, ...], start: int, end: int, new: str) -> tuple[Piece, ...]:
    """The text with another in the place of a part of it; the new part stands where the old one stood."""
    middle = (Piece(new, locate(pieces, start, end), exact=False),) if new else ()
    return (*cut(pieces, 0, start), *middle, *cut(pieces, end, len(text(pieces))))


def locate(pieces: Iterable[Piece], start: int, end: int) -> Location | None:
    """Where the part of a text between two offsets was written.

    Over several pieces of one file that follow each other this is the whole range, else the place of the first.
    None where nothing of it was written anywhere.
    """
    covered = [piece for piece in cut(pieces, start, max(end, start + 1)) if piece.at is not None]
    if not covered and end > start:
        return None
    places = [piece.at for piece in covered if piece.at is not None]
    result = places[0] if places else None
    for place in places[1:]:
        if result is None or place.source is not result.source or place.start != result.end:
            break
        result = Location(result.source, result.start, place.end)
    return result


def span(pieces: Iterable[Piece]) -> Location | None:
    """Where a whole text was written, as `locate` has it."""
    found = tuple(pieces)
    return locate(found, 0, len(text(found)))
