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

## Bad: the page calls a router above cors()
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/courses.js`
```js
import { Router } from 'express'

export const courses = Router()
courses.get('/', (req, res) => res.json([]))
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'
import { courses } from './courses.js'

const app = express()
app.get('/healthz', (req, res) => res.send('ok'))
app.use('/courses', courses)
app.use(cors({ origin: 'http://localhost:5173' }))
app.get('/rooms', (req, res) => res.json([]))
app.listen(8000)
```
`web/package.json`
```json
{"devDependencies": {"vite": "^7.0.0"}}
```
`web/src/main.js`
```js
const courses = await fetch('http://localhost:8000/courses')
```
Report:
```text
server/index.js:8:9: error[cors-middleware-order] the CORS middleware is asked too late: something above it answers without the CORS headers
  |
8 | app.use(cors({ origin: 'http://localhost:5173' }))
  |         ^^^^
  ::: server/index.js:7:9
  |
7 | app.use('/courses', courses)
  |         ---------- this is asked first, and answers
  = seen: browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present
  = help: put it where it is asked before all that may answer
```

## Bad: the check of a login lets preflights through, and its 401 has no headers
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


@app.get("/api/courses")
async def courses():
    return []


@app.middleware("http")
async def check_token(request, call_next):
    if request.url.path == "/healthz":
        return JSONResponse("ok")
    if "access-control-request-method" in request.headers:
        return await call_next(request)
    if request.url.path.startswith("/api/") and not request.headers.get("authorization"):
        return JSONResponse({"detail": "who are you?"}, status_code=401)
    return await call_next(request)
```
Report:
```text
backend/main.py:6:20: error[cors-middleware-order] the CORS middleware is asked too late: something above it answers without the CORS headers
   |
 6 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"], allow_headers=["Authorization"])
   |                    ^^^^^^^^^^^^^^
   ::: backend/main.py:21:16
   |
21 |         return JSONResponse({"detail": "who are you?"}, status_code=401)
   |                --------------------------------------------------------- this is asked first, and answers here
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

## Good: what stands above cors() hands on, or brings headers of its own
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^4.21.0"}}
```
`server/index.js`
```js
const cors = require('cors')
const express = require('express')

function logRequests(req, res, next) {
  console.log(req.method, req.url)
  next()
}

const app = express()
const options = { origin: 'http://localhost:5173' }
const jsonParser = express.json()
const assets = express.static('public')
app.options('*', cors(options))
app.all('/api/*', (req, res, next) => {
  res.locals.start = Date.now()
  next()
})
app.get('/public/feed', cors({ origin: '*' }), (req, res) => res.json([]))
app.use('/api', logRequests)
app.use('/api', jsonParser)
app.use('/assets', assets)
app.use(cors(options))
app.get('/api/courses', (req, res) => res.json([]))
app.listen(8000)
```
`web/package.json`
```json
{"devDependencies": {"vite": "^7.0.0"}}
```
`web/src/main.js`
```js
const courses = await fetch('http://localhost:8000/api/courses')
const feed = await fetch('http://localhost:8000/public/feed')
```

## Good: no page asks for what stands above cors()
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'
import { handleStripe } from './stripe.js'

const app = express()
app.get('/', (req, res) => res.sendFile('/srv/index.html'))
app.get('/favicon.ico', (req, res) => res.status(204).end())
app.get('/healthz', (req, res) => res.send('ok'))
app.post('/webhooks/stripe', express.raw({ type: 'application/json' }), handleStripe)
app.use(cors({ origin: 'http://localhost:5173' }))
app.use(express.json())
app.get('/courses', (req, res) => res.json([]))
app.listen(8000)
```
`server/stripe.js`
```js
export const handleStripe = (req, res) => res.sendStatus(200)
```

## Good: another policy stands above
`server/package.json`
```json
{"dependencies": {"cors": "^2.8.5", "express": "^5.1.0"}}
```
`server/api.js`
```js
import { Router } from 'express'

export const api = Router()
api.get('/courses', (req, res) => res.json([]))
```
`server/index.js`
```js
import cors from 'cors'
import express from 'express'
import { api } from './api.js'

const app = express()
app.use(cors({ origin: 'http://localhost:5173' }))
app.use('/api', api)
app.use(cors({ origin: 'http://localhost:4000' }))
app.get('/admin', (req, res) => res.json([]))
app.listen(8000)
```

## Good: the answer of the application in a new shell
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.middleware("http")
async def log_body(request: Request, call_next):
    response = await call_next(request)
    body = b"".join([chunk async for chunk in response.body_iterator])
    print(request.url.path, len(body))
    return Response(content=body, status_code=response.status_code, headers=dict(response.headers))
```

