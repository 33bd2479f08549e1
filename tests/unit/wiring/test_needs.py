"""Which variables an app cannot do without, and what the files of its side say of them."""

from __future__ import annotations

import pytest

from tests.unit.small_projects import wired

API = {
    "api/requirements.txt": "fastapi\n",
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "api/config.py": "import os\na = os.environ['A_URL']\nx = os.environ['X_KEY']\n",
}
ENV = {**API, "api/.env": "A_URL=a\n"}


def needs(files: dict[str, str]) -> list[str]:
    """The unmet needs: name, number of reads, real files, templates."""
    found = [need for need in wired(files).needs.all if not need.is_set and not need.is_named]
    return [f"{need.name} {len(need.reads)} {' '.join(need.real)}|{' '.join(need.templates)}" for need in found]


@pytest.mark.parametrize(
    "files",
    [
        API,
        {**API, "api/.env": "OTHER=a\n"},
        {**ENV, "api/.env": "A_URL=a\nX_KEY=x\n"},
        {**ENV, "api/.env": "A_URL=a\n# X_KEY=x\n"},
        {**ENV, "api/.env.example": "A_URL=a\nX_KEY=\n"},
        {**ENV, "compose.yml": "services: {api: {build: api, environment: [X_KEY]}}"},
        {**ENV, "api/Dockerfile": "FROM python\nENV X_KEY=x\n"},
        {**ENV, "Makefile": "run:\n\tX_KEY=x uvicorn main:app\n"},
        {**ENV, "api/start.py": "import os\nos.environ['X_KEY'] = 'x'\n"},
        {**ENV, "api/other.py": "import os\nx = os.getenv('X_KEY', 'd')\n"},
        {**ENV, "api/config.py": API["api/config.py"].replace("X_KEY", "AWS_REGION")},
    ],
)
def test_a_need_that_is_met_or_not_known(files: dict[str, str]) -> None:
    assert needs(files) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (ENV, ["X_KEY 1 api/.env|"]),
        ({**API, "api/.env.example": "A_URL=a\n"}, ["X_KEY 1 |api/.env.example"]),
        ({**API, ".env": "A_URL=a\n"}, ["X_KEY 1 .env|"]),
        ({**ENV, "api/other.py": "import os\nX_KEY = os.environ['X_KEY']\n"}, ["X_KEY 2 api/.env|"]),
        ({**ENV, "api/scripts/seed.py": "import os\ny = os.environ['Y_KEY']\n"}, ["X_KEY 1 api/.env|"]),
    ],
)
def test_a_need_that_nothing_meets(files: dict[str, str], expected: list[str]) -> None:
    assert needs(files) == expected
