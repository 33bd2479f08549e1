"""Runs that use what earlier runs have read, and many processes where little of it is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from envlint.ahead import Readers
from envlint.library import Memory
from envlint.unread import ChangedError

if TYPE_CHECKING:
    from envlint.library import Sources
    from envlint.model import Report
    from envlint.workspace import Workspace


def folder(given: str = "", *, no_cache: bool = False) -> Path | None:
    """Where the cache is: the user's own folder, if no other is given; None for nowhere."""
    from envlint.store import default_folder

    return None if no_cache else Path(given) if given else default_folder()


class Kept:
    """Runs of one workspace. `cache` is where the cache is, None for nowhere."""

    def __init__(self, workspace: Workspace, cache: Path | None) -> None:
        from envlint.cache import Cache

        self._workspace = workspace
        self._cache = None if cache is None else Cache(cache, workspace.path, workspace.tree.stat_of)
        self._memory = Memory(self._cache or Readers())
        if self._cache is not None:
            workspace.tree.leave_unread(self._cache.digest)

    def run(self, sources: Sources | None = None) -> Report:
        """The report on the files of the workspace, or on others in their place."""
        try:
            return self._workspace.run(sources, self._memory)
        except ChangedError:
            if self._cache is None:
                raise
            self._cache.distrust()
            self._workspace.tree.forget(tuple(self._workspace.tree))
            self._memory = Memory(self._cache)
            return self._workspace.run(sources, self._memory)

    def save(self) -> None:
        """Keeps what the last run read."""
        if self._cache is not None:
            self._cache.save()
