"""A page that others open calls the loopback address, which is the visitor's own machine.

A bundler writes the values of variables into the scripts when they are built. A fallback such as
`?? 'http://localhost:8000'` is meant for the developer, and it is what a production build gets as well where its env
file lacks the variable. It works on the developer's machine, where that server runs. Everybody else gets a refused
connection, and the server's log says nothing.

The same holds for scripts that a server hands out itself: whoever opens its page from another machine, by another
name or through another port calls a server that is not there.

Set the variable where the production build reads it, or call a path of the page's own server.

## Bad: the env file of production lacks the variable
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
`frontend/.env.production`
```env
VITE_API_BASE=https://api.lernwerk.de
```
`frontend/src/config.ts`
```ts
export const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'
```
`frontend/src/courses.ts`
```ts
import { API_URL } from './config'

export const loadCourses = () => fetch(`${API_URL}/courses`)
export const loadTeachers = () => fetch(`${API_URL}/teachers`)
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
`backend/main.py`
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
Report:
```text
frontend/src/config.ts:1:64: warning[loopback-in-production] the production build calls localhost:8000, which is each visitor's own machine
  |
1 | export const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'
  |                                                                ^^^^^^^^^
  ::: frontend/.env.production:1:1
  |
1 | VITE_API_BASE=…
  | ------------- the production build reads this file, without a value for it
  ::: frontend/src/courses.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/courses`)
  |                                  ----- used by this call
  ::: frontend/src/courses.ts:4:35
  |
4 | export const loadTeachers = () => fetch(`${API_URL}/teachers`)
  |                                   ----- and by this call
  = seen: browser of anybody but the developer: net::ERR_CONNECTION_REFUSED; nothing in the server's log
  = help: set its address where the production build reads it, or call a path of the page's own origin
```

## Bad: the env file of production holds the developer's address
`frontend/package.json`
```json
{"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5.0.1", "react": "^18.3.0"}}
```
`frontend/.env.production`
```env
REACT_APP_API_URL=http://localhost:5000/api
```
`frontend/src/api.js`
```js
export const loadCourses = () => fetch(`${process.env.REACT_APP_API_URL}/courses`)
```
Report:
```text
frontend/.env.production:1:26: warning[loopback-in-production] the production build calls localhost:5000, which is each visitor's own machine
  |
1 | REACT_APP_API_URL=http://localhost:5000…
  |                          ^^^^^^^^^
  ::: frontend/src/api.js:1:34
  |
1 | export const loadCourses = () => fetch(`${process.env.REACT_APP_API_URL}/courses`)
  |                                  ----- used by this call
  = seen: browser of anybody but the developer: net::ERR_CONNECTION_REFUSED; nothing in the server's log
  = help: set its address where the production build reads it, or call a path of the page's own origin
```

## Bad: the environment that Angular puts in place for production
`frontend/package.json`
```json
{"scripts": {"start": "ng serve"}, "dependencies": {"@angular/core": "^17.0.0"}}
```
`frontend/angular.json`
```json
{
  "projects": {
    "app": {
      "architect": {
        "build": {
          "configurations": {
            "production": {
              "fileReplacements": [
                {"replace": "src/environments/environment.ts", "with": "src/environments/environment.prod.ts"}
              ]
            }
          }
        }
      }
    }
  }
}
```
`frontend/src/environments/environment.ts`
```ts
export const environment = { production: false, apiUrl: 'http://localhost:8000' }
```
`frontend/src/environments/environment.prod.ts`
```ts
export const environment = { production: true, apiUrl: 'http://localhost:8000' }
```
`frontend/src/app/courses.service.ts`
```ts
import { environment } from '../environments/environment'

export const loadCourses = () => fetch(environment.apiUrl + '/courses')
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```
Report:
```text
frontend/src/environments/environment.prod.ts:1:64: warning[loopback-in-production] the production build calls localhost:8000, which is each visitor's own machine
  |
1 | export const environment = { production: true, apiUrl: 'http://localhost:8000' }
  |                                                                ^^^^^^^^^
  ::: frontend/src/app/courses.service.ts:3:34
  |
3 | export const loadCourses = () => fetch(environment.apiUrl + '/courses')
  |                                  ----- used by this call
  = seen: browser of anybody but the developer: net::ERR_CONNECTION_REFUSED; nothing in the server's log
  = help: set its address where the production build reads it, or call a path of the page's own origin
```

## Bad: a script that the server hands out itself
`main.py`
```python
import uvicorn
from fastapi import FastAPI, WebSocket
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/site", StaticFiles(directory="client"))


@app.websocket("/ws")
async def board(websocket: WebSocket):
    await websocket.accept()


@app.get("/notes")
def notes():
    return []


uvicorn.run(app, host="0.0.0.0", port=8000)
```
`client/board.js`
```js
const socket = new WebSocket('ws://localhost:8000/ws')
const notes = await fetch('http://localhost:8000/notes')
```
Report:
```text
client/board.js:1:36: warning[loopback-in-production] a script that the server hands out itself calls localhost:8000, which is each visitor's own machine
  |
1 | const socket = new WebSocket('ws://localhost:8000/ws')
  |                                    ^^^^^^^^^
  ::: main.py:5:7
  |
5 | app = FastAPI()
  |       ------- this server hands it out
  ::: client/board.js:1:16
  |
1 | const socket = new WebSocket('ws://localhost:8000/ws')
  |                ------------- used by this call
  ::: client/board.js:2:35
  |
2 | const notes = await fetch('http://localhost:8000/notes')
  |                                   --------- and here
  = seen: browser of anybody but the developer: net::ERR_CONNECTION_REFUSED; nothing in the server's log
  = help: take the host from the page, or call a path of the page's own origin
```

## Good: a fallback, and nothing that says what the production build gets
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
`frontend/.env.production.example`
```env
VITE_APP_NAME=Lernwerk
```
`frontend/src/courses.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'

export const loadCourses = () => fetch(`${API_URL}/courses`)
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```

## Good: compose hands a variable to the build, which each place sets for itself
`.env.example`
```env
NEXT_PUBLIC_API_URL=http://localhost:8000
```
`docker-compose.prod.yml`
```yaml
services:
  api:
    build: ./backend
    command: uvicorn main:app --host 0.0.0.0
    ports: ["8000:8000"]
  page:
    build:
      context: ./web
      args:
        NEXT_PUBLIC_API_URL: ${NEXT_PUBLIC_API_URL}
    ports: ["3000:3000"]
    environment: [NODE_ENV=production]
```
`web/package.json`
```json
{"dependencies": {"next": "^16.0.0", "react": "^19.2.0"}}
```
`web/Dockerfile`
```dockerfile
FROM node:24
ARG NEXT_PUBLIC_API_URL
ENV NEXT_PUBLIC_API_URL=${NEXT_PUBLIC_API_URL}
COPY . .
RUN npm run build
CMD ["npx", "next", "start"]
```
`web/app/courses.tsx`
```tsx
'use client'

const API_URL = process.env.NEXT_PUBLIC_API_URL || 'http://localhost:8000'

export const loadCourses = () => fetch(`${API_URL}/courses`)
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```

## Good: the env file of production has it
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
`frontend/.env.production`
```env
VITE_API_URL=https://api.lernwerk.de
```
`frontend/src/courses.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'

export const loadCourses = () => fetch(`${API_URL}/courses`)
export const loadNews = () => fetch((import.meta.env.DEV ? 'http://localhost:8000' : '') + '/news')

if (import.meta.env.DEV) {
  void fetch('http://localhost:8000/courses')
}
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```

## Good: another program on the visitor's own machine is meant
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
`frontend/.env.production`
```env
VITE_APP_NAME=Lernwerk
```
`frontend/src/models.ts`
```ts
export const loadModels = () => fetch('http://localhost:11434/api/tags')
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```

## Good: a desktop application brings its server along
`package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0", "electron": "^38.0.0"}}
```
`vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 5173 },
})
```
`.env.production`
```env
VITE_API_URL=http://127.0.0.1:8000
```
`src/courses.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```

## Good: the server's own script looks where its page came from
`main.py`
```python
import uvicorn
from fastapi import FastAPI, WebSocket
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/site", StaticFiles(directory="client"))


@app.websocket("/ws")
async def board(websocket: WebSocket):
    await websocket.accept()


uvicorn.run(app, host="0.0.0.0", port=8000)
```
`client/board.js`
```js
const isLocal = location.protocol === 'file:'
const socket = new WebSocket(isLocal ? 'ws://localhost:8000/ws' : `ws://${location.host}/ws`)
```

## Good: an image that is built for the developer's own machine
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
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
ARG VITE_API_URL
RUN npm run build
FROM nginx:1.29
```
`frontend/src/courses.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`compose.yaml`
```yaml
services:
  web:
    build:
      context: ./frontend
      args:
        VITE_API_URL: http://localhost:8000
    ports: ["8080:80"]
  api:
    build: ./backend
    ports: ["8000:8000"]
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    Frontend,
    Iterator,
    Label,
    Location,
    Package,
    Problem,
    Problems,
    Replacement,
    Service,
    Severity,
    Target,
    Wiring,
    env_name,
    folder_of,
    regex,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_DESKTOP = frozenset({"electron", "electron-builder", "@tauri-apps/api", "@tauri-apps/cli", "nw", "@neutralinojs/lib"})
"""What makes a page into a program of its user's own machine, where its server may run as well."""
_SHOWN = 10
"""How many calls are shown of those that share a cause."""
_WEB_PORTS = frozenset({80, 443})
_ABSOLUTE = regex(r"[a-z]+://", re.IGNORECASE)

