"""python-socketio and Flask-SocketIO."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Listen, Mount, Route, SocketFunction
from tests.unit.readers.python_spelling import facts, spelled

ASGI = (
    "import socketio\nfrom fastapi import FastAPI\napp = FastAPI()\nsio = socketio.AsyncServer(async_mode='asgi'{})\n"
)
FLASK = "from flask import Flask\nfrom flask_socketio import SocketIO\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("asgi = socketio.ASGIApp(sio, app)\n", ["app '/socket.io'"]),
        ("asgi = socketio.ASGIApp(sio, other_asgi_app=app, socketio_path='/ws/socket.io')\n", ["app '/ws/socket.io'"]),
        ("app.mount('/ws', socketio.ASGIApp(sio))\n", ["router@5 '/socket.io'"]),
        ("app.mount('/ws', socketio.ASGIApp(sio, socketio_path=''))\n", ["router@5 '/{rest:path}'"]),
        ("asgi = socketio.ASGIApp(sio)\n", ["application@5 '/socket.io'"]),
    ],
)
def test_endpoints_beside_asgi(text: str, expected: list[str]) -> None:
    found = [route for route in facts(ASGI.format("") + text, Route) if route.kind == "socketio"]
    assert [f"{spelled(route.router)} {spelled(route.path)}" for route in found] == expected


def test_what_is_mounted_is_the_router_of_the_endpoint() -> None:
    text = ASGI.format("") + "app.mount('/ws', socketio.ASGIApp(sio))\n"
    (mount,), (route,) = facts(text, Mount), facts(text, Route)
    assert mount.child == route.router


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", None),
        (", cors_allowed_origins='*'", "'*'"),
        (", cors_allowed_origins=[]", "[]"),
        (", cors_allowed_origins=['http://localhost:3000']", "['http://localhost:3000']"),
    ],
)
def test_policies(given: str, expected: str | None) -> None:
    (policy,) = facts(ASGI.format(given), CorsPolicy)
    assert (spelled(policy.origins) if policy.origins else None, policy.covers) == (expected, "socketio")


@pytest.mark.parametrize(
    "text",
    [
        "sio = SocketIO(app, cors_allowed_origins='*')\n",
        "sio = SocketIO()\nsio.init_app(app, cors_allowed_origins='*')\n",
    ],
)
def test_flask(text: str) -> None:
    (route,) = facts(FLASK + text, Route)
    (policy,) = facts(FLASK + text, CorsPolicy)
    assert (spelled(route.router), spelled(route.path), route.kind) == ("app", "'/socket.io'", "socketio")
    assert (spelled(policy.application), policy.origins and spelled(policy.origins)) == ("app", "'*'")


def test_the_server_that_is_started() -> None:
    (listen,) = facts(FLASK + "sio = SocketIO(app)\nsio.run(app, port=5001)\n", Listen)
    assert listen.port is not None
    assert (listen.tool, spelled(listen.port)) == ("flask", "'5001'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@sio.event\nasync def connect(sid, environ, auth):\n    check(auth)\n", [("connect", ["token"])]),
        ("@sio.on('connect')\nasync def hello(sid, environ):\n    environ['HTTP_ORIGIN']\n",
         [("hello", ["origin"])]),
        ("class Chat(socketio.AsyncNamespace):\n    async def on_connect(self, sid, environ): ...\n",
         [("Chat.on_connect", [])]),
        ("@sio.event\nasync def message(sid, data): ...\n", []),
    ],
)  # fmt: skip
def test_who_connects(text: str, expected: list[tuple[str, list[str]]]) -> None:
    found = facts(ASGI.format("") + text, SocketFunction)
    assert [(one.name, [step.kind for step in one.steps]) for one in found] == expected
