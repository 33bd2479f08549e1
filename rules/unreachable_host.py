"""The page calls a host that no browser can reach: a bind address, a container's name, somebody's own network.

Which hosts exist depends on where one asks. `0.0.0.0` tells a server to listen on every interface and is no address to
call: some browsers pass it on to the own machine, others refuse it, and on Windows it never worked. A compose service
name such as `backend` is known inside the compose network only, and a page runs in the browser, outside of it. A
private address such as `192.168.0.12` is right for the person who committed it and for nobody else. The server's log
stays empty in all three cases.

Name the host as the browser sees it: `localhost` and the port that is published, or a variable that each environment
sets. A service name is right for what runs inside the compose network, such as the target of a dev server's proxy.

## Bad: the address to listen on
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
VITE_API_URL=http://0.0.0.0:8000
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
Report:
```text
frontend/.env:1:21: error[unreachable-host] the page calls 0.0.0.0, an address to listen on, not one to call
  |
1 | VITE_API_URL=http://0.0.0.0:8000
  |                     ^^^^^^^
  ::: frontend/src/api.ts:1:34
  |
1 | export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
  |                                  ----- used by this call
  = seen: browser: net::ERR_ADDRESS_INVALID, or no error on some systems; nothing in the server's log
  = help: call localhost here
```

## Bad: a compose service's name
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
const WS_URL = import.meta.env.VITE_WS_URL ?? 'ws://backend:8000/ws/board'

export const openBoard = () => new WebSocket(WS_URL)
```
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    ports:
      - "8000:8000"
```
Report:
```text
frontend/src/board.ts:1:53: error[unreachable-host] the page's WebSocket calls backend, a compose service, by a name that only containers know
  |
1 | const WS_URL = import.meta.env.VITE_WS_URL ?? 'ws://backend:8000/ws/board'
  |                                                     ^^^^^^^
  ::: frontend/src/board.ts:3:32
  |
3 | export const openBoard = () => new WebSocket(WS_URL)
  |                                ------------- used by this call
  ::: compose.yaml:2:3
  |
2 |   backend:
  |   ------- the service
  ::: compose.yaml:5:10
  |
5 |       - "8000:8000"
  |          --------- published on port 8000 of the host
  = seen: browser: net::ERR_NAME_NOT_RESOLVED; nothing in the server's log
  = help: call localhost:8000 here
```

## Bad: one developer's own network
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
const API_URL = 'http://192.168.0.12:8000'

export const loadCourses = () => fetch(`${API_URL}/courses`)
```
Report:
```text
frontend/src/api.ts:1:25: error[unreachable-host] the page calls 192.168.0.12, an address in somebody's own network
  |
1 | const API_URL = 'http://192.168.0.12:8000'
  |                         ^^^^^^^^^^^^
  ::: frontend/src/api.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/courses`)
  |                                  ----- used by this call
  = seen: browser: net::ERR_CONNECTION_TIMED_OUT on every other machine; nothing in the server's log
  = help: call localhost here
```

## Good: the proxy dials the service, from inside the network
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { host: '0.0.0.0', proxy: { '/api': 'http://backend:8000' } },
})
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch('/api/courses')
```
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
```

## Good: the port that the service publishes
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
export const loadCourses = () => fetch('http://localhost:8000/courses')
```
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    ports:
      - "8000:8000"
```

## Good: the build for a browser that stands in the network itself, to test the page
`frontend/package.json`
```json
{"devDependencies": {"vite": "^7.2.0"}}
```
`frontend/index.html`
```html
<script type="module" src="/src/api.ts"></script>
```
`frontend/src/api.ts`
```ts
export const list = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`frontend/Dockerfile`
```dockerfile
FROM node:24 AS build
ARG VITE_API_URL=http://localhost:8000
RUN npm run build
FROM nginx:1.29
```
`compose.yml`
```yaml
services:
  backend:
    image: courses-api
    ports: ["8000:8000"]
  playwright:
    build:
      context: ./frontend
      args:
        VITE_API_URL: http://backend:8000
```

## Good: Next.js renders the page on its server, inside the network
`web/package.json`
```json
{"scripts": {"dev": "next dev"}, "dependencies": {"next": "^16.0.0", "react": "^19.2.0"}}
```
`web/app/courses/page.tsx`
```tsx
const API_URL = process.env.API_URL ?? 'http://backend:8000'

export default async function Courses() {
  const answer = await fetch(`${API_URL}/courses`)
  return <p>{(await answer.json()).length} courses</p>
}
```
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
  web:
    build: ./web
    ports:
      - "3000:3000"
```

## Good: a private address in an env file of one machine
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
VITE_API_URL=http://192.168.0.12:8000
```
`frontend/src/api.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    Service,
    Target,
    Wiring,
    regex,
    url,
)

SINCE = "0.1"

_PRIVATE = regex(r"10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+")
"""RFC 1918."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that names such a host in a URL which the browser calls."""
    services = {service.name: service for service in wiring.facts(Service)}
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.host_at()
            if at is None or at in told or target.is_relative or connection.may_run_on_server(target):
                continue
            reason = _reason(target, at, services)
            if reason is not None:
                told.add(at)
                yield _problem(wiring, connection, target, at, reason)


