r"""A URL that the browser code calls is put together wrongly: no scheme, two schemes, blanks, or a doubled slash.

Each half looks right by itself. `localhost:8000` reads as the scheme `localhost:`, `127.0.0.1:8000/users` and
`api.acme.dev/users` as paths below the page, and `http://` in the code before a variable that holds `http://` as
well as a host named `http`. A base that ends with a slash before a path that begins with one asks for `//users`,
which is another path to the server, and where the base is `/`, another host to the browser.

Give the variable a whole URL without a slash at its end, `http://localhost:8000`, and let every path begin with one.

## Bad: no scheme
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env`
```env
VITE_API_URL=localhost:8000
```
`frontend/src/api.ts`
```ts
export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
export const loadItems = () => fetch(`${import.meta.env.VITE_API_URL}/items`)
```
Report:
```text
frontend/.env:1:14: error[malformed-url] this URL has no scheme: localhost:8000/users
  |
1 | VITE_API_URL=localhost:8000
  |              ^^^^^^^^^^^^^^
  ::: frontend/src/api.ts:1:32
  |
1 | export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
  |                                ----- used by this call
  ::: frontend/src/api.ts:2:32
  |
2 | export const loadItems = () => fetch(`${import.meta.env.VITE_API_URL}/items`)
  |                                ----- and by this call
  = seen: browser: Fetch API cannot load localhost:8000/users. URL scheme "localhost" is not supported.
  = help: write the scheme before it: http://localhost:8000
```

## Bad: two schemes
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env`
```env
VITE_API_HOST=http://localhost:8000
```
`frontend/src/socket.ts`
```ts
export const socket = new WebSocket(`ws://${import.meta.env.VITE_API_HOST}/ws`)
```
Report:
```text
frontend/.env:1:15: error[malformed-url] this URL has two schemes: ws://http://localhost:8000/ws
  |
1 | VITE_API_HOST=http://localhost:8000
  |               ^^^^^^^
  ::: frontend/src/socket.ts:1:23
  |
1 | export const socket = new WebSocket(`ws://${import.meta.env.VITE_API_HOST}/ws`)
  |                       ------------- used by this call
  = seen: browser: net::ERR_NAME_NOT_RESOLVED, since what follows the first two slashes is taken for the host
  = help: take one of them away
```

## Bad: a slash at the end of the base and one at the beginning of the path
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/socket.ts`
```ts
const base = import.meta.env.VITE_WS_URL ?? 'ws://localhost:8000/'
export const socket = new WebSocket(base + '/ws')
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def ws(socket: WebSocket) -> None:
    await socket.accept()


uvicorn.run(app, port=8000)
```
Report:
```text
frontend/src/socket.ts:1:65: error[malformed-url] this URL has two slashes where its parts are joined: ws://localhost:8000//ws
  |
1 | const base = import.meta.env.VITE_WS_URL ?? 'ws://localhost:8000/'
  |                                                                 ^
  ::: frontend/src/socket.ts:2:23
  |
2 | export const socket = new WebSocket(base + '/ws')
  |                       ------------- used by this call
  = seen: server log: 403 for a WebSocket, 404 for a request, with two slashes in the path
  = help: end the base without a slash
```

## Bad: a blank between the host and the path
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env.example`
```env
VITE_API_URL="http://localhost:8000 "
```
`frontend/src/api.ts`
```ts
export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
```
Report:
```text
frontend/.env.example:1:36: error[malformed-url] this URL has a blank in it: http://localhost:8000 /users
  |
1 | VITE_API_URL="… "
  |                ^
  ::: frontend/src/api.ts:1:32
  |
1 | export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
  |                                ----- used by this call
  = seen: browser: TypeError: Failed to fetch, or SyntaxError: Failed to construct 'WebSocket'
  = help: take the blank away
```

## Bad: no slash between the port and the path
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000
```
`frontend/src/routes.ts`
```ts
const BASE = import.meta.env.VITE_API_URL

export const ROUTES = { login: BASE + '/login', renew: BASE + 'login/renew' }
```
`frontend/src/session.ts`
```ts
import { ROUTES } from './routes'

export const login = () => fetch(ROUTES.login, { method: 'POST' })
export const renew = () => fetch(ROUTES.renew, { method: 'POST' })
```
Report:
```text
frontend/src/routes.ts:3:64: error[malformed-url] this URL has no slash between its port and its path: http://localhost:8000login/renew
  |
3 | export const ROUTES = { login: BASE + '/login', renew: BASE + 'login/renew' }
  |                                                                ^^^^^
  ::: frontend/.env:1:1
  |
1 | VITE_API_URL=http://localhost:8000
  | ---------------------------------- VITE_API_URL is set here
  ::: frontend/src/session.ts:4:28
  |
4 | export const renew = () => fetch(ROUTES.renew, { method: 'POST' })
  |                            ----- used by this call
  = seen: browser: TypeError: Failed to execute 'fetch' on 'Window': Failed to parse URL from http://localhost:8000login/renew
  = help: begin the path with a slash
```

## Good: a function that puts the slash before a path that lacks it
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0", "axios": "^1.12.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/api.ts`
```ts
import axios from 'axios'

const BASE = 'http://localhost:8000'
const load = (path: string) => fetch(BASE + (path.startsWith('/') ? path : `/${path}`))
const api = axios.create({ baseURL: BASE })

export const loadUsers = () => load('users')
export const loadItems = () => api.get('items')
export const loadPage = (page: string) => fetch(`${BASE}${page}`)
```

## Good: whole URLs, relative paths, and a base that is cleaned first
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env`
```env
VITE_API_URL=http://localhost:8000/
VITE_HOST=localhost:8000
```
`frontend/src/api.ts`
```ts
const base = import.meta.env.VITE_API_URL.replace(/\/$/, '')
export const users = () => fetch(`${base}/users`)
export const items = () => fetch('/api/items')
export const terms = () => fetch('texts/terms.json')
export const resolved = () => fetch(new URL('/users', import.meta.env.VITE_API_URL))
export const socket = new WebSocket(`ws://${import.meta.env.VITE_HOST}/ws`)
```

## Good: axios joins base and path with one slash, and socket.io adds the scheme of the page
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/api.ts`
```ts
import axios from 'axios'
import { io } from 'socket.io-client'

export const api = axios.create({ baseURL: 'http://localhost:8000/' })
export const users = () => api.get('/users')
export const socket = io('localhost:8000')
```

## Good: a function that adds the slash only where it is missing, and an empty value between two slashes
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/src/api.ts`
```ts
const base = import.meta.env.VITE_API_URL ?? '/api/v1'

function address(path: string): string {
  const clean = path.startsWith('/') ? path : `/${path}`
  return `${base}${clean}`
}

export const users = () => fetch(address('/users'))

export function bots(parameters: URLSearchParams) {
  const world = parameters.get('world') || ''
  return fetch(`/worlds/${world}/bots`)
}
```

## Good: a template says where the address goes
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'
export default defineConfig({})
```
`frontend/.env.example`
```env
VITE_API_URL=<your backend>
```
`frontend/src/api.ts`
```ts
export const loadUsers = () => fetch(`${import.meta.env.VITE_API_URL}/users`)
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    Target,
    Wiring,
    locate,
    record,
    regex,
)

SINCE = "0.1"

_PLACEHOLDER = regex(
    r"[<>$]|\{\{|your[-_.]|yourdomain|example|placeholder|change_?me|xxx|\.\.\.|__\w+__", re.IGNORECASE
)
_TWO_SCHEMES = regex(r"(?:https?|wss?)://((?:https?|wss?)://?)", re.IGNORECASE)
_BROKEN_SCHEME = regex(r"((?:https?:/(?!/)|(?:https?|wss?)//)[^/?#]*)", re.IGNORECASE)
"""`ws:/host` is left out: on a page of another scheme the URL standard reads it as `ws://host`."""
_HOST_AND_PORT = regex(r"((?:[a-z0-9_-]+\.)*[a-z0-9_-]+:\d{2,5})(?=[/?#]|$)", re.IGNORECASE)
_DOMAIN = regex(r"((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|ai|cloud|co))(?=[/?#]|$)", re.IGNORECASE)
"""Endings that no file name shares: `texts/terms.json` and `main.js` are paths."""
_BLANK = regex(r"\s*(?:[a-z]+:)?//(?:[^/?#\s]*(\s+)\S|[^?#]*?\S(\s+)/)", re.IGNORECASE)
"""A blank in the host, or where a part of the path ends. The browser itself strips those around the whole text."""
_NO_PATH = regex(r"(?:https?|wss?)://[\w.\[\]:-]+:\d{2,5}([a-z_-][^/?#]*)", re.IGNORECASE)
_AUTHORITY = regex(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)

_NO_SCHEME = "has no scheme"
_NO_SLASH = "has no slash between its port and its path"
_DOUBLED_SLASH = "has two slashes where its parts are joined"
_REMEDIES = {
    "has two schemes": "take one of them away",
    "has a broken scheme": "write it as scheme://host:port",
    "has a blank in it": "take the blank away",
    _NO_SLASH: "begin the path with a slash",
    _DOUBLED_SLASH: "end the base without a slash",
}


@record
class _Fault:
    """What is wrong with the URL of a call site between two offsets of its text."""

    connection: Connection
    target: Target
    reason: str
    start: int
    end: int


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that spoils a URL, whatever the number of call sites."""
    places: dict[Location, list[_Fault]] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            fault = _fault(connection, target) or _joint(connection, target)
            at = locate(target.url.pieces, fault.start, fault.end) if fault is not None else None
            if fault is not None and at is not None:
                places.setdefault(at, []).append(fault)
    for at, faults in places.items():
        yield _problem(wiring, at, faults)


