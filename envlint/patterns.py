"""Regular expressions that are compiled when they are first used.

A run uses few of those that the readers define, and compiling them all took a sixth of a cold start.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast


class _Lazy:
    """Stands for a compiled expression: the first use of a method compiles it and keeps the method."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self._text, self._flags), name)
        self.__dict__[name] = found
        return found


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The regular expression `text`; `re.error` for a faulty one is raised at its first use."""
    return cast("re.Pattern[AnyStr]", _Lazy(text, flags))
