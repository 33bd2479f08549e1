"""CORS policies of servers in Node.js: the cors package, Fastify, NestJS, socket.io, headers set by hand."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy
from envlint.model import Source
from envlint.readers import javascript
from tests.unit.readers.javascript_spelling import spelled

CORS = "import express from 'express'; import cors from 'cors'; const app = express();"
FASTIFY = "import Fastify from 'fastify'; import cors from '@fastify/cors'; const app = Fastify();"
NEST = "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule);"
IO = "import { Server } from 'socket.io';"


def policies(text: str) -> list[str]:
    found = (fact for fact in javascript.read(Source("server.ts", text)) if isinstance(fact, CorsPolicy))
    return [f"{policy.framework} {spelled(policy.origins)} {spelled(policy.credentials)}" for policy in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CORS + "app.use(cors())", "cors '*' -"),
        (CORS + "app.use(cors({ origin: 'http://a' }))", "cors 'http://a' -"),
        (CORS + "app.use(cors({ origin: ['http://a', /b$/], credentials: true }))", "cors ['http://a', /b$/] true"),
        (
            CORS + "app.use(cors({ origin: process.env.ORIGIN || 'http://a' }))",
            "cors ($process.env:ORIGIN || 'http://a') -",
        ),
        (CORS + "app.use(cors({ origin: true }))", "cors true -"),
        (CORS + "const list = ['http://a']; app.use(cors({ origin: list }))", "cors list -"),
        (
            CORS + "const list = ['http://a']; app.use(cors({ origin: (o, cb) => cb(null, list.includes(o)) }))",
            "cors (o, cb) => [...list] -",
        ),
        (
            CORS + "app.use(cors({ origin(o, cb) { if (o === 'http://a') cb(null, true); else cb(new Error()) } }))",
            "cors (o, cb) => ['http://a'] -",
        ),
        (CORS + "app.use(cors({ origin: (o, cb) => cb(null, true) }))", "cors (o, cb) => true -"),
        (FASTIFY + "await app.register(cors, { origin: ['http://a'] })", "@fastify/cors ['http://a'] -"),
        (NEST + "app.enableCors({ origin: 'http://a', credentials: true })", "cors 'http://a' true"),
        (NEST + "app.enableCors()", "cors '*' -"),
        (IO + "new Server(server, { cors: { origin: '*' } })", "socket.io '*' -"),
        (IO + "new Server(server)", "socket.io - -"),
        (
            CORS + "app.use((req, res, next) => { res.setHeader('Access-Control-Allow-Origin', 'http://a'); next() })",
            "headers ['http://a'] -",
        ),
        (
            CORS + "app.use((q, res, next) => { res.header('Access-Control-Allow-Origin', q.headers.origin); next() })",
            "headers true -",
        ),
    ],
)
def test_one_policy(text: str, expected: str) -> None:
    assert policies(text) == [expected]


@pytest.mark.parametrize("text", [CORS + "app.get('/x', h)", "cors()", FASTIFY + "await app.register(other)"])
def test_no_policy(text: str) -> None:
    assert policies(text) == []
