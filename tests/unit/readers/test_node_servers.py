"""Servers of Node.js: Express, Fastify, NestJS, Apollo, and the ports on which they listen."""

from __future__ import annotations

import pytest

from tests.unit.readers.server_spelling import applications, listening, served

EXPRESS = "import express from 'express'; const app = express(); const api = express.Router();"
FASTIFY = "import Fastify from 'fastify'; const app = Fastify();"
PLUGIN = "import type { FastifyInstance } from 'fastify';"
NEST = "import { Controller, Get, Post, Put, All, Sse, Version } from '@nestjs/common';"
CREATE = "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule);"
STANDALONE = "import { startStandaloneServer as start } from '@apollo/server/standalone';"
APOLLO = "import { ApolloServer } from 'apollo-server'; const s = new ApolloServer({});"
THE_APP = "<the project's application>"
VERSIONED = "'/' + ['v' + '1' + '/' + 'a'].strip('/', both) + '/' + [''].strip('/', both)"


@pytest.mark.parametrize(
    "text",
    [
        "app.get('/x', h)",
        "cache.get('/x', h)",
        "const client = axios.create(); client.get('/x', h)",
        EXPRESS + "app.get('port')",
        EXPRESS + "app.set('view engine', 'ejs')",
        EXPRESS + "app.use((req, res, next) => next())",
        EXPRESS + "app.use(express.json())",
        EXPRESS + "import cors from 'cors'; app.use(cors())",
        EXPRESS + "import { auth } from './auth'; app.use(auth)",
    ],
)
def test_nothing_is_served(text: str) -> None:
    assert served(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.get('/x', h)", ["app: GET '/x'"]),
        ("app.get('/x/:id', auth, (req, res) => {})", ["app: GET '/x/:id'"]),
        ("app.all('*', h)", ["app: any '*'"]),
        ("app.post(['/a', '/b'], h)", ["app: POST '/a'", "app: POST '/b'"]),
        ("app.get(/^\\/x$/, h)", ["app: GET '^/x$'"]),
        ("api.get('/x', h).post('/x', h)", ["api: POST '/x'", "api: GET '/x'"]),
        ("app.route('/x').get(h).put(h)", ["app: PUT '/x'", "app: GET '/x'"]),
        ("app.use('/api', api)", ["app: include api at '/api'"]),
        ("app.use(api)", ["app: include api at -"]),
        ("app.use('/api', auth, api)", ["app: include api at '/api'"]),
        ("app.use('/api', require('./users'))", ["app: include *@./users at '/api'"]),
        ("import users from './users'; app.use('/api', users)", ["app: include default@./users at '/api'"]),
        ("import routes from './x'; app.use(routes)", ["app: include default@./x at -"]),
        ("const V = '/v1'; app.use(`${V}/x`, api)", ["app: include api at V + '/x'"]),
        ("app.use('/files', express.static('files'))", ["app: mount <express static> at '/files'"]),
        ("app.use(express.static('files'))", ["app: mount <express static> at '/'"]),
        ("import { proxy } from 'proxy'; app.use('/p', proxy({}))", ["app: mount <a package's own routes> at '/p'"]),
        ("const { proxy } = require('proxy'); app.use('/p', proxy({}))",
         ["app: mount <a package's own routes> at '/p'"]),
        ("app.use('/p', (req, res) => res.end())", ["app: any '/p'"]),
        ("const { app: a } = require('express-ws')(app); a.ws('/x', (ws) => {})",
         ["app: websocket '/x'"]),
        ("for (const each of list) app.use(each.path, each.router)",
         ["app: include <a value of each turn> at <a value of each turn>"]),
    ],
)  # fmt: skip
def test_express(text: str, expected: list[str]) -> None:
    assert served(EXPRESS + text) == expected


