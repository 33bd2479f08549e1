"""Findings that are known and not told of: the file that `envlint baseline` writes, read and held against a report.

A finding is known again by its rule, its path and its fingerprint, which holds no line number: lines may move.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from envlint.errors import UserError
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from envlint.model import Finding, Location, Source

VERSION = 1

Identity = tuple[str, str, str]
"""The rule, the path and the fingerprint of a finding."""


@record
class Known:
    """A finding of a baseline. `at` is its fingerprint there."""

    rule: str
    path: str
    fingerprint: str
    at: Location

    @property
    def identity(self) -> Identity:
        """By which it is known again."""
        return self.rule, self.path, self.fingerprint


def identity(finding: Finding) -> Identity:
    """By which a finding is known again."""
    return finding.rule, finding.problem.at.path, finding.fingerprint


def read(source: Source) -> tuple[Known, ...]:
    """The findings of a baseline. Raises UserError for a file that is none, or of another version."""
    try:
        whole: Any = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{source.path} is no baseline: {error}") from None
    said = cast("dict[str, Any]", whole) if isinstance(whole, dict) else {}
    version: Any = said.get("version")
    if version != VERSION:
        raise UserError(
            f"{source.path} is a baseline of version {version!r}, and this envlint reads version {VERSION}: "
            "write it anew with `envlint baseline`"
        )
    findings: Any = said.get("findings", [])
    if not isinstance(findings, list):
        raise UserError(f"{source.path} is no baseline: its findings are no list")
    return tuple(_known(source, entry) for entry in findings)  # pyright: ignore[reportUnknownVariableType]


def _known(source: Source, entry: Any) -> Known:
    try:
        rule, path, fingerprint = (str(entry[key]) for key in ("rule", "path", "fingerprint"))
    except (KeyError, TypeError):
        raise UserError(f"{source.path} is no baseline: an entry lacks its rule, path or fingerprint") from None
    start = max(source.text.find(f'"{fingerprint}"'), 0)
    return Known(rule, path, fingerprint, source.at(start, start + len(fingerprint) + 2))


def split(
    findings: Iterable[Finding], known: Collection[Known], ran: Collection[str]
) -> tuple[list[Finding], list[Finding], tuple[Known, ...]]:
    """What is new, what is known, and which entries of the baseline fit nothing although their rule ran."""
    identities = {each.identity for each in known}
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in findings:
        (old if identity(finding) in identities else new).append(finding)
    met = {identity(finding) for finding in old}
    return new, old, tuple(each for each in known if each.rule in ran and each.identity not in met)
