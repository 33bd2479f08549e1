from __future__ import annotations

import pytest

from envlint.facts import Definition, EnvUse, StarExport
from envlint.values import Hole, Text
from tests.unit.readers.python_spelling import definition, facts

EXPRESSIONS = [
    ("'http://a'", "'http://a'"),
    ("8_000", "'8000'"),
    ("-1", "'-1'"),
    ("True", "True"),
    ("None", "None"),
    ("'a' 'b'", "'a' + 'b'"),
    ("f'http://{port}/{{x}}'", "'http://' + 'p' + '/{x}'"),
    ("'http://%s:%d' % ('a', 80)", "'http://' + 'a' + ':' + '80'"),
    ("'{}:{port}'.format('a', port=80)", "'a' + ':' + '80'"),
    ("'{:>10}'.format('a')", "?"),
    ("[*['a'], 'b']", "[*['a'], 'b']"),
    ("['a'] + ['b']", "['a', 'b']"),
    ("list({'a', 'b'})", "['a', 'b']"),
    ("{'k': 'v', **{'a': 'b'}}", "{k: 'v', *{a: 'b'}}"),
    ("dict(k='v')", "{k: 'v'}"),
    ("{'k': 'v'}['k']", "'v'"),
    ("os.getenv('X')", "$X"),
    ("os.getenv('X', 'd')", "missing($X | 'd')"),
    ("os.environ.get('X') or 'd'", "empty($X | 'd')"),
    ("os.environ['X']", "$X"),
    ("osenv('X', default='d')", "missing($X | 'd')"),
    ("decouple('X', default='d', cast=int)", "missing($X | 'd')"),
    ("env.list('X', default=['d'])", "missing(each-filled(split($X, ','), (item)->strip-both(<item>, '')) | ['d'])"),
    ("os.getenv(f'{port}')", "?"),
    ("os.getenv('X').split(',')", "split($X, ',')"),
    ("'a,b'.split(',')[0].rstrip('/')", "strip-right(split('a,b', ',').0, '/')"),
    ("os.environ['X'].replace('http', 'ws')", "replace($X, 'http', 'ws')"),
    ("os.environ['X'].removesuffix('/')", "replace($X, '/$', '')"),
    ("re.sub('^http', 'ws', os.environ['X'])", "replace($X, '^http', 'ws')"),
    ("json.loads(os.environ['X'])", "json($X)"),
    ("urljoin('http://a', '/b')", "resolve('/b', 'http://a')"),
    ("[o.strip() for o in xs if o]", "each-filled(xs, (o)->strip-both(<o>, ''))"),
    ("[o for o in xs]", "xs"),
    ("list(map(str.strip, xs))", "each(xs, (item)->strip-both(<item>, ''))"),
    (
        "[f'{h}:{p}' for h in ('a', 'b') for p in [1, 2]]",
        "['a' + ':' + '1', 'a' + ':' + '2', 'b' + ':' + '1', 'b' + ':' + '2']",
    ),
    ("[x for x in xs for y in x]", "?"),
    ("str(xs)", "str(xs)"),
    ("int(os.getenv('PORT', '8000'))", "missing($PORT | '8000')"),
    ("cast(str, 'a')", "'a'"),
    ("lambda s, t='x': s + t", "(s, t)-><s> + <t='x'>"),
    ("'a' if cond else 'b'", "branch('a' | 'b')"),
    ("raw if raw else 'b'", "empty(raw | 'b')"),
    ("'b' if raw is None else raw", "missing(raw | 'b')"),
    ("raw.split(',') if raw else []", "empty(split(raw, ',') | [] if raw)"),
    ("'a' if settings.DEBUG else 'b'", "branch('a' | 'b')"),
    ("getattr(settings, 'x', 'd')", "missing(app.config:settings.x | 'd')"),
    ("settings.cors.origins", "app.config:settings.cors.origins"),
    ("get_settings().url", "app.config:get_settings().url"),
    ("Client(url='x')", "lib.http:*.Client(url='x')"),
    ("make(1)", "?('1')"),
    ("app.api.chat.router", "app.api.chat:*.router"),
    ("Depends(get_settings)", "app.config:get_settings()"),
    ("Path(__file__).resolve().parent.parent / '.env'", "'/backend/.env'"),
    ("Path(__file__).parents[1] / '.env'", "'/backend/.env'"),
    ("os.path.join(os.path.dirname(__file__), '..', '.env')", "'/backend/.env'"),
    ("BASE / '.env'", "'/backend/app/.env'"),
    ("OTHER / '.env'", "app.paths:OTHER + '/' + '.env'"),
    ("'http://{{ cookiecutter.host }}'", "?"),
    ("b'bytes'", "?"),
    ("unknown", "?"),
]

