"""aiohttp: routes in every notation, which of them are WebSockets, CORS, middleware and servers."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Include, Listen, Middleware, Mount, Route
from tests.unit.readers.python_spelling import facts, spelled, steps

HEAD = """\
import aiohttp_cors
from aiohttp import web
from other import elsewhere, table
app = web.Application()
routes = web.RouteTableDef()
async def page(request): return web.Response()
async def feed(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
async def handed(request): return await elsewhere(request)
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.router.add_get('/x', page)\n", ["app GET /x http"]),
        ("app.router.add_route('POST', '/x/{id}', page)\n", ["app POST /x/{id} http"]),
        ("app.router.add_route('*', '/x', page)\n", ["app  /x http"]),
        ("app.router.add_get('/ws', feed)\n", ["app  /ws websocket"]),
        ("app.router.add_get('/x', elsewhere)\n", ["app GET /x http", "app  /x websocket"]),
        ("app.router.add_get('/x', handed)\n", ["app GET /x http", "app  /x websocket"]),
        ("app.router.add_get('/x', lambda request: None)\n", ["app GET /x http"]),
        ("app.add_routes([web.get('/x', page), web.route('PUT', '/y', page), web.view('/z', elsewhere)])\n",
         ["app GET /x http", "app PUT /y http", "app  /z http", "app  /z websocket"]),
        ("mine = [web.post('/x', page)]\n", ["router@11 POST /x http"]),
        ("@routes.get('/x')\nasync def g(request): ...\n", ["routes GET /x http"]),
        ("@routes.get('/ws')\nasync def g(request):\n    ws = web.WebSocketResponse()\n", ["routes  /ws websocket"]),
        ("@routes.view('/ws')\nclass V(web.View):\n    async def get(self): return web.WebSocketResponse()\n",
         ["routes  /ws websocket"]),
        ("def add(application):\n    application.router.add_get('/x', page)\n", ["<application> GET /x http"]),
        (("class A:\n    def add(self, app, path): app.router.add_get(path, self.f)\n"
         "    async def f(self, request): return web.WebSocketResponse()\n"),
         ["<app>  app.router.add_get(path, self.f) websocket"]),
        ("app.router.add_resource('/x')\n", ["app  /x http", "app  /x websocket"]),
        ("session.get('/x')\n", []),
    ],
)  # fmt: skip
def test_routes(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Route)
    assert [f"{spelled(r.router)} {'/'.join(r.methods)} {r.at.text} {r.kind}" for r in found] == expected


def test_a_client_of_aiohttp_serves_nothing() -> None:
    text = "import aiohttp\nasync def g(app):\n    app.router.add_get('/x', g)\n"
    assert facts(text, Route) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.add_routes(routes)\n", ["app routes None"]),
        ("app.add_routes(table)\n", ["app other:table None"]),
        ("app.add_routes([*table, web.get('/x', page)])\n", ["app other:table None"]),
        ("admin = web.Application()\napp.add_subapp('/admin/', admin)\n", ["app admin '/admin/'"]),
    ],
)
def test_tables_and_sub_applications(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Include)
    assert [f"{spelled(one.parent)} {spelled(one.child)} {spelled(one.prefix)}" for one in found] == expected


@pytest.mark.parametrize(
    "text", ["app.router.add_static('/s', 'static')\n", "app.add_routes([web.static('/s', 'static')])\n"]
)
def test_folders_of_files(text: str) -> None:
    assert [f"{spelled(m.parent)} {spelled(m.path)}" for m in facts(HEAD + text, Mount)] == ["app '/s'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aiohttp_cors.setup(app, defaults={'http://a': aiohttp_cors.ResourceOptions(allow_credentials=True)})\n",
         ["app ['http://a'] True"]),
        ("aiohttp_cors.setup(app, defaults={'*': aiohttp_cors.ResourceOptions()})\n", ["app ['*'] None"]),
        (("aiohttp_cors.setup(app, defaults={'http://a': aiohttp_cors.ResourceOptions(allow_credentials=True),"
         " 'http://b': aiohttp_cors.ResourceOptions(allow_credentials=False)})\n"),
         ["app ['http://a', 'http://b'] ?"]),
        ("aiohttp_cors.setup(app, defaults={o: aiohttp_cors.ResourceOptions() for o in table})\n", ["app ? None ..."]),
        ("cors = aiohttp_cors.setup(app)\n", ["app ? None ..."]),
        ("cors.add(r, {'http://a': aiohttp_cors.ResourceOptions()})\n", ["? ['http://a'] None"]),
    ],
)  # fmt: skip
def test_policies(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, CorsPolicy)
    assert [
        f"{spelled(one.application)} {spelled(one.origins)} {spelled(one.credentials)}{'' if one.complete else ' ...'}"
        for one in found
    ] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("@web.middleware\nasync def m(request, handler):\n    request.headers.get('Origin')\n"
         "a = web.Application(middlewares=[m, elsewhere])\n"),
         ["application@14 m True", "application@14 other:elsewhere False"]),
        ("app.middlewares.append(elsewhere)\n", ["app other:elsewhere False"]),
    ],
)  # fmt: skip
def test_middleware(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Middleware)
    assert [f"{spelled(one.application)} {spelled(one.of)} {one.reads_origin}" for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "accept"),
        (("async def feed(request):\n    ws = web.WebSocketResponse()\n    if request.headers.get('Origin') != 'x':\n"
         "        raise web.HTTPForbidden()\n    await ws.prepare(request)\n    await ws.close(code=1008)\n"),
         "origin accept close:1008"),
    ],
)  # fmt: skip
def test_what_handlers_do_with_a_handshake(text: str, expected: str) -> None:
    assert steps(HEAD + text)["feed"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web.run_app(app)\n", ["app None None"]),
        ("web.run_app(app, host='localhost', port=8765)\n", ["app 'localhost' '8765'"]),
        ("web.run_app(make(), port=8765)\n", ["?() None '8765'"]),
        ("runner = web.AppRunner(app)\nweb.TCPSite(runner, '0.0.0.0', 9000)\n", ["runner '0.0.0.0' '9000'"]),
        ("web.run_app(app, path='/tmp/x.sock')\n", []),
        ("web.run_app(app, **options)\n", ["app ? ?"]),
    ],
)
def test_servers(text: str, expected: list[str]) -> None:
    found = facts(HEAD + text, Listen)
    assert [f"{spelled(one.application)} {spelled(one.host)} {spelled(one.port)}" for one in found] == expected
