"""Applications and tables of routes of aiohttp as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.values import Name, Router

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value

FRAMEWORK = "aiohttp"

_KINDS = {"Application": "application", "RouteTableDef": "router"}


def web_name(code: Code, node: Node, scope: Scope) -> str:
    """The name that something has in `aiohttp.web`; empty for everything else."""
    module, _, name = code.canonical(node, scope).rpartition(".")
    return name if module == "aiohttp.web" or module.startswith("aiohttp.web_") else ""


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """An application or a table of routes; a runner is the application that it runs."""
    function = nodes.field(call, "function")
    kind = web_name(code, function, place.scope) if function is not None and name.startswith("aiohttp.") else ""
    if function is None or not kind:
        return None
    if kind == "AppRunner":
        return code.optional(nodes.arguments(call).get(0, "app"), place)
    if kind not in _KINDS:
        return None
    return Router("application" if kind == "Application" else "router", FRAMEWORK, None, code.at(function))


def serves_web(code: Code) -> bool:
    """Whether a module uses the server: the client alone is imported in many more."""
    found = (one for scope in code.module.all() for one in scope.imports.values())
    return any(
        one.module.startswith(("aiohttp.web", "aiohttp_cors")) or (one.module, one.name) == ("aiohttp", "web")
        for one in found
    ) or ("import aiohttp" in code.syntax.source.text and "aiohttp.web." in code.syntax.source.text)


def scope_of(code: Code, handler: Value | None) -> Scope | None:
    """The function or class of this file that a handler names."""
    if not isinstance(handler, Name) or handler.module:
        return None
    return next((scope for scope in code.module.all() if scope.name == handler.name), None)


def router_of(code: Code, function: Node, place: Place) -> Value:
    """What a method is called on; `app.router` is the application itself."""
    of = nodes.field(function, "object")
    if of is not None and nodes.last_name(of) == "router" and of.type == "attribute":
        of = nodes.field(of, "object")
    return code.value(of, place) if of is not None else code.hole(function, "a router that is not followed")
