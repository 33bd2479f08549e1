"""The servers that a module starts with aiohttp."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Listen
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.aiohttp.applications import FRAMEWORK, web_name
from envlint.readers.python.frameworks.parts import calls_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.python.code import Code

_ELSEWHERE = frozenset({"path", "sock"})
"""Arguments that put a socket file or an open socket in the place of a port."""


def serving(code: Code) -> Iterator[Listen]:
    """`web.run_app(app, host=, port=)` and `web.TCPSite(runner, host, port)`.

    https://docs.aiohttp.org/en/stable/web_reference.html#utilities
    """
    for called in calls_of(code):
        call, function, place = called.node, called.function, Place(called.scope)
        name, given = web_name(code, function, called.scope), nodes.arguments(call)
        application = given.get(0, "app", "runner")
        if name not in ("run_app", "TCPSite") or application is None or given.keywords.keys() & _ELSEWHERE:
            continue
        by_position = name == "TCPSite"
        port = given.get(2 if by_position else None, "port")
        unknown = code.hole(call, "keywords that are spread") if given.records else None
        yield Listen(
            FRAMEWORK,
            code.value(application, place),
            code.optional(given.get(1 if by_position else None, "host"), place) or unknown,
            code.optional(port, place) or unknown,
            posixpath.dirname(code.syntax.source.path),
            code.syntax.between(function, port if port is not None else function),
            tls=given.get(None, "ssl_context") is not None,
        )
