"""What a value comes to, with values made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint.facts import Definition, collect
from envlint.model import Source
from envlint.pieces import literal
from envlint.values import (
    Begins,
    Call,
    Decode,
    Each,
    Either,
    Entry,
    EnvRead,
    Function,
    Hole,
    Join,
    Many,
    Member,
    Name,
    Nothing,
    Page,
    Parameter,
    Record,
    Replace,
    Resolve,
    Split,
    Spread,
    Strip,
    Text,
)
from envlint.wiring.environments import Environment, Variable
from envlint.wiring.modules import Modules
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Items, Missing, Outcome, Resolved, Unknown
from envlint.wiring.texts import PageAddress

if TYPE_CHECKING:
    from envlint.values import Value

SOURCE = Source("src/api.ts", "some text")
AT = SOURCE.at(0, 4)
HERE = "src/api.ts"


def text(value: str) -> Text:
    return Text(value, AT)


def env(name: str) -> EnvRead:
    return EnvRead(name, "import.meta.env", AT)


def resolver(variables: dict[str, str] | None = None, **definitions: Value) -> Resolver:
    made = {n: Variable(n, (literal(v, AT),), AT) for n, v in (variables or {}).items()}
    facts = collect(SOURCE, (Definition(name, value, AT) for name, value in definitions.items()))
    modules = Modules([HERE], lambda path: facts if path == HERE else None)
    return Resolver(modules, Environment(variables=made), PageAddress("http", "localhost", 5173, None))


def shown(outcome: Outcome) -> str:
    """An outcome in few letters: unused ones in brackets."""
    match outcome.result:
        case Resolved():
            found = outcome.result.text
        case Items():
            found = "|".join(shown(Outcome(item)) for item in outcome.result.items)
        case Missing():
            found = "missing"
        case Unknown():
            found = "unknown"
        case _:
            found = type(outcome.result).__name__
    return found if outcome.used else f"[{found}]"


def resolved(value: Value, variables: dict[str, str] | None = None, **definitions: Value) -> list[str]:
    return [shown(outcome) for outcome in resolver(variables, **definitions).outcomes(value, HERE)]


ORIGINS = '["http://a", "http://b"]'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (text("x"), ["x"]),
        (env("SET"), ["ws://a"]),
        (env("UNSET"), ["missing"]),
        (Either((env("SET"), text("d")), "missing", AT), ["ws://a", "[d]"]),
        (Either((env("UNSET"), text("d")), "missing", AT), ["d"]),
        (Either((env("EMPTY"), text("d")), "missing", AT), ["", "[d]"]),
        (Either((env("EMPTY"), text("d")), "empty", AT), ["d"]),
        (Either((Hole("p", AT), env("SET"), text("d")), "missing", AT), ["unknown", "ws://a", "[d]"]),
        (Either((text("a"), text("b")), "branch", AT), ["a", "b"]),
        (Either((text("dev"), text("prod")), "development", AT), ["dev", "[prod]"]),
        (Either((text("prod"), text("dev")), "production", AT), ["dev", "[prod]"]),
        (Either((text("f"), text("d")), "empty", AT, given=env("SET")), ["f", "[d]"]),
        (Either((text("f"), text("d")), "empty", AT, given=env("UNSET")), ["d"]),
        (Join((env("SET"), text("/ws")), AT), ["ws://a/ws"]),
        (Join((text("/ws/"), Hole("p", AT)), AT), ["/ws/{}"]),
        (Join((env("UNSET"), text("/ws")), AT), ["{}/ws"]),
        (Replace(text("http://a"), "^http", "ws", AT, pattern=True), ["ws://a"]),
        (Replace(text("a-b-c"), "-", "+", AT), ["a+b-c"]),
        (Replace(text("a-b-c"), "-", "+", AT, every=True), ["a+b+c"]),
        (Replace(text("x"), "(x+)+y", "z", AT, pattern=True), ["unknown"]),
        (Strip(text("http://a/"), "/", AT, "right"), ["http://a"]),
        (Split(text("a,b"), ",", AT), ["a|b"]),
        (Decode(text(ORIGINS), AT), ["http://a|http://b"]),
        (Decode(text("not json"), AT), ["unknown"]),
        (Many((text("a"), Spread(Many((text("b"),), AT), AT)), AT), ["a|b"]),
        (
            Each(Split(text("a, ,b"), ",", AT), Function(("o",), Strip(Parameter("o", AT), "", AT), AT), AT, True),
            ["a|b"],
        ),
        (Page("host", AT), ["localhost:5173"]),
        (Resolve(text("/ws"), text("http://h:1/x/y"), AT), ["http://h:1/ws"]),
        (Resolve(text("ws"), text("http://h:1/x/y"), AT), ["http://h:1/x/ws"]),
        (Resolve(text("ws"), text("http://h:1"), AT), ["http://h:1/ws"]),
        (Member(Record((Entry("k", text("v"), AT),), AT), "k", AT), ["v"]),
        (Member(Record((), AT), "k", AT), ["missing"]),
        (Either((Nothing(AT), text("d")), "missing", AT), ["d"]),
    ],
)
def test_outcomes(value: Value, expected: list[str]) -> None:
    assert resolved(value, {"SET": "ws://a", "EMPTY": ""}) == expected


ID = Hole("p", AT)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Begins(text("/x"), ("/",), "start", AT), ["yes"]),
        (Begins(text("x"), ("/",), "start", AT), ["no"]),
        (Begins(text("https://a"), ("http:", "https:"), "start", AT), ["yes"]),
        (Begins(text("x/"), ("/",), "end", AT), ["yes"]),
        (Begins(env("SET"), ("http",), "start", AT), ["no"]),
        (Begins(env("UNSET"), ("http",), "start", AT), ["no"]),
        (Begins(Join((text("/a/"), ID), AT), ("/",), "start", AT), ["yes"]),
        (Begins(Join((text("/a/"), ID), AT), ("http",), "start", AT), ["no"]),
        (Begins(Join((text("/a"), ID), AT), ("/api",), "start", AT), ["yes", "no"]),
        (Begins(Join((ID, text("/a")), AT), ("/",), "start", AT), ["yes", "no"]),
        (Begins(Join((ID, text("/a")), AT), ("/",), "end", AT), ["no"]),
        (Begins(ID, ("/",), "start", AT), ["yes", "no"]),
        (Begins(Either((text("/x"), text("x")), "branch", AT), ("/",), "start", AT), ["yes", "no"]),
    ],
)
def test_how_a_text_begins(asked: Begins, expected: list[str]) -> None:
    value = Either((text("yes"), text("no")), "matches", AT, given=asked)
    assert resolved(value, {"SET": "ws://a"}) == expected


def test_a_name_is_followed() -> None:
    assert resolved(Name("BASE", "", AT), BASE=text("http://a")) == ["http://a"]


def test_a_function_is_called_with_its_arguments() -> None:
    join = Function(("path",), Join((text("http://a"), Parameter("path", AT)), AT), AT)
    assert resolved(Call(Name("url", "", AT), (text("/x"),), AT), url=join) == ["http://a/x"]


def test_an_unbound_parameter_may_be_anything_beside_its_default() -> None:
    assert resolved(Parameter("p", AT, text("d"))) == ["d", "unknown"]


def test_a_name_that_refers_to_itself_ends() -> None:
    assert resolved(Name("A", "", AT), A=Name("B", "", AT), B=Name("A", "", AT)) == ["unknown"]


def test_deep_values_end() -> None:
    value: Value = text("x")
    for _ in range(500):
        value = Join((value,), AT)
    assert resolved(value) in (["{}"], ["x"])


def test_many_alternatives_are_bounded() -> None:
    either = Either(tuple(text(str(n)) for n in range(10)), "branch", AT)
    assert len(resolved(Join((either, either, either), AT))) <= 24


def test_a_fallback_says_what_is_taken_instead() -> None:
    found = resolver({"SET": "x"}).outcomes(Either((env("SET"), text("d")), "missing", AT), HERE)
    assert found[1].instead is not None
    assert found[1].instead.text == "SET is set here"
