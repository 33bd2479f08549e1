r"""No route of the server answers the path of a WebSocket URL.

Starlette, and so FastAPI, refuses a handshake on a path that it does not know with 403. Requests get an honest 404;
a WebSocket gets what looks like a refused login. The console says that the connection failed, the server's log says
`"WebSocket /ws" 403`, and people search in tokens, cookies and CORS, which were never asked. A slash at the end is
enough: redirects to the path without it are made for HTTP only.

Write the path as the server serves it, with every prefix on the way: that of the router, those of each
`include_router`, those of mounted applications, and what a proxy adds or takes away.

## Bad: the template that a fresh clone copies
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
`frontend/.env.example`
```env
VITE_WS_URL=ws://localhost:8000/ws
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(import.meta.env.VITE_WS_URL)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/board.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/board")


@router.websocket("/ws")
async def board(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app import board

app = FastAPI()
app.include_router(board.router, prefix="/api")
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
frontend/.env.example:1:32: error[unserved-websocket-path] no WebSocket route of the server answers /ws; the nearest is /api/board/ws
  |
1 | VITE_WS_URL=ws://localhost:8000/ws
  |                                ^^^
  ::: frontend/src/board.ts:1:32
  |
1 | export const openBoard = () => new WebSocket(import.meta.env.VITE_WS_URL)
  |                                ------------- used by this call
  ::: backend/app/board.py:6:20
  |
6 | @router.websocket("/ws")
  |                    --- the nearest WebSocket route is /api/board/ws
  = seen: browser: WebSocket connection failed; server log: "WebSocket /ws" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused login)
  = help: call /api/board/ws here
```

## Bad: the routers are gathered by their package
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
export const openBoard = (room: string) => new WebSocket(`ws://localhost:8000/board/${room}`)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/api/board.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/board")


@router.websocket("/{room}/ws")
async def board(websocket: WebSocket, room: str):
    await websocket.accept()
```
`backend/app/api/__init__.py`
```python
from fastapi import APIRouter

from . import board

router = APIRouter(prefix="/api")
router.include_router(board.router)
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app import api


def serve_uploads(application: FastAPI) -> None:
    application.mount("/uploads", StaticFiles(directory="uploads"))


app = FastAPI()
app.include_router(api.router)
serve_uploads(app)
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
frontend/src/board.ts:1:78: error[unserved-websocket-path] no WebSocket route of the server answers /board/…; the nearest is /api/board/{room}/ws
  |
1 | export const openBoard = (room: string) => new WebSocket(`ws://localhost:8000/board/${room}`)
  |                                                                              ^^^^^^^
  |
1 | export const openBoard = (room: string) => new WebSocket(`ws://localhost:8000/board/${room}`)
  |                                            ------------- used by this call
  ::: backend/app/api/board.py:6:20
  |
6 | @router.websocket("/{room}/ws")
  |                    ---------- the nearest WebSocket route is /api/board/{room}/ws
  = seen: browser: WebSocket connection failed; server log: "WebSocket /board/…" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused login)
  = help: call /api/board/{room}/ws here
```

## Bad: a slash at the end
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
export const openBoard = () => new WebSocket('ws://localhost:8000/ws/board/')
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


@app.websocket("/metrics")
async def metrics(websocket: WebSocket):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
frontend/src/board.ts:1:66: error[unserved-websocket-path] no WebSocket route of the server answers /ws/board/; the nearest is /ws/board
  |
1 | export const openBoard = () => new WebSocket('ws://localhost:8000/ws/board/')
  |                                                                  ^^^^^^^^^^
  |
1 | export const openBoard = () => new WebSocket('ws://localhost:8000/ws/board/')
  |                                ------------- used by this call
  ::: backend/app/main.py:6:17
  |
6 | @app.websocket("/ws/board")
  |                 --------- the nearest WebSocket route is /ws/board
  = seen: browser: WebSocket connection failed; server log: "WebSocket /ws/board/" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused login)
  = help: call /ws/board here
```

## Bad: the proxy takes the prefix away that the route has
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/api': {
        target: 'http://localhost:8000',
        ws: true,
        rewrite: (path) => path.replace(/^\/api/, ''),
      },
    },
  },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`ws://${location.host}/api/board`)
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


@app.websocket("/api/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
frontend/vite.config.ts:9:18: error[unserved-websocket-path] no WebSocket route of the server answers /board (the proxy makes it of /api/board); the nearest is /api/board
  |
9 |         rewrite: (path) => path.replace(/^\/api/, ''),
  |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/board.ts:1:32
  |
1 | export const openBoard = () => new WebSocket(`ws://${location.host}/api/board`)
  |                                ------------- used by this call
  ::: frontend/vite.config.ts:6:8
  |
6 |       '/api': {
  |        ---- this rule of the proxy takes it
  ::: backend/app/main.py:6:17
  |
6 | @app.websocket("/api/board")
  |                 ---------- the nearest WebSocket route is /api/board
  = seen: browser: WebSocket connection failed; server log: "WebSocket /board" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused login)
  = help: let it arrive as /api/board, or add a route for /board
```

## Bad: the ws package serves one path
`server/package.json`
```json
{ "dependencies": { "ws": "^8.18.0" } }
```
`server/index.js`
```js
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const server = createServer();
const sockets = new WebSocketServer({ server, path: "/socket" });
sockets.on("connection", (socket) => socket.send("hello"));
server.listen(4000);
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
const socket = new WebSocket("ws://localhost:4000/sockets");
socket.onmessage = (event) => console.log(event.data);
```
Report:
```text
web/src/main.js:1:50: error[unserved-websocket-path] no WebSocket route of the server answers /sockets; the nearest is /socket
  |
1 | const socket = new WebSocket("ws://localhost:4000/sockets");
  |                                                  ^^^^^^^^
  |
1 | const socket = new WebSocket("ws://localhost:4000/sockets");
  |                ------------- used by this call
  ::: server/index.js:5:54
  |
5 | const sockets = new WebSocketServer({ server, path: "/socket" });
  |                                                      ------- the nearest WebSocket route is /socket
  = seen: browser: WebSocket connection failed
  = help: call /socket here
```

## Good: a path parameter takes the place
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
export const openBoard = (room: string) => new WebSocket(`ws://localhost:8000/ws/${room}?version=2`)
export const openLobby = () => new WebSocket('ws://localhost:8000/ws/lobby')
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


@app.websocket("/ws/{room}")
async def board(websocket: WebSocket, room: str):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the proxy takes a prefix away that the route does not have
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/api': {
        target: 'http://localhost:8000',
        ws: true,
        rewrite: (path) => path.replace(/^\/api/, ''),
      },
    },
  },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`ws://${location.host}/api/board`)
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


@app.websocket("/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: the path is mounted from elsewhere
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
export const openBoard = () => new WebSocket('ws://localhost:8000/live/board')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from acme_live import live
from fastapi import FastAPI

app = FastAPI()
app.mount("/live", live)
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```

## Good: another program answers
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
export const openBoard = () => new WebSocket('wss://live.acme.dev/board')
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
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    Server,
    Target,
    Wiring,
    can_match,
    client_pattern,
    nearest,
)

SINCE = "0.1"

_STARLETTE = (
    '; server log: "WebSocket {}" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused '
    "login)"
)
_LOGS = {
    "starlette": _STARLETTE,
    "fastapi": _STARLETTE,
    "django": "; server log: ValueError: No route found for path",
}
"""What else one sees, by the server's framework."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place whose path reaches a server of the repository and no route of it."""
    told: set[Location] = set()
    for connection in wiring.connections:
        if connection.fact.kind != "websocket":
            continue
        for target in connection.targets:
            at = _rewrite(target) or target.path_at()
            if at is not None and at not in told and _is_unserved(wiring, target):
                told.add(at)
                yield _problem(wiring, connection, target, at)


