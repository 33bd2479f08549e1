"""Frameworks whose functions and classes make values or facts: one module or package each, no other reader knows them.

A framework offers what `Framework` asks for and stands in `FRAMEWORKS`; that is all there is to adding one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from envlint.readers.javascript.frameworks import (
    angular,
    apollo,
    dotenv,
    express,
    fastify,
    headers,
    hono,
    http,
    nest,
    nuxt,
    rtk_query,
    socketio,
    ws,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value


class Framework(Protocol):
    """What a module of this package offers."""

    @property
    def words(self) -> tuple[str, ...]:
        """Any of these stands in a script that holds a fact of the framework."""
        ...

    def made(self, ev: Evaluator, call: CallParts, origin: Origin, scope: Scope, /) -> Value | None:
        """What a call or `new` of a function or class that comes from `origin` makes, most often a `Router`."""
        ...

    def facts(self, ev: Evaluator, /) -> Iterable[Fact]:
        """The facts of a script."""
        ...


FRAMEWORKS: tuple[Framework, ...] = (
    *(express, fastify, nest, hono, http, ws, socketio, headers, dotenv, nuxt, apollo, angular, rtk_query),
)
