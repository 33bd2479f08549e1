"""The words of a shell text: what stands for itself, and what is put in when the text runs."""

from __future__ import annotations

from typing import Literal

from envlint.readers.passage import Passage, joined
from envlint.records import record

Dialect = Literal["sh", "make", "just", "compose", "windows"]
"""What differs between the texts: how a variable is written, and whether a backslash escapes."""


@record
class Plain:
    """Characters that stand for themselves."""

    span: Passage


@record
class Variable:
    """`$X`, `${X}`, `${X:-default}`, `$(X)` of make, `{{X}}` of just. `operator` is what follows the name."""

    name: str
    operator: str
    default: Passage | None
    span: Passage


@record
class Opaque:
    """Something that only running the text would tell."""

    span: Passage


Piece = Plain | Variable | Opaque


@record
class Word:
    """A word of a command, without its quotes."""

    pieces: tuple[Piece, ...]
    span: Passage

    @property
    def lead(self) -> str:
        """The literal text up to the first variable."""
        texts: list[str] = []
        for piece in self.pieces:
            if not isinstance(piece, Plain):
                break
            texts.append(piece.span.text)
        return "".join(texts)

    @property
    def text(self) -> str | None:
        """The whole text, or None where it holds a variable."""
        return self.lead if all(isinstance(piece, Plain) for piece in self.pieces) else None

    @property
    def inner(self) -> Passage:
        """The word without its quotes, as a text of its own: the command in `sh -c "..."`."""
        return joined((piece.span for piece in self.pieces), self.span.source, self.span.offsets[0])

    def after(self, length: int) -> Word:
        """The word without its first characters, which must be literal."""
        pieces = list(self.pieces)
        while length and pieces and isinstance(pieces[0], Plain):
            span = pieces[0].span
            taken = min(length, len(span.text))
            pieces[0] = Plain(span.part(taken))
            if taken == len(span.text):
                pieces.pop(0)
            length -= taken
        rest = joined((piece.span for piece in pieces), self.span.source, self.span.offsets[-1])
        return Word(tuple(pieces), rest)


@record
class Operator:
    r"""`&&`, `||`, `|`, `&`, `;`, `;;`, `(`, `)` or a line end (`\n`)."""

    text: str


Token = Word | Operator
