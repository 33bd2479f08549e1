"""The recipes of a makefile: each line is a shell text of its own, with make's variables (GNU Make, chapter 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import between
from envlint.readers.shell import Command, listens
from envlint.readers.shell.folders import destination, parent
from envlint.readers.shell.lexer import word
from envlint.readers.shell.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Listen
    from envlint.model import Source

_LINE = pattern(r"(?:[^\\\n]|\\(?:\r?\n|.))*(?:\n|$|\\$)")
_VARIABLE = pattern(
    r"[ ]*(?P<export>export[ \t]+)?(?:override[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*(?P<how>\?=|:{0,3}=)[ \t]*"
    r"(?P<value>(?:[^#\\\r\n]|\\.)*?)[ \t]*(?:#.*)?\r?\n?"
)
_PREFIX = pattern(r"[\t ]*[@+-]*[\t ]*")
_CONDITION = pattern(r"[ ]*(?P<opens>ifn?eq|ifn?def)\b|[ ]*endif\b")


def makefile_listens(source: Source, folder: str) -> Iterator[Listen]:
    """The servers that the recipes start. `folder` is where make runs."""
    lines = [match.span() for match in _LINE.finditer(source.text) if match.group()]
    scope = _variables(source, lines, folder)
    one_shell = ".ONESHELL:" in source.text
    for start, end in _blocks(source, lines) if one_shell else lines:
        if source.text[start] == "\t":
            begin = _PREFIX.match(source.text, start, end)
            text = between(source, begin.end() if begin else start, end)
            yield from listens(text, Command(folder, scope.copy()), parent(source.path))


def _variables(source: Source, lines: list[tuple[int, int]], folder: str) -> Scope:
    """All variables of the file: recipes run after it has been read to its end."""
    scope = Scope("make")
    conditions = 0
    for start, end in lines:
        condition = _CONDITION.match(source.text, start, end)
        if condition:
            conditions = max(0, conditions + (1 if condition["opens"] else -1))
        match = _VARIABLE.fullmatch(source.text, start, end)
        if match is None:
            continue
        value = word(between(source, *match.span("value")), "make")
        names = destination(value, folder, folder, scope)
        if match["how"] == "?=":
            scope.default(match["name"], value, names)
        else:
            scope.assign(match["name"], value, folder=names, branch=conditions > 0)
        if match["export"]:
            scope.export(match["name"])
    return scope


def _blocks(source: Source, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Recipe lines that follow each other, as one range."""
    first = last = -1
    for start, end in lines:
        if source.text[start] == "\t":
            first, last = (start if first < 0 else first), end
        elif first >= 0:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last
