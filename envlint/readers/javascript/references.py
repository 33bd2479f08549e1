"""Names, members and destructuring as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import (
    calls,
    environment,
    expressions,
    flow,
    global_names,
    imports,
    nodes,
    page,
    storage,
    urls,
)
from envlint.readers.javascript.shapes import is_url
from envlint.values import Either, EnvRead, Hole, Member, Name, Page, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope, Step, Write

# --- names --------------------------------------------------------------------------------------------------------


def _identifier(ev: Evaluator, node: Node, scope: Scope) -> Value:
    name = ev.text(node)
    binding = scope.find(name)
    if binding is not None:
        return refer(ev, binding, node, scope)
    if name == "location":
        return Page("href", ev.at(node))
    return global_names.named(ev, name, node)


def refer(ev: Evaluator, binding: Binding, node: Node, scope: Scope) -> Value:
    """A name where it is used: what it stands for there, or the name itself where that is the same everywhere."""
    if binding.kind == "import":
        return environment.imported(ev, binding, node) or Name(binding.imported, binding.specifier, ev.at(node))
    if binding.kind == "opaque":
        return ev.hole("a value of each turn", node)
    if binding.node is not None:
        return _named(ev, binding, node)
    if binding.kind == "parameter" and len(binding.writes) == 1:
        return ev.definition(binding)
    if len(binding.writes) == 1:
        return _named(ev, binding, node)
    writes = _seen(binding, node, scope)
    if len(writes) == len(binding.writes) and not _shares(binding, scope.arms(binding.scope)):
        return _named(ev, binding, node)
    return _between(ev, binding, writes, scope)


def _between(ev: Evaluator, binding: Binding, writes: list[Write], scope: Scope) -> Value:
    """The value after some of the writes; within its own value, only those of the same function are looked at."""
    again = binding in ev.active
    if again:
        writes = [write for write in writes if write.scope.function is scope.function]
    key = (binding, again, scope, tuple(write.end for write in writes))
    if key not in ev.between:
        ev.active.add(binding)
        try:
            ev.between[key] = flow.value_of(ev, binding, writes, scope.arms(binding.scope))
        finally:
            if not again:
                ev.active.discard(binding)
    return ev.between[key]


def _named(ev: Evaluator, binding: Binding, node: Node) -> Value:
    ev.want(binding)
    return Name(binding.qualified, "", ev.at(node))


def _shares(binding: Binding, around: Sequence[Scope]) -> bool:
    """Whether a use stands under an arm under which something is written."""
    return bool(around) and any(flow.common(write.scope.arms(binding.scope), around) for write in binding.writes)


def _seen(binding: Binding, node: Node, scope: Scope) -> list[Write]:
    """The writes that may have happened before a use, those of other functions first."""
    function = scope.function
    around = scope.arms(binding.scope)
    writes = [
        write
        for write in binding.writes
        if (write.scope.function is not function or write.end <= node.start_byte)
        and not _apart(write.scope.arms(binding.scope), around)
    ]
    return sorted(writes, key=lambda write: write.scope.function is function)


def _apart(arms: Sequence[Scope], around: Sequence[Scope]) -> bool:
    """Whether two places lie in different branches of one construct."""
    common = flow.common(arms, around)
    if common == min(len(arms), len(around)):
        return False
    first, second = arms[common].arm, around[common].arm
    return first is not None and second is not None and first.construct == second.construct


def defined(ev: Evaluator, binding: Binding) -> Value:
    """What a name stands for once all that is written to it has happened."""
    node = binding.node
    if node is None:
        return flow.value_of(ev, binding, binding.writes)
    if binding.kind == "class":
        return expressions.class_value(ev, node, binding.scope)
    if binding.kind == "enum":
        return expressions.enum(ev, node, binding.scope)
    return ev.returned(node) if nodes.has_keyword(node, "get") else ev.function(node)


# --- members ------------------------------------------------------------------------------------------------------


def _member(ev: Evaluator, node: Node, scope: Scope) -> Value:
    of, key = nodes.field(node, "object"), nodes.property_name(node, ev.syntax)
    if of is None or key is None:
        return ev.hole("a computed member", node)
    found = environment.read(ev, node, scope) or page.read(ev, of, key, node, scope)
    found = found or storage.read(ev, of, key, node, scope) or global_names.read(ev, of, key, node, scope)
    if found is not None:
        return found
    if of.type == "this":
        return _own(ev, key, node, scope)
    if key in {"value", "current"} and calls.is_box(ev, of, scope):
        return ev.value(of, scope)
    return member(ev, ev.value(of, scope), key, node)


def _own(ev: Evaluator, key: str, node: Node, scope: Scope) -> Value:
    this = scope.this
    if this is None:
        return ev.hole("a member of an object", node)
    binding = this.bindings.get(key)
    if binding is not None and binding.writes and binding.node is None:
        return refer(ev, binding, node, scope)
    if binding is not None:
        ev.want(binding)
    return Name(f"{this.prefix}{key}", "", ev.at(node))


def member(ev: Evaluator, value: Value, key: str, node: Node) -> Value:
    """A member of a value by its key."""
    if is_url(ev.deref(value)):
        part = urls.part(value, key, ev.at(node))
        return Member(value, key, ev.at(node)) if part is None else part
    if isinstance(value, Hole):
        return Hole(value.reason, ev.at(node))
    return Member(value, key, ev.at(node))


def _this(ev: Evaluator, node: Node, scope: Scope) -> Value:
    this = scope.this
    return Name(this.prefix.rstrip("."), "", ev.at(node)) if this is not None else ev.hole("an object", node)


# --- destructuring --------------------------------------------------------------------------------------------------


def taken(ev: Evaluator, source: Node, path: tuple[Step, ...], scope: Scope) -> Value | None:
    """What a pattern takes out of the environment, the page's location, a module or a state hook."""
    source, step = nodes.unwrap(source), path[0]
    if len(path) != 1 or step.key is None:
        return None
    value: Value | None = None
    way = environment.way(ev, source, scope)
    if way is not None:
        value = EnvRead(step.key, way, ev.at(step.at))
    elif page.is_location(ev, source, scope):
        value = page.part(step.key, ev.at(step.at))
    else:
        specifier = imports.required(source, ev.syntax)
        if specifier is not None:
            value = Name(step.key, specifier, ev.at(step.at))
        elif step.key == "0":
            value = calls.state(ev, source, scope)
    return None if value is None else _defaulted(ev, value, step, scope)


def project(ev: Evaluator, value: Value, write: Write) -> Value:
    """What a destructuring pattern takes out of a value."""
    for step in write.path:
        if step.key is None:
            return ev.hole("the rest of an object", step.at)
        value = _defaulted(ev, member(ev, value, step.key, step.at), step, write.scope)
    return value


def _defaulted(ev: Evaluator, value: Value, step: Step, scope: Scope) -> Value:
    if step.default is None:
        return value
    return Either((value, ev.value(step.default, scope)), "missing", ev.at(step.at))


HANDLERS: dict[str, Callable[[Evaluator, Node, Scope], Value]] = {
    "identifier": _identifier,
    "shorthand_property_identifier": _identifier,
    "member_expression": _member,
    "subscript_expression": _member,
    "this": _this,
}
