"""The release of Node.js to which a project is limited."""

from __future__ import annotations

import json

import pytest

from envlint.facts import NodeVersion
from envlint.model import Source
from envlint.readers import registry


def majors(path: str, text: str) -> list[int]:
    return [fact.major for fact in registry.read(Source(path, text)).of(NodeVersion)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".nvmrc", ""),
        (".nvmrc", "lts/*\n"),
        (".nvmrc", "node\n"),
        (".tool-versions", "python 3.12\n"),
        ("Dockerfile", "FROM python:3.12\n"),
        ("Dockerfile", "FROM my-node:18\n"),
        ("Dockerfile", "FROM node:lts\n"),
    ],
)
def test_stays_silent(path: str, text: str) -> None:
    assert majors(path, text) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".nvmrc", "18\n", [18]),
        ("web/.nvmrc", "v18.20.4\n", [18]),
        (".nvmrc", "lts/hydrogen", [18]),
        (".node-version", "19.1.0\n", [19]),
        (".tool-versions", "python 3.12\nnodejs 18.17.0\n", [18]),
        ("Dockerfile", "FROM node:18-alpine AS build\nFROM nginx\n", [18]),
        ("Dockerfile", "FROM --platform=linux/amd64 docker.io/library/node:20\n", [20]),
    ],
)
def test_files(path: str, text: str, expected: list[int]) -> None:
    assert majors(path, text) == expected


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        (">=18", []),
        ("18 || 20", []),
        (">=18 <20", []),
        ("*", []),
        ("18", [18]),
        ("18.x", [18]),
        ("^18.12.0", [18]),
        ("~18.12", [18]),
        (">=18.0.0 <19", [18]),
        (">=18 <19.0.0-0", [18]),
    ],
)
def test_engines(specifier: str, expected: list[int]) -> None:
    assert majors("package.json", json.dumps({"engines": {"node": specifier}})) == expected
