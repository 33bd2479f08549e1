"""Containers: where their servers listen, what is published, and which of them serve a page of their image's build."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.pieces import text as text_of
from envlint.wiring.join import Wiring

BUILD = "FROM node AS build\nCOPY . .\nRUN npm ci && npm run build\n"
PAGE = f"{BUILD}FROM nginx\nCOPY --from=build /app/dist /srv\n"
WEB = {
    "web/package.json": '{"scripts": {"preview": "vite preview"}, "devDependencies": {"vite": "8.0.0"}}',
    "web/index.html": "",
}


def wired(files: dict[str, str]) -> Wiring:
    return Wiring(Library({path: Source(path, text) for path, text in files.items()}))


def service(written: str, **files: str) -> dict[str, str]:
    return {"compose.yml": f"services: {{s: {written}}}", **files}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{command: uvicorn main:app}", [("127.0.0.1", 8000)]),
        ("{command: fastapi dev main.py}", [("127.0.0.1", 8000)]),
        ("{command: fastapi run main.py}", [(None, 8000)]),
        ("{command: 'uvicorn main:app --host 0.0.0.0 --port $PORT'}", [("0.0.0.0", 8001)]),
        ("{command: uvicorn main:app, environment: {UVICORN_HOST: '::'}}", [("::", 8000)]),
        ("{command: vite --host}", [("0.0.0.0", 5173)]),
        ("{command: vite preview}", [("localhost", 4173)]),
        ("{command: redis-server}", []),
    ],
)
def test_where_a_server_listens(written: str, expected: list[tuple[str | None, int]]) -> None:
    (container,) = wired(service(written, **{".env": "PORT=8001\n"})).containers.all
    assert [(server.host, server.port) for server in container.servers] == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{build: api}", "A=image B=base"),
        ("{build: api, env_file: a.env}", "A=file B=base"),
        ("{build: api, env_file: a.env, environment: {A: own}}", "A=own B=base"),
        ("{build: {context: api, target: BASE}}", "B=base"),
        ("{build: {context: api, target: other}}", ""),
        ("{image: python, environment: {A: $PORT}}", "A=8001"),
    ],
)
def test_what_a_container_finds_set(written: str, expected: str) -> None:
    image = "FROM python AS base\nENV B=base\nFROM base\nENV A=image\n"
    files = {".env": "PORT=8001\n", "a.env": "A=file\n", "api/Dockerfile": image}
    (container,) = wired(service(written, **files)).containers.all
    assert " ".join(sorted(f"{each.name}={text_of(each.pieces)}" for each in container.variables)) == expected


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("{build: web, command: npm run dev}", PAGE),
        ("{build: web, command: ./start.sh}", PAGE),
        ("{build: {context: web, target: build}}", PAGE),
        ("{build: other}", PAGE),
        ("{build: web}", "FROM nginx\nCOPY dist /srv\n"),
        ("{build: web}", f"{PAGE}COPY env.sh /docker-entrypoint.d/\n"),
        ("{build: web, volumes: ['./config.js:/srv/config.js']}", PAGE),
        ("{build: web}", f"{BUILD}CMD npm run build && npx serve dist\n"),
        ("{build: web}", f"{BUILD}FROM python\nCMD uvicorn main:app\n"),
    ],
)
def test_no_page_of_a_build(written: str, image: str) -> None:
    assert wired(service(written, **WEB, **{"web/Dockerfile": image})).built_pages == ()


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("{build: web}", PAGE),
        ("{build: web, command: nginx -g 'daemon off;'}", PAGE),
        ("{build: web}", f"{BUILD}CMD npx serve -s dist\n"),
        ("{build: web}", f'{BUILD}CMD ["npm", "run", "preview"]\n'),
        ("{build: web}", f"{BUILD}FROM node\nCOPY --from=0 /app/dist dist\nCMD npx http-server dist\n"),
    ],
)
def test_pages_of_a_build(written: str, image: str) -> None:
    (page,) = wired(service(written, **WEB, **{"web/Dockerfile": image})).built_pages
    assert (page.app.root, page.build.text) == ("web", "npm run build")
