"""Files that have not changed since something was learned of them, which are read only where their text is needed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from envlint.errors import UserError
from envlint.model import Source
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from envlint.model import Unreadable

Stat = tuple[int, int, int, int]
"""The size in bytes, the times of the last change of content and of anything, in ns, and the number of the inode."""

_DIGEST = 16
"""Bytes of a digest: two texts that share one would have to be made for it."""


@record
class Heard:
    """The paths of files for which the answer to a question was yes, among those up to `last`, in their order."""

    yes: Collection[str] = ()
    last: str = ""


class ChangedError(UserError):
    """A file is not what its size and dates said that it was."""


class Unread(Source):
    """A file of which the digest of the text is known.

    It is read when its text is first asked for; ChangedError is raised where it is another one then.
    """

    __slots__ = ("_read", "digest")

    _read: Callable[[], Source | Unreadable]
    digest: str

    def __init__(self, path: str, digest: str, read: Callable[[], Source | Unreadable]) -> None:
        for name, value in (("path", path), ("_starts", list[int]()), ("digest", digest), ("_read", read)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> object:
        """Asked for what has no value yet."""
        if name not in {"text", "encoding", "bom"}:
            raise AttributeError(name)
        now = self._read()
        if not isinstance(now, Source) or digest_of(now.text) != self.digest:
            raise ChangedError(f"{self.path} changed during the run")
        for each in ("text", "encoding", "bom"):
            object.__setattr__(self, each, getattr(now, each))
        return getattr(self, name)


def digest_of(text: str) -> str:
    """The digest of a text, as hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()
