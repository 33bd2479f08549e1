"""The forms in which public projects write servers of Python: each is read to its end.

A form is a row: what is written, and what the join of a small repository knows of it.
"""

from __future__ import annotations

import pytest

from envlint.facts import CsrfPolicy
from envlint.wiring.results import Resolved
from tests.unit.small_projects import wired

APP = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\nimport os\napp = FastAPI()\n"
ADD = "app.add_middleware(CORSMiddleware, allow_origins={})\n"
SETTINGS = (
    "from pydantic import Field, field_validator\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\n"
)
URLS = "from django.urls import include, path\n"
TAKEN = "from app.config import settings\n" + APP
DJANGO = "ROOT_URLCONF = 'shop.urls'\nMIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\nimport os\n"
FLASK = "from flask import Flask, Blueprint\nfrom flask_cors import CORS\napp = Flask(__name__)\n"
SOCKETIO = "import socketio\nfrom fastapi import FastAPI\napp = FastAPI()\n"
UVICORN = "import os, uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n"
ASGI = (
    "from channels.routing import ProtocolTypeRouter, URLRouter\nfrom django.core.asgi import get_asgi_application\n"
    "from chat.routing import websocket_urlpatterns\n"
)
A, B = "http://localhost:3000", "http://localhost:5173"


def project(main: str, **files: str) -> dict[str, str]:
    """A backend whose `app/main.py` is given; other modules of `app` and `.env` by their names."""
    named = {f"backend/app/{name}.py": text for name, text in files.items() if name != "env"}
    env = {"backend/.env": files["env"]} if "env" in files else {}
    return {"backend/requirements.txt": "", "backend/app/__init__.py": "", "backend/app/main.py": main} | named | env


def configured(body: str, origins: str = "settings.origins", env: str = "") -> dict[str, str]:
    """A backend with a class of settings, which the policy asks for its origins."""
    config = f"{SETTINGS}\nclass Settings(BaseSettings):\n{body}\nsettings = Settings()\n"
    return project(TAKEN + ADD.format(origins), config=config, env=env)


def django(settings: str, **files: str) -> dict[str, str]:
    """A project of Django; a module `chat/routing.py` is `chat_routing`."""
    named = {f"backend/{name.replace('_', '/')}.py": text for name, text in files.items() if name != "env"}
    env = {"backend/.env": files["env"]} if "env" in files else {}
    return {"backend/manage.py": "", "backend/shop/settings.py": DJANGO + settings} | named | env


def allowed(files: dict[str, str]) -> list[str]:
    """The origins that the policies of all servers name, those that are in use first."""
    lists = [one for server in wired(files).servers for policy in server.policies for one in policy.lists]
    results = [one.entries for one in sorted(lists, key=lambda one: not one.used) if one.entries is not None]
    texts = [item.text for entries in results for item in entries.items if isinstance(item, Resolved)]
    return list(dict.fromkeys(texts))


def routes(files: dict[str, str]) -> list[str]:
    """The routes of all servers with their kinds."""
    return [f"{route.kind} {route.path}" for server in wired(files).servers for route in server.routes]


def ports(files: dict[str, str]) -> list[int]:
    """The ports of all servers."""
    return [listener.port for server in wired(files).servers for listener in server.listeners]


