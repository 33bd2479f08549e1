"""The recipes of a justfile (https://just.systems/man/en/): a shell text for each line, or one for the whole recipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import between
from envlint.readers.shell import Command, listens
from envlint.readers.shell.folders import destination
from envlint.readers.shell.lexer import word
from envlint.readers.shell.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Listen
    from envlint.model import Source

_LINE = pattern(r"(?:[^\\\n]|\\(?:\r?\n|.))*(?:\n|$|\\$)")
_VARIABLE = pattern(
    r"(?P<export>export[ ]+)?(?P<name>[A-Za-z_][\w-]*)[ ]*:=[ ]*"
    r"(?:env(?:_var_or_default)?\([ ]*['\"](?P<variable>\w+)['\"][ ]*,[ ]*(?P<end>(?=['\"])))?"
    r"(?P<quote>['\"])(?P<value>[^'\"\n]*)(?P=quote)[ ]*\)?[ ]*(?:#.*)?\r?\n?"
)
_RECIPE = pattern(r"@?[A-Za-z_][\w-]*(?P<parameters>(?:[ ]+[^:\n]*)?):(?!=)")
_PARAMETER = pattern(r"([A-Za-z_][\w-]*)=(['\"])([^'\"]*)\2")
_PREFIX = pattern(r"[\t ]+[@-]*[\t ]*")


def justfile_listens(source: Source, folder: str) -> Iterator[Listen]:
    """The servers that the recipes start. `folder` is that of the justfile."""
    lines = [match.span() for match in _LINE.finditer(source.text) if match.group()]
    scope = _variables(source, lines, folder)
    script = False
    recipe = scope
    for start, end in lines:
        header = _RECIPE.match(source.text, start, end)
        if header:
            recipe = _with_parameters(source, scope, header)
            script = False
        if source.text[start] not in " \t":
            continue
        begin = _PREFIX.match(source.text, start, end)
        text = between(source, begin.end() if begin else start, end)
        if text.text.startswith("#!"):
            script = True
            text = between(source, start, _indented_end(source.text, end))
        elif script:
            continue
        yield from listens(text, Command(folder, recipe.copy()), folder)


def _variables(source: Source, lines: list[tuple[int, int]], folder: str) -> Scope:
    scope = Scope("just")
    for start, end in lines:
        match = _VARIABLE.fullmatch(source.text, start, end)
        if match is None:
            continue
        value = word(between(source, *match.span("value")), "just")
        if match["variable"]:
            scope.default(match["name"], value, variable=match["variable"])
        else:
            scope.assign(match["name"], value, folder=destination(value, folder, folder, scope))
        if match["export"]:
            scope.export(match["name"])
    return scope


def _with_parameters(source: Source, scope: Scope, header: re.Match[str]) -> Scope:
    """The variables of a recipe: its parameters may be given when it is called, else they are their defaults."""
    inner = scope.copy()
    for match in _PARAMETER.finditer(source.text, *header.span("parameters")):
        inner.assign(match[1], word(between(source, *match.span(3)), "just"))
    return inner


def _indented_end(text: str, position: int) -> int:
    """The end of the indented lines from a position on."""
    match = re.compile(r"(?:[ \t]+[^\n]*\n?|\r?\n)*").match(text, position)
    return match.end() if match else position
