"""Sanic, with Sanic Extensions and sanic-cors.

By the documentation of Sanic 25.3 (https://sanic.dev/en/guide/), Sanic Extensions
(https://sanic.dev/en/plugins/sanic-ext/http/cors.html) and sanic-cors 2.2 (https://github.com/ashleysommer/sanic-cors).
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Include, Listen, Middleware, Mount, Route
from envlint.readers.python import nodes, steps
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of, methods_of, path_at, rounds
from envlint.values import Hole, Many, Name, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact, RouteKind
    from envlint.readers.python.code import Code
    from envlint.readers.python.nodes import Arguments
    from envlint.values import Value

words = ("sanic", "Sanic")

_FRAMEWORK = "sanic"
_KINDS = {"sanic.Sanic": "application", "sanic.app.Sanic": "application"}
_BLUEPRINTS = frozenset({"sanic.Blueprint", "sanic.blueprints.Blueprint"})
_GROUPS = frozenset(f"{name}.group" for name in _BLUEPRINTS)
_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options"})
_MIDDLEWARE = frozenset({"middleware", "on_request", "on_response"})


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """An application, a blueprint or a group of blueprints."""
    function = nodes.field(call, "function")
    if function is None or (name not in _KINDS and name not in _BLUEPRINTS and name not in _GROUPS):
        return None
    given = nodes.arguments(call)
    if name in _KINDS:
        return Router("application", _FRAMEWORK, None, code.at(function))
    prefix = code.optional(given.get(None if name in _GROUPS else 1, "url_prefix"), place)
    if "version" in given.keywords:
        prefix = _versioned(code, given)
    return Router("router", _FRAMEWORK, prefix, code.at(function))


def _versioned(code: Code, given: Arguments) -> Hole:
    """`version=1` puts `/v1` in front of the whole path, prefixes of groups included."""
    return Hole("a version in front of the whole path", code.at(given.keywords["version"]))


def facts(code: Code) -> Iterator[Fact]:
    """Routes, blueprints, folders of files, policies, middleware, and the servers that `app.run()` starts."""
    if not code.mentions(*words):
        return
    for called in calls_of(code):
        call, function, name = called.node, called.function, called.name
        for place in rounds(code, called):
            if name in _GROUPS:
                yield from _children(code, code.value(call, place), nodes.arguments(call).positional, None, place)
            elif name == "sanic_cors.CORS":
                yield _policy(code, call, function, place)
            elif function.type == "attribute":
                yield from _method(code, call, function, place)
    yield from _configured(code)


# --- routes -----------------------------------------------------------------------------------------------------------


def _method(code: Code, call: Node, function: Node, place: Place) -> Iterator[Fact]:
    method, router, given = nodes.last_name(function), _router(code, function, place), nodes.arguments(call)
    if not _serves(code, router):
        return
    if call.id in place.scope.decorated:
        yield from _decorated(code, call, method, router, place)
    elif method in ("add_route", "add_websocket_route"):
        handler = code.optional(given.get(0, "handler"), place)
        yield from _route(code, call, given.get(1, "uri"), router, handler, place, socket="websocket" in method)
    elif method == "blueprint" and given.positional:
        yield from _children(code, router, given.positional[:1], given.get(None, "url_prefix"), place)
    elif method == "static" and (path := given.get(0, "uri")) is not None:
        static = Router("static", _FRAMEWORK, None, code.at(call))
        yield Mount(router, code.value(path, place), static, path_at(code, path, call))
    elif method == "register_middleware" and given.positional:
        yield Middleware(router, code.value(given.positional[0], place), code.at(given.positional[0]))
    elif method == "run" and isinstance(code.known(router), Router):
        yield _listen(code, function, given, router, place)


def _router(code: Code, function: Node, place: Place) -> Value:
    of = nodes.field(function, "object")
    return code.value(of, place) if of is not None else code.hole(function, "a router that is not followed")


def _serves(code: Code, router: Value) -> bool:
    """Whether an object is of this package, or may be: it comes from another file."""
    known = code.known(router)
    if isinstance(known, Router):
        return known.framework == _FRAMEWORK
    imports = (one.module for scope in code.module.all() for one in scope.imports.values())
    return not isinstance(known, (Text, Many)) and any(module.split(".")[0] == "sanic" for module in imports)


def _children(
    code: Code, parent: Value, given: tuple[Node, ...], prefix: Node | None, place: Place
) -> Iterator[Include]:
    """Blueprints one by one, in a list, or as a group; a prefix that is given stands in the place of their own."""
    for node in given:
        if node.type in ("list", "tuple"):
            yield from _children(code, parent, tuple(nodes.children(node)), prefix, place)
        else:
            value, written = code.value(node, place), code.optional(prefix, place)
            yield Include(parent, value, written, code.at(node), syntax="angles", replaces=prefix is not None)


def _decorated(code: Code, call: Node, method: str, router: Value, place: Place) -> Iterator[Middleware | Route]:
    definition = place.scope.decorated[call.id]
    name = nodes.field(definition, "name")
    if name is None:
        return
    handler = Name(place.scope.qualified(nodes.text(name)), "", code.at(name))
    if method in _MIDDLEWARE:
        reads = any(steps.is_origin(node) for node in nodes.descend(definition))
        yield Middleware(router, handler, code.at(name), reads)
    elif method in _VERBS | {"route", "websocket"}:
        path = nodes.arguments(call).get(0, "uri")
        verb = method if method in _VERBS else ""
        yield from _route(code, call, path, router, handler, place, verb, socket=method == "websocket")


def _route(
    code: Code,
    call: Node,
    path: Node | None,
    router: Value,
    handler: Value | None,
    place: Place,
    verb: str = "",
    *,
    socket: bool,
) -> Iterator[Route]:
    """A slash at the end does not matter, as long as `strict_slashes` is not set."""
    if path is None:
        return
    methods = () if socket else (verb.upper(),) if verb else methods_of(code, call, place) or ("GET",)
    at, of = path_at(code, path, call), handler or code.hole(call, "a route without a handler")
    kind: RouteKind = "websocket" if socket else "http"
    given = nodes.arguments(call)
    value = _versioned(code, given) if "version" in given.keywords else code.value(path, place)
    yield Route(router, value, kind, methods, of, at, "angles", any_slash=True)


def _listen(code: Code, function: Node, given: Arguments, router: Value, place: Place) -> Listen:
    """`app.run(host, port)`: https://sanic.dev/en/guide/running/running.html#sanic-server."""
    port = given.get(1, "port")
    return Listen(
        "sanic",
        router,
        code.optional(given.get(0, "host"), place),
        code.optional(port, place),
        posixpath.dirname(code.syntax.source.path),
        code.syntax.between(function, port if port is not None else function),
        tls=given.get(None, "ssl") is not None,
    )


