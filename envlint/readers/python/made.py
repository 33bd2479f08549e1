"""Functions and classes as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, nodes, parameters
from envlint.readers.python.code import Place
from envlint.values import Class, Function, Nothing, Value

if TYPE_CHECKING:
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_PROPERTIES = frozenset({"property", "cached_property", "computed_field"})


def made(code: Code, scope: Scope) -> Value:
    """What the name of a function or class stands for; a property is what it returns."""
    if scope.kind == "class":
        place = Place(scope.parent if scope.parent is not None else scope)
        bases = tuple(code.value(base, place) for base in nodes.arguments(scope.node).positional)
        return Class(scope.name, bases, code.at(scope.node))
    returns = _returns(code, scope)
    if any(nodes.last_name(mark) in _PROPERTIES for mark in nodes.decorators(scope.node)):
        return returns
    return Function(parameters.names(scope), returns, code.at(scope.node))


def _returns(code: Code, scope: Scope) -> Value:
    at = code.at(scope.node)
    if not scope.returns:
        yields = "yield" in nodes.text(scope.node) and any(
            node.type == "yield" for node in nodes.descend(scope.node, into_definitions=False)
        )
        return code.hole(scope.node, "a generator") if yields else Nothing(at)
    return combine.either(tuple(scope.returns), "branch", at)
