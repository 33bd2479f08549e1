"""What functions do with a WebSocket, step by step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import SocketFunction, Step
from envlint.patterns import pattern
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.refusals import refusal
from envlint.readers.python.steps import METHODS, SOCKET_NAMES, STEPPING, TOKEN, VERIFY, is_socket, steps_of
from envlint.records import record, replace
from envlint.values import Call, Router

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_IDENTITY = pattern(r"origin|allowed|auth|cookie|session|user", re.IGNORECASE)
_TYPES = ("WebSocket", "HTTPConnection")
_OWN = pattern(r"\.[\s\\]*(?:" + "|".join(sorted(SOCKET_NAMES)) + r")\b")
_USES = METHODS | {"headers", "query_params", "cookies", "scope", "url", "client", "state", "path_params", "app"}


def sockets(code: Code) -> Iterator[SocketFunction]:
    """The functions and methods that are given a WebSocket, dependencies that read a header, and ASGI middleware.

    Steps stand in the order of the text: first what the framework does for the decorator and the signature, then the
    body. The body of a function inside counts where that function is first named.
    """
    for scope in code.module.all():
        if scope.kind == "function" and not scope.node.has_error:
            found = _asgi(code, scope) if _is_asgi(scope) else _function(code, scope)
            if found is not None:
                yield SocketFunction(scope.name, found, code.at(nodes.field(scope.node, "name") or scope.node))


def _is_asgi(scope: Scope) -> bool:
    others = ((name, node) for name, node in scope.parameters.items() if name != "scope")
    return "scope" in scope.parameters and not any(_is_typed(node) or name in SOCKET_NAMES for name, node in others)


def _asgi(code: Code, scope: Scope) -> tuple[Step, ...] | None:
    """An ASGI middleware or application, or a helper of one: what it reads from the headers, and whom it hands them."""
    kinds = ("origin", "token", "cookie", "log", "call")
    steps = (found.step for found in _body(code, scope, frozenset({"scope"})) if found.step.kind in kinds)
    # A call that hands `receive` on is that of the application inside, and no helper.
    return tuple(step for step in steps if step.kind != "call" or "receive" not in step.at.text) or None


def _function(code: Code, scope: Scope) -> tuple[Step, ...] | None:
    names = frozenset(name for name, node in scope.parameters.items() if _is_typed(node))
    names |= frozenset(name for name in scope.parameters if name in SOCKET_NAMES and _uses(scope, name))
    signature = tuple(_signature(code, scope))
    own = _holds(scope) if _OWN.search(code.syntax.source.text) else False
    if not names and not own:
        # A dependency without the socket still counts where it reads a header or a cookie.
        reads = any(step.kind in ("origin", "cookie") for step in signature)
        if reads and not scope.parameters.keys() & {"request"}:
            return signature
        return _logged(code, scope) if _checks(scope) else None
    body = (found.explained(code) for found in _body(code, scope, names))
    return (*_decorated(code, scope), *signature, *body)


def _checks(scope: Scope) -> bool:
    """Whether a function without the socket tells by its name or its parameters that it checks who is there."""
    names = (scope.name.rpartition(".")[2], *scope.parameters)
    return any(VERIFY.search(name) or TOKEN.match(name) or _IDENTITY.search(name) for name in names)


def _logged(code: Code, scope: Scope) -> tuple[Step, ...] | None:
    """What a function logs: a refusal by its check is not silent then."""
    written = nodes.text(scope.node)
    if "print" not in written and "log" not in written.lower():
        return None
    return tuple(found.step for found in _body(code, scope, frozenset()) if found.step.kind == "log") or None


def _is_typed(parameter: Node) -> bool:
    annotation = nodes.field(parameter, "type")
    written = nodes.text(annotation).strip("'\"") if annotation is not None else ""
    return any(part.rpartition(".")[2].strip("'\"] ") in _TYPES for part in written.replace("[", "|").split("|"))


def _uses(scope: Scope, name: str) -> bool:
    """Whether something that only a socket has is used on a parameter."""
    return any(nodes.text(of) == name and last in _USES for of, last in _attributes(scope))


def _holds(scope: Scope) -> bool:
    """Whether something that only a socket has is used on `self.websocket`."""
    return any(last in METHODS and is_socket(of, frozenset()) for of, last in _attributes(scope))


def _attributes(scope: Scope) -> Iterator[tuple[Node, str]]:
    """What a body asks for attributes, and their names."""
    body = nodes.field(scope.node, "body")
    for node in nodes.descend(body, into_definitions=False) if body is not None else ():
        of = nodes.field(node, "object") if node.type == "attribute" else None
        if of is not None:
            yield of, nodes.last_name(node)


def _decorated(code: Code, scope: Scope) -> Iterator[Step]:
    """`dependencies=[Depends(f)]` of the decorator and, in the same file, of the router."""
    place = Place(scope.parent if scope.parent is not None else scope)
    for mark in nodes.decorators(scope.node):
        function = nodes.field(mark, "function") if mark.type == "call" else None
        of = nodes.field(function, "object") if function is not None else None
        if of is None:
            continue
        router = code.known(code.value(of, place))
        if isinstance(router, Router):
            for call in _calls_at(code, router):
                yield from _dependencies(code, call, place)
        yield from _dependencies(code, mark, place)


def _calls_at(code: Code, router: Router) -> Iterator[Node]:
    for scope in code.module.all():
        for call in scope.calls:
            function = nodes.field(call, "function")
            if function is not None and code.at(function) == router.at:
                yield call


def _dependencies(code: Code, call: Node, place: Place) -> Iterator[Step]:
    listed = nodes.arguments(call).get(None, "dependencies")
    for node in nodes.descend(listed) if listed is not None else ():
        if node.type == "call":
            yield from _marked(code, node, "", place)


def _signature(code: Code, scope: Scope) -> Iterator[Step]:
    place = Place(scope.parent if scope.parent is not None else scope)
    for name, parameter in scope.parameters.items():
        calls = [node for node in nodes.descend(parameter) if node.type == "call"]
        found = [step for call in calls for step in _marked(code, call, name, place)]
        identifier = nodes.parameter_name(parameter)
        if not found and TOKEN.match(name) and identifier is not None:
            found.append(Step("token", code.at(identifier)))
        yield from found


def _marked(code: Code, call: Node, name: str, place: Place) -> Iterator[Step]:
    """`Depends(f)`, `Header(alias="origin")`, `Cookie(...)`, `Query(...)` in a signature."""
    mark, given = nodes.last_name(call), nodes.arguments(call)
    wanted = (nodes.string(given.get(None, "alias")) or name).lower().replace("_", "-")
    dependency = given.get(0, "dependency")
    if mark in ("Depends", "Security") and dependency is not None:
        value = code.value(dependency, place)
        yield Step("call", code.at(call), value.of if isinstance(value, Call) else value)
    elif mark == "Cookie":
        yield Step("cookie", code.at(call))
    elif mark == "Header" and wanted == "origin":
        yield Step("origin", code.at(call))
    elif mark in ("Header", "Query", "Path") and TOKEN.match(wanted.replace("-", "_")):
        yield Step("token", code.at(call))


@record
class _Found:
    """A step, with the node and the function that take it; `names` are those of the socket there."""

    step: Step
    node: Node
    scope: Scope
    names: frozenset[str]

    def explained(self, code: Code) -> Step:
        """A `close` with the refusal that it is."""
        if self.step.kind != "close":
            return self.step
        return replace(self.step, refusal=refusal(code, self.node, self.scope, self.names))


def _body(code: Code, scope: Scope, names: frozenset[str]) -> Iterator[_Found]:
    inner = {one.name.rpartition(".")[2]: one for one in scope.inner if one.kind == "function"}
    return _walk(code, scope, names, inner)


def _walk(code: Code, scope: Scope, names: frozenset[str], inner: dict[str, Scope]) -> Iterator[_Found]:
    """The steps of a body; a function inside is followed once, where it is first named."""
    body = nodes.field(scope.node, "body")
    place = Place(scope)
    for node in nodes.descend(body, into_definitions=False) if body is not None else ():
        kind = node.type
        if kind in STEPPING:
            yield from (_Found(step, node, scope, names) for step in steps_of(code, node, place, names))
        named = inner.pop(nodes.text(node), None) if inner and kind == "identifier" else None
        if named is not None:
            yield from _walk(code, named, names - frozenset(named.parameters), inner)
