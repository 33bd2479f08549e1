"""Routers of Django REST framework and drf-nested-routers, and the API objects of Django Ninja.

https://www.django-rest-framework.org/api-guide/routers/, https://django-ninja.dev/guides/routers/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Include, Route
from envlint.readers.python import nodes
from envlint.readers.python.frameworks.parts import calls_of, path_at, rounds
from envlint.values import Join, Name, Router, Strip, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place
    from envlint.values import Value

_VERBS = frozenset({"get", "post", "put", "patch", "delete"})
_METHODS = _VERBS | {"register", "add_router", "api_operation"}
_LIBRARIES = ("rest_framework", "django", "ninja")


def facts(code: Code) -> Iterator[Include | Route]:
    """The routes that a router makes for each of its view sets, and those that an API object is given."""
    for called in calls_of(code) if code.mentions(*_LIBRARIES, "outer") else ():
        of = nodes.field(called.function, "object") if called.method in _METHODS else None
        for place in rounds(code, called) if of is not None else ():
            router = code.value(of, place) if of is not None else None
            if router is not None and _is_ours(code, router):
                yield from _call(code, called.node, router, called.method, place)


def _is_ours(code: Code, value: Value) -> bool:
    """Whether an object is a router of these libraries, or is imported under a router's name."""
    known = code.known(value)
    if isinstance(known, Router):
        return known.framework == "django"
    if not isinstance(known, Name) or not known.module:
        return False
    name = known.name.lower()
    return ("router" in name and _uses(code, *_LIBRARIES)) or ("api" in name and _uses(code, "ninja"))


def _uses(code: Code, *packages: str) -> bool:
    modules = (one.module for scope in code.module.all() for one in scope.imports.values())
    return any(module.split(".")[0] in packages for module in modules)


def _call(code: Code, call: Node, router: Value, method: str, place: Place) -> Iterator[Include | Route]:
    given = nodes.arguments(call)
    path = given.get(1 if method == "api_operation" else 0, "prefix", "path")
    if path is None:
        return
    value, at = code.value(path, place), path_at(code, path, call)
    if method == "register":
        view = given.get(1, "viewset")
        if view is not None:
            yield from _views(router, value, code.value(view, place), Text("", at))
    elif method == "add_router":
        child = given.get(1, "router")
        if child is not None:
            yield Include(router, _ninja(code.value(child, place)), Strip(value, "/", at, "left"), at, syntax="angles")
    elif call.id in place.scope.decorated:
        name = nodes.field(place.scope.decorated[call.id], "name")
        if name is not None:
            methods = (method.upper(),) if method in _VERBS else ()
            handler = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
            yield Route(router, value, "http", methods, handler, at, "angles", any_slash=True)


def _ninja(child: Value) -> Value:
    """A router that is named by its dotted path: `api.add_router("/events", "events.api.router")`."""
    if not isinstance(child, Text):
        return child
    module, _, name = child.text.rpartition(".")
    return Name(name, module, child.at)


def _views(router: Value, prefix: Value, view: Value, end: Text) -> Iterator[Route]:
    """The list, and all below it: one object, and the actions that a view set has beside the usual ones."""
    at = prefix.at
    for tail in ("/?$", "/(?P<rest>.+)$"):
        path = Join((Text("^", end.at), prefix, Text(tail, end.at)), at)
        yield Route(router, path, "http", (), view, end.at, "regex", any_slash=True)