def test_express_in_a_loop() -> None:
    text = EXPRESS + "[{ p: '/a', r: api }].forEach((each) => app.use(each.p, each.r))"
    item = "{p: '/a', r: api}"
    assert served(text) == [f"app: include (each) => :each.r({item}) at (each) => :each.p({item})"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("module.exports = (app) => { app.get('/x', h) }", [":app: GET '/x'"]),
        ("export function add(router) { router.post('/x', h) }", [":router: POST '/x'"]),
        ("import { app } from './app'; app.get('/x', h)", ["app@./app: GET '/x'"]),
        ("import express from 'express'; class A { constructor() { this.app = express(); this.app.get('/x', h) } }",
         ["A.app: GET '/x'"]),
    ],
)  # fmt: skip
def test_applications_that_are_handed_in(text: str, expected: list[str]) -> None:
    assert served(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FASTIFY + "app.get('/x', h)", ["app: GET '/x'"]),
        (FASTIFY + "app.post<{ Body: B }>('/x', { schema }, h)", ["app: POST '/x'"]),
        (FASTIFY + "app.route({ method: ['GET', 'POST'], url: '/x', handler: h })", ["app: GET/POST '/x'"]),
        (FASTIFY + "app.withTypeProvider<T>().get('/x', h)", ["app: GET '/x'"]),
        ("import Fastify from 'fastify'; const app = Fastify().withTypeProvider<T>(); app.get('/x', h)",
         ["app: GET '/x'"]),
        ("const app = require('fastify')({ logger: true }); app.get('/x', h)", ["app: GET '/x'"]),
        (FASTIFY + "app.get('/x', { websocket: true }, h)", ["app: websocket '/x'"]),
        (FASTIFY + "app.route({ method: 'GET', url: '/x', handler: h, wsHandler: w })",
         ["app: GET '/x'", "app: websocket '/x'"]),
        (FASTIFY + "import r from './r'; app.register(r, { prefix: '/api' })",
         ["app: include default@./r at '/api'"]),
        (FASTIFY + "app.register(require('./r'))", ["app: include *@./r at -"]),
        (FASTIFY + "app.register(async (f) => { f.get('/x', h) }, { prefix: '/v1' })",
         ["app: include <fastify router> at '/v1'", "<fastify router>: GET '/x'"]),
        (FASTIFY + "import { addRoutes } from './r'; addRoutes(app)", ["app: include addRoutes@./r at -"]),
        (FASTIFY + "import s from '@fastify/static'; app.register(s, { prefix: '/files' })",
         ["app: mount <fastify static> at '/files'"]),
        (FASTIFY + "import p from '@fastify/http-proxy'; app.register(p, { prefix: '/up' })",
         ["app: mount <a plugin's own routes> at '/up'"]),
        (FASTIFY + "import a from '@fastify/autoload'; app.register(a, { dir })",
         ["app: include <a plugin's own routes> at -"]),
        (FASTIFY + "import c from '@fastify/cookie'; app.register(c)", []),
        (FASTIFY + "export const watch = (monitor) => monitor.register({ id: 'x' })", []),
        (FASTIFY + "import { log } from './log'; app.get('/x', (request) => log(request))", ["app: GET '/x'"]),
        ("import { toast } from 'react-toastify'; import { pick } from './p'; list.map((item) => pick(item))", []),
        (FASTIFY + "import io from 'fastify-socket.io'; app.register(io)", ["app: socketio '/socket.io'"]),
        (PLUGIN + "export default async function (f: FastifyInstance) { f.get('/x', h) }",
         ["<fastify router>: GET '/x'"]),
        (PLUGIN + "export const routes = async (app: FastifyInstance) => { app.get('/x', h) }",
         ["<fastify router>: GET '/x'"]),
        ("import fp from 'fastify-plugin'; export default fp(async (f) => { f.get('/x', h) })",
         ["<fastify router>: GET '/x'"]),
        (PLUGIN + "class A { add(app: FastifyInstance) { app.get('/x', h) } }", [":app: GET '/x'"]),
    ],
)  # fmt: skip
def test_fastify(text: str, expected: list[str]) -> None:
    assert served(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@Controller('a') class A { @Get() x() {} }", [f"{THE_APP}: GET '/a'"]),
        ("@Controller() class A { @Get() x() {} @Get('b') y() {} }", [f"{THE_APP}: GET '/'", f"{THE_APP}: GET '/b'"]),
        ("@Controller('/a/') class A { @Post('/:id') x() {} }", [f"{THE_APP}: POST '/a/:id'"]),
        ("@Controller('a') class A { @Put(['b', 'c']) x() {} }", [f"{THE_APP}: PUT '/a/b'", f"{THE_APP}: PUT '/a/c'"]),
        ("@Controller(['a', 'b']) class A { @Get() x() {} }", [f"{THE_APP}: GET '/a'", f"{THE_APP}: GET '/b'"]),
        ("@Controller({ path: 'a' }) class A { @All('*') x() {} }", [f"{THE_APP}: any '/a/*'"]),
        ("@Tags('t') @Controller('a') @Guard() export class A { @Guard() @Sse('b') x() {} }",
         [f"{THE_APP}: GET '/a/b'"]),
        ("@Controller({ path: 'a', version: '1' }) class A { @Get() x() {} }",
         [f"{THE_APP}: GET '/a'", f"{THE_APP}: GET {VERSIONED}"]),
        ("class A { @Get('b') x() {} }", []),
    ],
)  # fmt: skip
def test_controllers(text: str, expected: list[str]) -> None:
    assert served(NEST + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "<nestjs application>"),
        ("app.setGlobalPrefix('api')", "<nestjs application at '/api'>"),
        ("const P = 'api/v1'; app.setGlobalPrefix(P)", "<nestjs application at '/api/v1'>"),
        ("app.setGlobalPrefix(process.env.P)",
         "<nestjs application at '/' + [$process.env:P].strip('/', both)>"),
        ("app.setGlobalPrefix('api'); app.enableVersioning({ defaultVersion: '1' })",
         "<nestjs application at <a prefix with a version>>"),
        ("import { setUp } from './set-up'; setUp(app)",
         "<nestjs application at <a prefix that another file may set>>"),
    ],
)  # fmt: skip
def test_global_prefix(text: str, expected: str) -> None:
    assert applications(CREATE + text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.setGlobalPrefix('api', { exclude: ['health', { path: 'up' }] })",
         ["app: any '/health' rooted", "app: any '/up' rooted"]),
        ("SwaggerModule.setup('docs', app, d)", ["app: any '/docs' rooted", "app: any '/docs/*' rooted"]),
        ("app.use('/queues', board)", ["app: any '/queues' rooted", "app: any '/queues/*' rooted"]),
        ("app.use(helmet())", []),
        ("app.useStaticAssets('files', { prefix: '/f' })", ["app: any '/f' rooted", "app: any '/f/*' rooted"]),
    ],
)  # fmt: skip
def test_beside_controllers(text: str, expected: list[str]) -> None:
    assert served(CREATE + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import { GraphQLModule } from '@nestjs/graphql'; GraphQLModule.forRoot({})",
         [f"{THE_APP}: any '/graphql' rooted", f"{THE_APP}: websocket '/graphql' rooted"]),
        ("import { ServeStaticModule } from '@nestjs/serve-static'; ServeStaticModule.forRoot({ serveRoot: '/f' })",
         [f"{THE_APP}: any '/f' rooted", f"{THE_APP}: any '/f/*' rooted"]),
        ("import { RouterModule } from '@nestjs/core'; RouterModule.register([{ path: 'a', module: A }])",
         [f"{THE_APP}: mount <the controllers of a module> at '/a'"]),
        ("import { ConfigModule } from '@nestjs/config'; ConfigModule.forRoot({})", []),
    ],
)  # fmt: skip
def test_modules(text: str, expected: list[str]) -> None:
    assert served(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STANDALONE + "start(s)", ["<apollo application> - '4000'"]),
        (STANDALONE + "start(s, { listen: { port: 5001, host: '0.0.0.0' } })",
         ["<apollo application> '0.0.0.0' '5001'"]),
        (APOLLO + "s.listen()", ["<apollo application> - '4000'"]),
        (APOLLO + "s.listen({ port: 5001 })", ["s - '5001'"]),
    ],
)  # fmt: skip
def test_apollo(text: str, expected: list[str]) -> None:
    assert listening(text) == expected


