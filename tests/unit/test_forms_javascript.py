"""The forms in which public projects write the URLs of browser code: each is read to its end.

A form is a row: what is written, and what the join of a small repository knows of it.
"""

from __future__ import annotations

import pytest

from tests.unit.small_projects import API, NEXT, PAGE, VITE, WS, urls, wired

AXIOS = "import axios from 'axios'; "
IO = "import { io } from 'socket.io-client'; "


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("fetch(`${window.location.origin}/x`)", [f"http://{PAGE}/x"], id="page's own origin"),
        pytest.param("new WebSocket('ws://' + location.host + '/x')", [f"ws://{PAGE}/x"], id="page's own host"),
        pytest.param("fetch(`http://${location.hostname}:8000/x`)", [f"{API}/x"], id="page's own hostname"),
        pytest.param("fetch(import.meta.env.VITE_API + '/x')", [f"{API}/x"], id="variable of an env file"),
        pytest.param(
            AXIOS + "const U = import.meta.env.VITE_API; axios.create({ baseURL: U })", [API], id="base is a name"
        ),
        pytest.param(
            AXIOS + "axios.create({ baseURL: `${import.meta.env.VITE_API}/v1` })",
            [f"{API}/v1"],
            id="base is a template",
        ),
        pytest.param(AXIOS + "axios.create({ baseURL: 'http://a/v1' })", ["http://a/v1"], id="base is a literal"),
        pytest.param("const U = import.meta.env.VITE_API; fetch(U)", [API], id="import.meta.env alone"),
        pytest.param(
            "const U = import.meta.env.VITE_API || 'http://a'; fetch(U)",
            [API, "http://a"],
            id="import.meta.env || text",
        ),
        pytest.param(
            "const U = import.meta.env.VITE_API ?? 'http://a'; fetch(U)",
            [API, "http://a"],
            id="import.meta.env ?? text",
        ),
        pytest.param(
            "const D = 'http://a'; const U = import.meta.env.VITE_API ?? D; fetch(U)",
            [API, "http://a"],
            id="import.meta.env ?? name",
        ),
        pytest.param(
            "const U = import.meta.env.VITE_NONE || import.meta.env.VITE_API || '/api'; fetch(U)",
            [API, "/api"],
            id="import.meta.env || import.meta.env",
        ),
        pytest.param(
            "const U =\n  import.meta.env.VITE_API ||\n  'http://a'\nfetch(U)", [API, "http://a"], id="several lines"
        ),
        pytest.param("const U = 'http://a'; fetch(U + '/x')", ["http://a/x"], id="constant of the file"),
        pytest.param("const C = { api: { url: 'http://a' } }; fetch(C.api.url)", ["http://a"], id="key of an object"),
        pytest.param("const L = ['http://a', 'http://b']; fetch(L[0])", ["http://a"], id="item of a list"),
        pytest.param("fetch('http://a/x')", ["http://a/x"], id="text in the call"),
        pytest.param("let u; u = 'http://a'; fetch(u)", ["http://a"], id="assignment"),
        pytest.param("const f = (u = 'http://a') => fetch(u); f()", ["http://a"], id="default of a parameter"),
        pytest.param(
            "const g = () => window.API; const U = g() || 'http://a'; fetch(U)", ["http://a"], id="expression || text"
        ),
        pytest.param("fetch(`${import.meta.env.VITE_API}/x/${id}`)", [f"{API}/x/{{}}"], id="template"),
        pytest.param(
            "const U = import.meta.env.PROD ? 'https://b' : 'http://a'; fetch(U)",
            ["http://a", "https://b"],
            id="branch on the mode",
        ),
        pytest.param(
            "const U = import.meta.env.VITE_API ? `${import.meta.env.VITE_API}/v1` : '/v1'; fetch(U)",
            [f"{API}/v1", "/v1"],
            id="branch on a variable",
        ),
        pytest.param("const U = { dev: 'http://a' }; const C = U['dev']; fetch(C)", ["http://a"], id="table of URLs"),
        pytest.param(
            "const f = (p) => fetch(p.startsWith('http') ? p : `http://a${p}`); f('/x')",
            ["http://a/x"],
            id="a base for what has none",
        ),
        pytest.param(
            "const f = (p) => fetch(`http://a${p.startsWith('/') ? p : `/${p}`}`); f('/x')",
            ["http://a/x"],
            id="a slash for what has none",
        ),
        pytest.param("const U = 'http://a'; fetch(U.concat('/x'))", ["http://a/x"], id="concat"),
        pytest.param("const U = 'http://a'; fetch(U + '/x' + '?q=' + q)", ["http://a/x?q={}"], id="sum"),
    ],
)  # fmt: skip
def test_where_browser_urls_are_written(script: str, expected: list[str]) -> None:
    assert urls({**VITE, "web/src/a.ts": script}) == expected


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("interface Env { readonly VITE_API: string }", id="type of a variable"),
        pytest.param("const schema = z.object({ VITE_API: z.string().default('http://a') })", id="schema of variables"),
        pytest.param("export const A = () => <input placeholder='http://a' />", id="placeholder"),
        pytest.param("console.error('cannot reach http://a')", id="log message"),
        pytest.param("throw new Error('set VITE_API to http://a')", id="error message"),
    ],
)
def test_what_is_no_url_to_call(script: str) -> None:
    assert urls({**VITE, "web/src/a.tsx": script}) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("fetch(process.env.NEXT_PUBLIC_API + '/x')", [f"{API}/x"], id="process.env alone"),
        pytest.param(
            "const U = process.env.NEXT_PUBLIC_API || 'http://a'; fetch(U)", [API, "http://a"], id="process.env || text"
        ),
        pytest.param(
            "const D = 'http://a'; const U = process.env.NEXT_PUBLIC_API ?? D; fetch(U)",
            [API, "http://a"],
            id="process.env ?? name",
        ),
        pytest.param("fetch(`${process.env.NEXT_PUBLIC_API}/x`)", [f"{API}/x"], id="template"),
        pytest.param(
            "const U = process.env.NODE_ENV === 'production' ? 'https://b' : 'http://a'; fetch(U)",
            ["http://a", "https://b"],
            id="branch on NODE_ENV",
        ),
        pytest.param(
            "const U = typeof window !== 'undefined' ? window.location.origin : 'http://a'; fetch(U)",
            ["http://localhost:3000"],
            id="guard for the server",
        ),
    ],
)
def test_variables_of_next(script: str, expected: list[str]) -> None:
    assert urls({**NEXT, "web/src/a.ts": f"'use client'\n{script}"}) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("const u = 'ws://a'; new WebSocket(u)", ["ws://a"], id="WebSocket of a name"),
        pytest.param("const B = 'ws://a'; new WebSocket(`${B}/ws/x`)", ["ws://a/ws/x"], id="WebSocket of a template"),
        pytest.param("new WebSocket(\n  'ws://a',\n)", ["ws://a"], id="WebSocket over several lines"),
        pytest.param("const u = () => 'ws://a'; new WebSocket(u())", ["ws://a"], id="WebSocket of a call"),
        pytest.param("new WebSocket('ws://a')", ["ws://a"], id="WebSocket of a text"),
        pytest.param("new WebSocket(`ws://a/${id}`)", ["ws://a/{}"], id="WebSocket of a text with a hole"),
        pytest.param(IO + "const u = 'http://a'; io(u)", ["http://a"], id="io of a name"),
        pytest.param(IO + "io()", [f"http://{PAGE}"], id="io without a URL"),
        pytest.param(IO + "io('http://a', { transports: ['websocket'] })", ["http://a"], id="io with transports"),
        pytest.param(IO + "io('http://a', { path: '/ws/socket.io' })", ["http://a"], id="io with a path"),
        pytest.param("const u = '/x'; new EventSource(u)", ["/x"], id="EventSource of a name"),
        pytest.param(
            "import useWebSocket from 'react-use-websocket'; const u = 'ws://a'; useWebSocket(u)",
            ["ws://a"],
            id="useWebSocket of a name",
        ),
        pytest.param(
            "import useWebSocket from 'react-use-websocket'; useWebSocket(\n  'ws://a',\n  {},\n)",
            ["ws://a"],
            id="useWebSocket over several lines",
        ),
        pytest.param(
            "const useWebSocket = (path = '/ws') => { new WebSocket(`ws://a${path}`) }; useWebSocket()",
            ["ws://a/ws", "ws://a{}"],
            id="useWebSocket of the project",
        ),
        pytest.param(
            "const p = location.protocol === 'https:' ? 'wss:' : 'ws:'; new WebSocket(`${p}//${location.host}/x`)",
            [f"ws://{PAGE}/x"],
            id="scheme of the page",
        ),
        pytest.param(
            "const p = location.protocol === 'https:' ? 'wss' : 'ws'; new WebSocket(`${p}://${location.host}/x`)",
            [f"ws://{PAGE}/x"],
            id="scheme of the page without a colon",
        ),
        pytest.param("new WebSocket(import.meta.env.VITE_API.replace(/^http/, 'ws'))", [WS], id="scheme swapped"),
        pytest.param(
            "new WebSocket(import.meta.env.VITE_API.replace('http://', 'ws://') + '/x')",
            [f"{WS}/x"],
            id="scheme swapped as text",
        ),
        pytest.param(
            "const u = new URL('/x', import.meta.env.VITE_API); u.protocol = 'ws:'; new WebSocket(u)",
            [f"{WS}/x"],
            id="scheme of a URL object",
        ),
        pytest.param("new WebSocket(new URL('/x', 'ws://a').href)", ["ws://a/x"], id="URL object"),
        pytest.param("new WebSocket(`ws://a/x?token=${t}`)", ["ws://a/x?token={}"], id="token in the query"),
        pytest.param(
            "const h = location.hostname === 'localhost' ? 'localhost:8000' : 'b'; new WebSocket(`ws://${h}`)",
            ["ws://localhost:8000", "ws://b"],
            id="branch on the page's host",
        ),
    ],
)  # fmt: skip
def test_arguments_of_sockets(script: str, expected: list[str]) -> None:
    assert urls({**VITE, "web/src/a.ts": script}) == expected


