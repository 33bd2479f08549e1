"""Angular's HTTP client, which classes get by injection: `constructor(private http: HttpClient)`, `inject(HttpClient)`.

https://angular.dev/guide/http/making-requests. It has no base of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect
from envlint.readers.javascript import handed, library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.scopes import Argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope, Write
    from envlint.values import Value

words = ("HttpClient",)

_CLIENT = ("@angular/common/http", "HttpClient")
_INJECT = ("@angular/core", "inject")
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "jsonp"})
_WITH_BODY = frozenset({"post", "put", "patch"})


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """The client is nothing that other readers follow."""
    given = call.given
    injected = origin == _INJECT and bool(given) and library.origin(ev, given[0], scope) == _CLIENT
    return ev.hole("Angular's HTTP client", call.node) if injected else None


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Every request that is sent by the client."""
    if not any((binding.specifier, binding.imported) == _CLIENT for binding in ev.script.bindings):
        return
    for method in parts.methods(ev):
        if method.given and (method.name in _VERBS or method.name == "request") and _is_client(ev, method):
            yield from handed.connects(ev, _sent(ev, method))


def _sent(ev: Evaluator, method: Method) -> Iterator[Connect]:
    """`http.get(url, options)`, `http.post(url, body, options)`, `http.request(verb, url, options)`."""
    verb, given = method.name.upper(), method.given
    if method.name == "request":
        verb, given = (nodes.literal(given[0], ev.syntax) or "GET").upper(), given[1:]
    place = 1 + (method.name in _WITH_BODY)
    if given:
        options = ev.value(given[place], method.scope) if len(given) > place else None
        url, at = ev.value(given[0], method.scope), ev.at(given[0])
        call = ev.at(ev.callee(method.call) or method.call)
        yield Connect("http", url, at, call, verb, library.credentials(ev, options))


def _is_client(ev: Evaluator, method: Method) -> bool:
    """Whether the client is what a method is called on: a parameter, a variable or a member of the class."""
    binding = parts.binding_of(ev, method.of, method.scope)
    if binding is None:
        return False
    return _is_typed(ev, binding.at.parent, method.scope) or any(_gives(ev, write) for write in binding.writes)


def _gives(ev: Evaluator, write: Write) -> bool:
    """Whether a client is written to a name: `inject(HttpClient)`, or a parameter of that type."""
    source = write.source
    if source is None or isinstance(source, Argument):
        return source is not None and _is_typed(ev, source.at.parent, write.scope)
    source = nodes.unwrap(source)
    function, given = ev.callee(source), ev.arguments(source)
    if source.type == "call_expression" and function is not None and given:
        injects = library.origin(ev, function, write.scope) == _INJECT
        return injects and library.origin(ev, given[0], write.scope) == _CLIENT
    return source.type == "identifier" and _is_typed(ev, source.parent, write.scope)


def _is_typed(ev: Evaluator, declared: Node | None, scope: Scope) -> bool:
    """Whether a parameter or field is declared with the client's type."""
    annotation = declared.child_by_field_name("type") if declared is not None else None
    for name in annotation.named_children if annotation is not None else ():
        binding = scope.find(ev.text(name)) if name.type == "type_identifier" else None
        if binding is not None and (binding.specifier, binding.imported) == _CLIENT:
            return True
    return False
