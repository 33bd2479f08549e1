"""Flask and Quart: routes, blueprints, CORS, and the servers that a file starts."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Include, Listen, Route
from tests.unit.readers.python_spelling import facts, spelled

HEAD = """\
from flask import Blueprint, Flask, jsonify
from flask_cors import CORS, cross_origin
from flask_sock import Sock
from flask_restful import Api
from chat import bp as chat
from extensions import cors
app = Flask(__name__)
api = Blueprint("api", __name__, url_prefix="/api")
sock = Sock(app)
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.route('/x')\ndef g(): ...\n", ["app GET /x http"]),
        ("@api.route('/x/<int:id>', methods=['POST', 'put'])\ndef g(id): ...\n", ["api POST/PUT /x/<int:id> http"]),
        ("@api.post('/x')\ndef g(): ...\n", ["api POST /x http"]),
        ("@sock.route('/ws')\ndef g(ws): ...\n", ["sock  /ws websocket"]),
        ("app.add_url_rule('/x', 'x', view)\n", ["app GET /x http"]),
        ("Api(app).add_resource(Users, '/users', '/users/<id>')\n", ["app  /users http", "app  /users/<id> http"]),
        ("from quart import Quart\nq = Quart(__name__)\n@q.websocket('/ws')\nasync def g(): ...\n",
         ["q  /ws websocket"]),
        ("def add(application):\n    @application.get('/x')\n    def g(): ...\n", ["<application> GET /x http"]),
        ("@app.errorhandler(404)\ndef g(e): ...\n", []),
        ("@cross_origin()\ndef g(): ...\n", []),
    ],
)  # fmt: skip
def test_routes(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Route)
    assert [f"{spelled(r.router)} {'/'.join(r.methods)} {r.at.text} {r.kind}" for r in found] == expected


def test_routes_of_other_frameworks_are_left_to_them() -> None:
    text = "from fastapi import FastAPI\nfrom flask import jsonify\napp = FastAPI()\n@app.get('/x')\ndef g(): ...\n"
    assert [route.syntax for route in facts(text, Route)] == ["braces"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.register_blueprint(api)\n", [("app", "api", "None", False)]),
        ("app.register_blueprint(chat, url_prefix='/c')\n", [("app", "chat:bp", "'/c'", True)]),
        ("for one in (api, chat):\n    app.register_blueprint(one)\n",
         [("app", "api", "None", False), ("app", "chat:bp", "None", False)]),
    ],
)  # fmt: skip
def test_blueprints(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    found = facts(HEAD + text, Include)
    assert [
        (spelled(one.parent), spelled(one.child), spelled(one.prefix) if one.prefix else "None", one.replaces)
        for one in found
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CORS(app)\n", ["app ['*'] None"]),
        ("CORS(app, origins=['http://localhost:3000'], supports_credentials=True)\n",
         ["app ['http://localhost:3000'] True"]),
        ("CORS(app, resources={r'/api/*': {'origins': 'http://localhost:3000'}})\n",
         ["app 'http://localhost:3000' None"]),
        ("CORS(app, resources=r'/api/*')\n", ["app ['*'] None"]),
        ("CORS(app, **options)\n", ["app ['*'] None ..."]),
        ("c = CORS()\nc.init_app(app, origins=origins)\n", ["app ? None"]),
        ("cors.init_app(app)\n", ["app ['*'] None"]),
        ("CORS(origins='http://a')\n", ["? 'http://a' None"]),
        ("CORS()\n", []),
    ],
)  # fmt: skip
def test_policies(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, CorsPolicy)
    assert [
        f"{spelled(one.application)} {spelled(one.origins) if one.origins else None} "
        f"{spelled(one.credentials) if one.credentials else None}{'' if one.complete else ' ...'}"
        for one in found
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.run()\n", [("None", "None")]),
        ("app.run('0.0.0.0', 5001, debug=True)\n", [("'0.0.0.0'", "'5001'")]),
        ("app.run(port=5001)\n", [("None", "'5001'")]),
        ("jobs.run()\n", []),
    ],
)
def test_servers(text: str, expected: list[tuple[str, str]]) -> None:
    found = facts(HEAD + text, Listen)
    assert [
        (spelled(one.host) if one.host else "None", spelled(one.port) if one.port else "None") for one in found
    ] == expected
