"""URL patterns of Django and of Channels: `path`, `re_path`, `url`, and the lists that stand in other lists.

https://docs.djangoproject.com/en/5.2/topics/http/urls/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Include, Mount, Route
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.django.applications import INCLUDES, listed
from envlint.readers.python.frameworks.parts import calls_of, path_at, rounds
from envlint.readers.python.holders import holder
from envlint.values import Hole, Name, Router, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import PathSyntax
    from envlint.readers.python.code import Code

Found = Include | Mount | Route

_SYNTAX: dict[str, PathSyntax] = {
    "django.urls.path": "angles",
    "django.urls.re_path": "regex",
    "django.conf.urls.url": "regex",
}
_ROUTER = "channels.routing.URLRouter"
_ADMIN = "django.contrib.admin.site.urls"
_LANGUAGES = "django.conf.urls.i18n.i18n_patterns"
_STATIC = "django.conf.urls.static.static"
_FILES = {"MEDIA_URL": "media/", "STATIC_URL": "static/"}
"""Where files are customarily served, which the settings may change."""


def facts(code: Code) -> Iterator[Found]:
    """The routes of every list of patterns, and what is included in it.

    A route's `router` is the `Router` around its list, or the `Name` of the list: the settings or another list of
    patterns then have that name as their `routes`.
    """
    for called in calls_of(code):
        call, name = called.node, called.name
        for place in rounds(code, called) if name in _SYNTAX else ():
            yield from _pattern(code, call, _SYNTAX[name], place)
        if name in (_LANGUAGES, _STATIC):
            yield from _special(code, call, name, Place(called.scope))
        elif name == _ROUTER or name in INCLUDES:
            yield from _inside(code, call, Place(called.scope))
    yield from _assigned(code)


def _pattern(code: Code, call: Node, syntax: PathSyntax, place: Place) -> Iterator[Found]:
    given = nodes.arguments(call)
    path, view = given.get(0, "route", "regex"), given.get(1, "view")
    if path is None or view is None:
        return
    at, value = path_at(code, path, call), code.value(path, place)
    for owner in _owners(code, holder(code, call, place.scope)):
        if code.canonical(view, place.scope) == _ADMIN:
            yield Mount(owner, value, Hole("the admin site", code.at(view)), at, syntax)
        elif (child := _child(code, view, place)) is not None:
            yield Include(owner, child, value, at, syntax=syntax)
        else:
            yield _route(code, view, owner, Route(owner, value, "http", (), value, at, syntax, any_slash=True), place)


def _owners(code: Code, held: Value) -> list[Value]:
    """What takes a list: a list in a function, as the admin's `get_urls`, is nobody's."""
    known = code.known(held)
    if isinstance(held, Name) and "." in held.name:
        return []
    return [known if isinstance(known, Router) else held]


def _child(code: Code, view: Node, place: Place) -> Value | None:
    """What takes over behind a prefix: `include(...)`, `URLRouter(...)`, `api.urls`; None for a view."""
    if view.type == "attribute" and nodes.last_name(view) == "urls":
        of = nodes.field(view, "object")
        return code.value(of, place) if of is not None else None
    value = code.value(view, place)
    return value if isinstance(code.known(value), Router) or _is_include(code, view, place) else None


def _is_include(code: Code, view: Node, place: Place) -> bool:
    function = nodes.field(view, "function") if view.type == "call" else None
    return code.canonical(function, place.scope) in INCLUDES


def _route(code: Code, view: Node, owner: Value, route: Route, place: Place) -> Route:
    """The route of a view. Channels redirects nobody to the path with a slash, as Django's APPEND_SLASH does."""
    function = nodes.field(view, "function") if view.type == "call" else None
    consumer = nodes.field(function, "object") if function is not None else None
    is_socket = nodes.last_name(function) == "as_asgi" or (isinstance(owner, Name) and "websocket" in owner.name)
    handler = code.value(consumer if consumer is not None else view, place)
    if is_socket:
        return Route(owner, route.path, "websocket", (), handler, route.at, route.syntax)
    return Route(owner, route.path, "http", (), handler, route.at, route.syntax, any_slash=True)


# --- lists in lists ---------------------------------------------------------------------------------------------------


def _special(code: Code, call: Node, name: str, place: Place) -> Iterator[Found]:
    """`i18n_patterns(...)`, whose routes the default language may have without its prefix, and `static(...)`."""
    at = code.at(call)
    for owner in _owners(code, holder(code, call, place.scope)):
        if name == _LANGUAGES:
            child = code.value(call, place)
            yield Include(owner, child, None, at)
            yield Include(owner, child, Text("{language}/", at), at)
        else:
            prefix = nodes.arguments(call).get(0, "prefix")
            customary = _FILES.get(nodes.last_name(prefix))
            if prefix is not None:
                path = Text(customary, at) if customary else code.value(prefix, place)
                yield Mount(owner, path, Router("static", "django", None, at), at)


def _inside(code: Code, call: Node, place: Place) -> Iterator[Include]:
    """`URLRouter(chat.urlpatterns + game.urlpatterns)`: each of the lists, where there are several."""
    of, made = nodes.arguments(call).get(0, "routes", "arg"), code.value(call, place)
    if of is not None and isinstance(made, Router) and made.routes is None:
        yield from (Include(made, part, None, part.at) for part in listed(code.value(of, place)))


def _assigned(code: Code) -> Iterator[Include]:
    """`urlpatterns = chat_urls + router.urls`: the lists that a list of the module takes by their names."""
    for name, value in code.module.state.items():
        if name.endswith("patterns") and code.module.imported(name) is None:
            yield from (Include(Name(name, "", part.at), part, None, part.at) for part in listed(value))
