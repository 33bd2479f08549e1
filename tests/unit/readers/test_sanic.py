"""Sanic: routes, blueprints, CORS, middleware, and the servers that a file starts."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Include, Listen, Middleware, Mount, Route
from tests.unit.readers.python_spelling import facts, spelled
from tests.unit.small_projects import wired

HEAD = """\
from sanic import Blueprint, Sanic
from sanic_cors import CORS
from other import chat, origins
app = Sanic("shop")
bp = Blueprint("bp", url_prefix="/bp")
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.get('/x/<id:int>')\nasync def g(request, id): ...\n", ["app GET /x/<id:int> http"]),
        ("@bp.route('/x', methods=['POST', 'put'])\nasync def g(request): ...\n", ["bp POST/PUT /x http"]),
        ("@app.route('/x')\nasync def g(request): ...\n", ["app GET /x http"]),
        ("@app.websocket('/ws')\nasync def g(request, ws): ...\n", ["app  /ws websocket"]),
        ("app.add_route(view, '/x', methods=['POST'])\n", ["app POST /x http"]),
        ("app.add_websocket_route(feed, '/ws')\n", ["app  /ws websocket"]),
        ("def add(application):\n    @application.get('/x')\n    def g(request): ...\n", ["<application> GET /x http"]),
        ("@app.get('/x', version=1)\nasync def g(request): ...\n", ["app GET /x http"]),
        ("@app.listener('before_server_start')\nasync def g(app): ...\n", []),
        ("'text'.get('/x')\n", []),
    ],
)
def test_routes(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Route)
    assert [f"{spelled(r.router)} {'/'.join(r.methods)} {r.at.text} {r.kind}" for r in found] == expected


def test_routes_of_other_frameworks_are_left_to_them() -> None:
    text = "from sanic import text\nfrom flask import Flask\napp = Flask('a')\n@app.get('/x')\ndef g(): ...\n"
    assert len(facts(text, Route)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.blueprint(bp)\n", ["app bp None False"]),
        ("app.blueprint(chat, url_prefix='/c')\n", ["app other:chat '/c' True"]),
        ("app.blueprint([bp, chat])\n", ["app bp None False", "app other:chat None False"]),
        ("api = Blueprint.group(bp, [chat], url_prefix='/api')\n",
         ["router@6 bp None False", "router@6 other:chat None False"]),
    ],
)  # fmt: skip
def test_blueprints(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Include)
    assert [
        f"{spelled(one.parent)} {spelled(one.child)} {spelled(one.prefix)} {one.replaces}" for one in found
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CORS(app)\n", ["sanic-cors app ['*'] None"]),
        ("CORS(app, origins=['http://a'], supports_credentials=True)\n", ["sanic-cors app ['http://a'] True"]),
        ("CORS(app, resources={'/api': {}})\n", ["sanic-cors app ? None"]),
        ("app.config.CORS_ORIGINS = 'http://a,http://b'\napp.config.CORS_SUPPORTS_CREDENTIALS = True\n",
         ["sanic-ext app 'http://a,http://b' True"]),
        ("def add(app):\n    app.config.CORS_ORIGINS = origins\n", ["sanic-ext app other:origins None"]),
        ("app.config.OTHER = 1\n", []),
    ],
)  # fmt: skip
def test_policies(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, CorsPolicy)
    assert [
        f"{one.framework} {spelled(one.application)} {spelled(one.origins)} {spelled(one.credentials)}" for one in found
    ] == expected


def test_folders_of_files() -> None:
    assert [spelled(one.path) for one in facts(HEAD + "app.static('/s', './files')\n", Mount)] == ["'/s'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.on_request()\nasync def g(request): ...\n", ["g False"]),
        ("@app.middleware('request')\nasync def g(request): request.headers.get('origin')\n", ["g True"]),
        ("app.register_middleware(chat, 'response')\n", ["other:chat False"]),
    ],
)
def test_middleware(text: str, expected: list[str]) -> None:
    assert [f"{spelled(one.of)} {one.reads_origin}" for one in facts(HEAD + text, Middleware)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.run()\n", ["None None"]),
        ("app.run('0.0.0.0', 9999)\n", ["'0.0.0.0' '9999'"]),
        ("app.run(port=9999)\n", ["None '9999'"]),
        ("jobs.run()\n", []),
    ],
)
def test_servers(text: str, expected: list[str]) -> None:
    assert [f"{spelled(one.host)} {spelled(one.port)}" for one in facts(HEAD + text, Listen)] == expected


def test_blueprints_of_groups_stand_below_their_prefix() -> None:
    files = {
        "api/main.py": "from sanic import Blueprint, Sanic\nfrom chat import bp\napp = Sanic('a')\n"
                       "app.blueprint(Blueprint.group(bp, url_prefix='/api'))\n",
        "api/chat.py": "from sanic import Blueprint\nbp = Blueprint('chat', url_prefix='/chat')\n"
                       "@bp.websocket('/<room:str>')\nasync def feed(request, ws, room): ...\n",
    }  # fmt: skip
    server = wired(files).servers[0]
    assert [f"{route.kind} {route.path}" for route in server.routes] == ["websocket /api/chat/{room}"]
