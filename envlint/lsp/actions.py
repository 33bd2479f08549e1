"""What an editor offers to do about a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from envlint.lsp.diagnostics import diagnostic, shown
from envlint.lsp.positions import range_of
from envlint.lsp.silence import silencing
from envlint.model import Safety
from envlint.outputs.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.lsp.view import View
    from envlint.model import Finding, Fix, Location

OPEN = "envlint.open"
"""The command that opens a place; its arguments are a URI and a range as the protocol has it."""


def actions(finding: Finding, view: View) -> Iterator[CodeAction | Command]:
    """The fixes of a finding, the comment that silences it, and the way to the other side."""
    for fix in finding.problem.fixes:
        if not _holds_secret(fix):
            yield _fixing(fix, finding, view, preferred=fix.safety is Safety.SAFE)
    comment = silencing(finding.rule, finding.problem.at) if view.can_silence(finding.rule) else None
    if comment is not None:
        yield _fixing(comment, finding, view, preferred=False)
    other = _other_side(finding)
    if other is not None and view.can_show:
        yield opening(f"Open the other side: {shown(other.path)}", other, view)


def opening(title: str, at: Location, view: View) -> Command:
    """The command that opens a location."""
    return Command(title, OPEN, arguments=[view.uri_of(at.path), range_of(at)])


def _fixing(fix: Fix, finding: Finding, view: View, *, preferred: bool) -> CodeAction:
    return CodeAction(
        _capitalised(shown(fix.title)),
        CodeActionKind.QuickFix,
        diagnostics=[diagnostic(finding, view.uri_of)],
        is_preferred=preferred or None,
        edit=_workspace_edit(fix, view),
    )


def _workspace_edit(fix: Fix, view: View) -> WorkspaceEdit:
    """All edits of a fix in one, by file. Versions let an editor refuse what was meant for an older text."""
    by_uri: dict[str, list[TextEdit]] = {}
    for edit in fix.edits:
        by_uri.setdefault(view.uri_of(edit.at.path), []).append(TextEdit(range_of(edit.at), edit.text))
    if not view.knows_versions:
        return WorkspaceEdit(changes=by_uri)
    return WorkspaceEdit(
        document_changes=[
            TextDocumentEdit(OptionalVersionedTextDocumentIdentifier(uri, view.versions.get(uri)), list(edits))
            for uri, edits in by_uri.items()
        ]
    )


def _holds_secret(fix: Fix) -> bool:
    """Such a fix is not told, as in JSON: it would carry the secret to whatever records the editor's messages."""
    return any(without_secrets(edit.text) != edit.text for edit in fix.edits)


def _other_side(finding: Finding) -> Location | None:
    """The first place in another file that the finding speaks of."""
    own = finding.problem.at.path
    return next((label.at for label in finding.problem.related if label.at.path != own), None)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
