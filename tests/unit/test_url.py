"""The browser's view of a URL."""

from __future__ import annotations

import pytest

from envlint import url


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://localhost:8000/api", "http://localhost:8000"),
        ("HTTP://LocalHost:80/", "http://localhost"),
        ("https://example.com:443", "https://example.com"),
        ("ws://127.1:8000/ws", "ws://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://user:secret@host/", "http://host"),
    ],
)
def test_origin(text: str, origin: str) -> None:
    parsed = url.parse(text)
    assert parsed is not None
    assert parsed.origin == origin


@pytest.mark.parametrize("text", ["localhost:8000", "/api", "", "http://", "http://a b/", "mailto:x@y"])
def test_is_no_url(text: str) -> None:
    assert url.parse(text) is None


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("api.localhost", True),
        ("0.0.0.0", False),
        ("db", False),
    ],
)
def test_is_loopback(host: str, loopback: bool) -> None:
    assert url.is_loopback(host) is loopback


def test_page_origin() -> None:
    parsed = url.parse("wss://example.com/ws")
    assert parsed is not None
    assert parsed.page_origin == "https://example.com"
