"""Every origin is allowed, and with the visitor's credentials.

What happens depends on the version of Starlette, and neither is wanted. From 1.0 on the server answers each origin
with its own name and `Access-Control-Allow-Credentials: true`: any website can call the API in the name of whoever
visits it. Before 1.0 it answers `*` to a request without a cookie, which a browser refuses for a call with
credentials, so the login fails; and once there is a cookie, it lets every origin in as well.

The cors package of Node.js, and socket.io and @fastify/cors with it, send a `*` as it is, so no page can call with
cookies; with `origin: true` they answer each origin with its own name.

Name the origins whose pages may send cookies. If the API knows no cookies (a token in a header, say), leave the
wildcard and set `allow_credentials=False`.

## Bad: the list allows every origin
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
)
```
Report:
```text
backend/main.py:7:21: error[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor
  |
7 |     allow_origins=["*"],
  |                     ^
  ::: backend/main.py:6:5
  |
6 |     CORSMiddleware,
  |     -------------- this policy takes the wildcard
  ::: backend/main.py:8:23
  |
8 |     allow_credentials=True,
  |                       ---- and allows credentials
  = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
  = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: the wildcard stands in for a variable that nothing sets
`backend/requirements.txt`
```text
fastapi==0.115.6
```
`backend/main.py`
```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

origins = [o.strip() for o in os.getenv("ALLOWED_ORIGINS", "").split(",") if o.strip()] or ["*"]
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
```
Report:
```text
backend/main.py:6:94: error[wildcard-with-credentials] `*` goes with credentials here: browsers refuse it, and once there is a cookie every origin is let in
  |
6 | origins = [o.strip() for o in os.getenv("ALLOWED_ORIGINS", "").split(",") if o.strip()] or ["*"]
  |                                                                                              ^
  ::: backend/main.py:8:20
  |
8 | app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
  |                    -------------- this policy takes the wildcard
  ::: backend/main.py:8:77
  |
8 | app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
  |                                                                             ---- and allows credentials
  ::: backend/requirements.txt:1:8
  |
1 | fastapi==0.115.6
  |        --------- with this version the answer is `*`
  = seen: browser: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.
  = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: a pattern that fits every origin
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)
```
Report:
```text
backend/main.py:5:56: error[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor
  |
5 | app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)
  |                                                        ^^
  |
5 | app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)
  |                    -------------- this policy takes the wildcard
  |
5 | app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)
  |                                                                               ---- and allows credentials
  = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
  = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: the wildcard comes from the env file
`backend/.env`
```env
CORS_ORIGINS=["http://localhost:5173", "*"]
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    cors_origins: list[str] = ["http://localhost:5173"]


settings = Settings()
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True)
```
Report:
```text
backend/.env:1:41: error[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor
   |
 1 | CORS_ORIGINS=["…", "*"]
   |                     ^
   ::: backend/main.py:14:20
   |
14 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True)
   |                    -------------- this policy takes the wildcard
   ::: backend/main.py:14:91
   |
14 | app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True)
   |                                                                                           ---- and allows credentials
   = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
   = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: a setting replaces the wildcard, once it is set
`backend/config.py`
```python
import os
from dataclasses import dataclass, field


@dataclass
class Config:
    origins: list[str] = field(default_factory=lambda: [o for o in os.getenv("ALLOWED_ORIGINS", "").split(",") if o])


config = Config()
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from config import config

app = FastAPI()
origins = config.origins or ["*"]
app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
```
Report:
```text
backend/main.py:7:31: error[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor, as long as config.origins is not set
  |
7 | origins = config.origins or ["*"]
  |                               ^
  ::: backend/main.py:8:20
  |
8 | app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
  |                    -------------- this policy takes the wildcard
  ::: backend/main.py:8:77
  |
8 | app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True)
  |                                                                             ---- and allows credentials
  = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
  = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: only a middleware turns strangers away
`backend/main.py`
```python
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

PAGES = {"http://localhost:5173", "https://courses.acme.dev"}
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)


@app.middleware("http")
async def only_our_pages(request: Request, call_next):
    if request.headers.get("origin", "") not in PAGES:
        return JSONResponse({"detail": "this page may not ask"}, status_code=403)
    return await call_next(request)
```
Report:
```text
backend/main.py:7:52: warning[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor, as far as a middleware lets it
   |
 7 | app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
   |                                                    ^
   |
 7 | app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
   |                    -------------- this policy takes the wildcard
   |
 7 | app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
   |                                                                           ---- and allows credentials
   ::: backend/main.py:10:2
   |
10 | @app.middleware("http")
   |  -------------- strangers get in only as far as this middleware lets them
   = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
   = help: name the origins that may send cookies, or set allow_credentials=False
```

## Bad: Express sends the wildcard as it is
`server/package.json`
```json
{ "dependencies": { "cors": "^2.8.5", "express": "^4.21.0" } }
```
`server/index.js`
```js
import cors from "cors";
import express from "express";

const app = express();
app.use(cors({ origin: process.env.CLIENT_URL || "*", credentials: true }));
app.listen(4000);
```
Report:
```text
server/index.js:5:51: error[wildcard-with-credentials] `*` goes with credentials here, which browsers refuse: no page can call this API with cookies, as long as process.env.CLIENT_URL is not set
  |
5 | app.use(cors({ origin: process.env.CLIENT_URL || "*", credentials: true }));
  |                                                   ^
  |
5 | app.use(cors({ origin: process.env.CLIENT_URL || "*", credentials: true }));
  |         ---- this policy takes the wildcard
  |
5 | app.use(cors({ origin: process.env.CLIENT_URL || "*", credentials: true }));
  |                                                                    ---- and allows credentials
  = seen: browser: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.
  = help: name the origins that may send cookies, or allow no credentials
```

## Bad: Express lets every origin in
`server/package.json`
```json
{ "dependencies": { "cors": "^2.8.5", "express": "^4.21.0" } }
```
`server/index.js`
```js
import cors from "cors";
import express from "express";

const app = express();
app.use(cors({ origin: true, credentials: true }));
app.listen(4000);
```
Report:
```text
server/index.js:5:24: error[wildcard-with-credentials] every origin is allowed with credentials: any website can call this API as the visitor
  |
5 | app.use(cors({ origin: true, credentials: true }));
  |                        ^^^^
  |
5 | app.use(cors({ origin: true, credentials: true }));
  |         ---- this policy takes the wildcard
  |
5 | app.use(cors({ origin: true, credentials: true }));
  |                                           ---- and allows credentials
  = seen: none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside Access-Control-Allow-Credentials: true
  = help: name the origins that may send cookies, or allow no credentials
```

## Good: a public API without credentials
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
```

## Good: the origins are named, and the other wildcards are those of methods and headers
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:5173"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
```

## Good: credentials only where the list is no wildcard
`backend/main.py`
```python
import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

origins = os.getenv("ALLOWED_ORIGINS", "*").split(",")
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials="*" not in origins)
```

## Good: settings of the own machine, which are not in the repository
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
try:
    from .local_settings import *
except ImportError:
    pass
```

## Good: Django allows everybody only where no origin is set, and one is
`backend/manage.py`
```python
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
```
`backend/shop/urls.py`
```python
urlpatterns = []
```
`backend/shop/settings.py`
```python
import os

ROOT_URLCONF = "shop.urls"
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]
CORS_ALLOW_CREDENTIALS = True
origins = [origin.strip() for origin in os.environ.get("WEB_ORIGINS", "").split(",") if origin.strip()]
if origins:
    CORS_ALLOWED_ORIGINS = origins
else:
    CORS_ALLOW_ALL_ORIGINS = True
```
`backend/.env`
```dotenv
WEB_ORIGINS=http://localhost:5173
```
`docker-compose.yml`
```yaml
services:
  api:
    build: ./backend
    env_file: ./backend/.env
    command: python manage.py runserver 0.0.0.0:8000
```
"""

