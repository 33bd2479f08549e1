"""The disk: which files of a folder matter, and what text is in them. No other module reads or lists anything.

The walk is our own. Asking git would bring back only what the fixed lists of `sieve` already leave out, it hides the
env files (which are nearly always ignored) and does not enter nested repositories; its answer depends on whether
git is installed and on the user's own ignore file; and `git ls-files` runs the program that a repository's
configuration names as `core.fsmonitor`, while envlint promises to run nothing of a project.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from envlint.decoding import decoded
from envlint.errors import UserError
from envlint.model import Source, Unreadable
from envlint.patterns import pattern
from envlint.sieve import FOLDER_MARKS, MANIFESTS, Wants, is_entered, is_minified
from envlint.unread import MOST_TEXT, Stat, Unread, digest_of

MAX_BYTES = 1024 * 1024
"""Larger files are skipped: nobody writes them by hand."""

_WORKTREE = pattern(rb"gitdir:.*[/\\]worktrees[/\\][^/\\]+[/\\]?\s*")
_MOUNT_POINT = 0xA0000003  # `stat.IO_REPARSE_TAG_MOUNT_POINT`, which exists on Windows only


def nobody(_path: str) -> bool:
    """Leaves no path out."""
    return False


class Tree(Mapping[str, "Source | Unreadable"]):
    """The files of a folder that somebody wants, by relative path with `/`, sorted.

    The folder is listed at once and a file is read when it is first asked for, and once. A file or folder that
    cannot be read is an `Unreadable`. `skipped` are the wanted files that are too large. `read` are files that have
    been read already.
    """

    def __init__(
        self, root: Path, wants: Wants, is_excluded: Wants = nobody, read: Mapping[str, Source] | None = None
    ) -> None:
        walk = _Walk(root, wants, is_excluded)
        self._root = root
        self._wants = wants
        self._is_excluded = is_excluded
        self._known: dict[str, Source | Unreadable | None] = {
            path: walk.found[path] or (read or {}).get(path) for path in sorted(walk.found)
        }
        self.skipped = tuple(sorted(walk.skipped))
        self._stats = walk.stats
        self._held = 0
        self._indexes: dict[Path, bytes | None] = {}

    def __getitem__(self, path: str) -> Source | Unreadable:
        known = self._known[path]
        if known is None:
            known = _read(self._root, path)
            if isinstance(known, Source):
                self._held += len(known.text)
                if self._held > MOST_TEXT:
                    known = Unread(path, digest_of(known.text), partial(_read, self._root, path))
            self._known[path] = known
        return known

    def __contains__(self, path: object) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @property
    def files_read(self) -> int:
        """How many files have been read so far."""
        return sum(known is not None for known in tuple(self._known.values()))

    def leave_unread(self, known: Callable[[str, Stat], str | None]) -> None:
        """Reads those files only where their text is needed of which, by their path and dates, the digest is known."""
        for path, stat in self._stats.items():
            digest = known(path, stat) if self._known[path] is None else None
            if digest is not None:
                self._known[path] = Unread(path, digest, partial(_read, self._root, path))

    def stat_of(self, source: Source) -> Stat | None:
        """The size and dates of a file before it was read; None for a text that is not the one on disk."""
        return self._stats.get(source.path) if self._known.get(source.path) is source else None

    def forget(self, paths: Iterable[str]) -> None:
        """Reads some files anew when they are next asked for."""
        for path in self._known.keys() & set(paths):
            known = self._known[path]
            if isinstance(known, Source) and not isinstance(known, Unread):
                self._held -= len(known.text)
            self._known[path] = None

    def leaves_out(self, path: str) -> bool:
        """Whether a file is there that nobody looks at."""
        return path not in self._known and os.path.lexists(os.path.join(self._root, path))  # noqa: PTH118 - as in `_read`

    def is_folder(self, path: str) -> bool:
        """Whether a folder stands at a path now."""
        return os.path.isdir(os.path.join(self._root, path))  # noqa: PTH112, PTH118 - as in `_read`

    def again(self, changed: Collection[str]) -> Tree:
        """The folder, listed anew. What was read of its files is kept, but for those and those folders that changed."""
        folders = tuple(f"{path}/" for path in changed)
        known = self._known.items()
        kept = {
            path: source
            for path, source in known
            if isinstance(source, Source) and path not in changed and not path.startswith(folders)
        }
        return Tree(self._root, self._wants, self._is_excluded, kept)

    def is_tracked(self, path: str) -> bool | None:
        """Whether git has a file under version control; None where there is no git or its index is in a newer form."""
        file = self._root.resolve() / path
        for folder in file.parents:
            if folder not in self._indexes:
                self._indexes[folder] = _git_index(folder)
            index = self._indexes[folder]
            if index is not None:
                return _is_in_index(index, file.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"))
        return None


def path_below(folder: str, path: str) -> str | None:
    """A path, given from the current folder, as it is below another folder, with `/`; None where it is outside.

    A link that stands at the path is not followed.
    """
    given = Path(path)
    try:
        return (given.parent.resolve() / given.name).relative_to(Path(folder).resolve()).as_posix()
    except ValueError:
        return None


def save(path: Path, text: str) -> None:
    """Writes a file that is envlint's own answer: a report, a baseline. Raises OSError."""
    path.write_text(text, "utf-8", newline="\n")