# --- CORS -------------------------------------------------------------------------------------------------------------


def _policy(code: Code, call: Node, function: Node, place: Place) -> CorsPolicy:
    """`CORS(app, origins=...)` of sanic-cors, which allows everybody by default."""
    given, at = nodes.arguments(call), code.at(function)
    origins = code.optional(given.get(None, "origins"), place)
    if origins is None and given.get(None, "resources") is not None:
        origins = Hole("each path says its own", at)
    value = origins if origins is not None else Many((Text("*", at),), at)
    owner = code.optional(given.get(0, "app"), place) or code.hole(call, "an application that is given later")
    credentials = code.optional(given.get(None, "supports_credentials"), place)
    return CorsPolicy(owner, "sanic-cors", value, None, credentials, at, value.at, not given.records)


def _configured(code: Code) -> Iterator[CorsPolicy]:
    """`app.config.CORS_ORIGINS = ...` of Sanic Extensions, with `app.config.CORS_SUPPORTS_CREDENTIALS`."""
    found = {key: one for key in ("CORS_ORIGINS", "CORS_SUPPORTS_CREDENTIALS") if (one := _assigned(code, key))}
    if "CORS_ORIGINS" not in found:
        return
    target, value = found["CORS_ORIGINS"]
    config = nodes.field(target, "object")
    of = nodes.field(config, "object") if config is not None else None
    owner = code.value(of, Place(code.module)) if of is not None else code.hole(target, "an application")
    credentials = found.get("CORS_SUPPORTS_CREDENTIALS")
    yield CorsPolicy(
        owner, "sanic-ext", value, None, credentials[1] if credentials else None, code.at(target), value.at
    )


def _assigned(code: Code, key: str) -> tuple[Node, Value] | None:
    """The last `*.config.<key> = value` of the file, with its target."""
    found: tuple[Node, Value] | None = None
    for scope in code.module.all() if f"config.{key}" in code.syntax.source.text else ():
        for node in nodes.descend(scope.node, into_definitions=False):
            left, right = nodes.field(node, "left"), nodes.field(node, "right")
            if node.type != "assignment" or left is None or right is None:
                continue
            if nodes.text(left).endswith(f".config.{key}"):
                found = left, code.value(right, Place(scope))
    return found
