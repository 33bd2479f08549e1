"""Values and facts of the Python reader as short text, for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from envlint.facts import Definition, Fact, SocketFunction, collect
from envlint.model import Source
from envlint.readers import python
from envlint.values import (
    Call,
    Class,
    Decode,
    Each,
    Either,
    Entry,
    EnvRead,
    Flag,
    Function,
    Join,
    Many,
    Member,
    Name,
    Nothing,
    Parameter,
    Record,
    Replace,
    Resolve,
    Router,
    Split,
    Spread,
    Stringify,
    Strip,
    Text,
)

if TYPE_CHECKING:
    from envlint.values import Value

Kind = TypeVar("Kind", bound=Fact)


def facts(text: str, kind: type[Kind], path: str = "backend/app/main.py") -> list[Kind]:
    source = Source(path, text)
    return list(collect(source, python.read(source)).of(kind))


def definition(text: str, name: str, path: str = "backend/app/main.py") -> str:
    return next((spelled(one.value) for one in facts(text, Definition, path) if one.name == name), "nothing")


def steps(text: str) -> dict[str, str]:
    return {
        one.name: " ".join(
            step.kind
            + (f":{step.detail}" if step.detail else "")
            + (f"({spelled(step.callee)})" if step.callee else "")
            for step in one.steps
        )
        for one in facts(text, SocketFunction)
    }


def spelled(value: Value | Entry | None) -> str:  # noqa: C901 - one line a node
    match value:
        case Text():
            return repr(value.text)
        case Flag():
            return str(value.value)
        case Nothing() | None:
            return "None"
        case EnvRead():
            return f"${value.name}"
        case Name():
            return f"{value.module}:{value.name}" if value.module else value.name
        case Member():
            return f"{spelled(value.of)}.{value.key}"
        case Call():
            keywords = [f"{key}={spelled(one)}" for key, one in value.keywords]
            return f"{spelled(value.of)}({', '.join([*map(spelled, value.arguments), *keywords])})"
        case Parameter():
            return f"<{value.name}>" if value.default is None else f"<{value.name}={spelled(value.default)}>"
        case Function():
            return f"({', '.join(value.parameters)})->{spelled(value.returns)}"
        case Class():
            return f"class {value.name}({', '.join(map(spelled, value.bases))})"
        case Either():
            given = f" if {spelled(value.given)}" if value.given else ""
            return f"{value.test}({' | '.join(map(spelled, value.options))}{given})"
        case Join():
            return " + ".join(map(spelled, value.parts))
        case Many():
            return f"[{', '.join(map(spelled, value.items))}]"
        case Spread():
            return f"*{spelled(value.of)}"
        case Record():
            return f"{{{', '.join(map(spelled, value.entries))}}}"
        case Entry():
            return f"{value.key}: {spelled(value.value)}"
        case Each():
            return f"each{'-filled' if value.filtered else ''}({spelled(value.of)}, {spelled(value.function)})"
        case Split():
            return f"split({spelled(value.of)}, {value.separator!r})"
        case Strip():
            return f"strip-{value.side}({spelled(value.of)}, {value.characters!r})"
        case Replace():
            return f"replace({spelled(value.of)}, {value.old!r}, {value.new!r})"
        case Decode():
            return f"json({spelled(value.of)})"
        case Stringify():
            return f"str({spelled(value.of)})"
        case Resolve():
            return f"resolve({spelled(value.reference)}, {spelled(value.base)})"
        case Router():
            return f"{value.kind}@{value.at.source.line_column(value.at.start)[0]}"
        case _:
            return "?"
