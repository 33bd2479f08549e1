"""Which findings a comment silences, and which comments silence nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from envlint.baseline import Known
    from envlint.facts import IgnoreComment
    from envlint.model import Location


@record
class Ignores:
    """The comments of a run that silence findings.

    `rules` are the names of all rules, `unused` the names in comments that silenced nothing although their rule ran,
    each with its comment and place. `stale` are the entries of a baseline that fit nothing any more.
    """

    comments: tuple[IgnoreComment, ...]
    rules: frozenset[str]
    unused: tuple[tuple[IgnoreComment, str, Location], ...] = ()
    stale: tuple[Known, ...] = ()


def silencer(rule: str, at: Location, comments: Iterable[IgnoreComment]) -> IgnoreComment | None:
    """The comment that silences what a rule found at a place, None where there is none."""
    for comment in comments:
        covers = comment.covers
        inside = covers.path == at.path and covers.start <= at.start < max(covers.end, covers.start + 1)
        if inside and any(name == rule for name, _ in comment.names):
            return comment
    return None


def unused(
    comments: Iterable[IgnoreComment], used: Collection[tuple[IgnoreComment, str]], ran: Collection[str]
) -> tuple[tuple[IgnoreComment, str, Location], ...]:
    """The names in comments that silenced nothing, of those rules that ran."""
    return tuple(
        (comment, name, at)
        for comment in comments
        for name, at in comment.names
        if name in ran and (comment, name) not in used
    )
