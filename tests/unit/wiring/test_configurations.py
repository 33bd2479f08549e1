"""What the configuration of a frontend's framework changes in its values, and pages that a server hands out itself."""

from __future__ import annotations

import pytest

from envlint.library import Library
from envlint.model import Source
from envlint.wiring.join import Wiring

MAIN = "from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\n\napp = FastAPI()\n"
RUN = "import uvicorn\nuvicorn.run(app, port=8000)\n"


def wired(files: dict[str, str]) -> Wiring:
    return Wiring(Library({path: Source(path, text) for path, text in files.items()}))


def targets(files: dict[str, str]) -> list[tuple[str, str, bool]]:
    found = [target for call in wired(files).connections for target in call.targets]
    return [(target.environment.mode, target.url.text, target.used) for target in found]


def manifest(package: str) -> str:
    return f'{{"dependencies": {{"{package}": "1.0.0"}}}}'


def test_angular_builds_with_another_environment() -> None:
    workspace = (
        '{"projects": {"web": {"architect": {"build": {"configurations": {"production": {"fileReplacements": '
        '[{"replace": "src/environments/environment.ts", "with": "src/environments/environment.prod.ts"}]}}}}}}}'
    )
    files = {
        "web/package.json": manifest("@angular/core"),
        "web/angular.json": workspace,
        "web/src/environments/environment.ts": "export const environment = { api: 'http://localhost:8000' };",
        "web/src/environments/environment.prod.ts": "export const environment = { api: 'https://api.a.org' };",
        "web/src/app/a.service.ts": (
            "import { environment } from '../environments/environment';\nfetch(`${environment.api}/items`);\n"
        ),
    }
    assert targets(files) == [
        ("development", "http://localhost:8000/items", True),
        ("production", "https://api.a.org/items", True),
    ]


NUXT = "export default defineNuxtConfig({ runtimeConfig: { public: { api: 'http://a' } } })"


@pytest.mark.parametrize(
    "script",
    [
        "const config = useRuntimeConfig(); fetch(config.public.api)",
        "import { useRuntimeConfig } from '#imports'; fetch(useRuntimeConfig().public.api)",
        "const { public: { api } } = useRuntimeConfig(); fetch(api)",
    ],
)
@pytest.mark.parametrize(("env", "expected"), [("", "http://a"), ("NUXT_PUBLIC_API=http://b\n", "http://b")])
def test_nuxt_overrides_its_runtime_configuration(script: str, env: str, expected: str) -> None:
    files = {"package.json": manifest("nuxt"), "nuxt.config.ts": NUXT, ".env": env, "app/a.ts": script}
    assert [text for _, text, used in targets(files) if used] == [expected]


@pytest.mark.parametrize(
    "script",
    [
        "import { PUBLIC_API } from '$env/static/public'; fetch(PUBLIC_API)",
        "import { env } from '$env/dynamic/public'; fetch(env.PUBLIC_API)",
        "import * as env from '$env/static/public'; fetch(env.PUBLIC_API)",
    ],
)
def test_sveltekit_reads_variables_from_modules(script: str) -> None:
    files = {"package.json": manifest("@sveltejs/kit"), ".env": "PUBLIC_API=http://a\n", "src/a.ts": script}
    assert targets(files) == [("development", "http://a", True)]


@pytest.mark.parametrize(
    ("package", "path", "config"),
    [
        ("next", "next.config.js", "module.exports = { env: { API: process.env.API || 'http://a' } }"),
        ("nuxt", "nuxt.config.js", "export default { env: { API: process.env.API || 'http://a' } }"),
        (
            "react-dom",
            "webpack.config.js",
            "module.exports = { plugins: [new DefinePlugin({ 'process.env.API': JSON.stringify('http://a') })] }",
        ),
        (
            "react-dom",
            "webpack.config.js",
            """module.exports = { plugins: [new DefinePlugin({ 'process.env.API': '"http://a"' })] }""",
        ),
    ],
)
def test_what_a_bundler_inlines(package: str, path: str, config: str) -> None:
    files = {"package.json": manifest(package), path: config, "components/a.js": "fetch(process.env.API)"}
    assert [text for _, text, used in targets(files) if used] == ["http://a"]


SERVED_BY_ANGULAR = '{"projects": {"a": {"targets": {"serve": {"options": {"proxyConfig": "p/proxy.json"}}}}}}'


def proxied(files: dict[str, str]) -> list[str]:
    found = [proxied for call in wired(files).connections for target in call.targets for proxied in target.proxies]
    return [each.rule.context for each in found]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {
                "package.json": manifest("react-scripts"),
                "src/setupProxy.js": (
                    "const { createProxyMiddleware } = require('http-proxy-middleware')\n"
                    "const options = { target: 'http://localhost:5000' }\n"
                    "module.exports = (app) => app.use('/api', createProxyMiddleware(options))"
                ),
            },
            ["/api"],
        ),
        (
            {
                "package.json": manifest("@angular/core"),
                "angular.json": SERVED_BY_ANGULAR,
                "p/proxy.json": '{"/api": {"target": "http://localhost:5000"}}',
                "proxy.conf.json": '{"/": {"target": "http://localhost:1"}}',
            },
            ["/api"],
        ),
        (
            {
                "package.json": manifest("vite"),
                "index.html": "",
                "webpack.config.js": "module.exports = { devServer: { proxy: { '/api': 'http://localhost:1' } } }",
            },
            [],
        ),
    ],
)
def test_a_framework_obeys_its_own_proxy(files: dict[str, str], expected: list[str]) -> None:
    assert proxied({**files, "src/a.js": "fetch('/api/items')"}) == expected


