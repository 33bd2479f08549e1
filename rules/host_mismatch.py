"""One server is called under two spellings of the same machine, which to a browser are two hosts.

`localhost`, `127.0.0.1` and `[::1]` reach the same program, and a browser still keeps them apart. A cookie that the
server sets under one name is never sent to the other, and to the rules of SameSite the two are different sites. So
the login works, and the WebSocket or the one request that spells the host the other way arrives without a session.
The console shows a failed connection, the server's log a 401 or 403, and neither names the host as the reason.

It is seldom visible in one file: the env file says `localhost`, and a fallback in the source, written on another day,
says `127.0.0.1`. That fallback is what everybody gets whose env file lacks the variable.

Choose one spelling, best that of the page (dev servers print `localhost`), and write it everywhere.

## Bad: the fallback in the source spells the host otherwise than the env file
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
`frontend/.env.local`
```env
VITE_API_URL=http://localhost:8000
VITE_WS_URL=ws://localhost:8000/ws/lessons
```
`frontend/src/lessons.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL
const WS_URL = import.meta.env.VITE_WS_URL ?? 'ws://127.0.0.1:8000/ws/lessons'

export const loadLessons = () => fetch(`${API_URL}/lessons`, { credentials: 'include' })
export const openLessons = () => new WebSocket(WS_URL)
```
Report:
```text
frontend/src/lessons.ts:2:53: error[host-mismatch] this fallback calls 127.0.0.1:8000, while localhost is called for the same server elsewhere: to a browser they are two hosts
  |
2 | const WS_URL = import.meta.env.VITE_WS_URL ?? 'ws://127.0.0.1:8000/ws/lessons'
  |                                                     ^^^^^^^^^
  ::: frontend/.env.local:1:21
  |
1 | VITE_API_URL=http://localhost:8000
  |                     --------- the same server is called localhost here
  |
2 | VITE_WS_URL=ws://localhost:8000/ws/lessons
  | ------------------------------------------ this is used today instead
  ::: frontend/src/lessons.ts:5:34
  |
5 | export const openLessons = () => new WebSocket(WS_URL)
  |                                  ------------- used by this call
  = seen: browser: a cookie that was set by localhost is not sent to 127.0.0.1; server log: 401, or 403 for a WebSocket, although the user is signed in
  = help: write localhost here as well
```

## Bad: the page, its requests and its cookies
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
`frontend/src/login.ts`
```ts
export async function login(name: string, password: string) {
  const body = JSON.stringify({ name, password })
  return fetch('http://127.0.0.1:8000/login', { method: 'POST', body, credentials: 'include' })
}
```
Report:
```text
frontend/src/login.ts:3:24: error[host-mismatch] this URL calls 127.0.0.1:8000, with cookies, from a page at localhost: to a browser they are two hosts
  |
3 |   return fetch('http://127.0.0.1:8000/login', { method: 'POST', body, credentials: 'include' })
  |                        ^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/login.ts:3:10
  |
3 |   return fetch('http://127.0.0.1:8000/login', { method: 'POST', body, credentials: 'include' })
  |          ----- used by this call
  = seen: browser: a cookie that was set by localhost is not sent to 127.0.0.1; server log: 401, or 403 for a WebSocket, although the user is signed in
  = help: write localhost here as well
```

## Bad: requests and WebSocket disagree inside one file
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
`frontend/src/config.ts`
```ts
export const API_URL = 'http://127.0.0.1:8000'
export const WS_URL = 'ws://localhost:8000/ws'
```
`frontend/src/board.ts`
```ts
import { API_URL, WS_URL } from './config'

export const loadBoard = () => fetch(`${API_URL}/board`)
export const watchBoard = () => new WebSocket(WS_URL)
```
Report:
```text
frontend/src/config.ts:1:32: error[host-mismatch] this URL calls 127.0.0.1:8000, while localhost is called for the same server elsewhere: to a browser they are two hosts
  |
1 | export const API_URL = 'http://127.0.0.1:8000'
  |                                ^^^^^^^^^
  ::: frontend/src/config.ts:2:29
  |
2 | export const WS_URL = 'ws://localhost:8000/ws'
  |                             --------- the same server is called localhost here
  ::: frontend/src/board.ts:3:32
  |
3 | export const loadBoard = () => fetch(`${API_URL}/board`)
  |                                ----- used by this call
  = seen: browser: a cookie that was set by localhost is not sent to 127.0.0.1; server log: 401, or 403 for a WebSocket, although the user is signed in
  = help: write localhost here as well
  = help: write 127.0.0.1 in the other place
```

## Bad: the page and one of the fallbacks say localhost, the env file does not
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
VITE_API_URL=http://127.0.0.1:8000
```
`frontend/src/lessons.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL || 'http://127.0.0.1:8000'

export const loadLessons = () => fetch(`${API_URL}/lessons`)
```
`frontend/src/teachers.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'

export const loadTeachers = () => fetch(`${API_URL}/teachers`)
```
Report:
```text
frontend/.env:1:21: error[host-mismatch] this URL calls 127.0.0.1:8000, while a fallback says localhost: to a browser they are two hosts
  |
1 | VITE_API_URL=http://127.0.0.1:8000
  |                     ^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/teachers.ts:1:57
  |
1 | const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'
  |                                                         --------- the same server is called localhost here
  ::: frontend/src/lessons.ts:3:34
  |
3 | export const loadLessons = () => fetch(`${API_URL}/lessons`)
  |                                  ----- used by this call
  = seen: browser: a cookie that was set by localhost is not sent to 127.0.0.1; server log: 401, or 403 for a WebSocket, although the user is signed in
  = help: write localhost here as well
  = help: write 127.0.0.1 in the other place

frontend/src/lessons.ts:1:57: error[host-mismatch] this fallback calls 127.0.0.1:8000, while another fallback says localhost: to a browser they are two hosts
  |
1 | const API_URL = import.meta.env.VITE_API_URL || 'http://127.0.0.1:8000'
  |                                                         ^^^^^^^^^
  ::: frontend/vite.config.ts:4:19
  |
4 |   server: { port: 5173 },
  |                   ---- the page is served at http://localhost:5173
  ::: frontend/src/teachers.ts:1:57
  |
1 | const API_URL = import.meta.env.VITE_API_URL || 'http://localhost:8000'
  |                                                         --------- the same server is called localhost here
  ::: frontend/.env:1:1
  |
1 | VITE_API_URL=http://127.0.0.1:8000
  | ---------------------------------- this is used today instead
  ::: frontend/src/lessons.ts:3:34
  |
3 | export const loadLessons = () => fetch(`${API_URL}/lessons`)
  |                                  ----- used by this call
  = seen: browser: a cookie that was set by localhost is not sent to 127.0.0.1; server log: 401, or 403 for a WebSocket, although the user is signed in
  = help: write localhost here as well
  = help: write 127.0.0.1 in the other place
```

## Good: one spelling everywhere
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
`frontend/.env.local`
```env
VITE_WS_URL=ws://localhost:8000/ws/lessons
```
`frontend/src/lessons.ts`
```ts
const WS_URL = import.meta.env.VITE_WS_URL ?? 'ws://localhost:8000/ws/lessons'

export const loadLessons = () => fetch('http://localhost:8000/lessons', { credentials: 'include' })
export const openLessons = () => new WebSocket(WS_URL)
```

## Good: the dev server's proxy dials, not the browser
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
})
```
`frontend/src/lessons.ts`
```ts
export const loadLessons = () => fetch('/api/lessons', { credentials: 'include' })
export const openLessons = () => new WebSocket('ws://localhost:8000/ws/lessons')
```

## Good: another spelling than the page's, and no cookie that could be lost
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
`frontend/src/weather.ts`
```ts
export const loadWeather = () => fetch('http://127.0.0.1:8000/weather')
```

## Good: a program that is not part of the repository
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
export const loadModels = () => fetch('http://localhost:11434/api/tags')
export const stopModels = () => fetch('http://127.0.0.1:11434/api/stop')
```
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/{path:path}")
def page(path: str):
    return path


uvicorn.run(app, port=int(os.environ["PORT"]))
```

## Good: a test and a mock may spell it as they like
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
`frontend/src/weather.ts`
```ts
export const loadWeather = () => fetch('http://localhost:8000/weather')
```
`frontend/src/weather.test.ts`
```ts
await fetch('http://127.0.0.1:8000/weather')
```
"""

