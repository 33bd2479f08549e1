from __future__ import annotations

import pytest

from envlint.facts import EnvObject, EnvUse, Fact, SettingsClass
from envlint.model import Source
from envlint.readers import registry


def found(path: str, text: str, kind: type[Fact]) -> list[Fact]:
    return [fact for fact in registry.read(Source(path, text)).every() if isinstance(fact, kind)]


PYTHON_NEEDS = [
    ('x = os.getenv("X")', False),
    ('x = os.getenv("X", "d")', False),
    ('x = os.environ.get("X") or "d"', False),
    ('x = int(os.environ.get("X"))', True),
    ("x = f\"{os.getenv('X')}/ws\"", True),
    ('x = os.getenv("X") + "/ws"', True),
    ('x = os.environ["X"]', True),
    ('if flag:\n    x = os.environ["X"]', True),
    ('if os.environ["X"]:\n    pass', False),
    ('try:\n    x = os.environ["X"]\nexcept KeyError:\n    x = ""', False),
    ('try:\n    x = int(os.environ.get("X"))\nexcept TypeError:\n    x = 1', False),
    ('from decouple import config\nx = config("X")', True),
    ('from decouple import config\nx = config("X", default="")', False),
    ('from decouple import config\nx = config("X", default=None)', False),
]


@pytest.mark.parametrize(("text", "expected"), PYTHON_NEEDS)
def test_what_python_cannot_do_without(text: str, expected: bool) -> None:
    uses = [fact for fact in found("a.py", f"import os\n{text}\n", EnvUse) if isinstance(fact, EnvUse)]
    assert [use.needed for use in uses] == [expected]


SCRIPT_NEEDS = [
    ("const x = process.env.X", False),
    ("const x = process.env.X!", True),
    ("const x = process.env.X ?? 'd'", False),
    ("const x = `${process.env.X}/ws`", True),
    ("const x = process.env.X ? `${process.env.X}/ws` : ''", False),
    ("const x = process.env.X + '/ws'", True),
    ("const x = process.env.X.split(',')", True),
    ("const x = process.env.X?.split(',')", False),
    ("const x = process.env.X\nfetch(`${x}/a`)", True),
    ("const x = process.env.X\nif (!x) throw new Error()\nfetch(`${x}/a`)", False),
    ("const x = process.env.X\nfetch(`${x}/a`, x ? 1 : 2)", False),
    ("axios.create({ baseURL: process.env.X })", False),
]


@pytest.mark.parametrize(("text", "expected"), SCRIPT_NEEDS)
def test_what_a_script_cannot_do_without(text: str, expected: bool) -> None:
    uses = [fact for fact in found("a.ts", text, EnvUse) if isinstance(fact, EnvUse)]
    assert any(use.needed for use in uses) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("process.env[name]", [("computed", "process.env", ())]),
        ("import.meta.env[`VITE_${name}`]", [("computed", "import.meta.env", ())]),
        ("process.env['X']", []),
        ("process.env[name] = 'x'", []),
        ("const { A, B = 'b' } = process.env", [("destructured", "process.env", ("A", "B"))]),
        ("check(process.env)", [("passed", "process.env", ())]),
        ("const all = { ...process.env }", [("passed", "process.env", ())]),
        ("const env = process.env\nenv[name]", [("computed", "process.env", ())]),
        ("const x = process.env.X", []),
        ("config.env[name]", []),
    ],
)
def test_uses_of_the_whole_environment(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    objects = [fact for fact in found("a.ts", text, EnvObject) if isinstance(fact, EnvObject)]
    assert [(fact.how, fact.way, fact.names) for fact in objects] == expected


SETTINGS = "from pydantic_settings import BaseSettings, SettingsConfigDict\nclass S(BaseSettings):\n"


@pytest.mark.parametrize(
    ("body", "stated", "config"),
    [
        ("    x: str\n", (), None),
        (
            "    model_config = SettingsConfigDict(env_file='.env')\n",
            ("env_file",),
            "SettingsConfigDict(env_file='.env')",
        ),
        ("    model_config = {'env_prefix': 'P_'}\n", ("env_prefix",), "{'env_prefix': 'P_'}"),
        ("    model_config = SettingsConfigDict(**options)\n", ("*",), "SettingsConfigDict(**options)"),
        ("    model_config = {**options}\n", ("*",), "{**options}"),
        ("    model_config = make()\n", ("*",), "make()"),
        ("    class Config:\n        env_file = '.env'\n", ("env_file",), "class Config:\n        env_file = '.env'"),
        ("    def settings_customise_sources(cls): ...\n", ("settings_customise_sources",), None),
    ],
)
def test_what_a_settings_class_states(body: str, stated: tuple[str, ...], config: str | None) -> None:
    (settings,) = found("a.py", SETTINGS + body, SettingsClass)
    assert isinstance(settings, SettingsClass)
    assert (settings.stated, settings.config and settings.config.text) == (stated, config)
