"""RTK Query: the endpoints of an API, which are sent through its base query.

https://redux-toolkit.js.org/rtk-query/api/createApi, https://redux-toolkit.js.org/rtk-query/usage/code-splitting. An
API stands for its base query here, which is an HTTP client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect
from envlint.readers.javascript import clients, library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.values import Call, Function, Hole, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("createApi", "injectEndpoints")

_PACKAGE = "@reduxjs/toolkit"
_ENDPOINTS = frozenset({"query", "mutation", "infiniteQuery"})
_EXTENDS = frozenset({"injectEndpoints", "enhanceEndpoints"})


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """An API as its base query; what extends one is the same."""
    function, given = call.function, call.given
    if origin[1] == "createApi" and origin[0].startswith(_PACKAGE) and given:
        return _base_query(ev, library.option(ev, ev.value(given[0], scope), "baseQuery"))
    of = nodes.field(function, "object") if function is not None and call.name in _EXTENDS else None
    return ev.value(of, scope) if of is not None else None


def _base_query(ev: Evaluator, value: Value | None) -> Value | None:
    """A base query, also inside `retry(...)`; for a function around one, it is the only one of the file."""
    known = ev.deref(value) if value is not None else None
    if isinstance(known, Call) and known.arguments:
        return known.arguments[0]
    if not isinstance(known, (Function, Hole)):
        return value
    made_here = [client for call, scope in ev.script.calls if (client := clients.made(ev, call, scope)) is not None]
    return made_here[0] if len(made_here) == 1 else None


def facts(ev: Evaluator) -> Iterator[Fact]:
    """The requests of every endpoint."""
    if not any(word in ev.syntax.source.text for word in words):
        return
    for method in parts.methods(ev):
        if method.name in _ENDPOINTS and method.given:
            client = _api_around(ev, method)
            query = library.option(ev, ev.value(method.given[0], method.scope), "query")
            known = ev.deref(query) if query is not None else None
            if client is not None and isinstance(known, Function):
                yield from _endpoint(ev, known.returns, client, method)


def _api_around(ev: Evaluator, method: Method) -> Value | None:
    """The API to which an endpoint is added: what the call around it makes."""
    parent = method.call.parent
    while parent is not None:
        function = ev.callee(parent) if parent.type == "call_expression" else None
        name = "" if function is None else nodes.property_name(function, ev.syntax) or ev.text(function)
        if name in {"createApi", *_EXTENDS}:
            return ev.value(parent, ev.script.scope_at(parent))
        parent = parent.parent
    return None


def _endpoint(ev: Evaluator, sent: Value, client: Value, method: Method) -> Iterator[Connect]:
    """What the function of an endpoint returns: a URL, or a record with it."""
    known = ev.deref(sent)
    options = known if isinstance(known, Record) else None
    url = library.option(ev, options, "url") if options is not None else sent
    if url is not None and not isinstance(client, (Hole, Function)):
        at = ev.at(ev.callee(method.call) or method.call)
        verb, credentials = library.method(ev, options), library.credentials(ev, options)
        yield Connect("http", url, url.at, at, verb, credentials, client)
