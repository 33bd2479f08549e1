"""A WebSocket handshake is accepted without a look at its Origin header, so any website may open the connection.

CORS does not cover WebSockets. Browsers let every page open a WebSocket to every host and send that host's cookies
along; `CORSMiddleware` is never asked. So a page that a signed-in user happens to visit can connect as that user, read
what the server sends and send in the user's name (cross-site WebSocket hijacking, CWE-1385). A server on `localhost`
is no exception: the attacking page runs in the developer's own browser.

Nothing looks wrong until then, which is why it has to be looked for. Compare `websocket.headers.get("origin")` with
the same list that CORS uses, before `accept()`; log a refusal, or nobody will know why a client cannot connect; and
`close(code=1008)`, which the browser sees as a refused handshake (403).

## Bad: the cookie is read, the origin is not
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()
SESSIONS = {"3f1c": "Ada"}


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    user = SESSIONS.get(websocket.cookies.get("session", ""))
    if user is None:
        await websocket.close(code=1008)
        return
    await websocket.accept()
    await websocket.send_text(f"Hello {user}")
```
Report:
```text
backend/app/main.py:7:17: error[unchecked-websocket-origin] the WebSocket route /ws/notes accepts a handshake from any origin
   |
 7 | @app.websocket("/ws/notes")
   |                 ^^^^^^^^^
   ::: backend/app/main.py:9:25
   |
 9 |     user = SESSIONS.get(websocket.cookies.get("session", ""))
   |                         ----------------- reads a cookie, which the browser sends along whatever page connects
   ::: backend/app/main.py:13:11
   |
13 |     await websocket.accept()
   |           ---------------- accepted here, whatever page asks
   = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
   = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: an allow-list for requests, which WebSockets do not pass
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/rooms.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/rooms")


@router.websocket("/{room}/chat")
async def chat(websocket: WebSocket, room: str):
    await websocket.accept()
    await websocket.send_text(room)


@router.websocket("/{room}/board")
async def board(websocket: WebSocket, room: str):
    await websocket.accept()
    await websocket.send_text(room)
```
`backend/app/main.py`
```python
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.rooms import router

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
app.include_router(router)
```
Report:
```text
backend/app/rooms.py:6:20: error[unchecked-websocket-origin] the WebSocket route /rooms/{room}/chat (and 1 more) accepts a handshake from any origin
   |
 6 | @router.websocket("/{room}/chat")
   |                    ^^^^^^^^^^^^
   ::: backend/app/main.py:7:50
   |
 7 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
   |                                                  ------------------------- nobody asks this allow-list for WebSockets
   ::: backend/app/rooms.py:8:11
   |
 8 |     await websocket.accept()
   |           ---------------- accepted here, whatever page asks
   ::: backend/app/rooms.py:12:20
   |
12 | @router.websocket("/{room}/board")
   |                    ------------- so is /rooms/{room}/board
   = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
   = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: nothing is guarded, and any page may still listen in
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws/sensors")
async def sensors(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_json({"temperature": 21})
```
Report:
```text
backend/app/main.py:6:17: warning[unchecked-websocket-origin] the WebSocket route /ws/sensors accepts a handshake from any origin
  |
6 | @app.websocket("/ws/sensors")
  |                 ^^^^^^^^^^^
  ::: backend/app/main.py:8:11
  |
8 |     await websocket.accept()
  |           ---------------- accepted here, whatever page asks
  = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
  = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: a wildcard lets every page send requests, and so keeps nobody out
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"])


@app.websocket("/ws/sensors")
async def sensors(websocket: WebSocket):
    await websocket.accept()
    await websocket.send_json({"temperature": 21})
```
Report:
```text
backend/app/main.py:8:17: warning[unchecked-websocket-origin] the WebSocket route /ws/sensors accepts a handshake from any origin
   |
 8 | @app.websocket("/ws/sensors")
   |                 ^^^^^^^^^^^
   ::: backend/app/main.py:10:11
   |
10 |     await websocket.accept()
   |           ---------------- accepted here, whatever page asks
   = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
   = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: a middleware for requests, which WebSockets do not pass either
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def check_origin(request: Request, call_next):
    if request.headers.get("origin") not in (None, "http://localhost:5173"):
        return JSONResponse({"detail": "this page may not ask"}, 403)
    return await call_next(request)


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    await websocket.accept()
```
Report:
```text
backend/app/main.py:14:17: warning[unchecked-websocket-origin] the WebSocket route /ws/notes accepts a handshake from any origin
   |
14 | @app.websocket("/ws/notes")
   |                 ^^^^^^^^^
   ::: backend/app/main.py:16:11
   |
16 |     await websocket.accept()
   |           ---------------- accepted here, whatever page asks
   = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
   = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: a token stands in for the cookie
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

app = FastAPI()
TOKENS = {"3f1c": "Ada"}


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    user = TOKENS.get(websocket.query_params.get("token", ""))
    if user is None:
        await websocket.close(code=1008)
        return
    await websocket.accept()
    await websocket.send_text(f"Hello {user}")
```
Report:
```text
backend/app/main.py:7:17: warning[unchecked-websocket-origin] the WebSocket route /ws/notes accepts a handshake from any origin
   |
 7 | @app.websocket("/ws/notes")
   |                 ^^^^^^^^^
   ::: backend/app/main.py:13:11
   |
13 |     await websocket.accept()
   |           ---------------- accepted here, whatever page asks
   = seen: none, until a website opens this WebSocket from a visitor's browser (CWE-1385)
   = help: before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)
```

## Bad: Channels signs the visitor in by the session cookie
`backend/requirements.txt`
```text
django==5.2.8
channels==4.3.1
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["channels", "orders"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
ROOT_URLCONF = "shop.urls"
ASGI_APPLICATION = "shop.asgi.application"
```
`backend/shop/urls.py`
```python
urlpatterns = []
```
`backend/shop/asgi.py`
```python
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

from orders.routing import websocket_urlpatterns

application = ProtocolTypeRouter({
    "http": get_asgi_application(),
    "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),
})
```
`backend/orders/routing.py`
```python
from django.urls import path

from .consumers import OrderConsumer

websocket_urlpatterns = [path("ws/orders/", OrderConsumer.as_asgi())]
```
`backend/orders/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class OrderConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        if self.scope["user"].is_anonymous:
            await self.close(code=4401)
            return
        await self.accept()
```
Report:
```text
backend/orders/routing.py:5:32: error[unchecked-websocket-origin] the WebSocket route /ws/orders/ accepts a handshake from any origin
  |
5 | websocket_urlpatterns = [path("ws/orders/", OrderConsumer.as_asgi())]
  |                                ^^^^^^^^^^
  ::: backend/shop/asgi.py:9:18
  |
9 |     "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns)),
  |                  ------------------- reads a cookie, which the browser sends along whatever page connects
  ::: backend/orders/consumers.py:9:15
  |
9 |         await self.accept()
  |               ----------- accepted here, whatever page asks
  = seen: none, until a website opens this WebSocket from a visitor's browser, cookies included (CWE-1385)
  = help: put AllowedHostsOriginValidator or OriginValidator of channels.security.websocket around the routes
```

## Bad: an empty list switches the check of socket.io off
`backend/requirements.txt`
```text
fastapi==0.121.0
python-socketio==5.14.3
```
`backend/main.py`
```python
import socketio
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=[])
app.mount("/ws/socket.io", socketio.ASGIApp(sio, socketio_path=""))
```
Report:
```text
backend/main.py:7:68: error[unchecked-websocket-origin] socket.io accepts a handshake from any origin: cors_allowed_origins is an empty list, which switches the check off
  |
7 | sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=[])
  |                                                                    ^^
  ::: backend/main.py:6:50
  |
6 | app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])
  |                                                  ------------------------- nobody asks this allow-list for WebSockets
  = seen: none, until a website opens this connection from a visitor's browser, cookies included (CWE-1385)
  = help: hand over the origins that may connect, the same as for HTTP
```

## Good: socket.io takes an empty list only where every origin is allowed
`backend/requirements.txt`
```text
fastapi==0.121.0
python-socketio==5.14.3
```
`backend/settings.py`
```python
import os

ORIGINS = os.environ["ORIGINS"].split(",")
```
`backend/main.py`
```python
import socketio
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from settings import ORIGINS

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=ORIGINS)
sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=[] if "*" in ORIGINS else ORIGINS)
app.mount("/ws/socket.io", socketio.ASGIApp(sio, socketio_path=""))
```

## Good: the origin is compared before accept
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
log = logging.getLogger(__name__)
ALLOWED_ORIGINS = ["http://localhost:5173"]


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    origin = websocket.headers.get("origin")
    if origin not in ALLOWED_ORIGINS:
        log.warning("WebSocket refused: the origin %s is not allowed", origin)
        await websocket.close(code=1008)
        return
    await websocket.accept()
```

## Good: a dependency looks at the header
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/guards.py`
```python
from fastapi import WebSocket, WebSocketException

ALLOWED_ORIGINS = ["http://localhost:5173"]


async def known_page(websocket: WebSocket) -> None:
    if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
        raise WebSocketException(code=1008)
```
`backend/app/main.py`
```python
from fastapi import Depends, FastAPI, WebSocket

from app.guards import known_page

app = FastAPI()


@app.websocket("/ws/notes", dependencies=[Depends(known_page)])
async def notes(websocket: WebSocket):
    await websocket.accept()


@app.websocket("/ws/board")
async def board(websocket: WebSocket, _: None = Depends(known_page)):
    await websocket.accept()
```

## Good: a dependency of the include looks at it
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/rooms.py`
```python
from fastapi import APIRouter, WebSocket

router = APIRouter()


@router.websocket("/rooms")
async def rooms(websocket: WebSocket):
    await websocket.accept()
```
`backend/app/main.py`
```python
from fastapi import Depends, FastAPI, WebSocket, WebSocketException

from app.rooms import router

ALLOWED_ORIGINS = ["http://localhost:5173"]


async def known_page(websocket: WebSocket) -> None:
    if websocket.headers.get("origin") not in ALLOWED_ORIGINS:
        raise WebSocketException(code=1008)


app = FastAPI()
app.include_router(router, dependencies=[Depends(known_page)])
```

## Good: a middleware that sees WebSockets looks at it
`backend/requirements.txt`
```text
fastapi==0.121.0
uvicorn[standard]==0.38.0
```
`backend/app/main.py`
```python
from fastapi import FastAPI, WebSocket

ALLOWED_ORIGINS = {b"http://localhost:5173"}


class OriginGuard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        headers = dict(scope.get("headers", ()))
        if scope["type"] == "websocket" and headers.get(b"origin") not in ALLOWED_ORIGINS:
            await send({"type": "websocket.close", "code": 1008})
            return
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(OriginGuard)


@app.websocket("/ws/notes")
async def notes(websocket: WebSocket):
    await websocket.accept()
```

## Good: Channels compares the origin with ALLOWED_HOSTS
`backend/requirements.txt`
```text
django==5.2.8
channels==4.3.1
```
`backend/shop/settings.py`
```python
INSTALLED_APPS = ["channels", "orders"]
ALLOWED_HOSTS = ["shop.example"]
ROOT_URLCONF = "shop.urls"
```
`backend/shop/asgi.py`
```python
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import path

from orders.consumers import OrderConsumer

application = ProtocolTypeRouter({
    "http": get_asgi_application(),
    "websocket": AllowedHostsOriginValidator(
        AuthMiddlewareStack(URLRouter([path("ws/orders/", OrderConsumer.as_asgi())]))
    ),
})
```
`backend/orders/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class OrderConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
```
"""

