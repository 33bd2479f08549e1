"""What a request reaches before the CORS middleware of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Ahead
from envlint.values import Flag, Many, Name, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location
    from envlint.readers.python.frameworks.django.setting import Settings

CORS = "corsheaders.middleware.CorsMiddleware"

_COMMON = "django.middleware.common.CommonMiddleware"
_ANSWERS = {
    _COMMON: "redirects a path without a slash to the one with it",
    "django.middleware.cache.FetchFromCacheMiddleware": "answers from the cache",
}
"""Django's own middleware that answers before the rest is asked, by the source of Django 5.2. django-cors-headers names
CommonMiddleware in its README; the headers of WhiteNoise, which it names as well, are WhiteNoise's own."""


def ahead_of_cors(settings: Settings) -> Iterator[Ahead]:
    """The middleware above that of django-cors-headers that answers by itself, or that is the project's own."""
    listed = settings.literal("MIDDLEWARE")
    written = isinstance(listed, Many) and all(_is_inside(item.at, listed.at) for item in listed.items)
    items = listed.items if isinstance(listed, Many) and written else ()
    names = [item.text if isinstance(item, Text) else "" for item in items]
    for item in items[: names.index(CORS)] if CORS in names else ():
        if not isinstance(item, Text):
            continue
        module, _, name = item.text.rpartition(".")
        if item.text in _ANSWERS and not (item.text == _COMMON and _keeps_slash(settings)):
            yield Ahead(Name(name, module, item.at), item.at, _ANSWERS[item.text])
        elif not item.text.startswith("django."):
            yield Ahead(Name(name, module, item.at), item.at)


def _is_inside(inner: Location, outer: Location) -> bool:
    """Whether an item stands in the display of its list, and was not put somewhere into it later."""
    return outer.start <= inner.start and inner.end <= outer.end


def _keeps_slash(settings: Settings) -> bool:
    """Whether CommonMiddleware is told to redirect nobody."""
    appends = settings.literal("APPEND_SLASH")
    return isinstance(appends, Flag) and not appends.value and not settings.sets("PREPEND_WWW")