def test_apollo_on_an_application() -> None:
    text = EXPRESS + "server.applyMiddleware({ app })"
    assert served(text) == ["app: mount <a server of GraphQL> at '/graphql'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EXPRESS + "app.listen(3000)", ["app - '3000'"]),
        (EXPRESS + "app.listen(3000, () => {})", ["app - '3000'"]),
        (EXPRESS + "app.listen(3000, '0.0.0.0', () => {})", ["app '0.0.0.0' '3000'"]),
        (EXPRESS + "app.listen(process.env.PORT || 3000)", ["app - ($process.env:PORT || '3000')"]),
        (EXPRESS + "const PORT = Number(process.env.PORT) || 3000; app.listen(PORT)", ["app - PORT"]),
        (EXPRESS + "app.set('port', 3000); app.listen(app.get('port'))", ["app - '3000'"]),
        (EXPRESS + "const port = normalizePort(process.env.PORT || '3000'); app.listen(port)",
         ["app - ($process.env:PORT || '3000')"]),
        (EXPRESS + "import { config } from './config'; app.listen(config.port)", ["app - config@./config.port"]),
        (EXPRESS + "import http from 'http'; const s = http.createServer(app); s.listen({ port: 3000 })",
         ["s - '3000'"]),
        (EXPRESS + "import { createServer } from 'node:https'; createServer({ key }, app).listen(443)",
         ["app - '443' tls"]),
        (EXPRESS + "connect().then(() => app.listen(3000))", ["app - '3000'"]),
        (FASTIFY + "app.listen({ port: 3000, host: '::' })", ["app '::' '3000'"]),
        (CREATE + "await app.listen(process.env.PORT ?? 3000)", ["app - ($process.env:PORT ?? '3000')"]),
        ("import http from 'http'; http.createServer((req, res) => {}).listen(3000)", ["<node application> - '3000'"]),
        ("import { app } from './app'; app.listen(3000)", ["app@./app - '3000'"]),
        ("queue.listen(3000)", []),
        (EXPRESS + "app.listen()", []),
    ],
)  # fmt: skip
def test_ports(text: str, expected: list[str]) -> None:
    assert listening(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import http from 'http'; const s = http.createServer((req, res) => {})",
         ["<node application>: any '/{rest:path}'"]),
        ("import http from 'http'; const s = http.createServer()", []),
        (EXPRESS + "import http from 'http'; const s = http.createServer(app)", []),
    ],
)  # fmt: skip
def test_handlers_of_plain_servers(text: str, expected: list[str]) -> None:
    assert served(text) == expected


def test_scripts_that_people_run_by_hand_are_no_servers() -> None:
    assert applications(EXPRESS, "scripts/try.ts") == []
