"""Calls that start a server or load an env file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import Listen, LoadDotenv
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.values import Many, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code

_STARTS = {
    "uvicorn.run": "uvicorn",
    "uvicorn.Config": "uvicorn",
    "granian.Granian": "granian",
    "granian.server.Granian": "granian",
}
_KEYS = frozenset({"ssl_keyfile", "ssl_certfile", "ssl_key", "ssl_cert"})


def serving(code: Code) -> Iterator[Listen | LoadDotenv]:
    """Servers that the file starts, and its calls of `load_dotenv`.

    A path that `load_dotenv` gets is relative to the linted folder where it begins with `/` (see `paths`), else to the
    folder in which the program is started.
    """
    for called in code.calls:
        call, name, place = called.node, called.name, Place(called.scope)
        if name in _STARTS:
            yield from _listen(code, call, _STARTS[name], place)
        elif name == "hypercorn.asyncio.serve" or name == "hypercorn.trio.serve":
            yield _hypercorn(code, call, place)
        elif name.rpartition(".")[2] == "load_dotenv" and name.startswith("dotenv"):
            yield _dotenv(code, call, place)


def _listen(code: Code, call: Node, tool: str, place: Place) -> Iterator[Listen]:
    given = nodes.arguments(call)
    application = given.get(0, "app", "target")
    if application is None:
        return
    host = given.get(1 if tool == "granian" else None, "host", "address")
    port = given.get(2 if tool == "granian" else None, "port")
    function = nodes.field(call, "function") or call
    spread = bool(given.records)
    unknown: Value | None = code.hole(call, "keywords that are spread") if spread else None
    yield Listen(
        tool,
        code.value(application, place),
        code.optional(host, place) or unknown,
        code.optional(port, place) or unknown,
        posixpath.dirname(code.syntax.source.path),
        code.syntax.between(function, port if port is not None else function),
        root_path=code.optional(given.get(None, "root_path", "url_path_prefix"), place),
        tls=bool(_KEYS & given.keywords.keys()),
    )


def _hypercorn(code: Code, call: Node, place: Place) -> Listen:
    """`config.bind = ["0.0.0.0:8000"]`, then `serve(app, config)`."""
    given = nodes.arguments(call)
    host: Value | None = None
    port: Value | None = None
    bound = _bind(code, given.get(1, "config"), place)
    if isinstance(bound, Text):
        before, _, after = bound.text.rpartition(":")
        host = Text(before, bound.at.within(0, len(before)))
        port = Text(after, bound.at.within(len(before) + 1, len(after)))
    elif bound is not None:
        host = port = bound
    folder = posixpath.dirname(code.syntax.source.path)
    at = code.at(nodes.field(call, "function") or call)
    return Listen("hypercorn", code.optional(given.get(0, "app"), place), host, port, folder, at)


def _bind(code: Code, config: Node | None, place: Place) -> Value | None:
    if config is None:
        return None
    wanted = f"{nodes.text(config)}.bind"
    for node in nodes.descend(place.scope.root.node):
        left, right = nodes.field(node, "left"), nodes.field(node, "right")
        if node.type == "assignment" and left is not None and right is not None and nodes.text(left) == wanted:
            value = code.value(right, place)
            if isinstance(value, Many) and len(value.items) == 1:
                value = value.items[0]
            return value if isinstance(value, Text) else code.hole(right, "an address that is not literal")
    return None


def _dotenv(code: Code, call: Node, place: Place) -> LoadDotenv:
    path = nodes.arguments(call).get(0, "dotenv_path")
    plain = path is None or path.type == "none" or nodes.last_name(path) == "find_dotenv"
    return LoadDotenv(None if plain else code.optional(path, place), code.at(call))