def append(path: Path, text: str) -> None:
    """Writes behind what stands in a file. Raises OSError."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


def read_one(path: Path, name: str) -> Source | Unreadable:
    """The text of a single file, which the report calls `name`."""
    try:
        return decoded(name, path.read_bytes())
    except OSError as error:
        return Unreadable(name, _reason(error))


def _git_index(folder: Path) -> bytes | None:
    """The index of the repository whose working tree begins in a folder; None where none begins there.

    https://git-scm.com/docs/gitrepository-layout: `.git` is a folder, or a file that names it.
    """
    git = folder / ".git"
    try:
        if git.is_file():
            git = folder / git.read_text("utf-8").removeprefix("gitdir:").strip()
        return (git / "index").read_bytes() if git.is_dir() else None
    except (OSError, ValueError):
        return b""


def _is_in_index(index: bytes, path: bytes) -> bool | None:
    """Whether an index lists a path; None where it shortens paths (version 4) or leaves some to another file.

    https://git-scm.com/docs/index-format: a path ends with NUL, and before it stand 16 bits, or 32 for few entries, of
    which the low 12 of the first 16 are its length. To look for that is much faster than to go through all entries.
    """
    if index[:8] not in {b"DIRC\0\0\0\2", b"DIRC\0\0\0\3"} or b"link\0\0" in index[-200:]:
        return None
    length = min(len(path), 0xFFF)
    found = re.finditer(re.escape(path) + b"\0", index)
    flags = (index[match.start() - width :][:2] for match in found for width in (2, 4))
    return any(int.from_bytes(each, "big") & 0xFFF == length for each in flags)


def open_tree(path: str, wants: Wants, is_excluded: Wants = nobody) -> Tree:
    """The wanted files of a folder; raises UserError where `path` is no folder that can be listed.

    `is_excluded` is asked for each path, that of a folder with a slash at its end.
    """
    try:
        os.scandir(path).close()
    except FileNotFoundError:
        raise UserError(f"there is no folder {path!r}") from None
    except NotADirectoryError:
        raise UserError(
            f"{path!r} is a file; envlint compares the halves of a project, so name the folder that holds both"
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(f"the folder {path!r} cannot be listed: {_reason(error)}") from None
    return Tree(Path(path), wants, is_excluded)


def upward(path: str, names: Sequence[str]) -> Iterator[tuple[Source, str]]:
    """The files of some names in a folder and in all above it, the nearest first, then in the order of the names.

    Each comes with the way from its folder down to the first one: it ends with a slash, and is empty for that itself.
    Raises UserError for one that cannot be read.
    """
    start = Path(path).resolve()
    for height, folder in enumerate((start, *start.parents)):
        way = start.relative_to(folder).as_posix() + "/" if height else ""
        for name in names:
            found = _read(folder, name) if (folder / name).is_file() else None
            if isinstance(found, Unreadable):
                raise UserError(f"{folder / name} cannot be read: {found.reason}")
            if found is not None:
                yield Source("../" * height + name, found.text, found.encoding, found.bom), way


class _Walk:
    """One walk over a folder. `found` holds wanted files, and folders that cannot be listed with their reason."""

    def __init__(self, root: Path, wants: Wants, is_excluded: Wants) -> None:
        self._is_excluded = is_excluded
        self.found: dict[str, Unreadable | None] = {}
        self.stats: dict[str, Stat] = {}
        self.skipped: list[str] = []
        self._root = root
        self._real_root = os.path.realpath(root)
        self._wants = wants
        self._folders = [""]
        while self._folders:
            self._list(self._folders.pop())

    def _list(self, folder: str) -> None:
        try:
            with os.scandir(os.path.join(self._root, folder)) as listing:  # noqa: PTH118 - as in `_read`
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            self.found[folder] = Unreadable(folder, f"the folder cannot be listed: {_reason(error)}")
            return
        if folder and self._is_foreign(entries):
            return
        manifests = entries.keys() & MANIFESTS
        above = f"{folder}/" if folder else ""
        for name, entry in entries.items():
            self._sort_in(above + name, entry, manifests)

    def _sort_in(self, path: str, entry: os.DirEntry[str], manifests: set[str]) -> None:
        try:
            if entry.is_dir(follow_symlinks=False):
                if is_entered(path, entry.name, manifests) and not _is_junction(entry):
                    self._folders += [] if self._is_excluded(f"{path}/") else [path]
            elif (
                self._wants(path)
                and not self._is_excluded(path)
                and not is_minified(entry.name)
                and self._is_own_file(entry)
            ):
                self._weigh(path, entry)
        except OSError as error:
            self.found[path] = Unreadable(path, _reason(error))

    def _weigh(self, path: str, entry: os.DirEntry[str]) -> None:
        stat = entry.stat()
        if stat.st_size > MAX_BYTES:
            self.skipped.append(path)
        else:
            self.found[path] = None
            self.stats[path] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)

    def _is_own_file(self, entry: os.DirEntry[str]) -> bool:
        """A regular file of this folder: no pipe or device, no broken link, no link that leads outside."""
        if not entry.is_symlink():
            return entry.is_file()
        target = os.path.realpath(entry.path)
        return target.startswith(os.path.join(self._real_root, "")) and Path(target).is_file()  # noqa: PTH118 - strings

    @staticmethod
    def _is_foreign(entries: Mapping[str, os.DirEntry[str]]) -> bool:
        """A virtual environment, a cache, or a second working tree of the same repository."""
        if not FOLDER_MARKS.isdisjoint(entries):
            return True
        link = entries.get(".git")
        if link is None or not link.is_file(follow_symlinks=False):
            return False
        try:
            return _WORKTREE.fullmatch(Path(link.path).read_bytes()) is not None
        except OSError:
            return False


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Windows' other kind of link between folders, which is no symbolic link to Python before 3.12."""
    return os.name == "nt" and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _MOUNT_POINT


def _read(root: Path, path: str) -> Source | Unreadable:
    try:
        # Objects for paths, and a buffer for what is read at once, would cost as much as the file.
        with open(os.path.join(root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            data = file.readall()
    except OSError as error:
        return Unreadable(path, _reason(error))
    if len(data) > MAX_BYTES:
        return Unreadable(path, "it grew over 1 MiB during the run")
    return decoded(path, data)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, PermissionError):
        return "permission denied"
    if isinstance(error, FileNotFoundError):
        return "it vanished during the run"
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return words[:1].lower() + words[1:]
