r"""The page calls a server from another origin, and that server has no CORS policy at all.

A page at `http://localhost:5173` and a server at `http://localhost:8000` are two origins: another port is enough. The
server answers, its log says `200 OK`, and the browser withholds the answer from the page, since no
`Access-Control-Allow-Origin` header allows it. The same URL works in a tab of its own and with curl, which do not ask.

Add a policy that names the page's origin, or let the dev server's proxy pass the calls on, so that the page calls its
own origin.

## Bad: two ports and no policy
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/app/main.py:3:7: error[missing-cors-policy] this application has no CORS policy, and the page at http://localhost:5173 calls it from another origin
  |
3 | app = FastAPI()
  |       ^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/api.ts:1:48
  |
1 | export const loadCourses = () => fetch('http://localhost:8000/courses')
  |                                                --------- and calls http://localhost:8000, another origin
  ::: frontend/src/api.ts:1:34
  |
1 | export const loadCourses = () => fetch('http://localhost:8000/courses')
  |                                  ----- in this call
  = seen: browser: Access to fetch from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource; server log: 200 OK, or OPTIONS with 405 Method Not Allowed where the browser asks first
  = help: add CORSMiddleware with allow_origins=["http://localhost:5173"], or call the server through the dev server's proxy
```

## Bad: an event stream, and middleware that sets no such header
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000
```
`frontend/src/feed.ts`
```ts
export const openFeed = () => new EventSource(`${import.meta.env.VITE_API_URL}/feed`)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import StreamingResponse

app = FastAPI()
app.add_middleware(GZipMiddleware)


@app.get("/feed")
def feed():
    return StreamingResponse(iter(["data: hello\n\n"]), media_type="text/event-stream")
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/app/main.py:5:7: error[missing-cors-policy] this application has no CORS policy, and the page at http://localhost:5173 calls it from another origin
  |
5 | app = FastAPI()
  |       ^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/.env:1:21
  |
1 | VITE_API_URL=http://localhost:8000
  |                     --------- and calls http://localhost:8000, another origin
  ::: frontend/src/feed.ts:1:31
  |
1 | export const openFeed = () => new EventSource(`${import.meta.env.VITE_API_URL}/feed`)
  |                               --------------- in this call
  = seen: browser: Access to fetch from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource; server log: 200 OK, or OPTIONS with 405 Method Not Allowed where the browser asks first
  = help: add CORSMiddleware with allow_origins=["http://localhost:5173"], or call the server through the dev server's proxy
```

## Bad: Express answers without the header
`server/package.json`
```json
{ "dependencies": { "express": "^4.21.0" } }
```
`server/index.js`
```js
import express from "express";

const app = express();
app.get("/api/boards", (request, response) => response.json([]));
app.listen(4000);
```
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/vite.config.js`
```js
export default { server: { port: 5173, strictPort: true } };
```
`web/src/main.js`
```js
const boards = await fetch("http://localhost:4000/api/boards");
```
Report:
```text
server/index.js:3:13: error[missing-cors-policy] this application has no CORS policy, and the page at http://localhost:5173 calls it from another origin
  |
3 | const app = express();
  |             ^^^^^^^
  ::: web/vite.config.js:1:34
  |
1 | export default { server: { port: 5173, strictPort: true } };
  |                                  ---- the page is served at http://localhost:5173
  ::: web/src/main.js:1:36
  |
1 | const boards = await fetch("http://localhost:4000/api/boards");
  |                                    --------- and calls http://localhost:4000, another origin
  ::: web/src/main.js:1:22
  |
1 | const boards = await fetch("http://localhost:4000/api/boards");
  |                      ----- in this call
  = seen: browser: Access to fetch from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource
  = help: add app.use(cors({ origin: ["http://localhost:5173"] })) before the routes, or call the server through the dev server's proxy
```

## Good: a policy that names the page
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the page calls its own origin, and the proxy passes it on
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('/api/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: a WebSocket, to which CORS does not apply
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket('ws://localhost:8000/ws/board')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: Next.js calls from its server
`web/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "^16.0.0", "react": "^19.2.0"}}
```
`web/lib/courses.ts`
```ts
const API_URL = process.env.API_URL ?? 'http://localhost:8000'

export const loadCourses = async () => (await fetch(`${API_URL}/courses`)).json()
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the header is set by hand
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/courses")
def courses(response: Response):
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:5173"
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
"""

