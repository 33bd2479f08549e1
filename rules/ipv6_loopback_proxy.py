"""A proxy dials `localhost`, the server listens on 127.0.0.1 only, and this version of Node.js tries ::1 alone.

`localhost` is two addresses on most machines, ::1 and 127.0.0.1. Node.js before version 17 took the IPv4 address first;
since then it takes them as the system lists them, which is ::1 first
(https://nodejs.org/api/dns.html#dnssetdefaultresultorderorder), and from version 20 on it tries the other one when the
first refuses (https://nodejs.org/api/net.html#netgetdefaultautoselectfamily). So in between a dev server's proxy gets
`ECONNREFUSED ::1:8000` from a server that is up and that every browser finds. It depends on the machine as well: where
`localhost` is only 127.0.0.1, all is well.

Write 127.0.0.1 into the target: it means the same everywhere.

## Bad: the version of Node.js is pinned by .nvmrc
`frontend/.nvmrc`
```text
18.20.4
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^5.4.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`start.sh`
```sh
cd backend && uvicorn main:app --host 127.0.0.1 --port 8000
```
Report:
```text
frontend/vite.config.ts:4:38: note[ipv6-loopback-proxy] the proxy for /api dials localhost, which Node.js 18 may take for ::1 alone; the server listens on 127.0.0.1 only
  |
4 |   server: { proxy: { '/api': 'http://localhost:8000' } },
  |                                      ^^^^^^^^^
  ::: frontend/.nvmrc:1:1
  |
1 | 18.20.4
  | ------- the project runs on Node.js 18
  ::: start.sh:1:39
  |
1 | cd backend && uvicorn main:app --host 127.0.0.1 --port 8000
  |                                       --------- uvicorn listens on 127.0.0.1
  = seen: dev server: http proxy error, connect ECONNREFUSED ::1:8000; browser: 500 or 504
  = help: dial 127.0.0.1
```

## Bad: the address that the tool takes by itself
`frontend/package.json`
```json
{
  "scripts": {"start": "react-scripts start"},
  "dependencies": {"react-scripts": "5.0.1", "http-proxy-middleware": "^3.0.0"},
  "engines": {"node": "18.x"}
}
```
`frontend/src/setupProxy.js`
```js
const { createProxyMiddleware } = require('http-proxy-middleware')

module.exports = (app) => {
  app.use('/api', createProxyMiddleware({ target: 'http://localhost:5000' }))
}
```
`backend/app.py`
```python
from flask import Flask

app = Flask(__name__)

if __name__ == "__main__":
    app.run(port=5000)
```
Report:
```text
frontend/src/setupProxy.js:4:59: note[ipv6-loopback-proxy] the proxy for /api dials localhost, which Node.js 18 may take for ::1 alone; the server listens on 127.0.0.1 only
  |
4 |   app.use('/api', createProxyMiddleware({ target: 'http://localhost:5000' }))
  |                                                           ^^^^^^^^^
  ::: frontend/package.json:4:24
  |
4 |   "engines": {"node": "18.x"}
  |                        ---- the project runs on Node.js 18
  ::: backend/app.py:6:5
  |
6 |     app.run(port=5000)
  |     ----------------- flask listens on 127.0.0.1 by default
  = seen: dev server: http proxy error, connect ECONNREFUSED ::1:5000; browser: 500 or 504
  = help: dial 127.0.0.1
```

## Good: the same with a version that tries both
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}, "engines": {"node": ">=18"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`start.sh`
```sh
cd backend && uvicorn main:app --host 127.0.0.1 --port 8000
```

## Good: the server is also published by compose, on both addresses
`frontend/.nvmrc`
```text
18
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^5.4.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`backend/main.py`
```python
import uvicorn
from fastapi import FastAPI

app = FastAPI()

if __name__ == "__main__":
    uvicorn.run(app, port=8000)
```
`compose.yaml`
```yaml
services:
  api:
    build: ./backend
    command: uvicorn main:app --host 0.0.0.0
    ports:
      - "8000:8000"
```

## Good: the server listens on every address
`frontend/.nvmrc`
```text
v19.0.0
```
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^5.4.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { proxy: { '/api': 'http://localhost:8000' } },
})
```
`backend/main.py`
```python
from fastapi import FastAPI

app = FastAPI()
```
`start.sh`
```sh
cd backend && uvicorn main:app --host :: --port 8000
```
"""

from __future__ import annotations

from envlint.rule import (
    Bound,
    Edit,
    Fix,
    Frontend,
    Iterator,
    Label,
    Location,
    NodeVersion,
    Problem,
    Problems,
    ProxyRule,
    Resolved,
    Safety,
    Wiring,
    locate,
    regex,
    url,
)

SINCE = "0.1"
SEVERITY = "note"

_TRIES_ONE = range(17, 20)
_IPV4 = "127.0.0.1"
_TOOLS = {"vite", "webpack", "create-react-app", "angular"}
"""Proxies that leave the order of addresses to Node.js; Next.js sets it to IPv4 first by itself."""
_HOST = regex(r"//(localhost)(?=[:/?#]|$)")


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place with such a target."""
    told: set[Location] = set()
    for frontend in wiring.frontends:
        version = wiring.node_version_of(frontend.app.root)
        if version is None or version.major not in _TRIES_ONE or wiring.containers.running(frontend.app):
            continue
        for rule, at, port in _targets(frontend):
            server = _only_ipv4(wiring, port)
            if server is not None and at not in told:
                told.add(at)
                yield _problem(rule, at, server, version)


def _targets(frontend: Frontend) -> Iterator[tuple[ProxyRule, Location, int]]:
    """The entries that dial `localhost`, with the place of that word and the port."""
    resolver = frontend.resolvers[0][1]
    for rule, config in frontend.proxy if frontend.resolvers else ():
        results = resolver.used(rule.target, config) if rule.tool in _TOOLS else ()
        target = results[0] if len(results) == 1 and isinstance(results[0], Resolved) else None
        address = url.parse(target.text) if target is not None else None
        host = _HOST.search(target.text) if target is not None else None
        at = locate(target.pieces, *host.span(1)) if target is not None and host is not None else None
        if at is not None and address is not None:
            yield rule, at, address.port


def _only_ipv4(wiring: Wiring, port: int) -> Bound | None:
    """What listens on a port of 127.0.0.1, where nothing listens there on any other address."""
    if any(port == each.host for container in wiring.containers.all for each in container.ports):
        return None
    found = wiring.listening_on(port)
    return found[0] if found and all(each.host == _IPV4 for each in found) else None


def _problem(rule: ProxyRule, at: Location, server: Bound, version: NodeVersion) -> Problem:
    remedy = f"dial {_IPV4}"
    by_default = "" if server.host_at is not None else " by default"
    return Problem(
        f"the proxy for {rule.context} dials localhost, which Node.js {version.major} may take for ::1 alone; "
        f"the server listens on {_IPV4} only",
        at,
        (
            Label(version.at, f"the project runs on Node.js {version.major}"),
            Label(server.host_at or server.listen.at, f"{server.listen.tool} listens on {_IPV4}{by_default}"),
        ),
        symptom=f"dev server: http proxy error, connect ECONNREFUSED ::1:{server.port}; browser: 500 or 504",
        remedy=remedy,
        fixes=(Fix(remedy, (Edit(at, _IPV4),), Safety.SAFE),) if at.text == "localhost" else (),
    )
