"""A URL begins with a scheme that its call or its server does not speak.

Four schemes are close enough to be mixed up, and each pair fails in its own way. `fetch` refuses `ws://` at once. A
`WebSocket` with `http://` works in current browsers, which upgrade it, and throws in those from before 2024. And
`https://` or `wss://` to a dev server that has no certificate ends in the middle of the TLS handshake: the browser
reports a protocol error, and the server logs "Invalid HTTP request received" or nothing at all.

Write `ws://` for WebSockets and `http://` for requests, with an `s` only where the server has a certificate or
something in front of it does.

## Bad: https to a server that is started without a certificate
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
VITE_API_URL=https://localhost:8000
```
`frontend/src/api.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL

export const loadCourses = () => fetch(`${API_URL}/courses`)
export const watchCourses = () => new WebSocket(API_URL.replace('http', 'ws') + '/ws/courses')
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.get("/courses")
def courses():
    return []


@app.websocket("/ws/courses")
async def watch(websocket: WebSocket):
    await websocket.accept()
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8000
```
Report:
```text
frontend/.env:1:14: error[scheme-mismatch] this URL begins with https://, and the server that it calls is started without TLS
  |
1 | VITE_API_URL=https://localhost:8000
  |              ^^^^^^^^
  ::: frontend/src/api.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/courses`)
  |                                  ----- used by this call
  ::: frontend/src/api.ts:4:35
  |
4 | export const watchCourses = () => new WebSocket(API_URL.replace('http', 'ws') + '/ws/courses')
  |                                   ------------- and by this call
  ::: start.sh:1:48
  |
1 | cd backend && uvicorn main:app --reload --port 8000
  |                                                ---- the server listens here, without a certificate
  = seen: browser: net::ERR_SSL_PROTOCOL_ERROR; server log: Invalid HTTP request received
  = help: write http:// here, or start the server with a certificate
```

## Bad: a fallback for the only server there is, on another port as well
`frontend/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "15.5.0", "react": "19.1.0"}}
```
`frontend/app/page.tsx`
```tsx
'use client'

const API = process.env.NEXT_PUBLIC_API_URL || 'https://localhost:8000'

export const loadCourses = () => fetch(API + '/courses')
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn main:app --reload --port 8001
```
Report:
```text
frontend/app/page.tsx:3:49: error[scheme-mismatch] this URL begins with https://, and the server that it calls is started without TLS
  |
3 | const API = process.env.NEXT_PUBLIC_API_URL || 'https://localhost:8000'
  |                                                 ^^^^^^^^
  ::: frontend/app/page.tsx:5:34
  |
5 | export const loadCourses = () => fetch(API + '/courses')
  |                                  ----- used by this call
  ::: start.sh:1:48
  |
1 | cd backend && uvicorn main:app --reload --port 8001
  |                                                ---- the server listens here, without a certificate
  = seen: browser: net::ERR_SSL_PROTOCOL_ERROR; server log: Invalid HTTP request received
  = help: write http:// here, or start the server with a certificate
```

## Bad: the dev server's proxy speaks TLS to a server that does not
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': { target: 'https://localhost:8000', secure: false } } },
})
```
`frontend/src/api.ts`
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
frontend/vite.config.ts:4:41: error[scheme-mismatch] the proxy's target begins with https://, and the server that it calls is started without TLS
   |
 4 |   server: { proxy: { '/api': { target: 'https://localhost:8000', secure: false } } },
   |                                         ^^^^^^^^
   ::: frontend/src/api.ts:1:34
   |
 1 | export const loadCourses = () => fetch('/api/courses')
   |                                  ----- used by this call
   ::: backend/main.py:12:23
   |
12 | uvicorn.run(app, port=8000)
   |                       ---- the server listens here, without a certificate
   = seen: browser: 500; dev server: http proxy error, EPROTO; server log: Invalid HTTP request received
   = help: write http:// here, or start the server with a certificate
```

## Bad: a request to a WebSocket URL
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
const WS_URL = import.meta.env.VITE_WS_URL || 'ws://localhost:8000'

export const openBoard = () => new WebSocket(`${WS_URL}/ws/board`)
export const loadBoard = () => fetch(`${WS_URL}/board`)
```
Report:
```text
frontend/src/board.ts:4:38: error[scheme-mismatch] this request has a ws:// URL, which is for WebSockets alone
  |
4 | export const loadBoard = () => fetch(`${WS_URL}/board`)
  |                                      ^^^^^^^^^^^^^^^^^
  |
4 | export const loadBoard = () => fetch(`${WS_URL}/board`)
  |                                ----- used by this call
  = seen: browser: URL scheme "ws" is not supported
  = help: exchange the scheme here for http://
```

## Bad: a WebSocket to the URL of the API
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
`frontend/src/board.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL

export const loadBoard = () => fetch(`${API_URL}/board`)
export const openBoard = () => new WebSocket(`${API_URL}/ws/board`)
```
Report:
```text
frontend/src/board.ts:4:46: warning[scheme-mismatch] this WebSocket has an http:// URL, which browsers from before 2024 refuse
  |
4 | export const openBoard = () => new WebSocket(`${API_URL}/ws/board`)
  |                                              ^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/.env:1:1
  |
1 | VITE_API_URL=http://localhost:8000
  | ---------------------------------- VITE_API_URL is set here
  ::: frontend/src/board.ts:4:32
  |
4 | export const openBoard = () => new WebSocket(`${API_URL}/ws/board`)
  |                                ------------- used by this call
  = seen: browser, before Chrome 125, Firefox 124 and Safari 17.3: SyntaxError: Failed to construct 'WebSocket': The URL's scheme must be either 'ws' or 'wss'. 'http' is not allowed.
  = help: exchange the scheme here for ws://
```

## Good: the server is started with a certificate
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
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('https://localhost:8000/courses')
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []
```
`start.sh`
```sh
cd backend && uvicorn main:app --port 8000 --ssl-keyfile key.pem --ssl-certfile cert.pem
```

## Good: how the server is started is put together elsewhere
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
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('https://localhost:8000/courses')
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

from certificates import tls_options

app = FastAPI()


@app.get("/courses")
def courses():
    return []


uvicorn.run(app, port=8000, **tls_options())
```

## Good: a gateway in front of the server has the certificate
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
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('https://localhost/courses')
```
`nginx.conf`
```nginx
server {
  listen 443 ssl;
  location / { proxy_pass http://127.0.0.1:8000; }
}
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/courses")
def courses():
    return []


uvicorn.run(app, port=8000)
```

## Good: one variable for both, with the scheme exchanged
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
`frontend/src/board.ts`
```ts
import { io } from 'socket.io-client'

const API_URL = import.meta.env.VITE_API_URL

export const openBoard = () => new WebSocket(`${API_URL.replace(/^http/, 'ws')}/ws/board`)
export const openChat = () => io('ws://localhost:8000')
```

## Good: a WebSocket of the page's own origin, for browsers that take its scheme
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/ws': { target: 'http://localhost:8000', ws: true } } },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(new URL('/ws/board', location.href))
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
    Piece,
    Problem,
    Problems,
    Proxied,
    Server,
    Severity,
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

_SHOWN = 10
"""How many calls are shown of those that share a cause."""
_SCHEME = regex(r"(https?|wss?)://", re.IGNORECASE)
_PLAIN = {"https": "http", "wss": "ws"}
_OF_REQUESTS = {"ws": "http", "wss": "https"}
_OF_SOCKETS = {"http": "ws", "https": "wss"}
_TLS = regex(
    r"(?:ssl|tls)[_-]?(?:key|cert|context|ca|opt)|certfile|mkcert|\b(?:run|serve|Config)\((?:[^()]|\([^()]*\))*\*\*",
    re.IGNORECASE,
)
"""What speaks of a certificate where a server is started, or hands it options that are written elsewhere."""
_LOGGED = {
    "fastapi": "Invalid HTTP request received",
    "starlette": "Invalid HTTP request received",
    "django": "You're accessing the development server over HTTPS, but it only supports HTTP",
}


@record
class _Fault:
    """A URL whose scheme is wrong at `at`. `server` is the one without TLS, None where the call itself forbids it."""

    connection: Connection
    target: Target
    scheme: str
    at: Location
    server: Server | None = None


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that holds such a scheme, with its call sites as labels."""
    pairs = [(connection, target) for connection in wiring.connections for target in connection.targets]
    right = {written[1] for pair in pairs if not _of_call(*pair) and (written := _written(pair[1])) is not None}
    places: dict[tuple[Location, bool], list[_Fault]] = {}
    for pair in pairs:
        fault = _of_call(*pair) or _of_server(wiring, *pair)
        if fault is not None:
            # Where other calls need the scheme as it is, this call has to exchange it.
            mine = fault.server is None and fault.at in right
            at = fault.connection.fact.at if mine else fault.at
            places.setdefault((at, fault.server is None), []).append(fault)
    for (at, _), faults in places.items():
        server = faults[0].server
        yield _at_call(at, faults) if server is None else _at_server(at, faults, server)


