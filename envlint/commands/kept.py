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


class Kept:
    """Runs of one workspace. `cache_dir` is where the cache is, the user's own folder where it is empty."""

    def __init__(self, workspace: Workspace, cache_dir: str = "", *, no_cache: bool = False) -> None:
        from envlint.cache import Cache, default_folder

        folder = None if no_cache else Path(cache_dir) if cache_dir else default_folder()
        self._workspace = workspace
        self._cache = None if folder is None else Cache(folder, workspace.path, workspace.tree.stat_of)
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