from __future__ import annotations

import re

from envlint.rule import (
    Either,
    Handshake,
    Iterator,
    Label,
    Location,
    Name,
    Policy,
    Problem,
    Problems,
    ServedRoute,
    Server,
    Severity,
    SocketFunction,
    Step,
    Value,
    Wiring,
    regex,
)

SINCE = "0.1"

_Shake = tuple[str, Location, Handshake]
"""The path of a route, its place, and what its handler does."""

_REMEDY = "compare the handshake's Origin header with the allow-list before it is accepted, and log a refusal"
_STARLETTE = (
    "before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and close(code=1008)"
)
_REMEDIES = {
    "starlette": _STARLETTE,
    "fastapi": _STARLETTE,
    "django": "put AllowedHostsOriginValidator or OriginValidator of channels.security.websocket around the routes",
}
"""How frameworks that have a check of their own put it in place, where that is not for the handler to do."""
_PARAMETER = regex(r"\{[^{}]*\}")
_CHECKS_ORIGIN = regex(r"origin|csrf|websocket", re.IGNORECASE)


def check(wiring: Wiring) -> Problems:
    """Yields one problem for each server that has routes which accept any origin, with all of them as labels."""
    for server in wiring.servers:
        beside = [policy for policy in server.policies if policy.fact.covers != "socketio"]
        if not beside or any(map(_keeps_out, beside)):
            yield from (_open_policy(policy, beside) for policy in server.policies if _lets_everybody_in(policy))
        if _is_covered(wiring, server):
            continue
        unchecked = [shake for shake in _shakes(wiring, server) if _accepts_anyone(shake[2])]
        if unchecked:
            yield _problem(server, unchecked)


