"""Alternatives of a value: which of them a program takes, and how those of several values combine."""

from __future__ import annotations

from itertools import chain, islice, product
from typing import TYPE_CHECKING, Protocol

from envlint.model import Label
from envlint.wiring.results import NO_BINDINGS, Bindings, Items, Missing, Outcome, Resolved, Result, Switch, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.values import Begins, Value
    from envlint.wiring.environments import Environment

Outcomes = tuple[Outcome, ...]

LIMIT = 24
"""How many alternatives of one value are kept; more would say nothing that these do not."""


class Follows(Protocol):
    """What follows values in one environment, as its parts see it."""

    environment: Environment

    def outcomes(self, value: Value, path: str, bindings: Bindings = NO_BINDINGS) -> Outcomes:
        """All that a value of the file at `path` may come to, the preferred first. Never empty."""
        ...

    def used(self, value: Value, path: str, bindings: Bindings = NO_BINDINGS) -> tuple[Result, ...]:
        """What a value may come to in this environment."""
        ...


def one(result: Result) -> Outcomes:
    """A single outcome, which is used."""
    return (Outcome(result),)


def is_absent(result: Result, test: str) -> bool:
    """Whether a program that tests for `missing` or `empty` goes on to the next alternative."""
    if isinstance(result, Missing):
        return True
    if test not in {"empty", "switch"}:
        return False
    if isinstance(result, Resolved):
        return not result.pieces or result.text == ""
    if isinstance(result, Switch):
        return not result.value
    return isinstance(result, Items) and result.complete and not result.items


def decides(found: Outcomes, test: str) -> bool:
    """Whether the program surely stops at this alternative."""
    used = [outcome.result for outcome in found if outcome.used]
    return bool(used) and not any(isinstance(result, Unknown) or is_absent(result, test) for result in used)


def begins(asked: Begins, result: Result) -> bool | None:
    """Whether a text begins or ends as is asked; None where that is not known."""
    if isinstance(result, Missing):
        return False
    if not isinstance(result, Resolved):
        return None
    known, hole, _ = result.text.partition("{}") if asked.side == "start" else result.text.rpartition("{}")[::-1]
    if any(_goes(asked, known, text) for text in asked.texts):
        return True
    return None if hole and any(_goes(asked, text, known) for text in asked.texts) else False


def _goes(asked: Begins, text: str, part: str) -> bool:
    return text.startswith(part) if asked.side == "start" else text.endswith(part)


def winner(found: Outcomes, option: Value) -> Label:
    """What is taken instead of the alternatives behind it, as a label. Some outcome must be used."""
    result = next(outcome.result for outcome in found if outcome.used)
    if isinstance(result, Resolved) and result.trail:
        return result.trail[0]
    return Label(option.at, "this is taken instead")


def combinations(parts: list[Outcomes]) -> Iterable[tuple[Outcome, ...]]:
    """The combinations of several parts' alternatives, those of the first alternatives first, bounded in number."""
    count = 1
    bounded: list[Outcomes] = []
    for part in parts:
        bounded.append(part[: max(1, LIMIT // count)])
        count *= len(bounded[-1])
    return product(*bounded)


def distinct(found: Iterable[Outcome]) -> Outcomes:
    """The outcomes without those that repeat one before them to the letter, bounded in number."""
    drawn = iter(found)
    alone = tuple(islice(drawn, 2))
    if len(alone) < 2:  # most values have one outcome, and this runs for every node
        return alone
    kept: list[Outcome] = []
    alike: dict[object, list[Outcome]] = {}
    for outcome in chain(alone, drawn):
        others = alike.setdefault(_sketch(outcome.result), [])
        if outcome not in others:
            others.append(outcome)
            kept.append(outcome)
        if len(kept) == LIMIT:
            break
    return tuple(kept)


def _sketch(result: Result) -> object:
    """Something small that equal results have in common: comparing them whole means comparing deep trees."""
    if isinstance(result, Resolved):
        return result.text
    return result.at.start if isinstance(result, Unknown) else type(result)
