"""Methods of strings, lists and dictionaries as values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.readers.python import combine, formats, names, nodes, paths
from envlint.readers.python.plain import plain
from envlint.values import Decode, Member, Name, Replace, Split, Strip, Text, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code, Place
    from envlint.readers.python.nodes import Arguments

_SIDES = {"strip": "both", "lstrip": "left", "rstrip": "right"}
_SAME = frozenset({"copy", "unicode_string", "get_secret_value"})


def method(code: Code, node: Node, function: Node, given: Arguments, place: Place) -> Value | None:
    """What a method call gives; None where the method is not one of these.

    What the method is called on is followed once only: a long chain of calls would double the work with every link.
    """
    name, holder = nodes.last_name(function), nodes.field(function, "object")
    if holder is None or name not in _NAMES:
        return None
    if names.instance_of(holder, place) is not None:
        return None
    of = code.value(holder, place)
    found = None if _is_module(of) else _followed(code, node, of, name, given, place)
    return found if found is not None else plain(code, node, place, Member(of, name, code.at(function)))


def _is_module(of: Value) -> bool:
    return isinstance(of, Name) and of.name == "*"


def _followed(code: Code, node: Node, of: Value, name: str, given: Arguments, place: Place) -> Value | None:
    if name == "format":
        return _format(code, of, given, place, code.at(node))
    if name in paths.SAME:
        return of if isinstance(of, Text) else None
    if name == "joinpath":
        return paths.join([of, *(code.value(one, place) for one in given.positional)], code.at(node))
    if name == "get":
        return _get(code, node, of, given, place)
    literals = tuple(nodes.string(one) for one in given.positional)
    return on_text(of, name, literals, code.at(node))


_NAMES = frozenset(
    {"split", "replace", "removeprefix", "removesuffix", "splitlines", "format", "joinpath", "get"}
    | _SIDES.keys()
    | _SAME
    | paths.SAME
)


def on_text(of: Value, name: str, arguments: tuple[str | None, ...], at: Location) -> Value | None:
    """A method of `str` with literal arguments; None where it is not followed."""
    if name in _SAME:
        return of
    if None in arguments:
        return None
    literal = [argument for argument in arguments if argument is not None]
    first = literal[0] if literal else ""
    if name == "strip":
        return Strip(of, first, at)
    if name in ("lstrip", "rstrip"):
        return Strip(of, first, at, "left" if name == "lstrip" else "right")
    if name in ("split", "splitlines"):
        return Split(of, first or ("\n" if name == "splitlines" else " "), at)
    if name == "replace" and len(literal) == 2:
        return Replace(of, first, literal[1], at, every=True)
    if name in ("removeprefix", "removesuffix") and literal:
        pattern = f"^{re.escape(first)}" if name == "removeprefix" else f"{re.escape(first)}$"
        return Replace(of, pattern, "", at, pattern=True)
    return None


def _format(code: Code, of: Value, given: Arguments, place: Place, at: Location) -> Value | None:
    if not isinstance(of, Text) or given.lists or given.records:
        return None
    keywords = {key: code.value(one, place) for key, one in given.keywords.items()}
    return formats.braces(of, [code.value(one, place) for one in given.positional], keywords, at)


def _get(code: Code, node: Node, of: Value, given: Arguments, place: Place) -> Value | None:
    key = nodes.string(given.get(0))
    if key is None or isinstance(of, Decode) or not given.positional:
        return None
    value, default = Member(of, key, code.at(node)), given.get(1)
    if default is None:
        return value
    return combine.either((value, code.value(default, place)), "missing", code.at(node))
