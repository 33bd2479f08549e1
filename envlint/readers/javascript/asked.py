"""What a condition asks at bottom: seen through negations and the constants that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_FOLLOWED = 5


def bottom(ev: Evaluator, condition: Node, scope: Scope) -> tuple[Node, Scope, bool] | None:
    """The expression that decides, where it stands, and whether the condition holds if it does.

    None where the condition is a name that is not followed.
    """
    positive = True
    for _ in range(_FOLLOWED):
        if condition.type == "unary_expression" and ev.text(condition).startswith("!"):
            argument = nodes.field(condition, "argument")
            if argument is None:
                return None
            condition, positive = argument, not positive
        elif condition.type == "identifier":
            binding = scope.find(ev.text(condition))
            constant = None if binding is None else binding.constant
            if constant is None:
                return None
            condition, scope = constant
        else:
            return condition, scope, positive
    return None
