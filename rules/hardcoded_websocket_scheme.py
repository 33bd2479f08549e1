"""A WebSocket takes its host from the page and not its scheme: `ws://` is written out.

`ws://` before `location.host` works on every developer's machine, since dev servers speak http. As soon as the page is
served over https, by a proxy, a tunnel or a hosting platform, the browser refuses to open the socket from it: an
insecure connection on a secure page is mixed content. Nothing reaches the server, and the requests beside it work,
since they name no scheme.

Take the scheme from where the host comes from: `location.protocol === 'https:' ? 'wss://' : 'ws://'`.

## Bad: the page's host in a template
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
export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/ws/boards/${id}`)
```
Report:
```text
frontend/src/board.ts:1:57: warning[hardcoded-websocket-scheme] this WebSocket takes the page's own host and always ws://, which a page served over https may not open
  |
1 | export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/ws/boards/${id}`)
  |                                                         ^^^^^
  |
1 | export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/ws/boards/${id}`)
  |                                                                -------------------- the page's own host
  |
1 | export const openBoard = (id: string) => new WebSocket(`ws://${window.location.host}/ws/boards/${id}`)
  |                                          ------------- used by this call
  = seen: none over http; over https, browser: SecurityError: Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page loaded over HTTPS.
  = help: take the scheme from the page as well: wss:// where location.protocol is https:
```

## Bad: one base for two sockets, with the port of the server
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
`frontend/src/sockets.ts`
```ts
const host = location.hostname
const BASE = import.meta.env.VITE_WS_URL ?? 'ws://' + host + ':8000'

export const openChat = () => new WebSocket(BASE + '/ws/chat')
export const openAlerts = () => new WebSocket(BASE + '/ws/alerts')
```
Report:
```text
frontend/src/sockets.ts:2:46: warning[hardcoded-websocket-scheme] this WebSocket takes the page's own host and always ws://, which a page served over https may not open
  |
2 | const BASE = import.meta.env.VITE_WS_URL ?? 'ws://' + host + ':8000'
  |                                              ^^^^^
  ::: frontend/src/sockets.ts:1:14
  |
1 | const host = location.hostname
  |              ----------------- the page's own host
  ::: frontend/src/sockets.ts:4:31
  |
4 | export const openChat = () => new WebSocket(BASE + '/ws/chat')
  |                               ------------- used by this call
  ::: frontend/src/sockets.ts:5:33
  |
5 | export const openAlerts = () => new WebSocket(BASE + '/ws/alerts')
  |                                 ------------- and by this call
  = seen: none over http; over https, browser: SecurityError: Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page loaded over HTTPS.
  = help: take the scheme from the page as well: wss:// where location.protocol is https:
```

## Bad: a page of the server's own
`board/settings.py`
```python
ROOT_URLCONF = "board.urls"
ASGI_APPLICATION = "board.asgi.application"
```
`manage.py`
```python
import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "board.settings")
execute_from_command_line(sys.argv)
```
`board/templates/board.html`
```html
<script>
  const socket = new WebSocket('ws://' + window.location.host + '/ws/board/')
</script>
```
Report:
```text
board/templates/board.html:2:33: warning[hardcoded-websocket-scheme] this WebSocket takes the page's own host and always ws://, which a page served over https may not open
  |
2 |   const socket = new WebSocket('ws://' + window.location.host + '/ws/board/')
  |                                 ^^^^^
  |
2 |   const socket = new WebSocket('ws://' + window.location.host + '/ws/board/')
  |                                          -------------------- the page's own host
  |
2 |   const socket = new WebSocket('ws://' + window.location.host + '/ws/board/')
  |                  ------------- used by this call
  = seen: none over http; over https, browser: SecurityError: Failed to construct 'WebSocket': An insecure WebSocket connection may not be initiated from a page loaded over HTTPS.
  = help: take the scheme from the page as well: wss:// where location.protocol is https:
```

## Good: the scheme follows the page's
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
const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws'

export const openBoard = () => new WebSocket(`${scheme}://${window.location.host}/ws/board`)
```

## Good: corrected after it was written
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
export function openBoard() {
  let url = `ws://${location.host}/ws/board`
  if (location.protocol === 'https:') url = url.replace('ws:', 'wss:')
  return new WebSocket(url)
}
```

## Good: only the dev server's page takes it
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
const url = import.meta.env.DEV ? `ws://${location.hostname}:8000/ws/board` : '/ws/board'

export const openBoard = () => new WebSocket(url)

if (import.meta.env.DEV) {
  new WebSocket(`ws://${location.hostname}:8000/ws/reload`)
}
```

## Good: another machine's host, in an env file of its own
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
VITE_WS_SCHEME=ws://
```
`frontend/src/board.ts`
```ts
export const openBoard = () => new WebSocket(`${import.meta.env.VITE_WS_SCHEME}${location.host}/ws/board`)
export const openLogs = () => new WebSocket('ws://localhost:9000/logs')
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
    Severity,
    Target,
    Wiring,
    cut,
    locate,
)

SINCE = "0.1"
SEVERITY = Severity.WARNING

_SHOWN = 10
"""How many calls are shown of those that share a cause."""
_SCHEME = "ws://"
_REMEDY = "take the scheme from the page as well: wss:// where location.protocol is https:"
_CONDITION = "window.location.protocol === 'https:'"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that writes `ws://` before the page's own host."""
    places: dict[Location, list[tuple[Connection, Target]]] = {}
    for connection in wiring.connections:
        if connection.fact.kind != "websocket" or connection.may_be_for_development or _may_be_secure(connection):
            continue
        for target in connection.targets:
            at = _written_at(target)
            if at is not None and not _is_for_development(at, target, connection):
                places.setdefault(at, []).append((connection, target))
    for at, calls in places.items():
        yield _problem(at, calls)


