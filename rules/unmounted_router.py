"""A router has routes that the browser calls or could call, and no application includes it.

The module is there, the decorators are right, the URL is right, and nothing answers: a router serves nothing until
`include_router` hands it to an application. Requests get 404. For a WebSocket it is worse, because Starlette refuses a
handshake on a path that it does not know with 403, not 404. A 403 reads as a matter of permissions, so people search
in CORS, in tokens and in cookies, while the one missing line is in `main.py`.

Include the router where the application is made, or delete it if it is no longer wanted.

## Bad: the chat was written and never included
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
`frontend/src/chat.ts`
```ts
export const openChat = () => new WebSocket('ws://localhost:8000/chat/ws')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/api/__init__.py`
```python
```
`backend/app/api/users.py`
```python
from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/me")
def me():
    return {"name": "Ada"}
```
`backend/app/api/chat.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app.api import users

app = FastAPI()
app.include_router(users.router)
```
`start.sh`
```sh
cd backend && uvicorn app.main:app --reload --port 8000
```
Report:
```text
backend/app/api/chat.py:3:10: error[unmounted-router] no application includes this router, so nothing answers /chat/ws
  |
3 | router = APIRouter(prefix="/chat")
  |          ^^^^^^^^^
  ::: frontend/src/chat.ts:1:65
  |
1 | export const openChat = () => new WebSocket('ws://localhost:8000/chat/ws')
  |                                                                 -------- this URL calls one of its routes
  ::: backend/app/main.py:5:7
  |
5 | app = FastAPI()
  |       ------- this application does not include it
  = seen: browser: WebSocket connection failed; server log: "WebSocket /chat/ws" 403 (Starlette answers an unknown WebSocket path with 403, so this looks like a refused login)
  = help: import router from backend/app/api/chat.py and hand it to include_router in backend/app/main.py, or delete it
```

## Bad: imported, and the line that includes it is missing
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/reports.py`
```python
from fastapi import APIRouter

reports = APIRouter(prefix="/reports")


@reports.get("/")
def all_reports():
    return []


@reports.get("/{report_id}")
def one_report(report_id: int):
    return {"id": report_id}
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app.reports import reports

app = FastAPI()
```
Report:
```text
backend/app/reports.py:3:11: error[unmounted-router] no application includes this router, so nothing answers /reports/, /reports/{report_id}
  |
3 | reports = APIRouter(prefix="/reports")
  |           ^^^^^^^^^
  ::: backend/app/main.py:5:7
  |
5 | app = FastAPI()
  |       ------- this application does not include it
  = seen: browser and server log: 404 Not Found for /reports/
  = help: import reports from backend/app/reports.py and hand it to include_router in backend/app/main.py, or delete it
```

## Good: included through another router
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/chat.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/api.py`
```python
from fastapi import APIRouter

from app import chat

api = APIRouter(prefix="/api")
api.include_router(chat.router)
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app.api import api

app = FastAPI()
app.include_router(api)
```

## Good: included by the package that holds it
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/api/chat.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/api/users.py`
```python
from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("/me")
def me():
    return {"name": "Ada"}
```
`backend/app/api/__init__.py`
```python
from fastapi import APIRouter

from . import chat
from app.api import users

router = APIRouter(prefix="/api")
router.include_router(chat.router)
router.include_router(users.router)
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app import api

app = FastAPI()
app.include_router(api.router)
```

## Good: included in a loop
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/chat.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/main.py`
```python
from fastapi import FastAPI

from app import chat

app = FastAPI()

for module in (chat,):
    app.include_router(module.router)
```

## Good: modules that are found by their names at run time
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/plugins/chat.py`
```python
from fastapi import APIRouter

router = APIRouter(prefix="/chat")


@router.get("/rooms")
def rooms():
    return []
```
`backend/app/main.py`
```python
import importlib
import pkgutil

from fastapi import FastAPI

from app import plugins

app = FastAPI()

for info in pkgutil.iter_modules(plugins.__path__):
    module = importlib.import_module(f"app.plugins.{info.name}")
    app.include_router(module.router)
```

## Good: a module that shows how a router is written
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`backend/app/flags_example.py`
```python
from fastapi import APIRouter

router = APIRouter(prefix="/flags")


@router.get("/")
def flags():
    return {}
```

## Good: a library that offers a router and has no application
`pyproject.toml`
```toml
[project]
name = "acme-health"
version = "1.0"
```
`acme_health/routes.py`
```python
from fastapi import APIRouter

router = APIRouter(prefix="/health")


@router.get("/ready")
def ready():
    return {"ready": True}
```

## Good: every router of a folder is loaded when the server starts
`package.json`
```json
{"type": "module", "dependencies": {"express": "^5.1.0"}}
```
`server.js`
```js
import express from 'express'
import fs from 'node:fs'

const app = express()
for (const file of fs.readdirSync('./routes')) {
  const module = await import(`./routes/${file}`)
  app.use('/api', module.default)
}
app.listen(8000)
```
`routes/courses.js`
```js
import { Router } from 'express'

const router = Router()
router.get('/courses', (req, res) => res.json([]))

export default router
```
"""

