from __future__ import annotations

import pytest

from envlint.facts import Extends, PathAlias
from envlint.model import Source
from envlint.readers import tsconfig
from envlint.readers.names import readers_of


def aliases(text: str) -> dict[str, tuple[str, ...]]:
    found = tsconfig.read(Source("web/tsconfig.json", text))
    return {fact.pattern: fact.targets for fact in found if isinstance(fact, PathAlias)}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('"paths": {"@/*": ["./src/*"]}', {"@/*": ("src/*",)}),
        ('"baseUrl": "."', {"*": ("*",)}),
        ('"baseUrl": "./src", "paths": {"@/*": ["*"]}', {"*": ("src/*",), "@/*": ("src/*",)}),
        ('"baseUrl": "src", "paths": {"~/*": ["../lib/*", "x/*"]}', {"*": ("src/*",), "~/*": ("lib/*", "src/x/*")}),
        ('"paths": {"@shared": ["../shared/src"]}', {"@shared": ("../shared/src",)}),
        ('// why\n"paths": {"@/*": ["./src/*"], /* and */},', {"@/*": ("src/*",)}),
        ('"paths": {"@/*": []}', {}),
        ('"paths": []', {}),
    ],
)
def test_aliases(options: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert aliases(f'{{"compilerOptions": {{{options}}}}}') == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"extends": "../tsconfig.base.json"}', ["../tsconfig.base.json"]),
        ('{"extends": ["./a.json", "@tsconfig/node20/tsconfig.json"]}', ["./a.json", "@tsconfig/node20/tsconfig.json"]),
        ('{"extends": 1}', []),
        ("", []),
        ("{" * 3000, []),
    ],
)
def test_extends(text: str, expected: list[str]) -> None:
    found = list(tsconfig.read(Source("tsconfig.json", text)))
    assert [fact.path for fact in found if isinstance(fact, Extends)] == expected
    assert [fact.at.text for fact in found] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("tsconfig.json", True), ("web/tsconfig.app.json", True), ("jsconfig.json", True), ("package.json", False)],
)
def test_reads_by_name(path: str, expected: bool) -> None:
    assert ("tsconfig" in readers_of(path)) is expected
