"""What assignments do to a value: operators, properties of an object, parts of a URL object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import calls, urls
from envlint.readers.javascript.scopes import ITEM, QUERY
from envlint.readers.javascript.shapes import is_url
from envlint.values import Either, Entry, Hole, Join, Many, Member, Record, Spread

if TYPE_CHECKING:
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Write
    from envlint.values import Value

_BOXES = frozenset({"value", "current"})


def combined(value: Value, current: Value | None, operator: str) -> Value:
    """What `current` becomes by an assignment operator."""
    if operator == "=" or (current is None and operator in {"||=", "??="}):
        return value
    if current is None:
        return Hole("it is changed before it is set", value.at)
    if operator == "+=":
        return Join((current, value), value.at)
    if operator == "||=":
        return Either((current, value), "empty", value.at)
    if operator == "??=":
        return Either((current, value), "missing", value.at)
    return Hole("a calculation", value.at)


def assigned(ev: Evaluator, binding: Binding, current: Value | None, write: Write) -> Value | None:
    """What a value becomes when one of its properties is written."""
    key = write.key
    if key is None or current is None:
        return current
    if key in _BOXES and calls.is_boxed(ev, binding):
        return combined(ev.written(write, binding), current, write.operator)
    known = ev.deref(current)
    if key == ITEM:
        return _longer(ev, binding, current, write) if isinstance(known, Many) else current
    if is_url(known):
        return _url(ev, binding, current, write)
    if isinstance(known, Record) and not key.startswith(QUERY):
        value = ev.written(write, binding)
        return Record((Spread(current, current.at), Entry(key, value, value.at)), known.at)
    return current


def _longer(ev: Evaluator, binding: Binding, current: Value, write: Write) -> Value:
    """A list with one more item."""
    item = ev.written(write, binding)
    before = current.items if isinstance(current, Many) else (Spread(current, current.at),)
    return Many((*before, item), current.at)


def _url(ev: Evaluator, binding: Binding, current: Value, write: Write) -> Value:
    key, value = write.key or "", ev.written(write, binding)
    if key.startswith(QUERY):
        return urls.with_query(current, key.removeprefix(QUERY), value, value.at)
    old = urls.part(current, key, current.at) or Member(current, key, current.at)
    return urls.assigned(current, key, combined(value, old, write.operator))