from __future__ import annotations

from envlint.rule import (
    AllowList,
    Items,
    Iterator,
    Label,
    Location,
    Middleware,
    Pin,
    Policy,
    Problem,
    Problems,
    Resolved,
    Severity,
    Wiring,
    locate,
    record,
    regex,
)

SINCE = "0.1"

_REFUSED = (
    "browser: The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when "
    "the request's credentials mode is 'include'."
)

_ANYTHING = regex(r"\^?\(?\.[*+]\)?\$?")
"""Patterns that fit every origin. Starlette matches them against the whole origin, so anchors change nothing."""

_NAME = regex(r"[\w.]{1,60}")
"""What a message can say in passing: a longer expression stands in the report anyway."""

_NO_CREDENTIALS = "set allow_credentials=False"
_WITHOUT = {"starlette": _NO_CREDENTIALS, "fastapi": _NO_CREDENTIALS}

_ECHOES_SINCE = {"starlette": (1,), "fastapi": (0, 133)}
"""Starlette 1.0 echoes the origin; FastAPI 0.133.0 is the first that accepts it (`starlette<1.0.0` before)."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each wildcard that a policy with credentials uses."""
    told: set[Location] = set()
    for server in wiring.servers:
        guard = next((middleware for middleware in server.middleware if middleware.reads_origin), None)
        for policy in server.policies:
            if policy.credentials is not True:
                continue
            for wildcard in _wildcards(policy):
                if wildcard.at not in told:
                    told.add(wildcard.at)
                    problem = _problem(policy, wildcard, _old_pin(wiring, policy.path))
                    yield _guarded(problem, guard) if guard is not None else problem


