"""To which requests the browser adds a server's cookies, where its code says so.

`samesite` of Starlette's, Django's and Flask's `set_cookie`, `same_site` of Starlette's SessionMiddleware
(https://www.starlette.io/middleware/#sessionmiddleware), and `SESSION_COOKIE_SAMESITE` of Django and Flask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CookiePolicy
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.frameworks.parts import calls_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Called, Code

WORDS = ("samesite", "same_site", "SESSION_COOKIE_SAMESITE")

_SETTING = "SESSION_COOKIE_SAMESITE"
_SESSIONS = "SessionMiddleware"


def cookies(code: Code) -> Iterator[CookiePolicy]:
    """A fact for each place that sets it."""
    if not code.mentions(*WORDS):
        return
    for called in calls_of(code):
        written = _keyword(called)
        if written is not None:
            yield CookiePolicy(code.value(written, Place(called.scope)), code.at(written))
    for node in nodes.descend(code.module.node):
        if node.type == "assignment":
            yield from _assigned(code, node)


def _keyword(called: Called) -> Node | None:
    given = nodes.arguments(called.node)
    if called.last == "set_cookie":
        return given.get(None, "samesite")
    added = called.last == _SESSIONS or any(nodes.last_name(each) == _SESSIONS for each in given.positional[:1])
    return given.get(None, "same_site", _SETTING) if added else given.get(None, _SETTING)


def _assigned(code: Code, node: Node) -> Iterator[CookiePolicy]:
    """`SESSION_COOKIE_SAMESITE = "Lax"`, `app.config["SESSION_COOKIE_SAMESITE"] = "Lax"`."""
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    if left is None or right is None:
        return
    key = nodes.string(nodes.field(left, "subscript")) if left.type == "subscript" else nodes.text(left)
    if key == _SETTING:
        yield CookiePolicy(code.value(right, Place(code.module)), code.at(right))
