"""URLs that a function is handed by its callers: `request(path)`, `useSocket(url)`.

A connection in such a function says around which function it stands, and every call with something that may be a URL
or a path is a fact of its own; the wiring brings the two together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from envlint.facts import Around, Invocation
from envlint.patterns import pattern
from envlint.readers.javascript import nodes
from envlint.readers.javascript.shapes import inside
from envlint.records import replace
from envlint.values import Call, Member, Name, Parameter, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from envlint.facts import Connect
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_URL = pattern(r"^['\"`](?:/|https?:|wss?:|\$\{)")
_NAME = pattern(r"url|uri|endpoint|path|route|href", re.IGNORECASE)
_HOLDERS = frozenset(
    {"variable_declarator", "pair", "assignment_expression", "field_definition", "public_field_definition"}
    | {"call_expression", "arguments", "parenthesized_expression"}
)
"""What a function may stand in that has a name for it; the call is one such as `useCallback(...)`."""
_HOLDS = ("name", "key", "left", "property")
_CALLED = frozenset({"identifier", "member_expression"})
_LOCALS = 40
"""How many names of the file are looked through for the parameters in a value."""


def connects(ev: Evaluator, found: Iterable[Connect]) -> Iterator[Connect]:
    """The connections of a script, each with the function around it of which its URL holds a parameter."""
    for connect in found:
        function = _function_of(ev, (connect.url,))
        yield connect if function is None else replace(connect, within=function)


def invocations(ev: Evaluator) -> Iterator[Invocation]:
    """The calls of functions of the project with something that may be a URL or a path."""
    for call, scope in ev.calls:
        function, given = call.function, call.given
        if not given or function is None or call.node.type != "call_expression" or function.type not in _CALLED:
            continue
        if any(_may_be_url(ev, argument) for argument in given) and _is_own(ev, function, scope):
            yield from _invocation(ev, function, given, scope)


def _invocation(ev: Evaluator, function: Node, given: list[Node], scope: Scope) -> Iterator[Invocation]:
    of = ev.value(function, scope)
    if isinstance(of, (Name, Member)):
        arguments = tuple(ev.value(argument, scope) for argument in given)
        yield Invocation(of, arguments, ev.at(function), _function_of(ev, arguments))


def _may_be_url(ev: Evaluator, node: Node) -> bool:
    kind = node.type
    if kind in _CALLED:
        return _NAME.search(ev.text(node)) is not None
    if kind in {"string", "template_string"}:
        return _URL.search(ev.text(node)) is not None
    if kind == "binary_expression":
        left = nodes.field(node, "left")
        return left is not None and _may_be_url(ev, left)
    if kind == "call_expression":
        function = ev.callee(node)
        return function is not None and _NAME.search(ev.text(function)) is not None
    if kind == "object":
        return any(_may_be_url(ev, value) for pair in node.named_children if (value := nodes.field(pair, "value")))
    return False


def _is_own(ev: Evaluator, function: Node, scope: Scope) -> bool:
    """Whether a callee begins with a name that the script declares or imports."""
    root = function
    while (of := nodes.field(root, "object") or nodes.field(root, "constructor")) is not None:
        root = nodes.unwrap(of)
    return root.type == "this" or (root.type == "identifier" and scope.find(ev.text(root)) is not None)


def _function_of(ev: Evaluator, values: tuple[Value, ...]) -> Around | None:
    """The outermost function of which a parameter stands in some values."""
    path, found = ev.syntax.source.path, (parameter.at for parameter in _parameters(ev, values))
    declaring = [_innermost(ev, place) for place in {place for place in found if place.path == path}]
    outermost = min((each for each in declaring if each is not None), key=lambda each: each[0].start, default=None)
    return None if outermost is None else Around(_name(ev, outermost[1]), outermost[0])


def _innermost(ev: Evaluator, place: Location) -> tuple[Location, Node] | None:
    """The function in which a place lies: of those that begin before it, the last that ends behind it."""
    position = bisect_right(ev.functions, place.start, key=lambda each: each[0].start)
    return next((each for each in reversed(ev.functions[:position]) if place.end <= each[0].end), None)


def _name(ev: Evaluator, function: Node) -> str:
    """The name of a function, or that to which it is given."""
    named = function.child_by_field_name("name")
    holder = function.parent
    while named is None and holder is not None and holder.type in _HOLDERS:
        named = next((found for field in _HOLDS if (found := holder.child_by_field_name(field))), None)
        holder = holder.parent
    return ev.text(named).rpartition(".")[2] if named is not None else ""


def _parameters(ev: Evaluator, values: tuple[Value, ...]) -> Iterator[Parameter]:
    """The parameters in some values, also behind the names of locals."""
    pending, seen = list(values), set[str]()
    while pending and len(seen) < _LOCALS:
        for part in inside(pending.pop()):
            if isinstance(part, Parameter):
                yield part
            elif isinstance(part, Name) and not part.module and part.name not in seen:
                seen.add(part.name)
                known = ev.deref(part)
                # What a call makes of its arguments is the business of the function that is called.
                if known is not part and not isinstance(known, (Call, Record)):
                    pending.append(known)
