"""Other texts than those on disk for some files of a workspace: a commit's, the index's, an editor's."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint import git
from envlint.decoding import decoded
from envlint.errors import UserError
from envlint.files import MAX_BYTES, path_below
from envlint.sieve import Listed
from envlint.workspace import is_looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from envlint.git import Listing
    from envlint.library import Sources
    from envlint.model import Source, Unreadable
    from envlint.workspace import Workspace

_MOST_LINKS = 40
"""From link to link, as Linux follows them."""


def at(workspace: Workspace, revision: str) -> Sources:
    """The files as a commit has them. Those that git does not track are taken as they are now.

    Env files with secrets are among the latter: they were there before, and are no part of a change.
    """
    return _over(workspace, git.listing_at(workspace.path, revision), git.staged_listing(workspace.path))


def staged(workspace: Workspace) -> Sources:
    """The files as the next commit will have them, with those that git does not track."""
    index = git.staged_listing(workspace.path)
    return _over(workspace, index, index)


def with_text(workspace: Workspace, path: str, data: bytes) -> Sources:
    """The files on disk with another text for one of them, which may be new, if it is one that a run looks at.

    `path` is relative to the current folder. Raises UserError for one outside of the linted folder.
    """
    inside = path_below(workspace.path, path)
    if inside is None:
        raise UserError(f"{path!r} is not in the linted folder {workspace.path!r}")
    listed = Listed((inside, *workspace.tree), is_looked_at, workspace.scopes.is_excluded)
    if workspace.tree.leaves_out(inside) or not listed.finds(inside):
        return workspace.tree
    return {**workspace.tree, inside: decoded(inside, data)}


def _over(workspace: Workspace, listing: Listing, tracked: Listing) -> Sources:
    """The files of a version, and those on disk that git does not track."""
    found: dict[str, Source | Unreadable] = {
        path: workspace.tree[path] for path in workspace.tree if path not in tracked
    }
    listed = Listed(listing, is_looked_at, workspace.scopes.is_excluded)
    wanted = dict(_followed(workspace.path, listing, [path for path in listing if listed.finds(path)]))
    texts = git.contents(workspace.path, (listing[target].name for target in wanted.values() if target in listing))
    for path, target in wanted.items():
        data = texts[listing[target].name] if target in listing else b""
        if target not in listing and path in workspace.tree:
            found[path] = workspace.tree[path]  # a link to a file that git does not track
        elif target in listing and len(data) <= MAX_BYTES:
            found[path] = decoded(path, data)
    return dict(sorted(found.items()))


def _followed(folder: str, listing: Listing, paths: list[str]) -> Iterator[tuple[str, str]]:
    """The files of some paths, and to which file each leads: to itself, where it is no link."""
    has_links = any(listing[path].mode == git.LINK for path in paths)
    links = _links(folder, listing) if has_links else dict[str, str]()
    for path in paths:
        target = path
        for _ in range(_MOST_LINKS):
            target = links.get(target, target)
        is_inside = not target.startswith(("../", "/")) and target not in links
        if is_inside and (target not in listing or listing[target].mode.startswith(git.FILE)):
            yield path, target


def _links(folder: str, listing: Listing) -> Mapping[str, str]:
    """The paths that links lead to."""
    names = {path: entry.name for path, entry in listing.items() if entry.mode == git.LINK}
    texts = git.contents(folder, names.values())
    return {
        path: posixpath.normpath(
            posixpath.join(posixpath.dirname(path), texts[name].decode("utf-8", "surrogateescape"))
        )
        for path, name in names.items()
    }
