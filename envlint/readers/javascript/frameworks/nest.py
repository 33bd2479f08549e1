"""NestJS: applications, controllers, gateways and their CORS policies.

By the documentation of NestJS 11: https://docs.nestjs.com/controllers, https://docs.nestjs.com/faq/global-prefix,
https://docs.nestjs.com/security/cors, https://docs.nestjs.com/websockets/gateways. Controllers and gateways name no
application; they belong to the only one of their package. Gateways speak socket.io, where no adapter says otherwise,
and the global prefix is not theirs.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Listen, Route, SocketFunction, Step
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.socket_steps import steps_of
from envlint.values import THE_APPLICATION, Hole, Join, Many, Name, Record, Router, Strip, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("@nestjs/",)

_VERBS = frozenset({"Get", "Post", "Put", "Patch", "Delete", "Head", "Options", "All", "Sse"})
_METHODS = {"All": (), "Sse": ("GET",)}
_GATEWAY = "@nestjs/websockets"
_DEFAULT_PATH = "/socket.io"


def made(ev: Evaluator, call: Node, origin: Origin, _scope: Scope) -> Value | None:
    """The application that `NestFactory.create()` makes, with the global prefix that the same file gives it."""
    function = nodes.callee(call)
    if origin != ("@nestjs/core", "NestFactory.create") or function is None or parts.is_tool(ev):
        return None
    return Router("application", "nestjs", _global_prefix(ev), ev.at(function))


def _global_prefix(ev: Evaluator) -> Value | None:
    for method in parts.methods(ev):
        if method.name == "setGlobalPrefix" and method.given:
            if len(method.given) != 1:
                return ev.hole("a prefix with exceptions", method.call)
            return _joined([ev.value(method.given[0], method.scope)], ev, method.given[0])
    return None


def _joined(values: list[Value], ev: Evaluator, node: Node) -> Value:
    """Parts of a path with one slash before each; the last one that is not empty is where it stands."""
    known = [ev.deref(value) for value in values]
    texts = [value for value in known if isinstance(value, Text)]
    if len(texts) == len(known):
        stripped = [text.text.strip("/") for text in texts]
        at = next((text.at for text in reversed(texts) if text.text.strip("/")), ev.at(node))
        return Text("".join(f"/{text}" for text in stripped if text), at)
    at = ev.at(node)
    return Join(tuple(part for value in values for part in (Text("/", at), Strip(value, "/", value.at))), at)


def facts(ev: Evaluator) -> Iterator[Fact]:
    """What decorators and the bootstrap function say."""
    if "@nestjs/" not in ev.syntax.source.text:
        return
    yield from _applications(ev)
    controllers: dict[int, Node] = {}
    for call, scope in ev.script.calls:
        function = nodes.callee(call)
        decorator = call.parent
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin is None or decorator is None or decorator.type != "decorator":
            continue
        holder = _class_of(decorator)
        if holder is None:
            continue
        if origin == ("@nestjs/common", "Controller"):
            controllers[holder.id] = call
        elif origin[0] == "@nestjs/common" and origin[1] in _VERBS and holder.id in controllers:
            yield from _routes(ev, controllers[holder.id], call, origin[1], scope)
        elif origin == (_GATEWAY, "WebSocketGateway"):
            yield from _gateway(ev, call, holder, scope)


def _class_of(decorator: Node) -> Node | None:
    """The class that a decorator of it, or of one of its methods, belongs to."""
    parent = decorator.parent
    if parent is None:
        return None
    if parent.type == "export_statement":
        return next((child for child in parent.named_children if child.type in nodes.CLASSES), None)
    while parent is not None and parent.type not in nodes.CLASSES:
        parent = parent.parent
    return parent


# --- applications -------------------------------------------------------------------------------------------------


def _applications(ev: Evaluator) -> Iterator[Fact]:
    for call, scope in ev.script.calls:
        function, given = nodes.callee(call), nodes.arguments(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin != ("@nestjs/core", "NestFactory.create") or function is None or parts.is_tool(ev):
            continue
        application = ev.value(call, scope)
        if isinstance(application, Router):
            yield Application(application, application.at)
        options = ev.value(given[1], scope) if len(given) > 1 else None
        cors = library.option(ev, options, "cors")
        if library.exists(cors):
            yield _policy(ev, application, cors, function, "http")
    for method in parts.methods(ev):
        if method.name == "enableCors" and (owner := parts.router(ev, method.of, method.scope)) is not None:
            options = ev.value(method.given[0], method.scope) if method.given else None
            yield _policy(ev, owner, options, nodes.callee(method.call) or method.call, "http")


def _policy(ev: Evaluator, owner: Value, options: Value | None, function: Node, covers: str) -> CorsPolicy:
    at = ev.at(function)
    said = settings(ev, options, at)
    if covers == "http":
        return CorsPolicy(owner, "cors", said.origins, None, said.credentials, at, said.at, said.complete)
    origins = said.origins if library.exists(options) else None
    return CorsPolicy(owner, "socket.io", origins, None, said.credentials, at, said.at, said.complete, "socketio")


# --- controllers --------------------------------------------------------------------------------------------------


def _routes(ev: Evaluator, controller: Node, call: Node, verb: str, scope: Scope) -> Iterator[Route]:
    at, owner = ev.at(nodes.callee(call) or call), Hole(THE_APPLICATION, ev.at(call))
    methods = _METHODS.get(verb, (verb.upper(),))
    for first in _given_paths(ev, controller, scope):
        for second in _given_paths(ev, call, scope):
            path = _joined([first, second], ev, call)
            where = path.at if isinstance(path, Text) and path.text else at
            handler = parts.no_handler(ev, call)
            if isinstance(path, Text) and not path.text:
                path = Text("/", at)
            yield Route(owner, path, "http", methods, handler, where, "colon", any_slash=True)


def _given_paths(ev: Evaluator, call: Node, scope: Scope) -> tuple[Value, ...]:
    """The paths of a decorator, those of its version included: `v1/users` under URI versioning, else `users`."""
    given = nodes.arguments(call)
    value = ev.value(given[0], scope) if given else Text("", ev.at(call))
    known = ev.deref(value)
    if isinstance(known, Many):
        return known.items
    if not isinstance(known, Record):
        return (value,)
    path = library.option(ev, known, "path") or Text("", known.at)
    version = library.option(ev, known, "version")
    versioned = (Join((Text("v", known.at), version, Text("/", known.at), path), known.at),) if version else ()
    return (path, *versioned)


# --- gateways -----------------------------------------------------------------------------------------------------


def _gateway(ev: Evaluator, call: Node, holder: Node, scope: Scope) -> Iterator[Fact]:
    """`@WebSocketGateway(port?, {path, namespace, cors})`."""
    function, given = nodes.callee(call) or call, nodes.arguments(call)
    values = [ev.value(node, scope) for node in given]
    options = next((value for value in values if isinstance(ev.deref(value), Record)), None)
    port = values[0] if values and options is not values[0] else None
    owner: Value = Hole(THE_APPLICATION, ev.at(function))
    if port is not None and not (isinstance(port, Text) and port.text == "0"):
        owner = Router("application", "nestjs", None, ev.at(function))
        yield Application(owner, owner.at)
        yield Listen("node", owner, None, port, posixpath.dirname(ev.syntax.source.path), ev.at(function))
    plain = any(_imports(ev, module) for module in ("ws", "@nestjs/platform-ws"))
    if not plain:
        yield _policy(ev, owner, library.option(ev, options, "cors"), function, "socketio")
    yield from _endpoint(ev, owner, library.option(ev, options, "path"), holder, function, plain=plain)


def _endpoint(
    ev: Evaluator, owner: Value, path: Value | None, holder: Node, function: Node, *, plain: bool
) -> Iterator[Fact]:
    at = ev.at(function)
    accept = SocketFunction(f"connection~{at.start}", (Step("accept", at), *_connected(ev, holder)), at)
    yield accept
    handler = Name(accept.name, "", at)
    if path is not None:
        where: Value = _joined([path], ev, function)
    else:
        where = Text("/" if plain else _DEFAULT_PATH, at)
    place = path.at if path is not None else at
    yield Route(owner, where, "websocket" if plain else "socketio", (), handler, place, any_slash=True, rooted=True)


def _connected(ev: Evaluator, holder: Node) -> Iterator[Step]:
    """What `handleConnection` does with who connects."""
    body = holder.child_by_field_name("body")
    for member in body.named_children if body is not None else ():
        name = member.child_by_field_name("name")
        if member.type == "method_definition" and name is not None and ev.text(name) == "handleConnection":
            yield from steps_of(ev, member)


def _imports(ev: Evaluator, module: str) -> bool:
    return any(binding.specifier == module for binding in ev.script.bindings)
