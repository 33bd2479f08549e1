"""CORS policies and other middleware of FastAPI and Starlette applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Middleware
from envlint.readers.python import nodes, steps
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.asgi import applications
from envlint.readers.python.frameworks.asgi.order import Added, ordered
from envlint.readers.python.frameworks.asgi.routing import FRAMEWORKS, router_of
from envlint.readers.python.frameworks.parts import calls_of
from envlint.readers.python.holders import holder, takers
from envlint.values import Either, Entry, Name, Nothing, Record, Router, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Called, Code

_LISTED = frozenset({"starlette.middleware.Middleware", "fastapi.middleware.Middleware"})


def middleware(code: Code) -> Iterator[CorsPolicy | Middleware]:
    """Every middleware that an application gets.

    `application` is what `add_middleware` is called on, what is wrapped, or the `Router` that takes the list in which a
    `Middleware(...)` stands (the list's `Name` where no application of this file takes it). An argument that only some
    branches give is an `Either` with `Nothing`.
    """
    if code.mentions("iddleware"):
        yield from ordered(
            Added(called.node, called.function, fact) for called in calls_of(code) for fact in _call(code, called)
        )


def _call(code: Code, called: Called) -> Iterator[CorsPolicy | Middleware]:
    call, function, place = called.node, called.function, Place(called.scope)
    if called.method == "add_middleware" or called.name in _LISTED:
        kind = nodes.arguments(call).get(0, "middleware_class", "cls")
        if kind is not None and called.method == "add_middleware":
            yield _added(code, call, kind, router_of(code, function, place), place)
        elif kind is not None:
            for application in takers(code, holder(code, call, place.scope), "middleware"):
                yield _added(code, call, kind, application, place)
    elif called.method == "middleware" and called.definition is not None:
        yield from _decorated(code, called.definition, function, place)
    else:
        wrapped = applications.inside(call, called.name)
        if wrapped is not None:
            yield _added(code, call, function, code.value(wrapped, place), place)


def _added(code: Code, call: Node, kind: Node, application: Value, place: Place) -> CorsPolicy | Middleware:
    name = code.canonical(kind, place.scope)
    if name.rpartition(".")[2] == "CORSMiddleware":
        return _policy(code, call, kind, application, name.split(".")[0], place)
    dispatch = nodes.arguments(call).get(None, "dispatch")
    maker = dispatch if dispatch is not None else kind
    return Middleware(application, code.value(maker, place), code.at(kind), _reads_origin(_definition(code, maker)))


def _decorated(code: Code, definition: Node, function: Node, place: Place) -> Iterator[Middleware]:
    router = router_of(code, function, place)
    name, known = nodes.field(definition, "name"), code.known(router)
    if name is not None and not (isinstance(known, Router) and known.framework not in FRAMEWORKS):
        of = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
        yield Middleware(router, of, code.at(function), _reads_origin(definition))


def _definition(code: Code, maker: Node) -> Node | None:
    """The function or class of a name, where the same file defines it at its top."""
    name = nodes.text(maker)
    return next((scope.node for scope in code.module.all() if scope.name == name), None)


def _reads_origin(definition: Node | None) -> bool:
    return definition is not None and any(steps.is_origin(node) for node in nodes.descend(definition))


def _policy(code: Code, call: Node, kind: Node, application: Value, framework: str, place: Place) -> CorsPolicy:
    given = nodes.arguments(call)
    found: dict[str, Value] = {}
    complete = True
    for node in given.records:
        complete = _spread(code, code.value(node, place), found) and complete
    found.update((key, code.value(value, place)) for key, value in given.keywords.items())
    origins = found.get("allow_origins")
    at = code.at(kind)
    return CorsPolicy(
        application,
        framework if framework in ("fastapi", "starlette") else "starlette",
        origins,
        found.get("allow_origin_regex"),
        found.get("allow_credentials"),
        at,
        _origins_at(code, given.keywords.get("allow_origins"), origins) or at,
        complete,
    )


def _origins_at(code: Code, written: Node | None, value: Value | None) -> Location | None:
    """The argument as it is written, or the place in a dictionary that gives it."""
    if written is not None:
        return code.at(written)
    if isinstance(value, Either):
        value = next((option for option in value.options if not isinstance(option, Nothing)), value)
    return value.at if value is not None else None


def _spread(code: Code, value: Value, found: dict[str, Value], depth: int = 0) -> bool:
    """Adds the entries of a dictionary of this file; whether all of it was followed."""
    known = code.known(value)
    if not isinstance(known, Record) or depth > 8:
        return False
    complete = True
    for entry in known.entries:
        if isinstance(entry, Entry):
            found[entry.key] = entry.value
        else:
            complete = _spread(code, entry.of, found, depth + 1) and complete
    return complete
