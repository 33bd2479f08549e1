"""Paths of routes in other notations than Starlette's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint.model import Source
from envlint.pieces import literal, text
from envlint.wiring.notations import ends_with_maybe_slash, in_braces
from envlint.wiring.paths import can_match, client_pattern, route_pattern

if TYPE_CHECKING:
    from envlint.facts import PathSyntax


def braces(path: str, syntax: PathSyntax, *, prefix: bool = False) -> str:
    source = Source("x", path)
    return text(in_braces([literal(path, source.at(0, len(path)))], syntax, prefix=prefix))


@pytest.mark.parametrize(
    ("path", "syntax", "expected"),
    [
        ("/users/{id}", "braces", "/users/{id}"),
        ("users/<int:pk>/", "angles", "users/{pk}/"),
        ("/files/<path:rest>", "angles", "/files/{rest:path}"),
        ("/rooms/<name>", "angles", "/rooms/{name}"),
        ("/rooms/<any(a, b):kind>", "angles", "/rooms/{kind}"),
        ("/files/<rest:path>", "angles", "/files/{rest:path}"),
        ("/users/<id:int>", "angles", "/users/{id}"),
        ("/posts/<str:slug>", "angles", "/posts/{slug}"),
        ("/users/:id/posts", "colon", "/users/{id}/posts"),
        (r"/users/:id(\d+)", "colon", "/users/{id}"),
        ("/users/:id?", "colon", "/users{id:path}"),
        ("/files/*", "colon", "/files/{rest:path}"),
        ("/files/{*path}", "colon", "/files/{path:path}"),
        ("*", "colon", "{rest:path}"),
        (r"^ws/chat/(?P<room>\w+)/$", "regex", "ws/chat/{room}/"),
        (r"ws/chat/(?P<room>[^/]+)/$", "regex", "ws/chat/{room}/"),
        (r"ws/chat/(?P<room>[^/]+)/", "regex", "{before:path}ws/chat/{room}/{after:path}"),
        (r"^ws/notify", "regex", "ws/notify{after:path}"),
        (r"^ws/(?P<rest>.*)$", "regex", "ws/{rest:path}"),
        (r"^api/v\d+/x\.json$", "regex", "api/v{p0}/x.json"),
        (r"^a/(?:x|y)/$", "regex", "a/{p0:path}/"),
        (r"^a$|^b$", "regex", "{any:path}"),
        (r"^chat/[\w-]+/?$", "regex", "chat/{p0}"),
    ],
)
def test_a_path_in_braces(path: str, syntax: PathSyntax, expected: str) -> None:
    assert braces(path, syntax) == expected


def test_a_prefix_goes_on() -> None:
    assert braces("^api/", "regex", prefix=True) == "api/"


@pytest.mark.parametrize(("path", "expected"), [(r"^ws/?$", True), (r"^ws/$", False), ("^ws", False)])
def test_a_slash_that_may_be_left_out(path: str, expected: bool) -> None:
    assert ends_with_maybe_slash([literal(path, Source("x", path).at(0, len(path)))], "regex") is expected


@pytest.mark.parametrize(
    ("client", "route", "expected"),
    [
        ("/a", "/a", True),
        ("/a/", "/a", True),
        ("/a", "/a/", True),
        ("/a//", "/a", False),
        ("/a/b", "/a", False),
        ("/a/b/", "/a/{id}", True),
    ],
)
def test_a_server_that_takes_both_with_and_without_a_slash(client: str, route: str, expected: bool) -> None:
    at = Source("x", "").at(0, 0)
    pattern = route_pattern([literal(route, at)], any_slash=True)
    assert can_match(client_pattern([literal(client, at)]), pattern) is expected
    assert can_match(pattern, client_pattern([literal(client, at)])) is expected
