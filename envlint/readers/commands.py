"""Servers that scripts start: makefiles, justfiles, Procfiles, shell scripts, and batch files lightly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import between, whole
from envlint.readers.shell import WORDS, Command, listens
from envlint.readers.shell.folders import parent, start_of
from envlint.readers.shell.justfile import justfile_listens
from envlint.readers.shell.makefile import makefile_listens
from envlint.readers.shell.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Listen
    from envlint.model import Source

words = WORDS

_MAKEFILE = pattern(r"(?:GNU)?[Mm]akefile(?:\..+)?|.+\.mk")
_JUSTFILE = pattern(r"\.?[Jj]ustfile|.+\.just")
_PROCFILE = pattern(r"Procfile(?:\..+)?")
_SCRIPT = pattern(r".+\.(?:sh|bash|zsh)")
_BATCH = pattern(r".+\.(?:bat|cmd|ps1)")
_PROCESS = pattern(r"^[\w-]+:[ \t]*(?P<command>[^\r\n]+)", re.MULTILINE)


def read(source: Source) -> Iterator[Listen]:
    """The servers that the commands of a file start."""
    name = source.path.rpartition("/")[2]
    folder = parent(source.path)
    if _MAKEFILE.fullmatch(name):
        yield from makefile_listens(source, start_of(source.path) if name.endswith(".mk") else folder)
    elif _JUSTFILE.fullmatch(name):
        yield from justfile_listens(source, folder)
    elif _PROCFILE.fullmatch(name):
        for match in _PROCESS.finditer(source.text):
            yield from listens(between(source, *match.span("command")), Command(folder, Scope("sh")), folder)
    else:
        scope = Scope("windows" if _BATCH.fullmatch(name) else "sh")
        yield from listens(whole(source), Command(start_of(source.path), scope), folder)
