"""What git knows of a folder: the files of a commit or of the index, and which lines are staged.

Only commands that run no program of the repository's own: no hooks, no file monitor, no filters, no external diff, and
no transport: objects that a partial clone lacks stay missing.
https://git-scm.com/docs/git-config#Documentation/git-config.txt-corefsmonitor
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from envlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Lines = tuple[tuple[int, int], ...]
"""Ranges of lines, counted from 1, both ends included."""

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
_NO_FETCH = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""https://git-scm.com/docs/git#_environment_variables; older versions go by the protocol above."""
_HUNK = re.compile(r"^@@ -\d+(?:,(?P<removed>\d+))? \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")


def files_at(folder: str, revision: str, wants: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted files of a folder as a commit has them, by their path below it.

    Raises UserError where there is no such commit, no git or no repository.
    """
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise UserError(f"git knows no commit {revision!r} here")
    listing = _git(folder, "ls-tree", "-r", "-z", commit.decode().strip())
    return _contents(folder, _entries(listing, wants))


def staged_files(folder: str, wants: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted files of a folder as they are in the index, by their path below it."""
    return _contents(folder, _entries(_git(folder, "ls-files", "--stage", "-z"), wants))


def tracked(folder: str) -> frozenset[str]:
    """The files of a folder that are in the index, by their path below it."""
    return frozenset(_git(folder, "ls-files", "-z").decode("utf-8", "surrogateescape").split("\0"))


def staged_lines(folder: str) -> dict[str, Lines]:
    """The lines that the next commit adds or changes, by path; beside those that it only removes, the lines around."""
    arguments = ("diff", "--cached", "--unified=0", "--inter-hunk-context=0", "--text", "--no-color", "--relative")
    safe = ("--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/")
    text = _git(folder, *arguments, *safe).decode("utf-8", "surrogateescape")
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


def _entries(listing: bytes, wants: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The path and the object of each wanted regular file in a listing of `ls-tree` or `ls-files --stage`."""
    for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = entry.partition("\t")
        words = head.split(" ")
        if head.startswith("100") and wants(path):
            yield path, words[2] if words[1] == "blob" else words[1]


def _contents(folder: str, entries: Iterator[tuple[str, str]]) -> dict[str, bytes]:
    wanted = list(entries)
    asked = "".join(f"{name}\n" for _, name in wanted).encode()
    answer = _git(folder, "cat-file", "--batch", given=asked)
    found: dict[str, bytes] = {}
    position = 0
    for path, _ in wanted:
        end = answer.index(b"\n", position)
        words = answer[position:end].split()
        size = int(words[2]) if len(words) == 3 else 0  # a blob that a partial clone lacks is "missing"
        found[path] = answer[end + 1 : end + 1 + size]
        position = end + 1 + size + (1 if len(words) == 3 else 0)
    return found


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
