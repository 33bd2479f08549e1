"""Calls of functions that projects use on configuration, as values; any other call stays a `Call`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.readers.python import combine, environment, methods, nodes, paths
from envlint.readers.python.plain import plain
from envlint.values import (
    Call,
    Decode,
    Each,
    Entry,
    Function,
    Many,
    Member,
    Parameter,
    Record,
    Replace,
    Resolve,
    Spread,
    Stringify,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.readers.python.nodes import Arguments

    Handler = Callable[[Code, Node, Arguments, Place], Value | None]


def call(code: Code, node: Node, place: Place) -> Value:
    """A call, by the function or method that is called."""
    function = nodes.field(node, "function")
    if function is None:
        return code.hole(node, "a call that is not followed")
    name = code.canonical(function, place.scope)
    found = environment.read(code, node, function, name, place)
    if found is not None:
        return found
    given = nodes.arguments(node)
    handler = _FUNCTIONS.get(name)
    if handler is not None:
        value = handler(code, node, given, place)
    elif name:
        value = code.made(node, name, place)
    else:
        value = None
    if value is None and function.type == "attribute":
        value = methods.method(code, node, function, given, place)
    return value if value is not None else plain(code, node, place)


def _first(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    """`int(x)`, `list(xs)`, `sorted(xs)`: the same value for our purpose."""
    if given.positional:
        return code.value(given.positional[0], place)
    return Many((), code.at(node)) if nodes.last_name(node) in ("list", "tuple", "set") else None


def _second(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:  # noqa: ARG001 - a handler
    return code.value(given.positional[1], place) if len(given.positional) > 1 else None


def _string(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if not given.positional:
        return None
    value = code.value(given.positional[0], place)
    return value if isinstance(value, Text) else Stringify(value, code.at(node))


def _decode(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    return Decode(code.value(given.positional[0], place), code.at(node)) if given.positional else None


def _resolve(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    base, reference = given.get(0, "base"), given.get(1, "url")
    if base is None or reference is None:
        return None
    return Resolve(code.value(reference, place), code.value(base, place), code.at(node))


def _path(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if not given.positional or given.lists:
        return None
    return paths.join([paths.known(code, code.value(one, place)) for one in given.positional], code.at(node))


def _directory(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if not given.positional:
        return None
    return paths.parent(paths.known(code, code.value(given.positional[0], place)), code.at(node))


def _here(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:  # noqa: ARG001 - a handler
    return Text(".", code.at(node))


def _record(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    entries: list[Entry | Spread] = [
        Spread(code.value(one, place), code.at(one)) for one in (*given.positional, *given.records)
    ]
    entries.extend(Entry(key, code.value(one, place), code.at(one)) for key, one in given.keywords.items())
    return Record(tuple(entries), code.at(node))


def _map(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if len(given.positional) != 2:
        return None
    function, source = given.positional
    of = code.value(source, place)
    return Each(of, _function(code, function, place), code.at(node))


def _filter(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if len(given.positional) != 2:
        return None
    at = code.at(node)
    same = Function(("item",), Parameter("item", at), at)
    return Each(code.value(given.positional[1], place), same, at, filtered=True)


def _function(code: Code, node: Node, place: Place) -> Value:
    """`str.strip`, `str` or any other callable as a function of one parameter."""
    name, at = code.canonical(node, place.scope), code.at(node)
    item = Parameter("item", at)
    if name == "str":
        return Function(("item",), Stringify(item, at), at)
    if name.startswith("str."):
        made = methods.on_text(item, name.removeprefix("str."), (), at)
        return Function(("item",), made, at) if made is not None else code.hole(node, "a method of str")
    return code.value(node, place)


def _substitute(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    if len(given.positional) < 3:
        return None
    old, new = nodes.string(given.positional[0]), nodes.string(given.positional[1])
    if old is None or new is None or not _is_pattern(old):
        return code.hole(node, "a substitution that is not literal")
    of = code.value(given.positional[2], place)
    return Replace(of, old, new, code.at(node), pattern=True, every=True)


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _getattr(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    name = nodes.string(given.get(1))
    if name is None:
        return None
    value = Member(code.value(given.positional[0], place), name, code.at(node))
    if len(given.positional) < 3:
        return value
    return combine.either((value, code.value(given.positional[2], place)), "missing", code.at(node))


def _depends(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    """`Depends(f)` gives what `f()` returns."""
    dependency = given.get(0, "dependency")
    return Call(code.value(dependency, place), (), code.at(node)) if dependency is not None else None


def _default(code: Code, node: Node, given: Arguments, place: Place) -> Value | None:
    """`Field(default)`, `field(default_factory=f)`: what an attribute is unless it is set."""
    default = given.get(0, "default")
    if default is not None:
        missing = default.type == "ellipsis"
        return code.hole(node, "a field without a default") if missing else code.value(default, place)
    factory = given.get(None, "default_factory")
    if factory is None:
        return code.hole(node, "a field without a default")
    made = code.value(factory, place)
    if code.canonical(factory, place.scope) in ("list", "tuple", "set"):
        return Many((), code.at(factory))
    return made.returns if isinstance(made, Function) else Call(made, (), code.at(factory))


_FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(("int", "float", "bool", "list", "tuple", "set", "frozenset", "sorted", "reversed"), _first),
    **dict.fromkeys(("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser"), _first),
    **dict.fromkeys(("os.fspath", "dict.fromkeys", "copy.copy", "copy.deepcopy", "re.compile"), _first),
    **dict.fromkeys(("typing.cast", "typing_extensions.cast"), _second),
    **dict.fromkeys(("json.loads", "orjson.loads", "ujson.loads", "ast.literal_eval"), _decode),
    **dict.fromkeys(("fastapi.Depends", "fastapi.Security", "fastapi.params.Depends"), _depends),
    **dict.fromkeys(("pydantic.Field", "pydantic.fields.Field", "dataclasses.field"), _default),
    **dict.fromkeys(("pathlib.Path", "pathlib.PurePath", "os.path.join"), _path),
    **dict.fromkeys(("os.getcwd", "pathlib.Path.cwd"), _here),
    "str": _string,
    "urllib.parse.urljoin": _resolve,
    "os.path.dirname": _directory,
    "dict": _record,
    "map": _map,
    "filter": _filter,
    "re.sub": _substitute,
    "getattr": _getattr,
}
