"""Files that have not changed since something was learned of them, which are read only where their text is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.errors import UserError
from envlint.model import Source
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from hashlib import blake2b

    from envlint.model import Unreadable

Stat = tuple[int, int, int, int]
"""The size in bytes, the times of the last change of content and of anything, in ns, and the number of the inode."""

MOST_TEXT = 128 * 1024 * 1024
"""Code points of texts without facts that a run keeps at hand; what is more is read again for each question."""

_TEXT = ("text", "encoding", "bom")
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
        self.path = path
        self._starts = []
        self.digest = digest
        self._read = read

    @property
    def at_hand(self) -> int:
        """The length of the text in code points, if it is there; 0 for one that would have to be read."""
        try:
            text: str = object.__getattribute__(self, "text")  # does not read it
        except AttributeError:
            return 0
        return len(text)

    def let_go(self) -> None:
        """Forgets the text until it is asked for again."""
        for each in _TEXT:
            delattr(self, each)

    def __getattr__(self, name: str) -> object:
        """Asked for what has no value yet."""
        if name not in _TEXT:
            raise AttributeError(name)
        now = self._read()
        if not isinstance(now, Source) or digest_of(now.text) != self.digest:
            raise ChangedError(f"{self.path} changed during the run")
        for each in _TEXT:
            setattr(self, each, getattr(now, each))
        return getattr(self, name)


def digest_of(text: str) -> str:
    """The digest of a text, as hexadecimal digits."""
    return hexdigest(text.encode("utf-8", "surrogatepass"))


def hexdigest(data: bytes) -> str:
    """The digest of some bytes, as hexadecimal digits."""
    return hasher(data).hexdigest()


def hasher(data: bytes) -> blake2b:
    """What makes a digest of some bytes, and of more that it is given."""
    from hashlib import blake2b  # loads OpenSSL, for which a run without a cache has no use

    return blake2b(data, digest_size=_DIGEST)