from __future__ import annotations

from collections import defaultdict

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    Target,
    Wiring,
    can_match,
    client_pattern,
    url,
)

SINCE = "0.1"

_Spelling = tuple[Connection, Target, Location]
"""A call, one of its URLs, and where the host of that URL is written."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that spells a server's host otherwise than the rest of its app does."""
    servers: dict[tuple[object, ...], dict[str, list[_Spelling]]] = defaultdict(lambda: defaultdict(list))
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.host_at()
            if target.address is None or target.is_relative or at is None:
                continue
            # *.localhost tells servers apart, as a proxy in front of them does; it is no spelling of localhost.
            if not target.address.is_loopback or target.address.host.endswith(".localhost"):
                continue
            if _is_foreign(wiring, target):
                continue
            environment = (target.environment.mode, target.environment.template, target.environment.container)
            server = (connection.app, target.address.port, *environment)
            servers[server][target.address.host].append((connection, target, at))
    told: set[Location] = set()
    for hosts in servers.values():
        right = _right(hosts)
        for host, spellings in hosts.items():
            for connection, target, at in spellings if host != right else ():
                if at not in told:
                    told.add(at)
                    yield from _problem(connection, target, at, hosts.get(right, []), right)


def _is_foreign(wiring: Wiring, target: Target) -> bool:
    """Whether a URL calls a local program of somebody else's (a model server, a database's console)."""
    if target.address is None or target.server is not None or not wiring.servers or wiring.apps.unread:
        return False
    if target.address.port in wiring.ports.all_ports(own=True):
        return False
    path = client_pattern(target.path)
    routes = [route for server in wiring.servers for route in server.routes if not route.pattern.is_open]
    return not (wiring.ports.has_unknown_port and any(can_match(path, route.pattern) for route in routes))


