"""The environments that compose services and Dockerfiles make of an app's own."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.pieces import text as text_of
from envlint.wiring.join import Wiring

API = {
    "api/requirements.txt": "fastapi\n",
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "api/.env": "A=file\nB=file\n",
}
WEB = {"web/package.json": '{"devDependencies": {"vite": "8.0.0"}}', "web/index.html": "", "web/.env": "VITE_A=file\n"}
IMAGE = "FROM node AS build\nARG VITE_A\nARG VITE_B=default\nRUN npm run build\nFROM nginx\n"


def environments(files: dict[str, str], side: str) -> list[str]:
    """Each environment of a container: its mode, its name, and its variables."""
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    (app,) = wiring.apps.frontends if side == "web" else wiring.apps.backends
    found: list[str] = []
    for environment, _ in wiring.environments(app):
        if environment.container:
            pairs = " ".join(f"{name}={text_of(each.pieces)}" for name, each in sorted(environment.variables.items()))
            local = "local " if environment.is_local else ""
            found.append(f"{local}{environment.mode} {environment.container}: {pairs}")
    return found


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("{build: api}", []),
        ("{build: other, environment: {A: x}}", []),
        ("{image: postgres, environment: {A: x}}", []),
        ("{build: api, command: pytest, environment: {A: x}}", []),
        ("{build: api, env_file: api/.env}", []),
        ("{build: api, environment: {A: x}}", ["development s: A=x B=file"]),
        ("{build: api, environment: [A=x, C=]}", ["development s: A=x B=file C="]),
        ("{build: api, environment: {A: '${X:-d}', B: '${Y}'}}", ["development s: A=d B={}"]),
        ("{build: api, environment: {A: '${ROOT}'}}", ["development s: A=root B=file"]),
        ("{build: api, env_file: deploy.env, environment: {A: x}}", ["development s: A=x B=deploy"]),
        ("{build: {context: ., dockerfile: api/Dockerfile}, environment: {A: x}}", ["development s: A=x B=file"]),
        ("{image: python, volumes: ['./api:/app'], environment: {A: x}}", ["development s: A=x B=file"]),
    ],
)
def test_a_server_in_a_container(service: str, expected: list[str]) -> None:
    files = {**API, "compose.yml": f"services: {{s: {service}}}", ".env": "ROOT=root\n", "deploy.env": "B=deploy\n"}
    assert environments(files, "api") == expected


def test_a_compose_file_for_production() -> None:
    files = {**API, "docker-compose.prod.yml": "services: {s: {build: api, environment: {A: x}}}"}
    assert environments(files, "api") == ["production s: A=x B=file"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("{build: web}", ["local production s: VITE_A=file VITE_B=default"]),
        ("{build: web, environment: {VITE_A: x}}", ["local production s: VITE_A=file VITE_B=default"]),
        ("{build: {context: web, args: {VITE_A: x}}}", ["local production s: VITE_A=x VITE_B=default"]),
        ("{build: {context: web, args: {VITE_C: x}}}", ["local production s: VITE_A=file VITE_B=default"]),
        ("{build: web, command: npm run dev, environment: {VITE_A: x}}", ["development s: VITE_A=x"]),
        ("{build: web, command: npm run dev, environment: {SECRET: x}}", []),
        (
            "{build: {context: web, dockerfile: Dockerfile.playwright, args: {VITE_A: x}}}",
            ["production web/Dockerfile: VITE_A=file VITE_B=default"],
        ),
        ("{image: postgres}", ["production web/Dockerfile: VITE_A=file VITE_B=default"]),
    ],
)
def test_a_page_in_a_container(service: str, expected: list[str]) -> None:
    found = environments({**WEB, "web/Dockerfile": IMAGE, "compose.yml": f"services: {{s: {service}}}"}, "web")
    assert found == expected


def test_a_stage_that_runs_the_dev_server() -> None:
    files = {
        **WEB,
        "web/Dockerfile": f'FROM node AS dev\nCMD ["npm", "run", "dev"]\n{IMAGE}',
        "compose.yml": "services: {s: {build: {context: web, target: dev}, environment: {VITE_A: x}}}",
    }
    assert environments(files, "web") == [
        "development s: VITE_A=x",
        "production web/Dockerfile: VITE_A=file VITE_B=default",
    ]


def test_a_variable_that_is_put_together() -> None:
    files = {**WEB, "web/Dockerfile": "FROM node\nARG HOST=api.example\nENV VITE_A=https://$HOST\nRUN npm run build\n"}
    assert environments(files, "web") == ["production web/Dockerfile: HOST=api.example VITE_A=https://api.example"]
