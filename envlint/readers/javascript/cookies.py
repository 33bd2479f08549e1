"""To which requests the browser adds a server's cookies: `sameSite` in the options of a cookie or of a session.

https://expressjs.com/en/api.html#res.cookie, https://github.com/expressjs/session#cookiesamesite
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import CookiePolicy
from envlint.readers.javascript import nodes, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.javascript.evaluate import Evaluator

WORDS = ("sameSite",)


def cookies(ev: Evaluator) -> Iterator[CookiePolicy]:
    """A fact for each object that says it."""
    if not any(word in ev.syntax.source.text for word in WORDS):
        return
    for node in nodes.descendants(ev.syntax.root):
        key = node.child_by_field_name("key") if node.type == "pair" else None
        value = nodes.field(node, "value")
        if key is not None and value is not None and patterns.key_text(key, ev.syntax) in WORDS:
            yield CookiePolicy(ev.value(value, ev.script.scope_at(node)), ev.at(value))
