"""What scripts share through the browser's global object: `window.__ENV = {...}`, set by one and read by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Definition
from envlint.patterns import pattern
from envlint.readers.javascript import nodes
from envlint.records import record
from envlint.values import SHARED, Either, Entry, Hole, Name, Record, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_OBJECTS = frozenset({"window", "globalThis", "self"})
_FILLED_IN = pattern(r"\$\w|\$\{|\{\{|<%|%\w+%|__\w+__|#\{")
"""How texts are written that a container or a server puts something else in the place of."""


@record
class _Write:
    """An assignment to a shared name, or to a member of what it holds."""

    name: str
    key: str | None
    value: Value
    node: Node


def is_global(ev: Evaluator, node: Node, scope: Scope) -> bool:
    """Whether an expression is the object that all scripts of a page share.

    A function that takes it as a parameter calls it by its name: `(function (window) {...})(this)`.
    """
    if node.type != "identifier" or ev.text(node) not in _OBJECTS:
        return False
    binding = scope.find(ev.text(node))
    return binding is None or binding.kind == "parameter"


def read(ev: Evaluator, of: Node, key: str, node: Node, scope: Scope) -> Value | None:
    """A member of the global object as a name that some script may set."""
    return Name(key, SHARED, ev.at(node)) if is_global(ev, of, scope) else None


def named(ev: Evaluator, name: str, node: Node) -> Value:
    """A name that the script does not declare; scripts that are no modules share what they declare."""
    return Name(name, SHARED, ev.at(node)) if ev.browser_script else ev.hole(f"the global {name}", node)


def definitions(ev: Evaluator) -> Iterator[Definition]:
    """The names that a script shares, each with all that this script makes of it."""
    yield from _declared(ev)
    writes: dict[str, list[_Write]] = {}
    for node, scope in ev.script.assignments:
        write = _write(ev, node, scope)
        if write is not None:
            writes.setdefault(write.name, []).append(write)
    for name, found in writes.items():
        yield Definition(f"{SHARED}.{name}", _made(ev, name, found), ev.at(found[0].node))


def _declared(ev: Evaluator) -> Iterator[Definition]:
    """What a script that is no module declares at its top."""
    if ev.browser_script and not ev.script.exports:
        for binding in ev.script.module.bindings.values():
            if binding.kind == "variable":
                yield Definition(f"{SHARED}.{binding.name}", ev.definition(binding), ev.at(binding.at))


def _write(ev: Evaluator, node: Node, scope: Scope) -> _Write | None:
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    of = None if left is None else nodes.field(left, "object")
    if left is None or right is None or of is None:
        return None
    name, key = nodes.property_name(left, ev.syntax), None
    if not is_global(ev, of, scope):
        name, key = nodes.property_name(of, ev.syntax), name or ""
        inner = nodes.field(of, "object")
        if inner is None or not is_global(ev, inner, scope):
            return None
    return None if name is None else _Write(name, key, ev.value(right, scope), node)


def _made(ev: Evaluator, name: str, writes: Sequence[_Write]) -> Value:
    """One value of all that is written; a hole where one thing is written twice, or under a key that is not known."""
    keys = [write.key for write in writes]
    if len(set(keys)) < len(keys) or "" in keys:
        return ev.hole(f"window.{name} is written more than once", writes[0].node)
    whole = next((write.value for write in writes if write.key is None), None)
    start = None if whole is None else _without_itself(whole, name)
    known = None if start is None else ev.deref(start)
    parts = [Entry(write.key, _kept(write.value), ev.at(write.node)) for write in writes if write.key is not None]
    if isinstance(known, Record):
        return Record((*_entries(known.entries), *parts), known.at)
    if parts:
        return ev.hole(f"window.{name} is made of several parts", writes[0].node)
    return ev.hole(f"window.{name}", writes[0].node) if start is None else _kept(start)


def _without_itself(value: Value, name: str) -> Value:
    """`window.x = window.x || {}`: nobody has set it before."""
    if isinstance(value, Either) and isinstance(value.options[0], Name) and len(value.options) > 1:
        first = value.options[0]
        if (first.module, first.name) == (SHARED, name):
            return value.options[1]
    return value


def _entries(entries: Iterable[Entry | Spread]) -> Iterator[Entry | Spread]:
    for entry in entries:
        yield Entry(entry.key, _kept(entry.value), entry.at) if isinstance(entry, Entry) else entry


def _kept(value: Value) -> Value:
    """The value, or a hole for a text that something else is put in the place of."""
    if isinstance(value, Text) and _FILLED_IN.search(value.text):
        return Hole("it is filled in when the page is served", value.at)
    return value
