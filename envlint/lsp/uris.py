"""Paths of files as an editor names them.

An editor may spell the URI of a file in another way than we do, so a file that it has open is called as it calls it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pygls.uris import to_fs_path

if TYPE_CHECKING:
    from collections.abc import Iterable


def path_of(uri: str) -> Path | None:
    """The file of a URI; None for what is on no disk (`untitled:`, `git:`)."""
    name = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(name) if name else None


def inside(root: Path, uri: str) -> str | None:
    """The path of a URI relative to a folder, with `/`; None for what is not inside of it."""
    path = path_of(uri)
    if path is None:
        return None
    for folder in (root, root.resolve()):  # on macOS, /tmp is a link, and editors name either end
        if path != folder and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return None


def uri_of(root: Path, path: str) -> str:
    """The URI of a file in a folder."""
    return (root / path).as_uri()


def outermost(roots: Iterable[Path]) -> list[Path]:
    """The folders that are in no other one: two reports on one file would take turns in the editor."""
    found: list[Path] = []
    for root in sorted(set(roots)):
        if not any(root.is_relative_to(other) for other in found):
            found.append(root)
    return found
