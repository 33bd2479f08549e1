"""The browser's storage: what a script reads from it, and what it puts there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import StorageWrite
from envlint.readers.javascript import library, nodes
from envlint.values import Hole, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_STORES = frozenset({"localStorage", "sessionStorage"})
_METHODS = frozenset({"getItem", "setItem", "removeItem", "clear", "key", "length"})


def read(ev: Evaluator, of: Node, key: str, node: Node, scope: Scope) -> Value | None:
    """A member of a store, or the store itself."""
    if not _is_spoken_of(ev):
        return None
    store = _store(ev, of, scope)
    if store is not None:
        return Hole(store, ev.at(node), "" if key in _METHODS else key)
    return Hole(key, ev.at(node), "") if _store(ev, node, scope) is not None else None


def got(ev: Evaluator, call: Node, function: Node, scope: Scope) -> Value | None:
    """What a call of a store's method gives: `localStorage.getItem(key)`."""
    of = nodes.field(function, "object") if _is_spoken_of(ev) else None
    store = None if of is None else _store(ev, of, scope)
    return None if store is None else Hole(store, ev.at(call), _key(ev, ev.arguments(call), scope))


def writes(ev: Evaluator) -> Iterator[StorageWrite]:
    """What a script puts into a store, by a call and by an assignment."""
    if not _is_spoken_of(ev):
        return
    for call, scope in ev.calls:
        if call.name == "setItem" and call.function is not None:
            of = nodes.field(call.function, "object")
            if of is not None and _store(ev, of, scope) is not None:
                yield StorageWrite(_key(ev, call.given, scope), ev.at(call.node))
    for node, scope in ev.script.assignments:
        left = nodes.field(node, "left")
        of = None if left is None else nodes.field(left, "object")
        if left is not None and of is not None and _store(ev, of, scope) is not None:
            yield StorageWrite(nodes.property_name(left, ev.syntax) or "", ev.at(node))


def _is_spoken_of(ev: Evaluator) -> bool:
    return any(ev.speaks_of(store) for store in _STORES)


def _store(ev: Evaluator, node: Node, scope: Scope) -> str | None:
    origin = library.origin(ev, node, scope)
    return origin[1] if origin is not None and not origin[0] and origin[1] in _STORES else None


def _key(ev: Evaluator, given: list[Node], scope: Scope) -> str:
    """The key as a text, empty where it is not known."""
    known = ev.deref(ev.value(given[0], scope)) if given else None
    return known.text if isinstance(known, Text) else ""
