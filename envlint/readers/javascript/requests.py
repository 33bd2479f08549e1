"""HTTP requests: fetch, axios, ky, ofetch, and methods of clients that may be defined elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect
from envlint.readers.javascript import clients, library, nodes
from envlint.values import Call, Class, Client, Flag, Hole, Member, Name, Nothing, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_CALLED = frozenset({"identifier", "member_expression"})
_FETCHES = frozenset(
    {
        *(("", "fetch"), ("", "$fetch"), ("", "useFetch"), ("", "ofetch"), ("ofetch", "ofetch"), ("ofetch", "$fetch")),
        *(("node-fetch", "default"), ("cross-fetch", "default"), ("cross-fetch", "fetch"), ("undici", "fetch")),
        *(("isomorphic-fetch", "default"), ("isomorphic-unfetch", "default"), ("unfetch", "default")),
    }
)
_VERBS = {
    **{verb: verb.upper() for verb in ("get", "post", "put", "delete", "patch", "head", "options", "request")},
    "del": "DELETE",
}
_WITH_BODY = frozenset({"post", "put", "patch"})
_WHOLE = frozenset({"default", "*", "axios", "ky", "$fetch", "ofetch"})


def connects(ev: Evaluator) -> Iterator[Connect]:
    """Every request of the script, and every base that a client is given."""
    for call, scope in ev.calls:
        function = call.function
        if function is not None and function.type in _CALLED:
            if call.node.type == "new_expression":
                yield from _constructed(ev, call.node, function, scope)
            elif call.given:
                yield from _sent(ev, call, function, scope)
    for node, scope in ev.script.assignments:
        yield from _default_base(ev, node, scope)


def _connect(
    ev: Evaluator,
    call: Location,
    url: tuple[Value, Node],
    options: Value | None,
    method: str,
    client: Value | None = None,
) -> Iterator[Connect]:
    """A request, unless its URL is not there; `call` is what stands before the arguments."""
    value, at = url
    if not isinstance(value, Nothing):
        yield Connect(
            kind="http",
            url=value,
            at=ev.at(at),
            call=call,
            method=method,
            credentials=library.credentials(ev, options),
            client=client,
        )


def _constructed(ev: Evaluator, node: Node, constructor: Node, scope: Scope) -> Iterator[Connect]:
    """`new Request(url)`, and the configuration of a generated client."""
    given = ev.arguments(node)
    call = ev.syntax.between(node, constructor)
    if given and library.origin(ev, constructor, scope) == ("", "Request"):
        options = ev.value(given[1], scope) if len(given) > 1 else None
        method = library.method(ev, options)
        yield from _connect(ev, call, (ev.value(given[0], scope), given[0]), options, method)
    elif (client := clients.made(ev, node, scope)) is not None:
        yield from _made(client, call)


def _sent(ev: Evaluator, call: nodes.CallParts, function: Node, scope: Scope) -> Iterable[Connect]:
    """What a call with arguments sends, or the base that it gives to a client."""
    origin = library.origin(ev, function, scope)
    if origin is None:
        return _by_client(ev, call, function, scope)
    if origin in _FETCHES:
        return _fetch(ev, function, call.given, scope)
    if origin == ("", "navigator.sendBeacon"):
        return _beacon(ev, function, call.given, scope)
    client = clients.made(ev, call.node, scope)
    if client is not None:
        return _made(client, ev.at(function))
    if clients.library_of(origin) in clients.LIBRARIES:
        return _direct(ev, function, call.given, scope, origin[1])
    return _by_client(ev, call, function, scope) if origin[0] != "jquery" else ()


def _beacon(ev: Evaluator, function: Node, given: list[Node], scope: Scope) -> Iterator[Connect]:
    url = ev.value(given[0], scope)
    yield Connect("http", url, ev.at(given[0]), ev.at(function), "POST", Flag(True, ev.at(function)))


def _fetch(ev: Evaluator, function: Node, given: list[Node], scope: Scope) -> Iterator[Connect]:
    inner = ev.callee(given[0]) if given[0].type == "new_expression" else None
    if inner is not None and library.origin(ev, inner, scope) == ("", "Request"):
        return
    options = ev.value(given[1], scope) if len(given) > 1 else None
    url, method = (_called(ev, given[0], scope), given[0]), library.method(ev, options)
    yield from _connect(ev, ev.at(function), url, options, method, _base(ev, options))


def _called(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A URL, or what a function that is given in its place returns."""
    return ev.returned(node) if node.type == "arrow_function" else ev.value(node, scope)


