"""Objects of a configuration file as tables: spreads laid out, alternatives in mind, gaps known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.records import record
from envlint.values import Call, Either, Entry, Flag, Function, Name, Nothing, Record, Spread

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value

_DEEPEST = 12


@record
class Table:
    """The entries of an object, by key, the last of each; `complete` is False where a part could not be followed."""

    entries: dict[str, Entry]
    complete: bool
    at: Location

    def value(self, key: str) -> Value | None:
        """The value of a key."""
        entry = self.entries.get(key)
        return None if entry is None else entry.value


@record
class Found:
    """The objects that a value may be while a dev server runs; `complete` is False where it may be something else."""

    records: tuple[Record, ...]
    complete: bool


def objects(ev: Evaluator, value: Value, depth: int = 0) -> Found:
    """The objects that a value comes to, through functions that return them and functions that merge them."""
    value = ev.deref(value)
    if depth > _DEEPEST:
        return Found((), complete=False)
    if isinstance(value, Record):
        return Found((value,), complete=True)
    if isinstance(value, (Nothing, Flag)):
        return Found((), complete=True)
    if isinstance(value, Function):
        return objects(ev, value.returns, depth + 1)
    if isinstance(value, Either):
        return _together([objects(ev, option, depth + 1) for option in in_development(value)])
    if isinstance(value, Call):
        return _called(ev, value, depth)
    return Found((), complete=False)


def in_development(value: Either) -> tuple[Value, ...]:
    """The alternatives that a dev server may meet: it runs in development."""
    if value.test == "development":
        return value.options[:1]
    return value.options[1:] if value.test == "production" else value.options


def _called(ev: Evaluator, call: Call, depth: int) -> Found:
    function = ev.deref(call.of)
    if isinstance(function, Function):
        return objects(ev, function, depth + 1)
    merges = isinstance(function, Name) and function.name == "mergeConfig"
    found = _together([objects(ev, argument, depth + 1) for argument in call.arguments])
    return Found(found.records, found.complete and merges)


def _together(found: list[Found]) -> Found:
    records = tuple(record for each in found for record in each.records)
    return Found(records, all(each.complete for each in found))


def table(ev: Evaluator, value: Value | None) -> Table | None:
    """The one table that an object amounts to, later entries over earlier ones; None where there is none."""
    found = Found((), complete=True) if value is None else objects(ev, value)
    if value is None or (not found.records and found.complete):
        return None
    entries: dict[str, Entry] = {}
    complete = found.complete
    for written in found.records:
        complete = _fill(ev, written, entries, 0) and complete
    at = found.records[0].at if found.records else value.at
    return Table(entries, complete, at)


def _fill(ev: Evaluator, record: Record, entries: dict[str, Entry], depth: int) -> bool:
    """Adds the entries of a record; whether all of it could be followed."""
    complete = True
    for entry in record.entries:
        if isinstance(entry, Entry):
            entries[entry.key] = _merged(entries.get(entry.key), entry)
            continue
        found = objects(ev, entry.of)
        complete = complete and found.complete and depth < _DEEPEST
        for inner in found.records if depth < _DEEPEST else ():
            complete = _fill(ev, inner, entries, depth + 1) and complete
    return complete


def _merged(old: Entry | None, new: Entry) -> Entry:
    """An entry over an older one: objects are merged as `mergeConfig` does it, anything else is replaced."""
    if old is None or not isinstance(old.value, Record) or not isinstance(new.value, Record):
        return new
    both = Record((Spread(old.value, old.value.at), *new.value.entries), new.value.at)
    return Entry(new.key, both, new.at)


def alternatives(ev: Evaluator, value: Value) -> tuple[Value, ...]:
    """A value, or each of its alternatives where some of them are objects."""
    known = ev.deref(value)
    made = objects(ev, known) if isinstance(known, (Record, Call)) else Found((), complete=False)
    if made.records and made.complete:
        return made.records
    mixed = isinstance(known, Either) and any(isinstance(ev.deref(option), Record) for option in known.options)
    return tuple(in_development(known)) if mixed and isinstance(known, Either) else (value,)
