"""A WebSocket is sent to the dev server, whose proxy does not forward WebSockets there.

Vite's proxy forwards requests; of WebSockets it takes only those whose rule says `ws: true` or has a target that
begins with `ws:` or `wss:`. Any other one is left alone: nobody answers the handshake, and the page gets no event or a
late `error`. The requests of the same page arrive as they should, so people search on the server, whose log has no
line of it.

Add `ws: true` to the rule that takes the path, and a rule where none does.

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
    Frontend,
    Label,
    Location,
    Problem,
    Problems,
    Proxied,
    ProxyRule,
    Safety,
    Severity,
    Target,
    Wiring,
    client_pattern,
)

SINCE = "0.1"

_KINDS = {"websocket", "socketio"}

_HANGING = "browser: the WebSocket stays in the state CONNECTING, without any event; nothing in the server's log"
_POLLING = "none at first: socket.io stays with long polling, and fails where its transports are ['websocket']"
_REFUSED = "browser: the dev server answers /socket.io/ with its page or 404, and connect_error comes again and again"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each proxy rule that takes a WebSocket and drops it, and for sockets that no rule takes."""
    told: set[Location] = set()
    for connection in wiring.connections:
        frontend = wiring.frontend(connection.app)
        if connection.fact.kind not in _KINDS or frontend is None or connection.app.framework != "vite":
            continue
        for target in connection.targets:
            if not target.is_relative or target.environment.is_production:
                continue
            problem = _problem(connection, target, frontend)
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


def _problem(connection: Connection, target: Target, frontend: Frontend) -> Problem | None:
    if any(proxied.forwards_websockets is not False for proxied in target.proxies):
        return None
    path = _path(connection, target)
    if target.proxies:
        return _dropped(connection, target, target.proxies[0], path)
    if frontend.proxy and frontend.proxy_complete and not _is_open(connection, target):
        return _not_taken(connection, target, frontend, path)
    return None


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
    if text.startswith("{") and text.endswith("}") and text[1:-1].strip():
        inner = text[1:-1].rstrip()
        end = block.start + 1 + len(inner)
        comma = "" if inner.endswith(",") else ","
        line = "\n" + " " * _indent(block) if "\n" in text else " "
        edit = Edit(block.source.at(end, end), f"{comma}{line}ws: true")
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
    first, _ = frontend.proxy[0]
    what = "socket.io connects" if connection.fact.kind == "socketio" else "the page opens a WebSocket"
    return Problem(
        f"{what} at {path}, and the dev server's proxy has rules for {rules} only",
        first.at,
        _labels(connection, target),
        symptom=_HANGING if connection.fact.kind == "websocket" else _REFUSED,
        remedy=f"add a rule for {path} with ws: true",
    )
