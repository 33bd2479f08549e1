"""Which location of a gateway takes a request, and where it arrives."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.pieces import Piece
from envlint.pieces import text as text_of
from envlint.readers import nginx
from envlint.wiring.gateways import arriving, taking
from envlint.wiring.join import Wiring

API = {
    "api/requirements.txt": "fastapi\n",
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "compose.yml": "services:\n  api: {build: api, command: 'uvicorn main:app', container_name: core}\n"
    "  other: {image: nginx, ports: ['8000:80']}\n",
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("/api", "/"),
        ("/api/users", "/api/"),
        ("/api/ws/1", "^/api/ws/"),
        ("/api/ws/{}", "^/api/ws/"),
        ("/api/{}", None),
        ("/{}/x", None),
        ("/live/ws/1", "/live"),
        ("/health", "/health"),
        ("/app/x", "@app"),
    ],
)
def test_which_location_takes_a_path(path: str, expected: str | None) -> None:
    text = (
        "server { location / {} location /api/ {} location ~ ^/api/ws/ {} location ^~ /live {} location ~ /ws/ {}"
        " location = /health {} location /app/ { try_files $uri @app; } location @app { proxy_pass http://a; } }"
    )
    (site,) = nginx.read(Source("nginx.conf", text))
    found = taking(site, path)
    assert (found.path if found is not None else None) == expected


@pytest.mark.parametrize(
    ("location", "path", "expected"),
    [
        ("/api/ { proxy_pass http://a; }", "/api/users", "/api/users"),
        ("/api/ { proxy_pass http://a/; }", "/api/users/{}", "/users/{}"),
        ("/api { proxy_pass http://a/v1; }", "/api/users", "/v1/users"),
        ("~ ^/api { proxy_pass http://a/v1; }", "/api/users", None),
        ("/api/ { rewrite ^/api/(.*)$ /$1 break; proxy_pass http://a; }", "/api/users", "/users"),
        ("/api/ { rewrite ^/api/(.*)$ /$1 break; proxy_pass http://a; }", "/api/{}", None),
        ("/api/ { rewrite ^/(?<rest>.*)$ /$1; proxy_pass http://a; }", "/api/users", None),
    ],
)
def test_the_path_behind_a_location(location: str, path: str, expected: str | None) -> None:
    (site,) = nginx.read(Source("nginx.conf", f"server {{ location {location} }}"))
    found = arriving(site.locations[0], (Piece(path, None),))
    assert (text_of(found) if found is not None else None) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("http://api:8000", True),
        ("http://core:8000", True),
        ("http://localhost:8000", True),
        ("http://api:9000", False),
        ("http://other:8000", False),
        ("http://api.example.com:8000", False),
        ("http://$api", False),
    ],
)
def test_the_server_behind_a_location(target: str, *, expected: bool) -> None:
    files = {**API, "nginx.conf": f"server {{ location / {{ proxy_pass {target}; }} }}"}
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    ((site, _),) = wiring.gateways.sites
    assert (wiring.gateways.server_of(site.locations[0]) is not None) is expected
