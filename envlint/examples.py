"""The examples in a rule's docstring: small repositories, each with the report that envlint gives on it.

A page is the docstring of a rule, in Markdown: a line of summary, prose, and then its examples.

    ## Bad: <title>
    `path/of/a/file`
    (a fence with the file's text)
    Report:
    (a fence, written by `make accept`)

    ## Good: <title>
    `path/of/a/file`
    (a fence with the file's text)

A file is UTF-8 without a byte order mark and ends its lines with a line feed. Words after the fence's language
change that: `crlf`, `bom`, or the name of one of Python's codecs, as in "env bom" and "env utf-16". `tracked` and
`untracked` say whether git has the file under version control; without them that is not known.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from envlint import catalogue, engine
from envlint.configuration.finding import scopes_in
from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import with_options
from envlint.decoding import decoded
from envlint.errors import UserError
from envlint.outputs.text import render
from envlint.patterns import pattern
from envlint.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from envlint.catalogue import Rule
    from envlint.library import Sources, Tracked
    from envlint.model import Report

_HEADING = pattern(r"## (Bad|Good): (\S.*)")
_FENCE = pattern(r"(`{3,})([^`]*)")
_PATH = pattern(r"`([^`]+)`")
_REPORT = "Report:"
_TRACKED, _UNTRACKED = "tracked", "untracked"
_NO_CODECS = frozenset({"crlf", "bom", _TRACKED, _UNTRACKED})


class PageError(ValueError):
    """A page that cannot be read; the message names the line of the docstring, counted from 1."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number} of the docstring: {reason}")


@record
class ExampleFile:
    """One file of an example. `form` holds the words that say how it stands on disk."""

    path: str
    text: str
    form: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of the file; raises LookupError for a codec that Python does not know."""
        text = self.text.replace("\n", "\r\n") if "crlf" in self.form else self.text
        codec = next((word for word in self.form if word not in _NO_CODECS), "utf-8")
        return ("\ufeff" if "bom" in self.form else "").encode(codec) + text.encode(codec)


@record
class Example:
    """A small repository, and what is reported about it.

    `line` is where its heading stands in the page, counted from 1. `report` is empty for a good example and for a
    bad one that was never accepted; `report_lines` is the half-open range of lines (from 0) to replace by a new one.
    """

    title: str
    bad: bool
    line: int
    files: tuple[ExampleFile, ...]
    report: str
    report_lines: tuple[int, int]

    def is_tracked(self, path: str) -> bool | None:
        """Whether git has a file under version control; None where the example does not say."""
        words = next((file.form for file in self.files if file.path == path), ())
        return _TRACKED in words if _TRACKED in words or _UNTRACKED in words else None


@record
class Page:
    """A rule's docstring, taken apart."""

    summary: str
    prose: str
    examples: tuple[Example, ...]


@record
class _Fence:
    """A fenced block. `above` is the line before it that is not blank, from 0; start and end take in both fences."""

    above: int
    before: str
    words: tuple[str, ...]
    text: str
    start: int
    end: int


def parse(text: str) -> Page:
    """The page that a rule's docstring holds; raises PageError where it departs from the form."""
    lines = text.split("\n")
    fences = tuple(_fences(lines))
    heads = [n for n, line in enumerate(lines) if line.startswith("## ") and not _is_fenced(n, fences)]
    ends = [*heads[1:], len(lines)]
    prose = "\n".join(lines[1 : heads[0] if heads else None]).strip()
    examples = tuple(_example(lines, start, end, fences) for start, end in zip(heads, ends, strict=False))
    return Page(lines[0].strip(), prose, examples)


def accepted(text: str, reports: tuple[str, ...]) -> str:
    """A page with other reports: one for each bad example, in order. Nothing else of the page changes."""
    lines = text.split("\n")
    bad = [example for example in parse(text).examples if example.bad]
    for example, report in reversed(list(zip(bad, reports, strict=True))):
        start, end = example.report_lines
        lines[start:end] = [_REPORT, "```text", *report.splitlines(), "```"]
    return "\n".join(lines)


