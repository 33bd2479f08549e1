"""JavaScript's regular expressions in Python's notation, as far as URLs need them."""

from __future__ import annotations

import re

from envlint.patterns import pattern

_LONGEST = 200
_PIECE = pattern(r"\\.|\[\^?(?:\\.|[^\]\\])*\]|[A-Za-z]|.", re.DOTALL)


def python_pattern(pattern: str, flags: str, replacement: str) -> str | None:
    """The same pattern for Python's `re`; None where it has none.

    Inline flags and groups without a number are spelled out, so that a pattern stays as plain as it was meant.
    """
    if len(pattern) > _LONGEST:
        return None
    text = pattern.replace(r"\/", "/").replace("[^]", r"[\s\S]")
    if "$" not in replacement:
        text = text.replace("(?:", "(")
    if "i" in flags:
        text = _PIECE.sub(_either_case, text)
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return None
    return text


def _either_case(match: re.Match[str]) -> str:
    piece = match[0]
    if len(piece) == 1 and piece.isascii() and piece.isalpha():
        return f"[{piece.lower()}{piece.upper()}]"
    return piece
