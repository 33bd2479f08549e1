"""FastAPI and Starlette, by the documentation of FastAPI 0.115 and Starlette 0.45."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python.frameworks.asgi.applications import made
from envlint.readers.python.frameworks.asgi.cors import middleware
from envlint.readers.python.frameworks.asgi.routing import routing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.python.code import Code

__all__ = ["facts", "made", "words"]

words = (
    *("FastAPI", "APIRouter", "Starlette", "CORSMiddleware", "include_router", ".websocket(", "WebSocketRoute"),
    *("WebSocketEndpoint", "add_api_websocket_route", ".mount(", "Mount("),
)


def facts(code: Code) -> Iterator[Fact]:
    """Routes, included routers, mounts, CORS policies and other middleware."""
    yield from routing(code)
    yield from middleware(code)
