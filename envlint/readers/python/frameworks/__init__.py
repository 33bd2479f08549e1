"""Server frameworks: one module or package each, which no other reader knows.

A framework offers what `Framework` asks for and stands in `FRAMEWORKS`; that is all there is to adding one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from envlint.readers.python.frameworks import aiohttp, asgi, django, flask, litestar, sanic, socketio, websockets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.python.code import Code, Place
    from envlint.values import Value


class Framework(Protocol):
    """What a module of this package offers."""

    @property
    def words(self) -> tuple[str, ...]:
        """Any of these stands in a module that holds a fact of the framework."""
        ...

    def made(self, code: Code, call: Node, name: str, place: Place) -> Value | None:
        """What a call of an imported function or class makes, most often a `Router`; `name` is its dotted name."""
        ...

    def facts(self, code: Code) -> Iterable[Fact]:
        """The facts of a module."""
        ...


FRAMEWORKS: tuple[Framework, ...] = (aiohttp, asgi, django, flask, litestar, sanic, socketio, websockets)
