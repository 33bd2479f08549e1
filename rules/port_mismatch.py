"""A URL names a port on which nothing of the repository listens.

The browser gets no answer at all: the console says `net::ERR_CONNECTION_REFUSED` or "Failed to fetch", and the
server's log stays empty, so it looks as if the server were not running. It was started on another port: the start
command was changed and the env file was not, or the fallback in the source was never right and nobody noticed while
an env file covered it.

Write the port of the start command into the URL, or start the server on the port that the URLs name.

## Bad: the env file names another port than the start command
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
VITE_API_URL=http://localhost:8080
```
`frontend/src/api.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL

export const loadCourses = () => fetch(`${API_URL}/courses`)
export const loadTeachers = () => fetch(`${API_URL}/teachers`)
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


@app.get("/teachers")
def teachers():
    return []
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
frontend/.env:1:31: error[port-mismatch] nothing in this repository listens on port 8080; the server listens on 8000
  |
1 | VITE_API_URL=http://localhost:8080
  |                               ^^^^
  ::: frontend/src/api.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/courses`)
  |                                  ----- used by this call
  ::: frontend/src/api.ts:4:35
  |
4 | export const loadTeachers = () => fetch(`${API_URL}/teachers`)
  |                                   ----- and by this call
  ::: start.sh:1:52
  |
1 | cd backend && uvicorn app.main:app --reload --port 8000
  |                                                    ---- the server listens on 8000
  = seen: browser: net::ERR_CONNECTION_REFUSED; nothing in the server's log
  = help: call port 8000 here
```

## Bad: a fallback that is right for no machine
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
const url = import.meta.env.VITE_WS_URL || 'ws://localhost:5000/ws/board'

export const openBoard = () => new WebSocket(url)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
import uvicorn
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/board")
async def board(websocket: WebSocket):
    await websocket.accept()


if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
Report:
```text
frontend/src/board.ts:1:60: error[port-mismatch] nothing in this repository listens on port 5000; the server listens on 8000
   |
 1 | const url = import.meta.env.VITE_WS_URL || 'ws://localhost:5000/ws/board'
   |                                                            ^^^^
   ::: frontend/src/board.ts:3:32
   |
 3 | export const openBoard = () => new WebSocket(url)
   |                                ------------- used by this call
   ::: backend/app/main.py:13:27
   |
13 |     uvicorn.run(app, port=8000)
   |                           ---- the server listens on 8000
   = seen: browser: net::ERR_CONNECTION_REFUSED; nothing in the server's log
   = help: call port 8000 here
```

## Bad: the proxy's fallback
`frontend/package.json`
```json
{"scripts": {"dev": "nuxt"}, "dependencies": {"nuxt": "2.15.0", "@nuxtjs/axios": "5.13.0"}}
```
`frontend/nuxt.config.js`
```js
export default {
  env: { base: '/v1' },
  proxy: {
    '/v1/': { target: process.env.API_URL || 'http://127.0.0.1:12345' },
  },
}
```
`frontend/services/items.js`
```js
export const items = () => fetch(`${process.env.base}/items`)
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()

@app.get("/v1/items")
def items():
    return []

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
Report:
```text
frontend/nuxt.config.js:4:64: error[port-mismatch] nothing in this repository listens on port 12345; the server listens on 8000
   |
 4 |     '/v1/': { target: process.env.API_URL || 'http://127.0.0.1:12345' },
   |                                                                ^^^^^
   ::: frontend/services/items.js:1:28
   |
 1 | export const items = () => fetch(`${process.env.base}/items`)
   |                            ----- used by this call
   ::: frontend/nuxt.config.js:4:6
   |
 4 |     '/v1/': { target: process.env.API_URL || 'http://127.0.0.1:12345' },
   |      ---- this rule of the proxy takes it
   ::: backend/main.py:11:27
   |
11 |     uvicorn.run(app, port=8000)
   |                           ---- the server listens on 8000
   = seen: browser: 500 or 504; dev server: http proxy error, ECONNREFUSED; nothing in the server's log
   = help: call port 8000 here
```

## Bad: the server is started by its own code
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket('ws://localhost:8000/board')
```
`backend/requirements.txt`
```text
sanic==25.3.0
```
`backend/server.py`
```python
from sanic import Sanic

app = Sanic("board")


@app.websocket("/board")
async def board(request, ws):
    await ws.send("hello")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=9000)
```
Report:
```text
frontend/src/board.ts:1:62: error[port-mismatch] nothing in this repository listens on port 8000; the server listens on 9000
   |
 1 | export const openBoard = () => new WebSocket('ws://localhost:8000/board')
   |                                                              ^^^^
   |
 1 | export const openBoard = () => new WebSocket('ws://localhost:8000/board')
   |                                ------------- used by this call
   ::: backend/server.py:12:36
   |
12 |     app.run(host="127.0.0.1", port=9000)
   |                                    ---- the server listens on 9000
   = seen: browser: net::ERR_CONNECTION_REFUSED; nothing in the server's log
   = help: call port 9000 here
```

## Good: its own code starts the server where the page looks for it
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket('ws://localhost:8000/board')
```
`backend/requirements.txt`
```text
sanic==25.3.0
```
`backend/server.py`
```python
from sanic import Sanic

app = Sanic("board")


@app.websocket("/board")
async def board(request, ws):
    await ws.send("hello")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=8000)
```

## Good: the proxy dials another program of the same machine
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.js`
```js
export default { server: { proxy: { '/models': 'http://localhost:11434' } } }
```
`frontend/src/models.js`
```js
export const models = () => fetch('/models/all')
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()

@app.get("/items")
def items():
    return []

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: the proxy may dial nginx
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.js`
```js
export default { server: { proxy: { '/api': 'http://localhost:5000' } } }
```
`frontend/src/items.js`
```js
export const items = () => fetch('/api/items')
```
`docker/nginx.conf`
```nginx
http {
  server {
    include listen.conf;
    location /api/ { proxy_pass http://127.0.0.1:8000; }
  }
}
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()

@app.get("/api/items")
def items():
    return []

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```

## Good: the port that compose publishes
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
VITE_API_URL=http://localhost:8080
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    command: uvicorn app.main:app --host 0.0.0.0 --port 8000
    ports:
      - "8080:8000"
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

## Good: another program of the same machine
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
`frontend/src/models.ts`
```ts
const OLLAMA_URL = 'http://localhost:11434'

export const loadModels = () => fetch(`${OLLAMA_URL}/api/tags`)
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

## Good: a Node.js server below the browser's code dials another program
`package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "react": "19.1.0"}}
```
`app/page.tsx`
```tsx
'use client'

export const loadLessons = () => fetch('http://localhost:4100/lessons')
```
`packages/lessons/package.json`
```json
{"scripts": {"dev": "node src/index.js"}, "dependencies": {"express": "^5.1.0"}}
```
`packages/lessons/src/index.js`
```js
import express from 'express'
import { search } from './search.js'

const app = express()
app.get('/lessons', async (req, res) => res.json(await search()))
app.listen(4100)
```
`packages/lessons/src/search.js`
```js
export const search = () => fetch('http://localhost:9200/lessons').then((answer) => answer.json())
```

## Good: nothing tells the server's port for sure
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
VITE_API_URL=http://localhost:8080
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]))
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Listener,
    Location,
    Problem,
    Problems,
    Server,
    Target,
    Url,
    Wiring,
    client_pattern,
    regex,
)

SINCE = "0.1"

_REFUSED = "browser: net::ERR_CONNECTION_REFUSED; nothing in the server's log"
_PROXIED = "browser: 500 or 504; dev server: http proxy error, ECONNREFUSED; nothing in the server's log"
_SERVER_NAME = regex(r"API|BACKEND|SERVER|WS|SOCKET", re.IGNORECASE)


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place with such a port, with all its call sites as labels."""
    server = _only_server(wiring)
    if server is None:
        return
    known = wiring.ports.all_ports() | {
        frontend.page.port for frontend in wiring.frontends if frontend.page is not None
    }
    wrong: dict[Location, list[tuple[Connection, Target]]] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.proxies[0].port_at() if target.proxies else target.port_at()
            if target.proxies and wiring.gateways.sites:
                continue  # the proxy may dial a gateway, whose port is often set where it is not read
            if at is not None and _is_wrong(target, known) and _means(target, server):
                wrong.setdefault(at, []).append((connection, target))
    for at, calls in wrong.items():
        yield _problem(at, calls, server)


