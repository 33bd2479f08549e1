"""The cors package in Express, and headers that a handler sets by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Ahead, CorsPolicy
from envlint.patterns import pattern
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.cors_options import settings
from envlint.values import THE_APPLICATION, Hole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CORS = pattern(r"cors|access-control", re.IGNORECASE)
_HANDS_ON = pattern(r"\bnext\(\s*\)")
_ANSWERING = parts.VERBS - {"options"} | {"use"}


def policies(ev: Evaluator) -> Iterator[CorsPolicy]:
    """Each use of the cors package. One for a single route or for preflights only leaves the others as they are."""
    found = [(call, scope) for call, scope in ev.script.calls if _is_cors(ev, call, scope)]
    whole = [(call, scope) for call, scope in found if not _is_for_some(ev, call)]
    for call, scope in whole or found:
        function, given = ev.callee(call), ev.arguments(call)
        if function is not None:
            at = ev.at(function)
            said = settings(ev, ev.value(given[0], scope) if given else None, at)
            complete = said.complete and bool(whole)
            yield CorsPolicy(
                *(_application(ev, call, scope), "cors", said.origins, None, said.credentials, at, said.at, complete),
                ahead=tuple(_ahead(ev, call)),
            )


def _is_cors(ev: Evaluator, call: Node, scope: Scope) -> bool:
    function = ev.callee(call) if call.type == "call_expression" else None
    origin = library.origin(ev, function, scope) if function is not None else None
    return origin is not None and origin[0] == "cors" and origin[1] in {"default", "*"}


def _user(ev: Evaluator, call: Node) -> parts.Method | None:
    """The `app.use(...)` among whose arguments something stands."""
    holder = call.parent.parent if call.parent is not None and call.parent.type == "arguments" else None
    return next((method for method in parts.methods(ev) if method.call == holder), None) if holder else None


def _ahead(ev: Evaluator, call: Node) -> Iterator[Ahead]:
    """The routes that the same application is given above its first policy; they answer without its headers."""
    user = _user(ev, call)
    if user is None or user.name != "use" or len(user.given) != 1:
        return
    above = [method for method in parts.methods(ev) if _is_above(ev, method, user)]
    if any(method.name == "use" and _CORS.search(_given(ev, method)) for method in above):
        return
    for method in above:
        if _is_route(ev, method):
            yield Ahead(ev.hole("a route", method.call), ev.at(method.given[0]), "answers", ev.at(method.call))


def _is_above(ev: Evaluator, method: parts.Method, user: parts.Method) -> bool:
    is_before = method.call.start_byte < user.call.start_byte and method.scope is user.scope
    return is_before and ev.text(method.of) == ev.text(user.of)


def _is_route(ev: Evaluator, method: parts.Method) -> bool:
    """Whether a call adds a route, or something that may be a router under a path, without headers of its own."""
    if len(method.given) < 2 or method.given[0].type not in {"string", "template_string"}:
        return False
    if method.name not in _ANSWERING or _CORS.search(_given(ev, method)):
        return False
    function = parts.function_of(ev, method.given[-1], method.scope)
    return function is None or not _HANDS_ON.search(ev.text(function))


def _given(ev: Evaluator, method: parts.Method) -> str:
    """What a call is given, without its path."""
    return " ".join(ev.text(each) for each in method.given if each.type not in {"string", "template_string"})


def _is_for_some(ev: Evaluator, call: Node) -> bool:
    """Whether a policy answers a single route (`app.get(path, cors(), ...)`) or preflights only (`app.options`)."""
    user = _user(ev, call)
    return user is not None and user.name in parts.VERBS


def _application(ev: Evaluator, call: Node, scope: Scope) -> Value:
    user = _user(ev, call)
    owner = parts.router(ev, user.of, scope) if user is not None and user.name == "use" else None
    return owner if owner is not None else Hole(THE_APPLICATION, ev.at(call))
