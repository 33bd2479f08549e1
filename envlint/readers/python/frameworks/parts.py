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
    from envlint.readers.python.code import Called, Code


def calls_of(code: Code) -> Iterator[Called]:
    """Every call of the file that can be read."""
    return (called for called in code.calls if not called.broken)


def is_made_by(code: Code, name: str, *makers: str) -> bool:
    """Whether a call of one of the makers, by their dotted names, is assigned to a name anywhere in the file."""
    for called in calls_of(code):
        parent = called.node.parent if called.name in makers else None
        left = nodes.field(parent, "left") if parent is not None and parent.type == "assignment" else None
        if left is not None and nodes.text(left) == name:
            return True
    return False


def rounds(code: Code, called: Called) -> Iterator[Place]:
    """The places of a call: one, or one for each round of the loops around it over literal lists."""
    found: list[loops.Loop] = []
    call, scope = called.node, called.scope
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
