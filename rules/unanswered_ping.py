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

## Good: a bare text that keeps proxies awake asks for no answer
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const socket = new WebSocket('ws://localhost:8000/ws')

setInterval(() => socket.send('ping'), 30000)
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
        await websocket.receive_text()
```

## Good: the server sends on whatever it receives
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/map.ts`
```ts
const socket = new WebSocket('ws://localhost:8000/ws')

export const mark = (x: number, y: number) => socket.send(JSON.stringify({ type: 'ping', x, y }))
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
        text = await websocket.receive_text()
        for client in clients:
            await client.send_text(text)
```

## Good: a ping that is none of this WebSocket
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`frontend/src/chat.ts`
```ts
const socket = new WebSocket('ws://localhost:8000/ws')
socket.onmessage = (event) => console.log(event.data)
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
    queue.publish("control", "ping")
    await websocket.send_text("hello")
```

## Good: code that both sides share answers
`frontend/package.json`
```json
{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.0.0"}}
```
`frontend/vite.config.ts`
```ts
export default {}
```
`shared/answer.ts`
```ts
export function answer(socket: WebSocket, message: { type: string }) {
  if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }))
}
```
`frontend/src/chat.ts`
```ts
import { answer } from '../../shared/answer'

const socket = new WebSocket('ws://localhost:8000/ws')
socket.onmessage = (event) => answer(socket, JSON.parse(event.data))
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
    await websocket.send_json({"type": "ping"})
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

## Good: the page answers every message
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
socket.onmessage = (event) => socket.send(JSON.stringify({ ack: JSON.parse(event.data).id }))
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
        await websocket.send_json({"type": "ping", "id": 1})
        await asyncio.sleep(30)
        await websocket.receive_json()
```
"""

from __future__ import annotations

from envlint.rule import Connection, Heartbeat, Label, Location, Problem, Problems, Server, Severity, Wiring, regex

SINCE = "0.1"
SEVERITY = Severity.WARNING

_SENT = {
    True: regex(r"\.send_(?:text|json|str)\s*\(\s*(?:json\.dumps\s*\(\s*)?(?P<typed>\{[^{}]*)?$"),
    False: regex(r"\.send\s*\(\s*(?:JSON\.stringify\s*\(\s*)?(?P<typed>\{[^{}]*)?$"),
}
"""What stands before a message that goes through a server's WebSocket in Python, and through one in a script; queues,
workers, event buses and clients have other words."""

_PASSED_ON = regex(
    r"(?:send_text|send_json|broadcast\w*|send)\s*\(\s*(?:await\s+\w+\.receive_\w+\(\)|data|text|message|msg|raw|payload)\s*[,)]"
)
"""A server that sends on, or back, what it receives."""

_ANSWERS_ALL = regex(r"onmessage\s*=\s*(?:async\s*)?\(?\s*\w+[^()=]*\)?\s*=>\s*\{?\s*[\w.?!]+\.send\s*\(")
"""A page that answers whatever comes."""

_DISPATCHED = regex(r"getattr\([^()]*(?:\([^()]*\))?[^()]*,\s*f[\"']")
_BY_HAND = regex(r"(?:^|/)(?:scripts?|tools?|bin)/")


def check(wiring: Wiring) -> Problems:
    """Yields a problem where only one of two sides knows of pings, and there are no more than these two."""
    calls = [connection for connection in wiring.connections if connection.fact.kind == "websocket"]
    servers = [server for server in wiring.servers if server.websocket_routes]
    if len({call.app for call in calls}) != 1 or len(servers) != 1:
        return
    page = {facts.source.path for facts in wiring.browser_files}
    found = [fact for fact in wiring.facts(Heartbeat) if not _BY_HAND.search(fact.at.path)]
    mine = [fact for fact in found if fact.at.path in page]
    its = [fact for fact in found if fact.at.path not in page]
    if mine and not its and not _may_take_anything(wiring, servers[0]):
        yield from _unanswered(_of_page(mine, calls), "the server", servers[0].websocket_routes[0].at)
    elif its and not mine and not _answers_all(calls) and all(servers[0].app.holds(fact.at.path) for fact in its):
        yield from _unanswered(its, "the page", calls[0].fact.call)


def _of_page(signs: list[Heartbeat], calls: list[Connection]) -> list[Heartbeat]:
    """The typed messages in files that open no WebSocket of somebody else's.

    A bare text keeps proxies from closing a silent connection, and asks for no answer.
    """
    foreign = {call.path for call in calls if any(_is_foreign(call) for _ in call.targets)}
    return [sign for sign in signs if sign.at.path not in foreign and _sending(sign, typed=True)]


def _is_foreign(call: Connection) -> bool:
    addresses = [target.address for target in call.targets if target.server is None]
    return any(address is not None and not address.is_loopback for address in addresses)


def _answers_all(calls: list[Connection]) -> bool:
    return any(_ANSWERS_ALL.search(call.fact.call.source.text) for call in calls)


def _may_take_anything(wiring: Wiring, server: Server) -> bool:
    """Whether some code of the server sends on whatever comes, or finds what to do by the name of a message."""
    texts = [facts.source.text for facts in wiring.running if server.app.holds(facts.source.path)]
    return any(_PASSED_ON.search(text) or _DISPATCHED.search(text) for text in texts)


def _unanswered(signs: list[Heartbeat], other: str, at: Location) -> Problems:
    """A problem for the first ping that is sent; a word that is only mentioned is none."""
    sent = next((sign for sign in signs if sign.word == "ping" and _sending(sign)), None)
    if sent is not None:
        yield Problem(
            f"{other} knows nothing of this ping, so nobody answers it",
            sent.at,
            (Label(at, f"{other} has its end of the WebSocket here"),),
            symptom="the connection is closed again and again, or a message without use travels every few seconds",
            remedy=f"answer it in {other.removeprefix('the ')}'s code, or leave it to the pings of the protocol",
        )


def _sending(sign: Heartbeat, *, typed: bool = False) -> bool:
    """Whether a WebSocket sends a message, or with `typed` one that says of which type it is."""
    before = sign.at.source.text[max(sign.at.start - 80, 0) : sign.at.start]
    match = _SENT[sign.at.path.endswith(".py")].search(before) if sign.how == "sent" else None
    return match is not None and (not typed or match["typed"] is not None)
