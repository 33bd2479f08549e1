"""One folder of a workspace: what is on disk, what is being typed over it, and the last report."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.ahead import Readers
from envlint.cache import Cache
from envlint.configuration.finding import is_configuration
from envlint.decoding import decoded
from envlint.errors import UserError
from envlint.library import Memory
from envlint.model import Report, Source
from envlint.readers.registry import wants
from envlint.records import replace
from envlint.store import default_folder
from envlint.unread import ChangedError, Unread
from envlint.workspace import Asked, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from envlint.facts import FileFacts
    from envlint.model import Unreadable
    from envlint.workspace import Workspace


class Folder:
    """A linted folder. `check` makes the report; everything else says what has changed since.

    Raises UserError where it cannot be listed. What is wrong in its configuration is told to `complain`, and it is
    linted without one until that is mended. Rules of the project's own are code of the project, and run only with
    `custom_rules`.
    """

    def __init__(self, root: Path, complain: Callable[[UserError], None], *, custom_rules: bool = False) -> None:
        self.root = root
        self.report = Report()
        self.facts: Mapping[str, FileFacts] = {}
        self._asked = Asked(custom_rules=custom_rules)
        self._buffers: dict[str, str] = {}
        self._complain = complain
        self._failed: set[str] = set()
        self._workspace = self._opened()
        self._tree = self._workspace.tree
        self._memory = Memory()
        self._cache = self._opened_cache()
        # A plain dictionary, because a run asks it for every path several times.
        self._texts: dict[str, Source | Unreadable] = dict(self._tree.items())

    def _opened(self) -> Workspace:
        try:
            return open_workspace(str(self.root), self._asked)
        except UserError as error:
            found = open_workspace(str(self.root), Asked(isolated=True))
            self._complain(error)
            return found

    def _opened_cache(self) -> Cache | None:
        """What runs have read before, for the first one of the session; then there is its memory.

        No process is forked from one with several threads.
        """
        folder = default_folder()
        if folder is None:
            return None
        cache = Cache(folder, str(self.root), self._tree.stat_of, processes=1)
        self._tree.leave_unread(cache.digest)
        self._memory.read_by(cache)
        return cache

    def check(self) -> None:
        """Makes the report anew; without the configuration, where that says what cannot be."""
        try:
            self.report = self._run()
        except UserError as error:
            self._complain(error)
            self._workspace = open_workspace(str(self.root), Asked(isolated=True))
            self.report = self._run()
        self.facts = self._memory.facts
        if self._cache is not None:
            self._cache.save()
            self._memory.read_by(Readers(processes=1))
            self._cache = None
        for failure in self.report.failures:
            if failure.rule not in self._failed:
                self._complain(UserError(f"{failure.words}:\n\n{failure.trace}"))
        self._failed = {failure.rule for failure in self.report.failures}

    def _run(self) -> Report:
        try:
            return self._workspace.run(self._texts, self._memory)
        except ChangedError:
            self._read_anew()
            return self._workspace.run(self._texts, self._memory)

    def _read_anew(self) -> None:
        """Goes by what is in the files, where one of them is not what its dates say."""
        if self._cache is not None:
            self._cache.distrust()
        unread = [path for path, source in self._texts.items() if isinstance(source, Unread)]
        self._tree.forget(unread)
        self._texts.update({path: self._tree[path] for path in unread})

    def lay(self, path: str, text: str) -> None:
        """Lays the text of a buffer over a file, from now on, if it is one that a run looks at."""
        self._buffers[path] = text
        if path not in self._tree:
            return
        if isinstance(self._tree[path], Unread):
            self._tree.forget({path})
        on_disk = self._tree[path]
        known = self._texts.get(path)
        if isinstance(known, Source) and not isinstance(known, Unread) and known.text == text:
            return
        if isinstance(on_disk, Source) and on_disk.text == text:
            self._texts[path] = on_disk
            return
        typed = decoded(path, text.encode("utf-8", "surrogatepass"))  # as a run takes it when it is saved
        if isinstance(typed, Source) and isinstance(on_disk, Source):
            typed = Source(path, typed.text, on_disk.encoding, on_disk.bom)
        if isinstance(typed, Source):
            self._texts[path] = typed

    def lift(self, path: str) -> None:
        """Shows the file on disk again, when its buffer is closed."""
        if self._buffers.pop(path, None) is not None and path in self._tree:
            self._texts[path] = self._tree[path]

    def refresh(self, changed: Collection[str]) -> None:
        """Reads some files anew when they are next asked for."""
        if any(map(self._is_setting, changed)):
            self.list_again(changed)
            return
        self._tree.forget(changed)
        for path in changed:
            if path in self._tree and path not in self._buffers:
                self._texts[path] = self._tree[path]

    def list_again(self, changed: Collection[str]) -> None:
        """Lists the folder anew, and reads again what has changed: files, and all that is in folders."""
        if any(map(self._is_setting, changed)):
            self._workspace = self._opened()
            self._tree = self._workspace.tree
        else:
            self._tree = self._tree.again(changed)
            self._workspace = replace(self._workspace, tree=self._tree)
        typed = {path: self._texts[path] for path in self._buffers if path in self._texts and path in self._tree}
        self._texts = {**self._tree, **typed}
        for path, text in self._buffers.items():
            self.lay(path, text)

    def _is_setting(self, path: str) -> bool:
        """Whether a file says what is told: a configuration, or the baseline."""
        baseline = self._workspace.scopes.whole.baseline
        return is_configuration(path) or (bool(baseline) and path == posixpath.normpath(baseline))

    def holds(self, path: str) -> bool:
        """Whether a file is one of those that a run looks at."""
        return path in self._tree

    def concerns(self, path: str) -> bool:
        """Whether the listing may be another one after something was made or deleted at a path, file or folder."""
        known = wants(path) or self._is_setting(path) or any(each.startswith(f"{path}/") for each in self._tree)
        return known or self._tree.is_folder(path)
