"""WebSockets of Node.js servers: the ws package, socket.io, gateways, and what their handlers do."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy, Middleware
from tests.unit.readers.javascript_spelling import read, spelled
from tests.unit.readers.server_spelling import listening, served, steps

HTTP = "import http from 'http'; const server = http.createServer();"
WS = HTTP + "import { WebSocketServer } from 'ws';"
IO = HTTP + "import { Server } from 'socket.io';"
FASTIFY = "import Fastify from 'fastify'; const app = Fastify();"
EXPRESS = "import express from 'express'; import { WebSocketServer } from 'ws'; const app = express();"
NEST = "import { WebSocketGateway } from '@nestjs/websockets';"
ADAPTER = (
    "import {{ IoAdapter }} from '@nestjs/platform-socket.io';"
    "class A extends IoAdapter {{ createIOServer(p, o) {{ return super.createIOServer(p, {}) }} }}"
)
THE_APP = "<the project's application>"
ANYWHERE = "'/{rest:path}'"


@pytest.mark.parametrize(
    "text",
    [
        "new WebSocketServer({ port: 8080 })",
        "import WebSocket from 'ws'; new WebSocket('ws://localhost:1')",
        WS + "new WebSocketServer({ noServer: true })",
        HTTP + "server.on('upgrade', (request, socket, head) => {})",
    ],
)
def test_no_route(text: str) -> None:
    assert [line for line in served(text) if "websocket" in line] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WS + "new WebSocketServer({ server, path: '/ws' })", ["server: websocket '/ws'"]),
        (WS + "new WebSocketServer({ server })", [f"server: websocket {ANYWHERE}"]),
        (WS + "new WebSocketServer({ port: 8080, path: '/ws' })", ["<ws application>: websocket '/ws'"]),
        ("const WebSocket = require('ws'); new WebSocket.Server({ port: 8080 })",
         [f"<ws application>: websocket {ANYWHERE}"]),
        ("const { Server } = require('ws'); new Server({ port: 8080 })", [f"<ws application>: websocket {ANYWHERE}"]),
        ("import * as WS from 'ws'; function f(server) { new WS.WebSocketServer({ server }) }",
         [f":server: websocket {ANYWHERE}"]),
        (EXPRESS + "const s = app.listen(3000); new WebSocketServer({ server: s, path: '/ws' })",
         ["s: websocket '/ws'"]),
        (FASTIFY + "import { WebSocketServer } from 'ws'; new WebSocketServer({ server: app.server, path: '/ws' })",
         ["app: websocket '/ws'"]),
    ],
)  # fmt: skip
def test_ws_paths(text: str, expected: list[str]) -> None:
    assert served(text) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("if (request.url === '/a') TAKE", ["'/a'"]),
        ("if (request.url !== '/a') { socket.destroy(); return } TAKE", ["'/a'"]),
        ("const { pathname } = new URL(request.url, 'http://x'); if (pathname === '/a') TAKE else socket.destroy()",
         ["'/a'"]),
        ("const path = request.url.split('?')[0]; if (path === '/a' || path === '/b') TAKE", ["'/a'", "'/b'"]),
        ("switch (request.url) { case '/a': TAKE; break; default: socket.destroy() }", ["'/a'"]),
        ("if (['/a', '/b'].includes(request.url)) TAKE", ["'/a'", "'/b'"]),
        ("TAKE", [ANYWHERE]),
        ("if (isOurs(request)) TAKE", [ANYWHERE]),
    ],
)  # fmt: skip
def test_paths_of_upgrades(condition: str, expected: list[str]) -> None:
    body = condition.replace("TAKE", "wss.handleUpgrade(request, socket, head, (ws) => {})")
    text = WS + "const wss = new WebSocketServer({ noServer: true });"
    found = served(text + f"server.on('upgrade', (request, socket, head) => {{ {body} }})")
    assert found == [f"server: websocket {path}" for path in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wss.on('connection', (ws) => { ws.send('x') })", "accept send"),
        ("wss.on('connection', (ws) => { ws.on('message', (m) => ws.send(m)) })", "accept receive send"),
        ("wss.on('connection', (ws, req) => { if (req.headers.origin !== O) ws.close(1008) })",
         "accept origin close1008"),
        ("wss.on('connection', (ws, req) => { const { cookie } = req.headers; ws.send('x') })", "accept cookie send"),
        ("wss.on('connection', (ws, req) => { new URL(req.url, B).searchParams.get('token') })", "accept token"),
        ("wss.on('connection', (ws) => { console.log('x'); ws.terminate() })", "accept log close"),
        ("import { join } from './join'; wss.on('connection', (ws) => join(ws))", "accept call"),
        ("import { join } from './join'; wss.on('connection', join)", "accept call"),
        ("wss.on('connection', join); function join(ws) { ws.send('x') }", "accept send"),
    ],
)  # fmt: skip
def test_handlers_of_connections(text: str, expected: str) -> None:
    head = WS + "const wss = new WebSocketServer({ server });"
    assert steps(head + text)["connection"] == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("verifyClient: (info) => info.origin === O", "origin accept send"),
        ("verifyClient: ({ req }, done) => done(req.headers.origin === O)", "origin accept send"),
        ("verifyClient(info) { return info.req.headers.origin === O }", "origin accept send"),
        ("verifyClient: check", "origin accept send"),
        ("verifyClient: ({ origin }) => origin === O", "origin accept send"),
        ("verifyClient: (asked) => asked.origin === O", "origin accept send"),
        ("verifyClient: (info, done) => done(true)", "accept send"),
    ],
)
def test_checks_of_ws_before_the_handshake(options: str, expected: str) -> None:
    text = f"const wss = new WebSocketServer({{ server, {options} }}); wss.on('connection', (ws) => ws.send('x'));"
    assert steps(WS + text + "function check(info) { return info.origin === O }")["connection"] == expected


def test_checks_of_an_upgrade_come_before_the_handshake() -> None:
    text = (
        "const wss = new WebSocketServer({ noServer: true }); wss.on('connection', (ws) => ws.send('x'));"
        "server.on('upgrade', (request, socket, head) => {"
        "  if (request.headers.origin !== O) { socket.destroy(); return }"
        "  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request)) })"
    )
    assert steps(WS + text)["connection"] == "origin close accept send"


# --- socket.io ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (IO + "new Server(server)", ["server: socketio '/socket.io'"]),
        (IO + "new Server(server, { path: '/live/' })", ["server: socketio '/live'"]),
        (IO + "new Server(server, { path: process.env.P })", ["server: socketio $process.env:P"]),
        (IO + "new Server(3001)", ["<socket.io application>: socketio '/socket.io'"]),
        (IO + "const io = new Server({}); io.listen(3001)", ["<socket.io application>: socketio '/socket.io'"]),
        (IO + "const io = new Server(); io.attach(server)", [f"{THE_APP}: socketio '/socket.io'"]),
        (HTTP + "require('socket.io')(server)", ["server: socketio '/socket.io'"]),
        (HTTP + "const make = require('socket.io'); make(server)", ["server: socketio '/socket.io'"]),
        (HTTP + "import { Server as S } from 'socket.io'; class A { io = new S(server) }",
         ["server: socketio '/socket.io'"]),
        ("import { Server } from 'socket.io'; export const add = (server) => new Server(server)",
         [":server: socketio '/socket.io'"]),
        (FASTIFY + "import { Server } from 'socket.io'; new Server(app.server)", ["app: socketio '/socket.io'"]),
        (IO + "const io = new Server(server); io.of('/admin').on('connection', () => {})",
         ["server: socketio '/socket.io'"]),
        ("import { io } from 'socket.io-client'; io('http://localhost:1')", []),
    ],
)  # fmt: skip
def test_socket_io_paths(text: str, expected: list[str]) -> None:
    assert served(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("io.on('connection', (socket) => { socket.emit('x') })", "accept send"),
        ("io.on('connection', (socket) => { socket.on('x', f); socket.on('disconnect', g) })", "accept receive"),
        ("io.on('connection', join); function join(socket) { socket.emit('x') }", "accept send"),
        ("io.use((socket, next) => { verifyToken(socket.handshake.auth.token); next() })", "token token accept"),
        ("io.use((socket, next) => { if (socket.handshake.headers.origin !== O) next(e) })", "origin accept"),
        ("import { auth } from './auth'; io.use(auth)", "call accept"),
    ],
)
def test_handlers_of_socket_io(text: str, expected: str) -> None:
    assert steps(IO + "const io = new Server(server);" + text)["connection"] == expected


def test_socket_io_asks_whom_to_let_in() -> None:
    text = IO + "new Server(server, { allowRequest: (req, done) => done(null, req.headers.origin === O) })"
    assert steps(text)["connection"] == "origin accept"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WS + "new WebSocketServer({ port: 8080, host: '127.0.0.1' })", ["<ws application> '127.0.0.1' '8080'"]),
        (WS + "const port = process.env.PORT ?? 8080; new WebSocketServer({ port })", ["<ws application> - port"]),
        (IO + "new Server(3001)", ["<socket.io application> - '3001'"]),
        (IO + "const io = new Server({}); io.listen(3001)", ["io - '3001'"]),
        (IO + "const io = new Server({}); io.attach(3001)", ["<socket.io application> - '3001'"]),
        (NEST + "@WebSocketGateway(3001) class A {}", ["<nestjs application> - '3001'"]),
        (NEST + "@WebSocketGateway(0) class A {}", []),
    ],
)
def test_ports_of_their_own(text: str, expected: list[str]) -> None:
    assert listening(text) == expected


# --- gateways and plugins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import { Socket } from 'socket.io'; @WebSocketGateway() class A {}", ["socketio '/socket.io' rooted"]),
        ("import type { Socket } from 'socket.io'; @WebSocketGateway({ path: 'live', namespace: 'a' }) class A {}",
         ["socketio '/live' rooted"]),
        ("import { WebSocket } from 'ws'; @WebSocketGateway({ path: '/live' }) class A {}",
         ["websocket '/live' rooted"]),
        ("import WebSocket from 'ws'; @WebSocketGateway() class A {}", ["websocket '/' rooted"]),
        ("@WebSocketGateway({ path: '/live' }) class A {}", ["socketio '/live' rooted", "websocket '/live' rooted"]),
        ("import { Socket } from 'socket.io'; @WebSocketGateway({ path: process.env.P }) export class A {}",
         ["socketio '/' + [$process.env:P].strip('/', both) rooted"]),
    ],
)  # fmt: skip
def test_gateways(text: str, expected: list[str]) -> None:
    assert served(NEST + text) == [f"{THE_APP}: {line}" for line in expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "accept"),
        ("handleConnection(client) { client.emit('x') }", "accept send"),
        ("handleConnection(client) { if (!client.handshake.auth.token) client.disconnect() }", "accept token close"),
        (
            "handleConnection(client, req) { if (req.headers.origin !== O) client.close(1008) }",
            "accept origin close1008",
        ),
    ],
)
def test_handlers_of_gateways(body: str, expected: str) -> None:
    assert steps(NEST + f"@WebSocketGateway() class A {{ {body} }}")["connection"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.get('/x', { websocket: true }, (socket) => { socket.send('x') })", "accept send"),
        ("app.get('/x', { websocket: true }, (connection, req) => { connection.socket.send(req.headers.origin) })",
         "accept send origin"),
        ("app.get('/x', { websocket: true, preValidation: (req) => { check(req.headers.origin) } }, h)",
         "origin accept call"),
        ("app.route({ method: 'GET', url: '/x', handler: h, wsHandler: (ws) => ws.send('x') })", "accept send"),
    ],
)  # fmt: skip
def test_handlers_of_fastify(text: str, expected: str) -> None:
    assert steps(FASTIFY + text)["connection"] == expected


@pytest.mark.parametrize(
    ("text", "reads_origin"),
    [
        ("app.addHook('onRequest', async (req) => { check(req.headers.origin) })", True),
        ("app.addHook('onRequest', async (req) => { log(req.url) })", False),
        ("import w from '@fastify/websocket'; app.register(w, { options: { verifyClient: (i) => i.origin === O } })",
         True),
    ],
)  # fmt: skip
def test_hooks_of_fastify(text: str, reads_origin: bool) -> None:
    (found,) = (fact for fact in read(FASTIFY + text, "server.ts") if isinstance(fact, Middleware))
    assert found.reads_origin is reads_origin


def test_handlers_of_express_ws() -> None:
    text = "const app = require('express')(); require('express-ws')(app); app.ws('/x', check, (ws) => ws.send('x'));"
    assert steps(text + "function check(ws, req, next) { if (req.headers.origin === O) next() }") == {
        "check": "origin",
        "connection": "origin accept send",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NEST + "@WebSocketGateway({ cors: { origin: 'http://a' } }) class A {}", "'http://a' True"),
        (NEST + "@WebSocketGateway({ cors: true }) class A {}", "'*' True"),
        (NEST + "@WebSocketGateway() class A {}", "- True"),
        (ADAPTER.format("{ ...o, cors: { origin: 'http://a' } }"), "'http://a' True"),
        (ADAPTER.format("o"), "'*' False"),
        (FASTIFY + "import io from 'fastify-socket.io'; app.register(io, { cors: { origin: 'http://a' } })",
         "'http://a' True"),
    ],
)  # fmt: skip
def test_policies_of_sockets(text: str, expected: str) -> None:
    (found,) = (fact for fact in read(text, "server.ts") if isinstance(fact, CorsPolicy))
    assert (found.covers, f"{spelled(found.origins)} {found.complete}") == ("socketio", expected)
