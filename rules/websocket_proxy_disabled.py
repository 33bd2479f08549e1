"""A WebSocket is sent to the dev server, whose proxy does not forward WebSockets there.

Vite's proxy forwards requests; of WebSockets it takes only those whose rule says `ws: true` or has a target that
begins with `ws:` or `wss:`. Any other one is left alone: nobody answers the handshake, and the page gets no event or a
late `error`. The requests of the same page arrive as they should, so people search on the server, whose log has no
line of it. The proxies of webpack, Angular and `src/setupProxy.js` want `ws: true` as well, Vue CLI sets it by itself,
and the rewrites of Next.js forward WebSockets since 12.2.5 (https://github.com/vercel/next.js/pull/39463).

Add `ws: true` to the rule that takes the path, and a rule where none does.

nginx in front of a build does not hand on the two headers of a handshake by itself, so the server sees a plain request
and answers 404. Its location needs `proxy_http_version 1.1`, `proxy_set_header Upgrade $http_upgrade` and
`proxy_set_header Connection "upgrade"` (https://nginx.org/en/docs/http/websocket.html).

## Bad: the rule forwards requests only
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
        changeOrigin: true,
      },
    },
  },
})
```
`frontend/src/board.ts`
```ts
export const loadBoard = () => fetch('/api/board')
export const openBoard = () => new WebSocket(`ws://${window.location.host}/api/board/ws`)
```
Report:
```text
frontend/vite.config.ts:6:8: error[websocket-proxy-disabled] the proxy rule for /api forwards requests only, and the page opens a WebSocket at /api/board/ws
  |
6 |       '/api': {
  |        ^^^^
  ::: frontend/src/board.ts:2:32
  |
2 | export const openBoard = () => new WebSocket(`ws://${window.location.host}/api/board/ws`)
  |                                ------------- this WebSocket goes to the page's own origin, the dev server
  = seen: browser: the WebSocket stays in the state CONNECTING, without any event; nothing in the server's log
  = help: add ws: true to the rule
```

## Bad: a rule that is only a target
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/ws': 'http://localhost:8000' } },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket('/ws/board')
```
Report:
```text
frontend/vite.config.ts:4:23: error[websocket-proxy-disabled] the proxy rule for /ws forwards requests only, and the page opens a WebSocket at /ws/board
  |
4 |   server: { proxy: { '/ws': 'http://localhost:8000' } },
  |                       ^^^
  ::: frontend/src/board.ts:1:32
  |
1 | export const openBoard = () => new WebSocket('/ws/board')
  |                                ------------- this WebSocket goes to the page's own origin, the dev server
  = seen: browser: the WebSocket stays in the state CONNECTING, without any event; nothing in the server's log
  = help: add ws: true to the rule
```

## Bad: no rule takes the path
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "dependencies": {"socket.io-client": "^4.8.0"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
})
```
`frontend/src/board.ts`
```ts
import { io } from 'socket.io-client'

export const board = io()
```
Report:
```text
frontend/vite.config.ts:4:23: error[websocket-proxy-disabled] socket.io connects at /socket.io/, and the dev server's proxy has rules for /api only
  |
4 |   server: { proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
  |                       ^^^^
  ::: frontend/src/board.ts:3:22
  |
3 | export const board = io()
  |                      -- this WebSocket goes to the page's own origin, the dev server
  = seen: browser: the dev server answers /socket.io/ with its page or 404, and connect_error comes again and again
  = help: add a rule for /socket.io/ with ws: true
```

## Bad: nginx in front of the build hands on requests only
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
})
```
`frontend/nginx.conf`
```nginx
server {
  listen 80;
  root /usr/share/nginx/html;

  location /api/ {
    proxy_pass http://backend:8000;
    proxy_set_header Host $host;
  }

  location / {
    try_files $uri /index.html;
  }
}
```
`frontend/src/board.ts`
```ts
export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/api/boards/${id}/ws`)
```
`compose.yml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn main:app --host 0.0.0.0 --port 8000
  frontend:
    build: ./frontend
    ports: ["80:80"]
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()

@app.websocket("/api/boards/{board}/ws")
async def follow(socket: WebSocket, board: str):
    await socket.accept()
```
Report:
```text
frontend/nginx.conf:5:12: error[websocket-proxy-disabled] the nginx location /api/ does not hand on the Upgrade header, and the page opens a WebSocket at /api/boards/…/ws
  |
5 |   location /api/ {
  |            ^^^^^
  ::: frontend/src/board.ts:1:42
  |
1 | export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/api/boards/${id}/ws`)
  |                                          ------------- this WebSocket goes to the page's own origin, which nginx answers
  ::: frontend/nginx.conf:6:16
  |
6 |     proxy_pass http://backend:8000;
  |                ------------------- and which hands it on to the server as a plain request
  = seen: browser: WebSocket connection failed: Unexpected response code: 404 (400 or 426 from Node); server log: a plain GET of the path
  = help: add proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade"
```

## Bad: Angular's proxy
`package.json`
```json
{"scripts": {"start": "ng serve"}, "dependencies": {"@angular/core": "^20.0.0"}}
```
`angular.json`
```json
{
  "projects": {
    "board": {
      "projectType": "application",
      "architect": {"serve": {"options": {"proxyConfig": "src/proxy.conf.json"}}}
    }
  }
}
```
`src/proxy.conf.json`
```json
{
  "/api": {
    "target": "http://localhost:8000",
    "secure": false
  }
}
```
`src/app/board.service.ts`
```ts
export const openBoard = () => new WebSocket('/api/board/ws')
```
Report:
```text
src/proxy.conf.json:2:4: error[websocket-proxy-disabled] the proxy rule for /api forwards requests only, and the page opens a WebSocket at /api/board/ws
  |
2 |   "/api": {
  |    ^^^^
  ::: src/app/board.service.ts:1:32
  |
1 | export const openBoard = () => new WebSocket('/api/board/ws')
  |                                ------------- this WebSocket goes to the page's own origin, the dev server
  = seen: browser: the WebSocket stays in the state CONNECTING, without any event; nothing in the server's log
  = help: add ws: true to the rule
```

## Bad: no rewrite of Next.js takes the path
`frontend/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`frontend/next.config.js`
```js
module.exports = {
  async rewrites() {
    return [{ source: '/api/:path*', destination: 'http://localhost:8000/api/:path*' }]
  },
}
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`ws://${window.location.host}/ws/board`)
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()

@app.websocket("/ws/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```
Report:
```text
frontend/src/board.ts:1:75: error[websocket-proxy-disabled] the page opens a WebSocket at /ws/board of Next.js, which hands on /api/:path* only
  |
1 | export const openBoard = () => new WebSocket(`ws://${window.location.host}/ws/board`)
  |                                                                           ^^^^^^^^^
  |
1 | export const openBoard = () => new WebSocket(`ws://${window.location.host}/ws/board`)
  |                                ------------- this WebSocket goes to the page's own origin, Next.js
  ::: frontend/next.config.js:3:24
  |
3 |     return [{ source: '/api/:path*', destination: 'http://localhost:8000/api/:path*' }]
  |                        ----------- the rewrites begin here
  = seen: browser: the WebSocket fails at once or stays in the state CONNECTING; nothing in the server's log
  = help: add a rewrite for /ws/board, or call the server's own address
```

## Good: the page's own host is for another machine
`frontend/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`frontend/next.config.js`
```js
module.exports = {
  async rewrites() {
    return [{ source: '/files/:path*', destination: 'http://localhost:8000/files/:path*' }]
  },
}
```
`frontend/src/board.ts`
```ts
const server = () =>
  window.location.host.includes('localhost') ? 'ws://localhost:8000' : `wss://${window.location.host}`

export const openBoard = () => new WebSocket(`${server()}/ws/board`)
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()

@app.websocket("/ws/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```

## Good: a rewrite of Next.js takes it, and forwards WebSockets
`frontend/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0", "react": "19.2.0"}}
```
`frontend/next.config.js`
```js
module.exports = {
  async rewrites() {
    return { fallback: [{ source: '/:path*', destination: 'http://localhost:8000/:path*' }] }
  },
}
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`ws://${window.location.host}/ws/board`)
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()

@app.websocket("/ws/board")
async def board(websocket: WebSocket):
    await websocket.accept()
```

## Good: Vue CLI forwards WebSockets unless it is told not to
`package.json`
```json
{"scripts": {"serve": "vue-cli-service serve"}, "devDependencies": {"@vue/cli-service": "5.0.8"}}
```
`vue.config.js`
```js
module.exports = { devServer: { proxy: { '/api': { target: 'http://localhost:8000' } } } }
```
`src/board.js`
```js
export const openBoard = () => new WebSocket(`ws://${window.location.host}/api/board/ws`)
```

## Good: nginx hands on the handshake
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/nginx.conf`
```nginx
upstream api {
  server backend:8000;
}

server {
  listen 80;

  location /api/ {
    proxy_pass http://api;
  }

  location ~ ^/api/boards/[^/]+/ws$ {
    proxy_pass http://api;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
  }

  location / {
    try_files $uri /index.html;
  }
}
```
`frontend/src/board.ts`
```ts
export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/api/boards/${id}/ws`)
```
`compose.yml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn main:app --host 0.0.0.0 --port 8000
  frontend:
    build: ./frontend
    ports: ["80:80"]
```
`backend/requirements.txt`
```
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()

@app.websocket("/api/boards/{board}/ws")
async def follow(socket: WebSocket, board: str):
    await socket.accept()
```

## Good: the rule forwards WebSockets
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`ws://${window.location.host}/api/board/ws`)
```

## Good: the target itself is a WebSocket's
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/ws': 'ws://localhost:8000' } },
})
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket('/ws/board')
```

## Good: the WebSocket goes straight to the server
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`frontend/src/board.ts`
```ts
export const loadBoard = () => fetch('/api/board')
export const openBoard = () => new WebSocket('ws://localhost:8000/api/board/ws')
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Forwarded,
    Frontend,
    Label,
    Listen,
    Location,
    Piece,
    Problem,
    Problems,
    Proxied,
    ProxyRule,
    Safety,
    Severity,
    Target,
    Wiring,
    can_match,
    client_pattern,
)

SINCE = "0.1"

_KINDS = {"websocket", "socketio"}

_PROXYING = {"vite", "sveltekit", "astro", "next", "create-react-app", "vue-cli", "angular", "browser"}
"""Frameworks whose dev server's proxy is read. What Nitro forwards is not known, so Nuxt is not among them."""

