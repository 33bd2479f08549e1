"""Where a function or class that is called comes from, and what the options that it gets say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import imports, nodes
from envlint.readers.javascript.scopes import Argument
from envlint.values import Either, Entry, Flag, Function, Nothing, Record, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope
    from envlint.values import Value

Origin = tuple[str, str]
"""A module and a name in it. Globals have no module; members are joined with a dot (`axios.create`)."""

OWN: Origin = ("", "")
"""What the script makes itself, and methods of that."""

_GLOBAL_OBJECTS = frozenset({"window", "globalThis", "self", "global"})
_NAMESPACES = frozenset({"*", "default"})
_HANDED_ON = ("fetchOptions", "xhrFields")
"""Options of libraries that hold those of the request underneath (urql and Apollo, jQuery)."""

_DEEPEST = 6


def origin(ev: Evaluator, node: Node, scope: Scope) -> Origin | None:
    """Where something comes from; None for what the script makes itself. Worked out once for each place."""
    place = node.id
    if place not in ev.origins:
        ev.origins[place] = _origin(ev, node, scope, 0)
    return ev.origins[place]


def _origin(ev: Evaluator, node: Node, scope: Scope, depth: int) -> Origin | None:
    if depth > _DEEPEST:
        return None
    kind = node.type
    if kind == "identifier":
        name = ev.text(node)
        binding = scope.find(name)
        return ("", name) if binding is None else _declared(ev, binding)
    if kind == "call_expression":
        specifier = imports.required(node, ev.syntax)
        return None if specifier is None else (specifier, "*")
    of = nodes.field(node, "object") if kind == "member_expression" else None
    whole = _origin(ev, of, scope, depth + 1) if of is not None else None
    key = nodes.property_name(node, ev.syntax) if whole is not None else None
    if whole is None or key is None:
        return None
    module, name = whole
    if not module and name in _GLOBAL_OBJECTS:
        return "", key
    return module, key if module and name in _NAMESPACES else f"{name}.{key}"


def _declared(ev: Evaluator, binding: Binding) -> Origin | None:
    if binding not in ev.declared:
        ev.declared[binding] = _of_declaration(ev, binding)
    return ev.declared[binding]


def _of_declaration(ev: Evaluator, binding: Binding) -> Origin | None:
    if binding.kind == "import":
        return binding.specifier, binding.imported
    write = binding.only_write
    source, path = (None, ()) if write is None else (write.source, write.path)
    if source is None or isinstance(source, Argument) or len(path) > 1:
        return None
    specifier = imports.required(nodes.unwrap(source), ev.syntax)
    key = path[0].key if path else "*"
    return None if specifier is None or key is None else (specifier, key)


# --- options ------------------------------------------------------------------------------------------------------


def option(ev: Evaluator, value: Value | None, *keys: str, depth: int = 0) -> Value | None:
    """The value of the last of some keys in an options object, looked up through spreads of this file."""
    record = None if value is None else ev.deref(value)
    if not isinstance(record, Record) or depth > _DEEPEST:
        return None
    for entry in reversed(record.entries):
        if not isinstance(entry, Entry):
            found = option(ev, entry.of, *keys, depth=depth + 1)
            if found is not None:
                return found
        elif entry.key in keys:
            return entry.value
    return None


def credentials(ev: Evaluator, options: Value | None) -> Value | None:
    """Whether options ask for cookies: `withCredentials`, or `credentials: 'include'` as a flag."""
    inner = option(ev, options, *_HANDED_ON)
    for given in (options, inner.returns if isinstance(inner, Function) else inner):
        plain, word = option(ev, given, "withCredentials"), option(ev, given, "credentials")
        if plain is not None:
            return plain
        if word is not None:
            return _flag(ev, word)
    return None


def _flag(ev: Evaluator, value: Value) -> Value:
    known = ev.deref(value)
    if isinstance(known, Text):
        return Flag(known.text == "include", known.at)
    if isinstance(known, Either):
        return Either(tuple(_flag(ev, item) for item in known.options), known.test, known.at, known.given)
    return value


def method(ev: Evaluator, options: Value | None, default: str = "GET", key: str = "method") -> str:
    """The HTTP method that options name, the default where they name none, and nothing where that is not known."""
    word = option(ev, options, key)
    if word is None:
        return default if options is None or _is_written(ev, options) else ""
    known = ev.deref(word)
    return known.text.upper() if isinstance(known, Text) else ""


def _is_written(ev: Evaluator, options: Value, depth: int = 0) -> bool:
    """Whether all that options hold is written in this file."""
    known = ev.deref(options)
    if not isinstance(known, Record) or depth > _DEEPEST:
        return isinstance(known, Nothing)
    return all(isinstance(entry, Entry) or _is_written(ev, entry.of, depth + 1) for entry in known.entries)


def exists(value: Value | None) -> bool:
    """Whether an optional value is given and is not plainly nothing."""
    return value is not None and not isinstance(value, Nothing)