def _base(ev: Evaluator, options: Value | None) -> Client | None:
    """The client that options with a base of their own amount to (`$fetch(path, { baseURL })`)."""
    base = library.option(ev, options, *clients.BASES)
    return None if base is None else Client(base, library.credentials(ev, options), base.at)


def _made(client: Client, call: Location) -> Iterator[Connect]:
    """The base of a client, where it has one."""
    if library.exists(client.base):
        yield Connect("http", client.base, client.base.at, call, credentials=client.credentials, is_base=True)


def _direct(ev: Evaluator, function: Node, given: list[Node], scope: Scope, name: str) -> Iterator[Connect]:
    """`axios(url)`, `axios({ url })`, `axios.get(url)` and the same of ky and ofetch."""
    if function.type == "identifier" and name in _WHOLE:
        yield from _send(ev, function, "", given, scope, None)
    verb = name.rpartition(".")[2]
    if function.type == "member_expression" and verb in _VERBS:
        yield from _send(ev, function, verb, given, scope, None)


def _send(
    ev: Evaluator, function: Node, verb: str, given: list[Node], scope: Scope, client: Value | None
) -> Iterator[Connect]:
    first = ev.value(given[0], scope)
    place = 2 if verb in _WITH_BODY else 1
    options = ev.value(given[place], scope) if len(given) > place else None
    known = ev.deref(first)
    if isinstance(known, Record):
        options = known
    fixed = _VERBS.get(verb) if verb != "request" else None
    method = fixed or library.method(ev, options)
    client = client or _base(ev, options)
    url = library.option(ev, known, "url") if isinstance(known, Record) else first
    if url is not None:
        yield from _connect(ev, ev.at(function), (url, given[0]), options, method, client)


def _by_client(ev: Evaluator, call: nodes.CallParts, function: Node, scope: Scope) -> Iterable[Connect]:
    """A method of something that may be a client, or a client that is called itself."""
    if function.type == "identifier":
        return _by_variable(ev, call, function, scope)
    written = call.name
    verb = written.lower() if written.isupper() else written  # the methods of openapi-fetch: `client.GET(path)`
    if verb == "setConfig":
        return _configured(ev, function, call.given, scope)
    return _by_method(ev, call, function, scope, verb) if verb in _VERBS else ()


def _by_variable(ev: Evaluator, call: nodes.CallParts, function: Node, scope: Scope) -> Iterable[Connect]:
    binding = scope.find(call.name)
    if binding is None or binding.kind != "variable" or not isinstance(ev.deref(ev.value(function, scope)), Client):
        return ()
    return _send(ev, function, "", call.given, scope, ev.value(function, scope))


def _by_method(ev: Evaluator, call: nodes.CallParts, function: Node, scope: Scope, verb: str) -> Iterator[Connect]:
    given, of = call.given, nodes.field(function, "object")
    if of is None or given[-1].type in nodes.FUNCTIONS or not _may_be_client(of):
        return
    client = ev.value(of, scope)
    if isinstance(_root(ev, client), (Name, Call, Client, Class, Record)):
        yield from _send(ev, function, verb, given, scope, client)


def _root(ev: Evaluator, value: Value) -> Value:
    """What an object comes from, through its members."""
    value = ev.deref(value)
    for _ in range(5):
        if not isinstance(value, Member):
            break
        value = ev.deref(value.of)
    return value


def _may_be_client(node: Node) -> bool:
    return node.type in {"identifier", "member_expression"}


def _configured(ev: Evaluator, function: Node, given: list[Node], scope: Scope) -> Iterator[Connect]:
    """`client.setConfig({ baseUrl })` of generated clients."""
    options = ev.value(given[0], scope)
    base = library.option(ev, options, *clients.BASES)
    if base is not None:
        yield from _made(Client(base, library.credentials(ev, options), base.at), ev.at(function))


def _default_base(ev: Evaluator, node: Node, scope: Scope) -> Iterator[Connect]:
    """`axios.defaults.baseURL = url`, and `OpenAPI.BASE = url` of generated clients."""
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return
    if ev.text(left).endswith((".defaults.baseURL", "OpenAPI.BASE")):
        value = ev.value(right, scope)
        if not isinstance(value, (Hole, Nothing)):
            yield Connect("http", value, ev.at(right), ev.at(left), is_base=True)
