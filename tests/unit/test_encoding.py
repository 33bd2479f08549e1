"""Facts as plain data: the same after a round trip, and without any text of their file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from envlint.encoding import RECORDS, decode, encode
from envlint.facts import Definition
from envlint.model import Source
from envlint.readers import registry
from envlint.values import EnvRead, Name, Router, Text
from tests.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "s3cr3t-Zq81xxPw0"
FILES = sorted(
    path
    for folder in ("examples", "rules", "tests/corpus", "envlint/readers/python")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and registry.wants(path.name) and registry.may_be_kept(path.name)
)
WRITTEN = {
    "settings.py": f"class Settings(BaseSettings):\n    password: str = '{SECRET}'\n    key = 'a' '{SECRET}'\n",
    "escaped.ts": f"const key = '\\x41{SECRET}';\nfetch(`http://a/${{key}}?k={SECRET}`+ '{SECRET}')",
    "compose.yaml": f"services:\n  web:\n    environment:\n      PASSWORD: {SECRET}\n    command: run --key={SECRET}\n",
    "Dockerfile": f"FROM python\nENV PASSWORD={SECRET}\nCMD run --port 80 --key {SECRET}\n",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_facts_are_the_same_after_a_round_trip(path: Path) -> None:
    source = Source(path.name, path.read_text("utf-8", "replace"))
    facts = registry.read(source)
    again = decode(source, json.loads(json.dumps(encode(facts))))
    assert sorted(map(repr, facts.every())) == sorted(map(repr, again.every()))
    assert {type(fact): list(facts.of(type(fact))) for fact in facts.every()} == {
        type(fact): list(again.of(type(fact))) for fact in again.every()
    }
    held = {made for made in RECORDS if facts.holds(made)}
    assert held == {made for made in RECORDS if again.holds(made)}
    assert held >= {type(fact) for fact in facts.every()}


def test_a_definition_is_found_by_its_name_and_by_its_value_and_made_once() -> None:
    text = "from fastapi import FastAPI\n\nURL = 'http://a'\napp = FastAPI()\nname = 'app'\nclass A:\n    url = URL\n"
    source = Source("a.py", text)
    facts = registry.read(source)
    again = decode(source, encode(facts))
    names = [definition.name for definition in facts.of(Definition)]
    assert {"URL", "app", "name", "A.url"} <= {*names}
    for name in (*names, "http", ""):
        assert list(again.defining(name)) == list(facts.defining(name))
        assert [definition.name for definition in facts.defining(name)] == [name] * names.count(name)
    for values in ((Router,), (Text, Name), (EnvRead,)):
        assert list(again.defined_as(*values)) == list(facts.defined_as(*values))
    assert [definition.name for definition in again.defined_as(Router)] == ["app"]
    assert next(iter(again.defining("app"))) is next(each for each in again.of(Definition) if each.name == "app")


def test_a_value_deep_in_the_facts_is_held() -> None:
    text = "from fastapi import FastAPI\n\ndef make():\n    return FastAPI()\n"
    facts = registry.read(Source("a.py", text))
    assert facts.holds(Router)
    assert not facts.holds(EnvRead)


@pytest.mark.parametrize(("name", "text"), WRITTEN.items())
def test_no_secret_is_in_the_data(name: str, text: str) -> None:
    facts = registry.read(Source(name, text))
    assert list(facts.every())
    data = json.dumps(encode(facts))
    assert not any(SECRET[at : at + 4] in data for at in range(len(SECRET) - 3))


def test_a_kind_of_which_there_are_no_facts_is_empty() -> None:
    source = Source("a.py", "x = 1\n")
    again = decode(source, encode(registry.read(source)))
    assert all(not list(again.of(made)) or any(type(fact) is made for fact in again.every()) for made in RECORDS)


def test_every_class_has_a_name_of_its_own() -> None:
    assert len({made.__name__ for made in RECORDS}) == len(RECORDS)
