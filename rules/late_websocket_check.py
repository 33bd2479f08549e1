"""The origin or the token of a WebSocket is checked only after messages were exchanged.

From `accept()` on the other side receives what is sent. A check that stands further down still refuses, so every
test of the refusal passes, and whoever is refused has got the greeting, the history or the list of members before.
The server's log shows an accepted handshake and a connection that was closed: it looks as if the check had worked.

Check first and accept then: `close()` before `accept()` answers the handshake with 403, and nothing was sent. A token
that comes as the first message can only be read after `accept()`; then send nothing before it was read and verified.

## Bad: the history is sent, then the origin is compared
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()
ALLOWED_ORIGINS = ["http://localhost:5173"]
HISTORY = ["Welcome to the tutor"]


@app.websocket("/ws/tutor")
async def tutor(websocket: WebSocket):
    await websocket.accept()
    for message in HISTORY:
        await websocket.send_text(message)
    if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
        await websocket.close(code=1008)
        return
    await websocket.send_text("What would you like to learn?")
```
Report:
```text
backend/app/main.py:13:8: warning[late-websocket-check] the origin is checked only after the WebSocket was accepted and a message was sent
   |
13 |     if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
   |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   ::: backend/app/main.py:8:17
   |
 8 | @app.websocket("/ws/tutor")
   |                 --------- the route /ws/tutor
   ::: backend/app/main.py:10:11
   |
10 |     await websocket.accept()
   |           ---------------- accepted here
   ::: backend/app/main.py:12:15
   |
12 |         await websocket.send_text(message)
   |               ------------------- and a message is sent
   = seen: none, as long as nobody tries: whoever is refused here has been sent before what was meant for others
   = help: check before accept(), and close(code=1008) where it fails
```

## Bad: a token from the URL, verified after the greeting
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/tokens.py`
```python
def verify_token(token: str | None) -> bool:
    return token == "let me in"
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.tokens import verify_token

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_json({"type": "members", "names": ["Ada", "Grace"]})
    token = websocket.query_params.get("token")
    if not verify_token(token):
        await websocket.close(code=1008)
```
Report:
```text
backend/app/main.py:12:13: warning[late-websocket-check] the token is checked only after the WebSocket was accepted and a message was sent
   |
12 |     token = websocket.query_params.get("token")
   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   ::: backend/app/main.py:8:17
   |
 8 | @app.websocket("/ws/alerts")
   |                 ---------- the route /ws/alerts
   ::: backend/app/main.py:10:11
   |
10 |     await websocket.accept()
   |           ---------------- accepted here
   ::: backend/app/main.py:11:11
   |
11 |     await websocket.send_json({"type": "members", "names": ["Ada", "Grace"]})
   |           ------------------- and a message is sent
   = seen: none, as long as nobody tries: whoever is refused here has been sent before what was meant for others
   = help: check before accept(), and close(code=1008) where it fails
```

## Good: checked before it is accepted
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()
ALLOWED_ORIGINS = ["http://localhost:5173"]


@app.websocket("/ws/tutor")
async def tutor(websocket: WebSocket):
    if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
        await websocket.close(code=1008)
        return
    await websocket.accept()
    await websocket.send_text("What would you like to learn?")
```

## Good: a token that comes as the first message
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.tokens import verify_token

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    first = await websocket.receive_json()
    if not verify_token(first.get("token")):
        await websocket.close(code=1008)
        return
    await websocket.send_json({"type": "ready"})
```

## Good: messages first, and one of them signs in
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.tokens import verify_token

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    user = None
    while True:
        message = await websocket.receive_json()
        if message["type"] == "hello":
            await websocket.send_json({"type": "hello"})
        elif message["type"] == "sign in":
            user = verify_token(message["token"])
```

## Good: what was sent before belongs to another refusal
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.alerts import is_ready

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    if not is_ready():
        await websocket.send_json({"type": "error", "text": "not ready"})
        await websocket.close(code=1013)
        return
    if websocket.query_params.get("token") != "let me in":
        await websocket.close(code=1008)
```

## Good: accepted first, and nothing is sent before the check
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    if websocket.query_params.get("token") != "let me in":
        await websocket.close(code=4401, reason="sign in first")
        return
    await websocket.send_json({"type": "ready"})
```
"""

from __future__ import annotations

import re

from envlint.rule import Handshake, Label, Problem, Problems, ServedRoute, Severity, Step, Wiring, regex

SINCE = "0.1"
SEVERITY = Severity.WARNING

_IN_HANDSHAKE = regex(r"query|param|header|cookie|session|scope", re.IGNORECASE)
"""What holds the parts of a handshake in Starlette."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each handler that exchanges messages before it knows with whom."""
    for server in wiring.servers:
        for route in server.websocket_routes:
            if route.fact is not None:
                shake = wiring.handshake(route.fact.handler, route.at.path)
                late = _late(shake)
                if late is not None:
                    yield _problem(route, shake, *late)


def _late(shake: Handshake) -> tuple[Step, Step] | None:
    """The last exchange between `accept` and the check, and the check.

    A token that comes as a message is no late check: it can only be read after `accept`. So a token counts as late
    where it comes with the handshake and the last exchange before it was something sent, an origin where anything was
    exchanged at all. What is followed by a close was a refusal for another reason.
    """
    if any(step.kind in {"origin", "token", "cookie", "call"} for step in shake.before_accept()):
        return None
    exchanged: Step | None = None
    for step in shake.after_accept():
        if step.kind in {"origin", "token", "cookie"}:
            late = exchanged is not None and (step.kind == "origin" or (exchanged.kind == "send" and _is_known(step)))
            return (exchanged, step) if late and exchanged is not None else None
        if step.kind in {"send", "receive", "close"}:
            exchanged = step if step.kind != "close" else None
    return None


def _is_known(step: Step) -> bool:
    """Whether a token or cookie is read from the handshake, so that it could have been checked before `accept`."""
    return _IN_HANDSHAKE.search(step.at.text) is not None


def _problem(route: ServedRoute, shake: Handshake, exchanged: Step, checked: Step) -> Problem:
    accept = shake.first("accept")
    what = {"origin": "the origin", "token": "the token", "cookie": "the cookie"}[checked.kind]
    sent = exchanged.kind == "send"
    labels = [Label(route.at, f"the route {route.path}")]
    labels += [Label(accept.at, "accepted here")] if accept is not None else []
    labels.append(Label(exchanged.at, "and a message is sent" if sent else "and a message is taken"))
    return Problem(
        f"{what} is checked only after the WebSocket was accepted and a message was {'sent' if sent else 'taken'}",
        checked.at,
        tuple(labels),
        symptom="none, as long as nobody tries: whoever is refused here has been "
        f"{'sent' if sent else 'listened to'} before{' what was meant for others' if sent else ''}",
        remedy="check before accept(), and close(code=1008) where it fails",
    )
