from __future__ import annotations

import pytest

from envlint.model import Source
from envlint.readers import pins
from envlint.readers.names import readers_of


def found(path: str, text: str) -> list[str]:
    return [
        f"{pin.package} {'=' if pin.exact else '>'} {pin.version}".rstrip() for pin in pins.read(Source(path, text))
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", "# fastapi==0.1\nfastapi-users==1.0\nmyfastapi==2\n-r fastapi.txt\n"),
        ("pyproject.toml", '# "fastapi==0.1"\nname = "fastapi-demo"\n[tool.uv.sources]\n'),
        ("setup.py", 'import fastapi\n# "fastapi==0.1"\nsetup(name="fastapi-demo")\n'),
        ("uv.lock", '[[package]]\nname = "fastapi-cli"\nversion = "1"\n'),
        ("package-lock.json", '{"packages": {"node_modules/vitest/node_modules/vite": {"version": "5.0.0"}}}'),
        ("pnpm-lock.yaml", "  /vite-node@1.0.0:\n"),
    ],
)
def test_stays_silent(path: str, text: str) -> None:
    assert found(path, text) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("requirements.txt", "FastAPI==0.110.0\r\n", "fastapi = 0.110.0"),
        ("api/requirements-dev.txt", "uvicorn[standard]>=0.30,<1 ; python_version > '3'\n", "uvicorn > 0.30"),
        ("requirements/base.txt", "pydantic_settings ~= 2.1  # why\n", "pydantic-settings > 2.1"),
        ("requirements.txt", "starlette\n", "starlette >"),
        ("requirements.txt", "starlette<1\n", "starlette >"),
        ("requirements.txt", "fastapi==0.110.* \\\n  --hash=sha256:0\n", "fastapi > 0.110"),
        ("pyproject.toml", 'dependencies = ["fastapi[standard]>=0.110"]\n', "fastapi > 0.110"),
        ("pyproject.toml", '[tool.poetry.dependencies]\nfastapi = "^0.110.0"\n', "fastapi > 0.110.0"),
        ("pyproject.toml", 'uvicorn = {extras = ["standard"], version = "0.30.1"}\n', "uvicorn = 0.30.1"),
        ("setup.py", 'setup(install_requires=[\n    "fastapi==0.110.0",\n])\n', "fastapi = 0.110.0"),
        ("Pipfile", 'fastapi = "*"\n', "fastapi >"),
        ("poetry.lock", '[[package]]\nname = "starlette"\nversion = "0.46.2"\n', "starlette = 0.46.2"),
        ("uv.lock", '[[package]]\nname = "starlette"\nversion = "1.0.0"\n', "starlette = 1.0.0"),
        ("package-lock.json", '{"node_modules/vite": {\n "version": "5.4.1",', "vite = 5.4.1"),
        ("yarn.lock", 'vite@^5.0.0:\n  version "5.4.1"\n', "vite = 5.4.1"),
        ("yarn.lock", '"next@npm:^15.0.0":\n  version: 15.1.0\n', "next = 15.1.0"),
        ("pnpm-lock.yaml", "packages:\n\n  vite@5.4.1(less@4.0.0):\n", "vite = 5.4.1"),
        ("pnpm-lock.yaml", "packages:\n\n  /vite/4.5.0:\n", "vite = 4.5.0"),
    ],
)
def test_versions(path: str, text: str, expected: str) -> None:
    assert found(path, text) == [expected]


def test_the_place_is_the_version() -> None:
    pin, bare = pins.read(Source("requirements.txt", "é\nfastapi[all]==0.110.0\nuvicorn\n"))
    assert [pin.at.text, bare.at.text] == ["==0.110.0", "uvicorn"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("requirements.txt", True), ("a/pyproject.toml", True), ("yarn.lock", True), ("notes.txt", False)],
)
def test_reads_by_name(path: str, expected: bool) -> None:
    assert ("pins" in readers_of(path)) is expected
