"""CORS policies of aiohttp-cors, and the other middleware of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, Middleware
from envlint.readers.python import nodes, steps
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.aiohttp.applications import router_of, scope_of, web_name
from envlint.readers.python.frameworks.parts import calls_of
from envlint.values import THE_APPLICATION, Call, Entry, Hole, Many, Record, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code
    from envlint.values import Value

_LIBRARY = "aiohttp-cors"


def middleware(code: Code) -> Iterator[CorsPolicy | Middleware]:
    """The policies for which `setup(app, defaults=)` and `cors.add(route, {...})` ask, and `middlewares=[...]`.

    Without defaults nothing is allowed but what each route says, so the policy of `setup(app)` is not known.
    """
    for called in calls_of(code):
        call, function, place = called.node, called.function, Place(called.scope)
        given = nodes.arguments(call)
        if called.name == "aiohttp_cors.setup":
            yield _setup(code, call, function, place)
        elif called.last == "add" and "ResourceOptions" in nodes.text(call):
            options = given.get(1, "config")
            if options is not None:
                yield _policy(code, Hole(THE_APPLICATION, code.at(call)), options, code.at(function), place)
        elif web_name(code, function, called.scope) == "Application":
            listed = given.get(None, "middlewares")
            yield from _listed(code, listed, code.value(call, place), place) if listed is not None else ()
        elif nodes.text(function).endswith(".middlewares.append") and given.positional:
            of = nodes.field(function, "object")
            if of is not None:
                yield _one(code, given.positional[0], router_of(code, of, place), place)


def _setup(code: Code, call: Node, function: Node, place: Place) -> CorsPolicy:
    given, at = nodes.arguments(call), code.at(function)
    application, defaults = given.get(0, "app"), given.get(None, "defaults")
    owner = code.value(application, place) if application is not None else Hole(THE_APPLICATION, at)
    if defaults is not None:
        return _policy(code, owner, defaults, at, place)
    return CorsPolicy(owner, _LIBRARY, Hole("each route says its own", at), None, None, at, at, complete=False)


def _policy(code: Code, owner: Value, options: Node, at: Location, place: Place) -> CorsPolicy:
    """The origins are the keys of a dictionary, whose values say whether credentials are allowed."""
    known = code.known(code.value(options, place))
    entries = known.entries if isinstance(known, Record) else ()
    plain = [entry for entry in entries if isinstance(entry, Entry)]
    complete = isinstance(known, Record) and len(plain) == len(entries)
    where = code.at(options)
    origins = Many(tuple(Text(entry.key, entry.at) for entry in plain), where)
    hole = Hole("a mapping that is not followed", where)
    credentials = _credentials(plain, where)
    return CorsPolicy(owner, _LIBRARY, origins if complete else hole, None, credentials, at, where, complete)


def _credentials(entries: list[Entry], at: Location) -> Value | None:
    """What all of the origins say; a hole where they differ."""
    calls = [dict(entry.value.keywords) for entry in entries if isinstance(entry.value, Call)]
    found = [call.get("allow_credentials") for call in calls]
    if len(found) < len(entries) or len({type(each) for each in found}) > 1:
        return Hole("options that differ", at)
    texts = {each.at.text for each in found if each is not None}
    return found[0] if len(texts) == 1 else Hole("options that differ", at) if texts else None


# --- other middleware -------------------------------------------------------------------------------------------------


def _listed(code: Code, listed: Node, application: Value, place: Place) -> Iterator[Middleware]:
    for item in nodes.children(listed) if listed.type in ("list", "tuple") else (listed,):
        yield _one(code, item, application, place)


def _one(code: Code, item: Node, application: Value, place: Place) -> Middleware:
    value = code.value(item, place)
    scope = scope_of(code, value)
    reads = scope is not None and any(steps.is_origin(node) for node in nodes.descend(scope.node))
    return Middleware(application, value, code.at(item), reads)
