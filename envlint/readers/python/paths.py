"""Paths of files, as far as they are built from literals and from the place of the file itself.

A path that starts at `__file__` becomes a text that begins with `/` and is relative to the linted folder
(`/backend/.env`); any other path stays as written and is relative to where the program is started.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.values import Hole, Join, Member, Text, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.model import Location
    from envlint.readers.python.code import Code

SAME = frozenset({"resolve", "absolute", "expanduser", "as_posix"})
"""Methods of `pathlib.Path` that keep naming the same file."""


def known(code: Code, value: Value) -> Value:
    """A path behind a name of this file, where it is one that starts at the file; else the value itself."""
    found = code.known(value)
    return found if found is not None and _is_anchored(found) else value


def attribute(value: Value, name: str, at: Location) -> Value | None:
    """`path.parent`; None where the value is no path of this module's making."""
    if not _is_anchored(value):
        return None
    if name == "parent":
        return parent(value, at)
    return Member(value, name, at) if name == "parents" else None


def item(value: Value, key: str, at: Location) -> Value | None:
    """`path.parents[n]`."""
    if not isinstance(value, Member) or value.key != "parents" or not _is_anchored(value.of) or not key.isdigit():
        return None
    found: Value = value.of
    for _ in range(min(int(key), 30) + 1):
        found = parent(found, at)
    return found


def parent(value: Value, at: Location) -> Value:
    """The folder of a path that starts at the file."""
    if isinstance(value, Text) and _is_anchored(value):
        return Text(posixpath.dirname(value.text), at)
    return Hole("the folder of a path that is not known", at)


def join(parts: Sequence[Value], at: Location) -> Value:
    """`os.path.join(...)`, `a / b`: one text where all parts are literal."""
    texts = [part.text for part in parts if isinstance(part, Text)]
    if len(texts) == len(parts):
        path = posixpath.join(*texts) if texts else ""
        return Text(posixpath.normpath(path) if path.startswith("/") else path, at)
    between: list[Value] = []
    for part in parts:
        between.extend((Text("/", at), part) if between else (part,))
    return Join(tuple(between), at)


def _is_anchored(value: Value) -> bool:
    return isinstance(value, Text) and value.text.startswith("/")
