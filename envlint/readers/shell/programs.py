"""Finds the programs that a command runs in the end, also inside `sh -c "..."` and `concurrently "a" "b"`."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from envlint.readers.shell.folders import destination
from envlint.readers.shell.launchers import LAUNCHERS, launched, program_name
from envlint.readers.shell.lexer import tokens
from envlint.readers.shell.runners import run_by
from envlint.readers.shell.walk import Command, commands
from envlint.readers.shell.words import Variable, Word
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_STEPS = 12
_MAX_DEPTH = 6
_SHELL_TEXTS = {
    **dict.fromkeys(("sh", "bash", "zsh", "dash", "ash", "su"), re.compile(r"-\w*c")),
    **dict.fromkeys(("pwsh", "powershell"), re.compile(r"-(c|[Cc]ommand)")),
    **dict.fromkeys(("cmd", "start"), re.compile(r"/[ckCK]")),
    "nodemon": re.compile(r"-x|--exec"),
}
"""Programs with an option whose value is a shell text."""

_ALL_TEXTS = frozenset({"concurrently", "watchfiles", "eval", "start-server-and-test", "tmux"})
"""Programs whose every argument may be a shell text."""

_LABELS = frozenset({"-n", "--names", "-c", "--prefix-colors", "-p", "--prefix", "-s", "--success", "-t"})


def programs(command: Command) -> Iterator[Command]:
    """The commands that a command runs in the end; each begins with the program itself."""
    for _ in range(_MAX_STEPS):
        if not command.words:
            return
        texts = _shell_texts(command)
        if texts:
            yield from _inside(command, texts)
            return
        following = _next(command)
        if following is None:
            yield command
            return
        command = following


def _next(command: Command) -> Command | None:
    """One launcher taken off the front of a command, or None where there is none."""
    pieces = command.words[0].pieces
    if len(pieces) == 1 and isinstance(pieces[0], Variable):
        expanded = _expanded(command, pieces[0])
        if expanded:
            return expanded
    launcher = None if command.script else LAUNCHERS.get(program_name(command.words[0]))
    return launched(command, launcher) if launcher else run_by(command)


def _expanded(command: Command, variable: Variable) -> Command | None:
    """The command with a variable replaced by the words that it was set to."""
    setting = command.scope.settings.get(variable.name)
    if setting is None:
        return None
    words = tuple(token for token in tokens(setting.written, command.scope.dialect) if isinstance(token, Word))
    variables = (piece for each in words for piece in each.pieces if isinstance(piece, Variable))
    if not words or any(each.name == variable.name for each in variables):
        return None
    return replace(command, words=words + command.words[1:])


def _shell_texts(command: Command) -> tuple[Word, ...]:
    name, words = program_name(command.words[0]), command.words[1:]
    option = _SHELL_TEXTS.get(name)
    if option:
        found = (words[index + 1 : index + 2] for index, each in enumerate(words) if option.fullmatch(each.lead))
        texts = next(found, ())
        # `nodemon --exec ts-node src/index.ts` names a program only, and the file stands behind it.
        return texts if name != "nodemon" or any(" " in each.lead for each in texts) else ()
    if name not in _ALL_TEXTS:
        return ()
    before = ("", *(each.lead for each in words))
    return tuple(
        each for each, last in zip(words, before, strict=False) if each.lead[:1] != "-" and last not in _LABELS
    )


def _inside(command: Command, texts: tuple[Word, ...]) -> Iterator[Command]:
    if command.depth >= _MAX_DEPTH:
        return
    folder = _start_folder(command)
    for text in texts:
        start = replace(command, folder=folder, scope=command.scope.copy(), depth=command.depth + 1)
        for each in commands(text.inner, command.scope.dialect, start, command.folder or ""):
            yield from programs(each)


def _start_folder(command: Command) -> str | None:
    """Where `start /D folder cmd /c "..."` of a batch file runs its command."""
    for option, value in itertools.pairwise(command.words):
        if option.text in {"/d", "/D"}:
            return destination(value, command.folder, command.folder or "", command.scope)
    return command.folder
