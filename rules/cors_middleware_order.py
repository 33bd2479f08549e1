r"""Something answers a request before the CORS middleware is asked, so that its answers lack the headers.

A middleware adds the headers only to what comes back through it. An answer from further outside, a redirect, a 401 or
a 429, reaches the browser without them, and the page sees "blocked by CORS policy" and nothing of the true cause. A
preflight that is refused there stops every call.

Django asks the middleware of its list from the top, so `CorsMiddleware` belongs above all that may answer. In
Starlette and FastAPI what is added last is asked first, so `CORSMiddleware` is added last. Express asks in the order of
the file, so `app.use(cors())` stands above the routes.

## Bad: CommonMiddleware redirects first
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "corsheaders.middleware.CorsMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
```
Report:
```text
backend/shop/settings.py:5:6: error[cors-middleware-order] the CORS middleware is asked too late: something above it answers without the CORS headers
  |
5 |     "corsheaders.middleware.CorsMiddleware",
  |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/shop/settings.py:4:6
  |
4 |     "django.middleware.common.CommonMiddleware",
  |      ----------------------------------------- this is asked first, and redirects a path without a slash to the one with it
  = seen: browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present
  = help: put it where it is asked before all that may answer
```

## Bad: a login check is added after the CORS middleware
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"], allow_headers=["Authorization"])


@app.middleware("http")
async def check_token(request, call_next):
    if not request.headers.get("authorization"):
        return JSONResponse({"detail": "who are you?"}, status_code=401)
    return await call_next(request)
```
Report:
```text
backend/main.py:6:20: error[cors-middleware-order] the CORS middleware is asked too late: something above it refuses every preflight without the CORS headers
   |
 6 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"], allow_headers=["Authorization"])
   |                    ^^^^^^^^^^^^^^
   ::: backend/main.py:12:16
   |
12 |         return JSONResponse({"detail": "who are you?"}, status_code=401)
   |                --------------------------------------------------------- this is asked first, and answers here
   = seen: browser: blocked by CORS policy: Response to preflight request doesn't pass access control check
   = help: put it where it is asked before all that may answer
```

## Bad: the routes stand above cors()
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'

const app = express()
app.get('/courses', (req, res) => res.json([]))
app.use(cors({ origin: 'http://localhost:5173' }))
app.listen(8000)
```
Report:
```text
server/index.js:6:9: error[cors-middleware-order] the CORS middleware is asked too late: something above it answers without the CORS headers
  |
6 | app.use(cors({ origin: 'http://localhost:5173' }))
  |         ^^^^
  ::: server/index.js:5:9
  |
5 | app.get('/courses', (req, res) => res.json([]))
  |         ---------- this is asked first, and answers
  = seen: browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present
  = help: put it where it is asked before all that may answer
```

## Good: CorsMiddleware above all that answers
`backend/manage.py`
```python
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
```

## Good: what is added after it only measures
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
import time

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.middleware("http")
async def measure(request, call_next):
    start = time.perf_counter()
    response = await call_next(request)
    response.headers["X-Time"] = str(time.perf_counter() - start)
    return response
```

## Good: a check of the origin refuses strangers
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.middleware("http")
async def check_origin(request, call_next):
    if request.headers.get("origin") not in {None, "http://localhost:5173"}:
        return JSONResponse({"detail": "not from there"}, status_code=403)
    return await call_next(request)
```

## Good: only a setting is read above cors()
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'

const app = express()
app.set('port', 8000)
app.use('/files', express.static('files'))
app.use(cors({ origin: 'http://localhost:5173' }))
app.get('/courses', (req, res) => res.json([]))
app.listen(app.get('port'))
```
"""

from __future__ import annotations

from envlint.rule import Iterator, Label, Policy, Problem, Problems, Server, Wiring

SINCE = "0.1"

_BLOCKED = "browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present"
_REFUSED = "browser: blocked by CORS policy: Response to preflight request doesn't pass access control check"


def check(wiring: Wiring) -> Problems:
    """Yields one problem for each policy that something is asked before which answers by itself."""
    for server in wiring.servers:
        alike: dict[tuple[tuple[Label, bool], ...], list[Policy]] = {}
        for policy in server.policies:
            ahead = tuple(_ahead(wiring, server, policy))
            if ahead:
                alike.setdefault(ahead, []).append(policy)
        yield from (_problem(policies, ahead) for ahead, policies in alike.items())


def _ahead(wiring: Wiring, server: Server, policy: Policy) -> Iterator[tuple[Label, bool]]:
    """What is asked first and answers, each with whether it refuses preflights.

    A check of the origin is left out: who is not let in need not learn why.
    """
    checks = {middleware.at for middleware in server.middleware if middleware.reads_origin}
    for ahead in policy.fact.ahead:
        if ahead.at in checks:
            continue
        answer = wiring.sockets.answers(ahead.of, policy.path) if not ahead.does else None
        if ahead.does:
            yield Label(ahead.at, f"this is asked first, and {ahead.does}"), False
        elif answer is not None:
            yield Label(answer.at, "this is asked first, and answers here"), answer.preflights


def _problem(policies: list[Policy], ahead: tuple[tuple[Label, bool], ...]) -> Problem:
    refuses = any(preflights for _, preflights in ahead)
    places = [policy.fact.entry_at or policy.fact.at for policy in policies]
    others = tuple(Label(place, "so is this one") for place in places[1:])
    what = "refuses every preflight" if refuses else "answers"
    return Problem(
        f"the CORS middleware is asked too late: something above it {what} without the CORS headers",
        places[0],
        (*(label for label, _ in ahead), *others),
        symptom=_REFUSED if refuses else _BLOCKED,
        remedy="put it where it is asked before all that may answer",
    )
