"""Names, attributes and items as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import combine, nodes, parameters, paths
from envlint.values import Entry, EnvRead, Many, Member, Name, Parameter, Record, Text, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code, Place
    from envlint.readers.python.scopes import Scope


def identifier(code: Code, node: Node, place: Place) -> Value:
    """A name, by what it is bound to."""
    name, at = nodes.text(node), code.at(node)
    if name in place.bound:
        bound = place.bound[name]
        return Parameter(name, at, bound.default) if isinstance(bound, Parameter) else bound
    owner = place.scope.owner(name)
    if owner is None:
        return _unbound(code, node, name)
    imported = owner.imported(name)
    if imported is not None:
        return Name(imported.name, imported.module, at)
    if name in owner.parameters and owner.bindings[name] == 1:
        return _parameter(code, node, name, owner)
    return Name(owner.qualified(name), "", at)


def _unbound(code: Code, node: Node, name: str) -> Value:
    if name == "__file__":
        return Text(f"/{code.syntax.source.path.lstrip('/')}", code.at(node))
    if code.module.stars:
        return Name(name, "", code.at(node))
    return code.hole(node, f"`{name}` is not defined in this file")


def starred(scope: Scope, name: str, at: Location) -> Value | None:
    """What a name of the module is before the module itself writes it: what its star imports bring, the last first."""
    stars = ["".join(nodes.text(star).split()) for star in reversed(scope.stars)] if scope.kind == "module" else []
    return combine.either([Name(name, star, at, optional=True) for star in stars], "missing", at) if stars else None


def _parameter(code: Code, node: Node, name: str, owner: Scope) -> Value:
    around = owner.owner_class
    if around is not None and name == owner.instance:
        marks = {nodes.last_name(mark) for mark in nodes.decorators(owner.node)}
        return Name(around.name, "", code.at(node)) if "classmethod" in marks else code.hole(node, "an instance")
    return parameters.value(code, owner, name, code.at(node))


def attribute(code: Code, node: Node, place: Place) -> Value:
    """`a.b`: an attribute of the instance (`self.b` is `Cls.b`), of an imported module, or of any other value."""
    of, key = nodes.field(node, "object"), nodes.field(node, "attribute")
    if of is None or key is None:
        return code.hole(node, "an attribute that is not followed")
    name = nodes.text(key)
    holder = instance_of(of, place)
    if holder is not None:
        return Name(holder.qualified(name), "", code.at(node))
    module = _module(code, node, place)
    if module is not None:
        return module
    value = code.value(of, place)
    folded = paths.attribute(paths.known(code, value), name, code.at(node))
    return folded if folded is not None else Member(value, name, code.at(node))


def instance_of(node: Node, place: Place) -> Scope | None:
    """The class whose instance (or which itself) `self` or `cls` is at this place."""
    if node.type != "identifier" or nodes.text(node) in place.bound:
        return None
    name = nodes.text(node)
    owner = place.scope.owner(name)
    if owner is None or owner.bindings[name] != 1 or name != owner.instance:
        return None
    return owner.owner_class


def _module(code: Code, node: Node, place: Place) -> Value | None:
    """`app.api.chat` after `import app.api.chat`: the module with the longest name that fits."""
    written = nodes.text(node)
    head = written.split(".", 1)[0]
    if not written.replace(".", "").isidentifier():
        return None
    owner = place.scope.owner(head)
    return Name("*", written, code.at(node)) if owner is not None and written in owner.modules else None


def subscript(code: Code, node: Node, place: Place) -> Value:
    """`a["key"]`, `a[0]`, `os.environ["X"]`."""
    of, keys = nodes.field(node, "value"), node.children_by_field_name("subscript")
    if of is None or len(keys) != 1:
        return code.hole(node, "an item that is not followed")
    key = nodes.string(keys[0])
    if key is None and keys[0].type == "integer":
        key = nodes.number(keys[0])
    if key is not None and code.canonical(of, place.scope) == "os.environ":
        return EnvRead(key, "os.environ", code.at(node))
    value = code.value(of, place)
    if keys[0].type == "slice" and not nodes.children(keys[0]):
        return value
    if key is None:
        return code.hole(node, "an item whose key is not literal")
    return _item(value, key) or paths.item(value, key, code.at(node)) or Member(value, key, code.at(node))


def _item(value: Value, key: str) -> Value | None:
    """An item of a list or record that is written here."""
    if isinstance(value, Many) and key.isdigit() and int(key) < len(value.items):
        return value.items[int(key)]
    if isinstance(value, Record):
        return next((entry.value for entry in value.entries if isinstance(entry, Entry) and entry.key == key), None)
    return None
