"""The methods of texts and lists that projects use on URLs and origins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes, regexes
from envlint.readers.javascript.shapes import is_url
from envlint.records import replace
from envlint.values import Each, Function, Hole, Join, Many, Member, Parameter, Replace, Split, Spread, Strip, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

_SIDES = {"trim": "both", "trimEnd": "right", "trimRight": "right", "trimStart": "left", "trimLeft": "left"}


def call(ev: Evaluator, node: Node, function: Node, scope: Scope) -> Value | None:
    """A call of a method of a text or a list; None where the method is not one of them."""
    handler = _METHODS.get(ev.call(node).name)
    of = nodes.field(function, "object") if handler is not None else None
    if handler is None or of is None or of.type == "this":
        return None
    value = ev.value(of, scope)
    return replace(value, at=ev.at(node)) if isinstance(value, Hole) else handler(ev, value, node, scope)


def constant(ev: Evaluator, node: Node, scope: Scope) -> str | None:
    """The text of an expression that is a literal here or by a constant of this file."""
    value = ev.deref(ev.value(node, scope))
    return value.text if isinstance(value, Text) else None


def _whole_number(ev: Evaluator, node: Node) -> int | None:
    text = ev.text(node)
    return int(text) if re.fullmatch(r"-?\d{1,3}", text) else None


# --- texts --------------------------------------------------------------------------------------------------------


def _replace(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    given = ev.arguments(node)
    function = ev.callee(node)
    if len(given) < 2 or function is None:
        return ev.hole("a replacement", node)
    new = constant(ev, given[1], scope)
    if new is None:
        return ev.hole("a replacement by something that is no literal", node)
    every = nodes.property_name(function, ev.syntax) == "replaceAll"
    if given[0].type == "regex":
        return _replace_pattern(ev, of, given[0], new, node)
    old = constant(ev, given[0], scope)
    if old is None:
        return ev.hole("a replacement of something that is no literal", node)
    return Replace(of, old, new.replace("$$", "$"), ev.at(node), every=every)


def _replace_pattern(ev: Evaluator, of: Value, regex: Node, new: str, node: Node) -> Value:
    pattern, flags = regex.child_by_field_name("pattern"), regex.child_by_field_name("flags")
    letters = "" if flags is None else ev.text(flags)
    old = None if pattern is None else regexes.python_pattern(ev.text(pattern), letters, new)
    if old is None:
        return ev.hole("a regular expression that is not followed", node)
    return Replace(of, old, new, ev.at(node), pattern=True, every="g" in letters)


def _strip(ev: Evaluator, of: Value, node: Node, _scope: Scope) -> Value:
    function = ev.callee(node)
    name = None if function is None else nodes.property_name(function, ev.syntax)
    side = _SIDES.get(name or "")
    at = ev.at(node)
    if side == "left":
        return Strip(of, "", at, "left")
    return Strip(of, "", at, "right") if side == "right" else Strip(of, "", at)


def _split(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    given = ev.arguments(node)
    separator = constant(ev, given[0], scope) if given else None
    return Split(of, separator, ev.at(node)) if separator else ev.hole("a split that is not followed", node)


def _slice(ev: Evaluator, of: Value, node: Node, _scope: Scope) -> Value:
    """`slice(n)`, `slice(0, -n)` and their like, as the removal of so many characters."""
    numbers = [_whole_number(ev, item) for item in ev.arguments(node)]
    if len(numbers) == 1 and numbers[0] is not None and numbers[0] >= 0:
        return Replace(of, rf"^[\s\S]{{{numbers[0]}}}", "", ev.at(node), pattern=True)
    if len(numbers) == 2 and numbers[0] == 0 and numbers[1] is not None and numbers[1] < 0:
        return Replace(of, rf"[\s\S]{{{-numbers[1]}}}$", "", ev.at(node), pattern=True)
    return ev.hole("a slice that is not followed", node)


def _to_string(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    del scope
    if isinstance(of, Member) or not ev.arguments(node):
        return of
    return of if is_url(ev.deref(of)) else ev.hole("a number in another base", node)


def _concat(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    given = ev.arguments(node)
    if isinstance(ev.deref(of), Many):
        spread = tuple(Spread(ev.value(item, scope), ev.at(item)) for item in given)
        return Many((Spread(of, of.at), *spread), ev.at(node))
    return Join((of, *(ev.value(item, scope) for item in given)), ev.at(node))


# --- lists --------------------------------------------------------------------------------------------------------


def _map(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    given = ev.arguments(node)
    function = ev.value(given[0], scope) if given else None
    if function is None or isinstance(function, Hole):
        return ev.hole("a list made by a function that is not followed", node)
    return Each(of, function, ev.at(node))


def _filter(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    del scope
    given = ev.arguments(node)
    if not given or not _drops_empty(ev, given[0]):
        return ev.hole("a list that is filtered", node)
    if isinstance(of, Each):
        return replace(of, filtered=True)
    at = ev.at(given[0])
    return Each(of, Function(("item",), Parameter("item", at), at), ev.at(node), filtered=True)


def _drops_empty(ev: Evaluator, node: Node) -> bool:
    """Whether a filter keeps what is not empty: `Boolean`, `x => x`, `x => !!x`, `x => x.length > 0`."""
    if node.type == "identifier":
        return ev.text(node) == "Boolean"
    parameters, body = nodes.parameters(node), nodes.field(node, "body")
    if node.type != "arrow_function" or len(parameters) != 1 or body is None:
        return False
    name = ev.text(parameters[0].child_by_field_name("pattern") or parameters[0])
    text = "".join(ev.text(body).split())
    return text in {name, f"!!{name}", f"Boolean({name})", f"{name}.length>0", f"{name}.length", f"{name}!==''"}


def _join(ev: Evaluator, of: Value, node: Node, scope: Scope) -> Value:
    given = ev.arguments(node)
    separator = constant(ev, given[0], scope) if given else ","
    known = ev.deref(of)
    if separator is None or not isinstance(known, Many) or any(isinstance(item, Spread) for item in known.items):
        return ev.hole("a joined list", node)
    at = ev.at(given[0] if given else node)
    parts: list[Value] = []
    for item in known.items:
        if parts and separator:
            parts.append(Text(separator, at.within(1, len(separator))))
        parts.append(item)
    return Join(tuple(parts), ev.at(node))


_METHODS: dict[str, Callable[[Evaluator, Value, Node, Scope], Value]] = {
    "replace": _replace,
    "replaceAll": _replace,
    **dict.fromkeys(_SIDES, _strip),
    "split": _split,
    "slice": _slice,
    "substring": _slice,
    "substr": _slice,
    "toString": _to_string,
    "toJSON": _to_string,
    "valueOf": _to_string,
    "concat": _concat,
    "map": _map,
    "filter": _filter,
    "join": _join,
}
