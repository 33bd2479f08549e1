from __future__ import annotations

import pytest

from tests.unit.readers.javascript_spelling import connects, handler, line

IO = "import { io } from 'socket.io-client'; "
AXIOS = "import axios from 'axios'; "
HOOK = "import useWebSocket from 'react-use-websocket'; "


@pytest.mark.parametrize(
    "text",
    [
        "class WebSocket {}; new WebSocket('/x')",
        "function fetch(u) {}; fetch('/x')",
        "fetch()",
        "new WebSocket()",
        "import { fetch } from './mine'; fetch('/x')",
        "import { io } from './mine'; io('/x')",
        "io('/x')",
        "new Map().get('/x')",
        "const m = new Map(); m.get('/x')",
        "function f(req) { req.headers.get('/x') }",
        "app.get('/x', (req, res) => {})",
        "useWebSocket('/x')",
        "import axios from 'axios'; axios.create({ timeout: 1 })",
        "import axios, { isAxiosError } from 'axios'; isAxiosError(error); axios.isCancel(error)",
        "// new WebSocket('ws://x')\nconst s = \"fetch('/x')\"",
    ],
)
def test_no_connection(text: str) -> None:
    assert [line(found) for found in connects(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("new WebSocket('ws://x')", "websocket new WebSocket 'ws://x'"),
        ("new window.WebSocket('ws://x')", "websocket new window.WebSocket 'ws://x'"),
        ("import RWS from 'reconnecting-websocket'; new RWS('ws://x')", "websocket new RWS 'ws://x'"),
        ("import { WebSocket } from 'partysocket'; new WebSocket('ws://x')", "websocket new WebSocket 'ws://x'"),
        ("import RWS from 'reconnecting-websocket'; new RWS(() => 'ws://x')", "websocket new RWS 'ws://x'"),
        (HOOK + "useWebSocket('ws://x')", "websocket useWebSocket 'ws://x'"),
        (
            IO + "io('http://x', { path: '/s', withCredentials: true })",
            "socketio io 'http://x' credentials=true path='/s'",
        ),
        (IO + "io()", "socketio io page.origin"),
        (IO + "io({ path: '/s' })", "socketio io page.origin path='/s'"),
        ("import { Manager } from 'socket.io-client'; new Manager('http://x')", "socketio new Manager 'http://x'"),
        ("import io from 'socket.io-client'; io.connect('http://x')", "socketio io.connect 'http://x'"),
        ("new EventSource('/e', { withCredentials: true })", "eventsource new EventSource '/e' credentials=true"),
        (
            "import { fetchEventSource } from '@microsoft/fetch-event-source'; fetchEventSource('/e', {})",
            "eventsource fetchEventSource '/e'",
        ),
        ("fetch('/x')", "http fetch '/x'"),
        ("window.fetch('/x')", "http window.fetch '/x'"),
        ("fetch('/x', { method: 'post', credentials: 'include' })", "http fetch '/x' POST credentials=true"),
        ("fetch('/x', { credentials: 'omit' })", "http fetch '/x' credentials=false"),
        ("const o = { credentials: 'include' }; fetch('/x', { ...o })", "http fetch '/x' credentials=true"),
        ("fetch(new Request('/x'))", "http new Request '/x'"),
        ("fetch(new URL('/x', location.origin))", "http fetch url('/x', page.origin)"),
        ("navigator.sendBeacon('/x')", "http navigator.sendBeacon '/x' POST credentials=true"),
        (AXIOS + "axios.get('/x')", "http axios.get '/x'"),
        (AXIOS + "axios.post('/x', {}, { withCredentials: true })", "http axios.post '/x' POST credentials=true"),
        (AXIOS + "axios('/x')", "http axios '/x'"),
        (AXIOS + "axios({ url: '/x', method: 'put' })", "http axios '/x' PUT"),
        (AXIOS + "axios.create({ baseURL: '/api' })", "http axios.create '/api'"),
        (AXIOS + "axios.defaults.baseURL = '/api'", "http axios.defaults.baseURL '/api'"),
        ("const axios = require('axios'); axios.get('/x')", "http axios.get '/x'"),
        ("import ky from 'ky'; ky.get('/x')", "http ky.get '/x'"),
        ("import ky from 'ky'; ky.create({ prefixUrl: '/api' })", "http ky.create '/api'"),
        ("$fetch('/x', { baseURL: '/api' })", "http $fetch '/x' client=client('/api', -)"),
        ("import { api } from './api'; api.get<User>('/x')", "http api.get '/x' client=api@./api"),
        (
            "import api from './api'; api.request({ url: '/x', method: 'delete' })",
            "http api.request '/x' DELETE client=default@./api",
        ),
        ("import * as c from './api'; c.api.post('/x')", "http c.api.post '/x' POST client=*@./api.api"),
        ("import { OpenAPI } from './client'; OpenAPI.BASE = '/api'", "http OpenAPI.BASE '/api'"),
    ],
)
def test_connections(text: str, expected: str) -> None:
    assert [line(found) for found in connects(text)] == [expected]


