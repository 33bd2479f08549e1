"""Channels' `ProtocolTypeRouter`: the WebSocket routes of the project's application, and what stands around them.

https://channels.readthedocs.io/en/latest/topics/routing.html, /topics/authentication.html, /topics/security.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Include, Middleware, SocketFunction, Step
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of
from envlint.values import THE_APPLICATION, Hole, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_TYPES = "channels.routing.ProtocolTypeRouter"
_ROUTER = "channels.routing.URLRouter"
_COOKIES = frozenset(
    {"AuthMiddlewareStack", "AuthMiddleware", "SessionMiddlewareStack", "SessionMiddleware", "CookieMiddleware"}
)
_VALIDATORS = frozenset({"AllowedHostsOriginValidator", "OriginValidator"})
_DEEPEST = 12


def facts(code: Code) -> Iterator[Include | Middleware | SocketFunction]:
    """The routes behind `ProtocolTypeRouter({"websocket": ...})`, and functions that wrap middleware around others.

    What stands around the routes is a `SocketFunction`, which guards the `Include`: its steps read the cookie or the
    origin, or go on in the project's own middleware.
    """
    for called in calls_of(code):
        if called.name == _TYPES:
            yield from _protocols(code, called.node, Place(called.scope))
    for scope in code.module.inner if "hannels" in code.syntax.source.text else ():
        stack = _stack(code, scope)
        if stack is not None:
            yield stack


def _protocols(code: Code, call: Node, place: Place) -> Iterator[Include | Middleware | SocketFunction]:
    table = nodes.arguments(call).get(0, "application_mapping")
    for pair in nodes.children(table) if table is not None and table.type == "dictionary" else ():
        key, value = nodes.string(nodes.field(pair, "key")), nodes.field(pair, "value")
        if value is None or key not in ("websocket", "http"):
            continue
        around, inner = _unwrapped(code, value, place)
        if not _is_router(code, inner, place):
            continue
        owner, at = Hole(THE_APPLICATION, code.at(call)), code.at(inner)
        if key == "http" or not around:
            yield Include(owner, code.value(inner, place), None, at)
            continue
        guard = f"ProtocolTypeRouter.{key}"
        yield SocketFunction(guard, tuple(_steps(code, around, place)), code.at(value))
        yield Include(owner, code.value(inner, place), None, at, guards=(Name(guard, "", code.at(value)),))
        yield from _validators(code, around, place, owner)


def _is_router(code: Code, node: Node, place: Place) -> bool:
    function = nodes.field(node, "function") if node.type == "call" else None
    return code.canonical(function, place.scope) == _ROUTER


def _unwrapped(code: Code, node: Node, place: Place) -> tuple[list[Node], Node]:
    """The functions and classes around an application, the outermost first, and the application."""
    around: list[Node] = []
    for _ in range(_DEEPEST):
        node = _assigned(code, node)
        inner = nodes.arguments(node).get(0, "inner", "app", "application") if node.type == "call" else None
        function = nodes.field(node, "function")
        if inner is None or function is None or _is_router(code, node, place):
            break
        around.append(function)
        node = inner
    return around, node


def _assigned(code: Code, node: Node) -> Node:
    """What a variable of the module is given: the last expression that is assigned to it."""
    name = nodes.text(node) if node.type == "identifier" else ""
    for statement in reversed(nodes.children(code.module.node)) if name else ():
        assignment = next(iter(nodes.children(statement)), None)
        if statement.type != "expression_statement" or assignment is None or assignment.type != "assignment":
            continue
        left, right = nodes.field(assignment, "left"), nodes.field(assignment, "right")
        if left is not None and right is not None and nodes.text(left) == name:
            return right
    return node


def _steps(code: Code, around: list[Node], place: Place) -> Iterator[Step]:
    """What the middleware does with a handshake, the outermost first."""
    for function in around:
        name, at = code.canonical(function, place.scope), code.at(function)
        last = name.rpartition(".")[2]
        if name.startswith("channels.") and last in _COOKIES:
            yield Step("cookie", at)
        elif name.startswith("channels.") and last in _VALIDATORS:
            yield Step("origin", at)
        else:
            yield Step("call", at, code.value(function, place))


def _validators(code: Code, around: list[Node], place: Place, owner: Hole) -> Iterator[Middleware]:
    for function in around:
        if nodes.last_name(function) in _VALIDATORS:
            yield Middleware(owner, code.value(function, place), code.at(function), reads_origin=True)


def _stack(code: Code, scope: Scope) -> SocketFunction | None:
    """`def TokenAuthMiddlewareStack(inner): return TokenAuthMiddleware(AuthMiddlewareStack(inner))`."""
    if scope.kind != "function" or not scope.parameters:
        return None
    for node in nodes.descend(scope.node, into_definitions=False):
        returned = nodes.children(node) if node.type == "return_statement" else []
        if returned and returned[0].type == "call":
            around, inner = _unwrapped(code, returned[0], Place(scope))
            if nodes.text(inner) == next(iter(scope.parameters)):
                steps = tuple(_steps(code, around, Place(scope)))
                return SocketFunction(scope.name, steps, code.at(nodes.field(scope.node, "name") or scope.node))
    return None
