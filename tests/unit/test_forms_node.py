"""The forms in which public projects write servers of Node.js: each is read to its end."""

from __future__ import annotations

import pytest

from tests.unit.small_projects import wired

PACKAGE = {"api/package.json": '{"dependencies": {"express": "5.0.0"}}'}
EXPRESS = "import express from 'express'; const app = express(); "
HTTP = "import http from 'http'; const server = http.createServer(app); "
FASTIFY = "import Fastify from 'fastify'; const app = Fastify(); "
NEST = (
    "import { NestFactory } from '@nestjs/core'; async function start() {"
    " const app = await NestFactory.create(M); %s await app.listen(3000) }"
)


def routes(files: dict[str, str]) -> list[str]:
    """The routes of all servers with their kinds."""
    return [f"{route.kind} {route.path}" for server in wired(files).servers for route in server.routes]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"app.ts": EXPRESS + "import r from './r'; app.use('/api', r)",
             "r.ts": "import { Router } from 'express'; const r = Router(); r.get('/x', h); export default r"},
            ["http /api/x"],
            id="app.use(path, router)",
        ),
        pytest.param(
            {"app.js": "const app = require('express')(); app.use('/api', require('./r'))",
             "r.js": "const r = require('express').Router(); r.post('/x', h); module.exports = r"},
            ["http /api/x"],
            id="app.use(path, require())",
        ),
        pytest.param(
            {"app.js": "const app = require('express')(); require('./r')(app)",
             "r.js": "module.exports = (app) => { app.get('/x', h) }"},
            ["http /x"],
            id="routes(app)",
        ),
        pytest.param(
            {"app.ts": EXPRESS + "import a from './a'; const list = [{ path: '/a', router: a }];"
                       "list.forEach((each) => app.use(each.path, each.router))",
             "a.ts": "import { Router } from 'express'; const r = Router(); r.get('/x', h); export default r"},
            ["http /a/x"],
            id="a loop over routers",
        ),
        pytest.param(
            {"app.ts": FASTIFY + "import r from './r'; app.register(r, { prefix: '/api' })",
             "r.ts": "import type { FastifyInstance } from 'fastify'; export default async (f: FastifyInstance) => {"
                     " f.get('/x', h); f.get('/ws', { websocket: true }, h) }"},
            ["http /api/x", "websocket /api/ws"],
            id="register(plugin, prefix)",
        ),
        pytest.param(
            {"app.ts": FASTIFY + "import { add } from './r'; add(app)",
             "r.ts": "import type { FastifyInstance } from 'fastify';"
                     "export const add = (app: FastifyInstance) => { app.get('/x', h) }"},
            ["http /x"],
            id="a function that is given the application",
        ),
        pytest.param(
            {"main.ts": NEST % "app.setGlobalPrefix('api');",
             "a.ts": "import { Controller, Get } from '@nestjs/common'; @Controller('a') class A { @Get('x') x() {} }"},
            ["http /api/a/x"],
            id="setGlobalPrefix over a controller",
        ),
        pytest.param(
            {"main.ts": NEST % "",
             "a.ts": "import { WebSocketGateway } from '@nestjs/websockets'; import { Server } from 'socket.io';"
                     "@WebSocketGateway({ cors: true }) class A {}"},
            ["socketio /socket.io"],
            id="gateway",
        ),
        pytest.param(
            {"app.ts": EXPRESS + HTTP + "import { WebSocketServer } from 'ws';"
                       "new WebSocketServer({ server, path: '/ws' })"},
            ["websocket /ws"],
            id="WebSocketServer",
        ),
        pytest.param(
            {"app.ts": EXPRESS + HTTP + "import { Server } from 'socket.io'; const io = new Server(server, {})"},
            ["socketio /socket.io"],
            id="socket.io",
        ),
    ],
)  # fmt: skip
def test_routes_of_node(files: dict[str, str], expected: list[str]) -> None:
    assert routes({**PACKAGE, **{f"api/{path}": text for path, text in files.items()}}) == expected


