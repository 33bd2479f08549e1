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
  = seen: browser: net::ERR_NAME_NOT_RESOLVED, since the second scheme is taken for the host
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
from dataclasses import dataclass

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
)

SINCE = "0.1"

_PLACEHOLDER = re.compile(
    r"[<>$]|\{\{|your[-_.]|yourdomain|example|placeholder|change_?me|xxx|\.\.\.|__\w+__", re.IGNORECASE
)
_TWO_SCHEMES = re.compile(r"(?:https?|wss?)://((?:https?|wss?)://?)", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(r"(?:https?|wss?)(?::/(?!/)|//)", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"((?:[a-z0-9_-]+\.)*[a-z0-9_-]+:\d{2,5})(?=[/?#]|$)", re.IGNORECASE)
_DOMAIN = re.compile(r"((?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|ai|cloud|co))(?=[/?#]|$)", re.IGNORECASE)
"""Endings that no file name shares: `texts/terms.json` and `main.js` are paths."""
_BLANK = re.compile(r"\s*(?:[a-z]+:)?//(?:[^/?#\s]*(?P<host>\s+)\S|[^?#]*?\S(?P<end>\s+)/)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)
_NO_SCHEME = "has no scheme"
_NO_LAST_SLASH = "end the base without a slash"
_DOUBLED_SLASH = "has two slashes where its parts are joined"


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a text between two offsets of it."""

    reason: str
    start: int
    end: int
    removable: bool = False


@dataclass(frozen=True, slots=True)
class _Call:
    """A fault in the URL of a call site."""

    fault: _Fault
    connection: Connection
    target: Target


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that spoils a URL, whatever the number of call sites."""
    places: dict[Location, list[_Call]] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            fault = _fault(connection, target) or _doubled_slash(connection, target)
            at = locate(target.url.pieces, fault.start, fault.end) if fault is not None else None
            if fault is not None and at is not None:
                places.setdefault(at, []).append(_Call(fault, connection, target))
    for at, calls in places.items():
        yield _problem(wiring, at, calls)


def _fault(connection: Connection, target: Target) -> _Fault | None:
    text = target.url.text
    if _PLACEHOLDER.search(text):
        return None
    two = _TWO_SCHEMES.match(text)
    if two is not None:
        return _Fault("has two schemes", two.start(1), two.end(1))
    broken = _BROKEN_SCHEME.match(text)
    if broken is not None:
        return _Fault("has a broken scheme", 0, broken.end())
    host = _HOST_AND_PORT.match(text) or _DOMAIN.match(text)
    if host is not None and connection.fact.kind != "socketio":
        return _Fault(_NO_SCHEME, 0, host.end(1))
    return _blank(text)


def _blank(text: str) -> _Fault | None:
    """A blank in the host, or where a part of the path ends. The browser itself strips those around the whole text."""
    match = _BLANK.match(text)
    if match is None:
        return None
    group = "host" if match["host"] else "end"
    return _Fault("has a blank in it", match.start(group), match.end(group), removable=True)


def _doubled_slash(connection: Connection, target: Target) -> _Fault | None:
    """Two slashes from two places. HTTP clients and socket.io mend them."""
    start = _doubled_at(target)
    if start is None or connection.fact.client is not None or connection.fact.kind == "socketio":
        return None
    # A condition that is not followed (`path.startsWith('/') ? path : ...`) may be there to avoid just this.
    rivals = [other for other in connection.targets if other.used == target.used and _same_environment(other, target)]
    if not all(_doubled_at(other) == start for other in rivals):
        return None
    return _Fault(_DOUBLED_SLASH, start, start + 1, removable=True)


def _doubled_at(target: Target) -> int | None:
    """The offset of a slash that another one follows, where the two are written in two places."""
    text = target.url.text
    authority = None if text.startswith("//") else _AUTHORITY.match(text)
    start = text.find("//", authority.end() if authority is not None else 0, len(_shown(text)))
    if start < 0 or _PLACEHOLDER.search(text) or not (start == 0 or _is_ours(target)):
        return None
    first, second = (locate(target.url.pieces, n, n + 1) for n in (start, start + 1))
    if first is None or second is None or first.path != second.path:
        return start if first is not None and second is not None else None
    between = first.source.text[first.end : second.start]
    # `/${id}/` with an empty `id` is another matter, and `//` in one text may be meant.
    return None if first.end == second.start or re.fullmatch(r"\$\{[^{}`]*\}", between) else start


def _same_environment(one: Target, other: Target) -> bool:
    return (one.environment.mode, one.environment.template) == (other.environment.mode, other.environment.template)


def _is_ours(target: Target) -> bool:
    """Whether the paths of the server are known or at least not tidied up by something before it."""
    is_local = target.address is not None and target.address.is_loopback
    return target.server is not None or target.is_relative or is_local


def _problem(wiring: Wiring, at: Location, calls: list[_Call]) -> Problem:
    first = min(calls, key=lambda call: not call.target.used)
    fault, text = first.fault, first.target.url.text
    labels = {label.at: label for label in first.connection.trail(first.target) if not _is_around(label.at, at)}
    for call in calls:
        labels.setdefault(call.connection.fact.call, Label(call.connection.fact.call, "and by this call"))
    which = "this URL" if first.target.used else "this fallback"
    return Problem(
        f"{which} {fault.reason}: {_shown(text)}",
        at,
        tuple(labels.values()),
        symptom=_symptom(first),
        remedy=_remedy(fault, at.text),
        fixes=_fixes(wiring, at, fault),
    )


def _is_around(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _shown(text: str) -> str:
    """The URL without its query, as the code puts it together."""
    return re.split(r"[?#]", text, maxsplit=1)[0]


def _symptom(call: _Call) -> str:
    text, reason = _shown(call.target.url.text), call.fault.reason
    scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", text, re.IGNORECASE)
    if reason == _DOUBLED_SLASH:
        return "server log: 403 for a WebSocket, 404 for a request, with two slashes in the path"
    if reason == "has two schemes":
        return "browser: net::ERR_NAME_NOT_RESOLVED, since the second scheme is taken for the host"
    if reason != _NO_SCHEME:
        return "browser: TypeError: Failed to fetch, or SyntaxError: Failed to construct 'WebSocket'"
    if scheme is None:
        return f"browser: 404, or the page itself, from /{text} of the page's own server"
    if call.connection.fact.kind == "websocket":
        return (
            "browser: SyntaxError: Failed to construct 'WebSocket': The URL's scheme must be either 'http', 'https', "
            f"'ws', or 'wss'. '{scheme[0].lower()}' is not allowed."
        )
    return f'browser: Fetch API cannot load {text}. URL scheme "{scheme[0].lower()}" is not supported.'


def _remedy(fault: _Fault, written: str) -> str:
    if fault.reason == _NO_SCHEME:
        return f"write the scheme before it: {'https' if _DOMAIN.fullmatch(written) else 'http'}://{written}"
    if fault.reason == _DOUBLED_SLASH:
        return _NO_LAST_SLASH
    return "take one of them away" if "two" in fault.reason else "write it as scheme://host:port/path, without blanks"


def _fixes(wiring: Wiring, at: Location, fault: _Fault) -> tuple[Fix, ...]:
    if not fault.removable or at.text.strip("/ \t"):
        return ()
    safe = fault.reason != _DOUBLED_SLASH or all(_is_doubled(target, at) for target in _through(wiring, at))
    title = _NO_LAST_SLASH if fault.reason == _DOUBLED_SLASH else "take the blank away"
    return (Fix(title, (Edit(at, ""),), Safety.SAFE if safe else Safety.UNSAFE),)


def _through(wiring: Wiring, at: Location) -> list[Target]:
    """All targets that a place takes part in."""
    return [
        target
        for connection in wiring.connections
        for target in connection.targets
        if any(p.at and p.at.path == at.path and p.at.start <= at.start < p.at.end for p in target.url.pieces)
    ]


def _is_doubled(target: Target, at: Location) -> bool:
    """Whether another slash follows the one at a place, so that the URL stays whole without it."""
    text = target.url.text
    found = [n for n in range(len(text)) if text[n] == "/" and locate(target.url.pieces, n, n + 1) == at]
    return all(text[n + 1 : n + 2] == "/" for n in found)
