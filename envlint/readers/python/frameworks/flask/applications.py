"""Applications and blueprints of Flask and Quart as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.values import THE_APPLICATION, Hole, Router

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.values import Value

NAMES = frozenset({"flask", "quart"})
"""The names under which applications and routers of this package are known."""

_EXTENSIONS = frozenset(
    {
        *("flask_sock.Sock", "flask_sockets.Sockets", "flask_restful.Api", "flask_restx.Api", "flask_smorest.Api"),
        *("flask_restplus.Api", "flask_openapi3.OpenAPI"),
    }
)
"""Objects that add routes to the application that they are made with."""


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """An application or blueprint; an extension that only adds routes to an application is that application."""
    library, _, last = name.partition(".")
    function = nodes.field(call, "function")
    if function is None:
        return None
    given = nodes.arguments(call)
    if library in NAMES and last in ("Flask", "Quart"):
        return Router("application", library, None, code.at(function))
    if library in NAMES and last == "Blueprint":
        return Router("router", library, code.optional(given.get(None, "url_prefix"), place), code.at(function))
    if name in _EXTENSIONS:
        wrapped = given.get(0, "app")  # else `init_app` gives it one later
        if given.get(None, "prefix", "doc_prefix") is not None:
            return Hole("an extension with a prefix", code.at(call))
        return code.value(wrapped, place) if wrapped is not None else Hole(THE_APPLICATION, code.at(call))
    return None
