"""Settings modules: the application that they make, whom it allows, and what stands before it.

https://docs.djangoproject.com/en/5.2/ref/settings/, https://github.com/adamchainz/django-cors-headers#configuration
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Application, CorsPolicy, CsrfPolicy, Middleware
from envlint.readers.python.frameworks.django.applications import FRAMEWORK, PATTERNS
from envlint.readers.python.frameworks.django.order import ahead_of_cors
from envlint.readers.python.frameworks.django.setting import Settings
from envlint.values import THE_APPLICATION, Either, Flag, Hole, Many, Member, Name, Router, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.python.code import Code
    from envlint.values import Value

CORS = "corsheaders.middleware.CorsMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"

_SIGNS = frozenset({"ROOT_URLCONF", "INSTALLED_APPS", "MIDDLEWARE"})
_ORIGINS = ("CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST")
_PATTERNS = ("CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST")
_EVERYBODY = ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL")
_CREDENTIALS = ("CORS_ALLOW_CREDENTIALS",)
_TRUSTED = ("CSRF_TRUSTED_ORIGINS",)
_KNOWN = ("django.", "corsheaders.", "whitenoise.", "debug_toolbar.", "allauth.", "csp.", "simple_history.", "axes.")
"""Packages whose middleware sets no CORS header by itself, or is a fact of its own."""


def facts(code: Code) -> Iterator[Application | CorsPolicy | CsrfPolicy | Middleware]:
    """The facts of a settings module, which is known by its names, or by another one that it continues."""
    settings = Settings(code)
    if not any(settings.sets(name) for name in _SIGNS) and not settings.continues:
        return
    yield from _application(code, settings)
    yield from _middleware(settings)
    if any(settings.sets(name) for name in (*_ORIGINS, *_PATTERNS, *_EVERYBODY, *_CREDENTIALS)) or _adds_cors(settings):
        yield from _cors(settings)
    if any(settings.sets(name) for name in (*_TRUSTED, *_ORIGINS, *_CREDENTIALS)):
        yield from _csrf(settings)


def _application(code: Code, settings: Settings) -> Iterator[Application]:
    """Routes are joined at the root, which every URL has before the first pattern is tried."""
    urls = code.known(code.module.state.get("ROOT_URLCONF"))
    if isinstance(urls, Text):
        at = settings.at("ROOT_URLCONF") or urls.at
        routes = Name(PATTERNS, urls.text, urls.at)
        yield Application(Router("application", FRAMEWORK, Text("/", urls.at), at, routes=routes), at)


# --- CORS -------------------------------------------------------------------------------------------------------------


def _adds_cors(settings: Settings) -> bool:
    return any(_is_cors(item) for item in settings.items("MIDDLEWARE"))


def _is_cors(item: Value) -> bool:
    return isinstance(item, Text) and item.text == CORS


def _cors(settings: Settings) -> Iterator[CorsPolicy]:
    """The policy of django-cors-headers, which holds only where its middleware is installed."""
    first = settings.first(*_ORIGINS, *_EVERYBODY, *_PATTERNS, *_CREDENTIALS) or settings.first("MIDDLEWARE")
    if first is None or settings.lacks("MIDDLEWARE", CORS):
        return
    origins = _origins(settings)
    yield CorsPolicy(
        Hole(THE_APPLICATION, first),
        "django-cors-headers",
        origins,
        settings.value(*_PATTERNS),
        settings.value(*_CREDENTIALS, default=Flag(False, first)),
        first,
        settings.first(*_ORIGINS, *_EVERYBODY) or first,
        listed=settings.value("MIDDLEWARE"),
        entry=CORS,
        entry_at=next((item.at for item in settings.items("MIDDLEWARE") if _is_cors(item)), None),
        ahead=tuple(ahead_of_cors(settings)),
    )


def _origins(settings: Settings) -> Value | None:
    """The list, or everybody where a switch says so."""
    fallback = settings.instead(_ORIGINS, _EVERYBODY)
    if fallback is not None:
        first, second = fallback
        return Either((Name(first.text, "", first), Many((Text("*", second),), second)), "empty", first)
    listed, everybody = settings.value(*_ORIGINS), settings.value(*_EVERYBODY)
    switch = settings.literal(*_EVERYBODY)
    if everybody is None or (isinstance(switch, Flag) and not switch.value):
        return listed
    at = switch.at if isinstance(switch, Flag) else everybody.at
    anyone = Many((Text("*", at),), at)
    if isinstance(switch, Flag):
        return anyone
    return Either((anyone, listed if listed is not None else Many((), at)), "switch", at, given=everybody)


# --- CSRF -------------------------------------------------------------------------------------------------------------


def _csrf(settings: Settings) -> Iterator[CsrfPolicy]:
    at = settings.first(*_TRUSTED, *_ORIGINS, *_CREDENTIALS)
    framework = settings.value("REST_FRAMEWORK")
    classes = Member(framework, "DEFAULT_AUTHENTICATION_CLASSES", framework.at) if framework is not None else None
    if at is not None:
        listed = settings.value("MIDDLEWARE")
        yield CsrfPolicy(Hole(THE_APPLICATION, at), settings.value(*_TRUSTED), classes, at, listed, CSRF)


# --- other middleware -------------------------------------------------------------------------------------------------


def _middleware(settings: Settings) -> Iterator[Middleware]:
    """The middleware of the project itself, which may answer or set headers."""
    for item in settings.items("MIDDLEWARE"):
        if isinstance(item, Text) and not item.text.startswith(_KNOWN) and "." in item.text:
            module, _, name = item.text.rpartition(".")
            yield Middleware(Hole(THE_APPLICATION, item.at), Name(name, module, item.at), item.at)
