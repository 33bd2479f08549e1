"""A WebSocket is refused with a close code that says nothing of a refusal, so that the client tries again for ever.

`close()` without a code sends 1000, which means that the conversation has come to its proper end. A client that is
refused cannot tell that from a goodbye: it shows nothing, or reconnects and is refused again. The code for it is 1008
(policy violation, RFC 6455 section 7.4.1); 4000 to 4999 are free for codes of your own, such as 4401 for a token that is
no longer valid.

The code arrives only after `accept()`. Before it `close()` answers the handshake with 403 and the browser reports 1006,
whatever code was given, so such refusals are left alone.

## Bad: the token is wrong, and the connection ends as if all were well
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
        await websocket.close()
        return
    await websocket.send_json({"type": "ready"})
```
Report:
```text
backend/app/main.py:10:15: note[unclear-websocket-close] this refusal for a wrong token closes with no code, as if the conversation had come to its end
   |
10 |         await websocket.close()
   |               ^^^^^^^^^^^^^^^
   ::: backend/app/main.py:6:17
   |
 6 | @app.websocket("/ws/alerts")
   |                 ---------- the route /ws/alerts
   = seen: browser: onclose with code 1000 and wasClean true; the client reconnects, or waits for nothing
   = help: close with code=1008, or with a code of your own from 4000 to 4999
```

## Bad: in a helper that two routes share, with a code of another meaning
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/guard.py`
```python
import jwt
from fastapi import WebSocket


async def admit(websocket: WebSocket) -> bool:
    await websocket.accept()
    first = await websocket.receive_json()
    try:
        jwt.decode(first["token"], "secret", algorithms=["HS256"])
    except jwt.InvalidTokenError:
        await websocket.close(code=1000, reason="sign in first")
        return False
    return True
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.guard import admit

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    if await admit(websocket):
        await websocket.send_json({"type": "ready"})


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    if not await admit(websocket):
        return
    if websocket.headers.get("origin") != "http://localhost:5173":
        await websocket.close(reason="wrong origin")
```
Report:
```text
backend/app/guard.py:11:15: note[unclear-websocket-close] this refusal (and 1 more) for a wrong token closes with code 1000, as if the conversation had come to its end
   |
11 |         await websocket.close(code=1000, reason="sign in first")
   |               ^^^^^^^^^^^^^^^
   ::: backend/app/main.py:14:17
   |
14 | @app.websocket("/ws/notes")
   |                 --------- the route /ws/notes
   ::: backend/app/main.py:19:15
   |
19 |         await websocket.close(reason="wrong origin")
   |               --------------- so does this one
   = seen: browser: onclose with code 1000 and wasClean true; the client reconnects, or waits for nothing
   = help: close with code=1008, or with a code of your own from 4000 to 4999
```

## Good: a code that says what is wrong
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket, status

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    if websocket.headers.get("origin") != "http://localhost:5173":
        await websocket.close(code=status.WS_1008_POLICY_VIOLATION)
        return
    if websocket.query_params.get("token") != "let me in":
        await websocket.close(4401)
        return
    await websocket.send_json({"type": "ready"})
```

## Good: before accept(), where no code arrives
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
    if websocket.query_params.get("token") != "let me in":
        await websocket.close()
        return
    await websocket.accept()
```

## Good: no refusal, but the end of the work
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.answers import answer, find_room
from app.tokens import verify_token

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket, token: str, room: str):
    await websocket.accept()
    user = verify_token(token)
    if find_room(room) is None:
        await websocket.close()
        return
    try:
        await websocket.send_text(answer(user))
    except ValueError:
        await websocket.close()
    finally:
        await websocket.close()
```

## Good: a code that is computed
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

from app.settings import REFUSED

app = FastAPI()


@app.websocket("/ws/alerts")
async def alerts(websocket: WebSocket):
    await websocket.accept()
    if websocket.query_params.get("token") != "let me in":
        await websocket.close(code=REFUSED)
```
"""

from __future__ import annotations

from envlint.rule import (
    Edit,
    Fix,
    Iterator,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    ServedRoute,
    Server,
    Severity,
    Step,
    Wiring,
)

SINCE = "0.1"
SEVERITY = Severity.NOTE

_CLEAR = frozenset({"1008", "1011", "1012", "1013"})
"""The codes of RFC 6455 and its registry that say that something is wrong, or that another attempt makes sense."""
_REMEDY = "close with code=1008, or with a code of your own from 4000 to 4999"


def check(wiring: Wiring) -> Problems:
    """Yields one problem for each server, with all its unclear refusals."""
    told: set[Location] = set()
    for server in wiring.servers:
        found = {step.at: (step, route) for step, route in _unclear(wiring, server) if step.at not in told}
        told.update(found)
        if found:
            yield _problem(list(found.values()))


def _unclear(wiring: Wiring, server: Server) -> Iterator[tuple[Step, ServedRoute]]:
    # simple-websocket, which Flask's extensions use, has other names for the arguments of `close`.
    routes = server.websocket_routes if server.application.router.framework != "flask" else ()
    for route in routes:
        shake = wiring.handshake(route.fact.handler, route.at.path) if route.fact is not None else None
        for step in shake.after_accept() if shake is not None else ():
            if _is_unclear(step):
                yield step, route


def _is_unclear(step: Step) -> bool:
    place = step.refusal.code_at if step.refusal is not None else None
    if place is None or (place.text and not step.detail):
        return False
    return step.detail not in _CLEAR and not (len(step.detail) == 4 and step.detail.startswith(("3", "4")))


def _problem(found: list[tuple[Step, ServedRoute]]) -> Problem:
    step, route = found[0]
    code = f"code {step.detail}" if step.detail else "no code"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    what = step.refusal.check if step.refusal is not None else "handshake"
    return Problem(
        f"this refusal{more} for a wrong {what} closes with {code}, as if the conversation had come to its end",
        step.at,
        (Label(route.at, f"the route {route.path}"), *(Label(other.at, "so does this one") for other, _ in found[1:])),
        symptom="browser: onclose with code 1000 and wasClean true; the client reconnects, or waits for nothing",
        remedy=_REMEDY,
        fixes=(Fix(_REMEDY, tuple(edit for each, _ in found for edit in _edits(each)), Safety.SAFE),),
    )


def _edits(step: Step) -> Iterator[Edit]:
    place = step.refusal.code_at if step.refusal is not None else None
    if place is not None and place.text:
        yield Edit(place, "1008")
    elif place is not None:
        alone = place.source.text.startswith(")", place.start)
        yield Edit(place, "code=1008" if alone else "code=1008, ")
