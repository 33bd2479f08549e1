"""Routes of Express, and what an application uses under which path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Application, Include, Middleware, Mount, Route
from envlint.patterns import pattern
from envlint.readers.javascript import imports, library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.express.applications import NAMES
from envlint.readers.javascript.frameworks.socket_steps import accepted
from envlint.readers.javascript.frameworks.turns import Turns, turns
from envlint.values import Call, Function, Hole, Member, Name, Parameter, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method, Path
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CHAINED = frozenset({*parts.VERBS, "use", "set", "disable", "enable"})
_HANDLERS = frozenset(
    {"arrow_function", "function_expression", "identifier", "member_expression", "call_expression", "array"}
)
_NAMED = frozenset({"identifier", "member_expression"})
_ROUTES = pattern(r"rout|api|controller|handler|endpoint|app$|server|proxy|graphql", re.IGNORECASE)
_HANDS_ON = pattern(
    r"auth(?!.*rout)|limit|middleware|guard|protect|verif|validat|logg|check|requir|ensure|error|cors|session|parser"
    r"|upload|sanitiz|permission|role|throttl|helmet|morgan|track|context|cache",
    re.IGNORECASE,
)


def routing(ev: Evaluator) -> Iterator[Fact]:
    """Applications, routes, included routers and middleware."""
    for call, scope in ev.script.calls:
        function = ev.callee(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        made = ev.value(call, scope) if origin is not None and origin[0] in NAMES else None
        if isinstance(made, Router) and made.kind == "application":
            yield Application(made, made.at)
    for method in parts.methods(ev):
        if method.name in parts.VERBS or method.name == "ws":
            yield from _routes(ev, method)
        elif method.name == "use" and method.given:
            yield from _uses(ev, method)


def _owner(ev: Evaluator, of: Node, scope: Scope) -> Value | None:
    """The application or router of a call, if it is or may be one of Express."""
    value = parts.router(ev, parts.unchained(ev, of, _CHAINED), scope)
    known = parts.known_router(ev, value)
    return value if known is None or known.framework in NAMES else None


# --- routes -------------------------------------------------------------------------------------------------------


def _routes(ev: Evaluator, method: Method) -> Iterator[Fact]:
    """`app.get(path, ...handlers)`, and `app.route(path).get(...)`."""
    of = parts.unchained(ev, method.of, parts.VERBS)
    holder = ev.callee(of) if of.type == "call_expression" else None
    if holder is not None and nodes.property_name(holder, ev.syntax) == "route":
        of_route, given = nodes.field(holder, "object"), ev.arguments(of)
        if of_route is not None and given:
            yield from _added(ev, method, of_route, given[0], method.given)
    elif len(method.given) > 1 and method.given[-1].type in _HANDLERS:
        yield from _added(ev, method, method.of, method.given[0], method.given[1:])


def _added(ev: Evaluator, method: Method, of: Node, path: Node, handlers: tuple[Node, ...]) -> Iterator[Fact]:
    paths = parts.paths(ev, path, method.scope)
    owner = _owner(ev, of, method.scope) if paths else None
    if owner is None:
        return
    last = handlers[-1] if handlers else None
    if method.name == "ws":
        function, name = accepted(ev, method.call, handlers[:-1], last, method.scope)
        yield function
        yield from (Route(owner, each.value, "websocket", (), name, each.at, each.syntax, True) for each in paths)
        return
    verbs = () if method.name == "all" else (method.name.upper(),)
    named = last is not None and last.type in _NAMED
    handler = ev.value(last, method.scope) if last is not None and named else parts.no_handler(ev, method.call)
    yield from (Route(owner, each.value, "http", verbs, handler, each.at, each.syntax, True) for each in paths)


# --- what is used -------------------------------------------------------------------------------------------------


def _uses(ev: Evaluator, method: Method) -> Iterator[Fact]:
    """`app.use(path?, ...middleware, router)`."""
    owner = _owner(ev, method.of, method.scope)
    if owner is None:
        return
    loop = turns(ev, method.given[-1], method.scope)
    if loop is not None:
        yield from _each_turn(ev, owner, method, loop)
        return
    paths = parts.paths(ev, method.given[0], method.scope)
    given = method.given[1:] if paths else method.given
    for argument in given:
        for each in argument.named_children if argument.type == "array" else (argument,):
            yield from _used(ev, owner, nodes.unwrap(each), paths, method, is_last=argument == given[-1])


def _each_turn(ev: Evaluator, owner: Value, method: Method, loop: Turns) -> Iterator[Include]:
    """`routes.forEach(each => app.use(each.path, each.router))`."""
    children = loop.of(ev.value(method.given[-1], method.scope))
    prefixes = loop.of(ev.value(method.given[0], method.scope))
    for child, prefix in zip(children, prefixes if len(method.given) > 1 else (None,) * len(children), strict=True):
        yield Include(owner, child, prefix, child.at, syntax="colon")


def _used(
    ev: Evaluator, owner: Value, node: Node, paths: tuple[Path, ...], method: Method, *, is_last: bool
) -> Iterator[Fact]:
    value = ev.value(node, method.scope)
    known = ev.deref(value)
    if isinstance(known, Function):
        yield from _function(ev, owner, node, paths, method)
    elif isinstance(known, Router) and known.kind == "static":
        for path in paths or (None,):
            where = path.value if path is not None else Text("/", ev.at(node))
            yield Mount(owner, where, known, ev.at(node), "colon")
    elif isinstance(known, Router) or _may_route(ev, node, known, paths, is_last=is_last):
        for path in paths or (None,):
            prefix = path.value if path is not None else None
            yield Include(owner, value, prefix, ev.at(node), syntax=path.syntax if path is not None else "colon")
    elif is_last:
        yield from _foreign(ev, owner, node, paths, method)


def _may_route(ev: Evaluator, node: Node, known: Value, paths: tuple[Path, ...], *, is_last: bool) -> bool:
    """Whether something of the project that is used may be a router, by what it is and how it is called."""
    of: Value = ev.deref(known.of) if isinstance(known, Call) else known
    while isinstance(of, Member):
        of = ev.deref(of.of)
    if isinstance(of, Name) and not _is_own(of):
        return False
    is_loaded = isinstance(of, Hole) and (node.type == "identifier" or bool(paths))
    if not isinstance(of, (Name, Parameter)) and not is_loaded:
        return False
    text = imports.required(node, ev.syntax) or ev.text(node)
    text = f"{text} {of.module}" if isinstance(of, Name) else text
    if _HANDS_ON.search(text) and not _ROUTES.search(text):
        return False
    return (bool(paths) and is_last) or _ROUTES.search(text) is not None


def _is_own(of: Name) -> bool:
    return not of.module or of.module.startswith((".", "@/", "~", "#", "src/"))


def _function(ev: Evaluator, owner: Value, node: Node, paths: tuple[Path, ...], method: Method) -> Iterator[Route]:
    """A function without `next` answers all below its path; without a path it is the last word, mostly a 404."""
    function = parts.function_of(ev, node, method.scope)
    if function is None or len(parts.parameter_names(ev, function)) != _ANSWERS:
        return
    for path in paths:
        if path.syntax == "colon" and isinstance(ev.deref(path.value), Text):
            yield Route(owner, path.value, "http", (), parts.no_handler(ev, node), path.at, "colon", any_slash=True)


_ANSWERS = 2
"""The parameters of a handler that hands nothing on: request and response."""


def _foreign(ev: Evaluator, owner: Value, node: Node, paths: tuple[Path, ...], method: Method) -> Iterator[Fact]:
    """Something of a package: under a path it may answer anything, else it is a middleware."""
    callee = ev.callee(node) if node.type == "call_expression" else node
    origin = library.origin(ev, callee, method.scope) if callee is not None else None
    for path in paths:
        yield Mount(owner, path.value, ev.hole("a package's own routes", node), ev.at(node), "colon")
    if not paths and origin is not None and origin[0] and not origin[0].startswith((".", "@/")):
        yield Middleware(owner, Name(origin[1], origin[0], ev.at(node)), ev.at(node))