def _example(lines: list[str], start: int, end: int, fences: tuple[_Fence, ...]) -> Example:
    heading = _HEADING.fullmatch(lines[start].rstrip())
    if heading is None:
        raise PageError(start + 1, "a heading is '## Bad: title' or '## Good: title'")
    bad = heading[1] == "Bad"
    inside = [fence for fence in fences if start < fence.start < end]
    reports = [fence for fence in inside if fence.before == _REPORT]
    files = tuple(_file(fence) for fence in inside if fence not in reports)
    if not files:
        raise PageError(start + 1, "an example needs a file: its path in backticks, then a fence")
    if len(reports) > bad:
        raise PageError(start + 1, "a bad example has one report, a good one has none")
    if reports:
        return Example(heading[2], bad, start + 1, files, reports[0].text, (reports[0].above, reports[0].end))
    return Example(heading[2], bad, start + 1, files, "", (inside[-1].end, inside[-1].end))


def _file(fence: _Fence) -> ExampleFile:
    path = _PATH.fullmatch(fence.before)
    if path is None:
        raise PageError(fence.start + 1, "above a fence stands the path of its file, alone, in backticks")
    return ExampleFile(path[1], fence.text, fence.words[1:])


def _fences(lines: list[str]) -> Iterator[_Fence]:
    number = above = 0
    while number < len(lines):
        opening = _FENCE.fullmatch(lines[number])
        if opening is None:
            above = number if lines[number].strip() else above
            number += 1
            continue
        end = _closing(lines, number, opening[1])
        text = "".join(f"{line}\n" for line in lines[number + 1 : end])
        yield _Fence(above, lines[above].strip(), tuple(opening[2].split()), text, number, end + 1)
        number = above = end + 1


def _closing(lines: list[str], start: int, fence: str) -> int:
    for number in range(start + 1, len(lines)):
        line = lines[number].rstrip()
        if line.startswith(fence) and not line.strip("`"):
            return number
    raise PageError(start + 1, "this fence is never closed")


def _is_fenced(number: int, fences: tuple[_Fence, ...]) -> bool:
    return any(fence.start <= number < fence.end for fence in fences)


def reported(rule: Rule, example: Example) -> Report:
    """What envlint reports on an example when it runs with that rule alone."""
    sources = {file.path: decoded(file.path, file.data) for file in example.files}
    return report_on(rule, sources, example.is_tracked)


def report_on(rule: Rule, sources: Sources, is_tracked: Tracked) -> Report:
    """What envlint reports on some files when it runs with one rule alone, by the configuration among them."""
    scopes = scopes_in(sources, catalogue.paths())
    chosen = rule.with_options(scopes.whole.options.get(rule.name, {}))
    if rule.check_ignores is catalogue.unasked:
        return engine.run(sources, (chosen,), is_tracked=is_tracked, scopes=_selecting(rule, scopes))
    # What a comment silences is known when the other rules have run.
    report = engine.run(sources, catalogue.load(), catalogue.paths(), is_tracked)
    return replace(report, findings=tuple(finding for finding in report.findings if finding.rule == rule.name))


def _selecting(rule: Rule, scopes: Scopes) -> Scopes:
    """The settings of an example in which its rule runs, also one that has to be asked for."""
    return Scopes(with_options(scopes.whole, (rule.name,), (), None))


def printed(report: Report) -> str:
    """The findings of a report as the text output prints them, without colours and without the summary."""
    findings, _, _summary = render(replace(report, unreadable=())).rpartition("\n\n")
    return f"{findings}\n" if findings else ""


def rewritten(rule: Rule) -> str:
    """The docstring of a rule with the reports that its examples get now."""
    bad = (example for example in parse(rule.text).examples if example.bad)
    return accepted(rule.text, tuple(printed(reported(rule, example)) for example in bad))


def accept(rule: Rule, path: Path) -> bool:
    """Writes the reports of a rule into its file; returns whether that changed it."""
    old = path.read_text("utf-8")
    if rule.text not in old:
        raise UserError(f'{path}: a backslash in a docstring needs r""" before it')
    new = old.replace(rule.text, rewritten(rule), 1)
    if new != old:
        path.write_text(new, "utf-8", newline="\n")
    return new != old


def main(arguments: list[str]) -> int:
    """Runs `accept`; returns the exit code."""
    if arguments[:1] != ["accept"]:
        sys.stderr.write("usage: python -m envlint.examples accept [RULE ...]\n")
        return 2
    paths = catalogue.paths()
    for rule in catalogue.load(only=arguments[1:] or None):
        if accept(rule, paths[rule.name]):
            sys.stdout.write(f"wrote {paths[rule.name].name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
