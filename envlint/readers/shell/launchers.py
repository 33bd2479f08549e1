"""Programs that do nothing but start another one: `poetry run`, `env X=1`, `npx`, `sudo`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.shell.folders import destination
from envlint.readers.shell.words import Variable, Word
from envlint.records import record, replace

if TYPE_CHECKING:
    from envlint.readers.shell.walk import Command


@record
class Launcher:
    """How a program names the one that it starts: after which subcommand, options with a value, and other words.

    `folders` are the options that say where the program runs. `optional`: it works without its subcommand, too.
    """

    subcommands: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    drop: int = 0
    folders: frozenset[str] = frozenset()
    optional: bool = False


def launcher(
    subcommands: str = "", valued: str = "", drop: int = 0, folders: str = "", *, optional: bool = False
) -> Launcher:
    """A launcher, its sets written with blanks between the words."""
    where = frozenset(folders.split())
    return Launcher(frozenset(subcommands.split()), frozenset(valued.split()) | where, drop, where, optional)


LAUNCHERS = {
    "poetry": launcher("run", "-P --project", folders="-C --directory"),
    "uv": launcher("run", "--with --python -p --env-file --extra --group --project --package", folders="--directory"),
    "pdm": launcher("run", "-p --project"),
    "hatch": launcher("run", "-e --env"),
    **dict.fromkeys(("conda", "mamba", "micromamba"), launcher("run", "-n --name -p --prefix")),
    "coverage": launcher("run", "--source --rcfile"),
    "npx": launcher("", "-p --package"),
    "env": launcher("", "-u -C"),
    "sudo": launcher("", "-u -g"),
    "dotenv": launcher("run", "-e -f --file -p -v -c", optional=True),
    "env-cmd": launcher("", "-f --file -e"),
    "timeout": launcher("", "-s -k", 1),
    "gosu": launcher("", "", 1),
    "su-exec": launcher("", "", 1),
    "nice": launcher("", "-n"),
    "newrelic-admin": launcher("run-program"),
    "screen": launcher("", "-S -dmS"),
    **dict.fromkeys(("pipenv", "rye", "pixi", "doppler", "infisical", "op", "dotenvx"), launcher("run")),
    **dict.fromkeys(("bunx", "pnpx", "cross-env", "cross-env-shell", "exec", "nohup", "command"), launcher()),
    **dict.fromkeys(("setsid", "stdbuf", "dumb-init", "tini", "winpty", "caffeinate", "ddtrace-run"), launcher()),
    **dict.fromkeys(("opentelemetry-instrument", "xvfb-run", "call", "builtin"), launcher()),
}

_ENVIRONMENT = pattern(r"([A-Za-z_]\w*)=")


def launched(command: Command, by: Launcher) -> Command | None:
    """What a launcher starts (the command begins with the launcher), or None where it does something else."""
    command = without_options(replace(command, words=command.words[1:]), by)
    if by.subcommands:
        named = bool(command.words) and command.words[0].text in by.subcommands
        if named:
            command = without_options(replace(command, words=command.words[1:]), by)
        elif not by.optional:
            return None
    return replace(command, words=command.words[by.drop :])


def without_options(command: Command, of: Launcher) -> Command:
    """Takes off the options of a launcher, and the assignments that it hands on to its program."""
    words, folder, environment = command.words, command.folder, command.environment
    while words:
        lead = words[0].lead
        assignment = _ENVIRONMENT.match(lead)
        if assignment:
            environment += ((assignment[1], command.scope.value(words[0].after(assignment.end()))),)
        elif not lead.startswith("-"):
            break
        elif lead in of.valued:
            if lead in of.folders and len(words) > 1:
                folder = destination(words[1], folder, folder or "", command.scope)
            words = words[1:]
        words = words[1:]
        if lead == "--":
            break
    return replace(command, words=words, folder=folder, environment=environment)


def program_name(of: Word) -> str:
    """The name of a program without its folder; for a variable, what the variable's name says."""
    last = of.pieces[-1] if of.pieces else None
    if isinstance(last, Variable):
        return re.sub(r"_(bin|cmd|exe|path)$", "", last.name.lower())
    text = of.text if of.text is not None else last.span.text if last else ""
    return re.sub(r"\.(exe|cmd)$", "", re.split(r"[/\\]", text)[-1])