def _written(target: Target, proxied: Proxied | None = None) -> tuple[str, Location] | None:
    """The scheme of a URL, or of the proxy's target, and where it is written."""
    pieces: tuple[Piece, ...] = target.url.pieces
    if proxied is not None:
        pieces = proxied.target.pieces if proxied.target is not None else ()
    match = _SCHEME.match(text_of(pieces))
    at = locate(pieces, *match.span()) if match is not None else None
    return (match[1].lower(), at) if match is not None and at is not None else None


# --- the scheme against the call ---


def _of_call(connection: Connection, target: Target) -> _Fault | None:
    """A request to `ws:`, or a WebSocket to `http:`. socket.io takes both."""
    wrong = {"websocket": _OF_SOCKETS, "socketio": {}}.get(connection.fact.kind, _OF_REQUESTS)
    # A condition that is not followed may tell the two apart.
    alike = (t for t in connection.targets if t.used == target.used and t.environment is target.environment)
    if not all(found is not None and found[0] in wrong for found in map(_written, alike)):
        return None
    # `new URL('/ws', location.href)` is meant for browsers that take it.
    by_page = any(piece.page for piece in cut(target.url.pieces, 0, 1))
    written = _written(target)
    if written is None or by_page or "fromSocketIO" in connection.fact.call.source.text:
        return None
    return _Fault(connection, target, *written)


