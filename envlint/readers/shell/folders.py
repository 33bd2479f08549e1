"""Where a command runs: paths relative to the linted folder, "" for the folder itself, None where it is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.shell.words import Opaque, Plain, Variable, Word

if TYPE_CHECKING:
    from envlint.readers.shell.scope import Scope

_SCRIPT_FOLDERS = frozenset(
    {"scripts", "script", "bin", "tools", "hack", "dev", "ci", "deploy", "deployment", "mk", "make", "makefiles"}
)
_MAX_LENGTH = 300
_OWN_PATH = pattern(r"(?P<climb>.*?dirname\b[^/]*?)(?:\$0|\$\{0\}|BASH_SOURCE)(?P<rest>[^&;]*)", re.DOTALL)
_SUBFOLDER = pattern(r"(?:/[\w.-]+)+")
_HERE = frozenset({"$(pwd)", "`pwd`"})


def parent(path: str) -> str:
    """The folder of a path."""
    return path.rpartition("/")[0]


def moved(folder: str | None, path: str) -> str | None:
    """The folder that a relative path leads to; None above the linted folder and for an absolute path."""
    path = path.replace("\\", "/")
    if folder is None or path.startswith(("/", "~", "%")) or re.match(r"[A-Za-z]:", path):
        return None
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def start_of(path: str) -> str:
    """The folder from which a script is usually called: its own, or the one above a folder that holds only scripts."""
    folder = parent(path)
    return parent(folder) if folder.rpartition("/")[2] in _SCRIPT_FOLDERS else folder


def destination(to: Word, folder: str | None, script: str, scope: Scope) -> str | None:
    """Where `cd` leads, or what folder a variable names (`ROOT="$(cd "$(dirname "$0")/.." && pwd)"`).

    `folder` is the current one, `script` the one in which the script stands.
    """
    if to.text is not None:
        return moved(folder, to.text)
    first, rest = to.pieces[0], [piece.span.text for piece in to.pieces[1:] if isinstance(piece, Plain)]
    if isinstance(first, Plain) or len(rest) + 1 != len(to.pieces):
        return None
    base = _named(first, folder, script, scope) if isinstance(first, Variable) else _computed(first, folder, script)
    return moved(base, "".join(rest).lstrip("/\\"))


def _named(variable: Variable, folder: str | None, script: str, scope: Scope) -> str | None:
    if variable.name in {"PWD", "CURDIR"}:
        return folder
    if variable.name in {"PSScriptRoot", "~dp0"}:
        return script
    setting = scope.settings.get(variable.name)
    return setting.folder if setting else None


def _computed(piece: Opaque, folder: str | None, script: str) -> str | None:
    """The folder that `$(pwd)`, `$(git rev-parse --show-toplevel)` or `$(dirname "$0")` prints."""
    text = piece.span.text
    if len(text) > _MAX_LENGTH:
        return None
    if text in _HERE:
        return folder
    if "rev-parse --show-toplevel" in text:
        return ""
    match = _OWN_PATH.match(text)
    if match is None:
        return None
    subfolder = _SUBFOLDER.search(match["rest"])
    climbed = moved(script, "../" * (match["climb"].count("dirname") - 1))
    return moved(climbed, subfolder.group().lstrip("/")) if subfolder else climbed
