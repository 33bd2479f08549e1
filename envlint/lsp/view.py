"""What an answer to an editor needs to know: one folder's last report, and what the client can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.lsp.positions import offset
from envlint.lsp.uris import uri_of
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lsprotocol.types import Range

    from envlint.facts import FileFacts
    from envlint.model import Finding, Report


@record
class View:
    """A folder at one moment. `uris` and `versions` are those of open files, by path and by URI.

    `can_show` says that the client opens a file when it is asked to, `knows_versions` that it takes edits which say
    for which version of a text they are. `silenced` are the rules whose findings a comment can silence.
    """

    root: Path
    report: Report
    facts: Mapping[str, FileFacts]
    uris: Mapping[str, str]
    versions: Mapping[str, int]
    silenced: frozenset[str]
    can_show: bool = False
    knows_versions: bool = False

    def uri_of(self, path: str) -> str:
        """The URI of a file, as the editor calls it where it has it open."""
        return self.uris.get(path) or uri_of(self.root, path)

    def can_silence(self, rule: str) -> bool:
        """Whether a comment can silence the findings of a rule; those about comments cannot be."""
        return rule in self.silenced

    def touched(self, path: str, asked: Range) -> list[Finding]:
        """The findings in a file that touch a range of the editor's."""
        found = [finding for finding in self.report.findings if finding.problem.at.path == path]
        if not found:
            return []
        text = found[0].problem.at.source.text
        start, end = offset(text, asked.start), offset(text, asked.end)
        return [each for each in found if each.problem.at.start <= end and start <= each.problem.at.end]
