"""The instructions of a Dockerfile (https://docs.docker.com/reference/dockerfile/), each with its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import Passage, between, json_words
from envlint.readers.shell.lexer import tokens, word
from envlint.readers.shell.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

_CONTINUED = r"(?:[^\\\n]|\\(?!\r?\n)|\\\r?\n(?:[ \t]*#[^\n]*\n)*)*"
_INSTRUCTION = pattern(rf"^[ \t]*(?P<name>[A-Za-z]+)[ \t]+(?P<rest>{_CONTINUED})", re.MULTILINE)
_HEREDOC = pattern(r"<<-?[ \t]*['\"]?(\w+)")
_ASSIGNMENT = pattern(r"([A-Za-z_]\w*)=")
_ALIAS = pattern(r"\s+as\s+", re.IGNORECASE)
_FLAG = pattern(r"(?:\s|\\\r?\n)*--(?P<name>[\w-]+)(?:=(?P<value>\S+))?(?:\s+|$)")
_CONTINUATION = pattern(r"\\\r?\n(?:[ \t]*#[^\n]*\n)*")
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


def origin(rest: Passage) -> tuple[str, str]:
    """The base and the name of the stage that a `FROM` begins, in small letters; empty where it has no name."""
    base, *name = _ALIAS.split(_without_flags(rest).text.strip(), maxsplit=1)
    return base.lower(), "".join(name).strip().lower()


def words(rest: Passage) -> tuple[str, ...]:
    """The words of an instruction in either of its forms, without its flags."""
    own = _without_flags(rest)
    listed = json_words(own)
    if listed is not None:
        return tuple(each.text for each in listed)
    return tuple(_CONTINUATION.sub(" ", own.text).split())


def flag(rest: Passage, name: str) -> str:
    """What a flag of an instruction says (`--from=build`), empty where it is not given."""
    return next((match["value"] or "" for match in _flags(rest) if match["name"] == name), "")


def _without_flags(rest: Passage) -> Passage:
    """The flags of an instruction stand before its words; those behind belong to a command."""
    ends = [match.end() for match in _flags(rest)]
    return rest.part(ends[-1]) if ends else rest


def _flags(rest: Passage) -> Iterator[re.Match[str]]:
    position = 0
    while match := _FLAG.match(rest.text, position):
        yield match
        position = match.end()
