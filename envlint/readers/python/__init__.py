"""Reads Python: server applications, pydantic settings, and the values that these are made of.

Settings are read by the documentation of pydantic-settings 2.15, servers by the modules of `frameworks`. A file is only
parsed, never imported or run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, Fact
from envlint.readers import heartbeat, syntax
from envlint.readers.python import handing
from envlint.readers.python.answers import answers
from envlint.readers.python.code import Code
from envlint.readers.python.cookies import WORDS as COOKIES
from envlint.readers.python.cookies import cookies
from envlint.readers.python.definitions import definitions
from envlint.readers.python.environment import uses
from envlint.readers.python.flow import follow
from envlint.readers.python.frameworks import FRAMEWORKS
from envlint.readers.python.handlers import HANDLERS
from envlint.readers.python.heartbeats import heartbeats
from envlint.readers.python.serving import serving
from envlint.readers.python.settings import settings
from envlint.readers.python.sockets import sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

words: tuple[str, ...] | None = (
    *("uvicorn", "hypercorn", "granian", "BaseSettings", "load_dotenv"),
    *COOKIES,
    *heartbeat.WORDS,
    *(word for framework in FRAMEWORKS for word in framework.words),
)
"""Other modules hold definitions only; they are read when the wiring asks for one of theirs."""


def read(source: Source) -> Iterator[Fact]:
    """The facts of a module. Where the syntax is broken, what stands in the rest of the file is still read."""
    code = Code(syntax.parse(source, "python"), HANDLERS, tuple(framework.made for framework in FRAMEWORKS))
    follow(code)
    handing.follow(code)
    yield from definitions(code)
    yield from settings(code)
    for framework in FRAMEWORKS:
        yield from framework.facts(code)
    yield from sockets(code)
    yield from answers(code)
    yield from cookies(code)
    yield from heartbeats(code)
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
