from __future__ import annotations

import json

import pytest

from envlint.facts import Broken, Fact, Listen, Package, Pin
from envlint.model import Source
from envlint.readers import package_json
from envlint.readers.names import readers_of
from tests.unit.readers.spelling import server, spelled


def facts(text: str, path: str = "web/package.json") -> list[Fact]:
    return list(package_json.read(Source(path, text)))


def servers(**scripts: str) -> list[str]:
    return [server(fact) for fact in facts(json.dumps({"scripts": scripts})) if isinstance(fact, Listen)]


def test_the_package() -> None:
    found = facts(
        '{"name": "web", "dependencies": {"next": "15.1.0"}, "devDependencies": {"vite": "^5.4", "left": "*"},'
        ' "proxy": "http://localhost:8000"}'
    )
    (package,) = (fact for fact in found if isinstance(fact, Package))
    assert package.name == "web"
    assert dict(package.dependencies) == {"next": "15.1.0", "vite": "^5.4", "left": "*"}
    assert spelled(package.proxy) == "http://localhost:8000"
    pins = {pin.package: (pin.version, pin.exact, pin.at.text) for pin in found if isinstance(pin, Pin)}
    assert pins == {"next": ("15.1.0", True, "15.1.0"), "vite": ("5.4", False, "^5.4")}


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("vite", ["vite @ -:- in web"]),
        ("vite --port 3000 --host 127.0.0.1", ["vite @ 127.0.0.1:3000 in web"]),
        ("PORT=3001 react-scripts start", ["react-scripts start @ -:3001 in web"]),
        ('concurrently "npm:x" "cd ../api && uvicorn main:app"', ["uvicorn main:app @ -:- in api"]),
        ("tsc -b && vite build", []),
        ("nodemon server.js", ["node server.js @ -:- in web"]),
        ("npm run other -- --port 3000", []),
    ],
)
def test_scripts(script: str, expected: list[str]) -> None:
    assert servers(dev=script) == expected


def test_a_script_that_runs_another_with_more_arguments() -> None:
    assert servers(dev="vite --host", lan="npm run dev -- --port 3000") == [
        "vite @ true:- in web",
        "vite @ true:3000 in web",
    ]


def test_places_behind_escapes() -> None:
    text = '{"scripts": {"dev": "concurrently \\"uvicorn é:app --port 80\\""}}'
    (listen,) = (fact for fact in facts(text) if isinstance(fact, Listen))
    assert listen.port is not None
    assert listen.port.at.text == "80"


@pytest.mark.parametrize("text", ["", "[]", '{"name": "web",,}', '{"name": "web"', "{" * 5000])
def test_broken(text: str) -> None:
    assert [type(fact) for fact in facts(text)][:1] == [Broken]


@pytest.mark.parametrize("text", ["{}", '{"name": 1, "scripts": [], "dependencies": "x", "proxy": {}}'])
def test_odd_but_valid(text: str) -> None:
    assert [type(fact) for fact in facts(text)] == [Package]


def test_reads_by_name() -> None:
    assert "package_json" in readers_of("package.json")
    assert "package_json" not in readers_of("my-package.json")