from __future__ import annotations

from envlint.rule import Connection, CorsPolicy, Label, Name, Problem, Problems, Server, Target, Wiring

SINCE = "0.1"

_POLICY = "answer with Access-Control-Allow-Origin: {}"
_STARLETTE = 'add CORSMiddleware with allow_origins=["{}"]'
_POLICIES = {
    "starlette": _STARLETTE,
    "fastapi": _STARLETTE,
    "django": 'add corsheaders.middleware.CorsMiddleware, with CORS_ALLOWED_ORIGINS = ["{}"]',
    "flask": 'add CORS(app, origins=["{}"]) of flask-cors',
    "express": 'add app.use(cors({{ origin: ["{}"] }})) before the routes',
    "nestjs": 'call app.enableCors({{ origin: ["{}"] }})',
    "fastify": 'register @fastify/cors with origin: ["{}"]',
}
"""How a framework gets a policy."""
_LOG = "; server log: 200 OK, or OPTIONS with 405 Method Not Allowed where the browser asks first"
_LOGS = {"starlette": _LOG, "fastapi": _LOG}

_HARMLESS = {
    "GZipMiddleware", "TrustedHostMiddleware", "SessionMiddleware", "HTTPSRedirectMiddleware",
    "AuthenticationMiddleware", "PrometheusMiddleware", "ProxyHeadersMiddleware",
}  # fmt: skip
"""Middleware that is known to set no CORS header."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each server without a policy that a page calls from another origin."""
    for server in wiring.servers:
        if server.policies or _may_answer_by_hand(wiring, server):
            continue
        calls = [
            (connection, target)
            for connection in wiring.connections
            if connection.is_http
            for target in connection.targets
            if target.server == server and not target.is_relative and target.used
            if target.page is not None and not target.environment.is_production
            if not connection.may_run_on_server(target)
        ]
        if calls:
            yield _problem(server, *calls[0])


def _may_answer_by_hand(wiring: Wiring, server: Server) -> bool:
    """Whether something else may set the headers: other middleware, a policy that could not be tied to its server."""
    if any(not (isinstance(m.of, Name) and m.of.name in _HARMLESS) for m in server.middleware):
        return True
    if any(server.app.holds(policy.at.path) for policy in wiring.facts(CorsPolicy)):
        return True
    own = (facts for facts in wiring.files if server.app.holds(facts.source.path))
    return any("access-control-allow-origin" in facts.source.text.lower() for facts in own)


def _problem(server: Server, connection: Connection, target: Target) -> Problem:
    page = target.page
    origin = page.origin if page is not None else ""
    framework = server.application.router.framework
    labels = [Label(page.at, f"the page is served at {origin}")] if page is not None and page.at is not None else []
    place = target.host_at()
    if place is not None and target.address is not None:
        labels.append(Label(place, f"and calls {target.address.origin}, another origin"))
    labels.append(Label(connection.fact.call, "in this call"))
    return Problem(
        f"this application has no CORS policy, and the page at {origin} calls it from another origin",
        server.at,
        tuple(labels),
        symptom=f"browser: Access to fetch from origin '{origin}' has been blocked by CORS policy: No "
        f"'Access-Control-Allow-Origin' header is present on the requested resource{_LOGS.get(framework, '')}",
        remedy=f"{_POLICIES.get(framework, _POLICY).format(origin)}, or call the server through the dev server's proxy",
    )