@pytest.mark.parametrize(
    ("path", "asked", "answered"),
    [
        ("app/api/items/[id]/route.ts", "/api/items/5", True),
        ("src/app/(main)/api/items/[...rest]/route.ts", "/api/items/5/x", True),
        ("pages/api/items/index.js", "/api/items", True),
        ("app/api/users/route.ts", "/api/items", False),
        ("app/items/page.tsx", "/items", False),
    ],
)
def test_route_handlers_of_next_come_before_rewrites(path: str, asked: str, answered: bool) -> None:
    config = "module.exports = { rewrites: () => [{ source: '/:p*', destination: 'http://localhost:8000/:p*' }] }"
    files = {"web/package.json": manifest("next"), "web/next.config.js": config, f"web/{path}": ""}
    files |= {"main.py": MAIN + RUN, "requirements.txt": "", "web/lib/a.ts": f"fetch('{asked}')"}
    (target,) = wired(files).connections[0].targets
    assert (target.server is None) is answered


@pytest.mark.parametrize(
    ("env", "origin"),
    [
        ("", "http://localhost:3000"),
        ("PORT=4000\nHOST=127.0.0.1\nHTTPS=true\n", "https://127.0.0.1:4000"),
        ("HOST=0.0.0.0\n", "http://localhost:3000"),
    ],
)
def test_create_react_app_is_configured_by_variables(env: str, origin: str) -> None:
    (frontend,) = wired({"package.json": manifest("react-scripts"), ".env": env}).frontends
    assert frontend.page is not None
    assert frontend.page.origin == origin


def test_a_command_names_the_host() -> None:
    script = '{"scripts": {"dev": "next dev -H 127.0.0.1 -p 3100"}, "dependencies": {"next": "16.0.0"}}'
    (frontend,) = wired({"package.json": script}).frontends
    assert frontend.page is not None
    assert frontend.page.origin == "http://127.0.0.1:3100"


# --- pages without a bundler ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("main", "path"),
    [
        (MAIN + "app.mount('/', StaticFiles(directory='client'))\n" + RUN, "client/app.js"),
        (
            MAIN + "FRONTEND_DIR = ROOT / 'site'\napp.mount('/', StaticFiles(directory=FRONTEND_DIR))\n" + RUN,
            "site/a.js",
        ),
        (MAIN + RUN, "static/js/app.js"),
    ],
)
def test_a_script_that_the_server_hands_out(main: str, path: str) -> None:
    wiring = wired({"main.py": main, "requirements.txt": "", path: "new WebSocket(`ws://${location.host}/ws`)"})
    (frontend,) = wiring.frontends
    (connection,) = wiring.connections
    assert frontend.page is not None
    assert (frontend.app.framework, frontend.page.origin) == ("browser", "http://localhost:8000")
    assert [(target.is_relative, target.server is not None) for target in connection.targets] == [(True, True)]


def test_the_page_of_a_server_is_opened_under_any_spelling_of_the_machine() -> None:
    wiring = wired({"main.py": MAIN + RUN, "requirements.txt": "", "static/a.js": "fetch('http://127.0.0.1:8000/x')"})
    (target,) = wiring.connections[0].targets
    assert target.page is not None
    assert target.page.origin == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "files",
    [
        {"main.py": MAIN + RUN, "static/a.js": "export const a = 1"},
        {"main.py": MAIN + RUN, "docs/a.js": "fetch('/x')"},
        {"static/a.js": "fetch('/x')"},
        {"main.py": "NAME = 'static'\n", "static/a.js": "fetch('/x')"},
    ],
)
def test_a_folder_that_nobody_serves_or_that_calls_nothing_is_no_app(files: dict[str, str]) -> None:
    assert wired(files).frontends == ()


def test_scripts_in_a_page_with_a_template_engine() -> None:
    page = (
        "<html>{% block a %}<script src='x.js'></script>\n<script>\n{% if user %}\n"
        "const room = '{{ room }}'; const base = {{ base|safe }};\n{% endif %}\n"
        "new WebSocket('ws://' + location.host + '/ws/' + room + '/');\n"
        "fetch(`/api/{{ room }}/items`); fetch(\"{% url 'items' %}\");\n</script>{% endblock %}</html>"
    )
    files = {"main.py": MAIN + RUN, "requirements.txt": "", "templates/room.html": page}
    assert [text for _, text, _ in targets(files)] == ["ws://localhost:8000/ws/{}/", "/api/{}/items", "{}"]
