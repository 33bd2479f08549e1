"""A dev server in a container proxies to its own loopback, while the server runs in another container.

The proxy of a dev server is dialled by the dev server, so its target is seen from where that runs. On one's own machine
`http://localhost:8000` is the server. In a container of compose it is the container of the dev server itself, and the
server is reached by the name of its service. The page loads, and every call that goes through the proxy fails.

Name the service in the target: `http://backend:8000`, with the port on which the server listens in its container, not
the one that is published. Where the dev server is also run without containers, read the target from a variable that
the compose file sets, and keep the loopback address as its default.

## Bad: the target that was right outside of the container
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    command: uvicorn app.main:app --host 0.0.0.0 --port 8000
    ports:
      - "8000:8000"
  frontend:
    build: ./frontend
    command: npm run dev -- --host
    ports:
      - "5173:5173"
```
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
      '/api': { target: 'http://localhost:8000', changeOrigin: true },
    },
  },
})
```
Report:
```text
frontend/vite.config.ts:6:33: error[unreachable-proxy-target] the proxy dials localhost:8000 in the container of frontend, and the server runs in that of backend
  |
6 |       '/api': { target: 'http://localhost:8000', changeOrigin: true },
  |                                 ^^^^^^^^^
  ::: compose.yaml:7:3
  |
7 |   frontend:
  |   -------- the dev server runs in this container
  ::: frontend/vite.config.ts:6:8
  |
6 |       '/api': { target: 'http://localhost:8000', changeOrigin: true },
  |        ---- the proxy takes these paths
  ::: compose.yaml:2:3
  |
2 |   backend:
  |   ------- the server runs in this one
  = seen: browser: 500 for every call through the proxy; dev server's log: ECONNREFUSED
  = help: dial backend:8000 in this container
```

## Bad: the compose file sets a published port of its own
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    ports:
      - "8080:8000"
  web:
    build: ./frontend
    environment:
      API_TARGET: http://127.0.0.1:8080
    ports:
      - "5173:5173"
```
`frontend/Dockerfile`
```dockerfile
FROM node:22-alpine
COPY . .
RUN npm ci
CMD ["npm", "run", "dev"]
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite --host"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

const target = process.env.API_TARGET ?? 'http://127.0.0.1:8000'

export default defineConfig({
  server: { proxy: { '/api': target, '/ws': { target, ws: true } } },
})
```
Report:
```text
compose.yaml:9:26: error[unreachable-proxy-target] the proxy dials 127.0.0.1:8080 in the container of web, and the server runs in that of api
  |
9 |       API_TARGET: http://127.0.0.1:8080
  |                          ^^^^^^^^^
  ::: compose.yaml:6:3
  |
6 |   web:
  |   --- the dev server runs in this container
  ::: frontend/vite.config.ts:6:23
  |
6 |   server: { proxy: { '/api': target, '/ws': { target, ws: true } } },
  |                       ---- the proxy takes these paths
  ::: frontend/vite.config.ts:6:39
  |
6 |   server: { proxy: { '/api': target, '/ws': { target, ws: true } } },
  |                                       --- the proxy takes these paths
  ::: compose.yaml:2:3
  |
2 |   api:
  |   --- the server runs in this one
  = seen: browser: 500 for every call through the proxy; dev server's log: ECONNREFUSED
  = help: dial api:8000 in this container
```

## Good: the compose file names the service
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    ports:
      - "8000:8000"
  frontend:
    build: ./frontend
    command: npm run dev -- --host
    environment:
      - BACKEND_URL=http://backend:8000
    ports:
      - "5173:5173"
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': process.env.BACKEND_URL || 'http://localhost:8000' } },
})
```

## Good: only the server runs in a container
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    ports:
      - "8000:8000"
```
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

## Good: the image serves what was built and has no proxy
`compose.yaml`
```yaml
services:
  backend:
    build: ./backend
    ports:
      - "8000:8000"
  frontend:
    build: ./frontend
    ports:
      - "8080:80"
```
`frontend/Dockerfile`
```dockerfile
FROM node:22-alpine AS build
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29-alpine
COPY --from=build /dist /usr/share/nginx/html
```
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

## Good: both servers run in one container
`compose.yaml`
```yaml
services:
  app:
    build: .
    command: sh -c "cd backend && uvicorn app.main:app --port 8000 & cd frontend && npm run dev -- --host"
    ports:
      - "5173:5173"
```
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
"""

