"""Which files are scripts, and how their text becomes a syntax tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Broken
from envlint.patterns import pattern
from envlint.readers import syntax
from envlint.readers.javascript import templates
from envlint.readers.names import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source
    from envlint.readers.syntax import Grammar, Syntax

_COMPONENTS = (".vue", ".svelte")
_CASTS = (".ts", ".mts", ".cts")
_SCRIPT = pattern(r"<script\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_OTHER_LANGUAGE = pattern(r"\btype\s*=\s*[\"'](?!module|text/(?:javascript|typescript))", re.IGNORECASE)
_LONG_LINE = 3000
_AVERAGE_LINE = 400
_WHOLE_FILE = 0.6


def is_minified(text: str) -> bool:
    """Whether a text is made by a machine for machines: by the length of its lines."""
    lines = text.count("\n") + 1
    if len(text) / lines > _AVERAGE_LINE and len(text) > _LONG_LINE:
        return True
    return lines < 50 and any(len(line) > _LONG_LINE * 5 for line in text.splitlines())


def parse(source: Source) -> Syntax | None:
    """The syntax tree of a script; None where there is nothing to read."""
    if is_minified(source.text):
        return None
    if source.path.endswith(PAGES):
        parts = tuple(_blocks(source.text))
        return templates.parse(source, parts) if parts else None
    if source.path.endswith(_COMPONENTS):
        parts = tuple(_blocks(source.text))
        return syntax.parse(source, "tsx", parts) if parts else None
    grammar: Grammar = "typescript" if source.path.endswith(_CASTS) else "tsx"
    return syntax.parse(source, grammar)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The bodies of the script blocks, as ranges of code points."""
    for match in _SCRIPT.finditer(text):
        if not _OTHER_LANGUAGE.search(match[1]) and not match[1].endswith("/"):
            yield match.span(2)


def broken(parsed: Syntax) -> Iterator[Broken]:
    """A fact for a script of which hardly anything could be parsed.

    The grammar reports some valid modern syntax as errors, so a few of them say nothing about the file; nor do those
    of a page, which a template engine may fill in anywhere.
    """
    root = parsed.root
    if not root.has_error or parsed.source.path.endswith(PAGES):
        return
    faults = [root] if root.type == "ERROR" else [child for child in root.children if child.type == "ERROR"]
    if not faults or (faults[0] != root and faults[0] != root.children[0]):
        return  # a component whose markup the grammar does not take may be most of its file
    size = max(root.end_byte - root.start_byte, 1)
    if sum(node.end_byte - node.start_byte for node in faults) / size < _WHOLE_FILE:
        return
    first = next(parsed.errors(), root)
    at = parsed.at(first)
    line_end = parsed.source.text.find("\n", at.start)
    end = min(at.end, line_end if line_end > at.start else at.end)
    yield Broken("most of this script could not be parsed", parsed.source.at(at.start, max(end, at.start)))