_HANGING = "browser: the WebSocket stays in the state CONNECTING, without any event; nothing in the server's log"
_POLLING = "none at first: socket.io stays with long polling, and fails where its transports are ['websocket']"
_PLAIN = (
    "browser: WebSocket connection failed: Unexpected response code: 404 (400 or 426 from Node); server log: a plain GET "
    "of the path"
)
_REFUSED = "browser: the dev server answers /socket.io/ with its page or 404, and connect_error comes again and again"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each proxy rule that takes a WebSocket and drops it, and for sockets that no rule takes."""
    told: set[Location] = set()
    yield from _at_gateways(wiring)
    for connection in wiring.connections:
        frontend = wiring.frontend(connection.app)
        if connection.fact.kind not in _KINDS or frontend is None or connection.app.framework not in _PROXYING:
            continue
        for target in connection.targets:
            if not target.is_relative or target.environment.is_production:
                continue
            problem = _problem(wiring, connection, target, frontend)
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


# --- nginx ------------------------------------------------------------------------------------------------------------


def _at_gateways(wiring: Wiring) -> Problems:
    """Yields a problem for each location that hands a WebSocket of a server on as a plain request."""
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets if connection.fact.kind in _KINDS else ():
            dropped = _dropped_at_gateway(wiring, connection, target) if target.is_relative else None
            if dropped is not None and dropped.location.at not in told:
                told.add(dropped.location.at)
                yield _not_upgraded(connection, target, dropped)


def _dropped_at_gateway(wiring: Wiring, connection: Connection, target: Target) -> Forwarded | None:
    """The location in question, where no other gateway hands the handshake on."""
    asked = target.asked()
    if connection.fact.kind == "socketio":
        asked = (Piece(_path(connection, target), connection.fact.at, exact=False),)
    forwarded = wiring.gateways.forwarded(asked, connection.app)
    if any(each.location.upgrades is not False for each in forwarded):
        return None
    return next((each for each in forwarded if _is_served(connection, each)), None)


def _is_served(connection: Connection, forwarded: Forwarded) -> bool:
    """Whether the server behind a location has a route for the path as it arrives there."""
    if forwarded.server is None or forwarded.path is None:
        return False
    path = client_pattern(forwarded.path)
    routes = (route for route in forwarded.server.routes if not route.opaque and route.kind == connection.fact.kind)
    return any(can_match(path, route.pattern) for route in routes)


def _not_upgraded(connection: Connection, target: Target, forwarded: Forwarded) -> Problem:
    location, socketio = forwarded.location, connection.fact.kind == "socketio"
    path = _path(connection, target) if socketio else client_pattern(target.asked()).text.replace("{}", "…")
    call = connection.fact.call
    labels = [label for label in connection.trail(target, call) if label.at != call]
    labels.append(Label(call, "this WebSocket goes to the page's own origin, which nginx answers"))
    if location.target is not None:
        labels.append(Label(location.target.at, "and which hands it on to the server as a plain request"))
    what = "socket.io opens its WebSocket" if socketio else "the page opens a WebSocket"
    return Problem(
        f"the nginx location {location.path} does not hand on the Upgrade header, and {what} at {path}",
        location.at,
        tuple(labels),
        symptom=_POLLING if socketio else _PLAIN,
        remedy='add proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade"',
        severity=Severity.WARNING if socketio else None,
    )


# --- dev servers ------------------------------------------------------------------------------------------------------


def _problem(wiring: Wiring, connection: Connection, target: Target, frontend: Frontend) -> Problem | None:
    if any(proxied.forwards_websockets is not False for proxied in target.proxies):
        return None
    path = _path(connection, target)
    if target.proxies:
        return _dropped(connection, target, target.proxies[0], path)
    if not frontend.proxy or not frontend.proxy_complete or _is_open(connection, target):
        return None
    if frontend.app.framework == "next":
        meant = _is_certain(connection, target) and _is_meant(wiring, connection)
        return _not_rewritten(connection, target, frontend, path) if meant else None
    return _not_taken(connection, target, frontend, path)


def _is_certain(connection: Connection, target: Target) -> bool:
    """Whether the URL is the page's own however its conditions come out: `host.includes('local') ? api : host`."""
    same = [other for other in connection.targets if other.used and other.environment is target.environment]
    return target.used and all(other.is_relative for other in same)


