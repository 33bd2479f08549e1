"""What git knows of a folder: the files of a commit or of the index, and which lines are staged.

Only commands that run no program of the repository's own: no hooks, no file monitor, no filters, no external diff, and
no transport: objects that a partial clone lacks stay missing.
https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from typing import TYPE_CHECKING

from envlint.errors import UserError
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE = "100"
"""How the mode of a regular file begins."""
LINK = "120000"
"""The mode of a symbolic link, whose content is the path that it leads to."""

Lines = tuple[tuple[int, int], ...]
"""Ranges of lines, counted from 1, both ends included."""


@record
class Entry:
    """What a version has at a path."""

    mode: str
    name: str


Listing = Mapping[str, Entry]

_SAFE = (
    "git",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "protocol.allow=never",
)
_PLAIN = ("--no-ext-diff", "--no-textconv")
_NO_FETCH = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""https://git-scm.com/docs/git#_environment_variables; older versions go by the protocol above."""
_HUNK = re.compile(r"^@@ -\d+(?:,(?P<removed>\d+))? \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")


def listing_at(folder: str, revision: str) -> Listing:
    """The files of a folder as a commit has them, by their path below it.

    Raises UserError where there is no such commit, no git or no repository.
    """
    entries = _git(folder, "ls-tree", "-r", "-z", _commit(folder, revision))
    return {path: Entry(words[0], words[2]) for words, path in _listed(entries)}


def staged_listing(folder: str) -> Listing:
    """The files of a folder as they are in the index, by their path below it."""
    entries = _git(folder, "ls-files", "--stage", "-z")
    return {path: Entry(words[0], words[1]) for words, path in _listed(entries)}


def renames(folder: str, revision: str) -> dict[str, str]:
    """What the files of a folder were called in a commit, by the names that they have in the index."""
    arguments = ("diff", "--cached", "--name-status", "--diff-filter=R", "-M", "-l0", "-z", "--relative", "--no-color")
    found = _git(folder, *arguments, *_PLAIN, _commit(folder, revision)).decode("utf-8", "surrogateescape").split("\0")
    return {new: old for old, new in zip(found[1::3], found[2::3], strict=False)}


def contents(folder: str, objects: Iterable[str]) -> dict[str, bytes]:
    """The bytes of some objects by their names. Raises UserError for those that a partial clone lacks."""
    wanted = list(dict.fromkeys(objects))
    answer = _git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode())
    found: dict[str, bytes] = {}
    position = 0
    for name in wanted:
        end = answer.index(b"\n", position)
        words = answer[position:end].split()
        if len(words) != 3:
            raise UserError(f"git has no content of {name} here: fetch what this partial clone lacks")
        start = end + 1
        position = start + int(words[2]) + 1
        found[name] = answer[start : position - 1]
    return found


def staged_lines(folder: str) -> dict[str, Lines]:
    """The lines that the next commit adds or changes, by path; beside those that it only removes, the lines around."""
    arguments = ("diff", "--cached", "--unified=0", "--inter-hunk-context=0", "--text", "--no-color", "--relative")
    text = _git(folder, *arguments, *_PLAIN, "--src-prefix=a/", "--dst-prefix=b/").decode("utf-8", "surrogateescape")
    found: dict[str, list[tuple[int, int]]] = {}
    path, inside = "", 0
    for line in text.split("\n"):
        if inside and line[:1] in {"+", "-"}:
            inside -= 1
            continue
        if line.startswith("+++ "):
            path = line[6:].rstrip("\t") if line.startswith("+++ b/") else ""
        match = _HUNK.match(line) if path else None
        if match is not None:
            start, count = int(match["start"]), int(match["count"] or 1)
            inside = count + int(match["removed"] or 1)
            found.setdefault(path, []).append((start, start + count - 1) if count else (start, start + 1))
    return {path: tuple(lines) for path, lines in found.items()}


def _commit(folder: str, revision: str) -> str:
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found:
        raise UserError(f"git knows no commit {revision!r} here")
    return found.decode().strip()


def _listed(entries: bytes) -> Iterator[tuple[list[str], str]]:
    """What stands before each path in a listing of `ls-tree` or `ls-files --stage`, and the path."""
    for entry in entries.decode("utf-8", "surrogateescape").split("\0"):
        words, tab, path = entry.partition("\t")
        if tab:
            yield words.split(" "), path


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    """What a git command prints; empty where it ends with 1, which says that something is not there."""
    try:
        run = subprocess.run(  # noqa: S603 - git, with arguments of our own
            [*_SAFE, *arguments],
            cwd=folder,
            env={**os.environ, **_NO_FETCH},
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise UserError(f"git cannot be run: {error.strerror}") from None
    if run.returncode not in {0, 1}:
        words = run.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UserError(f"git failed: {words.removeprefix('fatal: ')}")
    return run.stdout
