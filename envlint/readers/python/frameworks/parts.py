"""What the frameworks' ways of adding routes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import literals, loops, nodes
from envlint.readers.python.code import Place
from envlint.values import Hole, Many, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope


def calls_of(code: Code) -> Iterator[tuple[Node, Node, Scope]]:
    """Every call of the file that can be read, with what is called and its scope."""
    for scope in code.module.all():
        for call in scope.calls:
            function = nodes.field(call, "function")
            if function is not None and not call.has_error:
                yield call, function, scope


def rounds(code: Code, call: Node, scope: Scope) -> Iterator[Place]:
    """The places of a call: one, or one for each round of the loops around it over literal lists."""
    found: list[loops.Loop] = []
    for node in reversed(scope.loops.get(call.id, ())):
        left, right = nodes.field(node, "left"), nodes.field(node, "right")
        if left is not None and right is not None:
            found.append(loops.over(code, left, code.value(right, Place(scope))))
    rows = loops.combinations(found) if found else None
    if rows is not None:
        yield from (Place(scope, row) for row in rows)
        return
    unknown = Hole("a loop over a list that is not literal", code.at(call))
    yield Place(scope, {name: unknown for loop in found for name in loop.names})


def path_at(code: Code, path: Node, call: Node) -> Location:
    """Where a route's path stands: inside its quotes, or the call where it is no literal."""
    return literals.inside(code, path) if path.type == "string" else code.at(call)


def methods_of(code: Code, call: Node, place: Place) -> tuple[str, ...]:
    """The methods that `methods=[...]` of a route names, in capitals; empty where it names none."""
    value = code.known(code.optional(nodes.arguments(call).get(None, "methods"), place))
    items = value.items if isinstance(value, Many) else ()
    return tuple(item.text.upper() for item in items if isinstance(item, Text))
