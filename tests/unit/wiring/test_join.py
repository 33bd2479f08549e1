"""The join of small repositories: apps, environments, routes, ports, connections."""

from __future__ import annotations

import pytest

from envlint.declared import Declared, DeclaredApp
from envlint.library import Library
from envlint.model import Source
from envlint.project import App
from envlint.wiring.apps import Apps
from envlint.wiring.declarations import with_declared
from envlint.wiring.join import Wiring
from envlint.wiring.served import ServedApp

MAIN = (
    "from fastapi import FastAPI\nfrom app.api import router\n\n"
    "app = FastAPI()\napp.include_router(router, prefix='/v1')\n"
)
API = (
    "from fastapi import APIRouter, WebSocket\n\nrouter = APIRouter(prefix='/api')\n\n\n"
    "@router.websocket('/ws')\nasync def ws(websocket: WebSocket):\n    await websocket.accept()\n"
)
COMPOSE = "services:\n  api:\n    build: api\n    command: uvicorn app.main:app\n    ports: ['9000:8000']\n"
VITE = {"web/package.json": '{"devDependencies": {"vite": "8.0.0"}}', "web/index.html": "", "web/vite.config.ts": ""}
SOCKET = "export const s = new WebSocket(import.meta.env.VITE_WS ?? 'ws://localhost:8000/fallback')\n"


def wired(files: dict[str, str]) -> Wiring:
    return Wiring(Library({path: Source(path, text) for path, text in files.items()}))


def backend() -> dict[str, str]:
    return {
        "api/requirements.txt": "fastapi\n",
        "api/app/__init__.py": "",
        "api/app/main.py": MAIN,
        "api/app/api.py": API,
    }


def sockets(wiring: Wiring) -> list[str]:
    return [route.path for server in wiring.servers for route in server.websocket_routes]


def targets(wiring: Wiring) -> list[tuple[str, bool]]:
    return [(target.url.text, target.used) for call in wiring.connections for target in call.targets]


def test_the_apps_are_found() -> None:
    apps = wired({**VITE, **backend()}).apps
    assert [(app.root, app.framework) for app in (*apps.frontends, *apps.backends)] == [
        ("web", "vite"),
        ("api", "fastapi"),
    ]


def test_a_workspace_root_that_only_tests_with_vite_is_no_app() -> None:
    assert wired({"package.json": '{"devDependencies": {"vite": "8.0.0"}}'}).apps.frontends == ()


def test_prefixes_of_router_and_include_are_joined() -> None:
    assert sockets(wired(backend())) == ["/v1/api/ws"]


@pytest.mark.parametrize(("version", "path"), [("0.75.1", "/v1/ws"), ("0.75.2", "/v1/api/ws")])
def test_old_fastapi_loses_the_prefix_of_websocket_routers(version: str, path: str) -> None:
    files = backend() | {"api/requirements.txt": f"fastapi=={version}\n"}
    assert sockets(wired(files)) == [path]


def test_a_function_that_gets_its_application_adds_to_the_only_one() -> None:
    files = backend()
    files["api/app/main.py"] = "from fastapi import FastAPI\nfrom app.wire import wire\n\napp = FastAPI()\nwire(app)\n"
    files["api/app/wire.py"] = "from app.api import router\n\n\ndef wire(app):\n    app.include_router(router)\n"
    wiring = wired(files)
    assert sockets(wiring) == ["/api/ws"]
    assert wiring.servers[0].routes_complete


def test_the_port_that_the_env_file_gives_to_the_server() -> None:
    main = "import os\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    main += "uvicorn.run(app, port=int(os.getenv('PORT', '8000')))\n"
    files = {"api/requirements.txt": "", "api/main.py": main, "api/.env": "PORT=9100\n"}
    assert [listener.port for listener in wired(files).servers[0].listeners] == [9100]


def test_routes_below_a_mount() -> None:
    main = "from fastapi import FastAPI\nfrom app.api import router\n\nsub = FastAPI()\nsub.include_router(router)\n"
    main += "app = FastAPI()\napp.mount('/sub/', sub)\n"
    wiring = wired(backend() | {"api/app/main.py": main})
    assert sockets(wiring) == ["/sub/api/ws"]
    assert len(wiring.servers) == 1


def test_routes_in_a_list_that_another_module_hands_over() -> None:
    routes = "from starlette.routing import WebSocketRoute\n\n\nasync def ws(websocket): ...\n\n\n"
    routes += "routes = [WebSocketRoute('/live', ws)]\n"
    main = (
        "from starlette.applications import Starlette\nfrom app.routes import routes\napp = Starlette(routes=routes)\n"
    )
    assert sockets(wired({"api/requirements.txt": "", "api/app/main.py": main, "api/app/routes.py": routes})) == [
        "/live"
    ]