def _fault(connection: Connection, target: Target) -> _Fault | None:
    text = target.url.text
    tests = [("has two schemes", _TWO_SCHEMES), ("has a broken scheme", _BROKEN_SCHEME), ("has a blank in it", _BLANK)]
    if connection.fact.kind != "socketio":  # which puts the page's scheme before a bare host
        tests += [(_NO_SCHEME, _HOST_AND_PORT), (_NO_SCHEME, _DOMAIN)]
    for reason, pattern in tests:
        match = pattern.match(text)
        if match is not None and not _PLACEHOLDER.search(text):
            start, end = match.span(match.lastindex or 0)
            return _Fault(connection, target, reason, start, end)
    return None


def _joint(connection: Connection, target: Target) -> _Fault | None:
    """No slash or two of them where parts from two places meet. HTTP clients and socket.io mend both."""
    if connection.fact.client is not None or connection.fact.kind == "socketio":
        return None
    for reason, find in ((_DOUBLED_SLASH, _doubled_at), (_NO_SLASH, _unslashed_at)):
        found = find(target)
        # A condition that is not followed (`path.startsWith('/') ? path : ...`) may be there to avoid just this.
        alike = (t for t in connection.targets if t.used == target.used and t.environment is target.environment)
        if found is not None and all(find(other) == found for other in alike):
            return _Fault(connection, target, reason, *found)
    return None


