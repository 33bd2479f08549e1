r"""Django lets an origin send cookies, and refuses what it sends: the origin is not trusted for CSRF.

CORS with credentials says that a page of another origin may call with the visitor's session. For every POST, PUT,
PATCH and DELETE Django then compares the Origin header with its own host and with `CSRF_TRUSTED_ORIGINS`. An origin
that is missing there gets 403, although the preflight and every GET went well.
See https://docs.djangoproject.com/en/5.2/ref/settings/#csrf-trusted-origins.

Name the same origins in both lists. An API that nobody calls with a session, because tokens say who asks, needs
neither credentials nor this.

## Bad: the page may send cookies, and is not trusted
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```
Report:
```text
backend/shop/settings.py:7:1: warning[untrusted-csrf-origin] CSRF_TRUSTED_ORIGINS lacks http://localhost:5173, which CORS lets send cookies
  |
7 | CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
  | ^^^^^^^^^^^^^^^^^^^^
  = seen: browser: 403 for every POST; server log: CSRF Failed: Origin checking failed - http://localhost:5173 does not match any trusted origins
  = help: add http://localhost:5173 to CSRF_TRUSTED_ORIGINS
```

## Bad: one origin of two
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
}
CORS_ALLOWED_ORIGINS = ["http://localhost:5173", "https://shop.acme.dev"]
CORS_ALLOW_CREDENTIALS = True
CSRF_TRUSTED_ORIGINS = ["https://*.acme.dev"]
```
Report:
```text
backend/shop/settings.py:12:24: warning[untrusted-csrf-origin] CSRF_TRUSTED_ORIGINS lacks http://localhost:5173, which CORS lets send cookies
   |
12 | CSRF_TRUSTED_ORIGINS = ["https://*.acme.dev"]
   |                        ^^^^^^^^^^^^^^^^^^^^^^
   ::: backend/shop/settings.py:10:1
   |
10 | CORS_ALLOWED_ORIGINS = ["http://localhost:5173", "https://shop.acme.dev"]
   | -------------------- these origins may send the visitor's session
   = seen: browser: 403 for every POST; server log: CSRF Failed: Origin checking failed - http://localhost:5173 does not match any trusted origins
   = help: add http://localhost:5173 to CSRF_TRUSTED_ORIGINS
```

## Good: both lists have it
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
CSRF_TRUSTED_ORIGINS = CORS_ALLOWED_ORIGINS
```

## Good: tokens say who asks
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
}
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```

## Good: nothing compares the origin
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```

## Good: the domain above the subdomains, and the server's own host
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["api.shop.dev"]
CORS_ALLOWED_ORIGINS = ["https://acme.dev", "https://shop.acme.dev", "https://api.shop.dev"]
CORS_ALLOW_CREDENTIALS = True
CSRF_TRUSTED_ORIGINS = ["https://*.acme.dev"]
```

## Good: the settings of each place add their own
`backend/manage.py`
```python
```
`backend/shop/settings/__init__.py`
```python
```
`backend/shop/settings/base.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
CSRF_TRUSTED_ORIGINS = ["https://acme.dev"]
```
`backend/shop/settings/local.py`
```python
from .base import *

DEBUG = True
CSRF_TRUSTED_ORIGINS += ["http://localhost:5173"]
```

## Good: a Django that compares no origins
`backend/requirements.txt`
```text
Django==3.2.25
```
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```

## Good: the only view is exempt
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```
`backend/shop/urls.py`
```python
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from graphene_django.views import GraphQLView

urlpatterns = [path("graphql", csrf_exempt(GraphQLView.as_view()))]
```

## Good: Django Ninja asks for a token
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```
`backend/shop/urls.py`
```python
from django.urls import path
from ninja import NinjaAPI
from shop.auth import Bearer

api = NinjaAPI(auth=Bearer())
urlpatterns = [path("api/", api.urls)]
```

## Good: a view has classes of its own
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```
`backend/shop/views.py`
```python
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication


class Items(APIView):
    authentication_classes = [JWTAuthentication]
```

## Good: sessions without a comparison
`backend/manage.py`
```python
```
`backend/shop/auth.py`
```python
from rest_framework.authentication import SessionAuthentication


class CsrfExemptSessionAuthentication(SessionAuthentication):
    def enforce_csrf(self, request):
        return
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "rest_framework"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "shop.urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["shop.auth.CsrfExemptSessionAuthentication"]}
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
CORS_ALLOW_CREDENTIALS = True
```
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from envlint.rule import (
    AllowList,
    CsrfPolicy,
    Environment,
    Fix,
    Items,
    Iterator,
    Label,
    Missing,
    Name,
    Policy,
    Problem,
    Problems,
    Resolved,
    Safety,
    Server,
    Severity,
    Value,
    Wiring,
    regex,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_SESSION = "Session"

_COMPARES_SINCE = (4,)
"""Django 4.0 is the first that compares the header Origin."""

_BELOW = regex(r"<\s*4(?![\d])|(?:~=|==|\^|~)\s*[123]\.")
"""Requirements that keep Django below that."""

_BY_VIEW = regex(r"\b(?:csrf_exempt|NinjaAPI|authentication_classes|enforce_csrf)\b")
"""Words of code in which views decide for themselves whether a session's cookie counts and origins are compared."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each policy with credentials of which Django trusts an origin not."""
    for server in wiring.servers:
        for policy in server.policies:
            fact = _csrf(wiring, server, policy)
            if fact is None or policy.credentials is not True or not policy.is_known:
                continue
            if not _is_decided_elsewhere(wiring, server, fact):
                yield from _untrusted(wiring, server, policy, fact)