@pytest.mark.parametrize(
    ("script", "sends"),
    [
        pytest.param("fetch('http://a', { credentials: 'include' })", True, id="credentials: include"),
        pytest.param(AXIOS + "axios.get('http://a', { withCredentials: true })", True, id="withCredentials"),
        pytest.param(
            AXIOS + "const c = axios.create({ baseURL: 'http://a', withCredentials: true })", True, id="of the client"
        ),
        pytest.param("fetch('http://a')", False, id="none"),
    ],
)
def test_credentials(script: str, sends: bool) -> None:
    (found,) = wired({**VITE, "web/src/a.ts": script}).connections
    assert found.sends_credentials is sends


def test_environments_of_angular() -> None:
    files = {
        "web/package.json": '{"scripts": {"start": "ng serve"}, "dependencies": {"@angular/core": "20.0.0"}}',
        "web/angular.json": "{}",
        "web/src/environments/environment.ts": "export const environment = { apiUrl: 'http://localhost:8000' }",
        "web/src/app/a.service.ts": (
            "import { HttpClient } from '@angular/common/http';"
            "import { environment } from '../environments/environment';"
            "export class A { private url = environment.apiUrl; constructor(private http: HttpClient) {}"
            " load() { return this.http.get(`${this.url}/x`) } }"
        ),
    }
    assert urls(files) == [f"{API}/x"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("import { PUBLIC_API } from '$env/static/public'; fetch(`${PUBLIC_API}/x`)", id="static"),
        pytest.param("import { env } from '$env/dynamic/public'; fetch(`${env.PUBLIC_API}/x`)", id="dynamic"),
        pytest.param("import * as env from '$env/static/public'; fetch(`${env.PUBLIC_API}/x`)", id="whole module"),
    ],
)
def test_variables_of_sveltekit(script: str) -> None:
    files = {
        "web/package.json": '{"devDependencies": {"@sveltejs/kit": "2.0.0", "vite": "7.0.0"}}',
        "web/.env": "PUBLIC_API=http://localhost:8000\n",
        "web/src/lib/a.ts": script,
    }
    assert urls(files) == [f"{API}/x"]


