"""The phrases that several formats share: a place, a text without secrets, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Severity
from envlint.outputs.secrets import without_secrets
from envlint.outputs.style import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.model import Location, Problem, Report


def words(text: str) -> str:
    """A text as it may be shown, on one line and without secrets."""
    return printable(without_secrets(text))


def place(at: Location) -> str:
    """`path:line:column`, both counted from 1, the column in code points."""
    line, column = at.source.line_column(at.start)
    return f"{printable(at.path)}:{line}:{column}"


def notes(problem: Problem) -> Iterator[tuple[str, str]]:
    """What is said below a message: what one sees of the fault, and what mends it, each with the word before it."""
    if problem.symptom:
        yield "seen", words(problem.symptom)
    if problem.remedy:
        yield "help", words(problem.remedy)
    yield from (("help", words(fix.title)) for fix in problem.fixes if fix.title != problem.remedy)


def explained(problem: Problem) -> str:
    """The message and its notes, a line each; no line feed at the end."""
    return "\n".join([words(problem.message), *(f"{word}: {text}" for word, text in notes(problem))])


def by_severity(report: Report) -> dict[Severity, int]:
    """How many findings there are of each severity, the worst first."""
    counts = dict.fromkeys(Severity, 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    return counts


def totals(report: Report) -> str:
    """`2 errors and 1 note in 42 files`, or that nothing was found in them."""
    counts = [count(number, severity.value) for severity, number in by_severity(report).items() if number]
    return f"{joined(counts) if counts else 'nothing was found'} in {count(report.files, 'file')}"


def count(number: int, word: str) -> str:
    """A number of things, whose plural ends with an s."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def joined(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