def _is_meant(wiring: Wiring, connection: Connection) -> bool:
    """Whether the page is served by `next dev`, not by a server of its own, and another server has WebSocket routes."""
    started = any(fact.tool == "next" and fact.folder == connection.app.root for fact in wiring.facts(Listen))
    kind = connection.fact.kind
    return started and any(route.kind == kind for server in wiring.servers for route in server.routes)


def _is_open(connection: Connection, target: Target) -> bool:
    """Whether a hole stands where a rule's prefix would have to match."""
    text = client_pattern(target.path).text
    return connection.fact.kind == "websocket" and (
        "{}" in text.split("/")[1:2] or text.startswith("{}") or text in {"", "/"}
    )


def _path(connection: Connection, target: Target) -> str:
    if connection.fact.kind == "socketio":
        return "/socket.io/"
    return client_pattern(target.path).text.replace("{}", "…") or "/"


def _labels(connection: Connection, target: Target) -> tuple[Label, ...]:
    call = connection.fact.call
    here = Label(call, "this WebSocket goes to the page's own origin, the dev server")
    return (*(label for label in connection.trail(target, call) if label.at != call), here)


def _dropped(connection: Connection, target: Target, proxied: Proxied, path: str) -> Problem:
    """socket.io begins with requests, which such a rule forwards, so it works there by polling."""
    rule, socketio = proxied.rule, connection.fact.kind == "socketio"
    remedy = "add ws: true to the rule" if rule.ws is None else "write ws: true in the rule"
    what = "socket.io opens its WebSocket" if socketio else "the page opens a WebSocket"
    return Problem(
        f"the proxy rule for {rule.context} forwards requests only, and {what} at {path}",
        rule.at,
        _labels(connection, target),
        symptom=_POLLING if socketio else _HANGING,
        remedy=remedy,
        fixes=_fixes(rule, remedy),
        severity=Severity.WARNING if socketio else None,
    )