@record
class _Wildcard:
    """A text or pattern that fits every origin.

    `is_sent` says that the answer is the wildcard itself, whoever asks. `lacking` is what would come first where it is
    a fallback.
    """

    at: Location
    trail: tuple[Label, ...]
    is_pattern: bool = False
    is_sent: bool = False
    lacking: Location | None = None


def _wildcards(policy: Policy) -> Iterator[_Wildcard]:
    for allow_list in policy.lists:
        is_sent = policy.reading.literal and isinstance(allow_list.result, Resolved)
        if policy.reading.literal and isinstance(allow_list.result, Items):
            continue  # no origin is called `*`, so this list lets nobody in
        for item in _items(allow_list) if allow_list.used else ():
            if item.text == "*":
                at = locate(item.pieces, 0, 1) or policy.fact.origins_at
                trail = item.trail or (allow_list.entries.trail if allow_list.entries else ())
                yield _Wildcard(at, trail, is_sent=is_sent, lacking=allow_list.lacking)
    for pattern in policy.patterns:
        if _ANYTHING.fullmatch(pattern.text):
            at = locate(pattern.pieces, 0, len(pattern.text)) or policy.fact.at
            yield _Wildcard(at, pattern.trail, is_pattern=True)


def _items(allow_list: AllowList) -> tuple[Resolved, ...]:
    """The entries as Starlette sees them: a text in the place of a list is a wildcard only where it is nothing else."""
    if isinstance(allow_list.result, Resolved):
        return (allow_list.result,)
    return allow_list.items


def _old_pin(wiring: Wiring, path: str) -> Pin | None:
    """The pin of a version that answers a wildcard with `*`. Today's do not, so without a pin there is none."""
    for package, since in _ECHOES_SINCE.items():
        pin = wiring.version_of(package, path)
        if pin is not None and (pin.exact or pin.at.text.startswith(("^0.", "~=0."))):
            return pin if pin.release < since else None
    return None


def _problem(policy: Policy, wildcard: _Wildcard, old: Pin | None) -> Problem:
    at = wildcard.at
    labels = [
        label for label in wildcard.trail if label.at.path != at.path or not label.at.start <= at.start < label.at.end
    ]
    labels.append(Label(policy.fact.at, "this policy takes the wildcard"))
    if policy.fact.credentials is not None:
        labels.append(Label(policy.fact.credentials.at, "and allows credentials"))
    without = _WITHOUT.get(policy.fact.framework, "allow no credentials")
    if wildcard.is_sent:
        message = "`*` goes with credentials here, which browsers refuse: no page can call this API with cookies"
        symptom = _REFUSED
    elif old is None or wildcard.is_pattern:
        message = "every origin is allowed with credentials: any website can call this API as the visitor"
        symptom = (
            "none while it goes well: Access-Control-Allow-Origin repeats the name of whichever site asks, beside "
            "Access-Control-Allow-Credentials: true"
        )
    else:
        labels.append(Label(old.at, "with this version the answer is `*`"))
        message = (
            "`*` goes with credentials here: browsers refuse it, and once there is a cookie every origin is let in"
        )
        symptom = _REFUSED
    if wildcard.lacking is not None and _NAME.fullmatch(wildcard.lacking.text):
        message = f"{message}, as long as {wildcard.lacking.text} is not set"
    return Problem(
        message,
        at,
        tuple(labels),
        symptom=symptom,
        remedy=f"name the origins that may send cookies, or {without}",
    )


def _guarded(problem: Problem, guard: Middleware) -> Problem:
    """The same, where a middleware of the application looks at the origin and may turn strangers away."""
    label = Label(guard.at, "strangers get in only as far as this middleware lets them")
    return Problem(
        f"{problem.message}, as far as a middleware lets it",
        problem.at,
        (*problem.related, label),
        problem.symptom,
        problem.remedy,
        severity=Severity.WARNING,
    )
