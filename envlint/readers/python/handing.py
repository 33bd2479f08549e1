"""Applications and routers that a file hands to its own functions: `def add_routes(app): ...`, `add_routes(app)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.readers.python.code import Place, is_router
from envlint.values import Parameter, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_ROUNDS = 3
"""How far an application is followed from one function to the next."""


def follow(code: Code) -> None:
    """Fills `code.handed`: what a parameter of a function of this file is, where that is an application or a router."""
    functions = {scope.name: scope for scope in code.module.all() if scope.kind == "function"}
    made = any(is_router(value) for scope in code.module.all() for value in scope.state.values())
    if not made or not functions:
        return
    found = _calls(code, functions)
    for _ in range(_ROUNDS):
        for call, scope, target in found:
            _hand(code, call, scope, target)


def _calls(code: Code, functions: dict[str, Scope]) -> list[tuple[Node, Scope, Scope]]:
    found: list[tuple[Node, Scope, Scope]] = []
    for scope in code.module.all():
        for call in scope.calls:
            function = nodes.field(call, "function")
            if function is None or function.type != "identifier":
                continue
            owner = scope.owner(nodes.text(function))
            target = functions.get(owner.qualified(nodes.text(function))) if owner is not None else None
            if target is not None and target is not scope:
                found.append((call, scope, target))
    return found


def _hand(code: Code, call: Node, scope: Scope, target: Scope) -> None:
    given = nodes.arguments(call)
    for index, name in enumerate(target.parameters):
        argument = given.get(index, name)
        if argument is None or argument.type not in ("identifier", "attribute") or (target.name, name) in code.handed:
            continue
        value = code.value(argument, Place(scope))
        if is_router(_behind(code, value)):
            code.handed[target.name, name] = value


def _behind(code: Code, value: Value) -> Value | None:
    known = code.known(value)
    return code.known(known.default) if isinstance(known, Parameter) else known