from __future__ import annotations

from envlint.rule import (
    Iterable,
    Iterator,
    Label,
    Location,
    LooseRouter,
    PathPattern,
    Problem,
    Problems,
    Wiring,
    can_match,
    client_pattern,
)

SINCE = "0.1"

_Call = tuple[str, PathPattern, Location]
"""The kind of route that a URL of the browser code asks for, its path, and where that is written."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each router that was forgotten."""
    loose_routers = wiring.loose_routers
    calls = list(_calls(wiring)) if loose_routers else []
    for loose in loose_routers:
        yield _problem(calls, loose)


def _problem(calls: Iterable[_Call], loose: LooseRouter) -> Problem:
    paths = list(dict.fromkeys(path or "/" for _, path, _ in loose.routes))
    shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    sockets = [path for route, path, _ in loose.routes if route.kind == "websocket"]
    labels = list(_callers(calls, loose))
    if loose.application is not None:
        labels.append(Label(loose.application.at, "this application does not include it"))
    symptom = (
        f'browser: WebSocket connection failed; server log: "WebSocket {sockets[0]}" 403 (Starlette answers an unknown '
        "WebSocket path with 403, so this looks like a refused login)"
        if sockets
        else f"browser and server log: 404 Not Found for {paths[0]}"
    )
    owner = f" in {loose.application.path}" if loose.application is not None else ""
    return Problem(
        f"no application includes this router, so nothing answers {shown}",
        loose.router.router.at,
        tuple(labels),
        symptom=symptom,
        remedy=f"import {loose.name} from {loose.router.path} and hand it to include_router{owner}, or delete it",
    )


def _calls(wiring: Wiring) -> Iterator[_Call]:
    """The URLs of the browser code that reach a server."""
    for connection in wiring.connections:
        kind = "websocket" if connection.fact.kind == "websocket" else "http"
        for target in connection.targets:
            at = target.path_at() if target.server is not None else None
            path = client_pattern(target.path)
            if at is not None and not path.is_open:
                yield kind, path, at


def _callers(calls: Iterable[_Call], loose: LooseRouter) -> dict[Label, None]:
    """The URLs of the browser code that would reach one of its routes, as labels in a stable order."""
    served: dict[tuple[str, PathPattern], bool] = {}  # many calls ask for the same path
    found: dict[Label, None] = {}
    for kind, path, at in calls:
        if (kind, path) not in served:
            of_kind = (pattern for route, _, pattern in loose.routes if route.kind == kind)
            served[kind, path] = any(can_match(path, pattern) for pattern in of_kind)
        if served[kind, path]:
            found[Label(at, "this URL calls one of its routes")] = None
    return found