# --- whom a server allows ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(project(APP + ADD.format(f"['{A}', '{B}']")), [A, B], id="a list in the call"),
        pytest.param(project(APP + ADD.format("['*']")), ["*"], id="everybody"),
        pytest.param(project(APP + f"origins = ['{A}']\n" + ADD.format("origins")), [A], id="a list in a variable"),
        pytest.param(
            project(APP + f"origins = os.getenv('ORIGINS', '{A},{B}').split(',')\n" + ADD.format("origins")),
            [A, B],
            id="getenv with a default, split",
        ),
        pytest.param(
            project(APP + "o = [x.strip() for x in os.environ['ORIGINS'].split(',')]\n" + ADD.format("o"),
                    env=f"ORIGINS={A}, {B}\n"),
            [A, B],
            id="a comprehension over a text that is split",
        ),
        pytest.param(
            project(APP + ADD.format("[x.strip() for x in os.getenv('ORIGINS', '').split(',') if x.strip()]"),
                    env=f"ORIGINS={A},,{B}\n"),
            [A, B],
            id="a comprehension in the call that drops what is empty",
        ),
        pytest.param(
            project(APP + f"o = ['{A}']\nif os.getenv('PAGE'):\n    o.append(os.getenv('PAGE'))\n" + ADD.format("o"),
                    env=f"PAGE={B}\n"),
            [A, B],
            id="a list to which more is added",
        ),
        pytest.param(
            project(APP + f"o = ['{A}']\no.extend(['{B}'])\n" + ADD.format("o")), [A, B], id="a list that is extended"
        ),
        pytest.param(
            project(APP + "D = os.getenv('DOMAIN', 'shop.example')\n" + ADD.format("[f'https://{D}']")),
            ["https://shop.example"],
            id="an f-string with a domain",
        ),
        pytest.param(
            project(APP + f"if os.getenv('ENVIRONMENT') == 'production':\n    o = ['{A}']\nelse:\n    o = ['{B}']\n"
                    + ADD.format("o")),
            [A, B],
            id="a branch by the environment",
        ),
        pytest.param(
            project(APP + f"o = ['{A}'] if os.getenv('DEBUG') == '1' else ['{B}']\n" + ADD.format("o")),
            [A, B],
            id="a conditional expression",
        ),
        pytest.param(
            project("from fastapi import FastAPI\nfrom fastapi.middleware import Middleware\n"
                    "from fastapi.middleware.cors import CORSMiddleware\n"
                    f"app = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=['{A}'])])\n"),
            [A],
            id="a middleware in a list",
        ),
        pytest.param(configured(f"    origins: list[str] = ['{A}']\n"), [A], id="a list as a field's default"),
        pytest.param(
            configured("    origins: list[str] = []\n    model_config = SettingsConfigDict(env_file='.env')\n",
                       env=f'ORIGINS=["{A}","{B}"]\n'),
            [A, B],
            id="JSON of an env file for a field",
        ),
        pytest.param(
            configured(f"    origins: str = '{A},{B}'\n", "settings.origins.split(',')"), [A, B], id="a text, split"
        ),
        pytest.param(
            configured(f"    raw: str = '{A},{B}'\n    @property\n    def origins(self):\n"
                       "        return [o.strip() for o in self.raw.split(',')]\n"),
            [A, B],
            id="a property that splits a field",
        ),
        pytest.param(
            configured(f"    raw: str = '{A}'\n    def listed(self):\n        return self.raw.split(',')\n",
                       "settings.listed()"),
            [A],
            id="a method of the settings",
        ),
        pytest.param(
            configured(f"    origins: list[str] = Field(default_factory=lambda: ['{A}'])\n"), [A], id="default factory"
        ),
        pytest.param(
            configured("    origins: str | list[str] = ''\n    @field_validator('origins', mode='before')\n"
                       "    def split(cls, v):\n        if isinstance(v, str):\n"
                       "            return [o.strip() for o in v.split(',')]\n        return v\n"
                       "    class Config:\n        env_file = '.env'\n",
                       env=f"ORIGINS={A},{B}\n"),
            [A, B],
            id="a validator that splits, class Config",
        ),
        pytest.param(
            configured("    page: str = Field('x', alias='PAGE_URL')\n    model_config = {'env_file': '.env'}\n",
                       "[settings.page]", f"PAGE_URL={A}\n"),
            [A],
            id="a field with an alias",
        ),
        pytest.param(
            configured("    page: str\n    model_config = SettingsConfigDict(env_file='.env', env_prefix='APP_')\n",
                       "[settings.page]", f"APP_PAGE={A}\n"),
            [A],
            id="a prefix of all variables",
        ),
        pytest.param(
            project("from app.config import get\n" + APP + ADD.format("get().origins"),
                    config=f"{SETTINGS}\nclass S(BaseSettings):\n    origins: list[str] = ['{A}']\n"
                           "def get() -> S:\n    return S()\n"),
            [A],
            id="a function that gives the settings",
        ),
        pytest.param(
            project("from app.config import ORIGINS\n" + APP + ADD.format("ORIGINS"), config=f"ORIGINS = ['{A}']\n"),
            [A],
            id="a constant of another module",
        ),
        pytest.param(
            project("from app.config import Config\n" + APP + ADD.format("Config.ORIGINS"),
                    config=f"import os\nclass Config:\n    ORIGINS = os.environ.get('ORIGINS', '{A}').split(',')\n"),
            [A],
            id="an attribute of a plain class",
        ),
        pytest.param(project(FLASK + "CORS(app)\n"), ["*"], id="flask-cors without arguments"),
        pytest.param(
            project(FLASK + f"CORS(app, resources={{r'/api/*': {{'origins': ['{A}']}}}})\n"), [A], id="flask-cors, path"
        ),
        pytest.param(
            project(FLASK + f"CORS(app, origins=['{A}'], supports_credentials=True)\n"), [A], id="flask-cors, origins"
        ),
        pytest.param(django(f"CORS_ALLOWED_ORIGINS = ['{A}']\n"), [A], id="a list of django-cors-headers"),
        pytest.param(django("CORS_ALLOW_ALL_ORIGINS = True\n"), ["*"], id="everybody in django-cors-headers"),
        pytest.param(
            django("CORS_ALLOWED_ORIGINS = os.environ.get('ORIGINS', '').split(',')\n", env=f"ORIGINS={A},{B}\n"),
            [A, B],
            id="a variable in django-cors-headers",
        ),
        pytest.param(
            django("from decouple import config\nCORS_ALLOWED_ORIGINS = [config('PAGE', default='x')]\n",
                   env=f"PAGE={A}\n"),
            [A],
            id="decouple",
        ),
        pytest.param(
            project(SOCKETIO + "sio = socketio.AsyncServer(async_mode='asgi', cors_allowed_origins='*')\n"
                    "asgi = socketio.ASGIApp(sio, app)\n"),
            ["*"],
            id="everybody on python-socketio",
        ),
        pytest.param(
            project(SOCKETIO + f"sio = socketio.AsyncServer(async_mode='asgi', cors_allowed_origins=['{A}'])\n"
                    "asgi = socketio.ASGIApp(sio, app)\n"),
            [A],
            id="a list on python-socketio",
        ),
    ],
)  # fmt: skip
def test_origins(files: dict[str, str], expected: list[str]) -> None:
    assert allowed(files)[: len(expected)] == expected


