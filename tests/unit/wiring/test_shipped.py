"""Which URLs stand in a build for others, which calls a condition keeps to development, and what the page fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.wiring.join import Wiring

if TYPE_CHECKING:
    from envlint.wiring.connections import Connection

FRONTEND = {
    "web/package.json": '{"devDependencies": {"vite": "^7.0.0"}}',
    "web/vite.config.ts": "export default {}\n",
    "web/index.html": '<script type="module" src="/src/main.ts"></script>\n',
}
DOCKERFILE = "FROM node:24 AS build\nARG VITE_API\nRUN npm run build\nFROM nginx:1.29\n"
SERVICE = "services:\n  web:\n    build:\n      context: {context}\n      args:\n        VITE_API: http://a\n"


def connection(files: dict[str, str]) -> Connection:
    everything = FRONTEND | {"web/src/main.ts": "fetch(`${import.meta.env.VITE_API}/items`)\n"} | files
    wiring = Wiring(Library({path: Source(path, text) for path, text in everything.items()}))
    (only,) = wiring.connections
    return only


def shipped(files: dict[str, str]) -> list[str]:
    return [target.environment.mode for target in connection(files).targets if target.is_shipped]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"web/.env": "VITE_API=http://a\n"}, []),
        ({"web/.env.development": "VITE_API=http://a\n"}, []),
        ({"web/.env.docker": "VITE_API=http://a\n"}, []),
        ({"web/.env.reproduction": "VITE_API=http://a\n"}, []),
        ({"web/.env.production.example": "VITE_API=http://a\n"}, []),
        ({"web/Dockerfile": DOCKERFILE, "compose.yaml": SERVICE.format(context="./web")}, []),
        ({"web/.env.production": "VITE_API=http://a\n"}, ["production"]),
        ({"web/.env.prod": "VITE_API=http://a\n"}, ["prod"]),
        ({"web/.env.staging": "VITE_API=http://a\n"}, ["staging"]),
        ({"web/.env.eu-prod": "VITE_API=http://a\n"}, ["eu-prod"]),
        ({"web/Dockerfile": DOCKERFILE, "compose.prod.yaml": SERVICE.format(context="./web")}, ["production"]),
    ],
)
def test_a_build_for_others_is_told_by_its_mode_and_its_files(files: dict[str, str], expected: list[str]) -> None:
    assert shipped(files) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("fetch('/items')", False),
        ("const DEVICE = 'a'; fetch('/items')", False),
        ("fetch('/items'); if (import.meta.env.DEV) console.log('a')", False),
        ("if (import.meta.env.DEV) { fetch('/items') }", True),
        ("isDev && fetch('/items')", True),
        ("if (process.env.NODE_ENV === 'development') fetch('/items')", True),
    ],
)
def test_a_condition_before_a_call_may_keep_it_to_development(script: str, expected: bool) -> None:
    assert connection({"web/src/main.ts": script}).may_be_for_development is expected


SERVED = {
    "main.py": (
        "from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\n\n"
        "app = FastAPI()\napp.mount('/', StaticFiles(directory='web'))\n"
    ),
    "web/main.js": "new WebSocket(`ws://${location.host}/ws`)\n",
}


@pytest.mark.parametrize(
    ("ports", "host"), [((8000,), "localhost:8000"), ((8000, 9000), "{}")], ids=["known", "not known"]
)
def test_what_the_page_fills_in_is_marked_whether_it_is_known_or_not(ports: tuple[int, ...], host: str) -> None:
    files = SERVED | {f"start-{port}.sh": f"uvicorn main:app --port {port}\n" for port in ports}
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    found = [
        [(piece.text, piece.page) for piece in target.url.pieces] for c in wiring.connections for target in c.targets
    ]
    assert found == [[("ws://", False), (host, True), ("/ws", False)]]
