"""How each library for CORS reads the origins that it is given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

Matching = Literal["whole", "start", "search"]
InPlaceOfList = Literal["parts", "list", "one", "letters"]

_MATCHERS: dict[Matching, Callable[[str, str], re.Match[str] | None]] = {
    "whole": re.fullmatch,
    "start": re.match,
    "search": re.search,
}


@record
class Reading:
    """What a library makes of its origins.

    `option` is what it calls them. `text` is what a text in the place of a list amounts to: every part of it is let
    in, it is a list between commas, it is one origin, or each of its letters is. `matching` says how an origin is held
    against a regular expression.
    `empty_is_off` says that an empty list switches the check off. `literal` says that a wildcard is sent as it is, also
    with credentials, and that one in a list is compared like any other entry.
    """

    option: str
    text: InPlaceOfList
    matching: Matching
    empty_is_off: bool = False
    literal: bool = False

    def admits(self, pattern: str, origin: str) -> bool:
        """Whether a regular expression lets an origin in. Raises re.error for one that is none."""
        return _MATCHERS[self.matching](pattern, origin) is not None


_READINGS = {
    # https://github.com/encode/starlette/blob/master/starlette/middleware/cors.py: `origin in self.allow_origins`
    **dict.fromkeys(("fastapi", "starlette"), Reading("allow_origins", text="parts", matching="whole")),
    # https://github.com/corydolphin/flask-cors/blob/main/flask_cors/core.py: a text becomes a list of one
    "flask-cors": Reading("origins", text="one", matching="start"),
    # https://github.com/adamchainz/django-cors-headers/blob/main/src/corsheaders/checks.py: it looks at each item
    "django-cors-headers": Reading("CORS_ALLOWED_ORIGINS", text="letters", matching="start"),
    # https://python-engineio.readthedocs.io/en/latest/api.html: `cors_allowed_origins`, a text is made a list of one
    "python-socketio": Reading("cors_allowed_origins", text="one", matching="whole", empty_is_off=True),
    # https://expressjs.com/en/resources/middleware/cors.html: a text is sent as it is
    **dict.fromkeys(
        ("cors", "socket.io", "@fastify/cors"), Reading("origin", text="one", matching="search", literal=True)
    ),
    # https://sanic.dev/en/plugins/sanic-ext/http/cors.html: a text is split at its commas
    "sanic-ext": Reading("CORS_ORIGINS", text="list", matching="whole"),
    "sanic-cors": Reading("origins", text="one", matching="start"),
    "litestar": Reading("allow_origins", text="one", matching="whole"),
    "aiohttp-cors": Reading("defaults", text="one", matching="whole"),
    "headers": Reading("Access-Control-Allow-Origin", text="one", matching="search", literal=True),
}


def reading_of(framework: str) -> Reading:
    """How a library reads its origins; one that is not known is taken to read a text as one origin."""
    return _READINGS.get(framework, _READINGS["cors"])