def test_credentials_and_patterns() -> None:
    given = "app.add_middleware(CORSMiddleware, allow_origin_regex=r'http://localhost:\\d+', allow_credentials=True)\n"
    (policy,) = wired(project(APP + given)).servers[0].policies
    assert ([one.text for one in policy.patterns], policy.credentials) == ([r"http://localhost:\d+"], True)


def test_trusted_origins_of_django() -> None:
    project_ = wired(django(f"CSRF_TRUSTED_ORIGINS = ['{A}']\n"))
    (policy,) = project_.facts(CsrfPolicy)
    assert policy.trusted is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("X = os.getenv('PAGE')", [A], id="getenv"),
        pytest.param("X = os.environ.get('PAGE')", [A], id="environ.get"),
        pytest.param("X = os.getenv('PAGE', 'http://b')", [A], id="getenv with a default"),
        pytest.param("X = os.environ.get('PAGE', 'http://b')", [A], id="environ.get with a default"),
        pytest.param("X = os.environ['PAGE']", [A], id="environ[]"),
        pytest.param("X = os.getenv('PAGE') or 'http://b'", [A], id="getenv or a default"),
        pytest.param("X = os.getenv('NONE', 'http://b')", ["http://b"], id="the default"),
        pytest.param("from os import getenv\nX = getenv('PAGE')", [A], id="getenv by its name"),
        pytest.param("from dotenv import load_dotenv\nload_dotenv()\nX = os.getenv('PAGE')", [A], id="load_dotenv"),
    ],
)
def test_reads_of_the_environment(text: str, expected: list[str]) -> None:
    assert allowed(project(APP + text + "\n" + ADD.format("[X]"), env=f"PAGE={A}\n"))[:1] == expected


def test_an_annotation_without_decoding_is_split_by_its_validator() -> None:
    body = "    origins: Annotated[list[str], NoDecode, BeforeValidator(lambda v: v.split(','))] = []\n"
    files = configured(body, env=f"ORIGINS={A}\n")
    head = (
        "from typing import Annotated\nfrom pydantic import BeforeValidator\nfrom pydantic_settings import NoDecode\n"
    )
    files["backend/app/config.py"] = head + files["backend/app/config.py"]
    assert allowed(files)[:1] == [A]


