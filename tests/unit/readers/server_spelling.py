"""Facts of Node.js servers in one line each, so that tables of tests can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Application, Include, Listen, Mount, Route, SocketFunction
from tests.unit.readers.javascript_spelling import read, spelled

if TYPE_CHECKING:
    from envlint.facts import Fact


def served(text: str, path: str = "server.ts") -> list[str]:
    """What a script serves: routes, routers under their paths, and mounts."""
    return [line for fact in read(text, path) if (line := _served(fact))]


def _served(fact: Fact) -> str:
    match fact:
        case Route():
            verb = "/".join(fact.methods) or ("any" if fact.kind == "http" else fact.kind)
            return f"{spelled(fact.router)}: {verb} {spelled(fact.path)}{' rooted' if fact.rooted else ''}"
        case Include():
            return f"{spelled(fact.parent)}: include {spelled(fact.child)} at {spelled(fact.prefix)}"
        case Mount():
            return f"{spelled(fact.parent)}: mount {spelled(fact.child)} at {spelled(fact.path)}"
        case _:
            return ""


def listening(text: str, path: str = "server.ts") -> list[str]:
    """The servers that a script starts, each with host and port."""
    found = [fact for fact in read(text, path) if isinstance(fact, Listen)]
    return [
        f"{spelled(one.application)} {spelled(one.host)} {spelled(one.port)}{' tls' if one.tls else ''}"
        for one in found
    ]


def applications(text: str, path: str = "server.ts") -> list[str]:
    """The applications that a script makes."""
    return [spelled(fact.router) for fact in read(text, path) if isinstance(fact, Application)]


def steps(text: str, path: str = "server.ts") -> dict[str, str]:
    """What each function does with a WebSocket, in order; handlers of connections are called `connection`."""
    found = [fact for fact in read(text, path) if isinstance(fact, SocketFunction)]
    return {one.name.partition("~")[0]: " ".join(step.kind + step.detail for step in one.steps) for one in found}
