"""The settings classes whose options and fields count together, and the env files that they surely read."""

from __future__ import annotations

import pytest

from envlint.facts import SettingsClass
from tests.unit.small_projects import wired

HEAD = "from pydantic_settings import BaseSettings, SettingsConfigDict\n"
BASE = {
    "api/requirements.txt": "fastapi\n",
    "api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    "api/base.py": f"{HEAD}class CommonSettings(BaseSettings):\n    x: str\n",
}


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (f"{HEAD}class S(BaseSettings):\n    a: str\n", ["S"]),
        (f"{HEAD}class B(BaseSettings):\n    a: str\nclass S(B):\n    b: str\n", ["S", "B"]),
        (f"{HEAD}from base import CommonSettings\nclass S(CommonSettings):\n    b: str\n", ["S", "CommonSettings"]),
        (f"{HEAD}from elsewhere import TheirSettings\nclass S(TheirSettings):\n    a: str\n", None),
        (f"{HEAD}from mixins import M\nclass S(BaseSettings, M):\n    a: str\n", None),
    ],
)
def test_a_class_and_its_bases(module: str, expected: list[str] | None) -> None:
    wiring = wired({**BASE, "api/config.py": module})
    settings = next(fact for fact in wiring.facts(SettingsClass) if fact.name == "S")
    family = wiring.settings_family(settings)
    assert (None if family is None else [each.name for each in family]) == expected


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        ({"api/.env": "A=1\n"}, ".env", ("api/.env",)),
        ({"api/.env.example": "A=1\n"}, ".env", ("api/.env.example",)),
        ({"api/.env": "A=1\n", "api/.env.example": "A=1\n"}, ".env", ("api/.env",)),
        ({".env": "A=1\n"}, ".env", ()),
        ({".env": "A=1\n"}, "../.env", (".env",)),
        ({"api/conf/.env": "A=1\n"}, "conf/.env", ("api/conf/.env",)),
        ({"api/.env": "A=1\n"}, "prod.env", ()),
    ],
)
def test_the_files_that_a_class_surely_reads(files: dict[str, str], name: str, expected: tuple[str, ...]) -> None:
    body = f"{HEAD}class S(BaseSettings):\n    model_config = SettingsConfigDict(env_file='{name}')\n"
    wiring = wired({**BASE, **files, "api/config.py": body})
    settings = next(fact for fact in wiring.facts(SettingsClass) if fact.name == "S")
    (app,) = wiring.apps.backends
    assert wiring.env_files_of(app, settings) == expected