def _csrf(wiring: Wiring, server: Server, policy: Policy) -> CsrfPolicy | None:
    """The settings that compare origins, where requests with a session count at all."""
    found = [fact for fact in wiring.facts(CsrfPolicy) if fact.at.path == policy.path]
    if len(found) != 1 or not _is_installed(wiring, server, found[0]) or not _takes_sessions(wiring, server, found[0]):
        return None
    return found[0]


def _is_decided_elsewhere(wiring: Wiring, server: Server, fact: CsrfPolicy) -> bool:
    """Whether Django is too old, views go their own ways, or other settings continue these with a list of their own."""
    pin = wiring.version_of("django", fact.at.path)
    if pin is not None and () < pin.release < _COMPARES_SINCE and (pin.exact or _BELOW.search(pin.at.text)):
        return True
    own = (facts.source for facts in wiring.files if server.app.holds(facts.source.path))
    if any(source.path.endswith(".py") and _BY_VIEW.search(source.text) for source in own):
        return True
    module = fact.at.path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
    continued = regex(rf"^\s*from\s+[\w.]*\b{re.escape(module)}\s+import\s+\*", re.MULTILINE)
    others = (other.at for other in wiring.facts(CsrfPolicy) if other.at.path != fact.at.path)
    return any(continued.search(at.source.text) for at in others)


def _is_installed(wiring: Wiring, server: Server, fact: CsrfPolicy) -> bool:
    listed = _list(wiring, server, fact.listed, fact.at.path)
    return listed is not None and any(isinstance(item, Resolved) and item.text == fact.entry for item in listed.items)


def _takes_sessions(wiring: Wiring, server: Server, fact: CsrfPolicy) -> bool:
    """Whether views ask the session who is there: without a setting they do, by Django's and by REST framework's."""
    if fact.authentication is None:
        return True
    for _, resolver in wiring.environments(server.app)[:1]:
        results = resolver.used(fact.authentication, fact.at.path)
        if all(isinstance(result, Missing) for result in results):
            return True
    classes = _list(wiring, server, fact.authentication, fact.at.path)
    names = [item.text for item in classes.items if isinstance(item, Resolved)] if classes is not None else []
    return any(_SESSION in name for name in names)


def _list(wiring: Wiring, server: Server, value: Value | None, path: str) -> Items | None:
    """The one list that a value comes to, None where that is not certain."""
    for _, resolver in wiring.environments(server.app)[:1]:
        results = resolver.used(value, path) if value is not None else ()
        if len(results) == 1 and isinstance(results[0], Items):
            return results[0]
    return None


def _untrusted(wiring: Wiring, server: Server, policy: Policy, fact: CsrfPolicy) -> Iterator[Problem]:
    trusted = _list(wiring, server, fact.trusted, fact.at.path)
    if fact.trusted is not None and (trusted is None or not trusted.complete):
        return
    names = [*_texts(trusted), *_own_origins(wiring, server, fact)]
    for allowed in policy.lists:
        if allowed.used and allowed.is_complete and not allowed.has_wildcard:
            missing = [item.text for item in allowed.items if not any(_covers(name, item.text) for name in names)]
            if missing:
                yield _problem(policy, tuple(dict.fromkeys(missing)), trusted, allowed.environment)
            return


def _texts(listed: Items | None) -> list[str]:
    return [item.text for item in listed.items if isinstance(item, Resolved)] if listed is not None else []


def _own_origins(wiring: Wiring, server: Server, fact: CsrfPolicy) -> Iterator[str]:
    """The server's own origins, which it trusts; ports other than the usual ones are not known."""
    hosts = _list(wiring, server, Name("ALLOWED_HOSTS", "", fact.at), fact.at.path)
    for host in _texts(hosts):
        if host.strip("*."):
            own = f"*.{host[1:]}" if host.startswith(".") else host
            yield from (f"http://{own}", f"https://{own}")


def _covers(trusted: str, origin: str) -> bool:
    """Whether an entry is an origin, also with `*` for a domain and all below it, or, as before Django 4, its host."""
    if "://*." in trusted and trusted.replace("*.", "", 1) == origin:
        return True
    return fnmatchcase(origin, trusted) or fnmatchcase(origin.partition("://")[2], trusted.lstrip("."))


def _problem(policy: Policy, missing: tuple[str, ...], trusted: Items | None, environment: Environment) -> Problem:
    shown = ", ".join(missing)
    remedy = f"add {shown} to CSRF_TRUSTED_ORIGINS"
    edit = AllowList(environment, trusted, trusted, used=True).adding(*missing) if trusted is not None else None
    labels = (Label(policy.fact.origins_at, "these origins may send the visitor's session"),)
    return Problem(
        f"CSRF_TRUSTED_ORIGINS lacks {shown}, which CORS lets send cookies",
        trusted.at if trusted is not None else policy.fact.origins_at,
        labels if trusted is not None else (),
        symptom=f"browser: 403 for every POST; server log: CSRF Failed: Origin checking failed - {missing[0]} does not "
        "match any trusted origins",
        remedy=remedy,
        fixes=(Fix(remedy, (edit,), Safety.SAFE),) if edit is not None else (),
    )