def _shakes(wiring: Wiring, server: Server) -> Iterator[_Shake]:
    """The WebSocket routes of a server with what their handlers do, those of routers that it forgot included."""
    found = {
        route.at: (route.path, route.fact, _who(wiring, route))
        for route in server.websocket_routes
        if route.fact is not None and not any(_may_check(wiring, *guard) for guard in route.guards)
    }
    for loose in wiring.loose_routers:
        if loose.application == server:
            found |= {route.at: (path, route, ()) for route, path, _ in loose.routes if route.kind == "websocket"}
    for at, (path, fact, who) in sorted(found.items(), key=lambda item: item[0].sort_key()):
        shake = wiring.handshake(fact.handler, at.path)
        yield path, at, Handshake((*who, *shake.steps), shake.found)


def _who(wiring: Wiring, route: ServedRoute) -> tuple[Step, ...]:
    """What the guards of a route read to tell who connects."""
    steps = (step for guard in route.guards for step in wiring.sockets.class_steps(*guard) or ())
    return tuple(step for step in steps if step.kind in {"cookie", "token"})


def _may_check(wiring: Wiring, of: Value, path: str) -> bool:
    """Whether a middleware or dependency looks at the origin, or is not followed and sounds as if it did."""
    steps = wiring.sockets.class_steps(of, path)
    if steps is None:
        return bool(_CHECKS_ORIGIN.search(of.name)) if isinstance(of, Name) else True
    return any(step.kind == "origin" for step in steps)


