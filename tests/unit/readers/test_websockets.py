"""Servers of the websockets library: the port that they take."""

from __future__ import annotations

import pytest

from envlint.facts import Listen
from tests.unit.readers.python_spelling import facts, spelled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import websockets\nwebsockets.serve(handler, 'localhost', 8765)\n", ["'localhost' '8765'"]),
        ("from websockets.asyncio.server import serve\nserve(handler, '', port=8765)\n", ["'' '8765'"]),
        ("from websockets import serve\nserve(handler, host='0.0.0.0', port=8765)\n", ["'0.0.0.0' '8765'"]),
        ("from websockets.sync.server import serve\nserve(handler, sock=s)\n", []),
        ("import websockets\nwebsockets.connect('ws://localhost:8765')\n", []),
        ("from waitress import serve\nserve(websockets, '0.0.0.0', 8765)\n", []),
    ],
)
def test_servers(text: str, expected: list[str]) -> None:
    found = facts(text, Listen)
    assert [f"{spelled(one.host)} {spelled(one.port)}" for one in found] == expected
