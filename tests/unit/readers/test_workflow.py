"""The variables of workflows and of Render's blueprints."""

from __future__ import annotations

import textwrap

import pytest

from envlint.facts import Listen, SetVariable
from envlint.model import Source
from envlint.readers import render, workflow
from envlint.readers.names import readers_of
from tests.unit.readers.spelling import server

WORKFLOW = """\
env: {A: 1, B: "${{ secrets.B }}"}
jobs:
  test:
    defaults: {run: {working-directory: ./backend}}
    env: {C: "[1]"}
    steps:
      - run: pytest
        env: {D: x}
      - run: npm test
        working-directory: web
        env: {E: y}
      - working-directory: ${{ matrix.folder }}
        env: {F: z}
"""
BLUEPRINT = """\
services:
  - type: web
    rootDir: backend
    startCommand: uvicorn app.main:app --host 0.0.0.0 --port $PORT
    envVars:
      - {key: CORS_ORIGINS, value: "https://a.example"}
      - {key: SECRET, generateValue: true}
      - fromGroup: shared
"""


def test_a_workflow() -> None:
    found = workflow.read(Source(".github/workflows/ci.yml", WORKFLOW))
    assert [(each.name, each.value, each.folder) for each in found] == [
        ("A", "1", ""),
        ("C", "[1]", "backend"),
        ("D", "x", "backend"),
        ("E", "y", "web"),
        ("F", "z", None),
    ]


def test_a_blueprint() -> None:
    found = list(render.read(Source("render.yaml", textwrap.dedent(BLUEPRINT))))
    assert [(each.name, each.value, each.folder) for each in found if isinstance(each, SetVariable)] == [
        ("CORS_ORIGINS", "https://a.example", "backend")
    ]
    assert [server(each) for each in found if isinstance(each, Listen)] == [
        "uvicorn app.main:app @ 0.0.0.0:$PORT in backend"
    ]


@pytest.mark.parametrize(
    "text", ["", "[]", "jobs: 1", "jobs: {a: b}", "env: [1]", "jobs: {a: {steps: {}}}", "a: [", "- 1"]
)
def test_stays_silent(text: str) -> None:
    assert list(workflow.read(Source(".github/workflows/x.yml", text))) == []


def test_names_of_files() -> None:
    assert "workflow" in readers_of(".github/workflows/ci.yml")
    assert "workflow" not in readers_of(".github/dependabot.yml")
    assert "render" in readers_of("render.yaml")
    assert "render" not in readers_of("k8s/render.yaml.tpl")
