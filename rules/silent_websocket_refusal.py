"""A WebSocket is refused, and nothing says why: neither the server's log nor the browser.

Before `accept()` a refusal is a 403, whatever code and reason `close` is given, and the server's log shows the same 403
as for a path that does not exist. After `accept()` the log shows a connection that was opened and closed. So whoever
has to find out why a page cannot connect looks at a log in which nothing is wrong: a new port of the page, an origin
that is missing in the allow-list, and a token that has run out all look alike.

Log every refusal with what was not found good: the origin as it came, or why the token is not valid; never the token
itself.

## Bad: three reasons, and the same 403 for each of them
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
ALLOWED_ORIGINS = ["http://localhost:5173"]


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket):
    if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
        await websocket.close(code=1008)
        return
    token = websocket.query_params.get("token")
    if not token:
        await websocket.close(code=4401, reason="sign in first")
        return
    if verify_token(token) is None:
        await websocket.close(code=4401)
        return
    await websocket.accept()
```
`backend/app/tokens.py`
```python
import jwt


def verify_token(token: str) -> str | None:
    try:
        return jwt.decode(token, "secret", algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError:
        return None
```
Report:
```text
backend/app/main.py:12:15: note[silent-websocket-refusal] this refusal (and 2 more) for a wrong origin is not logged, so that it looks like any other failure
   |
12 |         await websocket.close(code=1008)
   |               ^^^^^^^^^^^^^^^
   ::: backend/app/main.py:9:17
   |
 9 | @app.websocket("/ws/chat")
   |                 -------- the route /ws/chat
   ::: backend/app/main.py:16:15
   |
16 |         await websocket.close(code=4401, reason="sign in first")
   |               --------------- nor is this one
   ::: backend/app/main.py:19:15
   |
19 |         await websocket.close(code=4401)
   |               --------------- nor is this one
   = seen: server log: "WebSocket /ws/chat" 403, and no reason; browser: the connection is closed
   = help: log a warning with the origin, or with what is wrong with the token, before close()
```

## Bad: closed behind accept(), without a word
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket):
    await websocket.accept()
    first = await websocket.receive_json()
    token = first.get("token")
    if websocket.cookies.get("session") != token:
        await websocket.close(code=1008)
        return
    await websocket.send_json({"type": "ready"})
```
Report:
```text
backend/app/main.py:12:15: note[silent-websocket-refusal] this refusal for a wrong cookie is not logged, so that it looks like any other failure
   |
12 |         await websocket.close(code=1008)
   |               ^^^^^^^^^^^^^^^
   ::: backend/app/main.py:6:17
   |
 6 | @app.websocket("/ws/chat")
   |                 -------- the route /ws/chat
   = seen: server log: a connection that is opened and closed, and no reason; browser: the connection is closed
   = help: log a warning with the origin, or with what is wrong with the token, before close()
```

## Good: the log says which origin it was
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
import logging

from fastapi import FastAPI, WebSocket

app = FastAPI()
logger = logging.getLogger(__name__)
ALLOWED_ORIGINS = ["http://localhost:5173"]


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket):
    origin = websocket.headers.get("origin")
    if origin not in ALLOWED_ORIGINS:
        logger.warning("WebSocket from %s refused", origin)
        await websocket.close(code=1008)
        return
    await websocket.accept()
```

## Good: the function that verifies the token logs what is wrong with it
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/tokens.py`
```python
import logging

import jwt


def verify_token(token: str) -> str | None:
    try:
        return jwt.decode(token, "secret", algorithms=["HS256"])["sub"]
    except jwt.InvalidTokenError as error:
        logging.warning("token refused: %s", error)
        return None
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.tokens import verify_token

app = FastAPI()


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket, token: str):
    user = verify_token(token)
    if user is None:
        await websocket.close(code=1008)
        return
    await websocket.accept()
```

## Good: the client is told the reason
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket):
    await websocket.accept()
    if websocket.query_params.get("token") != "let me in":
        await websocket.close(code=4401, reason="the token is not valid")
        return
    if websocket.headers.get("origin") != "http://localhost:5173":
        await websocket.send_json({"type": "error", "text": "this page may not connect"})
        await websocket.close(code=1008)
```

## Good: a check that is not in the repository may log by itself
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket
from company_auth import verify_token

app = FastAPI()


@app.websocket("/ws/chat")
async def chat(websocket: WebSocket, token: str):
    if not verify_token(token):
        await websocket.close(code=1008)
        return
    await websocket.accept()
```

## Good: what is not there is no refusal
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()
ROOMS = {"lobby"}


@app.websocket("/ws/{room}")
async def chat(websocket: WebSocket, room: str, token: str):
    if room not in ROOMS:
        await websocket.close(code=4404)
        return
    await websocket.accept()
```
"""

