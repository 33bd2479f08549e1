"""Calls and `new` as values: functions that are known, wrappers that are looked through, and calls of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import clients, conditions, imports, library, methods, nodes, storage
from envlint.readers.javascript.scopes import Argument
from envlint.values import (
    Call,
    Class,
    Decode,
    Function,
    Hole,
    Many,
    Member,
    Name,
    Nothing,
    Record,
    Resolve,
    Spread,
    Stringify,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope
    from envlint.values import Value

_RESULT = frozenset({"useMemo", "computed"})
_CALLBACKS = frozenset({"useCallback", "useEvent", "useEffectEvent", "memo", "cache", "once", "debounce", "throttle"})
_BOXES = frozenset({"ref", "shallowRef", "useRef", "computed", "toRef", "customRef", "createRef"})
_PLAIN = frozenset(
    {
        *("ref", "shallowRef", "useRef", "reactive", "shallowReactive", "readonly", "markRaw", "toRaw", "toRef"),
        *("unref", "toValue", "$state", "$derived", "structuredClone", "Number", "parseInt", "parseFloat"),
        *("defineConfig", "defineNuxtConfig", "useDeferredValue"),
    }
)
_GLOBAL_MODULES = frozenset({"", "url", "node:url"})
"""Where the global classes come from; Node.js offers `URL` by import as well."""

_STATES = frozenset({"useState", "useLocalState"})
_ENCODERS = frozenset({"encodeURIComponent", "encodeURI", "escape", "btoa"})
_FROZEN = frozenset({"freeze", "seal"})


def known_name(ev: Evaluator, function: Node, scope: Scope) -> str:
    """The name by which a called function is known: a global's, or an import's own; empty for the script's own."""
    if function.type == "identifier":
        binding = scope.find(ev.text(function))
        if binding is None:
            return ev.text(function)
        return binding.imported if binding.kind == "import" else ""
    of = nodes.field(function, "object")
    if of is not None and of.type == "identifier" and ev.text(of) in {"React", "Vue", "globalThis", "window"}:
        return nodes.property_name(function, ev.syntax) or ""
    return ""


def _call(ev: Evaluator, node: Node, scope: Scope) -> Value:
    call = ev.call(node)
    function = call.function
    if function is None:
        return ev.hole("a broken expression", node)
    specifier = imports.required(node, ev.syntax) if call.name == "require" else None
    if specifier is not None:
        return Name("*", specifier, ev.at(node))
    made = clients.made(ev, node, scope) or ev.made(node, function, scope)
    if made is not None:
        return made
    known = _known(ev, node, known_name(ev, function, scope), scope)
    if known is not None:
        return known
    if function.type == "member_expression":
        result = (
            storage.got(ev, node, function, scope)
            or (_static(ev, node, function, scope) if call.name in _STATIC else None)
            or methods.call(ev, node, function, scope)
        )
        if result is not None:
            return result
    return _project(ev, node, ev.value(function, scope), scope)


def _project(ev: Evaluator, node: Node, function: Value, scope: Scope) -> Value:
    """A call of a function of the project."""
    if not isinstance(function, (Name, Member, Function, Class)):
        reason = function.reason if isinstance(function, Hole) else "a call that is not followed"
        return ev.hole(reason, node)
    return Call(function, tuple(ev.value(given, scope) for given in ev.arguments(node)), ev.at(node))


def _known(ev: Evaluator, node: Node, name: str, scope: Scope) -> Value | None:
    given = ev.arguments(node)
    if not name:
        return None
    if name in _RESULT:
        return ev.returned(given[0]) if given and given[0].type in nodes.FUNCTIONS else ev.hole(f"{name}()", node)
    if name in _PLAIN:
        return ev.value(given[0], scope) if given else Nothing(ev.at(node))
    if name in _CALLBACKS and given and given[0].type in nodes.FUNCTIONS:
        return ev.function(given[0])
    if name == "String" and given:
        return Stringify(ev.value(given[0], scope), ev.at(node))
    if name in _ENCODERS:
        return ev.hole(f"{name}()", node)
    return None