def test_global_socket_io_of_a_plain_page() -> None:
    assert [line(found) for found in connects("const s = io();", "public/app.js")] == ["socketio io page.origin"]


def test_members_of_a_class_as_clients() -> None:
    text = AXIOS + "class A { api = axios.create({ baseURL: '/api' }); go() { this.api.get('/x') } }"
    assert line(connects(text)[1]) == "http this.api.get '/x' client=A.api"


def test_the_url_of_a_connection_is_where_it_is_written() -> None:
    (found,) = connects("const s = new WebSocket(\n  'ws://x',\n)")
    assert (found.at.text, found.call.text) == ("'ws://x'", "new WebSocket")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const s = new WebSocket('/x'); s.onerror = () => {}", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { setStatus('error') }", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = (e) => { setConnected(false) }", ["error takes followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { s.close() }", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { clearError(); setError(null) }", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = (e) => console.error(e)", ["error takes uses reports followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { setError('lost') }", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { toast('lost') }", ["error reports followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { throw new Error() }", ["error reports followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => { state.error = 'lost' }", ["error reports followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => set({ error: 'lost' })", ["error reports followed"]),
        ("const s = new WebSocket('/x'); s.onerror = () => set({ error: null })", ["error followed"]),
        ("const s = new WebSocket('/x'); s.onerror = (e) => retry(e)", ["error takes uses reports followed"]),
        (
            "function f({ onLost }) { const s = new WebSocket('/x'); s.onerror = () => onLost() }",
            ["error reports followed"],
        ),
        ("function f(done) { const s = new WebSocket('/x'); s.onerror = () => done() }", ["error reports followed"]),
        ("new Promise((ok, reject) => { const s = new WebSocket('/x'); s.onerror = reject })", ["error"]),
        ("const s = new WebSocket('/x'); s.onerror = go; function go() { log('x') }", ["error reports followed"]),
        (
            "const s = new WebSocket('/x'); s.onerror = () => go(); function go() { log('x') }",
            ["error reports followed"],
        ),
        ("import { go } from './x'; const s = new WebSocket('/x'); s.onerror = go", ["error"]),
        ("const s = new WebSocket('/x'); s.onerror = null", []),
        ("const s = new WebSocket('/x'); s.addEventListener('error', e => {})", ["error takes followed"]),
        (
            "const s = new WebSocket('/x'); s.onopen = f => {}; s.onclose = () => {}",
            ["open takes followed", "close followed"],
        ),
        ("let s; function f() { s = new WebSocket('/x'); s.onerror = () => {} }", ["error followed"]),
        (
            "class A { f() { this.s = new WebSocket('/x'); this.g() } g() { this.s.onerror = () => {} } }",
            ["error followed"],
        ),
        (
            "const r = useRef(); const s = new WebSocket('/x'); r.current = s; r.current.onerror = () => {}",
            ["error followed"],
        ),
        (
            "const r = useRef(); r.current = new WebSocket('/x'); const s = r.current; s.onerror = () => {}",
            ["error followed"],
        ),
        ("const s = new WebSocket('/x'); const t = new Image(); t.onerror = () => {}", []),
        (
            IO + "const s = io('/x'); s.on('connect_error', (e) => {}); s.on('hi', f)",
            ["error takes followed", "message"],
        ),
        (IO + "const s = io('/x').on('connect_error', () => {})", ["error followed"]),
        (
            HOOK + "useWebSocket('/x', { onError: (e) => {}, onOpen() { log() } })",
            ["error takes followed", "open reports followed"],
        ),
    ],
)
def test_handlers(text: str, expected: list[str]) -> None:
    (found,) = connects(text, "app.tsx")
    assert [handler(each) for each in found.handlers] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const s = new WebSocket('/x');\ns.onerror = (event) => {\n  f()\n}", "s.onerror = (event) => {"),
        ("const s = new WebSocket('/x'); s.onerror = () => f()", "s.onerror = () => "),
        ("const s = new WebSocket('/x'); s.onerror = go", "s.onerror = go"),
        (
            "const s = new WebSocket('/x'); s.addEventListener('error', function (e) {})",
            "s.addEventListener('error', function (e) {",
        ),
        (HOOK + "useWebSocket('/x', { onError: (e) => { f() } })", "onError: (e) => {"),
    ],
)
def test_a_handler_stands_where_it_begins(text: str, expected: str) -> None:
    assert connects(text)[0].handlers[0].at.text == expected
