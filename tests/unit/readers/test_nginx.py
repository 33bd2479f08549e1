from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint.model import Source
from envlint.readers import nginx
from envlint.readers.names import readers_of
from tests.unit.readers.spelling import spelled

if TYPE_CHECKING:
    from envlint.facts import GatewayLocation, GatewaySite

UPGRADE = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection 'upgrade';"


def sites(text: str, path: str = "nginx.conf") -> list[GatewaySite]:
    return list(nginx.read(Source(path, text)))


def location(inside: str, around: str = "", outside: str = "") -> GatewayLocation:
    """The location of a server with something in it, around it, and outside of the server."""
    (site,) = sites(f"{outside} server {{ {around} location /api/ {{ {inside} }} }}")
    return site.locations[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "listen_addresses = 'localhost'\nport = 5432\n",
        "server { location / { proxy_pass http://a;",
        "server { } }",
        "server { proxy_pass http://a }",
        "{% if tls %}server { listen 443; }{% endif %}",
        "server " + "{ a " * 200,
        'server { location / { return 200 "open',
    ],
)
def test_stays_silent(text: str) -> None:
    assert sites(text) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("nginx.conf", True),
        ("web/nginx.prod.conf", True),
        ("docker/nginx/default.conf.template", True),
        ("nginx.template", True),
        ("deploy/site.nginx", True),
        ("etc/sites-enabled/app", True),
        ("karma.conf.js", False),
        ("nginx.md", False),
        ("build_nginx.sh", False),
    ],
)
def test_names_of_files(path: str, *, expected: bool) -> None:
    assert ("nginx" in readers_of(path)) is expected


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("", (80,)),
        ("listen 8080 default_server;", (8080,)),
        ("listen 80; listen [::]:80; listen 443 ssl http2;", (80, 443)),
        ("listen 127.0.0.1:3000;", (3000,)),
        ("listen localhost;", (80,)),
        ("listen ${PORT}; listen unix:/run/x.sock;", ()),
    ],
)
def test_ports(listen: str, expected: tuple[int, ...]) -> None:
    assert sites(f"http {{ server {{ {listen} }} }}")[0].ports == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/api/", "prefix /api/"),
        ("= /api", "exact /api"),
        ("^~ /ws", "final /ws"),
        ("~ ^/ws/.*$", "regex ^/ws/.*$"),
        (r"~* \.(?:js|css)$", r"regex-nocase \.(?:js|css)$"),
        ('~ "^/[a-z]{2}/"', "regex ^/[a-z]{2}/"),
        ("~^/ws", "regex ^/ws"),
        ("@app", "named @app"),
    ],
)
def test_what_a_location_takes(written: str, expected: str) -> None:
    (found,) = sites(f"server {{ location {written} {{ }} }}")[0].locations
    assert f"{found.kind} {found.path}" == expected
    assert found.at.text == found.path


@pytest.mark.parametrize(
    ("inside", "target", "uri"),
    [
        ("return 404;", "-", None),
        ("proxy_pass http://backend:8000;", "http://backend:8000", None),
        ("proxy_pass http://backend:8000/;", "http://backend:8000", "/"),
        ('proxy_pass "http://127.0.0.1:8000/v1/"; # old\n', "http://127.0.0.1:8000", "/v1/"),
        ("proxy_pass http://app/v1;", "http://web:3000", "/v1"),
        ("proxy_pass http://$where;", "?", None),
        ("proxy_pass ${API_URL};", "?", None),
        ("set $where api:8000; proxy_pass http://$where;", "http://api:8000", None),
        ("set $to http://api:8000; proxy_pass $to$request_uri;", "http://api:8000", None),
    ],
)
def test_where_requests_go(inside: str, target: str, uri: str | None) -> None:
    found = location(inside, outside="upstream app { least_conn; server web:3000; server web:3001; }")
    assert (spelled(found.target), found.uri) == (target, uri)


@pytest.mark.parametrize(
    ("inside", "around", "expected"),
    [
        (UPGRADE, "", True),
        ("", UPGRADE, True),
        ("proxy_set_header upgrade $http_upgrade; proxy_set_header connection $connection_upgrade;", "", True),
        ("", "", False),
        ("proxy_set_header Host $host;", UPGRADE, False),
        ("proxy_set_header Upgrade $http_upgrade;", "", False),
        ("proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection '';", "", False),
        ("include proxy_params;", "", None),
        ("", "include snippets/proxy.conf;", None),
        ("proxy_set_header Host $host;", "include snippets/proxy.conf;", False),
        ("include mime.types;", "", False),
        ("if ($http_upgrade) { return 418; }", "", None),
    ],
)
def test_upgrades(inside: str, around: str, *, expected: bool | None) -> None:
    assert location(inside, around).upgrades is expected


ADDS = "add_header Access-Control-Allow-Origin"


@pytest.mark.parametrize(
    ("inside", "around", "expected"),
    [
        (f"{ADDS} *;", "", True),
        (f"{ADDS} $http_origin always;", "", True),
        ("", f"{ADDS} *;", True),
        ("add_header X-A b;", f"{ADDS} *;", False),
        (f"if ($request_method = OPTIONS) {{ {ADDS} *; return 204; }}", "", False),
        (f"{ADDS} '';", "", False),
        (f"{ADDS} $allowed;", "", True),
        (f"{ADDS} $other;", "", False),
        ("more_set_headers 'Access-Control-Allow-Origin: *';", "", False),
    ],
)
def test_the_header_that_it_adds(inside: str, around: str, *, expected: bool) -> None:
    maps = "map $http_origin $allowed { default ''; ~x $http_origin; } map $upstream_http_x $other { default '*'; }"
    found = location(inside, around, maps)
    assert (found.allow_origin is not None) is expected


def test_the_header_that_it_hides() -> None:
    assert location("proxy_hide_header access-control-allow-origin;").hides_origin
    assert not location("proxy_hide_header X-Powered-By;").hides_origin


def test_rewrites_and_files() -> None:
    found = location(r"rewrite ^/api/(.*)$ /$1 break; try_files $uri @app;")
    assert found.rewrites == (("^/api/(.*)$", r"/\1"),)
    assert found.fallback == "@app"


def test_blocks_of_another_language_are_left_out() -> None:
    found = location("content_by_lua_block { if x then y = { 1 } end } proxy_pass http://a:1;")
    assert spelled(found.target) == "http://a:1"


def test_nested_locations_follow_their_own() -> None:
    (site,) = sites("server { location /a/ { location /a/b { proxy_pass http://b:1; } } }")
    assert [each.path for each in site.locations] == ["/a/", "/a/b"]
