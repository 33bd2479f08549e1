"""Two servers that run together are given one port of the same machine.

Only one program can listen on a port. The second one stops with "address already in use", or compose does not start
its container; a dev server may move to the next port without a word, and is then not where everybody looks for it. A
dev server whose proxy dials its own port calls itself until something gives up.

Give each server a port of its own, and change the URLs that name it.

## Bad: two services publish one port
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    ports:
      - "8000:8000"
  admin:
    build: ./admin
    ports:
      - "${ADMIN_PORT:-8000}:80"
```
Report:
```text
compose.yaml:9:10: error[port-conflict] admin publishes port 8000 of the host, which api publishes already
  |
9 |       - "${ADMIN_PORT:-8000}:80"
  |          ^^^^^^^^^^^^^^^^^^^^^^
  ::: compose.yaml:5:10
  |
5 |       - "8000:8000"
  |          --------- api publishes it here
  = seen: compose: Bind for 0.0.0.0:8000 failed: port is already allocated
  = help: publish another port for admin
```

## Bad: the dev server and the server that its proxy dials
`frontend/package.json`
```json
{"scripts": {"dev": "vite --port 8000"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
Report:
```text
frontend/vite.config.ts:4:31: error[port-conflict] the proxy for /api dials port 8000, on which the dev server itself listens
  |
4 |   server: { proxy: { '/api': 'http://localhost:8000' } },
  |                               ^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/package.json:1:34
  |
1 | {"scripts": {"dev": "vite --port 8000"}, "devDependencies": {"vite": "^7.2.0"}}
  |                                  ---- the dev server listens on 8000
  ::: frontend/vite.config.ts:4:23
  |
4 |   server: { proxy: { '/api': 'http://localhost:8000' } },
  |                       ---- requests for these paths come back again and again
  = seen: browser: the call hangs, then 500 or 431; or one of the two servers stops: address already in use
  = help: give the server and the dev server different ports
```

## Bad: the page calls the server at the dev server's own port
`frontend/package.json`
```json
{"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5.0.1"}}
```
`frontend/src/courses.js`
```js
export const loadCourses = () => fetch('http://localhost:3000/courses')
```
`backend/package.json`
```json
{"scripts": {"start": "node server.js"}, "dependencies": {"express": "^5.1.0"}}
```
`backend/server.js`
```js
const express = require('express')

const app = express()
app.get('/courses', (req, res) => res.json([]))
app.listen(3000)
```
Report:
```text
backend/server.js:5:12: error[port-conflict] the server listens on port 3000, which is that of the page's dev server
  |
5 | app.listen(3000)
  |            ^^^^
  ::: frontend/package.json:1:1
  |
1 | {"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5.0.1"}}
  | - the dev server takes port 3000
  ::: frontend/src/courses.js:1:58
  |
1 | export const loadCourses = () => fetch('http://localhost:3000/courses')
  |                                                          ---- the page calls the server at this port
  ::: frontend/src/courses.js:1:34
  |
1 | export const loadCourses = () => fetch('http://localhost:3000/courses')
  |                                  ----- used by this call
  = seen: whichever is started second: address already in use, or a dev server at another port; browser: the call gets the dev server's page or 404
  = help: give the server and the dev server different ports
```

## Good: the server hands the page out itself
`frontend/package.json`
```json
{"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5.0.1"}}
```
`frontend/src/courses.js`
```js
export const loadCourses = () => fetch('http://localhost:3000/courses')
```
`backend/package.json`
```json
{"scripts": {"start": "node server.js"}, "dependencies": {"express": "^5.1.0"}}
```
`backend/server.js`
```js
const express = require('express')

const app = express()
app.use(express.static('../frontend/build'))
app.get('/courses', (req, res) => res.json([]))
app.listen(3000)
```

## Good: services of different profiles
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    profiles: [production]
    ports:
      - "8000:8000"
  api-dev:
    build: ./backend
    profiles: [development]
    ports:
      - "8000:8000"
```

## Good: one port inside, two outside
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    ports:
      - "8000:8000"
  admin:
    build: ./admin
    ports:
      - "8001:8000"
  worker:
    build: ./worker
    ports:
      - "8000"
```

## Good: one port of two addresses, and one of two protocols
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    ports:
      - "127.0.0.1:8000:8000"
      - "8443:8443/udp"
  admin:
    build: ./admin
    ports:
      - "192.168.0.10:8000:8000"
      - "8443:8443/tcp"
```

## Good: two files, of which one is started
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    ports:
      - "8000:8000"
```
`compose.production.yaml`
```yaml
services:
  gateway:
    image: caddy:2
    ports:
      - "8000:80"
```
"""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Container,
    Frontend,
    Iterator,
    Label,
    Listener,
    Location,
    PageAddress,
    Problem,
    Problems,
    ProxyRule,
    PublishedPort,
    Resolved,
    ServedFolder,
    Server,
    Target,
    Wiring,
    client_pattern,
    locate,
    regex,
    url,
)

SINCE = "0.1"

_ADDRESS = regex(r"^(?P<short>\[[^\]]*\]|\d+\.\d+\.\d+\.\d+):|host_ip:\s*['\"]?(?P<long>[^\s'\",}]+)")
_PROTOCOL = regex(r"/(?P<short>\w+)$|protocol:\s*['\"]?(?P<long>\w+)")
_EVERY_ADDRESS = {"", "0.0.0.0", "[::]", "::"}  # noqa: S104 - recognised, never bound to
_WHOLE_PATH = {"next", "nuxt"}
"""Tools whose proxies give the path anew, so that one may lead to another path of the same server."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each port that a second server is given."""
    yield from _in_compose(wiring)
    for frontend in wiring.frontends:
        yield from _dialling_itself(frontend)
        yield from _beside_the_dev_server(wiring, frontend)