## Good: an answer with the header written by hand
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.middleware("http")
async def catch(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception:
        headers = {"Access-Control-Allow-Origin": "http://localhost:5173"}
        return JSONResponse({"detail": "server error"}, status_code=500, headers=headers)
```

## Good: only machines are answered
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, PlainTextResponse

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.middleware("http")
async def machines(request: Request, call_next):
    if request.url.path == "/healthz":
        return PlainTextResponse("ok")
    if request.url.path.startswith("/webhooks/") and not request.headers.get("x-hub-token"):
        return JSONResponse({"detail": "bad signature"}, status_code=400)
    return await call_next(request)


@app.get("/courses")
async def courses():
    return []
```

## Good: a Django middleware for pages of the server itself
`backend/manage.py`
```python
```
`backend/shop/middleware.py`
```python
from django.http import HttpResponse


class HealthCheckMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return HttpResponse("ok")
        return self.get_response(request)


def admin_middleware(get_response):
    def middleware(request):
        if not request.path.startswith("/admin/"):
            return get_response(request)
        if not request.user.is_staff:
            return HttpResponse("no", status=403)
        return get_response(request)

    return middleware
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["corsheaders", "django.contrib.sessions"]
MIDDLEWARE = [
    "shop.middleware.HealthCheckMiddleware",
    "shop.middleware.admin_middleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "shop.urls"
CORS_ALLOWED_ORIGINS = ["http://localhost:5173"]
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    CorsPolicy,
    Iterator,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    ServedRoute,
    Server,
    Target,
    Wiring,
    can_match,
    client_pattern,
    regex,
    text_of,
)

SINCE = "0.1"

_BLOCKED = "browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present"
_REFUSED = "browser: blocked by CORS policy: Response to preflight request doesn't pass access control check"

_FOR_OTHERS = regex(r"^/?$|health|ready|alive|liveness|ping|status|metrics|hook|callback|favicon|robots", re.IGNORECASE)


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
        if ahead.route is not None and not _is_asked_for(wiring, server, policy, ahead.route):
            continue
        if ahead.does:
            yield Label(ahead.at, f"this is asked first, and {ahead.does}"), False
        elif ahead.at not in checks:
            answers = wiring.sockets.answers(ahead.of, policy.path)
            for answer in [each for each in answers if _is_met(wiring, server, each.paths)][:1]:
                yield Label(answer.at, "this is asked first, and answers here"), answer.preflights


def _calls(wiring: Wiring, server: Server) -> Iterator[tuple[Connection, Target]]:
    """What pages ask a server for from another origin."""
    for connection in wiring.connections:
        for target in connection.targets if connection.is_http and not connection.fact.is_base else ():
            if target.server == server and target.used and _is_foreign(target):
                yield connection, target


def _is_foreign(target: Target) -> bool:
    if target.page is None or target.address is None or target.environment.is_production:
        return False
    return not target.is_relative and target.page.origin != target.address.origin


# --- middleware that answers some paths only --------------------------------------------------------------------------


def _is_met(wiring: Wiring, server: Server, paths: tuple[str, ...] | None) -> bool:
    """Whether pages, or all that the server is there for, have the paths that are answered."""
    if paths is None:
        return True
    asked = [text_of(target.path) for _, target in _calls(wiring, server)]
    served = [route.path for route in server.routes if route.kind != "websocket"]
    return any(_fits(each, paths) for each in asked) or (
        bool(served) and server.routes_complete and all(_fits(each, paths) for each in served)
    )


def _fits(asked: str, paths: tuple[str, ...]) -> bool:
    bare = asked.partition("?")[0]
    return any(bare.startswith(path[:-1]) if path.endswith("*") else bare == path for path in paths)


# --- routes -----------------------------------------------------------------------------------------------------------


def _is_asked_for(wiring: Wiring, server: Server, policy: Policy, call: Location) -> bool:
    """Whether pages ask for what a call adds, or nothing is left for the policy below it.

    A route that only machines ask for, or that is opened in the browser itself, needs no headers.
    """
    added = [route for route in server.routes if route.fact is not None and _is_in(route, call)]
    elsewhere = {fact.at.path for fact in wiring.facts(CorsPolicy)} - {policy.path}
    if any(route.at.path in elsewhere for route in added):
        return False
    if any(_is_called(server, added, *each) for each in _calls(wiring, server)):
        return True
    above = [ahead.route for ahead in policy.fact.ahead if ahead.route is not None]
    is_idle = all(any(_is_in(route, one) for one in above) for route in server.routes if route.kind != "websocket")
    is_for_pages = any(not _FOR_OTHERS.search(route.path) for route in added)
    return is_idle and is_for_pages and server.routes_complete


def _is_in(route: ServedRoute, call: Location) -> bool:
    """Whether a call adds a route, or the router that has it."""
    places = (route.at, *(label.at for label in route.trail))
    return any(at.path == call.path and call.start <= at.start and at.end <= call.end for at in places)


def _is_called(server: Server, added: list[ServedRoute], connection: Connection, target: Target) -> bool:
    """Whether a request surely goes to one of some routes: a path with unknown parts may be meant for another one."""
    path = client_pattern(target.path)
    fitting = [r for r in server.routes if r.kind != "websocket" and can_match(path, r.pattern)]
    fitting = [route for route in fitting if _takes(route, connection.fact.method)]
    if path.is_open or "*" in path.tokens:
        return bool(fitting) and all(route in added for route in fitting)
    return any(route in added for route in fitting)


def _takes(route: ServedRoute, method: str) -> bool:
    methods = route.fact.methods if route.fact is not None else ()
    return not methods or method in methods


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
