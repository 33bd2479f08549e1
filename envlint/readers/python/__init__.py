"""Reads Python: FastAPI and Starlette applications, pydantic settings, and the values that these are made of.

Written by the documentation of FastAPI 0.115, Starlette 0.45 and pydantic-settings 2.15. A file is only parsed, never
imported or run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, Fact
from envlint.readers import syntax
from envlint.readers.python import handing
from envlint.readers.python.code import Code
from envlint.readers.python.cors import middleware
from envlint.readers.python.definitions import definitions
from envlint.readers.python.environment import uses
from envlint.readers.python.flow import follow
from envlint.readers.python.handlers import HANDLERS
from envlint.readers.python.routing import routing
from envlint.readers.python.serving import serving
from envlint.readers.python.settings import settings
from envlint.readers.python.sockets import sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

words: tuple[str, ...] | None = (
    "FastAPI",
    "APIRouter",
    "Starlette",
    "CORSMiddleware",
    "include_router",
    ".websocket(",
    "WebSocketRoute",
    "WebSocketEndpoint",
    "add_api_websocket_route",
    "uvicorn",
    "hypercorn",
    "granian",
    "BaseSettings",
    "load_dotenv",
    ".mount(",
    "Mount(",
)
"""Other modules hold definitions only; they are read when the wiring asks for one of theirs."""


def reads(path: str) -> bool:
    """Whether a file is a Python module by its name."""
    return path.endswith(".py")


def read(source: Source) -> Iterator[Fact]:
    """The facts of a module. Where the syntax is broken, what stands in the rest of the file is still read."""
    code = Code(syntax.parse(source, "python"), HANDLERS)
    follow(code)
    handing.follow(code)
    yield from definitions(code)
    yield from settings(code)
    yield from routing(code)
    yield from middleware(code)
    yield from sockets(code)
    yield from serving(code)
    yield from uses(code)
    yield from _broken(code)


def _broken(code: Code) -> Iterator[Broken]:
    """The first syntax error that swallows something which a fact could have come from."""
    for error in code.syntax.errors():
        text = code.syntax.text(error)
        if any(word in text for word in words or ()):
            yield Broken("Python syntax that cannot be parsed", code.at(error))
            return