def _right(hosts: dict[str, list[_Spelling]]) -> str:
    """The spelling to keep: the page's own if it is among them or cookies are sent, else what is called today."""
    every = [spelling for spellings in hosts.values() for spelling in spellings]
    pages = sorted({t.page.host for _, t, _ in every if t.page is not None and url.is_loopback(t.page.host)})
    if pages and (pages[0] in hosts or any(connection.sends_credentials for connection, _, _ in every)):
        return pages[0]
    used = [host for host, spellings in hosts.items() if any(target.used for _, target, _ in spellings)]
    return next(iter(used), next(iter(hosts)))


def _problem(
    connection: Connection, target: Target, at: Location, others: list[_Spelling], right: str
) -> Iterator[Problem]:
    address = target.address
    evidence = list(_evidence(target, others, right))
    if address is None or not evidence:
        return
    if any(other.used for _, other, _ in others):
        reason = f"while {right} is called for the same server elsewhere"
    elif others:
        reason = f"while {'a' if target.used else 'another'} fallback says {right}"
    else:
        reason = f"with cookies, from a page at {right}"
    remedy = f"write {right} here as well"
    yield Problem(
        f"{'this URL' if target.used else 'this fallback'} calls {address.host}:{address.port}, {reason}: "
        "to a browser they are two hosts",
        at,
        (*evidence, *connection.trail(target, at)),
        symptom=f"browser: a cookie that was set by {right} is not sent to {address.host}; server log: 401, or 403 for "
        "a WebSocket, although the user is signed in",
        remedy=remedy,
        fixes=_fixes(target, at, right, others, remedy),
    )


def _evidence(target: Target, others: list[_Spelling], right: str) -> Iterator[Label]:
    """The other side: a URL that spells the host otherwise, and the page where no such URL is called today."""
    page = target.page
    is_called = any(other.used for _, other, _ in others)
    if page is not None and page.at is not None and page.host == right and not is_called:
        yield Label(page.at, f"the page is served at {page.origin}")
    if others:
        yield Label(_nearest(others)[2], f"the same server is called {right} here")


def _nearest(others: list[_Spelling]) -> _Spelling:
    """The strongest evidence: a URL that is used, from an env file where there is one."""
    return min(others, key=lambda s: (not s[1].used, not s[1].url.trail, s[2].sort_key()))


def _fixes(target: Target, at: Location, right: str, others: list[_Spelling], remedy: str) -> tuple[Fix, ...]:
    host = target.address.host if target.address is not None else ""
    if at.text != host:
        return ()
    # A fallback that takes the spelling of today changes nothing today.
    safe = not target.used and any(other.used for _, other, _ in others)
    fixes = [Fix(remedy, (Edit(at, right),), Safety.SAFE if safe else Safety.UNSAFE)]
    places = {other for _, _, other in others if other.text == right}
    if len(places) == 1:
        fixes.append(Fix(f"write {host} in the other place", (Edit(places.pop(), host),)))
    return tuple(fixes)