def _is_covered(wiring: Wiring, server: Server) -> bool:
    """Whether a middleware or something wrapped around the application may look at the origin."""
    if any(_may_check(wiring, middleware.of, middleware.at.path) for middleware in server.middleware):
        return True
    wrappers = (function for function in wiring.facts(SocketFunction) if function.name.endswith(".__call__"))
    return any(server.app.holds(w.at.path) and any(step.kind == "origin" for step in w.steps) for w in wrappers)


def _accepts_anyone(shake: Handshake) -> bool:
    """Whether a handler accepts, and neither it nor anything that it calls looks at the origin."""
    if not shake.found or shake.first("accept") is None or shake.first("origin") is not None:
        return False
    return not any(step.kind == "call" for step in shake.before_accept())


def _named(path: str, shakes: list[_Shake]) -> str:
    """The routes in words; a path that is all parameter, or that is not known, has no name."""
    name = f"the WebSocket route {path}" if re.search(r"\w", _PARAMETER.sub("", path)) else "the WebSocket"
    return f"{name} (and {len(shakes) - 1} more)" if len(shakes) > 1 else name


def _problem(server: Server, unchecked: list[_Shake]) -> Problem:
    path, route_at, shake = unchecked[0]
    accept = shake.first("accept")
    by_cookie = next((step for _, _, other in unchecked if (step := other.first("cookie")) is not None), None)
    lists = [policy for policy in server.policies if _keeps_out(policy)]
    labels = [Label(policy.fact.origins_at, "nobody asks this allow-list for WebSockets") for policy in lists]
    if by_cookie is not None:
        labels.append(Label(by_cookie.at, "reads a cookie, which the browser sends along whatever page connects"))
    labels += [Label(accept.at, "accepted here, whatever page asks")] if accept is not None else []
    labels += [Label(other_at, f"so is {other}") for other, other_at, _ in unchecked[1:]]
    serious = by_cookie is not None or bool(lists)
    by_token = any(other.first("token") is not None for _, _, other in unchecked)
    cookies = ", cookies included" if by_cookie is not None or not by_token else ""
    return Problem(
        f"{_named(path, unchecked)} accepts a handshake from any origin",
        route_at,
        tuple(dict.fromkeys(labels)),
        symptom=f"none, until a website opens this WebSocket from a visitor's browser{cookies} (CWE-1385)",
        remedy=_REMEDIES.get(server.application.router.framework, _REMEDY),
        severity=Severity.ERROR if serious else Severity.WARNING,
    )


def _lets_everybody_in(policy: Policy) -> bool:
    """Whether the policy of a socket.io server is written so that it holds nobody back, in every case."""
    used = [allow_list for allow_list in policy.lists if allow_list.used]
    if policy.fact.covers != "socketio" or not policy.is_known or policy.patterns or not used:
        return False
    if isinstance(policy.fact.origins, Either):
        return False  # an alternative that is not set here may be the one that holds
    return all(
        each.has_wildcard or (policy.reading.empty_is_off and each.is_complete and not each.items) for each in used
    )


def _open_policy(policy: Policy, beside: list[Policy]) -> Problem:
    kept = [other for other in beside if _keeps_out(other)]
    empty = not any(allow_list.has_wildcard for allow_list in policy.lists)
    how = "is an empty list, which switches the check off" if empty else "lets every origin in"
    return Problem(
        f"socket.io accepts a handshake from any origin: {policy.reading.option} {how}",
        policy.fact.origins_at,
        tuple(Label(other.fact.origins_at, "nobody asks this allow-list for WebSockets") for other in kept),
        symptom="none, until a website opens this connection from a visitor's browser, cookies included (CWE-1385)",
        remedy="hand over the origins that may connect, the same as for HTTP",
        severity=Severity.ERROR if kept else Severity.WARNING,
    )


def _keeps_out(policy: Policy) -> bool:
    """Whether a policy names the origins that may ask, so that its author did not mean to let every page in."""
    return not policy.lists or not all(allow_list.has_wildcard for allow_list in policy.lists if allow_list.used)
