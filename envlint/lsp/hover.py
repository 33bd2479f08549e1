"""The whole trail of a finding, shown where the mouse rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.lsp.diagnostics import page_of, shown
from envlint.lsp.positions import range_of
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.lsp.diagnostics import UriOf
    from envlint.model import Finding, Label

_MARKUP = pattern(r"[\\`*_{}\[\]<>#|!~&]")


def trail(finding: Finding, uri_of: UriOf) -> str:
    """What is wrong, what one sees of it, the places in the order of a request, and the mend; in Markdown."""
    return "\n\n".join(_parts(finding, uri_of))


def _parts(finding: Finding, uri_of: UriOf) -> Iterator[str]:
    problem = finding.problem
    yield f"**{finding.severity.value}**: {_plain(problem.message)}"
    if problem.symptom:
        yield f"**symptom**: {_plain(problem.symptom)}"
    if problem.related:
        yield "\n".join(f"{number}. {_step(label, uri_of)}" for number, label in enumerate(problem.related, 1))
    if problem.remedy:
        yield f"**help**: {_plain(problem.remedy)}"
    page = page_of(finding.rule)
    yield f"[{finding.rule}]({page})" if page else finding.rule


def _step(label: Label, uri_of: UriOf) -> str:
    line = range_of(label.at).start.line + 1
    return f"[{_plain(label.at.path)}:{line}]({uri_of(label.at.path)}#L{line}): {_plain(label.text)}"


def _plain(text: str) -> str:
    """A text of which nothing is taken for markup: names of files and variables hold underscores."""
    return _MARKUP.sub(r"\\\g<0>", shown(text))
