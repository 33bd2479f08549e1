"""CORS policies of Flask and Quart: flask-cors, quart-cors, and headers that a file sets by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of, is_made_by
from envlint.values import THE_APPLICATION, Entry, Hole, Many, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.nodes import Arguments
    from envlint.values import Value

_EXTENSION = "flask_cors.CORS"
_QUART = "quart_cors.cors"


def policies(code: Code) -> Iterator[CorsPolicy]:
    """The policies of a file. Without `origins` flask-cors and quart-cors allow every origin."""
    for called in calls_of(code):
        call, function, place = called.node, called.function, Place(called.scope)
        given = nodes.arguments(call)
        if called.name in (_EXTENSION, _QUART):
            if given.positional or given.keywords.keys() & {"app", "origins", "resources"} or given.records:
                yield from _extension(code, call, function, given, place)
        elif called.last == "init_app" and _is_extension(code, function, place):
            yield from _extension(code, call, function, given, place)


def _is_extension(code: Code, function: Node, place: Place) -> bool:
    """Whether `init_app` is called on something made by `CORS()`."""
    of = nodes.field(function, "object")
    name = nodes.text(of) if of is not None else ""
    if is_made_by(code, name, _EXTENSION):
        return True
    imported = code.canonical(of, place.scope) if of is not None else ""
    return imported.rpartition(".")[2].lower() == "cors"


def _extension(code: Code, call: Node, function: Node, given: Arguments, place: Place) -> Iterator[CorsPolicy]:
    application = given.get(0, "app", "app_or_blueprint")
    owner = code.value(application, place) if application is not None else Hole(THE_APPLICATION, code.at(call))
    credentials = code.optional(given.get(None, "supports_credentials", "allow_credentials"), place)
    at = code.at(function)
    origins = given.get(None, "origins", "allow_origin")
    resources = given.get(1, "resources")
    if origins is None and resources is not None:
        found = list(_resources(code, resources, place))
        if found:
            for value, own in found:
                yield CorsPolicy(owner, "flask-cors", value, None, own or credentials, at, value.at, not given.records)
            return
        yield CorsPolicy(owner, "flask-cors", None, None, credentials, at, at, complete=False)
        return
    value = code.optional(origins, place) or _any(function, code)
    names = tuple((name, code.at(node)) for name, node in _names(call))
    complete = not given.records
    yield CorsPolicy(owner, "flask-cors", value, None, credentials, at, value.at, complete, arguments=names)


def _names(call: Node) -> Iterator[tuple[str, Node]]:
    """The keywords of a call, which flask-cors takes whatever they are called."""
    holder = nodes.field(call, "arguments")
    for child in nodes.children(holder) if holder is not None else ():
        name = nodes.field(child, "name") if child.type == "keyword_argument" else None
        if name is not None:
            yield nodes.text(name), name


def _any(node: Node, code: Code) -> Many:
    return Many((Text("*", code.at(node)),), code.at(node))


def _resources(code: Code, node: Node, place: Place) -> Iterator[tuple[Value, Value | None]]:
    """`resources={r"/api/*": {"origins": [...]}}`: the origins of each pattern of paths, with its own credentials."""
    value = code.value(node, place)
    known = code.known(value)
    if isinstance(known, Text):
        yield _any(node, code), None
    for entry in known.entries if isinstance(known, Record) else ():
        options = code.known(entry.value) if isinstance(entry, Entry) else None
        if not isinstance(options, Record):
            continue
        found = {one.key: one.value for one in options.entries if isinstance(one, Entry)}
        origins = found.get("origins")
        yield (
            (origins if origins is not None else Many((Text("*", entry.at),), entry.at)),
            found.get("supports_credentials"),
        )