def _reason(target: Target, at: Location, services: dict[str, Service]) -> tuple[str, str] | None:
    """Why a browser cannot reach the host of a URL, and what its console says."""
    host = target.address.host if target.address is not None else ""
    if host in url.WILDCARD_HOSTS:
        return "an address to listen on, not one to call", "net::ERR_ADDRESS_INVALID, or no error on some systems"
    if host == "host.docker.internal":
        return "a name that only containers know", "net::ERR_NAME_NOT_RESOLVED"
    if host in services and "." not in host and host != "localhost":
        return "a compose service, by a name that only containers know", "net::ERR_NAME_NOT_RESOLVED"
    if _PRIVATE.fullmatch(host) and "/.env" not in f"/{at.path}" and not at.path.endswith(".local"):
        return "an address in somebody's own network", "net::ERR_CONNECTION_TIMED_OUT on every other machine"
    return None


def _problem(wiring: Wiring, connection: Connection, target: Target, at: Location, reason: tuple[str, str]) -> Problem:
    host = target.address.host if target.address is not None else at.text
    scheme = "the page" if connection.fact.kind != "websocket" else "the page's WebSocket"
    published = dict(_published(wiring, target))
    service = next(
        (Label(service.at, "the service") for service in wiring.facts(Service) if service.name == host), None
    )
    labels = [Label(place, f"published on port {port} of the host") for port, place in published.items()]
    port = next(iter(published), target.address.port if target.address is not None else 0)
    remedy = f"call localhost:{port} here" if published else "call localhost here"
    return Problem(
        f"{scheme} calls {host}, {reason[0]}",
        at,
        (*connection.trail(target, at), *([service] if service else []), *labels),
        symptom=f"browser: {reason[1]}; nothing in the server's log",
        remedy=remedy,
        fixes=(Fix(remedy, tuple(_edits(target, at, port))),) if at.text == host else (),
    )


def _published(wiring: Wiring, target: Target) -> Iterator[tuple[int, Location]]:
    """The ports of the host that compose maps to the port that a URL names at a service."""
    for service, path in wiring.ports.services:
        for published in service.ports if target.address is not None and service.name == target.address.host else ():
            inside = wiring.ports.port(published.container, path, None)
            outside = wiring.ports.port(published.host, path, None) if published.host is not None else None
            if outside is not None and target.address is not None and inside == target.address.port:
                yield outside, published.at


def _edits(target: Target, at: Location, port: int) -> Iterator[Edit]:
    yield Edit(at, "localhost")
    port_at = target.port_at()
    if port_at is not None and port_at.text.isdigit() and port_at.text != str(port):
        yield Edit(port_at, str(port))
