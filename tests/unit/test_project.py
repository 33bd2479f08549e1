"""What paths say by themselves."""

from __future__ import annotations

import pytest

from envlint.project import env_name, is_running_code, joined, modes_of, upward


@pytest.mark.parametrize(
    ("name", "target", "template"),
    [
        (".env", ".env", False),
        (".env.local", ".env.local", False),
        (".env.production.local", ".env.production.local", False),
        ("prod.env", "prod.env", False),
        (".env.example", ".env", True),
        (".env-example", ".env", True),
        ("env.sample", ".env", True),
        (".sample.env", ".env", True),
        (".env.local.example", ".env.local", True),
        (".env.example.local", ".env.local", True),
        (".env.production.dist", ".env.production", True),
    ],
)
def test_env_name(name: str, target: str, template: bool) -> None:
    found = env_name(f"backend/{name}")
    assert (found.folder, found.target, found.template) == ("backend", target, template)


@pytest.mark.parametrize(
    "path",
    [
        "src/api.test.ts",
        "tests/conftest.py",
        "app/test_main.py",
        "src/__mocks__/ws.ts",
        "src/Chat.stories.tsx",
        "app/flags_example.py",
    ],
)
def test_is_not_running_code(path: str) -> None:
    assert not is_running_code(path)


@pytest.mark.parametrize(
    "path", ["src/testimonials.ts", "app/latest.py", "src/contest/page.tsx", "app/main.py", ".env.example"]
)
def test_is_running_code(path: str) -> None:
    assert is_running_code(path)


def test_modes() -> None:
    assert modes_of((".env", ".env.local", ".env.test", ".env.staging.local", ".env.production")) == (
        "development",
        "production",
        "staging",
    )


@pytest.mark.parametrize(
    ("folder", "relative", "expected"),
    [("a/b", "../c", "a/c"), ("a", "./x//y", "a/x/y"), ("", "..", None), ("a", "../../b", None), ("a", "..\\b", "b")],
)
def test_joined(folder: str, relative: str, expected: str | None) -> None:
    assert joined(folder, relative) == expected


def test_upward() -> None:
    assert upward("a/b") == ("a/b", "a", "")
