"""Apollo Server, alone or on an application of Express.

https://www.apollographql.com/docs/apollo-server/api/standalone: it listens on port 4000 and lets every origin in.
Before version 4 it stood in packages of its own and was put on an application by `applyMiddleware`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, Listen, Mount, Route
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.values import Hole, Router, Text

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

words = ("startStandaloneServer", "applyMiddleware", "apollo-server")

_STANDALONE = ("@apollo/server/standalone", "startStandaloneServer")
_ALONE = ("apollo-server", "ApolloServer")
_PORT = "4000"
_PATH = "/graphql"


def made(ev: Evaluator, call: CallParts, origin: Origin, _scope: Scope) -> Value | None:
    """A server of its own."""
    if origin not in {_STANDALONE, _ALONE} or call.function is None or parts.is_tool(ev):
        return None
    return Router("application", "apollo", None, ev.at(call.function))


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Servers of their own with their ports, and the path of one on an application."""
    if not any(word in ev.syntax.source.text for word in words):
        return
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        value = ev.value(call, scope) if origin in {_STANDALONE, _ALONE} else None
        if isinstance(value, Router):
            yield from _alone(ev, call, scope, value)
    for method in parts.methods(ev):
        if method.name == "applyMiddleware" and method.given:
            yield from _on_application(ev, method)


def _alone(ev: Evaluator, call: Node, scope: Scope, server: Router) -> Iterator[Fact]:
    given, at = ev.arguments(call), server.at
    options = ev.value(given[1], scope) if len(given) > 1 else None
    listen = library.option(ev, options, "listen")
    port, host = library.option(ev, listen, "port") or Text(_PORT, at), library.option(ev, listen, "host")
    yield Application(server, at)
    yield Route(server, parts.anything(at), "http", (), parts.no_handler(ev, call), at)
    yield CorsPolicy(server, "cors", Text("*", at), None, None, at, at)
    if call.type == "call_expression" or not any(
        method.name == "listen" and method.given for method in parts.methods(ev)
    ):
        yield Listen("node", server, host, port, posixpath.dirname(ev.syntax.source.path), at)


def _on_application(ev: Evaluator, method: Method) -> Iterator[Mount]:
    """`server.applyMiddleware({app, path})`."""
    options = ev.value(method.given[0], method.scope)
    app = library.option(ev, options, "app")
    if app is not None:
        at = ev.at(ev.callee(method.call) or method.call)
        path = library.option(ev, options, "path") or Text(_PATH, at)
        yield Mount(app, path, Hole("a server of GraphQL", at), at, "colon")
