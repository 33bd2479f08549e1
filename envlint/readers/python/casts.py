"""How libraries that read environment variables turn the text into a value, by the type that they are told.

python-decouple 3.8 casts the default as well (https://github.com/HBNetwork/python-decouple#how-does-it-work);
django-environ 0.12 (https://django-environ.readthedocs.io/en/latest/types.html) and environs 14 give it as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.records import record
from envlint.values import Call, Each, Flag, Function, Many, Nothing, Parameter, Split, Strip, Truth, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code, Place

LISTS = frozenset({"list", "tuple", "set", "csv"})
TYPES = frozenset({"str", "int", "float", "bool", "url", "path", "port", "log_level", "enum", "json", "get_value"})
_LIST_CASTS = LISTS | {"Csv", "CommaSeparatedStrings"}
_TRUE = ("true", "on", "ok", "y", "yes", "1", "t")


@record
class Cast:
    """What is made of a text: nothing, a list between commas, a switch, or what a function makes of it."""

    kind: str
    function: Value | None = None

    def of(self, value: Value, at: Location) -> Value:
        """The value behind the cast; a list or a switch is one already."""
        if isinstance(value, (Flag, Many, Nothing)):
            return value
        if self.kind == "list":
            item = Function(("item",), Strip(Parameter("item", at), "", at), at)
            return Each(Split(value, ",", at), item, at, filtered=True)
        if self.kind == "bool":
            return Truth(value, _TRUE, at)
        return Call(self.function, (value,), at) if self.function is not None else value


def cast_of(code: Code, node: Node | None, method: str, place: Place) -> Cast:
    """The cast that a method (`env.list`) or an argument (`cast=bool`, `cast=Csv()`, `cast=lambda v: ...`) names."""
    name = nodes.last_name(node) or method
    if name in _LIST_CASTS or (node is not None and node.type == "list"):
        return Cast("list")
    if name == "bool":
        return Cast("bool")
    return Cast("", code.value(node, place)) if node is not None and node.type == "lambda" else Cast("")


def declared(made: Value | None, name: str) -> tuple[Cast, Value] | None:
    """The cast and the default that `environ.Env(DEBUG=(bool, False))` gives a variable."""
    pair = dict(made.keywords).get(name) if isinstance(made, Call) else None
    if not isinstance(pair, Many) or len(pair.items) != 2:
        return None
    kind, default = pair.items[0].at.text, pair.items[1]
    return Cast("list" if kind in LISTS else "bool" if kind == "bool" else ""), default
