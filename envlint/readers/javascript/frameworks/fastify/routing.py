"""Routes of Fastify, plain ones and those for WebSockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Route
from envlint.readers.javascript import library
from envlint.readers.javascript.frameworks import parts
from envlint.readers.javascript.frameworks.socket_steps import accepted, written
from envlint.values import Flag, Many, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.frameworks.parts import Method, Path
    from envlint.values import Value

_WITH_OPTIONS = 3
"""The arguments of a route with options: path, options, handler."""

_HOOKS = frozenset({"onRequest", "preParsing", "preValidation", "preHandler"})
"""What runs before the handshake: https://github.com/fastify/fastify-websocket#using-hooks."""


def route(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`fastify.get(path, options?, handler)`."""
    options = method.given[1] if len(method.given) >= _WITH_OPTIONS else None
    verbs = () if method.name == "all" else (method.name.upper(),)
    for path in parts.paths(ev, method.given[0], method.scope):
        if _is_socket(ev, options, method):
            yield from _socket(ev, owner, path, method, options, method.given[-1])
        else:
            yield _plain(ev, owner, path, verbs, method)


def full_route(ev: Evaluator, owner: Value, method: Method) -> Iterator[Fact]:
    """`fastify.route({method, url, handler})`; a `wsHandler` takes the handshakes on the same path."""
    node = method.given[0]
    options = ev.value(node, method.scope)
    url = library.option(ev, options, "url", "path")
    if url is None:
        return
    path = parts.Path(url, url.at, "colon")
    handlers = {key: found for key in ("handler", "wsHandler") if (found := written(ev, node, key)) is not None}
    if _is_socket(ev, node, method):
        yield from _socket(ev, owner, path, method, node, handlers.get("handler"))
        return
    yield _plain(ev, owner, path, _verbs(ev, options), method)
    if "wsHandler" in handlers:
        yield from _socket(ev, owner, path, method, node, handlers["wsHandler"])


def _verbs(ev: Evaluator, options: Value) -> tuple[str, ...]:
    verbs = library.option(ev, options, "method")
    known = ev.deref(verbs) if verbs is not None else None
    texts = known.items if isinstance(known, Many) else (known,)
    return tuple(text.text.upper() for text in texts if isinstance(text, Text))


def _is_socket(ev: Evaluator, options: Node | None, method: Method) -> bool:
    flag = library.option(ev, ev.value(options, method.scope), "websocket") if options is not None else None
    return isinstance(flag, Flag) and flag.value


def _plain(ev: Evaluator, owner: Value, path: Path, verbs: tuple[str, ...], method: Method) -> Route:
    return Route(owner, path.value, "http", verbs, parts.no_handler(ev, method.call), path.at, path.syntax)


def _socket(
    ev: Evaluator, owner: Value, path: Path, method: Method, options: Node | None, handler: Node | None
) -> Iterator[Fact]:
    """A route for WebSockets: the hooks in its options run, then the handshake is done, then the handler is called."""
    hooks = [found for key in sorted(_HOOKS) if options is not None and (found := written(ev, options, key))]
    function, name = accepted(ev, method.call, hooks, handler, method.scope)
    yield function
    yield Route(owner, path.value, "websocket", (), name, path.at, path.syntax)
