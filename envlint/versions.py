"""Other texts than those on disk for some files of a workspace: a commit's, the index's, an editor's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import git
from envlint.configuration.finding import is_configuration
from envlint.errors import UserError
from envlint.files import decoded, path_below
from envlint.readers.registry import wants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.files import Wants
    from envlint.library import Sources
    from envlint.model import Source, Unreadable
    from envlint.workspace import Workspace


def at(workspace: Workspace, revision: str) -> Sources:
    """The files as a commit has them. Those that git does not track are taken as they are now.

    Env files with secrets are among the latter: they were there before, and are no part of a change.
    """
    return _over(workspace, git.files_at(workspace.path, revision, _matters(workspace)))


def staged(workspace: Workspace) -> Sources:
    """The files as the next commit will have them, with those that git does not track."""
    return _over(workspace, git.staged_files(workspace.path, _matters(workspace)))


def with_text(workspace: Workspace, path: str, data: bytes) -> Sources:
    """The files on disk with another text for one of them, which may be new.

    `path` is relative to the current folder. Raises UserError for one outside of the linted folder.
    """
    inside = path_below(workspace.path, path)
    if inside is None:
        raise UserError(f"{path!r} is not in the linted folder {workspace.path!r}")
    return {**workspace.tree, inside: decoded(inside, data)}


def _matters(workspace: Workspace) -> Wants:
    return lambda path: (wants(path) or is_configuration(path)) and not workspace.scopes.is_excluded(path)


def _over(workspace: Workspace, version: Mapping[str, bytes]) -> Sources:
    tracked = git.tracked(workspace.path)
    others = {path: workspace.tree[path] for path in workspace.tree if path not in tracked}
    found: dict[str, Source | Unreadable] = {path: decoded(path, data) for path, data in version.items()}
    return {**others, **found}
