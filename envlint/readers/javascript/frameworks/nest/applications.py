"""The application of NestJS with its prefix, its policies, and what is answered outside its controllers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Route
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.nest.paths import beside, joined
from envlint.values import Many, Record, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CREATE = ("@nestjs/core", "NestFactory.create")


def made(ev: Evaluator, call: CallParts, origin: Origin, _scope: Scope) -> Value | None:
    """The application that `NestFactory.create()` makes, with the prefix that the same file gives all its routes."""
    if origin != _CREATE or call.function is None or parts.is_tool(ev):
        return None
    return Router("application", "nestjs", _prefix(ev), ev.at(call.function))


def _prefix(ev: Evaluator) -> Value | None:
    """The global prefix. It is not known where all routes have a version by default, or another file may set it."""
    prefix: Value | None = None
    for method in parts.methods(ev):
        options = ev.value(method.given[0], method.scope) if method.given else None
        if method.name == "enableVersioning" and library.option(ev, options, "defaultVersion") is not None:
            return ev.hole("a prefix with a version", method.call)
        if method.name == "setGlobalPrefix" and options is not None:
            prefix = joined([options], ev, method.given[0])
    return prefix or _set_elsewhere(ev)


def _set_elsewhere(ev: Evaluator) -> Value | None:
    """A hole where a function of another file is given the application."""
    for call, scope in ev.script.calls:
        function, given = ev.callee(call), ev.arguments(call)
        binding = scope.find(ev.text(function)) if function is not None and function.type == "identifier" else None
        own = binding is not None and binding.kind == "import" and parts.is_own(ev.value(function or call, scope))
        if own and any(ev.text(node) == "app" for node in given):
            return ev.hole("a prefix that another file may set", call)
    return None


def applications(ev: Evaluator) -> Iterator[Fact]:
    """The application, its policies, and what is served beside its controllers."""
    for call, scope in ev.script.calls:
        function, given = ev.callee(call), ev.arguments(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin != _CREATE or function is None or parts.is_tool(ev):
            continue
        application = ev.value(call, scope)
        if isinstance(application, Router):
            yield Application(application, application.at)
        options = next((value for node in given[1:] if _is_options(ev, value := ev.value(node, scope))), None)
        cors = library.option(ev, options, "cors")
        if library.exists(cors):
            yield policy(ev, application, cors, function)
    for method in parts.methods(ev):
        yield from _added(ev, method)


def _is_options(ev: Evaluator, value: Value) -> bool:
    return isinstance(ev.deref(value), Record)


def _added(ev: Evaluator, method: Method) -> Iterator[Fact]:
    adds = _ADDS.get(method.name)
    if adds is None:
        return
    if method.name == "setup":  # SwaggerModule.setup(path, app, document)
        owner = parts.router(ev, method.given[1], method.scope) if len(method.given) > 1 else None
    else:
        owner = parts.router(ev, method.of, method.scope)
    known = parts.known_router(ev, owner)
    if owner is not None and (known is None or known.framework == "nestjs"):
        yield from adds(ev, owner, method)


def _enable_cors(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    options = ev.value(method.given[0], method.scope) if method.given else None
    yield policy(ev, owner, options, ev.callee(method.call) or method.call)


def _excluded(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`setGlobalPrefix('api', {exclude: ['health', {path, method}]})`: these are served without the prefix."""
    options = ev.value(method.given[1], method.scope) if len(method.given) > 1 else None
    exclude = library.option(ev, options, "exclude")
    listed = ev.deref(exclude) if exclude is not None else None
    for item in listed.items if isinstance(listed, Many) else ():
        path = library.option(ev, item, "path") or item
        where = joined([path], ev, method.call)
        yield Route(
            owner, where, "http", (), parts.no_handler(ev, method.call), path.at, "colon", any_slash=True, rooted=True
        )


def _beside(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`SwaggerModule.setup(path, app, document)`, and `app.use(path, ...)`, whose handler may answer anything below."""
    path = ev.value(method.given[0], method.scope) if len(method.given) > 1 else None
    if path is not None and isinstance(ev.deref(path), Text):
        yield from beside(ev, owner, path, method.call)


def _assets(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`app.useStaticAssets(folder, {prefix})`."""
    values = [ev.value(node, method.scope) for node in method.given]
    prefixes = (prefix for value in values if (prefix := library.option(ev, value, "prefix")) is not None)
    yield from beside(ev, owner, next(prefixes, Text("", ev.at(method.call))), method.call)


_ADDS = {
    "enableCors": _enable_cors,
    "setGlobalPrefix": _excluded,
    "setup": _beside,
    "use": _beside,
    "useStaticAssets": _assets,
}


def policy(ev: Evaluator, owner: Value, options: Value | None, function: Node) -> CorsPolicy:
    """The policy of an application by options of the cors package."""
    at = ev.at(function)
    said = settings(ev, options, at)
    return CorsPolicy(owner, "cors", said.origins, None, said.credentials, at, said.at, said.complete)
