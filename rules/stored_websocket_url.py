r"""A URL in the browser's storage wins over the configuration, also long after the configuration has changed.

What once was put into localStorage stays there on that visitor's machine: after the server has moved, the page goes on
to call the old address, for some people only, and no release mends it. A script that gets into the page once can leave
an address of its own there, and receives every message from then on.

Read the address from the configuration. A switch for developers belongs behind a check of the mode.

## Bad: the stored address comes first
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const url = localStorage.getItem('wsUrl') || import.meta.env.VITE_WS_URL || 'ws://localhost:8000/ws'

export const socket = new WebSocket(url)
```
Report:
```text
frontend/src/chat.ts:1:13: note[stored-websocket-url] the address of this WebSocket is taken from localStorage, before the configuration is asked
  |
1 | const url = localStorage.getItem('wsUrl') || import.meta.env.VITE_WS_URL || 'ws://localhost:8000/ws'
  |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/chat.ts:3:23
  |
3 | export const socket = new WebSocket(url)
  |                       ------------- used by this call
  = seen: some browsers go on to call an old address after the server has moved; nothing in its log
  = help: read the address from the configuration only, or ask the storage in development only
```

## Bad: socket.io, with the address of the session
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "dependencies": {"socket.io-client": "^4.8.1"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
import { io } from 'socket.io-client'

export const socket = io(window.sessionStorage.getItem('server') ?? 'http://localhost:8000')
```
Report:
```text
frontend/src/chat.ts:3:26: note[stored-websocket-url] the address of this WebSocket is taken from sessionStorage, before the configuration is asked
  |
3 | export const socket = io(window.sessionStorage.getItem('server') ?? 'http://localhost:8000')
  |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
3 | export const socket = io(window.sessionStorage.getItem('server') ?? 'http://localhost:8000')
  |                       -- used by this call
  = seen: some browsers go on to call an old address after the server has moved; nothing in its log
  = help: read the address from the configuration only, or ask the storage in development only
```

## Bad: a property of the storage, in a module of its own
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/config.ts`
```ts
export const WS_URL = localStorage.wsUrl ?? import.meta.env.VITE_WS_URL ?? 'ws://localhost:8000/ws'
```
`frontend/src/chat.ts`
```ts
import { WS_URL } from './config'

export const socket = new WebSocket(WS_URL)
```
Report:
```text
frontend/src/config.ts:1:23: note[stored-websocket-url] the address of this WebSocket is taken from localStorage, before the configuration is asked
  |
1 | export const WS_URL = localStorage.wsUrl ?? import.meta.env.VITE_WS_URL ?? 'ws://localhost:8000/ws'
  |                       ^^^^^^^^^^^^^^^^^^
  ::: frontend/src/chat.ts:3:23
  |
3 | export const socket = new WebSocket(WS_URL)
  |                       ------------- used by this call
  = seen: some browsers go on to call an old address after the server has moved; nothing in its log
  = help: read the address from the configuration only, or ask the storage in development only
```

## Good: only the configuration says it
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
export const socket = new WebSocket(import.meta.env.VITE_WS_URL || 'ws://localhost:8000/ws')
```

## Good: the token is stored, and not the address
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const ticket = localStorage.getItem('ticket') ?? ''

export const socket = new WebSocket(`ws://localhost:8000/ws?ticket=${encodeURIComponent(ticket)}`)
```

## Good: a switch for developers, behind a check of the mode
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const stored = import.meta.env.DEV && localStorage.getItem('wsUrl')
const url = stored || 'wss://chat.example.com/ws'

export const socket = new WebSocket(url)
```

## Good: the shipped page leaves before the storage is asked
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
function address() {
  if (import.meta.env.PROD) return 'wss://chat.example.com/ws'
  return localStorage.getItem('wsUrl') ?? 'ws://localhost:8000/ws'
}

export const socket = new WebSocket(address())
```

## Good: only in development is the address changed
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
let url = 'wss://chat.example.com/ws'
if (import.meta.env.DEV) {
  url = localStorage.getItem('wsUrl') ?? 'ws://localhost:8000/ws'
}

export const socket = new WebSocket(url)
```

## Good: the configuration is asked first
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const url = import.meta.env.VITE_WS_URL || localStorage.getItem('wsUrl') || 'ws://localhost:8000/ws'

export const socket = new WebSocket(url)
```

## Good: what is stored chooses among addresses of the code
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const SERVERS: Record<string, string> = { eu: 'wss://eu.example.com/ws', us: 'wss://us.example.com/ws' }
const url = SERVERS[localStorage.getItem('region') ?? ''] ?? 'wss://us.example.com/ws'

export const socket = new WebSocket(url)
```

## Good: visitors enter the address of a server of their own
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const url = localStorage.getItem('serverUrl') || 'ws://localhost:8000/ws'

export const socket = new WebSocket(url)

export function saveServer(input: HTMLInputElement) {
  localStorage.setItem('serverUrl', input.value)
}
```
"""

from __future__ import annotations

from envlint.rule import Label, Location, Problem, Problems, Severity, Wiring

SINCE = "0.1"
SEVERITY = Severity.NOTE

_KINDS = frozenset({"websocket", "socketio"})


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each address of a WebSocket that is read from the browser's storage."""
    told: set[Location] = set()
    sockets = [connection for connection in wiring.connections if connection.fact.kind in _KINDS]
    for stored in wiring.stored_addresses(sockets):
        if stored.at not in told:
            told.add(stored.at)
            yield Problem(
                f"the address of this WebSocket is taken from {stored.store}, before the configuration is asked",
                stored.at,
                (Label(stored.connection.fact.call, "used by this call"),),
                symptom="some browsers go on to call an old address after the server has moved; nothing in its log",
                remedy="read the address from the configuration only, or ask the storage in development only",
            )
