"""Express, with the cors package.

By the documentation of Express 5 and 4 (https://expressjs.com/en/api.html) and of cors 2.8
(https://expressjs.com/en/resources/middleware/cors.html).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript.frameworks.express.applications import made
from envlint.readers.javascript.frameworks.express.policies import policies
from envlint.readers.javascript.frameworks.express.routing import routing
from envlint.readers.javascript.frameworks.fastify.owners import is_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator

__all__ = ["facts", "made", "words"]

words = ("express", "app.use(", "router.use(", "router.route(", "'cors'", '"cors"', "ccess-Control-Allow-Origin")

_HANDED_IN = pattern(
    # It begins with what is looked for, and only then looks back: that is several times as fast.
    r"\.(?:(?<=\bapp\.)|(?<=\brouter\.)|(?<=\bserver\.)|(?<=\bapi\.))"
    r"(?:get|post|put|patch|delete|all|use|route|ws)\("
)


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Applications, routes, routers under their paths, middleware and CORS policies."""
    text = ev.syntax.source.text
    if "express" in text or (not is_used(ev) and _HANDED_IN.search(text)):
        yield from routing(ev)
    if "cors" in text:
        yield from policies(ev)
