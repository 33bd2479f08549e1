"""aiohttp's server, with aiohttp-cors.

By the documentation of aiohttp 3.13 (https://docs.aiohttp.org/en/stable/web.html) and aiohttp-cors 0.8
(https://github.com/aio-libs/aiohttp-cors). A module that only sends requests through aiohttp holds no fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python.frameworks.aiohttp.applications import made, serves_web
from envlint.readers.python.frameworks.aiohttp.cors import middleware
from envlint.readers.python.frameworks.aiohttp.routing import routing
from envlint.readers.python.frameworks.aiohttp.serving import serving
from envlint.readers.python.frameworks.aiohttp.sockets import sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.python.code import Code

__all__ = ["facts", "made", "words"]

words = ("aiohttp.web", "aiohttp import web", "aiohttp_cors", "RouteTableDef", "web.Application")


def facts(code: Code) -> Iterator[Fact]:
    """Routes, policies and other middleware, what handlers do with a WebSocket, and the servers that are started."""
    if "aiohttp" in code.syntax.source.text and serves_web(code):
        yield from routing(code)
        yield from middleware(code)
        yield from sockets(code)
        yield from serving(code)
