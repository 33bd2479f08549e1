"""Litestar: handlers, controllers, what lists them, and CORS."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Include, Middleware, Route
from tests.unit.readers.python_spelling import facts, spelled
from tests.unit.small_projects import wired

HEAD = """\
from litestar import Controller, Litestar, Router, get, post, route, websocket
from litestar.config.cors import CORSConfig
from litestar.handlers import WebsocketListener
from other import Tags, guard, more
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@get('/x')\nasync def g() -> None: ...\n", ["None GET '/x' http"]),
        ("@get()\nasync def g() -> None: ...\n", ["None GET '/' http"]),
        ("@get(path='x/{id:int}/')\nasync def g() -> None: ...\n", ["None GET '/x/{id:int}' http"]),
        ("@post(['/x', '/y'])\nasync def g() -> None: ...\n", ["None POST '/x' http", "None POST '/y' http"]),
        ("@route('/x', http_method=['GET'])\nasync def g() -> None: ...\n", ["None  '/x' http"]),
        ("@websocket('/ws')\nasync def g(socket) -> None: ...\n", ["None  '/ws' websocket"]),
        ("class C(Controller):\n    path = '/api/'\n    @get('/{id:int}')\n    async def g(self, id): ...\n",
         ["'/api' GET '/{id:int}' http"]),
        ("class C(Controller):\n    @get('/x')\n    async def g(self): ...\n", ["None GET '/x' http"]),
        ("class L(WebsocketListener):\n    path = '/ws'\n    def on_receive(self, data): ...\n",
         ["'/ws'  '/' websocket"]),
        ("@more('/x')\nasync def g() -> None: ...\n", []),
    ],
)  # fmt: skip
def test_handlers(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Route)
    assert [
        f"{spelled(getattr(r.router, 'prefix', None))} {'/'.join(r.methods)} {spelled(r.path)} {r.kind}" for r in found
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app = Litestar([Tags, more])\n", ["other:Tags", "other:more"]),
        ("app = Litestar(route_handlers=[Router('/v1', route_handlers=[Tags])])\n", ["router@5", "other:Tags"]),
        ("mine = [Tags]\napp = Litestar(route_handlers=mine)\n", ["other:Tags"]),
        ("app = Litestar(route_handlers=[Tags, *more])\n", ["?", "other:Tags", "other:more"]),
        ("app = Litestar(route_handlers=more)\n", ["?", "other:more"]),
        ("app = Litestar([Tags], plugins=[more()])\n", ["other:Tags", "?"]),
        ("app = Litestar()\napp.register(Tags)\n", ["other:Tags"]),
    ],
)
def test_lists_of_handlers(text: str, expected: list[str]) -> None:
    assert [spelled(one.child) for one in facts(HEAD + text, Include)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app = Litestar(cors_config=CORSConfig(allow_origins=['http://a'], allow_credentials=True))\n",
         ["application@5 ['http://a'] True"]),
        ("cors = CORSConfig()\napp = Litestar(cors_config=cors)\n", ["? ['*'] None"]),
        ("cors = CORSConfig(**more)\n", ["? ['*'] None ..."]),
    ],
)  # fmt: skip
def test_policies(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, CorsPolicy)
    assert [
        f"{spelled(one.application)} {spelled(one.origins)} {spelled(one.credentials)}{'' if one.complete else ' ...'}"
        for one in found
    ] == expected


def test_middleware() -> None:
    text = "app = Litestar(middleware=[guard, more('x')])\n"
    assert [spelled(one.of) for one in facts(HEAD + text, Middleware)] == ["other:guard", "other:more('x')"]


TAGS = """\
from litestar import Controller, get, websocket

class TagController(Controller):
    path = "/tags"

    @get()
    async def all(self) -> list[str]: ...

    @websocket("/feed")
    async def feed(self, socket) -> None: ...

@get("/health")
async def health() -> str: ...
"""


def test_handlers_of_other_modules_are_routes_of_the_application_that_lists_them() -> None:
    files = {
        "api/main.py": "from litestar import Litestar, Router\nfrom tags import TagController, health\n"
                       "app = Litestar([health, Router('/api', route_handlers=[TagController])])\n",
        "api/tags/__init__.py": "from tags.views import TagController, health\n",
        "api/tags/views.py": TAGS,
    }  # fmt: skip
    server = wired(files).servers[0]
    assert [f"{route.kind} {route.path}" for route in server.routes] == [
        "http /health",
        "http /api/tags/",
        "websocket /api/tags/feed",
    ]
    assert server.routes_complete
