"""Whether a client's path can reach a route."""

from __future__ import annotations

import pytest

from envlint.model import Source
from envlint.pieces import Piece, hole, literal
from envlint.wiring.paths import can_match, client_pattern, nearest, route_pattern


def pieces(text: str) -> list[Piece]:
    """A text with `{}` for a hole."""
    source = Source("x", text)
    parts: list[Piece] = []
    for index, part in enumerate(text.split("{}")):
        parts += [hole(None)] if index else []
        parts.append(literal(part, source.at(0, 0)))
    return parts


def route_pieces(text: str) -> list[Piece]:
    """A path of a route, whose braces are parameters."""
    return [literal(text, Source("x", text).at(0, len(text)))]


@pytest.mark.parametrize(
    ("client", "route"),
    [
        ("/ws", "/ws"),
        ("/ws?token=1", "/ws"),
        ("/ws/7", "/ws/{room_id}"),
        ("/ws/{}", "/ws/{room_id}"),
        ("/ws/{}", "/ws/{room}/{user}"),
        ("{}", "/anything"),
        ("/files/a/b", "/files/{rest:path}"),
        ("/ws{}", "/ws"),
        ("/a{}/c", "/a/b/c"),
    ],
)
def test_matches(client: str, route: str) -> None:
    assert can_match(
        client_pattern(pieces(client)), route_pattern([literal(route, Source("x", route).at(0, len(route)))])
    )


@pytest.mark.parametrize(
    ("client", "route"),
    [
        ("/ws", "/api/ws"),
        ("/ws/", "/ws"),
        ("/ws/a/b", "/ws/{room_id}"),
        ("/ws/", "/ws/{room_id}"),
        ("/chat/{}", "/ws/{room}"),
        ("/a+b", "/aab"),
    ],
)
def test_does_not_match(client: str, route: str) -> None:
    assert not can_match(
        client_pattern(pieces(client)), route_pattern([literal(route, Source("x", route).at(0, len(route)))])
    )


@pytest.mark.parametrize(
    ("path", "served", "expected"),
    [
        ("/ws", ["/api/chat/ws", "/health"], "/api/chat/ws"),
        ("/api/chat/wss", ["/api/chat/ws", "/api/feed"], "/api/chat/ws"),
        ("/ws", ["/completely/different"], None),
        ("/ws", [], None),
    ],
)
def test_nearest(path: str, served: list[str], expected: str | None) -> None:
    assert nearest(path, served) == expected
