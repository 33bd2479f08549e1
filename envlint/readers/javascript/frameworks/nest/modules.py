"""Modules of packages that serve paths of their own, and adapters that decide on the policy of gateways.

https://docs.nestjs.com/graphql/quick-start, https://docs.nestjs.com/recipes/serve-static,
https://docs.nestjs.com/recipes/router-module, https://docs.nestjs.com/websockets/adapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Mount, Route
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.readers.javascript.frameworks.nest.paths import beside, joined
from envlint.values import THE_APPLICATION, Hole, Many, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.values import Value

_FOR_ROOT = frozenset({"forRoot", "forRootAsync", "register"})


def modules(ev: Evaluator) -> Iterator[Fact]:
    """What the modules of packages serve beside the controllers."""
    for method in parts.methods(ev):
        function = ev.callee(method.call)
        origin = library.origin(ev, function, method.scope) if function is not None else None
        of = "" if origin is None else origin[1].partition(".")[0]
        if method.name in _FOR_ROOT and of in _SERVES:
            options = ev.value(method.given[0], method.scope) if method.given else None
            yield from _SERVES[of](ev, Hole(THE_APPLICATION, ev.at(method.call)), options, method)
        elif method.name == "createIOServer" and len(method.given) > 1:
            yield from _adapter(ev, method)


def _graphql(ev: Evaluator, owner: Value, options: Value | None, method: Method) -> Iterator[Fact]:
    """One path for queries, and for subscriptions by WebSocket; the global prefix is not theirs by default."""
    at = ev.at(method.of)
    path = joined([library.option(ev, options, "path") or Text("graphql", at)], ev, method.call)
    handler = parts.no_handler(ev, method.call)
    yield Route(owner, path, "http", (), handler, at, any_slash=True, rooted=True)
    yield Route(owner, path, "websocket", (), handler, at, any_slash=True, rooted=True)


def _static(ev: Evaluator, owner: Value, options: Value | None, method: Method) -> Iterator[Fact]:
    yield from beside(ev, owner, library.option(ev, options, "serveRoot") or Text("", ev.at(method.of)), method.call)


def _nested(ev: Evaluator, owner: Value, options: Value | None, method: Method) -> Iterator[Fact]:
    """`RouterModule.register([{path, module}])`: the controllers of a module below a path."""
    listed = ev.deref(options) if options is not None else None
    for item in listed.items if isinstance(listed, Many) else ():
        path = library.option(ev, item, "path")
        if path is not None:
            below = joined([path], ev, method.call)
            yield Mount(owner, below, Hole("the controllers of a module", item.at), item.at, "colon")


_SERVES = {"GraphQLModule": _graphql, "ServeStaticModule": _static, "RouterModule": _nested}


def _adapter(ev: Evaluator, method: Method) -> Iterator[CorsPolicy]:
    """`super.createIOServer(port, {...options, cors})`: then the gateways' own `cors` is not the last word."""
    options = ev.value(method.given[1], method.scope)
    cors, at = library.option(ev, options, "cors"), ev.at(ev.callee(method.call) or method.call)
    said = settings(ev, cors, at)
    owner = Hole(THE_APPLICATION, at)
    complete = said.complete and cors is not None
    yield CorsPolicy(owner, "socket.io", said.origins, None, said.credentials, at, said.at, complete, "socketio")
