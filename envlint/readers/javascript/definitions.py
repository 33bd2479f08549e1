"""The names that a script offers: what it declares, what it exports, and the locals that something refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import WHOLE, Definition, StarExport
from envlint.readers.javascript import global_names, imports, nodes
from envlint.values import Entry, Name, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_NOT_DEFINED = frozenset({"import", "opaque", "parameter"})
_EXPORTS = "exports"


def defined(ev: Evaluator) -> Iterator[Definition]:
    """The definitions of the module and its classes, then of every local that a value refers to."""
    for binding in ev.script.bindings:
        if binding.kind == "member" or binding.scope is ev.script.module:
            ev.want(binding)
    for binding in ev.wanted():
        if binding.kind not in _NOT_DEFINED:
            yield Definition(binding.qualified, ev.definition(binding), ev.at(binding.at))


def exported(ev: Evaluator) -> Iterator[Definition | StarExport]:
    """What export statements and CommonJS assignments add to the declared names."""
    for node in ev.script.exports:
        yield from _statement(ev, node)
    for node, scope in ev.script.assignments:
        yield from _assignment(ev, node, scope)
    yield from global_names.definitions(ev)


def _statement(ev: Evaluator, node: Node) -> Iterator[Definition | StarExport]:
    module = imports.source(node, ev.syntax)
    if nodes.has_keyword(node, "type"):
        return
    if module and nodes.has_keyword(node, "*"):
        yield StarExport(module, ev.at(node))
    for child in node.named_children:
        if child.type == "namespace_export" and child.named_children:
            yield Definition(ev.text(child.named_children[0]), Name("*", module, ev.at(child)), ev.at(child))
        for specifier in child.named_children if child.type == "export_clause" else ():
            yield from _specifier(ev, specifier, module)
    yield from _default(ev, node)


def _specifier(ev: Evaluator, node: Node, module: str) -> Iterator[Definition]:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    if name is None or nodes.has_keyword(node, "type"):
        return
    exported_as = alias or name
    at = ev.at(exported_as)
    if module:
        yield Definition(ev.text(exported_as), Name(ev.text(name), module, ev.at(name)), at)
        return
    binding = ev.script.module.bindings.get(ev.text(name))
    if binding is not None and (alias is not None or binding.kind == "import"):
        yield Definition(ev.text(exported_as), ev.value(name, ev.script.module), at)


def _default(ev: Evaluator, node: Node) -> Iterator[Definition]:
    value = node.child_by_field_name("value")
    if nodes.has_keyword(node, "default"):
        declaration = node.child_by_field_name("declaration")
        name = None if declaration is None else declaration.child_by_field_name("name")
        if value is not None:
            yield Definition("default", ev.value(value, ev.script.module), ev.at(value))
        elif name is not None:
            yield Definition("default", Name(ev.text(name), "", ev.at(name)), ev.at(name))
    elif nodes.has_keyword(node, "=") and node.named_children:
        yield from _whole(ev, node.named_children[-1], ev.script.module)


def _assignment(ev: Evaluator, node: Node, scope: Scope) -> Iterator[Definition]:
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None or scope.find("module") is not None or scope.find(_EXPORTS) is not None:
        return
    of, _, key = ev.text(left).rpartition(".")
    if (of, key) == ("module", _EXPORTS):
        yield from _whole(ev, right, scope)
    elif of in {_EXPORTS, WHOLE} and key not in ev.script.module.bindings:
        yield Definition(key, ev.value(right, scope), ev.at(left))


def _whole(ev: Evaluator, node: Node, scope: Scope) -> Iterator[Definition]:
    """`module.exports = x`: the default, and the entries of an object as members of the module."""
    value: Value = ev.value(node, scope)
    at = ev.at(node)
    yield Definition("default", value, at)
    yield Definition(WHOLE, value, at)
    record = ev.deref(value)
    for entry in record.entries if isinstance(record, Record) else ():
        if isinstance(entry, Entry) and entry.key not in ev.script.module.bindings:
            yield Definition(entry.key, entry.value, entry.at)
