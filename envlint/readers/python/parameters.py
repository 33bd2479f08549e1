"""Parameters of functions, and what they are where nobody binds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.values import Call, Hole, Parameter, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_INSTANCES = ("Settings", "Config", "Configuration")
"""Endings of class names whose instances are alike enough to stand for a parameter of that type."""


def value(code: Code, owner: Scope, name: str, at: Location) -> Parameter:
    """A parameter with its default.

    That is the one written, what `Depends(f)` gives, an instance of its settings class, or the application that a call
    in the same file hands over.
    """
    key = (owner.name, name)
    if key not in code.defaults:
        code.defaults[key] = None
        code.defaults[key] = _default(code, owner, name)
    default = code.defaults[key]
    return Parameter(name, at, code.handed.get(key) if default is None else default)


def _default(code: Code, owner: Scope, name: str) -> Value | None:
    node = owner.parameters[name]
    outside = Place(owner.parent) if owner.parent is not None else Place(owner)
    given = nodes.field(node, "value")
    default = code.optional(given, outside) if given is not None else _annotated(code, node, outside)
    return None if isinstance(default, Hole) else default


def _annotated(code: Code, node: Node, place: Place) -> Value | None:
    annotation = nodes.field(node, "type")
    if annotation is None:
        return None
    for call in nodes.descend(annotation):
        if call.type == "call" and nodes.last_name(call) in ("Depends", "Security"):
            return code.value(call, place)
    written = nodes.children(annotation)
    if written and nodes.last_name(written[0]).endswith(_INSTANCES):
        return Call(code.value(written[0], place), (), code.at(written[0]))
    return None


def names(owner: Scope) -> tuple[str, ...]:
    """The parameters that a caller passes, without `self` and without `*args` and `**kw`."""
    plain = (name for name, node in owner.parameters.items() if not node.type.endswith("splat_pattern"))
    return tuple(name for name in plain if name != owner.instance)
