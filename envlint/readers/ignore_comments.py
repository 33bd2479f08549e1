"""Comments that silence findings, in the comment syntax of any file: `# envlint: ignore[rule-name] why it is right`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import IgnoreComment
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location, Source

words: tuple[str, ...] | None = ("envlint:",)

_COMMENT = pattern(
    r"(?:#|//|/\*|<!--|\{#|--|;)\s*"
    r"(?P<whole>envlint:\s*ignore(?P<file>-file)?(?![\w-])(?:\s*\[(?P<names>[^\]\n]*)\])?)"
)
_NAME = pattern(r"[^\s,]+")
_CLOSERS = ("*/}", "*/", "-->", "#}")


def read(source: Source) -> Iterator[IgnoreComment]:
    """The comments of a file, of which several may stand on a line.

    A comment behind something silences its own line, a comment alone the next line that is no such comment.
    """
    if "envlint:" not in source.text:
        return
    size = len(source.text)
    start = 0
    alone: list[tuple[int, str]] = []
    for line in source.text.split("\n"):
        end = min(start + len(line) + 1, size)
        first = _COMMENT.search(line)
        if first is None:
            for above, text in alone:
                yield from _comments(source, text, above, source.at(above, end))
            alone = []
        elif line[: first.start()].strip(" \t{") or first["file"]:
            yield from _comments(source, line, start, source.at(start, end))
        else:
            alone.append((start, line))
        start = end
    for above, text in alone:
        yield from _comments(source, text, above, source.at(above, size))


def _comments(source: Source, line: str, start: int, covers: Location) -> Iterator[IgnoreComment]:
    """The comments of one line, each with what stands behind it, up to the next, for its reason."""
    found = list(_COMMENT.finditer(line))
    ends = [match.start() for match in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=True):
        names = tuple(
            (name[0], source.at(start + match.start("names") + name.start(), start + match.start("names") + name.end()))
            for name in _NAME.finditer(match["names"] or "")
        )
        at = source.at(start + match.start("whole"), start + match.end("whole"))
        whole = source.at(0, len(source.text)) if match["file"] else covers
        yield IgnoreComment(names, whole, _reason(line[match.end() : end]), at)


def _reason(after: str) -> str:
    text = after.strip()
    for closer in _CLOSERS:
        text = text.removesuffix(closer)
    return text.strip().lstrip("-:").strip()