def _fixes(rule: ProxyRule, title: str) -> tuple[Fix, ...]:
    """`ws: true` as the last property of the rule's object; a text as rule becomes an object."""
    block, text = rule.block, rule.block.text
    if rule.ws is not None:
        return (Fix(title, (Edit(rule.ws.at, "true"),)),)
    key = '"ws"' if block.path.endswith(".json") else "ws"
    if text.startswith("{") and text.endswith("}") and text[1:-1].strip():
        inner = text[1:-1].rstrip()
        end = block.start + 1 + len(inner)
        comma = "" if inner.endswith(",") else ","
        line = "\n" + " " * _indent(block) if "\n" in text else " "
        edit = Edit(block.source.at(end, end), f"{comma}{line}{key}: true")
        return (Fix(title, (edit,), Safety.SAFE),)
    if text[:1] in {"'", '"', "`"}:
        return (Fix(title, (Edit(block, f"{{ target: {text}, ws: true }}"),), Safety.SAFE),)
    return ()


def _indent(block: Location) -> int:
    """The indentation of the first property of a block over several lines."""
    lines = block.text.split("\n")
    return len(lines[1]) - len(lines[1].lstrip()) if len(lines) > 1 else 0


def _not_taken(connection: Connection, target: Target, frontend: Frontend, path: str) -> Problem:
    rules = " and ".join(rule.context for rule, _ in frontend.proxy[:4])
    what = "socket.io connects" if connection.fact.kind == "socketio" else "the page opens a WebSocket"
    return Problem(
        f"{what} at {path}, and the dev server's proxy has rules for {rules} only",
        _place(frontend),
        _labels(connection, target),
        symptom=_HANGING if connection.fact.kind == "websocket" else _REFUSED,
        remedy=f"add a rule for {path} with ws: true",
    )


def _place(frontend: Frontend) -> Location:
    """Where a rule is added: beside the first one."""
    return frontend.proxy[0][0].at


def _not_rewritten(connection: Connection, target: Target, frontend: Frontend, path: str) -> Problem:
    """Rewrites are for requests first, so that the URL is the more likely place to be mended."""
    rules = " and ".join(rule.context for rule, _ in frontend.proxy[:4])
    what = "socket.io connects" if connection.fact.kind == "socketio" else "the page opens a WebSocket"
    at = target.path_at() or connection.fact.at
    here = Label(connection.fact.call, "this WebSocket goes to the page's own origin, Next.js")
    return Problem(
        f"{what} at {path} of Next.js, which hands on {rules} only",
        at,
        (*connection.trail(target, at)[:-1], here, Label(_place(frontend), "the rewrites begin here")),
        symptom="browser: the WebSocket fails at once or stays in the state CONNECTING; nothing in the server's log",
        remedy=f"add a rewrite for {path}, or call the server's own address",
    )
