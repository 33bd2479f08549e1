"""Applies fixes to texts: all edits of a fix or none, no two that overlap, and none that brings a new fault."""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from typing import TYPE_CHECKING, cast

from envlint.model import Safety, Severity, Source
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping

    from envlint.library import Sources
    from envlint.model import Edit, Finding, Fix, Report, Unreadable

PASSES = 10
"""Rounds of fixing: a fix that overlaps with another one waits for the next."""

_Identity = tuple[str, str, str]
"""The rule, the file and the message of a finding: what stays when other lines change."""


@record
class Mend:
    """A fix with the finding that it is for."""

    finding: Finding
    fix: Fix

    @property
    def name(self) -> tuple[str, ...]:
        """What tells it from others, also when lines have moved."""
        return (self.finding.rule, self.finding.problem.at.path, self.finding.problem.message, self.fix.title)


@record
class Fixed:
    """The outcome.

    `changes` are the files with their old and new texts; `refused` brought a new fault each, or did not end their own.
    """

    report: Report
    changes: tuple[tuple[Source, Source], ...] = ()
    applied: tuple[Mend, ...] = ()
    refused: tuple[Mend, ...] = ()


def fix(run: Callable[[Sources], Report], sources: Sources, *, unsafe: bool = False) -> Fixed:
    """Fixes what can be fixed, round by round. `run` lints some texts; nothing is written.

    With `unsafe`, a finding without a safe fix gets the first of its others.
    """
    work = _Work(run, sources, unsafe=unsafe)
    for _ in range(PASSES):
        if not work.round():
            break
    return work.outcome()


class _Work:
    """The texts on their way to what they are to be."""

    def __init__(self, run: Callable[[Sources], Report], sources: Sources, *, unsafe: bool) -> None:
        self._run = run
        self._sources = sources
        self._unsafe = unsafe
        self._new: dict[str, Source] = {}
        self._seen: set[tuple[tuple[str, str], ...]] = set()
        self._applied: list[Mend] = []
        self._refused: dict[tuple[str, ...], Mend] = {}
        self._report = run(sources)

    def outcome(self) -> Fixed:
        """What has come of it."""
        changes: list[tuple[Source, Source]] = []
        for path, new in sorted(self._new.items()):
            old = self._sources[path]
            if isinstance(old, Source) and old.text != new.text:
                changes.append((old, new))
        return Fixed(self._report, tuple(changes), tuple(self._applied), tuple(self._refused.values()))

    def round(self) -> bool:
        """Applies what can be applied at once; returns whether there was anything."""
        mends = list(self._chosen())
        if not mends:
            return False
        if not self._accept(mends):
            for mend in mends:
                if not self._accept([mend]):
                    self._refused[mend.name] = mend
        return self._is_unseen()

    def _is_unseen(self) -> bool:
        """Whether these texts were not there before: two fixes may undo each other."""
        state = tuple(sorted((path, source.text) for path, source in self._new.items()))
        is_new = state not in self._seen
        self._seen.add(state)
        return is_new

    def _accept(self, mends: list[Mend]) -> bool:
        """Takes over the texts with some fixes, if each ends its finding and none brings a fault that was not there."""
        if not all(self._still_fits(edit) for mend in mends for edit in mend.fix.edits):
            return True  # another one of this round has moved the text; the next round has the fix again
        texts = applied([mend.fix for mend in mends], self._with({}))
        report = self._run(self._with(texts))
        before, after = _identities(self._report.findings), _identities(report.findings)
        if _faults(report) - _faults(self._report) or any(after[each] >= before[each] for each in map(_of, mends)):
            return False
        self._new |= texts
        self._applied += mends
        self._report = report
        return True

    def _with(self, texts: Mapping[str, Source]) -> Sources:
        """The files with what was changed so far, and with some further texts."""
        changed: dict[str, Source | Unreadable] = {**self._new, **texts}
        return ChainMap(changed, cast("MutableMapping[str, Source | Unreadable]", self._sources))  # only read

    def _still_fits(self, edit: Edit) -> bool:
        """Whether a file still is the text in which the edit was found."""
        known = self._new.get(edit.at.path) or self._sources.get(edit.at.path)
        return isinstance(known, Source) and known.text == edit.at.source.text

    def _chosen(self) -> Iterator[Mend]:
        """The fixes that do not overlap with one before."""
        taken: set[Edit] = set()
        for finding in self._report.findings:
            fix = chosen(finding, unsafe=self._unsafe)
            mend = Mend(finding, fix) if fix is not None else None
            if mend is None or mend.name in self._refused or not all(map(self._still_fits, mend.fix.edits)):
                continue
            new = set(mend.fix.edits) - taken
            if new and not any(_overlap(one, other) for one in new for other in taken):
                taken |= new
                yield mend


def chosen(finding: Finding, *, unsafe: bool) -> Fix | None:
    """The fix of a finding that is to be applied: its safe one, or else with `unsafe` the first."""
    fixes = finding.problem.fixes
    safe = next((fix for fix in fixes if fix.safety is Safety.SAFE), None)
    return safe or (fixes[0] if unsafe and fixes else None)


def applied(fixes: Iterable[Fix], sources: Mapping[str, object]) -> dict[str, Source]:
    """The changed files with all edits of some fixes. Edits that are the same count once; none may overlap."""
    edits = {edit for fix in fixes for edit in fix.edits}
    result: dict[str, Source] = {}
    for edit in sorted(edits, key=lambda edit: edit.at.sort_key(), reverse=True):
        source = result.get(edit.at.path) or sources[edit.at.path]
        assert isinstance(source, Source)  # noqa: S101 - the caller has looked
        text = source.text[: edit.at.start] + edit.text + source.text[edit.at.end :]
        result[edit.at.path] = Source(source.path, text, source.encoding, source.bom)
    return result


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same text, or are insertions at the same place, whose order nobody knows."""
    a, b = one.at, other.at
    if a.path != b.path:
        return False
    return a.start == b.start or (a.start < b.end and b.start < a.end)


def _faults(report: Report) -> Counter[_Identity]:
    """The errors and warnings. A note may come with a fix: an added origin is one more to give advice on."""
    return _identities(finding for finding in report.findings if finding.severity is not Severity.NOTE)


def _identities(findings: Iterable[Finding]) -> Counter[_Identity]:
    return Counter((finding.rule, finding.problem.at.path, finding.problem.message) for finding in findings)


def _of(mend: Mend) -> _Identity:
    return mend.finding.rule, mend.finding.problem.at.path, mend.finding.problem.message


def _lines(source: Source) -> list[str]:
    """The lines with their ends and the byte order mark, as git has them: by line feeds alone."""
    mark = "\ufeff" if source.bom else ""
    return [line for line in re.split(r"(?<=\n)", mark + source.text) if line]


def diff(changes: Iterable[tuple[Source, Source]]) -> tuple[str, tuple[str, ...]]:
    """The changes as a patch in UTF-8, as `git apply` takes it, and the files in other encodings, which are not in it.

    It shows lines as they are, those with secrets too.
    """
    import difflib

    lines: list[str] = []
    left_out: list[str] = []
    for old, new in changes:
        if old.encoding != "utf-8":
            left_out.append(old.path)
            continue
        for line in difflib.unified_diff(_lines(old), _lines(new), f"a/{old.path}", f"b/{new.path}"):
            lines += [line] if line.endswith("\n") else [line, "\n\\ No newline at end of file\n"]
    return "".join(lines), tuple(left_out)
