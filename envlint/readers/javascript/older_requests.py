"""Requests as they were sent before fetch: jQuery's functions and `XMLHttpRequest`.

https://api.jquery.com/jQuery.ajax/, https://xhr.spec.whatwg.org/#the-open()-method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect
from envlint.readers.javascript import library, nodes
from envlint.values import Nothing, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_JQUERY = {"ajax": "GET", "get": "GET", "getJSON": "GET", "getScript": "GET", "post": "POST"}
_JQUERY_GLOBALS = frozenset({"$", "jQuery"})
_XHR = frozenset({("", "XMLHttpRequest"), ("xhr2", "*"), ("xmlhttprequest", "XMLHttpRequest")})


def connects(ev: Evaluator) -> Iterator[Connect]:
    """Every request that the script sends by these means."""
    for call, scope in ev.calls:
        name, function, given = call.name, call.function, call.given
        if function is None or not given or function.type == "identifier":
            continue
        if name == "open":
            yield from _opened(ev, function, given, scope)
        elif name in _JQUERY and _is_jquery(library.origin(ev, function, scope)):
            yield from _jquery(ev, function, given, scope, _JQUERY[name])


def _is_jquery(origin: Origin | None) -> bool:
    if origin is None:
        return False
    return origin[0] == "jquery" or (not origin[0] and origin[1].partition(".")[0] in _JQUERY_GLOBALS)


def _jquery(ev: Evaluator, function: Node, given: list[Node], scope: Scope, method: str) -> Iterator[Connect]:
    """`$.ajax({url})`, `$.ajax(url, options)`, `$.get(url, ...)`."""
    first = ev.value(given[0], scope)
    alone, is_ajax = isinstance(ev.deref(first), Record), nodes.property_name(function, ev.syntax) == "ajax"
    url = library.option(ev, first, "url") if alone else first
    options = first if alone else ev.value(given[1], scope) if len(given) > 1 else None
    if url is not None and not isinstance(url, Nothing):
        verb = library.method(ev, options, library.method(ev, options, method, "type")) if is_ajax else method
        yield Connect("http", url, url.at, ev.at(function), verb, library.credentials(ev, options))


# --- XMLHttpRequest -----------------------------------------------------------------------------------------------


def _opened(ev: Evaluator, function: Node, given: list[Node], scope: Scope) -> Iterator[Connect]:
    """`request.open(method, url)`."""
    of = nodes.field(function, "object")
    verb = nodes.literal(given[0], ev.syntax)
    if of is None or verb is None or len(given) < _METHOD_AND_URL or not _is_request(ev, of, scope):
        return
    url: Value = ev.value(given[1], scope)
    yield Connect("http", url, ev.at(given[1]), ev.at(function), verb.upper(), _with_credentials(ev, of))


_METHOD_AND_URL = 2


def _is_request(ev: Evaluator, node: Node, scope: Scope) -> bool:
    binding = scope.find(ev.text(node)) if node.type == "identifier" else None
    constant = binding.constant if binding is not None else None
    maker = ev.callee(constant[0]) if constant is not None and constant[0].type == "new_expression" else None
    return maker is not None and constant is not None and library.origin(ev, maker, constant[1]) in _XHR


def _with_credentials(ev: Evaluator, of: Node) -> Value | None:
    """What is assigned to the request's `withCredentials`."""
    name = f"{ev.text(of)}.withCredentials"
    for node, scope in ev.script.assignments:
        left, right = nodes.field(node, "left"), nodes.field(node, "right")
        if left is not None and right is not None and ev.text(left) == name:
            return ev.value(right, scope)
    return None