CORS = "import cors from 'cors'; "


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param(CORS + "app.use(cors())", ["*"], id="cors()"),
        pytest.param(CORS + "app.use(cors({ origin: 'http://a' }))", ["http://a"], id="a text"),
        pytest.param(CORS + "app.use(cors({ origin: '*' }))", ["*"], id="a star"),
        pytest.param(CORS + "app.use(cors({ origin: true }))", ["*"], id="true"),
        pytest.param(CORS + "app.use(cors({ origin: ['http://a', 'http://b'] }))", ["http://a", "http://b"],
                     id="a list"),
        pytest.param(CORS + "const o = ['http://a']; app.use(cors({ origin: o }))", ["http://a"], id="a name"),
        pytest.param(CORS + "const options = { origin: 'http://a' }; app.use(cors(options))", ["http://a"],
                     id="options"),
        pytest.param(CORS + "app.use(cors({ origin: process.env.O || 'http://a' }))", ["http://a"], id="a variable"),
        pytest.param(CORS + "const o = process.env.O || 'http://a'; app.use(cors({ origin: o }))", ["http://a"],
                     id="a variable by a name"),
        pytest.param(CORS + "const o = ['http://a']; o.push('http://b'); app.use(cors({ origin: o }))",
                     ["http://a", "http://b"], id="push"),
        pytest.param(
            CORS + "const o = ['http://a'];"
            "app.use(cors({ origin: (origin, done) => o.includes(origin) ? done(null, true) : done(new Error('x')) }))",
            ["http://a"],
            id="a function",
        ),
        pytest.param(CORS + "app.get('/x', cors({ origin: 'http://a' }), h)", ["http://a"], id="on a route"),
        pytest.param(
            "app.use((req, res, next) => { res.setHeader('Access-Control-Allow-Origin', 'http://a'); next() })",
            ["http://a"],
            id="a header set by hand",
        ),
        pytest.param(
            HTTP + "import { Server } from 'socket.io'; new Server(server, { cors: { origin: 'http://a' } })",
            ["http://a"],
            id="socket.io",
        ),
    ],
)  # fmt: skip
def test_origins_of_node(script: str, expected: list[str]) -> None:
    (server,) = wired({**PACKAGE, "api/app.ts": EXPRESS + script}).servers
    lists = [one for policy in server.policies for one in policy.lists if one.used and not one.environment.template]
    assert [item.text for item in lists[0].items] == expected


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        pytest.param(NEST % "app.enableCors({ origin: 'http://a' });", ["http://a"], id="enableCors(options)"),
        pytest.param(NEST % "app.enableCors();", ["*"], id="enableCors()"),
        pytest.param(NEST.replace("create(M)", "create(M, { cors: { origin: 'http://a' } })") % "", ["http://a"],
                     id="create(module, options)"),
    ],
)  # fmt: skip
def test_origins_of_nest(main: str, expected: list[str]) -> None:
    (server,) = wired({**PACKAGE, "api/main.ts": main}).servers
    assert [item.text for item in server.policies[0].lists[0].items] == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("app.listen(4000)", [4000], id="listen(number)"),
        pytest.param("const port = 4000; app.listen(port, () => {})", [4000], id="listen(name)"),
        pytest.param("app.listen(process.env.PORT || 4000)", [4000], id="process.env.PORT || number"),
        pytest.param("const PORT = process.env.PORT || 4000; app.listen(PORT)", [4000], id="name of the same"),
        pytest.param("const PORT = Number(process.env.PORT ?? 4000); app.listen(PORT)", [4000], id="Number()"),
        pytest.param(
            "const PORT = parseInt(process.env.PORT || '4000', 10); app.listen(PORT)", [4000], id="parseInt()"
        ),
        pytest.param("import { config } from './config'; app.listen(config.port)", [4001], id="key of another module"),
    ],
)
def test_ports_of_node(script: str, expected: list[int]) -> None:
    config = "export const config = { port: process.env.PORT || 4001 }"
    (server,) = wired({**PACKAGE, "api/app.ts": EXPRESS + script, "api/config.ts": config}).servers
    assert [listener.port for listener in server.listeners] == expected


def test_port_of_an_env_file() -> None:
    script = "import 'dotenv/config'; app.listen(process.env.PORT || 4000)"
    (server,) = wired({**PACKAGE, "api/app.ts": EXPRESS + script, "api/.env": "PORT=4002\n"}).servers
    assert [listener.port for listener in server.listeners] == [4002]
