from __future__ import annotations

import textwrap

import pytest

from envlint.facts import Broken, Listen, Service
from envlint.model import Source
from envlint.readers import compose
from envlint.readers.names import readers_of
from tests.unit.readers.spelling import server, spelled


def facts(text: str, path: str = "compose.yml") -> list[Broken | Listen | Service]:
    found = compose.read(Source(path, textwrap.dedent(text)))
    return [fact for fact in found if isinstance(fact, Broken | Listen | Service)]


def only_service(text: str, path: str = "compose.yml") -> Service:
    (service,) = (fact for fact in facts(text, path) if isinstance(fact, Service))
    return service


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ('"8000:80"', ["8000->80"]),
        ("8000:80", ["8000->80"]),
        ('"127.0.0.1:8000:80"', ["8000->80"]),
        ('"8000:80/tcp"', ["8000->80"]),
        ('"8000"', ["-->8000"]),
        ("8000", ["-->8000"]),
        ('"${PORT:-8000}:80"', ["$PORT|8000->80"]),
        ("${HOST:-127.0.0.1}:${PORT-8000}:80", ["$PORT|8000->80"]),
        ("{target: 80, published: 8000}", ["8000->80"]),
        ("{target: 80}", ["-->80"]),
        ('"8000-8010:8000-8010"', []),
        ("[8000]", []),
    ],
)
def test_ports(port: str, expected: list[str]) -> None:
    service = only_service(f"services:\n  api:\n    ports:\n      - {port}\n")
    assert [f"{spelled(each.host)}->{spelled(each.container)}" for each in service.ports] == expected


@pytest.mark.parametrize(
    "environment",
    ["{A: 1, B: $B, C: , D: 'x${E:?set it}'}", "[A=1, B=$B, C, 'D=x${E:?set it}']"],
)
def test_environment_as_map_and_as_list(environment: str) -> None:
    service = only_service(f"services: {{api: {{environment: {environment}}}}}")
    spelling = [f"{name}={spelled(value)}" for name, value in service.environment]
    assert spelling == ["A=1", "B=$B", "C=$C", "D=x+$E"]


@pytest.mark.parametrize(
    ("build", "context", "dockerfile"),
    [
        ("build: ./api", "deploy/api", None),
        ("build: ..", "", None),
        ("build: {context: ../api, dockerfile: dev.Dockerfile}", "api", "dev.Dockerfile"),
        ("build: {dockerfile: Dockerfile.dev}", "deploy", "Dockerfile.dev"),
        ("build: ../..", None, None),
        ("build: $WHERE", None, None),
        ("image: postgres", None, None),
    ],
)
def test_build_contexts_are_relative_to_the_linted_folder(
    build: str, context: str | None, dockerfile: str | None
) -> None:
    service = only_service(f"services:\n  api:\n    {build}\n", "deploy/compose.yml")
    assert (service.context, service.dockerfile) == (context, dockerfile)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("env_file: .env", ("deploy/.env",)),
        ("env_file: [../.env, ./api.env]", (".env", "deploy/api.env")),
        ("env_file: [{path: .env, required: false}]", ("deploy/.env",)),
        ("env_file: $FILE", ()),
        ("env_file:", ()),
    ],
)
def test_env_files(written: str, expected: tuple[str, ...]) -> None:
    assert only_service(f"services:\n  api:\n    {written}\n", "deploy/compose.yml").env_files == expected


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("command: uvicorn main:app --port 8000", "uvicorn main:app @ -:8000 service=api"),
        ("command: [uvicorn, 'main:app', --port, '8000']", "uvicorn main:app @ -:8000 service=api"),
        ("command: uvicorn main:app --port ${PORT:-8000}", "uvicorn main:app @ -:$PORT|8000 service=api"),
        ("command: sh -c 'uvicorn main:app --port $$PORT'", "uvicorn main:app @ -:$PORT service=api"),
        ("command: >\n      uvicorn main:app\n      --port 8000", "uvicorn main:app @ -:8000 service=api"),
        ('command: |\n      sh -c "\n      cd x\n      vite"', "vite @ -:- in x service=api"),
        ("entrypoint: [uvicorn]\n    command: ['main:app']", "uvicorn main:app @ -:- service=api"),
        ("build: ./api\n    command: fastapi run", "fastapi run @ -:- in api service=api"),
        (
            "working_dir: /app/src\n    volumes: ['./api:/app']\n    command: fastapi run",
            "fastapi run @ -:- in api/src service=api",
        ),
    ],
)
def test_servers_of_commands(service: str, expected: str) -> None:
    found = facts(f"services:\n  api:\n    {service}\n")
    assert [server(fact) for fact in found if isinstance(fact, Listen)] == [expected]


