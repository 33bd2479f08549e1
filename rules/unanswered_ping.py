r"""One side of a WebSocket sends pings of the application's own, and the other side knows neither ping nor pong.

A ping that is a message (`{"type": "ping"}`) is answered by nobody but code. Where the other side has none, the sender
either takes a living connection for dead and closes it again and again, or it never looks, and then the ping is for
nothing. The other side may also take it for a message and show it.

Answer with a pong on the other side, or leave it to the pings of the protocol, which every browser answers by itself.

## Bad: the server pings, and the page has no answer
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
const socket = new WebSocket('ws://localhost:8000/ws')

socket.onmessage = (event) => show(JSON.parse(event.data))
```
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
import asyncio

from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    while True:
        await websocket.send_json({"type": "ping"})
        await asyncio.sleep(30)
```
Report:
```text
backend/main.py:12:44: warning[unanswered-ping] the page knows nothing of this ping, so nobody answers it
   |
12 |         await websocket.send_json({"type": "ping"})
   |                                            ^^^^^^
   ::: frontend/src/chat.ts:1:16
   |
 1 | const socket = new WebSocket('ws://localhost:8000/ws')
   |                ------------- the page has its end of the WebSocket here
   = seen: the connection is closed again and again, or a message without use travels every few seconds
   = help: answer it in page's code, or leave it to the pings of the protocol
```

## Bad: the page pings, and the server has no answer
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
const socket = new WebSocket('ws://localhost:8000/ws')

setInterval(() => socket.send(JSON.stringify({ type: 'ping' })), 30000)
```
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    while True:
        message = await websocket.receive_json()
        await store(message["room"], message["text"])
```
Report:
```text
frontend/src/chat.ts:3:54: warning[unanswered-ping] the server knows nothing of this ping, so nobody answers it
  |
3 | setInterval(() => socket.send(JSON.stringify({ type: 'ping' })), 30000)
  |                                                      ^^^^^^
  ::: backend/main.py:6:17
  |
6 | @app.websocket("/ws")
  |                 --- the server has its end of the WebSocket here
  = seen: the connection is closed again and again, or a message without use travels every few seconds
  = help: answer it in server's code, or leave it to the pings of the protocol
```

## Good: the page answers
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
const socket = new WebSocket('ws://localhost:8000/ws')

socket.onmessage = (event) => {
  const message = JSON.parse(event.data)
  if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }))
}
```
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
import asyncio

from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    while True:
        await websocket.send_json({"type": "ping"})
        await asyncio.sleep(30)
```

## Good: a route of the name that is no WebSocket's
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
const socket = new WebSocket('ws://localhost:8000/ws')

socket.onmessage = (event) => show(JSON.parse(event.data))
```
`backend/requirements.txt`
```text
fastapi==0.121.0
```
`backend/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.get("/ping")
def ping():
    return {"ping": "pong"}


@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_json({"type": "hello"})
```
"""

from __future__ import annotations

from envlint.rule import Heartbeat, Label, Location, Problem, Problems, Severity, Wiring

SINCE = "0.1"
SEVERITY = Severity.WARNING


def check(wiring: Wiring) -> Problems:
    """Yields a problem where only one of two sides knows of pings, and there are no more than these two."""
    frontends = {connection.app for connection in wiring.connections if connection.fact.kind == "websocket"}
    servers = [server for server in wiring.servers if server.websocket_routes]
    if len(frontends) != 1 or len(servers) != 1:
        return
    page = {facts.source.path for facts in wiring.browser_files}
    found = list(wiring.facts(Heartbeat))
    mine = [fact for fact in found if fact.at.path in page]
    its = [fact for fact in found if fact.at.path not in page]
    call = next(connection.fact.call for connection in wiring.connections if connection.fact.kind == "websocket")
    if mine and not its:
        yield from _unanswered(mine, "the server", servers[0].websocket_routes[0].at)
    elif its and not mine:
        yield from _unanswered(its, "the page", call)


def _unanswered(signs: list[Heartbeat], other: str, at: Location) -> Problems:
    """A problem for the first ping that is sent; a word that is only mentioned is none."""
    sent = next((sign for sign in signs if sign.word == "ping" and sign.how == "sent"), None)
    if sent is not None:
        yield Problem(
            f"{other} knows nothing of this ping, so nobody answers it",
            sent.at,
            (Label(at, f"{other} has its end of the WebSocket here"),),
            symptom="the connection is closed again and again, or a message without use travels every few seconds",
            remedy=f"answer it in {other.removeprefix('the ')}'s code, or leave it to the pings of the protocol",
        )
