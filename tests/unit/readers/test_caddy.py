from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from envlint.model import Source
from envlint.readers import caddy
from tests.unit.readers.spelling import spelled

if TYPE_CHECKING:
    from envlint.facts import GatewaySite


def sites(text: str) -> list[GatewaySite]:
    return list(caddy.read(Source("Caddyfile", textwrap.dedent(text))))


def routes(text: str) -> list[str]:
    return [
        f"{each.kind} {each.path} -> {spelled(each.target)}{each.uri or ''}"
        for site in sites(text)
        for each in site.locations
    ]


@pytest.mark.parametrize(
    "text", ["", "{\n  email a@b.c\n}\n", "(common) {\n  encode gzip\n}\n", "a.com {\n" * 60, "}\n"]
)
def test_stays_silent(text: str) -> None:
    assert routes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.com\nreverse_proxy localhost:8000\n", ["prefix / -> http://localhost:8000"]),
        ("a.com {\n  reverse_proxy backend:8000 # all\n}\n", ["prefix / -> http://backend:8000"]),
        ("a.com {\n  reverse_proxy /api/* :9000\n}\n", ["prefix /api/ -> http://localhost:9000"]),
        ("a.com {\n  reverse_proxy /health https://x.org\n}\n", ["exact /health -> https://x.org:443"]),
        ("a.com {\n  reverse_proxy {$BACKEND}\n}\n", ["prefix / -> ?"]),
        ("a.com {\n  reverse_proxy {\n    to b:1 c:2\n  }\n}\n", ["prefix / -> http://b:1"]),
        ("a.com {\n  handle /api/* {\n    reverse_proxy b:1\n  }\n}\n", ["prefix /api/ -> http://b:1"]),
        ("a.com {\n  handle_path /api/* {\n    reverse_proxy b:1\n  }\n}\n", ["prefix /api/ -> http://b:1/"]),
        (
            "a.com {\n  @ws path /ws/* /live\n  reverse_proxy @ws b:1\n}\n",
            ["prefix /ws/ -> http://b:1", "exact /live -> http://b:1"],
        ),
    ],
)
def test_what_is_handed_on(text: str, expected: list[str]) -> None:
    assert routes(text) == expected


@pytest.mark.parametrize(
    ("address", "names", "ports"),
    [
        ("a.com", ("a.com",), (443,)),
        ("http://a.com, :8080", ("a.com",), (80, 8080)),
        ("localhost:3000", ("localhost",), (3000,)),
    ],
)
def test_addresses(address: str, names: tuple[str, ...], ports: tuple[int, ...]) -> None:
    (site,) = sites(f"{address} {{\n  reverse_proxy b:1\n}}\n")
    assert (site.names, site.ports) == (names, ports)


@pytest.mark.parametrize(
    ("lines", "adds", "hides"),
    [
        ("header Access-Control-Allow-Origin *\nreverse_proxy b:1", True, False),
        ("header {\nAccess-Control-Allow-Origin *\n}\nreverse_proxy b:1", True, False),
        ("header {\nAccess-Control-Allow-Origin *\ndefer\n}\nreverse_proxy b:1", False, False),
        ("header >Access-Control-Allow-Origin *\nreverse_proxy b:1", False, False),
        ("header /fonts/* Access-Control-Allow-Origin *\nreverse_proxy b:1", False, False),
        ("reverse_proxy b:1 {\nheader_down -Access-Control-Allow-Origin\n}", False, True),
        ("reverse_proxy b:1 {\nheader_down +Access-Control-Allow-Origin *\n}", False, False),
    ],
)
def test_the_header(lines: str, *, adds: bool, hides: bool) -> None:
    (found,) = sites(f"a.com {{\n{lines}\n}}\n")[0].locations
    assert (found.allow_origin is not None, found.hides_origin) == (adds, hides)