def test_anchors_merge_keys_and_extends() -> None:
    found = facts(
        """
        x-base: &base
          build: ./api
          environment: &env {A: 1, B: 2}
        services:
          base:
            <<: *base
          worker:
            <<: [*base]
            environment:
              <<: *env
              B: 3
          web:
            extends: {service: worker}
            build: ./web
          loop:
            extends: loop
        """
    )
    services = [fact for fact in found if isinstance(fact, Service)]
    contexts = {each.name: each.context for each in services}
    assert contexts == {"base": "api", "worker": "api", "web": "web", "loop": None}
    worker = services[1].environment
    assert [(name, spelled(value)) for name, value in worker] == [("A", "1"), ("B", "3")]
    assert services[2].environment == worker


def test_places_are_those_of_the_characters() -> None:
    text = 'services:\n  api: # é😀\n    environment:\n      URL: "http:\\/\\/a"\n    ports: ["8000:80"]\n'
    service = only_service(text)
    (port,) = service.ports
    assert port.host is not None
    places = [service.at, port.at, port.host.at, port.container.at, service.environment[0][1].at]
    assert [place.text for place in places] == ["api", "8000:80", "8000", "80", "http:\\/\\/a"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("services:\n  api:\n  {{ ports }}\n   x: 1\n", None),
        ("services: [a\n", None),
        ("services:\n\tapi: 1\n", "\t"),
        ("services: " + "[" * 5000, None),
        ("services: *nobody\n", "*"),
    ],
)
def test_broken_files(text: str, at: str | None) -> None:
    (broken,) = (fact for fact in facts(text) if isinstance(fact, Broken))
    assert at is None or broken.at.text == at


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "services:\n", "services: [1]\n", "services: {api: }\n", "a: &a [*a]"]
)
def test_odd_files_are_not_broken(text: str) -> None:
    assert not any(isinstance(fact, Broken | Listen) for fact in facts(text))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("docker-compose.yml", True),
        ("compose.yaml", True),
        ("deploy/docker-compose.dev.yml", True),
        ("compose.override.yml", True),
        ("docker-compose-prod.yaml", True),
        ("composer.yml", False),
        (".github/workflows/ci.yml", False),
    ],
)
def test_reads_by_name(path: str, expected: bool) -> None:
    assert ("compose" in readers_of(path)) is expected


def test_what_else_a_service_says() -> None:
    service = only_service(
        """
        services:
          web:
            image: nginx:1.29
            container_name: front
            hostname: www
            profiles: [full]
            build: {context: ., target: dev, args: [VITE_API_URL=http://localhost:8000, TOKEN]}
            entrypoint: ["sh", "-c"]
            command: npm run dev
            volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "data:/data", {type: bind, source: ./src, target: /src}]
            networks: {back: {aliases: [site]}}
        """
    )
    assert service.names == ("web", "front", "www", "site")
    assert (service.image, service.target, service.profiles) == ("nginx:1.29", "dev", ("full",))
    assert service.command == "sh -c npm run dev"
    assert service.mounts == ("nginx.conf", "src")
    assert [(name, spelled(value)) for name, value in service.build_args] == [
        ("VITE_API_URL", "http://localhost:8000"),
        ("TOKEN", "$TOKEN"),
    ]