def test_variables_of_astro() -> None:
    files = {
        "web/package.json": '{"dependencies": {"astro": "5.0.0"}}',
        "web/.env": "PUBLIC_API=http://localhost:8000\n",
        "web/src/a.ts": "fetch(`${import.meta.env.PUBLIC_API}/x`)",
    }
    assert urls(files) == [f"{API}/x"]


def test_configuration_that_a_page_is_given_at_run_time() -> None:
    script = "const U = window.__ENV?.API || 'http://a'; fetch(U)"
    assert urls({**VITE, "web/src/a.ts": script}) == ["http://a"]


# --- what becomes of a socket's errors ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("s.onerror = (event) => console.error(event)", (True, True), id="onerror with its event"),
        pytest.param("s.onerror = () => setError('lost')", (False, False), id="onerror without an event"),
        pytest.param("s.onerror = () => {}", (False, False), id="onerror that is empty"),
        pytest.param("s.addEventListener('error', (e) => log(e))", (True, True), id="addEventListener"),
    ],
)
def test_errors_of_sockets(script: str, expected: tuple[bool, bool]) -> None:
    (found,) = wired({**VITE, "web/src/a.ts": f"const s = new WebSocket('ws://a'); {script}"}).connections
    (handler,) = found.fact.handlers
    assert (handler.takes_event, handler.reports) == expected


def test_errors_of_socket_io() -> None:
    script = IO + "const s = io('http://a'); s.on('connect_error', (e) => console.error(e))"
    (found,) = wired({**VITE, "web/src/a.ts": script}).connections
    assert [(handler.event, handler.reports) for handler in found.fact.handlers] == [("error", True)]
