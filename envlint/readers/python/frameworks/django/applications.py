"""Lists of URL patterns and the routers of libraries as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import nodes
from envlint.values import THE_APPLICATION, Either, Hole, Join, Many, Member, Name, Router, Spread, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code, Place

FRAMEWORK = "django"
PATTERNS = "urlpatterns"

INCLUDES = frozenset({"django.urls.include", "django.conf.urls.include"})
_APPLICATIONS = frozenset(
    {
        "django.core.asgi.get_asgi_application",
        "django.core.wsgi.get_wsgi_application",
        "channels.routing.ProtocolTypeRouter",
        "channels.routing.get_default_application",
    }
)
"""What asgi.py and wsgi.py make is the application that the settings describe."""
_ROUTER = "channels.routing.URLRouter"
_LANGUAGES = "django.conf.urls.i18n.i18n_patterns"
_NINJA = frozenset({"ninja.NinjaAPI", "ninja.Router"})
_NESTED = frozenset({"NestedSimpleRouter", "NestedDefaultRouter"})
_REST = frozenset({"DefaultRouter", "SimpleRouter", *_NESTED})


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:
    """What a call makes: the application, patterns in other patterns, Channels' `URLRouter`, a router of a library."""
    module, _, last = name.rpartition(".")
    given = nodes.arguments(call)
    if name in _APPLICATIONS:
        return Hole(THE_APPLICATION, code.at(call))
    if name in INCLUDES:
        of = given.get(0, "arg")
        return _included(code, of, place) if of is not None else None
    if name == _ROUTER:
        of = given.get(0, "routes")
        return _router(code, call, list_name(code.value(of, place)) if of is not None else None)
    if name == _LANGUAGES or name in _NINJA:
        return _router(code, call, None)
    if module.startswith("rest_framework") and last in _REST:
        return _router(code, call, None, _parent_path(code, call, place) if last in _NESTED else None)
    return None


def _router(code: Code, node: Node, routes: Value | None, prefix: Value | None = None) -> Router:
    return Router("router", FRAMEWORK, prefix, code.at(node), routes=routes)


def _included(code: Code, of: Node, place: Place) -> Value:
    """What `include()` names: a module by its dotted name or itself, a list, or `router.urls`."""
    if of.type == "tuple" and nodes.children(of):
        of = nodes.children(of)[0]  # `(patterns, "app_name")`
    value = code.value(of, place)
    if isinstance(value, Text):
        return _router(code, of, Name(PATTERNS, value.text, value.at))
    if isinstance(value, Name) and (value.name == "*" or (value.name == "urls" and value.module)):
        return _router(code, of, Name(PATTERNS, _module(value), value.at))
    if isinstance(value, Member) and value.key == "urls":
        return value.of
    return _router(code, of, list_name(value))


def _module(value: Name) -> str:
    """The dotted name of the module that an import names: `from chat import urls` is `chat.urls`."""
    joiner = "" if not value.module or value.module.endswith(".") else "."
    return value.module if value.name == "*" else f"{value.module}{joiner}{value.name}"


def list_name(value: Value) -> Name | None:
    """A list by its own name in its own module: `routing.patterns` after `from chat import routing`."""
    if isinstance(value, Member) and isinstance(value.of, Name) and value.of.module:
        return Name(value.key, _module(value.of), value.at)
    return value if isinstance(value, Name) else None


def listed(value: Value) -> Iterator[Value]:
    """The lists of which a list is made, each as the router that takes it: `chat.patterns + router.urls`."""
    if isinstance(value, Member) and value.key == "urls":
        yield value.of
    elif (routes := list_name(value)) is not None:
        yield Router("router", FRAMEWORK, None, value.at, routes=routes)
    for part in _lists_in(value):
        yield from listed(part)


def _lists_in(value: Value) -> tuple[Value, ...]:
    match value:
        case Many():
            return tuple(item.of for item in value.items if isinstance(item, Spread))
        case Join():
            return value.parts
        case Either():
            return value.options
        case _:
            return ()


def _parent_path(code: Code, call: Node, place: Place) -> Value:
    """Where the router of drf-nested-routers hangs its own below another: `/users/{user_pk}`."""
    given, at = nodes.arguments(call), code.at(call)
    parent = given.get(1, "parent_prefix")
    middle = code.value(parent, place) if parent is not None else code.hole(call, "a prefix that is not given")
    return Join((middle, Text(f"/{{{nodes.string(given.get(2, 'lookup')) or 'parent'}_pk}}/", at)), at)