def _only_server(wiring: Wiring) -> Server | None:
    """The one server of the repository, if all that listens is known; else nobody can say which port is meant."""
    if len(wiring.servers) != 1 or wiring.apps.unread or wiring.ports.has_unknown_port:
        return None
    server = wiring.servers[0]
    return server if server.listeners and not any(listener.assumed for listener in server.listeners) else None


def _is_wrong(target: Target, known: frozenset[int]) -> bool:
    address = _dialled(target)
    return address is not None and address.is_loopback and address.port not in known


def _dialled(target: Target) -> Url | None:
    """What is called in the end: the target of the dev server's proxy, where that takes the URL."""
    if target.proxies:
        return target.proxies[0].address
    return target.address if not target.is_relative else None


def _means(target: Target, server: Server) -> bool:
    """Whether a URL is meant for this server: one of its paths, or a variable that says so by its name."""
    path = client_pattern(target.path)
    if not path.is_open and any(server.may_serve(kind, path) for kind in ("http", "websocket")):
        return True
    return not target.proxies and any(
        _SERVER_NAME.search(label.at.text.partition("=")[0]) for label in target.url.trail
    )


def _problem(at: Location, calls: list[tuple[Connection, Target]], server: Server) -> Problem:
    connection, target = calls[0]
    address = _dialled(target)
    port = address.port if address is not None else 0
    others = [Label(other.fact.call, "and by this call") for other, _ in calls[1:]]
    listening = sorted({listener.port for listener in server.listeners})
    shown = " and ".join(str(number) for number in listening)
    proxies = [Label(proxied.rule.at, "this rule of the proxy takes it") for proxied in target.proxies[:1]]
    proxies += [label for proxied in target.proxies[:1] if proxied.target for label in proxied.target.trail]
    labels = [*connection.trail(target, at), *dict.fromkeys(others), *proxies, *_listening(server.listeners)]
    remedy = f"call port {' or '.join(map(str, listening))} here"
    fixes = (Fix(remedy, (Edit(at, shown),)),) if len(listening) == 1 and at.text == str(port) else ()
    return Problem(
        f"nothing in this repository listens on port {port}; the server listens on {shown}",
        at,
        tuple(labels),
        symptom=_PROXIED if target.proxies else _REFUSED,
        remedy=remedy,
        fixes=fixes,
    )


def _listening(listeners: tuple[Listener, ...]) -> list[Label]:
    return [
        Label(listener.at, f"the server is published on {listener.port}")
        if listener.published
        else Label(listener.at, f"the server listens on {listener.port}")
        for listener in listeners[:3]
    ]