# --- routes -----------------------------------------------------------------------------------------------------------


ROUTER = (
    "from fastapi import APIRouter\nrouter = APIRouter({})\n@router.websocket('/ws/{{room}}')\nasync def f(ws): ...\n"
)
CONSUMER = "from django.urls import path, re_path\nfrom chat.consumers import C\n"
HTTP = "from app.chat import router\n" + APP


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            project(HTTP + "app.include_router(router)\n", chat=ROUTER.format("")),
            ["websocket /ws/{room}"],
            id="include_router",
        ),
        pytest.param(
            project(HTTP + "app.include_router(router, prefix='/api')\n", chat=ROUTER.format("prefix='/chat'")),
            ["websocket /api/chat/ws/{room}"],
            id="prefixes of both",
        ),
        pytest.param(
            project("from app.config import settings\n" + HTTP + "app.include_router(router, prefix=settings.API)\n",
                    chat=ROUTER.format(""),
                    config=SETTINGS + "class S(BaseSettings):\n    API: str = '/api/v1'\nsettings = S()\n"),
            ["websocket /api/v1/ws/{room}"],
            id="a prefix of the settings",
        ),
        pytest.param(
            project(HTTP + "app.include_router(router)\n", chat="V = '/v2'\n" + ROUTER.format("prefix=f'{V}/chat'")),
            ["websocket /v2/chat/ws/{room}"],
            id="a prefix that is an expression",
        ),
        pytest.param(
            project("from app import chat\n" + APP + "app.include_router(chat.router)\n", chat=ROUTER.format("")),
            ["websocket /ws/{room}"],
            id="a router of a module",
        ),
        pytest.param(
            project(APP + "@app.websocket('/ws')\nasync def f(ws): ...\n"), ["websocket /ws"], id="app.websocket"
        ),
        pytest.param(
            project(APP + "other = FastAPI()\n@other.get('/x')\ndef f(): ...\napp.mount('/sub', other)\n"),
            ["http /sub/x"],
            id="mount of an application",
        ),
        pytest.param(
            project("from fastapi import FastAPI\napp = FastAPI(root_path='/api')\n@app.get('/x')\ndef f(): ...\n"),
            ["http /x", "http /api/x"],
            id="root_path",
        ),
        pytest.param(
            project(FLASK + "bp = Blueprint('b', __name__)\n@bp.route('/x')\ndef f(): ...\n"
                    "app.register_blueprint(bp)\n"),
            ["http /x"],
            id="blueprint",
        ),
        pytest.param(
            project(FLASK + "bp = Blueprint('b', __name__)\n@bp.route('/x')\ndef f(): ...\n"
                    "app.register_blueprint(bp, url_prefix='/api')\n"),
            ["http /api/x"],
            id="register_blueprint with a prefix",
        ),
        pytest.param(
            project(FLASK + "from flask_socketio import SocketIO\nsocketio = SocketIO(app)\n"),
            ["socketio /socket.io"],
            id="Flask-SocketIO",
        ),
        pytest.param(
            project(SOCKETIO + "sio = socketio.AsyncServer()\nasgi = socketio.ASGIApp(sio, app, socketio_path='io')\n"),
            ["socketio /io"],
            id="python-socketio around an application",
        ),
        pytest.param(
            project(SOCKETIO + "sio = socketio.AsyncServer()\napp.mount('/ws', socketio.ASGIApp(sio))\n"),
            ["socketio /ws/socket.io"],
            id="python-socketio mounted",
        ),
        pytest.param(
            django("", shop_urls=URLS + "urlpatterns = [path('api/', include('chat.urls'))]\n",
                   chat_urls=URLS + "urlpatterns = [path('x/', view)]\n"),
            ["http /api/x/"],
            id="include of Django",
        ),
        pytest.param(
            django("", shop_urls="urlpatterns = []\n",
                   shop_asgi=ASGI
                   + "application = ProtocolTypeRouter({'websocket': URLRouter(websocket_urlpatterns)})\n",
                   chat_routing=CONSUMER + "websocket_urlpatterns = [re_path(r'^ws/(?P<room>\\w+)/$', C.as_asgi())]\n"),
            ["websocket /ws/{room}/"],
            id="Channels, re_path",
        ),
        pytest.param(
            django("", shop_urls="urlpatterns = []\n",
                   shop_asgi=ASGI + "from channels.auth import AuthMiddlewareStack\n"
                   "from channels.security.websocket import AllowedHostsOriginValidator\n"
                   "application = ProtocolTypeRouter({'http': get_asgi_application(), 'websocket':"
                   " AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))})\n",
                   chat_routing=CONSUMER + "websocket_urlpatterns = [path('ws/<int:id>/', C.as_asgi())]\n"),
            ["websocket /ws/{id}/"],
            id="Channels, path, with middleware around",
        ),
        pytest.param(
            django("", shop_urls="urlpatterns = []\n",
                   shop_asgi=ASGI + "from chat.middleware import JWTMiddleware\n"
                   "application = ProtocolTypeRouter({'websocket': JWTMiddleware(URLRouter(websocket_urlpatterns))})\n",
                   chat_middleware="class JWTMiddleware:\n    def __init__(self, app): self.app = app\n",
                   chat_routing=CONSUMER + "websocket_urlpatterns = [path('ws/', C.as_asgi())]\n"),
            ["websocket /ws/"],
            id="Channels, a middleware of the project",
        ),
        pytest.param(
            django("", shop_urls="from django.urls import path\nfrom chat.api import api\n"
                   "urlpatterns = [path('api/', api.urls)]\n",
                   chat_api="from ninja import NinjaAPI\nfrom chat.rooms import router\napi = NinjaAPI()\n"
                   "api.add_router('/rooms', router)\n",
                   chat_rooms="from ninja import Router\nrouter = Router()\n@router.get('/{id}')\ndef x(r, id): ...\n"),
            ["http /api/rooms/{id}"],
            id="Django Ninja",
        ),
    ],
)  # fmt: skip
def test_routes(files: dict[str, str], expected: list[str]) -> None:
    assert routes(files) == expected


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        pytest.param("    o = ws.headers.get('origin')\n    await ws.accept()\n", ["origin", "accept"], id="Origin"),
        pytest.param(
            "    await ws.accept()\n    t = ws.query_params.get('token')\n", ["accept", "token"], id="a token"
        ),
    ],
)
def test_handshakes(handler: str, expected: list[str]) -> None:
    project_ = wired(project(APP + "@app.websocket('/ws')\nasync def f(ws):\n" + handler))
    (route,) = project_.servers[0].websocket_routes
    assert route.fact is not None
    assert [step.kind for step in project_.handshake(route.fact.handler, route.at.path).steps] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "@app.middleware('http')\nasync def m(request, call_next):\n    r = await call_next(request)\n"
            "    r.headers['Access-Control-Allow-Origin'] = '*'\n    return r\n",
            id="the header by hand, in a middleware",
        )
    ],
)
def test_what_else_stands_before_the_routes(text: str) -> None:
    assert len(wired(project(APP + text)).servers[0].middleware) == 1


