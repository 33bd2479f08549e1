"""Values made of other values: alternatives, concatenations, and lists and records that grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.values import (
    Decode,
    Each,
    Either,
    Entry,
    Hole,
    Join,
    Many,
    Nothing,
    Record,
    Split,
    Spread,
    Test,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envlint.model import Location

MOST = 500
"""More items or alternatives than this come from generated code; the rest becomes a hole."""


def either(options: Sequence[Value], test: Test, at: Location) -> Value:
    """Alternatives in the order of preference; those of the same test are laid flat, equal ones kept once."""
    flat: list[Value] = []
    for option in options:
        inside = (
            option.options if isinstance(option, Either) and option.test == test and option.given is None else (option,)
        )
        flat.extend(one for one in inside if not any(one is other for other in flat))
    if len(flat) > MOST:
        return Hole("too many alternatives", at)
    return flat[0] if len(flat) == 1 else Either(tuple(flat), test, at)


def joined(parts: Iterable[Value], at: Location) -> Value:
    """A concatenation of texts; a single literal stays what it is."""
    flat: list[Value] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Join) else (part,))
    if not flat:
        return Text("", at)
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Text) else Join(tuple(flat), at)


def is_list(value: Value | None) -> bool:
    """Whether a value is plainly a list."""
    if isinstance(value, Either):
        return any(is_list(option) for option in value.options)
    return isinstance(value, (Many, Split, Each, Decode))


def added(first: Value, second: Value, at: Location) -> Value:
    """Two lists, one after the other."""
    return extended(first, _items(second), at)


def extended(base: Value, items: tuple[Value, ...], at: Location) -> Value:
    """A list with more items at its end."""
    found = (*_items(base), *items)
    return Many(found, at) if len(found) <= MOST else Hole("too many items", at)


def _items(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Many) else (Spread(value, value.at),)


def with_entries(base: Value, entries: tuple[Entry | Spread, ...], at: Location) -> Value:
    """A record with more entries; a later entry of the same key replaces the earlier one."""
    old = base.entries if isinstance(base, Record) else (Spread(base, base.at),)
    keys = {entry.key for entry in entries if isinstance(entry, Entry)}
    kept = tuple(entry for entry in old if isinstance(entry, Spread) or entry.key not in keys)
    return Record((*kept, *entries), at)


def merged(first: Value, second: Value, test: Test, at: Location) -> Value:
    """What a name may be after a branch: `first` where it was taken, else `second`.

    Items that only one branch adds to a list become a spread of "these or none" (an `Either` of the items and an
    empty `Many`); a key that only one branch sets becomes an `Either` of its value and `Nothing`.
    """
    if first is second:
        return first
    if isinstance(first, Many) and isinstance(second, Many):
        shared = _common(first.items, second.items)
        if shared or not (first.items and second.items):
            return _many(first, second, shared, test, at)
    if isinstance(first, Record) and isinstance(second, Record) and _common(first.entries, second.entries):
        return _record(first, second, test, at)
    return either((first, second), test, at)


def _common(first: Sequence[object], second: Sequence[object]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one is not other:
            break
        count += 1
    return count


def _many(first: Many, second: Many, shared: int, test: Test, at: Location) -> Value:
    rest, other = Many(first.items[shared:], first.at), Many(second.items[shared:], second.at)
    return Many((*first.items[:shared], Spread(either((rest, other), test, at), at)), at)


def _record(first: Record, second: Record, test: Test, at: Location) -> Value:
    other = {entry.key: entry for entry in second.entries if isinstance(entry, Entry)}
    spreads = [entry for entry in second.entries if isinstance(entry, Spread)]
    if any(isinstance(entry, Spread) and entry not in spreads for entry in first.entries):
        return either((first, second), test, at)
    result: list[Entry | Spread] = list(spreads)
    for entry in first.entries:
        if isinstance(entry, Entry):
            mine = other.pop(entry.key, None)
            result.append(_entry(entry, entry.value, mine.value if mine else Nothing(entry.at), test))
    result.extend(_entry(entry, Nothing(entry.at), entry.value, test) for entry in other.values())
    return Record(tuple(result), at)


def _entry(entry: Entry, first: Value, second: Value, test: Test) -> Entry:
    return entry if first is second else Entry(entry.key, merged(first, second, test, entry.at), entry.at)
