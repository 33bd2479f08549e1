"""Servers of the websockets library: only the port that they take.

Such a server answers handshakes for every path on a port of its own, and pings its clients by itself. By the
documentation of websockets 15 (https://websockets.readthedocs.io/en/stable/reference/asyncio/server.html).
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Listen
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.values import Value

words = ("websockets.serve", "websockets import serve", "websockets.server", "websockets.asyncio", "websockets.sync")

_STARTS = frozenset(
    f"websockets.{module}serve" for module in ("", "server.", "asyncio.server.", "sync.server.", "legacy.server.")
)


def made(code: Code, call: Node, name: str, place: Place) -> Value | None:  # noqa: ARG001 - asked of every framework
    """Nothing: a server has no routes that something could be added to."""
    return None


def facts(code: Code) -> Iterator[Listen]:
    """`serve(handler, host, port)`; a server on an open socket or on none of its own is left out."""
    if not code.mentions("websockets"):
        return
    for called in calls_of(code):
        given, place = nodes.arguments(called.node), Place(called.scope)
        port = given.get(2, "port")
        if called.name not in _STARTS or port is None:
            continue
        yield Listen(
            "websockets",
            None,
            code.optional(given.get(1, "host"), place),
            code.value(port, place),
            posixpath.dirname(code.syntax.source.path),
            code.syntax.between(called.function, port),
            tls=given.get(None, "ssl") is not None,
        )
