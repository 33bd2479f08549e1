"""What a call in a loop is given in each turn: `list.forEach(item => app.use(item.path, item.router))`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes
from envlint.readers.javascript.frameworks import parts
from envlint.records import record
from envlint.values import Call, Function, Hole, Many, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_LOOPS = frozenset({"forEach", "map"})


@record
class Turns:
    """The items of a loop, and the parameter that each of them becomes. No items: they are not known."""

    parameter: str
    items: tuple[Value, ...]

    def of(self, value: Value) -> tuple[Value, ...]:
        """What a value in the loop is in each turn, one hole where that is not known."""
        if not self.items:
            return (Hole("a value of each turn", value.at),)
        return tuple(Call(Function((self.parameter,), value, value.at), (item,), item.at) for item in self.items)


def turns(ev: Evaluator, node: Node, scope: Scope) -> Turns | None:
    """The loop whose variable an expression is, or is a part of; None where it is something else."""
    while node.type in {"member_expression", "subscript_expression"}:
        of = nodes.field(node, "object")
        if of is None:
            return None
        node = of
    binding = scope.find(ev.text(node)) if node.type == "identifier" else None
    if binding is None:
        return None
    if binding.kind == "opaque":
        return Turns("", ())
    return _of_function(ev, binding.scope.node) if binding.kind == "parameter" else None


def _of_function(ev: Evaluator, function: Node) -> Turns | None:
    """The turns of a function that is handed to `forEach`."""
    holder = function.parent.parent if function.parent is not None else None
    callee = ev.callee(holder) if holder is not None and holder.type == "call_expression" else None
    of = nodes.field(callee, "object") if callee is not None else None
    if holder is None or callee is None or of is None or nodes.property_name(callee, ev.syntax) not in _LOOPS:
        return None
    listed = ev.deref(ev.value(of, ev.script.scope_at(holder)))
    name = parts.parameter_names(ev, function)[0]
    # A pattern has no name of its own.
    return Turns(name if name.isidentifier() else "arguments[0]", listed.items if isinstance(listed, Many) else ())