def _at_call(at: Location, faults: list[_Fault]) -> Problem:
    fault = faults[0]
    scheme, is_socket = fault.scheme, fault.connection.fact.kind == "websocket"
    right = {**_OF_SOCKETS, **_OF_REQUESTS}[scheme]
    what = "fallback" if not fault.target.used else "WebSocket" if is_socket else "request"
    refused = f'URL scheme "{scheme}" is not supported'
    if is_socket:
        refused = f"The URL's scheme must be either 'ws' or 'wss'. '{scheme}' is not allowed."
        refused = f"SyntaxError: Failed to construct 'WebSocket': {refused}"
    remedy = f"write {right}:// here" if at == fault.at else f"exchange the scheme here for {right}://"
    reason = "which browsers from before 2024 refuse" if is_socket else "which is for WebSockets alone"
    return Problem(
        f"this {what} has {'an' if scheme in _OF_SOCKETS else 'a'} {scheme}:// URL, {reason}",
        at,
        _labels(at, faults),
        symptom=f"browser{', before Chrome 125, Firefox 124 and Safari 17.3' if is_socket else ''}: {refused}",
        remedy=remedy,
        fixes=_fixes(at, scheme, right, remedy),
        severity=Severity.WARNING if is_socket else None,
    )


# --- the scheme against the server ---


def _of_server(wiring: Wiring, connection: Connection, target: Target) -> _Fault | None:
    """`https:` or `wss:` to a server of the repository that is started without TLS."""
    proxied = target.proxies[0] if target.proxies else None
    address = proxied.address if proxied is not None else None if target.is_relative else target.address
    written = _written(target, proxied)
    if address is None or written is None or written[0] not in _PLAIN:
        return None
    server = target.server if target.server is not None else _only_server(wiring, target)
    if server is None or _may_speak_tls(wiring, server, address.port):
        return None
    return _Fault(connection, target, *written, server)


def _only_server(wiring: Wiring, target: Target) -> Server | None:
    """The one server of the repository where it answers the path of a URL whose port nothing has."""
    port = target.port_at()
    if len(wiring.servers) != 1 or wiring.apps.unread or wiring.ports.has_unknown_port or target.proxies:
        return None
    # 443, 8443 and the like are those of something that brings a certificate.
    if port is None or not port.text.isdigit() or port.text.endswith("443") or wiring.gateways.sites:
        return None
    path, server = client_pattern(target.path), wiring.servers[0]
    is_ours = target.address is not None and target.address.is_loopback and not path.is_open
    routes = (route for route in server.routes if not route.opaque and not route.pattern.is_open)
    return server if is_ours and any(can_match(path, route.pattern) for route in routes) else None


def _may_speak_tls(wiring: Wiring, server: Server, port: int) -> bool:
    """Whether a server, or something that stands in front of it on a port, may have a certificate."""
    if not server.listeners or any(listener.tls or listener.assumed for listener in server.listeners):
        return True
    if any(port in site.ports or not site.ports for site, _ in wiring.gateways.sites):
        return True
    own = {listener.at for listener in server.listeners}
    published = (p for service, _ in wiring.ports.services for p in service.ports if p.at not in own)
    if any(p.host is not None and wiring.ports.port(p.host, p.at.path, None) == port for p in published):
        return True
    return any(_TLS.search(at.source.text) for at in (server.at, *own))


def _at_server(at: Location, faults: list[_Fault], server: Server) -> Problem:
    fault = faults[0]
    proxied = fault.target.proxies[0] if fault.target.proxies else None
    what = "the proxy's target" if proxied is not None else "this URL" if fault.target.used else "this fallback"
    browser = "500; dev server: http proxy error, EPROTO" if proxied is not None else "net::ERR_SSL_PROTOCOL_ERROR"
    logged = _LOGGED.get(server.app.framework, "a bad request, or nothing")
    right = _PLAIN[fault.scheme]
    remedy = f"write {right}:// here, or start the server with a certificate"
    listener = fault.target.listener or server.listeners[0]
    return Problem(
        f"{what} begins with {fault.scheme}://, and the server that it calls is started without TLS",
        at,
        (*_labels(at, faults), Label(listener.at, "the server listens here, without a certificate")),
        symptom=f"browser: {browser}; server log: {logged}",
        remedy=remedy,
        fixes=_fixes(at, fault.scheme, right, remedy),
    )


def _labels(at: Location, faults: list[_Fault]) -> tuple[Label, ...]:
    fault = faults[0]
    labels = {label.at: label for label in fault.connection.trail(fault.target, at)}
    for other in faults[:_SHOWN]:
        labels.setdefault(other.connection.fact.call, Label(other.connection.fact.call, "and by this call"))
    return tuple(labels.values())


def _fixes(at: Location, wrong: str, right: str, title: str) -> tuple[Fix, ...]:
    return (Fix(title, (Edit(at, f"{right}://"),)),) if at.text == f"{wrong}://" else ()
