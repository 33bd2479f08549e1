"""The pairs of variables that a configuration declares, held against what the env files say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from envlint import url
from envlint.errors import UserError
from envlint.pieces import text as text_of
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from envlint.declared import Declared, Pair, Relation
    from envlint.model import Location
    from envlint.project import App
    from envlint.wiring.environments import Environment, Variable
    from envlint.wiring.resolve import Resolver

    Environments = Callable[[App], Sequence[tuple[Environment, Resolver]]]


@record
class Disagreement:
    """A declared pair that does not hold, with both variables as one mode has them."""

    pair: Pair
    left: Variable
    right: Variable


def disagreements(declared: Declared, apps: Sequence[App], environments: Environments) -> Iterator[Disagreement]:
    """The pairs that do not hold, in the modes in which files set both of their variables.

    Raises UserError for a pair that names an app which is not there.
    """
    for pair in declared.pairs:
        left = _app(pair.left[0], pair.left_at, declared, apps)
        right = _app(pair.right[0], pair.right_at, declared, apps)
        theirs = {_mode(environment): environment for environment, _ in reversed(environments(right))}
        for environment, _ in environments(left):
            other = theirs.get(_mode(environment))
            one, two = environment.variable(pair.left[1]), other.variable(pair.right[1]) if other else None
            if one is not None and two is not None and not _holds(pair.relation, one, two):
                yield Disagreement(pair, one, two)


def _mode(environment: Environment) -> tuple[str, bool]:
    return environment.mode, environment.template


def _app(name: str, at: Location, declared: Declared, apps: Sequence[App]) -> App:
    """The app of a name, a root or a side."""
    roots = {(each.root, each.side) for each in declared.apps if each.is_called(name)}
    found = [app for app in apps if (app.root, app.side) in roots]
    found = found or [app for app in apps if (app.root or ".") == name] or [app for app in apps if app.side == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{app.root or '.'} ({app.side})" for app in apps) or "none"
    named = ", ".join(each.name for each in declared.apps if each.name and each.name != each.root)
    how_many = "no app is" if not found else f"{len(found)} apps are"
    also = f", and by name {named}" if named else ""
    raise UserError(f"{at.file_and_line}: {how_many} called {name!r}; those that were recognised: {known}{also}")


def _holds(relation: Relation, left: Variable, right: Variable) -> bool:
    """Whether a relation holds; true as well where it cannot be told."""
    if any(piece.hole for piece in (*left.pieces, *right.pieces)):
        return True
    one, two = text_of(left.pieces), text_of(right.pieces)
    if relation == "same-value":
        return one == two
    if relation == "prefix-of":
        return two.startswith(one)
    if relation == "member-of":
        return one in _members(two)
    here, there = url.parse(one), url.parse(two)
    if here is None or there is None:
        return here is there
    return here.host == there.host if relation == "same-host" else here.page_origin == there.page_origin


def _members(text: str) -> list[str]:
    """The entries of a list, in JSON or between commas."""
    try:
        found: object = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, list):
        return [str(entry) for entry in cast("list[object]", found)]
    return [entry.strip() for entry in text.split(",")]