_Call = tuple[Connection, Target, Location]
"""A call, the URL that it comes to, and where the host of that URL is written."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each loopback address that the page of an app calls, with all places that hold it."""
    for frontend in wiring.frontends:
        groups: dict[str, list[_Call]] = {}
        for connection, target, at in () if _is_desktop(wiring, frontend) else _calls(wiring, frontend):
            if target.address is not None:
                groups.setdefault(target.address.page_origin, []).append((connection, target, at))
        for calls in groups.values():
            yield _problem(wiring, frontend, calls)


def _is_desktop(wiring: Wiring, frontend: Frontend) -> bool:
    packages = (
        package for package in wiring.facts(Package) if _is_above(folder_of(package.at.path), frontend.app.root)
    )
    return any(name in _DESKTOP for package in packages for name, _ in package.dependencies)


def _is_above(folder: str, inner: str) -> bool:
    return not folder or folder == inner or inner.startswith(f"{folder}/")


def _calls(wiring: Wiring, frontend: Frontend) -> Iterator[_Call]:
    for connection in wiring.connections_of(frontend.app):
        if connection.unknown or connection.may_be_for_development:
            continue
        for target in connection.targets:
            at = target.host_at()
            if at is None or not _is_certain(connection, target) or connection.may_run_on_server(target):
                continue
            if (
                target.environment.container
                and env_name(at.path).template
                and not at.path.startswith(frontend.app.root)
            ):
                continue  # who builds the image fills the template in for the place where it will run
            handed_out = frontend.served_by is not None and target.server is not None
            if handed_out or _is_shipped(wiring, target):
                yield connection, target, at


