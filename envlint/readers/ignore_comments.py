"""Comments that silence findings, in the comment syntax of any file: `# envlint: ignore[rule-name] why it is right`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import IgnoreComment
from envlint.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from envlint.model import Location, Source

words: tuple[str, ...] | None = ("envlint:",)

_COMMENT = pattern(
    r"^(?P<before>.*?)(?P<mark>#|//|/\*|<!--|\{#|--|;)\s*"
    r"(?P<whole>envlint:\s*ignore(?P<file>-file)?(?:\s*\[(?P<names>[^\]\n]*)\])?)(?P<after>.*)$"
)
_NAME = pattern(r"[^\s,]+")
_CLOSERS = ("*/}", "*/", "-->", "#}")


def reads(path: str) -> bool:  # noqa: ARG001 - as every reader has it
    """Whether a file may hold such a comment: any file of any name."""
    return True


def read(source: Source) -> Iterator[IgnoreComment]:
    """The comments of a file.

    A comment behind something silences its own line, a comment alone the next line that is no such comment.
    """
    start = 0
    alone: list[tuple[re.Match[str], int]] = []
    for line in source.text.splitlines(keepends=True):
        match = _COMMENT.match(line.rstrip("\r\n")) if "envlint:" in line else None
        end = start + len(line)
        if match is not None and (match["file"] or match["before"].strip(" \t{")):
            yield _comment(source, match, start, source.at(start, end))
        elif match is not None:
            alone.append((match, start))
        else:
            yield from (_comment(source, one, first, source.at(first, end)) for one, first in alone)
            alone = []
        start = end
    yield from (_comment(source, one, first, source.at(first, start)) for one, first in alone)


def _comment(source: Source, match: re.Match[str], start: int, covers: Location) -> IgnoreComment:
    names = tuple(
        (name[0], source.at(start + match.start("names") + name.start(), start + match.start("names") + name.end()))
        for name in _NAME.finditer(match["names"] or "")
    )
    at = source.at(start + match.start("whole"), start + match.end("whole"))
    if match["file"]:
        covers = source.at(0, len(source.text))
    return IgnoreComment(names, covers, _reason(match["after"]), at)


def _reason(after: str) -> str:
    text = after.strip()
    for closer in _CLOSERS:
        text = text.removesuffix(closer)
    return text.strip().lstrip("-:").strip()
