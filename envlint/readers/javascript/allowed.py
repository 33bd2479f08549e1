"""Sets of origins, as the tests of a program make them: united by "or", cut by "and"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.records import record
from envlint.values import Either, Flag, Hole, Many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.model import Location
    from envlint.values import Value


@record
class Allowed:
    """The origins for which something holds. `everyone` is where it holds for all; `items` are those of a list."""

    everyone: Location | None = None
    items: tuple[Value, ...] = ()


NOBODY = Allowed()


def some(*items: Value) -> Allowed:
    """The origins of some texts, patterns and lists."""
    return Allowed(items=items)


def either(parts: Iterable[Allowed]) -> Allowed:
    """Whom any of some tests lets in."""
    items: list[Value] = []
    for part in parts:
        if part.everyone is not None:
            return part
        items += [item for item in part.items if item not in items]
    return Allowed(items=tuple(items))


def both(parts: Iterable[Allowed]) -> Allowed:
    """Whom all of some tests let in. What two lists have in common is not followed."""
    result: Allowed | None = None
    for part in parts:
        if result is None or result.everyone is not None:
            result = part
        elif not result.items or part.everyone is not None:
            continue
        elif not part.items:
            result = NOBODY
        elif result.items != part.items:
            result = Allowed(items=(*result.items, Hole("more than one test", part.items[0].at)))
    return result or NOBODY


def value_of(development: Allowed, production: Allowed, at: Location) -> Value:
    """The origins as a list; `true` where everybody is let in, `false` where nobody is."""
    first, second = _value(development, at), _value(production, at)
    return first if first == second else Either((first, second), "development", at)


def _value(allowed: Allowed, at: Location) -> Value:
    if allowed.everyone is not None:
        return Flag(True, allowed.everyone)
    return Many(allowed.items, at) if allowed.items else Flag(False, at)