def test_a_router_that_nobody_includes() -> None:
    loose = wired(backend() | {"api/app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}).loose_routers
    assert [(router.name, [path for _, path, _ in router.routes]) for router in loose] == [("router", ["/api/ws"])]


def test_an_include_that_is_not_followed_keeps_silent_about_loose_routers() -> None:
    main = "from fastapi import FastAPI\nfrom elsewhere import load\napp = FastAPI()\napp.include_router(load('x'))\n"
    wiring = wired(backend() | {"api/app/main.py": main})
    assert wiring.loose_routers == ()
    assert not wiring.servers[0].routes_complete


@pytest.mark.parametrize(
    ("files", "ports"),
    [
        ({"Makefile": "run:\n\tcd api && uvicorn app.main:app --port 8123\n"}, [8123]),
        ({"Makefile": "run:\n\tcd api && uvicorn app.main:app\n"}, [8000]),
        ({"api/run.py": "import uvicorn\nuvicorn.run('app.main:app', port=8001)\n"}, [8001]),
        (
            {"compose.yml": COMPOSE},
            [8000, 9000],
        ),
    ],
)
def test_ports(files: dict[str, str], ports: list[int]) -> None:
    listeners = wired(backend() | files).servers[0].listeners
    assert sorted({listener.port for listener in listeners if not listener.assumed}) == ports


def test_the_usual_port_is_assumed_where_nothing_is_said() -> None:
    listeners = wired(backend()).servers[0].listeners
    assert [(listener.port, listener.assumed) for listener in listeners] == [(8000, True)]


def test_the_env_file_wins_and_the_fallback_is_kept() -> None:
    wiring = wired({**VITE, "web/src/s.ts": SOCKET, "web/.env": "VITE_WS=ws://localhost:8000/v1/api/ws\n", **backend()})
    assert targets(wiring) == [("ws://localhost:8000/v1/api/ws", True), ("ws://localhost:8000/fallback", False)]


def test_an_env_file_beside_the_settings_class_is_read() -> None:
    settings = (
        "import os\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n"
    )
    settings += "    model_config = SettingsConfigDict(env_file=os.path.join(os.path.dirname(__file__), 'dev.env'))\n"
    settings += "    origins: str = ''\n"
    wiring = wired(backend() | {"api/app/settings.py": settings, "api/app/dev.env": "ORIGINS=x\n"})
    assert [environment.files for environment, _ in wiring.environments(wiring.apps.backends[0])] == [
        ("api/app/dev.env",)
    ]


def test_without_the_variable_the_fallback_is_used() -> None:
    assert targets(wired({**VITE, "web/src/s.ts": SOCKET})) == [("ws://localhost:8000/fallback", True)]


def test_a_template_is_an_environment_of_its_own() -> None:
    files = {
        **VITE,
        "web/src/s.ts": SOCKET,
        "web/.env.local": "VITE_WS=ws://a/\n",
        "web/.env.local.example": "VITE_WS=ws://b/\n",
    }
    used = [
        (target.url.text, target.environment.template)
        for c in wired(files).connections
        for target in c.targets
        if target.used
    ]
    assert used == [("ws://a/", False), ("ws://b/", True)]


@pytest.mark.parametrize(("package", "wins"), [("vite", "ws://mode/"), ("next", "ws://local/")])
def test_vite_and_next_rank_their_layers_differently(package: str, wins: str) -> None:
    files = {
        "web/package.json": f'{{"dependencies": {{"{package}": "1.0.0"}}}}',
        "web/vite.config.ts": "",
        "web/.env.local": "VITE_WS=ws://local/\n",
        "web/.env.development": "VITE_WS=ws://mode/\n",
        "web/src/s.ts": SOCKET,
    }
    assert targets(wired(files))[0] == (wins, True)


def test_a_relative_url_goes_through_the_proxy_with_its_rewrite() -> None:
    config = (
        "import { defineConfig } from 'vite'\nexport default defineConfig({ server: { proxy: { '/x': {\n"
        "  target: 'http://127.0.0.1:8000', ws: true, rewrite: (path) => path.replace(/^\\/x/, '/v1') } } } })\n"
    )
    script = "export const s = new WebSocket(`ws://${location.host}/x/api/ws`)\n"
    wiring = wired({**VITE, "web/vite.config.ts": config, "web/src/s.ts": script, **backend()})
    target = wiring.connections[0].targets[0]
    assert target.is_relative
    assert [proxied.forwards_websockets for proxied in target.proxies] == [True]
    assert target.server == wiring.servers[0]
    assert "".join(piece.text for piece in target.path) == "/v1/api/ws"


def test_tests_and_stories_open_no_connections() -> None:
    files = {**VITE, "web/src/s.test.ts": SOCKET, "web/src/S.stories.tsx": SOCKET, "web/src/__mocks__/s.ts": SOCKET}
    assert wired(files).connections == ()


def test_the_result_does_not_depend_on_the_order_of_the_files() -> None:
    files = {**VITE, "web/src/s.ts": SOCKET, **backend()}
    forward, backward = wired(files), wired(dict(reversed(files.items())))
    assert targets(forward) == targets(backward)
    assert sockets(forward) == sockets(backward)


def test_what_a_server_hands_out_stays_so_where_apps_are_declared() -> None:
    page, server = App("api/static", "frontend", "browser"), App("api", "backend", "fastapi")
    found = Apps((page,), (server,), (App("live", "backend", "ws"),), (ServedApp(page, "api/main.py"),))
    at = Source("envlint.toml", "live").at(0, 4)
    apps = with_declared(found, Declared((DeclaredApp("live", "backend", at),)))
    assert apps.served == found.served
    assert [app.root for app in apps.backends] == ["api", "live"]
    assert not apps.unread
