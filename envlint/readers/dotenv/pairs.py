"""The two dialects' readings of a text side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.dotenv import python_dialect, vite_dialect
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.dotenv.lines import Line

_BLOCK, _BLOCK_END = "-----BEGIN ", "-----END"
_LONGEST_BLOCK = 20_000


@record
class Pair:
    """What begins at one place of the text; None where the place is inside a value, or a comment, for a dialect.

    `block` is the end of a PEM block that begins in the unquoted value of this line and goes on below.
    """

    python: Line | None
    vite: Line | None
    block: int = 0

    @property
    def start(self) -> int:
        """Where the line begins."""
        return min(line.start for line in (self.python, self.vite) if line is not None)

    @property
    def end(self) -> int:
        """Where the line ends for the dialect that reads on for longer."""
        return max(line.end for line in (self.python, self.vite) if line is not None)


def read(text: str) -> Iterator[Pair]:
    """The lines of a text in order.

    The lines of an unquoted PEM block below its first are left out: what loaders take for names there is a part of a
    key that must not be shown anywhere.
    """
    covered = 0
    for pair in _side_by_side(text):
        if pair.start >= covered:
            block = _block_end(text, pair)
            covered = max(covered, block)
            yield Pair(pair.python, pair.vite, block)


def _side_by_side(text: str) -> Iterator[Pair]:
    python, vite = python_dialect.read(text), vite_dialect.read(text)
    left, right = next(python, None), next(vite, None)
    while left is not None or right is not None:
        start = min(line.start for line in (left, right) if line is not None)
        here = left if left is not None and left.start == start else None
        there = right if right is not None and right.start == start else None
        yield Pair(here, there)
        left = next(python, None) if here is not None else left
        right = next(vite, None) if there is not None else right


def _block_end(text: str, pair: Pair) -> int:
    line = pair.vite
    if line is None or line.quote or not (line.value or "").startswith(_BLOCK) or _BLOCK_END in (line.value or ""):
        return 0
    last = text.find(_BLOCK_END, line.end, line.end + _LONGEST_BLOCK)
    return last + len(_BLOCK_END) if last >= 0 else 0
