"""The lint run."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from envlint.commands.agents import is_agent
from envlint.commands.exit_codes import BUG, CLEAN, FOUND, MISTAKE
from envlint.commands.kept import Kept, folder
from envlint.commands.printing import show, tell
from envlint.commands.progress import progress
from envlint.commands.reports import Format, print_report, save_reports, targets
from envlint.errors import UserError
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Collection

    from envlint.configuration.settings import Threshold
    from envlint.fixer import Fixed
    from envlint.model import Report
    from envlint.outputs.style import Color
    from envlint.workspace import Workspace


@record
class Lint:
    """One run, as it was asked for."""

    path: str = "."
    format: Format | None = None
    output: tuple[str, ...] = ()
    statistics: bool = False
    color: Color = "auto"
    fail_on: Threshold | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    isolated: bool = False
    baseline: str = ""
    since: str = ""
    staged: bool = False
    stdin_filename: str = ""
    custom_rules: bool = True
    cache_dir: str = ""
    no_cache: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False


def run(asked: Lint, commands: Collection[str]) -> int:
    """Lints a folder and prints the report; returns the exit code. `commands` are what a path may be mistaken for."""
    from envlint.workspace import ALLOW, Asked, open_workspace

    to = targets(asked.output)
    if asked.statistics and asked.format not in {None, "text"}:
        raise UserError("--statistics is a text: it has no --format")
    try:
        allowed = asked.custom_rules or os.environ.get(ALLOW, "") == "1"
        cache = folder(asked.cache_dir, no_cache=asked.no_cache)
        over = (asked.select, asked.ignore, asked.fail_on, asked.isolated, asked.baseline)
        workspace = open_workspace(asked.path, Asked(*over, custom_rules=allowed, cache=cache))
    except UserError as error:
        raise UserError(f"{error}{_meant_command(asked.path, commands)}") from None
    with progress(workspace.tree):
        kept = Kept(workspace, cache)
        fixed = _fixed(asked, workspace, kept) if asked.fix or asked.unsafe_fixes or asked.diff else None
        report = fixed.report if fixed is not None else _report(asked, workspace, kept)
        kept.save()
    code = exit_code(report, workspace.scopes.whole.fail_on)
    if fixed is not None and asked.diff:
        from envlint.fixer import diff

        patch, left_out = diff(fixed.changes)
        show(patch)
        for path in left_out:
            tell(f"envlint: {path} would be changed too, and its encoding fits into no patch")
        code = FOUND if fixed.changes else CLEAN
    elif fixed is not None and not _write(fixed, workspace):
        return MISTAKE
    elif asked.statistics:
        from envlint.outputs import statistics

        show(statistics.render(report))
    else:
        print_report(
            report, asked.format or ("agent" if is_agent() else "text"), workspace.rules, asked.path, asked.color
        )
    save_reports(report, to, workspace.rules, asked.path)
    _require(workspace, report)
    return _tell_failures(report) if report.failures else code


def _fixed(asked: Lint, workspace: Workspace, kept: Kept) -> Fixed:
    """What fixing comes to. Nothing is written yet."""
    from envlint.fixer import fix

    if asked.since or asked.staged or asked.stdin_filename:
        raise UserError("fixes are for the files as they are: not with --since, --staged or --stdin-filename")
    return fix(kept.run, workspace.tree, unsafe=asked.unsafe_fixes)


def _write(fixed: Fixed, workspace: Workspace) -> bool:
    """Writes the changed files and says so; returns whether all could be written."""
    from envlint.rewrite import rewrite

    refused = rewrite(workspace.path, fixed.changes)
    for each in refused:
        tell(f"envlint: {each.path} was left alone: {each.reason}")
    for mend in fixed.refused:
        tell(f"envlint: not fixed, since the fault would stay or another come: {mend.fix.title}")
    if refused:
        tell("envlint: nothing was written")
    elif fixed.applied:
        tell(f"envlint: fixed {_count(len(fixed.applied), 'finding')} in {_count(len(fixed.changes), 'file')}")
    return not refused


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _report(asked: Lint, workspace: Workspace, kept: Kept) -> Report:
    """What is found, or what of it concerns the change that was asked about."""
    if sum(map(bool, (asked.since, asked.staged, asked.stdin_filename))) > 1:
        raise UserError("--since, --staged and --stdin-filename cannot be combined")
    if not (asked.since or asked.staged or asked.stdin_filename):
        return kept.run()
    from envlint import changes, git, versions

    if asked.stdin_filename:
        return kept.run(versions.with_text(workspace, asked.stdin_filename, sys.stdin.buffer.read()))
    if asked.staged:
        return changes.staged(kept.run(versions.staged(workspace)), git.staged_lines(workspace.path))
    before = kept.run(versions.at(workspace, asked.since))
    return changes.since(before, kept.run(), git.renames(workspace.path, asked.since))


def _tell_failures(report: Report) -> int:
    """Says which rules failed, and whose bug that is; returns 3 for one of ours and 2 for others."""
    ours = [failure for failure in report.failures if not failure.file]
    for failure in ours[:1]:
        names = ", ".join(each.rule for each in ours)
        tell(f"envlint: this is a bug in envlint, not in your project: these rules failed: {names}")
        tell(f"Please report it with the lines below.\n\n{failure.trace}")
    for failure in report.failures:
        if failure.file:
            tell(f"envlint: {failure.words}:\n\n{failure.trace}")
    return BUG if ours else MISTAKE


def exit_code(report: Report, fail_on: Threshold) -> int:
    """1 for a report with a finding at or above a threshold, else 0."""
    from envlint.model import Severity

    if fail_on == "never":
        return CLEAN
    order = [severity.value for severity in Severity]  # the worst first
    failing = order[: order.index(fail_on) + 1]
    return FOUND if any(finding.severity.value in failing for finding in report.findings) else CLEAN


def _require(workspace: Workspace, report: Report) -> None:
    """Refuses a run that saw no app of a side that the configuration requires."""
    whole = workspace.scopes.whole
    missing = [side for side in whole.require if side not in {app.side for app in report.checked.apps}]
    if missing:
        raise UserError(
            f"{whole.file} requires a {' and a '.join(missing)}, and none was recognised in {workspace.path!r}: "
            "is this the right folder?"
        )


def _meant_command(path: str, commands: Collection[str]) -> str:
    from envlint.catalogue import nearest

    if os.path.exists(path) or "/" in path or os.sep in path:  # noqa: PTH110 - a path that pathlib may refuse
        return ""
    return nearest(path, commands, "the command ")
