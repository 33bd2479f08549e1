"""Servers written with Hono."""

from __future__ import annotations

import pytest

from envlint.facts import CorsPolicy
from tests.unit.readers.javascript_spelling import read, spelled
from tests.unit.readers.server_spelling import applications, listening, served

HONO = "import { Hono } from 'hono'; const app = new Hono(); const api = new Hono();"
CORS = HONO + "import { cors } from 'hono/cors';"
BUN = HONO + "import { upgradeWebSocket } from 'hono/bun';"
NODE = HONO + "import { serve } from '@hono/node-server';"


@pytest.mark.parametrize(
    "text",
    [
        "const app = new Hono(); app.get('/x', h)",
        HONO + "cache.get('/x', h)",
        HONO + "app.use(logger())",
        CORS + "app.use(cors())",
    ],
)
def test_nothing_is_served(text: str) -> None:
    assert served(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.get('/x/:id', (c) => c.text('x'))", ["app: GET '/x/:id'"]),
        ("app.all('/x', h)", ["app: any '/x'"]),
        ("app.get('/x', h).post('/y', h)", ["app: POST '/y'", "app: GET '/x'"]),
        ("app.route('/api', api)", ["app: include api at '/api'"]),
        ("import boards from './boards'; app.route('/boards', boards)",
         ["app: include default@./boards at '/boards'"]),
        ("app.mount('/old', other.fetch)", ["app: mount <another program> at '/old'"]),
        ("const v1 = app.basePath('/v1'); v1.get('/x', h)",
         ["app: include <hono router> at '/v1'", "v1: GET '/x'"]),
    ],
)  # fmt: skip
def test_routes(text: str, expected: list[str]) -> None:
    assert served(HONO + text) == expected


def test_a_socket_is_a_route_with_the_helper() -> None:
    assert served(BUN + "app.get('/ws', upgradeWebSocket((c) => ({})))") == ["app: websocket '/ws'"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("new Hono();", "<hono application>"),
        ("new Hono().get('/x', h);", "<hono application>"),
        ("new Hono().basePath('/api').get('/x', h);", "<hono application at '/api'>"),
    ],
)
def test_one_application(text: str, expected: str) -> None:
    assert applications("import { Hono } from 'hono'; const app = " + text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("serve({ fetch: app.fetch, port: 8787 })", ["app - '8787'"]),
        ("serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 8787 })", ["app '127.0.0.1' '8787'"]),
        ("serve(app)", []),
    ],
)
def test_the_server_of_node(text: str, expected: list[str]) -> None:
    assert listening(NODE + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.use(cors())", ("'*'", True)),
        ("app.use('*', cors({ origin: ['https://a.dev'] }))", ("['https://a.dev']", True)),
        ("app.use('/*', cors({ origin: 'https://a.dev', credentials: true }))", ("'https://a.dev'", True)),
        ("app.use('/api/*', cors({ origin: 'https://a.dev' }))", ("'https://a.dev'", False)),
    ],
)
def test_policies(text: str, expected: tuple[str, bool]) -> None:
    policies = [fact for fact in read(CORS + text, "server.ts") if isinstance(fact, CorsPolicy)]
    assert [(spelled(policy.origins), policy.complete) for policy in policies] == [expected]
