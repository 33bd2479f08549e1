"""The thread that lints, so that the editor's questions never wait for a run to end.

Changes are posted to it and done in their order; what was posted while it worked or rested is linted in one run. The
first edit after a rest is linted at once. After a run the thread rests for as long as the run took, so that typing in a
large workspace takes half of a processor at the most.
"""

from __future__ import annotations

import time
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_REST = 0.5
"""Seconds."""


class Worker:
    """Does what is posted, and then `work`. `trouble` is told what either of them raised."""

    def __init__(self, work: Callable[[], None], trouble: Callable[[Exception], None]) -> None:
        self._work = work
        self._trouble = trouble
        self._changes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._counted = Condition()
        self._posted = self._done = 0
        Thread(target=self._run, name="envlint", daemon=True).start()

    def post(self, change: Callable[[], None]) -> None:
        """Has a change done, and the work after it."""
        with self._counted:
            self._posted += 1
        self._changes.put(change)

    def settle(self, seconds: float) -> None:
        """Waits until the work is done for all that was posted so far, or the time is over."""
        with self._counted:
            asked = self._posted
            self._counted.wait_for(lambda: self._done >= asked, seconds)

    def _run(self) -> None:
        rested = 0.0
        while True:
            first = self._changes.get()
            time.sleep(max(0.0, rested - time.perf_counter()))
            changes = [first, *self._waiting()]
            begun = time.perf_counter()
            for step in (*changes, self._work):
                self._try(step)
            ended = time.perf_counter()
            rested = ended + min(ended - begun, _LONGEST_REST)
            with self._counted:
                self._done += len(changes)
                self._counted.notify_all()

    def _waiting(self) -> list[Callable[[], None]]:
        found: list[Callable[[], None]] = []
        try:
            while True:
                found.append(self._changes.get_nowait())
        except Empty:
            return found

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # a bug of ours must not end the server for the whole session
            self._trouble(error)
