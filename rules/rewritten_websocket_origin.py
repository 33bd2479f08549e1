"""The dev proxy rewrites the Origin header of WebSockets, so that the server's check sees the server's own origin.

`rewriteWsOrigin: true` makes Vite's proxy put the target's origin in the place of the page's. The server then cannot
tell the page of the project from any other: every website that is open in the developer's browser may connect through
the dev server, and the check lets it in. Vite's own documentation warns of it
(https://vite.dev/config/server-options#server-proxy). It also hides that an origin is missing in the allow-list: what
works in development is refused with 403 as soon as the page is served without the proxy.

Leave the header as the browser sends it, and add the page's origin to the allow-list of the server.

## Bad: the server compares origins, and the proxy sends the right one for everybody
`frontend/package.json`
```json
{ "name": "frontend", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^6.0.0" } }
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/ws': { target: 'ws://localhost:8000', ws: true, rewriteWsOrigin: true },
    },
  },
})
```
`frontend/src/chat.ts`
```ts
export const socket = new WebSocket('/ws/chat')
socket.onerror = event => console.error(event)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
import logging

from fastapi import FastAPI, WebSocket

app = FastAPI()
ALLOWED_ORIGINS = ["http://localhost:5173", "http://localhost:8000"]


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket):
    origin = websocket.headers.get("origin")
    if origin not in ALLOWED_ORIGINS:
        logging.warning("WebSocket from %s refused", origin)
        await websocket.close(code=1008)
        return
    await websocket.accept()
    await websocket.send_text("hello")
```
Report:
```text
frontend/vite.config.ts:6:74: warning[rewritten-websocket-origin] the proxy rule for /ws gives every WebSocket the server's own origin, http://localhost:8000
   |
 6 |       '/ws': { target: 'ws://localhost:8000', ws: true, rewriteWsOrigin: true },
   |                                                                          ^^^^
   |
 6 |       '/ws': { target: 'ws://localhost:8000', ws: true, rewriteWsOrigin: true },
   |        --- for the paths of this rule
   ::: backend/app/main.py:11:14
   |
11 |     origin = websocket.headers.get("origin")
   |              ------------------------------- this check lets every page in then
   = seen: none in development: whatever page connects, the server sees its own origin
   = help: leave the Origin header as the browser sends it, and allow the page's origin on the server
```

## Bad: a constant that several entries share
`frontend/package.json`
```json
{ "name": "frontend", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^6.0.0" } }
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

const live = { target: 'http://127.0.0.1:8000', changeOrigin: true, ws: true, rewriteWsOrigin: true }

export default defineConfig({
  server: { proxy: { '/ws': live, '/events': live } },
})
```
Report:
```text
frontend/vite.config.ts:3:96: warning[rewritten-websocket-origin] the proxy rule for /ws gives every WebSocket the server's own origin, http://127.0.0.1:8000
  |
3 | const live = { target: 'http://127.0.0.1:8000', changeOrigin: true, ws: true, rewriteWsOrigin: true }
  |                                                                                                ^^^^
  ::: frontend/vite.config.ts:6:23
  |
6 |   server: { proxy: { '/ws': live, '/events': live } },
  |                       --- for the paths of this rule
  = seen: none in development: whatever page connects, the server sees its own origin
  = help: leave the Origin header as the browser sends it, and allow the page's origin on the server
```

## Good: the Host header is rewritten, and the Origin stays
`frontend/package.json`
```json
{ "name": "frontend", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^6.0.0" } }
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/ws': { target: 'ws://localhost:8000', ws: true, changeOrigin: true, rewriteWsOrigin: false },
    },
  },
})
```

## Good: a server of somebody else, which lets in its own pages only
`frontend/package.json`
```json
{ "name": "frontend", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^6.0.0" } }
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/ws': { target: 'wss://staging.example.com', ws: true, changeOrigin: true, rewriteWsOrigin: true },
    },
  },
})
```

## Good: an entry that forwards no WebSockets
`frontend/package.json`
```json
{ "name": "frontend", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^6.0.0" } }
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: {
    proxy: {
      '/api': { target: 'http://localhost:8000', ws: false, rewriteWsOrigin: true },
    },
  },
})
```
"""

from __future__ import annotations

from envlint.rule import (
    Edit,
    Fix,
    Frontend,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    ProxyRule,
    Resolved,
    Safety,
    Server,
    Severity,
    Switch,
    Url,
    Value,
    Wiring,
    url,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_REMEDY = "leave the Origin header as the browser sends it, and allow the page's origin on the server"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that switches the rewriting on, for a server that the project runs itself."""
    told: set[Location] = set()
    for frontend in wiring.frontends:
        for rule, config in frontend.proxy if frontend.resolvers else ():
            problem = _problem(wiring, frontend, rule, config)
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


def _problem(wiring: Wiring, frontend: Frontend, rule: ProxyRule, config: str) -> Problem | None:
    rewrites = _switched_on(frontend, rule.rewrite_ws_origin, config)
    targets = frontend.resolvers[0][1].used(rule.target, config)
    address = url.parse(targets[0].text) if len(targets) == 1 and isinstance(targets[0], Resolved) else None
    if rewrites is None or address is None or not _is_own(address):
        return None
    if address.scheme not in {"ws", "wss"} and _switched_on(frontend, rule.ws, config) is None:
        return None
    at = rewrites.at
    server = next((server for server in wiring.servers if server.listens_on(address.port)), None)
    return Problem(
        f"the proxy rule for {rule.context} gives every WebSocket the server's own origin, {address.page_origin}",
        at,
        (Label(rule.at, "for the paths of this rule"), *(_checks(wiring, server) if server is not None else ())),
        symptom="none in development: whatever page connects, the server sees its own origin",
        remedy=_REMEDY,
        fixes=(Fix(_REMEDY, (Edit(at, "false"),), Safety.SAFE),),
    )


def _is_own(address: Url) -> bool:
    """Whether a target is a server of the project: on this machine, or a service of the compose file."""
    return address.is_loopback or "." not in address.host


def _switched_on(frontend: Frontend, option: Value | None, config: str) -> Switch | None:
    """An option that is true; None where it is not, or not known."""
    results = frontend.resolvers[0][1].used(option, config) if option is not None else ()
    return next((result for result in results if isinstance(result, Switch) and result.value), None)


def _checks(wiring: Wiring, server: Server) -> Iterator[Label]:
    """The check that is undone: the first that a route of the server does."""
    for route in server.websocket_routes:
        handler = route.fact.handler if route.fact is not None else None
        origin = wiring.handshake(handler, route.at.path).first("origin") if handler is not None else None
        if origin is not None:
            yield Label(origin.at, "this check lets every page in then")
            return
