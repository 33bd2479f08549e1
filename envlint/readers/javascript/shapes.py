"""Questions about the shape of a value: what is in it, how large it is, whether two are alike."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, cast

from envlint.model import Location
from envlint.records import fields
from envlint.values import Either, Join, Nothing, Replace, Resolve, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_ALIKE = 400


def _fields(item: object) -> tuple[str, ...]:
    """The names of the fields of a part of a value; none for a text, a flag or a place."""
    return () if isinstance(item, Location) else fields(item)


def _parts(item: object) -> Iterator[object]:
    """What a part of a value is made of, one level down."""
    if isinstance(item, tuple):
        yield from cast("tuple[object, ...]", item)
        return
    for name in _fields(item):
        yield getattr(item, name)


def inside(value: Value) -> Iterator[object]:
    """A value and all that it is made of. A part that is used twice comes twice."""
    pending: list[object] = [value]
    while pending:
        item = pending.pop()
        kind: type = type(item)
        if kind is tuple:
            pending += cast("tuple[object, ...]", item)
        elif (names := _holding(kind)) is not None:
            if names:
                pending += [getattr(item, name) for name in names]
            yield item


@cache
def _holding(kind: type) -> tuple[str, ...] | None:
    """The fields of a kind of part in which there may be further parts; None for a text, a flag or a place."""
    names: tuple[str, ...] = getattr(kind, "__match_args__", ())
    if not names or kind is Location:
        return None
    return tuple(name for name in names if kind.__annotations__[name] not in _PLAIN)


_PLAIN = frozenset({"Location", "str", "bool"})
"""The types of most fields, which have no parts."""


def larger(value: Value, most: int) -> bool:
    """Whether a value has more than so many parts."""
    return next(islice(inside(value), most, None), None) is not None


def alike(first: Value, second: Value) -> bool:
    """Whether two values are the same but for where they stand."""
    pending: list[tuple[object, object]] = [(first, second)]
    looked_at = 0
    while pending:
        one, other = pending.pop()
        looked_at += 1
        if looked_at > _MOST_ALIKE or type(one) is not type(other):
            return False
        if isinstance(one, Location):
            continue
        these, those = list(_parts(one)), list(_parts(other))
        if len(these) != len(those) or (not these and one != other):
            return False
        pending.extend(zip(these, those, strict=True))
    return True


def is_url(value: Value) -> bool:
    """Whether a value is plainly a URL object, perhaps with some of its parts changed."""
    while not isinstance(value, Resolve):
        if isinstance(value, Replace):
            value = value.of
        elif isinstance(value, Join):
            value = value.parts[-1] if isinstance(value.parts[-1], Replace) else value.parts[0]
        elif isinstance(value, Either):
            value = next((option for option in value.options if not isinstance(option, Nothing)), value.options[0])
        else:
            return False
    return True
