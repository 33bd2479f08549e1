"""The state behind one editor: its folders, what it has open, and what it was last told.

Everything here but `view` runs in the worker's thread.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from lsprotocol.types import Diagnostic, PublishDiagnosticsParams

from envlint import catalogue
from envlint.errors import UserError
from envlint.lsp.diagnostics import diagnostic
from envlint.lsp.folder import Folder
from envlint.lsp.uris import inside, outermost
from envlint.lsp.view import View
from envlint.outputs import ordered
from envlint.workspace import ALLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from envlint.errors import UserError as Mistake


class Session:
    """`publish` sends diagnostics to the editor, `complain` what the user can mend.

    `can_show` and `knows_versions` are what the client can do; see `View`.
    """

    def __init__(
        self,
        publish: Callable[[PublishDiagnosticsParams], None],
        complain: Callable[[Mistake], None],
        *,
        can_show: bool = False,
        knows_versions: bool = False,
    ) -> None:
        self._publish = publish
        self._complain = complain
        self._can_show = can_show
        self._knows_versions = knows_versions
        self._custom_rules = os.environ.get(ALLOW, "") == "1"
        self._silenced = frozenset(rule.name for rule in catalogue.load() if rule.check is not catalogue.unasked)
        self._folders: dict[Path, Folder] = {}
        self._texts: dict[str, str] = {}
        self._versions: dict[str, int] = {}
        self._told: dict[str, list[Diagnostic]] = {}
        self._edited: set[str] = set()
        self._views: dict[Path, View] = {}

    def set_folders(self, roots: Iterable[Path]) -> None:
        """Lints these folders from now on, and no others."""
        wanted = outermost(roots)
        self._folders = {root: folder for root in wanted if (folder := self._folders.get(root) or self._new(root))}
        for uri, text in self._texts.items():
            self._lay(uri, text)
        for folder in self._folders.values():
            folder.check()
        gc.collect()
        gc.freeze()  # what is kept for the whole session is not looked through again and again at every edit

    def _new(self, root: Path) -> Folder | None:
        try:
            return Folder(root, self._complain, custom_rules=self._custom_rules)
        except UserError as error:
            self._complain(error)
            return None

    def edit(self, uri: str, text: str, version: int) -> None:
        """Takes the text of a buffer that was opened or changed."""
        self._texts[uri] = text
        self._versions[uri] = version
        self._edited.add(uri)
        self._lay(uri, text)

    def _lay(self, uri: str, text: str) -> None:
        for folder, path in self._homes(uri):
            folder.lay(path, text)

    def close(self, uri: str) -> None:
        """Takes the file on disk again."""
        self._texts.pop(uri, None)
        self._versions.pop(uri, None)
        for folder, path in self._homes(uri):
            folder.lift(path)

    def saved(self, uri: str) -> None:
        """Reads a file anew that was written by the editor; lists its folder where the file is a new one."""
        for folder, path in self._homes(uri):
            if folder.holds(path):
                folder.refresh({path})
            else:
                self.listed([uri])

    def changed(self, uris: Iterable[str]) -> None:
        """Reads files anew whose content on disk has changed."""
        for folder, paths in self._by_folder(uris):
            folder.refresh(paths)

    def listed(self, uris: Iterable[str]) -> None:
        """Lists the folders anew in which something was made or deleted."""
        for folder, paths in self._by_folder(uris):
            if any(folder.concerns(path) for path in paths):
                folder.list_again(paths)

    def _by_folder(self, uris: Iterable[str]) -> Iterator[tuple[Folder, set[str]]]:
        known = list(uris)
        for root, folder in self._folders.items():
            paths = {path for uri in known if (path := inside(root, uri)) is not None}
            if paths:
                yield folder, paths

    def _homes(self, uri: str) -> list[tuple[Folder, str]]:
        homes = ((folder, inside(root, uri)) for root, folder in self._folders.items())
        return [(folder, path) for folder, path in homes if path is not None]

    def check(self) -> None:
        """Lints all folders and tells what is new."""
        for folder in self._folders.values():
            folder.check()
        self._views = {root: self._view(folder) for root, folder in self._folders.items()}
        self._tell(dict(self._diagnostics()))

    def _view(self, folder: Folder) -> View:
        opened = {path: uri for uri in self._texts if (path := inside(folder.root, uri)) is not None}
        return View(
            folder.root,
            folder.report,
            folder.facts,
            opened,
            dict(self._versions),
            self._silenced,
            self._can_show,
            self._knows_versions,
        )

    def view(self, uri: str) -> tuple[View, str] | None:
        """The last view of the folder in which a file stands, and its path there."""
        for root, view in self._views.items():
            path = inside(root, uri)
            if path is not None:
                return view, path
        return None

    def _diagnostics(self) -> Iterator[tuple[str, list[Diagnostic]]]:
        for view in self._views.values():
            found: dict[str, list[Diagnostic]] = {}
            for finding in ordered(view.report):
                uri = view.uri_of(finding.problem.at.path)
                found.setdefault(uri, []).append(diagnostic(finding, view.uri_of))
            yield from found.items()

    def _tell(self, found: dict[str, list[Diagnostic]]) -> None:
        """An edited file is always told, so that the editor knows that the answer is to its last version."""
        for uri in sorted(found.keys() | self._told.keys() | (self._edited & self._texts.keys())):
            new = found.get(uri, [])
            if uri in self._edited or new != self._told.get(uri, []):
                self._publish(PublishDiagnosticsParams(uri, new, self._versions.get(uri)))
        self._told = found
        self._edited = set()
