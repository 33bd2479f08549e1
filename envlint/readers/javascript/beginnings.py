"""Conditions on how a text begins or ends: `url.startsWith('http')`, `/^https?:/.test(url)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import asked, nodes
from envlint.records import record, replace
from envlint.values import Begins, Hole

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

_SIDES = {"startsWith": "start", "endsWith": "end"}
_PATTERNS = {
    "^https?:": ("http:", "https:"),
    "^https?:\\/\\/": ("http://", "https://"),
    "^http": ("http",),
    "^wss?:": ("ws:", "wss:"),
    "^wss?:\\/\\/": ("ws://", "wss://"),
    "^ws": ("ws",),
    "^\\/": ("/",),
    "\\/$": ("/",),
    "^\\/\\/": ("//",),
}
"""The patterns that projects test URLs with, as texts with which these begin or end."""


@record
class Asked:
    """What a condition asks; `holds` says that it is true if so."""

    value: Begins
    holds: bool


def asked_of(ev: Evaluator, condition: Node, scope: Scope, depth: int = 0) -> Asked | None:
    """What a condition asks of the beginning or the end of a text; None where it asks something else."""
    found = asked.bottom(ev, condition, scope)
    if found is None or depth > _DEEPEST:
        return None
    node, scope, positive = found
    if node.type == "binary_expression" and nodes.operator(node, ev.syntax) == "||":
        begins = _any_of(ev, nodes.operands(node, "||", ev.syntax), scope, depth)
    else:
        begins = _begins(ev, node, scope)
    return None if begins is None else Asked(begins, positive)


_DEEPEST = 3


def _any_of(ev: Evaluator, operands: list[Node], scope: Scope, depth: int) -> Begins | None:
    """`x.startsWith('http:') || x.startsWith('https:')`, if all of them ask the same text."""
    parts = [asked_of(ev, operand, scope, depth + 1) for operand in operands]
    known = [part.value for part in parts if part is not None and part.holds]
    subjects = {ev.text(operand).partition(".")[0] for operand in operands}
    if len(known) != len(operands) or len(subjects) != 1 or len({begins.side for begins in known}) != 1:
        return None
    return replace(known[0], texts=tuple(text for begins in known for text in begins.texts))


def _begins(ev: Evaluator, node: Node, scope: Scope) -> Begins | None:
    function, given = ev.callee(node), ev.arguments(node)
    of = nodes.field(function, "object") if function is not None else None
    if node.type != "call_expression" or function is None or of is None or len(given) != 1:
        return None
    name = nodes.property_name(function, ev.syntax)
    if name == "test" and of.type == "regex":
        return _tested(ev, of, given[0], scope)
    side, text = _SIDES.get(name or ""), nodes.literal(given[0], ev.syntax)
    value = ev.value(of, scope)
    if side is None or not text or isinstance(ev.deref(value), Hole):
        return None
    return Begins(value, (text,), "start" if side == "start" else "end", ev.at(node))


def _tested(ev: Evaluator, regex: Node, subject: Node, scope: Scope) -> Begins | None:
    """`/^https?:/.test(x)`."""
    pattern = regex.child_by_field_name("pattern")
    text = ev.text(pattern) if pattern is not None else ""
    texts, value = _PATTERNS.get(text), ev.value(subject, scope)
    if texts is None or isinstance(ev.deref(value), Hole):
        return None
    return Begins(value, texts, "end" if text.endswith("$") else "start", ev.at(regex))
