"""Reads many files in several processes, where that pays.

A process that is forked has all that was loaded, and answers through a pipe with the facts as plain data: the same
that the files come to in one process. What a child does not answer, for whatever reason, the one that asked reads.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from envlint.encoding import decode, encode
from envlint.readers import registry
from envlint.unread import Heard

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from envlint.encoding import Encoded
    from envlint.facts import FileFacts
    from envlint.model import Source

FEWEST = 200
"""From so many files on a second process costs less than it saves: measured with two processors."""
_MOST = 4
"""More processes would wait for the one that joins what they found."""

Answers = dict[str, "Encoded"]


class Readers:
    """Reads every file anew, many of them ahead."""

    def __init__(self, processes: int | None = None) -> None:
        """`processes` is their number, by the processors that there are where it is None."""
        self._processes = processes
        self._ahead: Answers = {}

    def ahead(self, sources: Sequence[Source]) -> None:
        """Takes notice that some files will be asked for."""
        self._ahead.update(read_ahead(sources, self._processes))

    def facts_of(self, source: Source) -> FileFacts:
        """The facts of a file."""
        known = self._ahead.pop(source.path, None)
        return registry.read(source) if known is None else decode(source, known)

    def holds_facts(self, source: Source) -> bool:
        """Whether a file is worth reading before another one asks for it."""
        return registry.holds_facts(source)

    def heard(self, question: Hashable) -> Heard:  # noqa: ARG002 - as whoever reads files has it
        """Nothing: no run is known but this one."""
        return Heard()

    def learn(self, question: Hashable, heard: Heard) -> None:
        """Forgets it."""


def read_ahead(sources: Sequence[Source], processes: int | None = None) -> Answers:
    """The facts of most of some files, by path; of none where there are few, or no processes can be forked."""
    number = min(processes or len(_processors()), _MOST)
    if number < 2 or (processes is None and len(sources) < FEWEST) or sys.platform == "win32":
        return {}
    by_size = sorted(sources, key=lambda source: (-len(source.text), source.path))
    children = [_start(by_size[share::number]) for share in range(1, number)]
    found: Answers = {source.path: encode(registry.read(source)) for source in by_size[::number]}
    for child, pipe in children:
        found.update(_answer(child, pipe))
    return found


def _processors() -> Sequence[int]:
    """The processors that this process may use."""
    if sys.platform == "linux":
        return tuple(os.sched_getaffinity(0))
    return range(os.cpu_count() or 1)


def _start(share: Sequence[Source]) -> tuple[int, int]:
    """A child that reads some files; its number, and the end of the pipe that it answers through."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    failed = 1
    try:  # nothing may return from here: the rest of the program is the parent's
        os.close(ours)
        found = {source.path: encode(registry.read(source)) for source in share}
        with os.fdopen(theirs, "wb") as pipe:
            pipe.write(json.dumps(found, separators=(",", ":")).encode("ascii"))
        failed = 0
    finally:
        os._exit(failed)


def _answer(child: int, ours: int) -> Answers:
    """What a child found; nothing where it failed."""
    with os.fdopen(ours, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        return {}
    answers: Answers = json.loads(data)
    return answers