def _unslashed_at(target: Target) -> tuple[int, int] | None:
    """The beginning of a path that stands right behind a port."""
    match = _NO_PATH.match(target.url.text)
    return match.span(1) if match is not None and "@" not in match[1] else None


def _doubled_at(target: Target) -> tuple[int, int] | None:
    """The slash that another one follows, where the two are written in two places."""
    text = target.url.text
    authority = None if text.startswith("//") else _AUTHORITY.match(text)
    start = text.find("//", authority.end() if authority is not None else 0, len(_shown(text)))
    if start < 0 or _PLACEHOLDER.search(text) or not (start == 0 or _is_ours(target)):
        return None
    first, second = (locate(target.url.pieces, n, n + 1) for n in (start, start + 1))
    if first is None or second is None:
        return None
    # `/${id}/` with an empty `id` is another matter, and `//` in one text may be meant.
    between = first.source.text[first.end : second.start] if first.path == second.path else None
    empty = between == "" or re.fullmatch(r"\$\{[^{}`]*\}", between or "") is not None
    return None if empty else (start, start + 1)


def _is_ours(target: Target) -> bool:
    """Whether the server is known or at least local, with nothing before it that tidies paths up."""
    is_local = target.address is not None and target.address.is_loopback
    return target.server is not None or target.is_relative or is_local


