"""The forms in which public projects set up dev servers and their proxies: each is read to its end."""

from __future__ import annotations

import pytest

from tests.unit.small_projects import API, NEXT, VITE, urls, wired


@pytest.mark.parametrize(
    ("package", "config", "expected"),
    [
        pytest.param('{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "8"}}', {"vite.config.ts": ""},
                     "http://localhost:5173", id="Vite's own"),
        pytest.param('{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16"}}', {}, "http://localhost:3000",
                     id="Next's own"),
        pytest.param('{"scripts": {"start": "react-scripts start"}, "dependencies": {"react-scripts": "5"}}', {},
                     "http://localhost:3000", id="Create React App's own"),
        pytest.param('{"scripts": {"start": "ng serve"}, "dependencies": {"@angular/core": "20"}}', {},
                     "http://localhost:4200", id="Angular's own"),
        pytest.param('{"scripts": {"dev": "nuxt dev"}, "dependencies": {"nuxt": "4"}}', {}, "http://localhost:3000",
                     id="Nuxt's own"),
        pytest.param('{"scripts": {"dev": "vite --port 3001"}, "devDependencies": {"vite": "8"}}',
                     {"vite.config.ts": ""}, "http://localhost:3001", id="flag of Vite"),
        pytest.param('{"scripts": {"dev": "next dev -p 3001"}, "dependencies": {"next": "16"}}', {},
                     "http://localhost:3001", id="flag of Next"),
        pytest.param('{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "8"}}',
                     {"vite.config.ts": "export default { server: { port: 3001 } }"}, "http://localhost:3001",
                     id="number in the configuration"),
        pytest.param('{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "8"}}',
                     {"vite.config.ts": "export default { server: { port: Number(process.env.P) || 3001 } }"},
                     "http://localhost:3001", id="expression in the configuration"),
        pytest.param('{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "8"}}',
                     {"vite.config.ts": "export default { server: { host: true, strictPort: true } }"},
                     "http://localhost:5173", id="host and strictPort"),
    ],
)  # fmt: skip
def test_ports_of_dev_servers(package: str, config: dict[str, str], expected: str) -> None:
    files = {
        "web/package.json": package,
        "web/index.html": "",
        **{f"web/{name}": text for name, text in config.items()},
    }
    (frontend,) = wired(files).frontends
    assert frontend.page is not None
    assert frontend.page.origin == expected


def proxied(files: dict[str, str]) -> list[tuple[str, str, bool | None]]:
    """Where the proxy sends the calls of the browser code, and whether WebSockets pass."""
    return [
        (rule.rule.context, rule.address.origin if rule.address else "", rule.forwards_websockets)
        for call in wired(files).connections
        for target in call.targets[:1]
        for rule in target.proxies[:1]
    ]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        pytest.param("'/api': { target: 'http://localhost:8000' }", ("/api", API, False), id="target on localhost"),
        pytest.param(
            "'/api': { target: 'http://127.0.0.1:8000' }", ("/api", "http://127.0.0.1:8000", False), id="on 127.0.0.1"
        ),
        pytest.param("'/api': { target: 'http://api:8000' }", ("/api", "http://api:8000", False), id="on a service"),
        pytest.param("'/api': { target: 'http://localhost:8000', ws: true }", ("/api", API, True), id="ws: true"),
        pytest.param(
            "'/api': { target: 'http://localhost:8000', changeOrigin: true }", ("/api", API, False), id="changeOrigin"
        ),
        pytest.param("'/api': 'http://localhost:8000'", ("/api", API, False), id="a text"),
        pytest.param(
            "'/api': { target: process.env.T || 'http://localhost:8000' }", ("/api", API, False), id="a variable"
        ),
        pytest.param("'/api': { target: env.VITE_API }", ("/api", API, False), id="loadEnv"),
        pytest.param(
            "'/api': { target: 'http://localhost:8000', rewrite: (p) => p.replace(/^\\/api/, '') }",
            ("/api", API, False),
            id="rewrite",
        ),
    ],
)
def test_proxies_of_vite(config: str, expected: tuple[str, str, bool | None]) -> None:
    text = (
        "import { defineConfig, loadEnv } from 'vite'; export default defineConfig(({ mode }) => {"
        f" const env = loadEnv(mode, process.cwd(), ''); return {{ server: {{ proxy: {{ {config} }} }} }} }})"
    )
    assert proxied({**VITE, "web/vite.config.ts": text, "web/src/a.ts": "fetch('/api/x')"}) == [expected]


@pytest.mark.parametrize(
    ("files", "context"),
    [
        pytest.param(
            {**NEXT, "web/next.config.mjs": "export default { async rewrites() { return [{ source: '/api/:path*',"
             " destination: 'http://localhost:8000/:path*' }] } }"},
            "/api/:path*",
            id="rewrites of Next",
        ),
        pytest.param(
            {"web/package.json": '{"dependencies": {"react-scripts": "5"}, "proxy": "http://localhost:8000"}'},
            "",
            id="proxy of Create React App",
        ),
        pytest.param(
            {"web/package.json": '{"scripts": {"start": "ng serve --proxy-config proxy.conf.json"},'
             ' "dependencies": {"@angular/core": "20"}}',
             "web/proxy.conf.json": '{"/api": {"target": "http://localhost:8000"}}'},
            "/api",
            id="proxy.conf of Angular",
        ),
    ],
)  # fmt: skip
def test_other_proxies(files: dict[str, str], context: str) -> None:
    ((found, target, _),) = proxied({**files, "web/src/a.ts": "'use client'; fetch('/api/x')"})
    assert (found, target) == (context, API)


def test_variables_that_a_configuration_defines() -> None:
    config = "export default { define: { 'process.env.API': JSON.stringify('http://localhost:8000') } }"
    assert urls({**VITE, "web/vite.config.ts": config, "web/src/a.ts": "fetch(process.env.API + '/x')"}) == [f"{API}/x"]