def _may_be_secure(connection: Connection) -> bool:
    """Whether another alternative of the same call is a `wss://`, or not known. What a caller hands in is no such."""
    secure = any(target.url.text.startswith(("wss:", "https:")) for target in connection.targets)
    return secure or not all(unknown.is_handed_in for unknown in connection.unknown)


def _written_at(target: Target) -> Location | None:
    """Where a script has `ws://` right before a part of the page's address; None where a variable brings it."""
    pieces, end = target.url.pieces, len(_SCHEME)
    at = locate(pieces, 0, end)
    if at is None or not target.url.text.startswith(_SCHEME) or not all(piece.exact for piece in cut(pieces, 0, end)):
        return None
    if not any(piece.page for piece in cut(pieces, end, end + 1)):
        return None
    return None if any(_covers(label.at, at) for label in target.url.trail) else at


def _is_for_development(at: Location, target: Target, connection: Connection) -> bool:
    """Whether the mode decides, and the other one takes another URL: `import.meta.env.DEV ? ... : ...`."""
    others = (each for each in connection.targets if not each.used and each.environment is target.environment)
    return any(other.instead is not None and _covers(other.instead.at, at) for other in others)


def _covers(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.start <= inner.start and inner.end <= outer.end


def _problem(at: Location, calls: list[tuple[Connection, Target]]) -> Problem:
    connection, target = calls[0]
    host = locate(target.url.pieces, len(_SCHEME), len(_SCHEME) + 1)
    labels = {host: Label(host, "the page's own host")} if host is not None else {}
    labels |= {label.at: label for label in connection.trail(target, at)}
    for other, _ in calls[:_SHOWN]:
        labels.setdefault(other.fact.call, Label(other.fact.call, "and by this call"))
    return Problem(
        "this WebSocket takes the page's own host and always ws://, which a page served over https may not open",
        at,
        tuple(labels.values()),
        symptom="none over http; over https, browser: SecurityError: Failed to construct 'WebSocket': An insecure "
        "WebSocket connection may not be initiated from a page loaded over HTTPS.",
        remedy=_REMEDY,
        fixes=tuple(_fixes(at)),
    )


def _fixes(at: Location) -> Iterator[Fix]:
    """A condition in the place of the scheme, where that is a whole literal or the beginning of a template."""
    before, after = at.source.text[at.start - 1 : at.start], at.source.text[at.end : at.end + 1]
    if at.text == _SCHEME and before == "`":
        yield Fix(_REMEDY, (Edit(at, f"${{{_CONDITION} ? 'wss' : 'ws'}}://"),))
    elif at.text == _SCHEME and before == after and before in {"'", '"'}:
        quoted = at.source.at(at.start - 1, at.end + 1)
        yield Fix(_REMEDY, (Edit(quoted, f"({_CONDITION} ? 'wss://' : 'ws://')"),))
