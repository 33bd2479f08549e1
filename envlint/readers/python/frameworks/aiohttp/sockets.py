"""What handlers and middleware of aiohttp do with a handshake: `prepare(request)` accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import SocketFunction, Step
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.aiohttp.applications import web_name
from envlint.readers.python.refusals import refusal
from envlint.readers.python.steps import SOCKET_NAMES, steps_of
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope


def sockets(code: Code) -> Iterator[SocketFunction]:
    """The functions that make a `WebSocketResponse`, and middleware, which sees handshakes as any other request."""
    for scope in code.module.all():
        if scope.kind != "function" or not _is_handler(code, scope):
            continue
        name = nodes.field(scope.node, "name")
        yield SocketFunction(scope.name, tuple(_steps(code, scope)), code.at(name if name is not None else scope.node))


def _is_handler(code: Code, scope: Scope) -> bool:
    made = any(nodes.last_name(call) == "WebSocketResponse" for call in scope.calls)
    outer = scope.parent if scope.parent is not None else scope
    return made or any(web_name(code, mark, outer) == "middleware" for mark in nodes.decorators(scope.node))


def _steps(code: Code, scope: Scope) -> Iterator[Step]:
    body, place = nodes.field(scope.node, "body"), Place(scope)
    names = SOCKET_NAMES | {"request", "self.request"}
    for node in nodes.descend(body) if body is not None else ():
        function = nodes.field(node, "function") if node.type == "call" else None
        if function is not None and nodes.last_name(function) == "prepare":
            yield Step("accept", code.at(function))
            continue
        for step in steps_of(code, node, place, names):
            yield replace(step, refusal=refusal(code, node, scope, names)) if step.kind == "close" else step