PREAMBLE = """\
import os, re, json
import app.api.chat
from os import getenv as osenv
from pathlib import Path
from typing import cast
from urllib.parse import urljoin
import environ
from decouple import config as decouple
import lib.http as http
from fastapi import Depends
from app.config import settings, get_settings
from app.paths import OTHER
env = environ.Env()
port = "p"
xs = ["a"]
raw = os.getenv("RAW")
BASE = Path(__file__).parent
cond = port == raw
"""


@pytest.mark.parametrize(("expression", "expected"), EXPRESSIONS, ids=[one for one, _ in EXPRESSIONS])
def test_expressions(expression: str, expected: str) -> None:
    written = expression.replace("{port}/", "{'p'}/").replace("Client(", "http.Client(")
    assert definition(f"{PREAMBLE}value = {written}\n", "value") == expected


FLOWS = [
    ("straight", "x = 'a'\nx = 'b'\n", "'b'"),
    ("its own value", "x = 'a'\nx = x + 'b'\n", "'a' + 'b'"),
    ("branch", "if a:\n    x = 'a'\nelif b:\n    x = 'b'\nelse:\n    x = 'c'\n", "branch('a' | 'b' | 'c')"),
    ("one side", "x = 'a'\nif a:\n    x = 'b'\n", "branch('b' | 'a')"),
    ("default for none", "x = y = f()\nif x is None:\n    x = 'd'\n", "missing(?() | 'd')"),
    ("default for empty", "x = f()\nif not x:\n    x = 'd'\n", "empty(?() | 'd')"),
    ("an end is left out", "x = 'a'\nif a:\n    x = 'b'\n    raise SystemExit\n", "'a'"),
    ("failing import", "try:\n    from lib import x\nexcept ImportError:\n    x = None\n", "branch(lib:x | None)"),
    ("appended", "x = ['a']\nx.append('b')\nx += ['c']\nx.extend(['d'])\n", "['a', 'b', 'c', 'd']"),
    ("perhaps appended", "x = ['a']\nif a:\n    x.append('b')\n", "['a', *branch(['b'] | [])]"),
    ("either appended", "x = []\nif a:\n    x.append('b')\nelse:\n    x.append('c')\n", "branch(['b'] | ['c'])"),
    ("in a loop", "x = []\nfor y in s.split(','):\n    y = y.strip()\n    if y:\n        x.append(y)\n",
     "[*each-filled(split(?, ','), (y)->strip-both(<y>, ''))]"),
    ("in two loops", "x = []\nfor h in ['a', 'b']:\n    for p in (1, 2):\n        x.append(f'{h}{p}')\n",
     "['a' + '1', 'a' + '2', 'b' + '1', 'b' + '2']"),
    ("record", "x = {'a': 'b'}\nx['c'] = 'd'\n", "{a: 'b', c: 'd'}"),
    ("record by branch", "x = {'a': 'b'}\nif a:\n    x['c'] = 'd'\nelse:\n    x['e'] = 'f'\n",
     "{a: 'b', c: branch('d' | None), e: branch(None | 'f')}"),
    ("unpacked", "x, y = 'a', 'b'\n", "'a'"),
    ("chained", "y = x = 'a'\n", "'a'"),
    ("changed in a function", "x = ['a']\ndef f():\n    x.append('b')\n", "['a', *branch(['b'] | [])]"),
    ("main block", "if __name__ == '__main__':\n    x = 'a'\n", "'a'"),
    ("broken line", "x = 'a'\ny = = 3\n", "'a'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [flow[1:] for flow in FLOWS], ids=[flow[0] for flow in FLOWS])
def test_statements(text: str, expected: str) -> None:
    assert definition(text, "x") == expected


def test_a_name_that_is_rewritten_very_often_is_given_up() -> None:
    assert definition("x = 'a'\n" + "x = x + x\n" * 40, "x") == "?"


FUNCTIONS = """\
from functools import cached_property, lru_cache
from app.base import Base

@lru_cache
def get_settings():
    return Settings()

class Settings(Base):
    url: str = "http://a"

    def __init__(self, port=80):
        self.port = port

    @property
    def origins(self):
        return [o.strip() for o in self.url.split(",")]

    @cached_property
    def first(self):
        return self.origins[0]

    @classmethod
    def make(cls):
        return cls()

    def get(self, sep=","):
        return self.url.split(sep)

def split(value):
    if not value:
        return []
    parts = value.split(",")
    return parts

def nothing():
    pass
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("get_settings", "()->Settings()"),
        ("Settings", "class Settings(app.base:Base)"),
        ("Settings.url", "'http://a'"),
        ("Settings.port", "<port='80'>"),
        ("Settings.origins", "each(split(Settings.url, ','), (o)->strip-both(<o>, ''))"),
        ("Settings.first", "Settings.origins.0"),
        ("Settings.make", "()->Settings()"),
        ("Settings.get", "(sep)->Settings.url.split(<sep=','>)"),
        ("split", "(value)->branch([] | split(<value>, ','))"),
        ("split.parts", "split(<value>, ',')"),
        ("nothing", "()->None"),
    ],
)
def test_functions_and_classes(name: str, expected: str) -> None:
    assert definition(FUNCTIONS, name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("from a.b import c as d", "d", "a.b:c"),
        ("import a.b as m", "m", "a.b:*"),
        ("from .x import y", "y", ".x:y"),
        ("from ..x.y import z", "z", "..x.y:z"),
        ("from . import x", "x", ".:x"),
        ("import a.b", "a", "a:*"),
        ("from .x import *\ny = z", "y", "z"),
    ],
)
def test_imports(text: str, name: str, expected: str) -> None:
    assert definition(text, name) == expected


def test_star_imports() -> None:
    assert [one.module for one in facts("from .x import *\n", StarExport)] == [".x"]


def test_texts_stand_at_their_characters() -> None:
    found = facts("é = 'ü'\nx = f'a{é}b'\n", Definition)
    assert isinstance(found[0].value, Text)
    assert (found[0].value.at.start, found[0].value.at.text, found[0].at.text) == (5, "ü", "é")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("os.getenv('X')", [("X", False)]),
        ("os.getenv('X', 'd')", [("X", True)]),
        ("os.getenv('X') or 'd'", [("X", True)]),
        ("os.environ['X']", [("X", False)]),
        ("os.environ['X'] = 'd'", []),
        ("if os.environ.get('X'):\n    pass", [("X", True)]),
    ],
)
def test_uses_of_variables(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(one.name, one.guarded) for one in facts(f"import os\n{text}\n", EnvUse)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 3000 + "1" + ")" * 3000,
        "x = " + "a + " * 5000 + "1",
        "x = " + "a.b" * 500 + "".join(f".c{n}()" for n in range(2000)),
        "".join(" " * n + "if a:\n" for n in range(300)) + " " * 300 + "x = 1\n",
        "".join(" " * n + f"def f{n}():\n" for n in range(200)) + " " * 200 + "return 1\n",
        "x = lambda: " * 500 + "1",
        "x = y" + ".replace('a', b)" * 50,
        "x = " + "(a if b else " * 40 + "c" + ")" * 40,
        "".join(" " * n + f"def f{n}(p{n}=p{n - 1} + p{n - 1}):\n" for n in range(1, 39)) + " " * 39 + "return 1\n",
        "print 'hello'\nexec 'code'\n",
        "{% if x %}\nfrom {{ a }} import b\n{% endif %}\nx = {{ c }}\n",
        "\x00\ud800 x = '\\ud800'",
        "class C(C):\n    pass\ndef f(x=f):\n    return f(f)\nx = x\n",
        "",
    ],
    ids=range(14),
)
def test_hostile_files_give_facts_and_no_error(text: str) -> None:
    assert all(not isinstance(one.value, Text) or one.value.text != "hello" for one in facts(text, Definition))


def test_deep_expressions_become_holes() -> None:
    found = facts("x = " + "f(" * 200 + "1" + ")" * 200, Definition)
    assert not isinstance(found[0].value, Hole)
    assert "?" in definition("x = " + "f(" * 200 + "1" + ")" * 200, "x")
