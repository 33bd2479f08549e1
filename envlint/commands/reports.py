"""The report in each format, and where it goes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from envlint.commands.printing import show, style_for
from envlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from envlint.catalogue import Rule
    from envlint.model import Report
    from envlint.outputs.style import Color

Format = Literal["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "agent"]
FORMATS: tuple[Format, ...] = get_args(Format)

_FOR_CODE_HOSTS = frozenset({"github", "gitlab", "rdjson", "sarif"})
"""Formats whose readers go by a file's path in the repository."""

_SUMMARY = "GITHUB_STEP_SUMMARY"
"""https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary"""


def render(report: Report, form: Format, rules: Sequence[Rule], path: str) -> str:
    """The report on a folder in a format, without colours."""
    import importlib

    if form in _FOR_CODE_HOSTS:
        from envlint.commands.repository import way_down
        from envlint.outputs.rooted import rooted

        report = rooted(report, way_down(path))
    if form == "sarif":
        from envlint.outputs import sarif

        return sarif.render(report, rules)
    module = importlib.import_module(f"envlint.outputs.{'json_v1' if form == 'json' else form}")
    made: Callable[[Report], str] = module.render
    return made(report)


def print_report(report: Report, form: Format, rules: Sequence[Rule], path: str, color: Color) -> None:
    """Prints the report; on GitHub, what annotations have no room for goes into the summary of the job."""
    if form == "text":
        from envlint.outputs import text

        style = style_for(color)
        show(text.render(report, style), style)
        return
    show(render(report, form, rules, path))
    if form == "github" and os.environ.get(_SUMMARY):
        from envlint.files import append
        from envlint.outputs import github

        try:
            append(Path(os.environ[_SUMMARY]), github.summary(report))
        except OSError as error:
            raise UserError(f"the summary of the job cannot be written: {error}") from None


def targets(given: Sequence[str]) -> list[tuple[Format, Path]]:
    """The formats and files of `--output FORMAT=FILE`. Raises UserError for anything else."""
    found: list[tuple[Format, Path]] = []
    for text in given:
        name, _, path = text.partition("=")
        form: Format | None = next((each for each in FORMATS if each == name), None)
        if form is None or not path:
            raise UserError(f"--output {text!r} should be FORMAT=FILE, where FORMAT is one of {', '.join(FORMATS)}")
        if path == "-":
            raise UserError(f"--output writes files; --format {form} prints the report")
        found.append((form, Path(path)))
    twice = next((path for path, times in Counter(path for _, path in found).items() if times > 1), None)
    if twice is not None:
        raise UserError(f"--output has {str(twice)!r} twice: the second report would take the place of the first")
    return found


def save_reports(report: Report, to: Sequence[tuple[Format, Path]], rules: Sequence[Rule], path: str) -> None:
    """Writes the report to files. Raises UserError for those that cannot be written, when the others are."""
    from envlint.files import save

    failed: list[str] = []
    for form, target in to:
        try:
            save(target, render(report, form, rules, path))
        except OSError as error:  # noqa: PERF203 - each file by itself
            failed.append(f"{error.filename} cannot be written: {error.strerror}")
    if failed:
        raise UserError("\n".join(failed))