_STATIC = frozenset({"parse", "stringify", "assign", "from", "by", *_FROZEN})


def _static(ev: Evaluator, node: Node, function: Node, scope: Scope) -> Value | None:
    """`JSON.parse`, `Object.freeze` and other functions of global objects."""
    of, key = nodes.field(function, "object"), nodes.property_name(function, ev.syntax)
    given = ev.arguments(node)
    if of is None or of.type != "identifier" or scope.find(ev.text(of)) is not None:
        return None
    place = (ev.text(of), key)
    if not given:
        return None
    if place == ("JSON", "parse"):
        return Decode(ev.value(given[0], scope), ev.at(node))
    if place == ("JSON", "stringify") and ev.configures:
        return ev.value(given[0], scope)  # values of Vite's `define` are code, in which this makes a literal
    if place[0] == "Object" and key in _FROZEN:
        return ev.value(given[0], scope)
    if place == ("Object", "assign"):
        return Record(tuple(Spread(ev.value(item, scope), ev.at(item)) for item in given), ev.at(node))
    if place == ("Array", "from") and len(given) == 1:
        return Many((Spread(ev.value(given[0], scope), ev.at(given[0])),), ev.at(node))
    if place == ("$derived", "by") and given[0].type in nodes.FUNCTIONS:
        return ev.returned(given[0])
    return None


def _new(ev: Evaluator, node: Node, scope: Scope) -> Value:
    constructor = ev.callee(node)
    given = ev.arguments(node)
    if constructor is None:
        return ev.hole("a broken expression", node)
    origin = library.origin(ev, constructor, scope)
    name = origin[1] if origin is not None and origin[0] in _GLOBAL_MODULES else ""
    if name == "URL" and given:
        base = ev.value(given[1], scope) if len(given) > 1 else Nothing(ev.at(given[0]))
        return Resolve(ev.value(given[0], scope), base, ev.at(node))
    if name == "Set" and given:
        return Many((Spread(ev.value(given[0], scope), ev.at(given[0])),), ev.at(node))
    if name == "Request" and given:
        return ev.value(given[0], scope)
    made = ev.made(node, constructor, scope)
    if made is not None:
        return made
    value = ev.value(constructor, scope)
    if isinstance(value, Name):
        return Call(value, tuple(ev.value(item, scope) for item in given), ev.at(node))
    return ev.hole(f"new {ev.text(constructor)[:40]}", node)


# --- boxes: a value behind `.value` or `.current` -------------------------------------------------------------------


def is_box(ev: Evaluator, node: Node, scope: Scope) -> bool:
    """Whether an expression names a `ref()`, `computed()` or `useRef()`."""
    binding = scope.find(ev.text(node)) if node.type == "identifier" else None
    return binding is not None and is_boxed(ev, binding)


def is_boxed(ev: Evaluator, binding: Binding) -> bool:
    """Whether a name holds a `ref()`, `computed()` or `useRef()`."""
    first = binding.writes[0] if binding.writes else None
    source = None if first is None or first.path else first.source
    if first is None or source is None or isinstance(source, Argument):
        return False
    source = nodes.unwrap(source)
    function = ev.callee(source) if source.type == "call_expression" else None
    return function is not None and known_name(ev, function, first.scope) in _BOXES


def state(ev: Evaluator, node: Node, scope: Scope) -> Value | None:
    """The value of `const [x, setX] = useState(initial)`: the initial one, or another that was set later."""
    function = ev.callee(node) if node.type == "call_expression" else None
    if function is None or known_name(ev, function, scope) not in _STATES:
        return None
    given = ev.arguments(node)
    later = Hole("a state that is set elsewhere", ev.at(node))
    if not given:
        return later
    initial = ev.returned(given[0]) if given[0].type in nodes.FUNCTIONS else ev.value(given[0], scope)
    if isinstance(initial, Text) and not initial.text:
        return later  # an empty state waits to be filled and is not what is sent
    return conditions.either((initial, later), ev.at(node))


HANDLERS: dict[str, Callable[[Evaluator, Node, Scope], Value]] = {"call_expression": _call, "new_expression": _new}
