"""Schemes that follow another one: `location.protocol === 'https:' ? 'wss:' : 'ws:'` in its many spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import asked, nodes, urls
from envlint.readers.javascript.shapes import alike
from envlint.records import record, replace
from envlint.values import Hole, Join, Member, Page, Replace, Strip, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_HTTPS_PATTERN = pattern(r"^/\^?https:?/")
_WHOLE = r"^(http(s):)?.*$"


@record
class Secure:
    """A condition on a scheme. `when` says that it holds for https; `of` is a protocol (`https:`) or a whole URL."""

    of: Value
    protocol: bool
    when: bool = True


def secure(ev: Evaluator, condition: Node, scope: Scope) -> Secure | None:
    """What a condition asks about a scheme; None where it asks something else."""
    bottom = asked.bottom(ev, condition, scope)
    if bottom is None:
        return None
    node, scope, positive = bottom
    found = (_compared if node.type == "binary_expression" else _tested)(ev, node, scope)
    return None if found is None else replace(found, when=found.when is positive)


def _compared(ev: Evaluator, node: Node, scope: Scope) -> Secure | None:
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return None
    for one, other in ((left, right), (right, left)):
        scheme = (nodes.literal(other, ev.syntax) or "").rstrip(":")
        if scheme in {"http", "https"}:
            found = _subject(ev, one, scope)
            equal = nodes.operator(node, ev.syntax) in {"===", "=="}
            whole = found is None or not found.protocol
            return None if whole or found is None else replace(found, when=equal is (scheme == "https"))
    return None


def _tested(ev: Evaluator, node: Node, scope: Scope) -> Secure | None:
    """`location.protocol.startsWith('https')` and `/^https/.test(location.protocol)`."""
    function = ev.callee(node) if node.type == "call_expression" else None
    of = None if function is None else nodes.field(function, "object")
    given = ev.arguments(node)
    if function is None or of is None or not given:
        return None
    method = nodes.property_name(function, ev.syntax)
    if method in {"startsWith", "includes"} and (nodes.literal(given[0], ev.syntax) or "").rstrip(":/") == "https":
        return _subject(ev, of, scope)
    if method == "test" and of.type == "regex" and _HTTPS_PATTERN.match(ev.text(of)):
        return _subject(ev, given[0], scope)
    return None


def _subject(ev: Evaluator, node: Node, scope: Scope) -> Secure | None:
    value = ev.value(node, scope)
    known = ev.deref(value)
    while isinstance(known, (Strip, Replace)) and isinstance(known.of, Page):
        known = known.of
    if isinstance(known, Page):
        return Secure(replace(known, part="protocol"), protocol=True) if known.part in _WITH_SCHEME else None
    if urls.is_protocol(known) or (isinstance(known, Member) and known.key == "protocol"):
        return Secure(known, protocol=True)
    return None if isinstance(known, Hole) else Secure(value, protocol=False)


_WITH_SCHEME = frozenset({"protocol", "href", "origin"})


def swapped(given: Secure, then: Value, otherwise: Value, at: Location) -> Value | None:
    """Two values that differ in their scheme alone, as one that follows the scheme that the condition asks about."""
    on_https, plain = (then, otherwise) if given.when else (otherwise, then)
    first, rest = _lead(on_https)
    second, other_rest = _lead(plain)
    if first is None or second is None or len(rest) != len(other_rest):
        return None
    if not all(alike(one, other) for one, other in zip(rest, other_rest, strict=True)):
        return None
    if (first.text, second.text) == ("s", ""):
        return _join([_letter(given, at), *rest], at)
    for secure_scheme, scheme in (("wss", "ws"), ("https", "http")):
        if second.text.startswith(scheme) and first.text == secure_scheme + second.text[len(scheme) :]:
            return _join([*_scheme(given, scheme, second, at), *rest], at)
    return None


def _letter(given: Secure, at: Location) -> Value:
    """The `s` of https alone."""
    if not given.protocol:
        return Replace(given.of, _WHOLE, "$2", at, pattern=True)
    return Strip(Replace(given.of, "http", "", at), ":", at, "right")


def _scheme(given: Secure, scheme: str, lead: Text, at: Location) -> list[Value]:
    """The scheme and what the literals have after it; a protocol brings a colon of its own."""
    tail = lead.text[len(scheme) :]
    value: Value = given.of
    if not given.protocol:
        value = Replace(value, _WHOLE, f"{scheme}$2", at, pattern=True)
    elif scheme == "ws":
        value = Replace(value, "http", "ws", at)
    if given.protocol:
        value = value if tail.startswith(":") else Strip(value, ":", at, "right")
        tail = tail.removeprefix(":")
    length = lead.at.end - lead.at.start
    size = min(len(tail), length)
    return [value, Text(tail, lead.at.within(length - size, size))] if tail else [value]


def _join(parts: list[Value], at: Location) -> Value:
    return parts[0] if len(parts) == 1 else Join(tuple(parts), at)


def _lead(value: Value) -> tuple[Text | None, tuple[Value, ...]]:
    if isinstance(value, Text):
        return value, ()
    if isinstance(value, Join) and isinstance(value.parts[0], Text):
        return value.parts[0], value.parts[1:]
    return None, ()