from __future__ import annotations

from envlint.rule import (
    Iterator,
    Label,
    Location,
    Member,
    Name,
    Problem,
    Problems,
    ServedRoute,
    Server,
    Severity,
    Step,
    Value,
    Wiring,
)

SINCE = "0.1"
SEVERITY = Severity.NOTE

_QUIET = frozenset({"jwt", "jose", "secrets", "hmac", "itsdangerous", "authlib", "time", "datetime"})
"""Packages that check tokens and log nothing."""

_Refused = tuple[Step, ServedRoute, bool]
"""The `close`, the route, and whether the handshake was accepted before it."""


def check(wiring: Wiring) -> Problems:
    """Yields one problem for each server, with all its silent refusals."""
    told: set[Location] = set()
    for server in wiring.servers:
        found = {refused[0].at: refused for refused in _refusals(wiring, server) if refused[0].at not in told}
        told.update(found)
        silent = [refused for refused in found.values() if _is_silent(wiring, *refused)]
        if silent:
            yield _problem(silent)


def _refusals(wiring: Wiring, server: Server) -> Iterator[_Refused]:
    for route in server.websocket_routes:
        if route.fact is None:
            continue
        shake = wiring.handshake(route.fact.handler, route.at.path)
        for accepted, steps in ((False, shake.before_accept()), (True, shake.after_accept())):
            yield from ((step, route, accepted) for step in steps if step.refusal is not None)


def _is_silent(wiring: Wiring, step: Step, _route: ServedRoute, accepted: bool) -> bool:
    """Whether nobody is told: a reason and a message reach the browser only after `accept`."""
    refusal = step.refusal
    if refusal is None or refusal.logs or (accepted and refusal.explains):
        return False
    return all(_is_quiet(wiring, verifier, step.at.path) for verifier in refusal.verifiers)


def _is_quiet(wiring: Wiring, verifier: Value, path: str) -> bool:
    """Whether a function that checks surely logs nothing."""
    steps = wiring.sockets.class_steps(verifier, path)
    if steps is not None:
        return not any(step.kind in {"log", "call"} for step in steps)
    while isinstance(verifier, Member):
        verifier = verifier.of
    return isinstance(verifier, Name) and verifier.module.partition(".")[0] in _QUIET


def _problem(silent: list[_Refused]) -> Problem:
    step, route, accepted = silent[0]
    more = f" (and {len(silent) - 1} more)" if len(silent) > 1 else ""
    what = step.refusal.check if step.refusal is not None else "handshake"
    seen = "a connection that is opened and closed" if accepted else f'"WebSocket {route.path}" 403'
    return Problem(
        f"this refusal{more} for a wrong {what} is not logged, so that it looks like any other failure",
        step.at,
        (
            Label(route.at, f"the route {route.path}"),
            *(Label(other.at, "nor is this one") for other, _, _ in silent[1:]),
        ),
        symptom=f"server log: {seen}, and no reason; browser: the connection is closed",
        remedy="log a warning with the origin, or with what is wrong with the token, before close()",
    )
