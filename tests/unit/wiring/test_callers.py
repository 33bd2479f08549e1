"""Connections whose URL a function is handed by its callers."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.wiring.join import Wiring

VITE = {
    "package.json": '{"devDependencies": {"vite": "8.0.0"}}',
    "index.html": "",
    "vite.config.ts": "",
    ".env": "VITE_API=http://localhost:8000\n",
}


def called(files: dict[str, str]) -> list[str]:
    """The URL and the call of every connection; a URL that is not known is `?`."""
    wiring = Wiring(Library({path: Source(path, text) for path, text in {**VITE, **files}.items()}))
    return [
        f"{target.url.text if target else '?'} by {connection.fact.call.text}"
        for connection in wiring.connections
        for target in connection.targets or (None,)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const ask = (url) => fetch(url); ask('/a'); ask('/b')", ["/a by ask", "/b by ask"]),
        ("function ask(url) { return fetch(url) } ask('/a')", ["/a by ask"]),
        ("const ask = (path) => fetch(import.meta.env.VITE_API + path); ask('/a')", ["http://localhost:8000/a by ask"]),
        ("function ask(n, url) { return fetch(url) } ask(1, '/a')", ["/a by ask"]),
        ("const ask = async (path) => { const url = `/v1${path}`; return fetch(url) }; ask('/a')", ["/v1/a by ask"]),
        ("const ask = (url) => fetch(url); const get = (path) => ask('/v1' + path); get('/a')", ["/v1/a by get"]),
        (
            "function useSocket(url) { useEffect(() => { new WebSocket(url) }, [url]) } useSocket('ws://x:1/a')",
            ["ws://x:1/a by useSocket"],
        ),
        ("class Api { ask(path) { return fetch(path) } all() { return this.ask('/a') } }", ["/a by this.ask"]),
        ("const ask = (url) => fetch(url); const url = (id) => `/a/${id}`; ask(url(1))", ["/a/1 by ask"]),
        # who is not followed
        ("export const ask = (url) => fetch(url)", ["? by fetch"]),
        ("const ask = (path) => fetch('/v1' + path); list.map(ask)", ["/v1{} by fetch"]),
        ("const ask = (url) => fetch(url); ask(url)", ["? by ask"]),
        ("const ask = (url) => ask(url) || fetch(url); ask('/a')", ["/a by ask"]),
    ],
)
def test_calls_in_one_file(text: str, expected: list[str]) -> None:
    assert called({"src/main.ts": text}) == expected


@pytest.mark.parametrize(
    ("api", "page"),
    [
        ("export const ask = (url) => fetch(url)", "import { ask } from './api'\nask('/a')"),
        ("export const ask = (url) => fetch(url)", "import { ask as call } from './api'\ncall('/a')"),
        ("export default function ask(url) { return fetch(url) }", "import ask from './api'\nask('/a')"),
        ("export class Api { ask(url) { return fetch(url) } }", "import { Api } from './api'\nnew Api().ask('/a')"),
        (
            "class Api { ask(url) { return fetch(url) } }\nexport const api = new Api()",
            "import { api } from './api'\napi.ask('/a')",
        ),
        ("export const api = { ask: (url) => fetch(url) }", "import { api } from './api'\napi.ask('/a')"),
    ],
)
def test_calls_in_another_file(api: str, page: str) -> None:
    found = called({"src/api.ts": api, "src/page.ts": page})
    assert [line.split(" by ")[0] for line in found] == ["/a"]
    assert found[0].endswith(("ask", "call"))


def test_each_call_stands_where_it_is_made() -> None:
    files = {
        **VITE,
        "src/api.ts": "export const ask = (url) => fetch(url)",
        "src/a.ts": "import { ask } from './api'\nask('/a')",
    }
    wiring = Wiring(Library({path: Source(path, text) for path, text in files.items()}))
    assert [connection.fact.call.path for connection in wiring.connections] == ["src/a.ts"]
