"""Reads of environment variables: `os`, python-decouple, django-environ, environs and Starlette's `Config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import EnvUse
from envlint.readers.python import combine, nodes
from envlint.readers.python.casts import LISTS, TYPES, Cast, cast_of, declared
from envlint.readers.python.code import Place, maker
from envlint.values import Call, Each, Either, EnvRead, Nothing, Split, Truth, Value

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
_PACKAGES = frozenset(name.partition(".")[0] for name in _READERS)
_CASTING = "decouple."
"""Whose readers cast the default as well."""


def read(code: Code, call: Node, function: Node, name: str, place: Place) -> Value | None:
    """What a call that reads an environment variable may be; None for every other call.

    `function` is what is called, and `name` its dotted name (see `Code.canonical`).
    """
    if name in OS:
        return _with_default(code, call, place, nodes.arguments(call).get(1, "default"))
    if name != "decouple.config" and not _is_reader(code, function, place):
        return None
    return _by_library(code, call, function, place)


def _is_reader(code: Code, function: Node, place: Place) -> bool:
    """`env(...)` and `env.list(...)` where `env` is made by one of the libraries."""
    if code.packages.isdisjoint(_PACKAGES):
        return False
    holder: Node | None = function
    if function.type == "attribute":
        if nodes.last_name(function) not in LISTS | TYPES:
            return False
        holder = nodes.field(function, "object")
    if holder is None or holder.type != "identifier":
        return False
    return maker(code, code.value(holder, place)) in _READERS or code.canonical(holder, place.scope) == "environs.env"


def _by_library(code: Code, call: Node, function: Node, place: Place) -> Value:
    """A read through a library, which makes a list, a switch or something else of the text."""
    given = nodes.arguments(call)
    method = nodes.last_name(function) if function.type == "attribute" else ""
    made = None if method else code.known(code.value(function, place))
    positional = 1 if method or maker(code, made).startswith("environs.") else None
    known = declared(made, nodes.string(given.get(0)) or "")
    if known is not None and given.get(positional, "default", "cast") is None:
        return _made(code, call, *known)
    cast = cast_of(code, given.get(None, "cast", "subcast"), method, place)
    default = code.optional(given.get(positional, "default"), place)
    casting = code.canonical(function, place.scope).startswith(_CASTING) or maker(code, made).startswith(_CASTING)
    return _made(code, call, cast, cast.of(default, code.at(call)) if default is not None and casting else default)


def _with_default(code: Code, call: Node, place: Place, default: Node | None) -> Value:
    return _made(code, call, Cast(""), code.optional(default, place))


def _made(code: Code, call: Node, cast: Cast, default: Value | None) -> Value:
    at = code.at(call)
    name = nodes.string(nodes.arguments(call).get(0, "key", "var", "name"))
    if not name:
        return code.hole(call, "an environment variable whose name is not literal")
    value = cast.of(EnvRead(name, "os.environ", at), at)
    if default is None or isinstance(default, Nothing):
        return value
    return combine.either((value, default), "missing", at)


def uses(code: Code) -> Iterator[EnvUse]:
    """Every read of a variable by a call or by `os.environ["X"]`."""
    for called in code.calls:
        call, place = called.node, Place(called.scope)
        value = read(code, call, called.function, called.name, place)
        name = _first_read(value)
        if name:
            guarded = _has_default(call) or _is_guarded(call)
            needed = not guarded and not isinstance(value, Either) and _is_needed(code, call, place)
            yield EnvUse(name, "os.environ", code.at(call), guarded, needed)
    for node in nodes.descend(code.module.node) if code.mentions("environ") else ():
        of = nodes.field(node, "value") if node.type == "subscript" else None
        if of is not None and nodes.text(of).rpartition(".")[2] == "environ" and not _is_written(node):
            value = code.value(node, Place(code.module))
            if isinstance(value, EnvRead):
                guarded = _is_guarded(node)
                yield EnvUse(value.name, "os.environ", value.at, guarded, not guarded and not _is_caught(node))


def _first_read(value: Value | None) -> str:
    while value is not None and not isinstance(value, EnvRead):
        if isinstance(value, (Each, Split, Truth)):
            value = value.of
        elif isinstance(value, Call):
            value = next(iter(value.arguments), None)
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


def _is_needed(code: Code, call: Node, place: Place) -> bool:
    """Whether a read without a default raises by itself, or what stands around it cannot do with `None`."""
    function = nodes.field(call, "function")
    if function is None or _is_caught(call) or nodes.arguments(call).get(None, "default") is not None:
        return False
    if code.canonical(function, place.scope) not in OS:
        return True
    parent = call.parent
    if parent is None:
        return False
    if parent.type in ("interpolation", "binary_operator"):
        return True
    outer = parent.parent if parent.type == "argument_list" else None
    name = nodes.field(outer, "function") if outer is not None and outer.type == "call" else None
    return name is not None and nodes.text(name) in ("int", "float", "json.loads")


def _is_caught(node: Node) -> bool:
    """Whether a read stands in the body of a `try`, where its failure may be expected."""
    child, parent = node, node.parent
    while parent is not None:
        if parent.type == "try_statement" and nodes.field(parent, "body") == child:
            return True
        child, parent = parent, parent.parent
    return False


def _is_written(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type == "delete_statement":
        return True
    left = nodes.field(parent, "left") if parent.type in ("assignment", "augmented_assignment") else None
    return left is not None and left.id == node.id
