"""A server inside a container listens on the loopback address, although its port is published.

The loopback address of a container is its own: only what runs in the same container reaches it. Docker hands a
connection to the published port on to the container's network address, and nobody listens there. The server says that
it is up, `curl` inside of the container gets an answer, and the browser gets none. It happens when a command that was
right on one's own machine is put into an image: most servers listen on 127.0.0.1 unless they are told otherwise.

Listen on `0.0.0.0`, which inside of a container means every interface of that container. Who may connect from outside
is said where the port is published: `127.0.0.1:8000:8000` keeps it on the own machine.

## Bad: the host that was right outside of the container
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    command: uvicorn app.main:app --host 127.0.0.1 --port 8000 --reload
    ports:
      - "8000:8000"
```
`backend/Dockerfile`
```dockerfile
FROM python:3.13-slim
COPY . .
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
```
Report:
```text
compose.yaml:4:42: error[loopback-bind-in-container] uvicorn listens on 127.0.0.1 in the container of api, so its published port reaches nobody
  |
4 |     command: uvicorn app.main:app --host 127.0.0.1 --port 8000 --reload
  |                                          ^^^^^^^^^
  ::: compose.yaml:6:10
  |
6 |       - "8000:8000"
  |          --------- this port is published
  = seen: browser: net::ERR_EMPTY_RESPONSE or net::ERR_CONNECTION_RESET; nothing in the server's log
  = help: listen on 0.0.0.0 inside the container
```

## Bad: the default of Vite's dev server
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
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
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
Report:
```text
frontend/package.json:1:22: error[loopback-bind-in-container] vite listens on localhost by default in the container of web, so its published port reaches nobody
  |
1 | {"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
  |                      ^^^^
  ::: compose.yaml:5:10
  |
5 |       - "5173:5173"
  |          --------- this port is published
  ::: compose.yaml:2:3
  |
2 |   web:
  |   --- the service
  = seen: browser: net::ERR_EMPTY_RESPONSE or net::ERR_CONNECTION_RESET; nothing in the server's log
  = help: listen on 0.0.0.0 inside the container
```

## Bad: the host in Vite's configuration
`compose.yaml`
```yaml
services:
  web:
    image: node:22
    working_dir: /app
    volumes:
      - ./frontend:/app
    command: npm run dev
    ports:
      - "3000:3000"
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { host: 'localhost', port: 3000 },
})
```
Report:
```text
frontend/vite.config.ts:4:20: error[loopback-bind-in-container] vite listens on localhost in the container of web, so its published port reaches nobody
  |
4 |   server: { host: 'localhost', port: 3000 },
  |                    ^^^^^^^^^
  ::: compose.yaml:9:10
  |
9 |       - "3000:3000"
  |          --------- this port is published
  ::: compose.yaml:2:3
  |
2 |   web:
  |   --- the service
  ::: frontend/package.json:1:22
  |
1 | {"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
  |                      ---- vite is started here
  = seen: browser: net::ERR_EMPTY_RESPONSE or net::ERR_CONNECTION_RESET; nothing in the server's log
  = help: listen on 0.0.0.0 inside the container
```

## Good: nginx in the same container is what is published
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    command: sh -c "nginx && uvicorn app.main:app --host 127.0.0.1 --port 8000"
    ports:
      - "8080:80"
```

## Good: the configuration says what the command does not
`compose.yaml`
```yaml
services:
  web:
    build: ./frontend
    command: npm run dev
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
  server: { host: true, port: 5173 },
})
```

## Good: the variable that uvicorn reads its host from
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    command: uvicorn app.main:app --reload
    environment:
      UVICORN_HOST: 0.0.0.0
    ports:
      - "8000:8000"
```

## Good: an earlier stage of the image starts a script with an option of its own
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/Dockerfile`
```dockerfile
FROM oven/bun AS development
CMD ["bun", "dev", "--host"]

FROM nginx:1.29
```
`compose.yaml`
```yaml
services:
  page:
    build:
      context: frontend
      target: development
    ports:
      - "5173:5173"
```

## Good: the container only calls others
`compose.yaml`
```yaml
services:
  admin:
    build: ./backend
    command: uvicorn app.admin:app --host 127.0.0.1 --port 9000
```
"""

from __future__ import annotations

from envlint.rule import (
    Bound,
    Container,
    Edit,
    Fix,
    Label,
    Location,
    Problem,
    Problems,
    PublishedPort,
    Safety,
    Wiring,
    url,
)

SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that binds such a server, whichever service runs it."""
    told: set[Location] = set()
    for container in wiring.containers.all:
        for server in container.servers:
            port = container.publishes(server) if server.is_loopback else None
            if port is not None and (server.host_at or server.listen.at) not in told:
                told.add(server.host_at or server.listen.at)
                yield _problem(container, server, port)


def _problem(container: Container, server: Bound, port: PublishedPort) -> Problem:
    at = server.host_at or server.listen.at
    name = container.service.name
    host = server.host if server.host_at is not None else f"{server.host} by default"
    remedy = "listen on 0.0.0.0 inside the container"
    command = Label(server.listen.at, f"{server.listen.tool} is started here")
    around = server.listen.at.path == at.path and server.listen.at.start <= at.start <= server.listen.at.end
    return Problem(
        f"{server.listen.tool} listens on {host} in the container of {name}, so its published port reaches nobody",
        at,
        (
            Label(port.fact.at, "this port is published"),
            *(() if container.service.at.path == at.path else (Label(container.service.at, "the service"),)),
            *(() if around else (command,)),
        ),
        symptom="browser: net::ERR_EMPTY_RESPONSE or net::ERR_CONNECTION_RESET; nothing in the server's log",
        remedy=remedy,
        fixes=tuple(
            Fix(remedy, (Edit(place, "0.0.0.0"),), Safety.SAFE)  # noqa: S104 - the fix, in a container
            for place in (server.host_at,)
            if place is not None and url.is_loopback(place.text)
        ),
    )
