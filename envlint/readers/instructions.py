"""The instructions of a Dockerfile (https://docs.docker.com/reference/dockerfile/), each with its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import Passage, between
from envlint.readers.shell.lexer import tokens, word
from envlint.readers.shell.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

_CONTINUED = r"(?:[^\\\n]|\\(?!\r?\n)|\\\r?\n(?:[ \t]*#[^\n]*\n)*)*"
_INSTRUCTION = pattern(rf"^[ \t]*(?P<name>[A-Za-z]+)[ \t]+(?P<rest>{_CONTINUED})", re.MULTILINE)
_HEREDOC = pattern(r"<<-?[ \t]*['\"]?(\w+)")
_ASSIGNMENT = pattern(r"([A-Za-z_]\w*)=")
_OLD_FORM = pattern(r"[ \t]*(?P<name>[A-Za-z_]\w*)[ \t]+(?P<value>[^=\s][^\r\n]*?)[ \t]*$")


def instructions(source: Source) -> Iterator[tuple[str, Passage]]:
    """Each instruction in capitals, and its text. The lines of here-documents are left out."""
    position = 0
    while match := _INSTRUCTION.search(source.text, position):
        position = match.end()
        name = match["name"].upper()
        yield name, between(source, *match.span("rest"))
        if name in {"RUN", "COPY", "ADD"}:
            for delimiter in _HEREDOC.findall(match["rest"]):
                end = re.compile(rf"^[ \t]*{delimiter}[ \t]*\r?$", re.MULTILINE).search(source.text, position)
                position = end.end() if end else position


def assignments(rest: Passage) -> Iterator[tuple[Passage, Word]]:
    """The names and values of `ENV A=1 B=2`, `ARG A=1`, and of the old form `ENV A 1`."""
    old = _OLD_FORM.fullmatch(rest.text)
    if old is not None:
        yield rest.part(*old.span("name")), word(rest.part(*old.span("value")))
        return
    for each in tokens(rest):
        match = _ASSIGNMENT.match(each.lead) if isinstance(each, Word) else None
        if match and isinstance(each, Word):
            yield each.inner.part(*match.span(1)), each.after(match.end())
