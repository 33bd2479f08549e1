"""Litestar (Starlite before its version 2), by the documentation of Litestar 2.18 (https://docs.litestar.dev/2/).

Handlers are functions, or methods of controllers, that an application or a router lists by their names. So each of them
is a router that stands where it is defined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Include, Middleware, Route
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of, path_at
from envlint.values import THE_APPLICATION, Hole, Many, Name, Router, Spread, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact, RouteKind
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value

words = ("litestar", "starlite")

_FRAMEWORK = "litestar"
_APPLICATIONS = frozenset({"Litestar", "Starlite"})
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head"})
_SOCKETS = frozenset({"websocket", "websocket_listener", "websocket_stream"})
_EXTENDERS = ("plugins", "on_app_init")
"""Arguments whose objects may add routes of their own."""


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """An application or a router, whose path is that of all it lists."""
    function, last = nodes.field(call, "function"), _own(name)
    if function is None or last not in _APPLICATIONS | {"Router"}:
        return None
    path = nodes.arguments(call).get(0 if last == "Router" else None, "path")
    prefix = _rooted(code.value(path, place)) if path is not None else None
    return Router("application" if last in _APPLICATIONS else "router", _FRAMEWORK, prefix, code.at(function))


def facts(code: Code) -> Iterator[Fact]:
    """Handlers as routes, the lists of handlers that applications and routers take, CORS policies and middleware."""
    if not code.mentions(*words):
        return
    for called in calls_of(code):
        call, function, scope = called.node, called.function, called.scope
        place, last = Place(scope), _own(called.name)
        if last in _APPLICATIONS | {"Router"}:
            yield from _lists(code, call, last, place)
        elif called.definition is not None and last in _VERBS | _SOCKETS | {"route"}:
            yield from _handler(code, call, last, place)
        elif last == "CORSConfig":
            yield _policy(code, call, function, place)
        elif called.last == "register" and _is_application(code, function, place):
            yield from _registered(code, call, function, place)
    yield from _listeners(code)


def _own(name: str) -> str:
    """The last part of a dotted name of the framework; empty for any other name."""
    return name.rpartition(".")[2] if name.partition(".")[0] in words else ""


# --- what lists handlers ----------------------------------------------------------------------------------------------


def _lists(code: Code, call: Node, last: str, place: Place) -> Iterator[Application | Include | Middleware]:
    given, parent = nodes.arguments(call), code.value(call, place)
    if last in _APPLICATIONS and isinstance(parent, Router) and call.parent is not None:
        # What a function returns at once has no name.
        yield from (Application(parent, parent.at),) if call.parent.type == "return_statement" else ()
    listed = given.get(1 if last == "Router" else 0, "route_handlers")
    if listed is not None:
        yield from _items(code, parent, listed, place)
    for node in (*(given.keywords[name] for name in _EXTENDERS if name in given.keywords), *given.records):
        yield Include(parent, Hole("what may add routes of its own", code.at(node)), None, code.at(node))
    around = given.get(None, "middleware")
    for item in nodes.children(around) if around is not None and around.type == "list" else ():
        yield Middleware(parent, code.value(item, place), code.at(item))


def _items(code: Code, parent: Value, listed: Node, place: Place) -> Iterator[Include]:
    """An `Include` for each handler of a list of this file; a list that is not followed leaves the parent open."""
    known = code.known(code.value(listed, place))
    if not isinstance(known, Many) or any(isinstance(item, Spread) for item in known.items):
        yield Include(parent, Hole("a list that is not followed", code.at(listed)), None, code.at(listed))
    for item in known.items if isinstance(known, Many) else (code.value(listed, place),):
        yield Include(parent, item.of if isinstance(item, Spread) else item, None, item.at)


def _is_application(code: Code, function: Node, place: Place) -> bool:
    of = nodes.field(function, "object")
    known = code.known(code.value(of, place)) if of is not None else None
    return isinstance(known, Router) and known.framework == _FRAMEWORK


def _registered(code: Code, call: Node, function: Node, place: Place) -> Iterator[Include]:
    of, child = nodes.field(function, "object"), nodes.arguments(call).get(0, "value")
    if of is not None and child is not None:
        yield Include(code.value(of, place), code.value(child, place), None, code.at(child))


# --- handlers ---------------------------------------------------------------------------------------------------------


def _handler(code: Code, call: Node, last: str, place: Place) -> Iterator[Route]:
    definition = place.scope.decorated[call.id]
    name = nodes.field(definition, "name")
    if name is None:
        return
    router = _controller(code, place.scope) if place.scope.kind == "class" else _router(code, definition, None)
    handler = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
    path = nodes.arguments(call).get(0, "path")
    kind: RouteKind = "websocket" if last in _SOCKETS else "http"
    for value in _paths(code, call, path, place):
        at = path_at(code, path, call) if path is not None and path.type == "string" else value.at
        yield Route(router, value, kind, (last.upper(),) if last in _VERBS else (), handler, at, any_slash=True)


def _paths(code: Code, call: Node, path: Node | None, place: Place) -> Iterator[Value]:
    """The paths of a handler, `/` where it has none: one, or a list of them."""
    if path is None:
        yield Text("/", code.at(nodes.field(call, "function") or call))
        return
    value = code.known(code.value(path, place))
    for each in value.items if isinstance(value, Many) else (code.value(path, place),):
        yield _rooted(each)


def _rooted(path: Value) -> Value:
    """Slashes are put in front and taken off the end (`litestar.utils.path.normalize_path`)."""
    return Text(f"/{path.text.strip('/')}", path.at) if isinstance(path, Text) else path


def _router(code: Code, definition: Node, prefix: Value | None) -> Router:
    return Router("router", _FRAMEWORK, prefix, code.at(definition))


def _controller(code: Code, scope: Scope) -> Router:
    """A class with handlers, whose attribute `path` stands before theirs."""
    path = code.known(scope.state.get("path"))
    plain = isinstance(path, Text) and not path.text.strip("/")
    return _router(code, scope.node, _rooted(path) if path is not None and not plain else None)


def _listeners(code: Code) -> Iterator[Route]:
    """`class Chat(WebsocketListener): path = "/chat"`."""
    for scope in code.module.all():
        bases = nodes.arguments(scope.node).positional if scope.kind == "class" else ()
        if any(_own(code.canonical(base, code.module)) == "WebsocketListener" for base in bases):
            at = code.at(nodes.field(scope.node, "name") or scope.node)
            handler = Name(scope.name, "", at)
            yield Route(_controller(code, scope), Text("/", at), "websocket", (), handler, at, any_slash=True)


# --- CORS -------------------------------------------------------------------------------------------------------------


def _policy(code: Code, call: Node, function: Node, place: Place) -> CorsPolicy:
    """By default everybody is allowed. An origin may hold `*` for any characters, and has to match as a whole.

    https://docs.litestar.dev/2/reference/config.html#litestar.config.cors.CORSConfig
    """
    given, at = nodes.arguments(call), code.at(function)
    origins = code.optional(given.get(0, "allow_origins"), place) or Many((Text("*", at),), at)
    return CorsPolicy(
        _configured(code, call, place),
        _FRAMEWORK,
        origins,
        code.optional(given.get(None, "allow_origin_regex"), place),
        code.optional(given.get(None, "allow_credentials"), place),
        at,
        origins.at,
        not given.records,
    )


def _configured(code: Code, call: Node, place: Place) -> Value:
    """The application in whose call a configuration stands, else the only one of the project's part."""
    keyword = call.parent
    holder = (
        keyword.parent.parent if keyword is not None and keyword.type == "keyword_argument" and keyword.parent else None
    )
    return code.value(holder, place) if holder is not None else Hole(THE_APPLICATION, code.at(call))
