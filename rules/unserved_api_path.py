"""A request goes to a path or with a method that no route of the server answers.

The client's path and the server's prefixes are written far from each other, and a 404 says nothing of which side is
wrong. Typing `/users` in one place and mounting the router under `/api/v1` in the other is found by the first visitor.

Write the path as the server has it after all prefixes. This rule has to be asked for (`--select unserved-api-path`),
since a server may answer more than its routes say: through a catch-all, a generated router, or a proxy before it.

## Bad: the prefix of the API is missing
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter(prefix="/lessons")


@router.get("")
def lessons():
    return []


@router.post("/{lesson_id}/notes")
def add_note(lesson_id: int):
    return {}


app.include_router(router, prefix="/api/v1")
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
const BASE = 'http://localhost:8000'

export const lessons = () => fetch(`${BASE}/lessons`)
export const addNote = (id: number) => fetch(`${BASE}/lessons/${id}/notes`, { method: 'POST' })
```
Report:
```text
frontend/src/api.ts:3:44: warning[unserved-api-path] no route of the server answers /lessons and 1 more path: the server has them below /api/v1
  |
3 | export const lessons = () => fetch(`${BASE}/lessons`)
  |                                            ^^^^^^^^
  |
3 | export const lessons = () => fetch(`${BASE}/lessons`)
  |                              ----- used by this call
  ::: frontend/src/api.ts:4:54
  |
4 | export const addNote = (id: number) => fetch(`${BASE}/lessons/${id}/notes`, { method: 'POST' })
  |                                                      --------- and this call lacks /api/v1
  ::: backend/app/main.py:3:7
  |
3 | app = FastAPI()
  |       ------- this server has these routes below /api/v1
  = seen: browser: GET /lessons 404 (Not Found)
  = help: put /api/v1 into the base of these URLs
```

## Bad: a path that is answered to another method only
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.post("/api/login")
def login():
    return {}
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
export const login = () => fetch('http://localhost:8000/api/login')
```
Report:
```text
frontend/src/api.ts:1:56: warning[unserved-api-path] the server answers /api/login to POST only, and this is a GET
  |
1 | export const login = () => fetch('http://localhost:8000/api/login')
  |                                                        ^^^^^^^^^^
  |
1 | export const login = () => fetch('http://localhost:8000/api/login')
  |                            ----- used by this call
  ::: backend/app/main.py:6:12
  |
6 | @app.post("/api/login")
  |            ---------- the route
  = seen: browser: GET /api/login 405 (Method Not Allowed)
  = help: send a POST
```

## Good: the path is what comes of all prefixes
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter(prefix="/lessons")


@router.get("/{lesson_id}")
def lesson(lesson_id: int):
    return {}


app.include_router(router, prefix="/api/v1")
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
export const lesson = (id: number) => fetch(`http://localhost:8000/api/v1/lessons/${id}`)
```

## Good: a part of the server is not followed
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from vendor_admin import admin_app

app = FastAPI()
app.mount("/admin", admin_app)
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
export const members = () => fetch('http://localhost:8000/admin/members')
```

## Good: the base of a client, to which its calls add their paths
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/lessons")
def lessons():
    return []
```
`frontend/package.json`
```json
{"dependencies": {"axios": "1.7.0"}, "devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
import axios from 'axios'

const api = axios.create({ baseURL: 'http://localhost:8000/api' })

export const lessons = () => api.get('lessons')
```

## Good: the slash at the end is redirected
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/lessons/")
def lessons():
    return []
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
export const lessons = () => fetch('http://localhost:8000/api/lessons')
```

## Good: a part of the path is typed in
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/lessons/{name}")
def lesson(name: str):
    return {}
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0", "svelte": "5.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/src/Lesson.svelte`
```svelte
<script lang="ts">
  let name = ''
  const open = () => fetch(`http://localhost:8000/api/lessons/${name}`)
</script>

<input bind:value={name} on:change={open} />
```
`frontend/src/Other.vue`
```vue
<script setup lang="ts">
import { ref } from 'vue'

const name = ref('')
const open = () => fetch(`http://localhost:8000/api/lessons/${name.value}`)
</script>

<template><input v-model.trim="name" @change="open" /></template>
```

## Good: another server of the repository answers
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/lessons/{name}")
def lesson(name: str):
    return {}
```
`reports/requirements.txt`
```text
fastapi==0.121.0
```
`reports/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/teachers")
def teachers():
    return []
```
`frontend/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```typescript
export const lesson = (name: string) => fetch(`http://localhost:8000/api/lessons/${name}`)
export const teachers = () => fetch('http://localhost:8000/api/teachers')
```

## Good: NestJS serves what a contract says
`server/package.json`
```json
{"dependencies": {"@nestjs/core": "^11.0.0", "@nestjs/common": "^11.0.0", "@ts-rest/nest": "^3.52.0"}}
```
`server/src/main.ts`
```typescript
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module'

async function bootstrap() {
  const app = await NestFactory.create(AppModule)
  await app.listen(8000)
}
bootstrap()
```
`server/src/user.controller.ts`
```typescript
import { Controller, Get } from '@nestjs/common'
import { TsRestHandler, tsRestHandler } from '@ts-rest/nest'
import { contract } from '../shared/contract'

@Controller()
export class UserController {
  @Get('health')
  health() {
    return 'ok'
  }

  @TsRestHandler(contract.refresh)
  refresh() {
    return tsRestHandler(contract.refresh, async () => ({ status: 200, body: {} }))
  }
}
```
`web/package.json`
```json
{"devDependencies": {"vite": "8.0.0"}}
```
`web/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`web/src/api.ts`
```typescript
export const refresh = () => fetch('http://localhost:8000/refresh', { method: 'POST' })
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Label,
    Location,
    PathPattern,
    Piece,
    Problem,
    Problems,
    ServedRoute,
    Severity,
    Target,
    Wiring,
    can_match,
    client_pattern,
    nearest,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING
OPT_IN = True

_OWN_ROUTES = {
    "fastapi": ("/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"),
}
"""What a framework answers by itself: https://fastapi.tiangolo.com/tutorial/metadata/#docs-urls."""
_ALIKE = {"HEAD": "GET"}
_ANY_METHOD = ("OPTIONS", "REQUEST")

