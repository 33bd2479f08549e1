r"""Nothing pings over a long-lived WebSocket, so that nobody notices when it has died.

A connection that a router, a proxy or a sleeping laptop has dropped looks open to both sides until somebody sends
something. Proxies also close what is silent for a while: nginx after 60 seconds. uvicorn, daphne, Sanic and socket.io
ping by themselves every 20 or 25 seconds; the `ws` library of Node.js does not.
See https://github.com/websockets/ws#how-to-detect-and-close-broken-connections.

Ping every client on a timer and terminate those that did not answer since the last time.

## Bad: a server of ws without a timer
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
export const socket = new WebSocket('ws://localhost:8080')
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
```
Report:
```text
server/index.js:3:16: note[missing-websocket-heartbeat] ws sends no pings by itself, and neither side of this WebSocket does
  |
3 | const server = new WebSocketServer({ port: 8080 })
  |                ^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/chat.ts:1:23
  |
1 | export const socket = new WebSocket('ws://localhost:8080')
  |                       ------------- this page waits for its messages
  = seen: after a proxy or a router has dropped the connection: both sides wait, and no log says why
  = help: ping every client on a timer, and terminate() those that have not answered
```

## Bad: the same beside Express
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
export const socket = new WebSocket('ws://localhost:8080/ws')
```
`server/package.json`
```json
{"dependencies": {"express": "^5.1.0", "ws": "^8.18.0"}}
```
`server/index.js`
```js
const http = require('http')
const express = require('express')
const WebSocket = require('ws')

const server = http.createServer(express())
const sockets = new WebSocket.Server({ server, path: '/ws' })
sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
server.listen(8080)
```
Report:
```text
server/index.js:6:17: note[missing-websocket-heartbeat] ws sends no pings by itself, and neither side of this WebSocket does
  |
6 | const sockets = new WebSocket.Server({ server, path: '/ws' })
  |                 ^^^^^^^^^^^^^^^^^^^^
  ::: frontend/src/chat.ts:1:23
  |
1 | export const socket = new WebSocket('ws://localhost:8080/ws')
  |                       ------------- this page waits for its messages
  = seen: after a proxy or a router has dropped the connection: both sides wait, and no log says why
  = help: ping every client on a timer, and terminate() those that have not answered
```

## Good: another file of the server pings
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
export const socket = new WebSocket('ws://localhost:8080')
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'
import { watchClients } from './alive.js'

const server = new WebSocketServer({ port: 8080 })
watchClients(server)
```
`server/alive.js`
```js
export function watchClients(server) {
  setInterval(() => {
    for (const client of server.clients) client.ping()
  }, 30000)
}
```

## Good: the page listens to somebody else's
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/prices.ts`
```ts
export const prices = new WebSocket('wss://stream.exchange.example/prices')
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

export const server = new WebSocketServer({ port: 8080 })
```

## Good: graphql-ws pings by itself
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
export const socket = new WebSocket('ws://localhost:8080')
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { schema } from './schema.js'

useServer({ schema }, new WebSocketServer({ port: 8080 }))
```

## Good: the server pings
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
export const socket = new WebSocket('ws://localhost:8080')
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 8080 })
setInterval(() => server.clients.forEach((socket) => socket.ping()), 30000)
```

## Good: the page sends a sign of life
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
export const socket = new WebSocket('ws://localhost:8080')

setInterval(() => socket.send(JSON.stringify({ type: 'heartbeat' })), 30000)
```
`server/package.json`
```json
{"type": "module", "dependencies": {"ws": "^8.18.0"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => socket.on('message', (data) => console.log(data)))
```

## Good: the timer's function sends through another one
`server/package.json`
```json
{"type": "module", "scripts": {"start": "node index.js"}, "dependencies": {"ws": "^8.18.3"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 8080 })

function tell(message) {
  for (const client of server.clients) client.send(message)
}

function tick() {
  tell(JSON.stringify({ cpu: process.cpuUsage() }))
}

setInterval(tick, 1000)
```
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
export const socket = new WebSocket('ws://localhost:8080')
socket.onmessage = (event) => console.log(event.data)
```

## Good: a loop sends and waits
`server/package.json`
```json
{"type": "module", "scripts": {"start": "node index.js"}, "dependencies": {"ws": "^8.18.3"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'
import { setTimeout as wait } from 'node:timers/promises'

const server = new WebSocketServer({ port: 8080 })

server.on('connection', async (socket) => {
  while (socket.readyState === socket.OPEN) {
    socket.send(JSON.stringify({ cpu: process.cpuUsage() }))
    await wait(1000)
  }
})
```
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
export const socket = new WebSocket('ws://localhost:8080')
socket.onmessage = (event) => console.log(event.data)
```

## Good: the page sends on a timer of rxjs
`server/package.json`
```json
{"type": "module", "scripts": {"start": "node index.js"}, "dependencies": {"ws": "^8.18.3"}}
```
`server/index.js`
```js
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 8080 })
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
```
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
import { interval } from 'rxjs'

export const socket = new WebSocket('ws://localhost:8080')
interval(20000).subscribe(() => socket.send(''))
```
"""

from __future__ import annotations

from envlint.rule import BareSocketServer, Connection, Heartbeat, Label, Location, Problem, Problems, Severity, Wiring

SINCE = "0.1"
SEVERITY = Severity.NOTE


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each server that never pings, where no other code of the repository does."""
    calls = [connection for connection in wiring.connections if connection.fact.kind == "websocket"]
    if not calls or any(wiring.facts(Heartbeat)):
        return
    for server in wiring.facts(BareSocketServer):
        call = next((call.fact.call for call in calls if _may_reach(call, server.at)), None)
        if call is None:
            continue
        yield Problem(
            f"{server.library} sends no pings by itself, and neither side of this WebSocket does",
            server.at,
            (Label(call, "this page waits for its messages"),),
            symptom="after a proxy or a router has dropped the connection: both sides wait, and no log says why",
            remedy="ping every client on a timer, and terminate() those that have not answered",
        )


def _may_reach(call: Connection, server: Location) -> bool:
    """Whether a WebSocket of a page may be this server's: not one that surely goes to another or to somebody else's."""
    for target in call.targets:
        if target.server is not None and not target.server.app.holds(server.path):
            continue
        address = target.address
        if target.server is not None or address is None or address.is_loopback or target.is_relative:
            return True
    return not call.targets
