"""The definitions of a file: what each of its names stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Definition, StarExport
from envlint.readers.python import combine, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value


def definitions(code: Code) -> Iterator[Definition | StarExport]:
    """Names of the module, of classes (with what methods assign to `self.x`) and of functions, and star imports.

    What a function imports and never writes has no definition: uses of it name the other module at once.
    """
    for scope in code.module.all():
        for name, value in _values(scope):
            place = scope.places.get(name)
            yield Definition(scope.qualified(name), value, code.at(place) if place is not None else value.at)
    for scope in code.module.all():
        for module in scope.stars:
            yield StarExport("".join(nodes.text(module).split()), code.at(module))


def _values(scope: Scope) -> Iterator[tuple[str, Value]]:
    for name, value in scope.state.items():
        if scope.kind != "function" or not (_is_parameter(scope, name) or scope.imported(name)):
            yield name, _with_attribute(scope, name, value)
    for name, values in scope.attributes.items():
        if name not in scope.state and values:
            yield name, combine.either(values, "branch", values[0].at)


def _is_parameter(scope: Scope, name: str) -> bool:
    return name in scope.parameters and scope.bindings.get(name) == 1


def _with_attribute(scope: Scope, name: str, value: Value) -> Value:
    assigned = scope.attributes.get(name)
    return combine.either((*assigned, value), "branch", value.at) if assigned else value
