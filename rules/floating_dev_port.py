"""The dev server moves to another port when its own is taken, and the server allows that one origin only.

Vite looks for a free port: where 5173 is in use, by a second terminal or a process that was left over, the page is
served at 5174. It says so in one line of its output, the page looks as always, and every call to the server is blocked
by CORS. SvelteKit and Astro are the same dev server, and Next.js looks on as well where nobody tells it a port.

Set `strictPort: true` (https://vite.dev/config/server-options#server-strictport): the dev server then stops and says
that its port is in use, which is the better message. Allowing the next ports, too, works as long as there are enough.

## Bad: the only origin is that of the configured port
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 3200 },
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
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3200"])


@app.get("/courses")
def courses():
    return []
```
Report:
```text
backend/app/main.py:5:52: note[floating-dev-port] only port 3200 is allowed here, and Vite takes 3201 where 3200 is in use
  |
5 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3200"])
  |                                                    ^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 3200 },
  |                   ---- Vite begins to look for a free port at 3200
  ::: backend/app/main.py:5:20
  |
5 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3200"])
  |                    -------------- the server allows only the listed origins
  = seen: dev server: Port 3200 is in use, trying another one...; browser: blocked by CORS policy, for every call
  = help: set strictPort: true
```

## Bad: the port that Vite takes by itself, in two spellings
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({})
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

ORIGINS = ["http://localhost:5173", "http://127.0.0.1:5173", "https://courses.example.com"]

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)


@app.get("/courses")
def courses():
    return []
```
Report:
```text
backend/app/main.py:4:13: note[floating-dev-port] only port 5173 is allowed here, and Vite takes 5174 where 5173 is in use
  |
4 | ORIGINS = ["http://localhost:5173", "http://127.0.0.1:5173", "https://courses.example.com"]
  |             ^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:3:29
  |
3 | export default defineConfig({})
  |                             - Vite begins to look for a free port at 5173
  ::: backend/app/main.py:7:20
  |
7 | app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)
  |                    -------------- the server allows only the listed origins
  = seen: dev server: Port 5173 is in use, trying another one...; browser: blocked by CORS policy, for every call
  = help: set strictPort: true
```

## Good: the dev server stops where its port is taken
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 3200, strictPort: true },
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
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3200"])


@app.get("/courses")
def courses():
    return []
```

## Good: the next port is allowed, too
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 3200 },
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

ORIGINS = ["http://localhost:3200", "http://localhost:3201"]

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)


@app.get("/courses")
def courses():
    return []
```

## Good: the calls go through the proxy, so no origin is asked
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { port: 3200, proxy: { '/courses': 'http://localhost:8000' } },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('/courses')
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
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:3200"])


@app.get("/courses")
def courses():
    return []
```
"""

from __future__ import annotations

from envlint.rule import (
    AllowList,
    DevServer,
    Edit,
    Fix,
    Frontend,
    Iterator,
    Label,
    Listen,
    Location,
    PageAddress,
    Policy,
    Problem,
    Problems,
    Safety,
    Server,
    Switch,
    Text,
    Wiring,
    folder_of,
    locate,
    url,
)

SINCE = "0.1"
SEVERITY = "note"

