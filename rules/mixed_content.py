"""A page that is served over https calls a URL that begins with http or ws, which browsers block.

On a secure page everything that a script asks for has to be secure as well. The request never leaves the browser, so
the server's log stays empty, and on the developer's machine it works: that page is at http, and `localhost` counts as
secure from any page. It is seen first where the page gets its certificate, on the day it goes online.

Give the server a certificate and call it by `https://` and `wss://`, or let the page's own server hand the requests
on, so that the page can call a path.

## Bad: the page of the production build, which the server allows by its https origin
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
`frontend/.env.production`
```env
VITE_API_URL=http://api.lernwerk.de
```
`frontend/src/courses.ts`
```ts
const API_URL = import.meta.env.VITE_API_URL ?? 'http://localhost:8000'

export const loadCourses = () => fetch(`${API_URL}/courses`)
export const watchCourses = () => new WebSocket(`${API_URL.replace('http', 'ws')}/ws/courses`)
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173", "https://lernwerk.de"])


@app.get("/courses")
def courses():
    return []
```
Report:
```text
frontend/.env.production:1:14: warning[mixed-content] http://api.lernwerk.de is called from a page that is served over https: browsers block what is not secure there
  |
1 | VITE_API_URL=http://api.lernwerk.de
  |              ^^^^^^^^^^^^^^^^^^^^^^
  ::: backend/main.py:5:77
  |
5 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173", "https://lernwerk.de"])
  |                                                                             ------------------- the server lets a page at https://lernwerk.de call it
  ::: frontend/src/courses.ts:3:34
  |
3 | export const loadCourses = () => fetch(`${API_URL}/courses`)
  |                                  ----- used by this call
  ::: frontend/src/courses.ts:4:35
  |
4 | export const watchCourses = () => new WebSocket(`${API_URL.replace('http', 'ws')}/ws/courses`)
  |                                   ------------- and by this call
  = seen: browser: Mixed Content: requested an insecure resource 'http://api.lernwerk.de'. This request has been blocked; nothing in the server's log
  = help: give the server a certificate and call it by https or wss, or let the page's own server hand it on
```

## Bad: behind a gateway with a certificate, whatever the mode
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
`frontend/src/prices.ts`
```ts
export const watchPrices = () => new WebSocket('ws://prices.lernwerk.de/ws/prices')
```
`nginx.conf`
```nginx
server {
  listen 443 ssl;
  server_name lernwerk.de;
  location / { root /usr/share/nginx/html; }
}
```
Report:
```text
frontend/src/prices.ts:1:49: warning[mixed-content] ws://prices.lernwerk.de is called from a page that is served over https: browsers block what is not secure there
  |
1 | export const watchPrices = () => new WebSocket('ws://prices.lernwerk.de/ws/prices')
  |                                                 ^^^^^^^^^^^^^^^^^^^^^^^
  ::: nginx.conf:1:1
  |
1 | server {
  | ------ the page is served over https here
  ::: frontend/src/prices.ts:1:34
  |
1 | export const watchPrices = () => new WebSocket('ws://prices.lernwerk.de/ws/prices')
  |                                  ------------- used by this call
  = seen: browser: SecurityError: An insecure WebSocket connection may not be initiated from a page loaded over HTTPS; nothing in the server's log
  = help: give the server a certificate and call it by https or wss, or let the page's own server hand it on
```

## Bad: a dev server with a certificate
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { https: { key: 'key.pem', cert: 'cert.pem' } },
})
```
`frontend/src/prices.ts`
```ts
export const loadPrices = () => fetch('http://prices.lernwerk.de/today')
```
Report:
```text
frontend/src/prices.ts:1:40: warning[mixed-content] http://prices.lernwerk.de is called from a page that is served over https: browsers block what is not secure there
  |
1 | export const loadPrices = () => fetch('http://prices.lernwerk.de/today')
  |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/vite.config.ts:4:3
  |
4 |   server: { https: { key: 'key.pem', cert: 'cert.pem' } },
  |   ------ the page is served at https://localhost:5173
  ::: frontend/src/prices.ts:1:33
  |
1 | export const loadPrices = () => fetch('http://prices.lernwerk.de/today')
  |                                 ----- used by this call
  = seen: browser: Mixed Content: requested an insecure resource 'http://prices.lernwerk.de'. This request has been blocked; nothing in the server's log
  = help: give the server a certificate and call it by https or wss, or let the page's own server hand it on
```

## Good: the loopback address counts as secure
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
import { defineConfig } from 'vite'

export default defineConfig({
  server: { https: { key: 'key.pem', cert: 'cert.pem' } },
})
```
`frontend/src/prices.ts`
```ts
export const loadPrices = () => fetch('http://localhost:8000/today')
export const watchPrices = () => new WebSocket('wss://prices.lernwerk.de/ws/prices')
```

## Good: another page is at https, and this one may be at http
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
`frontend/.env.production`
```env
VITE_API_URL=http://api.lernwerk.de
```
`frontend/src/courses.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
```
`backend/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://lernwerk.de", "https://admin.lernwerk.de"])


@app.get("/courses")
def courses():
    return []
```

## Good: only the mode of development calls it
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
`frontend/.env.development`
```env
VITE_API_URL=http://dev.lernwerk.de
```
`frontend/.env.production`
```env
VITE_API_URL=https://api.lernwerk.de
```
`frontend/src/courses.ts`
```ts
export const loadCourses = () => fetch(`${import.meta.env.VITE_API_URL}/courses`)
export const loadNews = () => fetch(import.meta.env.DEV ? 'http://news.lernwerk.de/all' : '/news/all')
```
`nginx.conf`
```nginx
server {
  listen 443 ssl;
  server_name lernwerk.de;
  location / { root /usr/share/nginx/html; }
}
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    Iterator,
    Label,
    Location,
    Policy,
    Problem,
    Problems,
    Severity,
    Target,
    Wiring,
    locate,
    regex,
    url,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_SHOWN = 10
"""How many calls are shown of those that share a cause."""
_ORIGIN = regex(r"(?:https?|wss?)://[^/?#]+", re.IGNORECASE)
_PUBLIC = regex(r"(?:[a-z0-9-]+\.)+[a-z]{2,}|\d+\.\d+\.\d+\.\d+")
_NOT_PUBLIC = regex(
    r"10\..*|192\.168\..*|169\.254\..*|172\.(?:1[6-9]|2\d|3[01])\..*"
    r"|.*\.(?:local|lan|internal|home|corp|test|invalid|localdomain)|.*(?:example|your|placeholder|domain|changeme).*"
)
"""Private networks (RFC 1918), names that no public server has, and placeholders."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that holds such a URL, with its call sites as labels."""
    online = tuple(_online(wiring)) if len(wiring.frontends) == 1 else ()
    places: dict[Location, list[tuple[Connection, Target, Label]]] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            at = _origin_at(target)
            secure = _secure_page(target, connection, online) if _is_insecure(target) else None
            if at is not None and secure is not None and not connection.may_run_on_server(target):
                places.setdefault(at, []).append((connection, target, secure))
    for at, calls in places.items():
        yield _problem(at, calls)