def _shown(text: str) -> str:
    """The URL without its query, as the code puts it together."""
    return re.split(r"[?#]", text, maxsplit=1)[0]


def _problem(wiring: Wiring, at: Location, faults: list[_Fault]) -> Problem:
    first = min(faults, key=lambda fault: not fault.target.used)
    labels = {label.at: label for label in first.connection.trail(first.target, at)}
    for fault in faults:
        labels.setdefault(fault.connection.fact.call, Label(fault.connection.fact.call, "and by this call"))
    scheme = "https" if _DOMAIN.fullmatch(at.text) else "http"
    remedy = _REMEDIES.get(first.reason, f"write the scheme before it: {scheme}://{at.text}")
    return Problem(
        f"{'this URL' if first.target.used else 'this fallback'} {first.reason}: {_shown(first.target.url.text)}",
        at,
        tuple(labels.values()),
        symptom=_symptom(first),
        remedy=remedy,
        fixes=_fixes(wiring, at, first.reason, remedy),
    )


def _symptom(fault: _Fault) -> str:
    text, reason = _shown(fault.target.url.text), fault.reason
    scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", text, re.IGNORECASE)
    if reason == "has two schemes" or (reason == _DOUBLED_SLASH and fault.start == 0):
        return "browser: net::ERR_NAME_NOT_RESOLVED, since what follows the first two slashes is taken for the host"
    if reason == _DOUBLED_SLASH:
        return "server log: 403 for a WebSocket, 404 for a request, with two slashes in the path"
    if reason == _NO_SLASH and fault.connection.fact.kind == "websocket":
        return f"browser: SyntaxError: Failed to construct 'WebSocket': The URL '{text}' is invalid."
    if reason == _NO_SLASH:
        return f"browser: TypeError: Failed to execute 'fetch' on 'Window': Failed to parse URL from {text}"
    if reason == "has a blank in it":
        return "browser: TypeError: Failed to fetch, or SyntaxError: Failed to construct 'WebSocket'"
    if scheme is None or reason != _NO_SCHEME:
        return f"browser: 404, or the page itself, since {text} is taken for a path of the page's own server"
    if fault.connection.fact.kind == "websocket":
        return (
            "browser: SyntaxError: Failed to construct 'WebSocket': The URL's scheme must be either 'http', 'https', "
            f"'ws', or 'wss'. '{scheme[0].lower()}' is not allowed."
        )
    return f'browser: Fetch API cannot load {text}. URL scheme "{scheme[0].lower()}" is not supported.'


def _fixes(wiring: Wiring, at: Location, reason: str, title: str) -> tuple[Fix, ...]:
    if at.text.strip("/ \t"):
        return ()
    safe = reason != _DOUBLED_SLASH or all(_is_doubled(target, at) for c in wiring.connections for target in c.targets)
    return (Fix(title, (Edit(at, ""),), Safety.SAFE if safe else Safety.UNSAFE),)


def _is_doubled(target: Target, at: Location) -> bool:
    """Whether another slash follows the one at a place wherever a URL holds it, so that it stays whole without it."""
    text = target.url.text
    slashes = [n for n in range(len(text)) if text[n] == "/" and locate(target.url.pieces, n, n + 1) == at]
    return all(text[n + 1 : n + 2] == "/" for n in slashes)
