"""Routes of controllers: `@Controller(path)` over methods with `@Get(path)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Mount, Route
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.nest.paths import joined
from envlint.values import THE_APPLICATION, Hole, Join, Many, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

VERBS = frozenset({"Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "All", "Sse"})

_METHODS = {"All": (), "Sse": ("GET",)}


def routes(ev: Evaluator, controller: Node, call: Node, verb: str, scope: Scope) -> Iterator[Route]:
    """The routes that a decorator of a controller's method adds."""
    at, owner = ev.at(ev.callee(call) or call), Hole(THE_APPLICATION, ev.at(call))
    for first in (*_paths(ev, controller, scope), *_versioned(ev, controller, call, scope)):
        for second in _paths(ev, call, scope):
            path = joined([first, second], ev, call)
            where = path.at if isinstance(path, Text) and path.text else at
            if isinstance(path, Text) and not path.text:
                path = Text("/", at)
            methods = _METHODS.get(verb, (verb.upper(),))
            yield Route(owner, path, "http", methods, parts.no_handler(ev, call), where, "colon", any_slash=True)


def by_contract(ev: Evaluator, call: Node) -> Mount:
    """What a method serves by a contract of ts-rest (https://ts-rest.com/server/nest), which is not followed."""
    at = ev.at(ev.callee(call) or call)
    return Mount(Hole(THE_APPLICATION, at), Text("", at), Hole("the routes of a contract", at), at, "colon")


def _paths(ev: Evaluator, call: Node, scope: Scope) -> tuple[Value, ...]:
    """The paths of a decorator, without those of its versions."""
    given = ev.arguments(call)
    value = ev.value(given[0], scope) if given else Text("", ev.at(call))
    known = ev.deref(value)
    if isinstance(known, Record):
        value = library.option(ev, known, "path") or Text("", known.at)
        known = ev.deref(value)
    return known.items if isinstance(known, Many) else (value,)


def _versioned(ev: Evaluator, controller: Node, call: Node, scope: Scope) -> Iterator[Value]:
    """The paths under URI versioning, `v1/users`. Whether that is on stands elsewhere, so the plain ones count."""
    given = ev.arguments(controller)
    version = library.option(ev, ev.value(given[0], scope), "version") if given else None
    own = next(_decorators(ev, call, "Version"), None)
    version = ev.value(own, scope) if own is not None else version
    known = ev.deref(version) if version is not None else None
    for item in known.items if isinstance(known, Many) else (version,):
        for path in _paths(ev, controller, scope) if item is not None else ():
            yield Join((Text("v", path.at), item, Text("/", path.at), path), path.at) if item is not None else path


def _decorators(ev: Evaluator, call: Node, name: str) -> Iterator[Node]:
    """The arguments of a decorator beside another one on the same method."""
    decorator = call.parent
    sibling = decorator.prev_named_sibling if decorator is not None else None
    below = decorator.next_named_sibling if decorator is not None else None
    while sibling is not None and sibling.type == "decorator":
        yield from _argument(ev, sibling, name)
        sibling = sibling.prev_named_sibling
    while below is not None and below.type == "decorator":
        yield from _argument(ev, below, name)
        below = below.next_named_sibling


def _argument(ev: Evaluator, decorator: Node, name: str) -> Iterator[Node]:
    inner = decorator.named_children[0] if decorator.named_children else None
    function = ev.callee(inner) if inner is not None and inner.type == "call_expression" else None
    if inner is not None and function is not None and ev.text(function) == name:
        yield from ev.arguments(inner)[:1]