def _in_compose(wiring: Wiring) -> Problems:
    taken: dict[tuple[str, int], list[tuple[Container, PublishedPort]]] = {}
    for container in wiring.containers.all:
        for port in container.ports:
            if port.host is None:
                continue
            before = taken.setdefault((container.path, port.host), [])
            first = next((each for each in before if _meet(each, (container, port))), None)
            before.append((container, port))
            if first is not None:
                yield _published_twice(first, (container, port), port.host)


def _meet(one: tuple[Container, PublishedPort], other: tuple[Container, PublishedPort]) -> bool:
    """Whether two published ports of one number belong to services that run together and bind the same address."""
    if one[0] is other[0] or set(one[0].service.profiles) ^ set(other[0].service.profiles):
        return False
    addresses, protocols = zip(*(_binding(each[1].fact.at.text) for each in (one, other)), strict=True)
    every = any(address in _EVERY_ADDRESS for address in addresses)
    return len(set(protocols)) == 1 and (every or len(set(addresses)) == 1)


def _binding(text: str) -> tuple[str, str]:
    """The address and the protocol of a published port as written, in the short form or the long one."""
    address, protocol = _ADDRESS.search(text), _PROTOCOL.search(text)
    return (
        (address["short"] or address["long"]) if address is not None else "",
        (protocol["short"] or protocol["long"]) if protocol is not None else "tcp",
    )


def _published_twice(
    first: tuple[Container, PublishedPort], second: tuple[Container, PublishedPort], number: int
) -> Problem:
    names = [container.service.name for container, _ in (first, second)]
    return Problem(
        f"{names[1]} publishes port {number} of the host, which {names[0]} publishes already",
        second[1].fact.at,
        (Label(first[1].fact.at, f"{names[0]} publishes it here"),),
        symptom=f"compose: Bind for 0.0.0.0:{number} failed: port is already allocated",
        remedy=f"publish another port for {names[1]}",
    )


def _dialling_itself(frontend: Frontend) -> Iterator[Problem]:
    """A problem for each entry of a proxy that hands requests on to its own dev server, under the same path."""
    environment, page = frontend.resolvers[0][1] if frontend.resolvers else None, frontend.page
    if environment is None or page is None:
        return
    for rule, config in frontend.proxy:
        results = environment.used(rule.target, config)
        target = results[0] if len(results) == 1 else None
        if rule.rewrite is not None or rule.tool in _WHOLE_PATH or not isinstance(target, Resolved):
            continue
        address = url.parse(target.text)
        at = locate(target.pieces, 0, len(target.text))
        if address is None or at is None or address.path != "/":
            continue
        if address.is_loopback and address.port == page.port:
            yield _dialled_by_itself(page, rule, at)


def _dialled_by_itself(page: PageAddress, rule: ProxyRule, at: Location) -> Problem:
    labels = [Label(page.at, f"the dev server listens on {page.port}")] if page.at is not None else []
    return Problem(
        f"the proxy for {rule.context} dials port {page.port}, on which the dev server itself listens",
        at,
        (*labels, Label(rule.at, "requests for these paths come back again and again")),
        symptom="browser: the call hangs, then 500 or 431; or one of the two servers stops: address already in use",
        remedy="give the server and the dev server different ports",
    )


def _beside_the_dev_server(wiring: Wiring, frontend: Frontend) -> Problems:
    """A problem for each server that the page calls at the port on which its own dev server listens."""
    told: set[Location] = set()
    if frontend.served_by is not None or frontend.page is None:
        return
    for connection in wiring.connections_of(frontend.app):
        for target in connection.targets:
            at, listener = target.port_at(), _listener(wiring, connection, target, frontend.page)
            if at is not None and listener is not None and listener.at not in told:
                told.add(listener.at)
                yield _taken(frontend.page, connection, listener, at)


def _listener(wiring: Wiring, connection: Connection, target: Target, page: PageAddress) -> Listener | None:
    """The port of a server in another folder, where a URL of the page names that port and a route of that server."""
    if not target.used or target.environment.is_production or target.proxies or not target.is_relative:
        return None
    kind, path = "websocket" if connection.fact.kind == "websocket" else "http", client_pattern(target.path)
    for server in wiring.servers:
        listener = server.listens_on(page.port)
        elsewhere = not connection.app.holds(server.path) and not server.app.holds(connection.path)
        if elsewhere and listener is not None and not path.is_open and server.may_serve(kind, path):
            sure = not (listener.assumed or listener.published or _hands_out_files(wiring, server))
            return listener if sure else None
    return None


def _hands_out_files(wiring: Wiring, server: Server) -> bool:
    """Whether a server hands out files, which may be the finished page: then no dev server runs beside it."""
    return any(server.app.holds(folder.at.path) for folder in wiring.facts(ServedFolder))


def _taken(page: PageAddress, connection: Connection, listener: Listener, at: Location) -> Problem:
    labels = [Label(page.at, f"the dev server takes port {page.port}")] if page.at is not None else []
    labels += [Label(at, "the page calls the server at this port")]
    labels += [label for label in [Label(connection.fact.call, "used by this call")] if label.at != at]
    return Problem(
        f"the server listens on port {listener.port}, which is that of the page's dev server",
        listener.at,
        tuple(labels),
        symptom="whichever is started second: address already in use, or a dev server at another port; "
        "browser: the call gets the dev server's page or 404",
        remedy="give the server and the dev server different ports",
    )
