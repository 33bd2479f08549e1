"""A finding as an editor shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
)
from lsprotocol.types import Location as Place

from envlint import catalogue
from envlint.lsp.positions import range_of
from envlint.model import Severity
from envlint.outputs.secrets import without_secrets
from envlint.outputs.style import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from envlint.model import Finding, Location

    UriOf = Callable[[str], str]

SOURCE = "envlint"

_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.NOTE: DiagnosticSeverity.Information,
}


def diagnostic(finding: Finding, uri_of: UriOf) -> Diagnostic:
    """The finding as a diagnostic. Its `data` tell it from others of its rule, also after edits elsewhere."""
    problem = finding.problem
    return Diagnostic(
        range=range_of(problem.at),
        message=shown(problem.message),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=CodeDescription(page) if (page := page_of(finding.rule)) else None,
        source=SOURCE,
        related_information=[
            DiagnosticRelatedInformation(place(label.at, uri_of), shown(label.text)) for label in problem.related
        ],
        data={"fingerprint": finding.fingerprint, "rule": finding.rule},
    )


def shown(text: str) -> str:
    """A text as it may leave envlint: on one line and without secrets."""
    return printable(without_secrets(text))


def place(at: Location, uri_of: UriOf) -> Place:
    """A location as editors name it."""
    return Place(uri_of(at.path), range_of(at))


def page_of(rule: str) -> str:
    """The URI of the page of a rule: its docstring, in the installation that found the problem.

    Empty for a rule of the project's own.
    """
    path = catalogue.paths().get(rule)
    return path.as_uri() if path is not None else ""
