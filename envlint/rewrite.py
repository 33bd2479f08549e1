"""Puts changed texts in the place of a project's files. No other module writes any of them.

A file is replaced as a whole by a new one beside it, so that a crash leaves the old or the new one and never a half.
"""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from envlint.decoding import decoded
from envlint.model import Source
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


@record
class Refused:
    """A file that was left alone, and why."""

    path: str
    reason: str


def rewrite(root: str, changes: Iterable[tuple[Source, Source]]) -> tuple[Refused, ...]:
    """Replaces files by their new texts; none of them where one cannot be: a fix may reach over several.

    Each keeps its encoding, byte order mark, line ends and mode. A link stays, and what it points at is replaced.
    Returns the files on account of which nothing was written; what had been replaced before one failed is put back.
    """
    jobs = [(Path(root, old.path), old, encoded(new)) for old, new in changes]
    targets = Counter(path.resolve() for path, _, _ in jobs)
    refused = tuple(
        Refused(old.path, reason)
        for path, old, _ in jobs
        if (reason := _reason_against(path, old) or _shared(targets[path.resolve()])) is not None
    )
    if refused:
        return refused
    done: list[tuple[Path, bytes]] = []
    for path, old, data in jobs:
        target = path.resolve()
        try:
            before = target.read_bytes()
            _replace(target, data)
        except OSError as error:
            for earlier, was in reversed(done):
                with suppress(OSError):
                    _replace(earlier, was)
            return (Refused(old.path, error.strerror or str(error)),)
        done.append((target, before))
    return ()


def encoded(source: Source) -> bytes:
    """The bytes of a text in its own encoding, with the mark that it had."""
    mark = _MARKS.get(source.encoding, b"") if source.bom else b""
    return mark + source.text.encode(source.encoding)


def _reason_against(path: Path, old: Source) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        return error.strerror or str(error)
    now = decoded(old.path, data)
    if not isinstance(now, Source) or (now.text, now.encoding, now.bom) != (old.text, old.encoding, old.bom):
        return "it has changed since it was read"
    if encoded(old) != data:
        return f"its {old.encoding} would be written in other bytes"  # as of a pair that stands for a character twice
    target = path.resolve()
    if not target.stat().st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        return "it is read-only"
    return None if os.access(target.parent, os.W_OK) else "its folder is read-only"


def _shared(times: int) -> str | None:
    return "another path leads to the same file, and both are to be changed" if times > 1 else None


def _replace(target: Path, data: bytes) -> None:
    """Raises OSError; the old file is there then, and nothing beside it."""
    mode = stat.S_IMODE(target.stat().st_mode)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        os.replace(name, target)  # noqa: PTH105 - the name that tests know
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