def _rewrite(target: Target) -> Location | None:
    """What changed the path on its way through the dev server's proxy."""
    rewrite = next((proxied.rule.rewrite for proxied in target.proxies), None)
    changed = target.address is not None and target.address.path != client_pattern(target.path).text
    return rewrite.at if rewrite is not None and changed else None


def _is_unserved(wiring: Wiring, target: Target) -> bool:
    server = target.server
    if server is None or not server.routes_complete:
        return False
    if any(proxied.forwards_websockets is not True for proxied in target.proxies):
        return False
    path = client_pattern(target.path)
    if path.is_open or server.may_serve("websocket", path):
        return False
    # A path whose router was forgotten is reported at the router: one cause, one finding.
    return not any(can_match(path, pattern) for loose in wiring.loose_routers for _, _, pattern in loose.routes)


def _served(wiring: Wiring, server: Server) -> dict[str, Location]:
    """The WebSocket paths of a server with their places, those of forgotten routers included."""
    found = {route.path: route.at for route in server.websocket_routes}
    for loose in wiring.loose_routers:
        found |= {path: route.at for route, path, _ in loose.routes if route.kind == "websocket"}
    return found


def _problem(wiring: Wiring, connection: Connection, target: Target, at: Location) -> Problem:
    path = client_pattern(target.path).text or "/"
    served = _served(wiring, target.server) if target.server is not None else {}
    near = nearest(path, served)
    shown = path.replace("{}", "…")
    hint = f"; the nearest is {near}" if near is not None else ""
    sent_on = f" (the proxy makes it of {target.address.path})" if _rewrite(target) and target.address else ""
    return Problem(
        f"no WebSocket route of the server answers {shown}{sent_on}{hint}",
        at,
        (*connection.trail(target, at), *_proxies(target, at), *_routes(target, near, served)),
        symptom=f"browser: WebSocket connection failed{_LOGS.get(_framework(target), '').format(shown)}",
        remedy=_remedy(target, shown, near),
        fixes=_fixes(target, at, path, near, served),
    )


def _framework(target: Target) -> str:
    return target.server.application.router.framework if target.server is not None else ""


def _remedy(target: Target, path: str, near: str | None) -> str:
    if near is None:
        return "add the route, or call one that exists"
    return f"let it arrive as {near}, or add a route for {path}" if target.proxies else f"call {near} here"


def _proxies(target: Target, at: Location) -> tuple[Label, ...]:
    return tuple(Label(p.rule.at, "this rule of the proxy takes it") for p in target.proxies[:1] if p.rule.at != at)


def _routes(target: Target, near: str | None, served: dict[str, Location]) -> tuple[Label, ...]:
    if near is not None:
        return (Label(served[near], f"the nearest WebSocket route is {near}"),)
    none = "this server has no such route" if served else "this server has no WebSocket route"
    return (Label(target.server.at, none),) if target.server is not None else ()


def _fixes(target: Target, at: Location, path: str, near: str | None, served: dict[str, Location]) -> tuple[Fix, ...]:
    if near is None or "{" in near or "{" in path or at.text != path or target.proxies:
        return ()
    only = sum(nearest(path, [candidate]) is not None for candidate in served) == 1
    return (Fix(f"call {near} here", (Edit(at, near),), Safety.SAFE if only else Safety.UNSAFE),)
