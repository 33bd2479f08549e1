"""An error handler of a WebSocket drops its event, so that nobody learns why the connection failed.

A browser tells a page very little about a failed WebSocket: the `error` event holds no reason, and the status of the
handshake is kept from the page. What there is comes with the `close` event: `code` (1006 for a handshake that was
refused or a connection that broke), `reason` and `wasClean`. A handler that sets a red dot and drops all of that leaves
the user with "connection failed" and the developer with nothing to search for.

Log the event, together with the URL that was dialled, and log `event.code` and `event.reason` in `onclose`, which
follows every error.

## Bad: the handler changes the status and forgets the event
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
export function openBoard(setStatus: (status: string) => void) {
  const socket = new WebSocket('ws://localhost:8000/ws/board')
  socket.onopen = () => setStatus('open')
  socket.onerror = () => {
    setStatus('error')
  }
  socket.onclose = () => setStatus('closed')
  return socket
}
```
Report:
```text
frontend/src/board.ts:4:3: warning[silent-websocket-error] this error handler drops its event, so that nothing says why the connection failed
  |
4 |   socket.onerror = () => {
  |   ^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/board.ts:2:18
  |
2 |   const socket = new WebSocket('ws://localhost:8000/ws/board')
  |                  ------------- for the socket that is opened here
  = seen: none: the page shows that something failed, and nothing says what
  = help: log the event here, and event.code and event.reason in onclose, which follows every error
  = help: log the event
```

## Bad: opening and messages are handled, errors are not
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
export function openBoard(show: (line: string) => void) {
  const socket = new WebSocket('ws://localhost:8000/ws/board')
  socket.addEventListener('open', () => socket.send('hello'))
  socket.addEventListener('message', (event) => show(event.data))
  return socket
}
```
Report:
```text
frontend/src/board.ts:2:18: warning[silent-websocket-error] this WebSocket has handlers for opening and messages, and none that tells of an error
  |
2 |   const socket = new WebSocket('ws://localhost:8000/ws/board')
  |                  ^^^^^^^^^^^^^
  ::: frontend/src/board.ts:4:3
  |
4 |   socket.addEventListener('message', (event) => show(event.data))
  |   --------------------------------------------- its messages are handled here
  = seen: none: the page waits, and nothing says for what
  = help: add an onerror or onclose handler that logs event.code and event.reason
```

## Good: the event is logged
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
export function openBoard(setStatus: (status: string) => void) {
  const socket = new WebSocket('ws://localhost:8000/ws/board')
  socket.onopen = () => setStatus('open')
  socket.onerror = (event) => {
    console.error('The board could not be reached at', socket.url, event)
    setStatus('error')
  }
  return socket
}
```

## Good: the close handler says why, and it follows every error
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
export function openBoard(setStatus: (status: string) => void) {
  const socket = new WebSocket('ws://localhost:8000/ws/board')
  socket.onerror = () => setStatus('error')
  socket.onclose = (event) => {
    console.warn(`The board closed with ${event.code}`, event.reason)
    setStatus('closed')
  }
  return socket
}
```

## Good: whoever sits at the terminal is told
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
`frontend/src/shell.ts`
```ts
import type { Terminal } from '@xterm/xterm'

export function openShell(terminal: Terminal) {
  const socket = new WebSocket('ws://localhost:8000/ws/shell')
  socket.onmessage = (event) => terminal.write(event.data)
  socket.onerror = () => {
    terminal.writeln('The connection to the shell failed')
  }
  return socket
}
```

## Good: the caller gets the event
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
export function openBoard(onError: (event: Event) => void) {
  const socket = new WebSocket('ws://localhost:8000/ws/board')
  socket.onopen = () => socket.send('hello')
  socket.onerror = onError
  return socket
}
```
"""

from __future__ import annotations

from envlint.rule import Connect, Edit, Fix, Label, Location, Problem, Problems, Severity, SocketHandler, Wiring, regex

SINCE = "0.1"
SEVERITY = Severity.WARNING

_HEAD = regex(r"\(\s*(\w*)\s*(?::[^()]*)?\)\s*(?:=>\s*)?\{$")
"""The end of a handler's head, with the name of its parameter if it has one."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each silent error handler, and for sockets that have handlers but none for errors."""
    told: set[Location] = set()
    for facts in wiring.browser_files:
        for connect in facts.of(Connect):
            problem = _problem(connect) if connect.kind in {"websocket", "socketio"} else None
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


def _problem(connect: Connect) -> Problem | None:
    handlers = {
        event: [h for h in connect.handlers if h.event == event] for event in ("open", "message", "close", "error")
    }
    if any(not handler.followed or _tells(handler) for handler in (*handlers["error"], *handlers["close"])):
        return None
    if handlers["error"]:
        return _dropped(connect, handlers["error"][0])
    if handlers["open"] and handlers["message"] and connect.kind == "websocket":
        return _none(connect, handlers["message"][0])
    return None


def _tells(handler: SocketHandler) -> bool:
    return handler.reports or handler.uses_event


def _dropped(connect: Connect, handler: SocketHandler) -> Problem:
    return Problem(
        "this error handler drops its event, so that nothing says why the connection failed",
        handler.at,
        (Label(connect.call, "for the socket that is opened here"),),
        symptom="none: the page shows that something failed, and nothing says what",
        remedy="log the event here, and event.code and event.reason in onclose, which follows every error",
        fixes=_fixes(handler.at),
    )


def _fixes(at: Location) -> tuple[Fix, ...]:
    """Logging as the first statement of a handler that has a body of its own."""
    match = _HEAD.search(at.text)
    if match is None:
        return ()
    name = () if match[1] else (Edit(at.within(match.start(1), 0), "event"),)
    statement = f" console.error('WebSocket error', {match[1] or 'event'});"
    return (Fix("log the event", (*name, Edit(at.within(at.end - at.start, 0), statement))),)


def _none(connect: Connect, handler: SocketHandler) -> Problem:
    return Problem(
        "this WebSocket has handlers for opening and messages, and none that tells of an error",
        connect.call,
        (Label(handler.at, "its messages are handled here"),),
        symptom="none: the page waits, and nothing says for what",
        remedy="add an onerror or onclose handler that logs event.code and event.reason",
    )