_FLOATING = {"vite": "Vite", "sveltekit": "Vite", "astro": "Astro"}
_STRICT_OPTION = "--strictPort"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each allow-list that names the port of such a dev server and no other."""
    for frontend in wiring.frontends:
        page = frontend.page
        if page is None or not _floats(wiring, frontend):
            continue
        for server in wiring.servers:
            entry = _only_entry(server, page)
            if entry is not None and _is_called(wiring, frontend, server):
                yield _problem(wiring, frontend, page, *entry)


def _floats(wiring: Wiring, frontend: Frontend) -> bool:
    """Whether a dev server looks for another port, for sure."""
    app = frontend.app
    if app.framework == "next":
        return frontend.page is not None and not _has_given_port(wiring, frontend)
    if app.framework not in _FLOATING or any(
        _STRICT_OPTION in listen.at.source.text for listen in _commands(wiring, frontend)
    ):
        return False
    config = _config(wiring, frontend)
    if config is None or config.strict_port is None:
        return True
    results = frontend.resolvers[0][1].used(config.strict_port, config.at.path)
    return bool(results) and all(isinstance(result, Switch) and not result.value for result in results)


def _commands(wiring: Wiring, frontend: Frontend) -> Iterator[Listen]:
    return (listen for listen in wiring.facts(Listen) if listen.folder == frontend.app.root)


def _has_given_port(wiring: Wiring, frontend: Frontend) -> bool:
    """https://github.com/vercel/next.js/blob/v16.0.0/packages/next/src/cli/next-dev.ts: a given port is not left."""
    return any(listen.tool == "next" and listen.port is not None for listen in _commands(wiring, frontend))


def _config(wiring: Wiring, frontend: Frontend) -> DevServer | None:
    own = (fact for fact in wiring.facts(DevServer) if folder_of(fact.at.path) == frontend.app.root)
    return next((fact for fact in own if fact.kind == "server"), None)


def _only_entry(server: Server, page: PageAddress) -> tuple[Policy, Location] | None:
    """The entry for the page in the list that counts, where no other port of the own machine is allowed."""
    if not all(policy.is_known and not policy.patterns for policy in server.policies):
        return None
    found = [(policy, allow_list) for policy in server.policies for allow_list in policy.lists if allow_list.used]
    if not found:
        return None
    policy, allow_list = found[0]
    item = next((item for item in allow_list.items if item.text == page.origin), None)
    at = locate(item.pieces, 0, len(item.text)) if item is not None and _names_one_port(allow_list, page) else None
    return (policy, at) if at is not None else None


def _names_one_port(allow_list: AllowList, page: PageAddress) -> bool:
    addresses = [url.parse(item.text) for item in allow_list.items]
    ports = {address.port for address in addresses if address is not None and address.is_loopback}
    return allow_list.is_complete and not allow_list.has_wildcard and ports == {page.port}


def _is_called(wiring: Wiring, frontend: Frontend, server: Server) -> bool:
    """Whether the browser asks the server from the page's origin, which is what an allow-list is for."""
    return any(
        target.server == server and not target.is_relative and not target.environment.is_production
        for connection in wiring.connections_of(frontend.app)
        if connection.is_http
        for target in connection.targets
        if not connection.may_run_on_server(target)
    )


def _problem(wiring: Wiring, frontend: Frontend, page: PageAddress, policy: Policy, at: Location) -> Problem:
    tool = _FLOATING.get(frontend.app.framework, "Next.js")
    strict = tool != "Next.js"
    remedy = "set strictPort: true" if strict else "give next dev its port with -p"
    labels = [Label(page.at, f"{tool} begins to look for a free port at {page.port}")] if page.at is not None else []
    return Problem(
        f"only port {page.port} is allowed here, and {tool} takes {page.port + 1} where {page.port} is in use",
        at,
        (*labels, Label(policy.fact.at, "the server allows only the listed origins")),
        symptom=f"dev server: Port {page.port} is in use, trying another one...; "
        "browser: blocked by CORS policy, for every call",
        remedy=remedy,
        fixes=tuple(_fixes(_config(wiring, frontend), remedy) if strict else ()),
    )


def _fixes(config: DevServer | None, title: str) -> Iterator[Fix]:
    """`strictPort: true` behind the port, where that is a plain number."""
    port = config.port if config is not None and config.strict_port is None else None
    if isinstance(port, Text) and port.at.text.isdigit():
        source, end = port.at.source, port.at.end
        if source.text[end : end + 1] not in {"'", '"', "`"}:
            yield Fix(title, (Edit(source.at(end, end), ", strictPort: true"),), Safety.SAFE)
