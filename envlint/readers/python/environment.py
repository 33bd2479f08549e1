"""Reads of environment variables: `os`, python-decouple, django-environ, environs and Starlette's `Config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import EnvUse
from envlint.readers.python import combine, nodes
from envlint.readers.python.code import Place, maker
from envlint.values import Each, Either, EnvRead, Function, Nothing, Parameter, Split, Strip, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code

OS = frozenset({"os.getenv", "os.environ.get"})
_READERS = frozenset(
    {
        "decouple.config",
        "environ.Env",
        "environs.Env",
        "environs.EnvParser",
        "decouple.Config",
        "decouple.AutoConfig",
        "starlette.config.Config",
    }
)
_LISTS = frozenset({"list", "tuple", "set", "csv"})
_LIST_CASTS = frozenset({"Csv", "CommaSeparatedStrings", "list"})
_TYPES = frozenset({"str", "int", "float", "bool", "url", "path", "port", "log_level", "enum", "json", "get_value"})


def read(code: Code, call: Node, place: Place) -> Value | None:
    """What a call that reads an environment variable may be; None for every other call."""
    function = nodes.field(call, "function")
    if function is None:
        return None
    name = code.canonical(function, place.scope)
    given = nodes.arguments(call)
    if name in OS:
        return _with_default(code, call, place, given.get(1, "default"))
    if name != "decouple.config" and not _is_reader(code, function, place):
        return None
    method = nodes.last_name(function) if function.type == "attribute" else ""
    cast = nodes.last_name(given.get(None, "cast", "subcast"))
    lists = method in _LISTS or cast in _LIST_CASTS
    return _with_default(code, call, place, given.get(1 if method else None, "default"), lists=lists)


def _is_reader(code: Code, function: Node, place: Place) -> bool:
    """`env(...)` and `env.list(...)` where `env` is made by one of the libraries."""
    holder: Node | None = function
    if function.type == "attribute":
        if nodes.last_name(function) not in _LISTS | _TYPES:
            return False
        holder = nodes.field(function, "object")
    if holder is None or holder.type != "identifier":
        return False
    return maker(code, code.value(holder, place)) in _READERS or code.canonical(holder, place.scope) == "environs.env"


def _with_default(code: Code, call: Node, place: Place, default: Node | None, *, lists: bool = False) -> Value:
    at = code.at(call)
    name = nodes.string(nodes.arguments(call).get(0, "key", "var", "name"))
    if not name:
        return code.hole(call, "an environment variable whose name is not literal")
    value: Value = EnvRead(name, "os.environ", at)
    if lists:
        item = Function(("item",), Strip(Parameter("item", at), "", at), at)
        value = Each(Split(value, ",", at), item, at, filtered=True)
    fallback = code.optional(default, place)
    if fallback is None or isinstance(fallback, Nothing):
        return value
    return combine.either((value, fallback), "missing", at)


def uses(code: Code) -> Iterator[EnvUse]:
    """Every read of a variable by a call or by `os.environ["X"]`."""
    for scope in code.module.all():
        for call in scope.calls:
            value = read(code, call, Place(scope))
            name = _first_read(value)
            if name:
                yield EnvUse(name, "os.environ", code.at(call), guarded=_has_default(call) or _is_guarded(call))
    for node in nodes.descend(code.module.node):
        of = nodes.field(node, "value") if node.type == "subscript" else None
        if of is not None and nodes.text(of).rpartition(".")[2] == "environ" and not _is_written(node):
            value = code.value(node, Place(code.module))
            if isinstance(value, EnvRead):
                yield EnvUse(value.name, "os.environ", value.at, guarded=_is_guarded(node))


def _first_read(value: Value | None) -> str:
    while value is not None and not isinstance(value, EnvRead):
        if isinstance(value, (Each, Split)):
            value = value.of
        elif isinstance(value, Either):
            value = value.options[0]
        else:
            return ""
    return value.name if value is not None else ""


def _has_default(call: Node) -> bool:
    given = nodes.arguments(call)
    default = given.get(1, "default")
    return default is not None and default.type != "none"


def _is_guarded(node: Node) -> bool:
    """Whether a fallback or a condition stands around the read in its own statement."""
    parent = node.parent
    while parent is not None and not parent.type.endswith(("_statement", "assignment", "block", "module")):
        if parent.type in ("boolean_operator", "conditional_expression", "not_operator", "comparison_operator"):
            return True
        parent = parent.parent
    return parent is not None and parent.type in ("if_statement", "while_statement")


def _is_written(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type == "delete_statement":
        return True
    left = nodes.field(parent, "left") if parent.type in ("assignment", "augmented_assignment") else None
    return left is not None and left.id == node.id