_Call = tuple[Connection, Target, Location]


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each call that no route answers; one for all that lack the same prefix."""
    missing: dict[tuple[str, str], list[_Call]] = {}
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets if connection.is_http and not connection.fact.is_base else ():
            at = target.path_at()
            if at is None or at in told or not _is_unserved(wiring, connection, target):
                continue
            told.add(at)
            prefix = _missing_prefix(target)
            if prefix and target.server is not None:
                missing.setdefault((target.server.path, prefix), []).append((connection, target, at))
            else:
                yield _problem(connection, target, at)
    for (_, prefix), calls in missing.items():
        yield _prefixed(prefix, calls)


def _is_unserved(wiring: Wiring, connection: Connection, target: Target) -> bool:
    """Whether no server of the repository answers: one that another answers has gone to the wrong port."""
    server, paths = target.server, _paths(target)
    if server is None or not server.routes_complete or not paths:
        return False
    if any(path.text.rstrip("/") in _OWN_ROUTES.get(server.app.framework, ()) for path in paths):
        return False
    return not any(
        route.kind != "websocket" and _answers(route, connection.fact.method)
        for each in wiring.servers
        for route in each.routes
        if any(can_match(path, route.pattern) for path in paths)
    )


def _paths(target: Target) -> tuple[PathPattern, ...]:
    """The path as it arrives, without and with a slash at its end (servers redirect one to the other)."""
    path = client_pattern(target.path)
    if path.is_open or not path.text.startswith("/"):
        return ()
    bare = path.tokens[:-1] if path.tokens[-1] == "/" else path.tokens
    return (PathPattern(bare, path.text), PathPattern((*bare, "/"), path.text))


def _answers(route: ServedRoute, method: str) -> bool:
    methods = route.fact.methods if route.fact is not None else ()
    return not methods or not method or method in _ANY_METHOD or _ALIKE.get(method, method) in methods


def _missing_prefix(target: Target) -> str:
    """What stands before a route of the server that ends as this path does; empty where there is none."""
    for route in target.server.routes if target.server is not None else ():
        if route.kind != "http" or route.opaque:
            continue
        for cut in (position for position, character in enumerate(route.path) if character == "/" and position):
            rest = client_pattern((Piece(_segments(route.path[cut:]), None),))
            whole = route.pattern.tokens[-len(rest.tokens) :] if rest.tokens else ()
            if any(can_match(path, PathPattern(whole, "")) for path in _paths(target)) and len(whole) > 1:
                return route.path[:cut]
    return ""


def _segments(path: str) -> str:
    """A route's path in which each parameter is one character, as in its pattern."""
    made, depth = "", 0
    for character in path:
        depth += character == "{"
        made += "" if depth else character
        if character == "}" and depth:
            depth, made = depth - 1, made + "p"
    return made


def _problem(connection: Connection, target: Target, at: Location) -> Problem:
    path, method = client_pattern(target.path).text.replace("{}", "…"), connection.fact.method
    asked = f"{method} {path}".strip()
    routes = [route for route in target.server.routes if route.kind == "http"] if target.server is not None else []
    others = [route for route in routes if any(can_match(one, route.pattern) for one in _paths(target))]
    if others:
        allowed = sorted({verb for route in others if route.fact is not None for verb in route.fact.methods})
        return Problem(
            f"the server answers {path} to {', '.join(allowed)} only, and this is a {method}",
            at,
            (*connection.trail(target, at), *(Label(route.at, "the route") for route in others)),
            symptom=f"browser: {method} {path} 405 (Method Not Allowed)",
            remedy=f"send a {allowed[0]}" if len(allowed) == 1 else "send it with one of these methods",
        )
    near = nearest(path, {route.path for route in routes if not route.opaque})
    found = next((route for route in routes if route.path == near), None)
    hint = f"; the nearest is {near}" if near else ""
    return Problem(
        f"no route of the server answers {asked}{hint}",
        at,
        (*connection.trail(target, at), *((Label(found.at, f"the nearest route is {near}"),) if found else ())),
        symptom=f"browser: {asked} 404 (Not Found)",
        remedy=f"call {near}, or add a route for {path}" if near else f"add a route for {path}",
    )


def _prefixed(prefix: str, calls: list[_Call]) -> Problem:
    connection, target, at = calls[0]
    path = client_pattern(target.path).text.replace("{}", "…")
    others = len(calls) - 1
    more = f" and {others} more path{'' if others == 1 else 's'}" if others else ""
    labels = tuple(Label(other, f"and this call lacks {prefix}") for _, _, other in calls[1:])
    server = (Label(target.server.at, f"this server has these routes below {prefix}"),) if target.server else ()
    return Problem(
        f"no route of the server answers {path}{more}: the server has them below {prefix}",
        at,
        (*connection.trail(target, at), *labels, *server),
        symptom=f"browser: {f'{connection.fact.method} {path}'.strip()} 404 (Not Found)",
        remedy=f"put {prefix} into the base of these URLs",
    )
