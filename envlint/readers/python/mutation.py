"""Statements that change a list, a dictionary or an instance: `+=`, `.append(x)`, `d["k"] = v`, `self.x = v`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, loops, names, nodes, operators
from envlint.readers.python.code import Place
from envlint.values import Entry, Many, Record, Spread, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.readers.python.flow import Flow
    from envlint.readers.python.loops import Row

_ADDS = frozenset({"append", "add", "insert", "appendleft"})
_EXTENDS = frozenset({"extend", "update"})
_REWRITES, _ADDITIONS = 12, 200


def limit(value: Value) -> int:
    """How often a name may be written before it is given up; each rewrite may hold the value before it twice."""
    return _ADDITIONS if isinstance(value, (Many, Record)) else _REWRITES


def grew(old: Value, new: Value) -> bool:
    """Whether a list is another one with more items."""
    if not isinstance(old, Many) or not isinstance(new, Many) or len(new.items) < len(old.items):
        return False
    return all(one is other for one, other in zip(old.items, new.items, strict=False))


def augment(flow: Flow, node: Node, state: Row) -> None:
    """`x += y`."""
    left, right, operator = (nodes.field(node, name) for name in ("left", "right", "operator"))
    if left is None or right is None or operator is None:
        return
    if nodes.text(operator) not in ("+=", "|="):
        _change(flow, left, state, lambda _: flow.code.hole(node, "arithmetic"))
        return
    added = flow.value(right, state)
    if flow.loop is not None:
        added = loops.each_list(flow.code, flow.loop, added, right)
    _change(flow, left, state, lambda old: operators.sums(flow.code, [old, added], node))


def call(flow: Flow, node: Node, state: Row) -> None:
    """`x.append(y)` and its like as a statement."""
    function = nodes.field(node, "function")
    if function is None or function.type != "attribute":
        return
    holder, method, given = nodes.field(function, "object"), nodes.last_name(function), nodes.arguments(node)
    if holder is None or method not in _ADDS | _EXTENDS:
        return
    if method in _ADDS and given.positional:
        items = _items(flow, given.positional[-1], state, node)
        _change(flow, holder, state, lambda old: combine.extended(old, items, old.at))
    elif given.positional and not given.keywords:
        more = flow.value(given.positional[0], state)
        if isinstance(more, Record):
            _change(flow, holder, state, lambda old: combine.with_entries(old, more.entries, old.at))
        else:
            _change(flow, holder, state, lambda old: combine.added(old, more, old.at))
    elif given.keywords:
        entries = tuple(
            Entry(key, flow.value(value, state), flow.code.at(value)) for key, value in given.keywords.items()
        )
        _change(flow, holder, state, lambda old: combine.with_entries(old, entries, old.at))


def _items(flow: Flow, added: Node, state: Row, node: Node) -> tuple[Value, ...]:
    """What `.append(added)` adds: one item, or in a loop one for each round."""
    if flow.loop is None:
        return (flow.value(added, state),)
    if len(flow.loops) == 1:
        value = loops.each(flow.code, flow.loop, flow.value(added, state), node)
        return (Spread(value, value.at),)
    rows = loops.combinations(flow.loops)
    if rows is None:
        return (flow.code.hole(node, "a list that grows in a loop"),)
    return tuple(flow.code.value(added, Place(flow.scope, row)) for row in rows)


def _change(flow: Flow, holder: Node, state: Row, change: Callable[[Value], Value]) -> None:
    if holder.type != "identifier":
        _change_attribute(flow, holder, change)
        return
    name = nodes.text(holder)
    owner = flow.scope.owner(name)
    brought = names.starred(flow.scope, name, flow.code.at(holder)) if name not in state else None
    if owner in (flow.scope, None) and brought is not None:
        flow.set(holder, change(brought), state)
    elif owner is flow.scope and name in state:
        flow.set(holder, change(state[name]), state)
    elif owner is not None and owner is not flow.scope and name in owner.state:
        # A function that changes a name of the module may or may not run before the name is used.
        old = owner.state[name]
        owner.state[name] = combine.merged(change(old), old, "branch", flow.code.at(holder))


def _change_attribute(flow: Flow, holder: Node, change: Callable[[Value], Value]) -> None:
    found = _instance(flow, holder)
    if found is None:
        return
    values, _ = found
    if values:
        values[-1] = combine.merged(change(values[-1]), values[-1], "branch", flow.code.at(holder))


def _instance(flow: Flow, target: Node) -> tuple[list[Value], str] | None:
    """The values of `self.x` so far, and its name."""
    of, key = nodes.field(target, "object"), nodes.field(target, "attribute")
    if target.type != "attribute" or of is None or key is None:
        return None
    holder = names.instance_of(of, Place(flow.scope))
    if holder is None:
        return None
    holder.places.setdefault(nodes.text(key), key)
    return holder.attributes.setdefault(nodes.text(key), []), nodes.text(key)


def store(flow: Flow, target: Node, right: Node, state: Row) -> None:
    """`self.x = v`, `d["k"] = v`."""
    found = _instance(flow, target)
    if found is not None and len(found[0]) < _REWRITES:
        found[0].append(flow.value(right, state))
        return
    of, keys = nodes.field(target, "value"), target.children_by_field_name("subscript")
    key = nodes.string(keys[0]) if len(keys) == 1 else None
    if target.type != "subscript" or of is None or of.type != "identifier":
        return
    at = flow.code.at(target)
    if key is None:
        unknown: Entry | Spread = Spread(flow.code.hole(target, "a key that is not literal"), at)
    else:
        unknown = Entry(key, flow.value(right, state), flow.code.at(keys[0]))
    _change(flow, of, state, lambda old: combine.with_entries(old, (unknown,), old.at))