from __future__ import annotations

from envlint.rule import (
    Container,
    Edit,
    EnvUse,
    Fix,
    Frontend,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    ProxyRule,
    Resolved,
    Text,
    Wiring,
    locate,
    record,
    regex,
    url,
)

SINCE = "0.1"

_AUTHORITY = regex(r"//(?P<host>\[[^\]]*\]|[^/:?#]*)(?::(?P<port>\d+))?")


@record
class _Dialled:
    """An entry of the proxy with its target, and the server in another container that is meant by it."""

    rule: ProxyRule
    target: Resolved
    at: Location
    client: Container
    server: Container
    port: int


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each container and server, with all entries of the proxy that are meant for it."""
    told: set[Location] = set()
    for frontend in wiring.frontends:
        for client in wiring.containers.running(frontend.app):
            found: dict[tuple[str, str], list[_Dialled]] = {}
            for dialled in _dialled(wiring, frontend, client):
                if dialled.at not in told:
                    found.setdefault((dialled.at.path, dialled.server.service.name), []).append(dialled)
            for group in found.values():
                told.update(dialled.at for dialled in group)
                yield _problem(wiring, group)


def _dialled(wiring: Wiring, frontend: Frontend, client: Container) -> Iterator[_Dialled]:
    for rule, target in _targets(wiring, frontend, client):
        address = url.parse(target.text)
        at = _place(target, "host")
        if at is None or address is None or not address.is_loopback or client.port_inside(address.port) is not None:
            continue
        for server in wiring.containers.beside(client):
            port = server.port_inside(address.port)
            if port is not None:
                yield _Dialled(rule, target, at, client, server, port)
                break


def _targets(wiring: Wiring, frontend: Frontend, client: Container) -> Iterator[tuple[ProxyRule, Resolved]]:
    """The targets as the container sees them, where each is known for sure."""
    resolver = wiring.containers.resolver(client, frontend.resolvers[0][0])
    for rule, config in frontend.proxy:
        results = resolver.used(rule.target, config)
        target = results[0] if len(results) == 1 else None
        known = client.complete or isinstance(rule.target, Text)
        if known and isinstance(target, Resolved) and not target.has_hole:
            yield rule, target


def _place(target: Resolved, part: str) -> Location | None:
    match = _AUTHORITY.search(target.text)
    return locate(target.pieces, *match.span(part)) if match is not None and match[part] else None


def _problem(wiring: Wiring, group: list[_Dialled]) -> Problem:
    first = group[0]
    name = first.server.service.name
    address = _AUTHORITY.search(first.target.text)
    shown = address[0].strip("/") if address is not None else first.at.text
    shared = _is_read_by_browser(wiring, first)
    remedy = f"dial {name}:{first.port} in this container"
    fix = Fix(remedy, tuple(dict.fromkeys(edit for dialled in group for edit in _edits(dialled))))
    return Problem(
        f"the proxy dials {shown} in the container of {first.client.service.name}, and the server runs in that of {name}",
        first.at,
        tuple(dict.fromkeys(_labels(group))),
        symptom="browser: 500 for every call through the proxy; dev server's log: ECONNREFUSED",
        remedy=f"read the proxy's target from a variable of its own: {name}:{first.port}" if shared else remedy,
        fixes=() if shared or not all(url.is_loopback(dialled.at.text) for dialled in group) else (fix,),
    )


def _labels(group: list[_Dialled]) -> Iterator[Label]:
    first = group[0]
    yield Label(first.client.service.at, "the dev server runs in this container")
    for dialled in group:
        yield Label(dialled.rule.at, "the proxy takes these paths")
        if dialled.at != first.at:
            yield Label(dialled.at, "and dials the container itself, too")
    yield Label(first.server.service.at, "the server runs in this one")


def _is_read_by_browser(wiring: Wiring, dialled: _Dialled) -> bool:
    """Whether browser code reads the same variable, for which the loopback address is right."""
    places = {label.at for label in dialled.target.trail}
    names = {variable.name for variable in dialled.client.variables if variable.at in places}
    return any(use.name in names for facts in wiring.browser_files for use in facts.of(EnvUse))


def _edits(dialled: _Dialled) -> Iterator[Edit]:
    yield Edit(dialled.at, dialled.server.service.name)
    port_at = _place(dialled.target, "port")
    if port_at is not None and port_at.text.isdigit() and port_at.text != str(dialled.port):
        yield Edit(port_at, str(dialled.port))
