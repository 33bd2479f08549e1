r"""A base URL and the path of a call carry the same prefix, so that it is asked for twice: `/api/api/users`.

Both halves are plausible by themselves. The variable says `http://localhost:8000/api`, since that is where the API
is, and the call says `/api/users`, since that is what the route is called. Or the dev server's proxy hands `/api` on
to a target that ends with `/api` itself. The server answers 404, and the path in its log is easily read over.

Keep the prefix in one place: in the base, with calls that begin behind it, or in the calls.

## Bad: the client's base and one of its calls
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "dependencies": {"axios": "^1.12.0"}, "devDependencies": {"vite": "^7.2.0"}}
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
import axios from 'axios'

const api = axios.create({ baseURL: '/api' })

export const loadCourses = () => api.get('/courses')
export const saveCourse = (course: object) => api.post('/api/courses', course)
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/courses")
def courses():
    return []


@app.post("/api/courses")
def save(course: dict):
    return course


uvicorn.run(app, port=8000)
```
Report:
```text
frontend/src/api.ts:6:57: error[doubled-path-prefix] this call asks for /api/api/courses: its base ends with /api already
  |
6 | export const saveCourse = (course: object) => api.post('/api/courses', course)
  |                                                         ^^^^
  ::: frontend/src/api.ts:3:38
  |
3 | const api = axios.create({ baseURL: '/api' })
  |                                      ---- the base has /api already
  |
6 | export const saveCourse = (course: object) => api.post('/api/courses', course)
  |                                               -------- used by this call
  ::: backend/main.py:7:11
  |
7 | @app.get("/api/courses")
  |           ------------ the server has /api/courses
  = seen: browser: POST /api/api/courses 404 (Not Found); server log: the same, for /api/api/courses
  = help: leave /api out here
```

## Bad: the variable and every call
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
VITE_API_URL=http://localhost:8000/api/v1
```
`frontend/src/courses.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL

export const loadCourses = () => fetch(`${API_URL}/api/v1/courses`)
export const loadCourse = (id: number) => fetch(`${API_URL}/api/v1/courses/${id}`)
```
`backend/main.py`
```python
import uvicorn
from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter()


@router.get("/courses")
def courses():
    return []


@router.get("/courses/{course_id}")
def course(course_id: int):
    return {}


app.include_router(router, prefix="/api/v1")
uvicorn.run(app, port=8000)
```
Report:
```text
frontend/.env:1:35: error[doubled-path-prefix] this base ends with /api/v1 and its paths begin with it: /api/v1/api/v1/courses is asked for
  |
1 | VITE_API_URL=http://localhost:8000/api/v1
  |                                   ^^^^^^^
  ::: frontend/src/courses.ts:3:51
  |
3 | export const loadCourses = () => fetch(`${API_URL}/api/v1/courses`)
  |                                                   ------- /api/v1 once more
  ::: frontend/src/courses.ts:4:60
  |
4 | export const loadCourse = (id: number) => fetch(`${API_URL}/api/v1/courses/${id}`)
  |                                                            ------- /api/v1 once more
  ::: frontend/src/courses.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/api/v1/courses`)
  |                                  ----- used by this call
  ::: backend/main.py:8:14
  |
8 | @router.get("/courses")
  |              -------- the server has /api/v1/courses
  = seen: browser: GET /api/v1/api/v1/courses 404 (Not Found); server log: the same, for /api/v1/api/v1/courses
  = help: leave /api/v1 out here
```

## Bad: the proxy keeps the prefix, and its target has it as well
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000/api' } },
})
```
`frontend/src/courses.ts`
```ts
export const loadCourses = () => fetch('/api/courses')
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/courses")
def courses():
    return []


uvicorn.run(app, port=8000)
```
Report:
```text
frontend/vite.config.ts:4:31: error[doubled-path-prefix] the proxy's target ends with /api and its paths begin with it: /api/api/courses is asked for
  |
4 |   server: { proxy: { '/api': 'http://localhost:8000/api' } },
  |                               ^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/courses.ts:1:41
  |
1 | export const loadCourses = () => fetch('/api/courses')
  |                                         ---- /api once more
  ::: frontend/src/courses.ts:1:34
  |
1 | export const loadCourses = () => fetch('/api/courses')
  |                                  ----- used by this call
  ::: backend/main.py:7:11
  |
7 | @app.get("/api/courses")
  |           ------------ the server has /api/courses
  = seen: browser: GET /api/api/courses 404 (Not Found); server log: the same, for /api/api/courses
  = help: leave /api out here
```

## Good: the proxy takes one of the two away
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "dependencies": {"axios": "^1.12.0"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': { target: 'http://localhost:8000', rewrite: (path) => path.replace(/^\/api/, '') } } },
})
```
`frontend/src/api.ts`
```ts
import axios from 'axios'

const api = axios.create({ baseURL: '/api' })

export const loadCourses = () => api.get('/api/courses')
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/courses")
def courses():
    return []


uvicorn.run(app, port=8000)
```

## Good: the routes really have both
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
VITE_API_URL=http://localhost:8000/users
```
`frontend/src/users.ts`
```ts
export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users/all`)
```
`backend/main.py`
```python
import uvicorn
from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter(prefix="/users")


@router.get("/users/all")
def all_users():
    return []


@router.get("/all")
def everybody():
    return []


app.include_router(router)
uvicorn.run(app, port=8000)
```

## Good: neither with the prefix once nor with it twice
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
VITE_API_URL=http://localhost:8000/api
```
`frontend/src/users.ts`
```ts
export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/api/users`)
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/people")
def people():
    return []


uvicorn.run(app, port=8000)
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Location,
    PathPattern,
    Piece,
    Problem,
    Problems,
    ServedRoute,
    Target,
    Wiring,
    can_match,
    client_pattern,
    cut,
    locate,
    record,
    regex,
    text_of,
)

SINCE = "0.1"

_TWICE = regex(r"((?:/[\w.~-]+)+)\1(?=[/?#]|$)")


@record
class _Doubled:
    """A call whose path has a prefix twice, where the two are written, and the route that has it once."""

    connection: Connection
    target: Target
    prefix: str
    first: Location
    second: Location
    route: ServedRoute

    @property
    def is_by_proxy(self) -> bool:
        """Whether the target of the dev server's proxy adds one of them."""
        return any(_covers(proxied.rule.target.at, self.first) for proxied in self.target.proxies)

    @property
    def asked(self) -> str:
        """The path as it arrives."""
        return client_pattern(self.target.path).text.replace("{}", "…")


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each call, and one for their base where all of its calls have the prefix again."""
    bases: dict[Location, dict[Location, _Doubled]] = {}
    for connection in wiring.connections:
        for target in connection.targets if connection.is_http and not connection.fact.is_base else ():
            doubled = _doubled(connection, target)
            if doubled is not None:
                bases.setdefault(doubled.first, {}).setdefault(doubled.second, doubled)
    for base, calls in bases.items():
        found = list(calls.values())
        if found[0].is_by_proxy or (len(found) > 1 and _is_always_doubled(wiring, base, found)):
            yield _at_base(base, found)
        else:
            yield from (_at_call(doubled) for doubled in found)


def _doubled(connection: Connection, target: Target) -> _Doubled | None:
    """A call to a server that answers its path with the prefix once and not with it twice."""
    path, server = target.path, target.server
    match = _TWICE.match(text_of(path))
    if match is None or server is None or not server.routes_complete:
        return None
    length = len(match[1])
    first, second = locate(path, 0, length), locate(path, length, 2 * length)
    # In one text the two may be meant.
    if first is None or second is None or (first.path == second.path and first.end == second.start):
        return None
    once, twice = _variants(cut(path, length, len(text_of(path)))), _variants(path)
    if any(server.may_serve("http", pattern) for pattern in twice):
        return None
    routes = (route for route in server.routes if route.kind == "http" and not route.opaque)
    route = next((r for r in routes if any(can_match(pattern, r.pattern) for pattern in once)), None)
    return _Doubled(connection, target, match[1], first, second, route) if route is not None else None


def _variants(path: tuple[Piece, ...]) -> tuple[PathPattern, ...]:
    """A path without and with a slash at its end: servers redirect one to the other."""
    pattern = client_pattern(path)
    bare = pattern.tokens[:-1] if pattern.tokens[-1:] == ("/",) else pattern.tokens
    return PathPattern(bare, pattern.text), PathPattern((*bare, "/"), pattern.text)


def _is_always_doubled(wiring: Wiring, base: Location, calls: list[_Doubled]) -> bool:
    """Whether every call that is made with a base has its prefix again."""
    doubled = {call.connection.fact.call for call in calls}
    targets = ((connection, target) for connection in wiring.connections for target in connection.targets)
    based = (c for c, t in targets if any(p.at is not None and _covers(p.at, base) for p in t.url.pieces))
    return all(connection.fact.call in doubled for connection in based)


def _covers(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _at_call(doubled: _Doubled) -> Problem:
    at, prefix = doubled.second, doubled.prefix
    trail = doubled.connection.trail(doubled.target, at)
    base = Label(doubled.first, f"the base has {prefix} already")
    return _problem(
        f"this call asks for {doubled.asked}: its base ends with {prefix} already", at, (base, *trail), doubled
    )


def _at_base(base: Location, calls: list[_Doubled]) -> Problem:
    doubled = calls[0]
    what = "the proxy's target" if doubled.is_by_proxy else "this base"
    labels = {call.second: Label(call.second, f"{doubled.prefix} once more") for call in calls}
    labels |= {label.at: label for label in doubled.connection.trail(doubled.target, base)}
    message = f"{what} ends with {doubled.prefix} and its paths begin with it: {doubled.asked} is asked for"
    return _problem(message, base, tuple(labels.values()), doubled)


def _problem(message: str, at: Location, labels: tuple[Label, ...], doubled: _Doubled) -> Problem:
    remedy = f"leave {doubled.prefix} out here"
    path = doubled.asked
    return Problem(
        message,
        at,
        (*labels, Label(doubled.route.at, f"the server has {doubled.route.path}")),
        symptom=f"browser: {doubled.connection.fact.method} {path} 404 (Not Found); server log: the same, for {path}",
        remedy=remedy,
        fixes=(Fix(remedy, (Edit(at, ""),)),) if at.text == doubled.prefix else (),
    )
