"""Applications and routers of FastAPI and Starlette as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.values import Router, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place

_APPLICATIONS = {"FastAPI": "fastapi", "Starlette": "starlette"}


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """The router that a call of an imported class makes; a middleware around an application is that application."""
    module, _, last = name.rpartition(".")
    if last in _APPLICATIONS:
        return _router(code, call, "application", _APPLICATIONS[last], place)
    if last == "APIRouter":
        return _router(code, call, "router", "fastapi", place)
    if name == "starlette.routing.Router":
        return _router(code, call, "router", "starlette", place)
    if last in ("StaticFiles", "SPAStaticFiles") and module:
        return _router(code, call, "static", "starlette", place)
    wrapped = inside(call, name)
    return code.value(wrapped, place) if wrapped is not None else None


def inside(call: Node, name: str) -> Node | None:
    """The application that an ASGI middleware is wrapped around."""
    last = name.rpartition(".")[2]
    if not last.endswith("Middleware") or last == "Middleware":
        return None
    found = nodes.arguments(call).get(0, "app")
    return found if found is not None and found.type in ("identifier", "call", "attribute") else None


def _router(code: Code, call: Node, kind: str, framework: str, place: Place) -> Router | None:
    function = nodes.field(call, "function")
    if function is None:
        return None
    given = nodes.arguments(call)
    routes = given.get(1, "routes") if framework == "starlette" and kind == "application" else given.get(None, "routes")
    if framework == "starlette" and kind == "router":
        routes = given.get(0, "routes")
    return Router(
        "application" if kind == "application" else "router" if kind == "router" else "static",
        framework,
        code.optional(given.get(None, "prefix"), place),
        code.at(function),
        code.optional(given.get(None, "root_path"), place),
        code.optional(routes, place),
        code.optional(given.get(None, "middleware"), place),
    )