def _origin_at(target: Target) -> Location | None:
    """Where the scheme and the host of a URL are written."""
    match = _ORIGIN.match(target.url.text)
    return locate(target.url.pieces, *match.span()) if match is not None else None


def _is_insecure(target: Target) -> bool:
    """Whether browsers block a URL on a secure page, which they do not for a loopback address.

    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    address = target.address
    if address is None or target.is_relative or not target.used or address.scheme not in {"http", "ws"}:
        return False
    return _is_public(address.host)


def _is_public(host: str) -> bool:
    return _PUBLIC.fullmatch(host) is not None and _NOT_PUBLIC.fullmatch(host) is None and not url.is_loopback(host)


def _secure_page(target: Target, connection: Connection, online: tuple[Label, ...]) -> Label | None:
    """What shows that the page is served over https where it calls a URL; None where nothing does."""
    page = target.page
    if page is not None and page.scheme == "https" and page.at is not None:
        return Label(page.at, f"the page is served at {page.origin}")
    texts = {other.url.text for other in connection.targets}
    is_fixed = len(texts) == 1 and not connection.unknown and not target.url.trail
    everywhere = is_fixed and not connection.may_be_for_development
    return next(iter(online), None) if target.is_shipped or everywhere else None


def _online(wiring: Wiring) -> Iterator[Label]:
    """Where the only page of the repository is served when it is online, if that is over https alone."""
    for site, _ in wiring.gateways.sites:
        serves_files = any(place.path == "/" and place.target is None for place in site.locations)
        if 443 in site.ports and serves_files:
            yield Label(site.at, "the page is served over https here")
    origins = [origin for server in wiring.servers for policy in server.policies for origin in _allowed(policy)]
    if all(scheme == "https" for scheme, _ in origins):
        yield from (Label(at, f"the server lets a page at {at.text} call it") for _, at in origins)


def _allowed(policy: Policy) -> Iterator[tuple[str, Location]]:
    """The schemes of the public origins that a server allows."""
    for allow_list in policy.lists:
        for item in allow_list.items:
            origin = url.parse(item.text)
            at = locate(item.pieces, 0, len(item.text))
            if origin is not None and at is not None and _is_public(origin.host):
                yield origin.scheme, at


def _problem(at: Location, calls: list[tuple[Connection, Target, Label]]) -> Problem:
    connection, target, page = calls[0]
    address = target.address.origin if target.address is not None else at.text
    labels = {page.at: page} | {label.at: label for label in connection.trail(target, at)}
    for other, _, _ in calls[:_SHOWN]:
        labels.setdefault(other.fact.call, Label(other.fact.call, "and by this call"))
    blocked = f"Mixed Content: requested an insecure resource '{address}'. This request has been blocked"
    if connection.fact.kind == "websocket":
        blocked = "SecurityError: An insecure WebSocket connection may not be initiated from a page loaded over HTTPS"
    return Problem(
        f"{address} is called from a page that is served over https: browsers block what is not secure there",
        at,
        tuple(labels.values()),
        symptom=f"browser: {blocked}; nothing in the server's log",
        remedy="give the server a certificate and call it by https or wss, or let the page's own server hand it on",
    )