def _is_shipped(wiring: Wiring, target: Target) -> bool:
    """Whether a URL stands in a build for others, and names a server of the project."""
    container = target.environment.container
    # The arguments of an image that no compose file builds are handed in where nobody can see it.
    is_built = not container or any(service.name == container for service in wiring.facts(Service))
    return target.is_shipped and is_built and (target.server is not None or _may_be_ours(wiring, target))


def _may_be_ours(wiring: Wiring, target: Target) -> bool:
    """Whether a variable names no other program of the same machine, such as a model server."""
    if not target.url.trail or target.address is None:
        return False
    is_alone = not wiring.servers or bool(wiring.apps.unread)
    return is_alone or target.address.port in wiring.ports.all_ports(own=True) | _WEB_PORTS


def _is_certain(connection: Connection, target: Target) -> bool:
    """Whether a call comes to the loopback address in an environment, whatever conditions may choose between."""
    alike = (other for other in connection.targets if other.used and other.environment is target.environment)
    return target.used and all(_is_loopback(other) for other in alike)


def _is_loopback(target: Target) -> bool:
    """`*.localhost` is left out, which a proxy on the developer's machine serves."""
    address = target.address
    if address is None or not address.is_loopback or address.host.endswith(".localhost"):
        return False
    return _ABSOLUTE.match(target.url.text) is not None and not any(piece.page for piece in target.url.pieces)


def _problem(wiring: Wiring, frontend: Frontend, calls: list[_Call]) -> Problem:
    connection, target, at = calls[0]
    server = frontend.served_by
    who = f"the {target.environment.mode} build" if server is None else "a script that the server hands out itself"
    address = target.address.origin.partition("://")[2] if target.address is not None else at.text
    labels = {label.at: label for label in (*_evidence(wiring, frontend, target, at), *connection.trail(target, at))}
    for other, _, place in calls[:_SHOWN]:
        if place == at:
            labels.setdefault(other.fact.call, Label(other.fact.call, "and by this call"))
        else:
            labels.setdefault(place, Label(place, "and here"))
    path = "or call a path of the page's own origin"
    return Problem(
        f"{who} calls {address}, which is each visitor's own machine",
        at,
        tuple(labels.values()),
        symptom="browser of anybody but the developer: net::ERR_CONNECTION_REFUSED; nothing in the server's log",
        remedy=f"set its address where the production build reads it, {path}"
        if server is None
        else f"take the host from the page, {path}",
    )


def _evidence(wiring: Wiring, frontend: Frontend, target: Target, at: Location) -> Iterator[Label]:
    """What shows that others get the page, where that is another file than the one which holds the address."""
    environment = target.environment
    if frontend.served_by is not None:
        yield Label(frontend.served_by.at, "this server hands it out")
        return
    for path in environment.files:
        entries = wiring.env_files.entries(path)
        if environment.mode in env_name(path).target and entries and path != at.path:
            yield Label(entries[0].at, f"the {environment.mode} build reads this file, without a value for it")
    given = {environment.variables[name].at.path for name in environment.set_by_container}
    for service in wiring.facts(Service):
        if service.name == environment.container and service.at.path in given - {at.path}:
            yield Label(service.at, "the image of this service is built without a value for it")
    for fact in wiring.facts(Replacement):
        if fact.mode == environment.mode and not at.path.endswith(fact.by):
            yield Label(fact.at, f"the configuration of the {environment.mode} build")