# --- ports ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(project(UVICORN + "uvicorn.run(app, host='0.0.0.0', port=8001)\n"), [8001], id="uvicorn.run"),
        pytest.param(project(UVICORN + "uvicorn.run('app.main:app', reload=True)\n"), [8000], id="uvicorn's default"),
        pytest.param(
            project(UVICORN + "uvicorn.run(app, port=int(os.getenv('PORT', '8002')))\n", env="PORT=8003\n"),
            [8003],
            id="a port of the environment",
        ),
        pytest.param(
            project("from app.config import settings\n" + UVICORN + "uvicorn.run('app.main:app', port=settings.port)\n",
                    config=SETTINGS + "class S(BaseSettings):\n    port: int = 8004\nsettings = S()\n"),
            [8004],
            id="a port of the settings",
        ),
        pytest.param(project(FLASK + "app.run(debug=True)\n"), [5000], id="app.run of Flask"),
        pytest.param(project(FLASK + "app.run(host='0.0.0.0', port=5001)\n"), [5001], id="app.run of Flask, a port"),
        pytest.param(
            project(FLASK + "from flask_socketio import SocketIO\ns = SocketIO(app)\ns.run(app, port=5002)\n"),
            [5002],
            id="run of Flask-SocketIO",
        ),
    ],
)  # fmt: skip
def test_ports(files: dict[str, str], expected: list[int]) -> None:
    assert ports(files) == expected
