from __future__ import annotations

import pytest

from envlint.facts import Broken, CorsPolicy, Include, Listen, LoadDotenv, Middleware, Mount, Route
from envlint.readers import python
from envlint.readers.names import readers_of
from tests.unit.readers.python_spelling import facts, spelled

HEAD = """\
from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware as Cors
from starlette.routing import Mount, Route, WebSocketRoute
from app import chat, auth
from app.config import settings
from app.security import Guard
app = FastAPI()
router = APIRouter(prefix="/api")
def f(): ...
"""
APP, ROUTER = "app", "router"


def routes(text: str) -> list[str]:
    return [
        f"{spelled(one.router)} {'/'.join(one.methods) or 'WS'} {spelled(one.path)} {spelled(one.handler)}"
        for one in facts(HEAD + text, Route)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.get('/x')\ndef g(): ...\n", ["app GET '/x' g"]),
        ("@router.websocket('/ws')\nasync def g(ws): ...\n", ["router WS '/ws' g"]),
        ("@router.websocket_route('/ws')\nclass E: ...\n", ["router WS '/ws' E"]),
        ("@app.api_route('/x', methods=['GET', 'post'])\ndef g(): ...\n", ["app GET/POST '/x' g"]),
        ("@app.get(settings.base + '/x')\ndef g(): ...\n", ["app GET app.config:settings.base + '/x' g"]),
        ("app.add_api_route('/x', f, methods=['PUT'])\n", ["app PUT '/x' f"]),
        ("app.add_api_websocket_route('/ws', chat.ws)\n", ["app WS '/ws' app:chat.ws"]),
        ("app.router.add_websocket_route('/ws', f)\n", ["app WS '/ws' f"]),
        ("a = Starlette(routes=[Route('/x', f), WebSocketRoute('/ws', f)])\n",
         ["application@14 GET '/x' f", "application@14 WS '/ws' f"]),
        ("rs = [Route('/x', f)]\na = Starlette(routes=rs)\n", ["application@15 GET '/x' f"]),
        ("rs = [Route('/x', f)]\n", ["rs GET '/x' f"]),
        ("rs = []\nrs.append(WebSocketRoute('/ws', f))\n", ["rs WS '/ws' f"]),
        ("app.routes.append(WebSocketRoute('/ws', f))\n", ["app WS '/ws' f"]),
        ("rs = [Mount('/m', routes=[Route('/x', f)])]\n", ["router@14 GET '/x' f"]),
        ("def add(a):\n    @a.get('/x')\n    def g(): ...\nadd(app)\n", ["<a=app> GET '/x' add.g"]),
        ("class C:\n    def m(self):\n        self.app = app\n        @self.app.get('/x')\n        def g(): ...\n",
         ["C.app GET '/x' C.m.g"]),
        ("@app.get\ndef g(): ...\n", []),
        ("@app.on_event('startup')\ndef g(): ...\n", []),
        ("@app.get('/x'\ndef g(): ...\n", []),
    ],
)  # fmt: skip
def test_routes(text: str, expected: list[str]) -> None:
    assert routes(text) == expected


def test_decorators_of_other_libraries_are_no_routes() -> None:
    assert not facts("from bolt import Bolt\napp = Bolt(__name__)\n@app.get('/x')\ndef g(): ...\n", Route)


def test_a_route_points_at_its_path() -> None:
    found = facts(HEAD + "@app.get('/é')\ndef g(): ...\n@app.get(X)\ndef h(): ...\n", Route)
    assert [one.at.text for one in found] == ["/é", "app.get(X)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.include_router(router)\n", ["app router None"]),
        ("app.include_router(chat.router, prefix='/c')\n", ["app app:chat.router '/c'"]),
        ("app.include_router(router, prefix=settings.API)\n", ["app router app.config:settings.API"]),
        ("app.include_router(router, **options)\n", ["app router ?"]),
        ("for r in (chat.router, auth.router):\n    app.include_router(r)\n",
         ["app app:chat.router None", "app app:auth.router None"]),
        ("for r, p in [(chat.router, '/c')]:\n    app.include_router(r, prefix=p)\n", ["app app:chat.router '/c'"]),
        ("rs = [chat.router]\nfor r in rs:\n    app.include_router(r)\n", ["app app:chat.router None"]),
        ("for r in load():\n    app.include_router(r)\n", ["app ? None"]),
        ("app.include_router(make(app))\n", ["app ?(app) None"]),
    ],
)  # fmt: skip
def test_includes(text: str, expected: list[str]) -> None:
    found = [f"{spelled(o.parent)} {spelled(o.child)} {spelled(o.prefix)}" for o in facts(HEAD + text, Include)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.mount('/s', StaticFiles(directory='s'))\n", ["app '/s' static@14"]),
        ("app.mount('/s', app=chat.app, name='s')\n", ["app '/s' app:chat.app"]),
        ("rs = [Mount('/m', app=router)]\n", ["rs '/m' router"]),
        ("rs = [Mount('/m', routes=[])]\n", ["rs '/m' router@14"]),
        ("session.mount('https://', adapter)\n", []),
    ],
)
def test_mounts(text: str, expected: list[str]) -> None:
    found = [f"{spelled(o.parent)} {spelled(o.path)} {spelled(o.child)}" for o in facts(HEAD + text, Mount)]
    assert found == expected


POLICIES = [
    ("app.add_middleware(Cors, allow_origins=['a'], allow_credentials=True)\n", "app ['a'] None True at ['a']"),
    ("app.add_middleware(Cors, allow_origin_regex='x')\n", "app None 'x' None at Cors"),
    ("a = FastAPI(middleware=[Middleware(Cors, allow_origins=['a'])])\n", "application@14 ['a'] None None at ['a']"),
    ("m = [Middleware(Cors, allow_origins=['a'])]\na = Starlette(middleware=m)\n",
     "application@15 ['a'] None None at ['a']"),
    ("m = [Middleware(Cors, allow_origins=['a'])]\n", "m ['a'] None None at ['a']"),
    ("w = Cors(app, allow_origins=['a'])\n", "app ['a'] None None at ['a']"),
    ("kw = {'allow_origins': ['a']}\napp.add_middleware(Cors, **kw)\n", "app ['a'] None None at ['a']"),
    ("app.add_middleware(Cors, **dict(allow_origins=['a']))\n", "app ['a'] None None at ['a']"),
    ("kw = {}\nkw['allow_origins'] = settings.origins\napp.add_middleware(Cors, **kw)\n",
     "app app.config:settings.origins None None at settings.origins"),
    ("app.add_middleware(Cors, **settings.cors)\n", "app None None None at Cors incomplete"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), POLICIES)
def test_cors_policies(text: str, expected: str) -> None:
    found = facts(HEAD + text, CorsPolicy)
    assert [
        f"{spelled(o.application)} {spelled(o.origins)} {spelled(o.origin_regex)} {spelled(o.credentials)}"
        f" at {o.origins_at.text}{'' if o.complete else ' incomplete'}"
        for o in found
    ] == [expected]


def test_arguments_that_only_some_branches_give_may_be_absent() -> None:
    text = (
        "kw = {'allow_credentials': True}\nif settings.rx:\n    kw['allow_origin_regex'] = settings.rx\n"
        "else:\n    kw['allow_origins'] = settings.origins\napp.add_middleware(Cors, **kw)\n"
    )
    (found,) = facts(HEAD + text, CorsPolicy)
    assert spelled(found.origins) == "branch(None | app.config:settings.origins)"
    assert (found.origins_at.text, found.complete) == ("settings.origins", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.add_middleware(Guard, x=1)\n", ["app app.security:Guard"]),
        ("a = Starlette(middleware=[Middleware(Guard)])\n", ["application@14 app.security:Guard"]),
        ("@app.middleware('http')\nasync def check(r, n): ...\n", ["app check"]),
        ("app.add_middleware(CORSMiddleware)\n", []),
    ],
)
def test_other_middleware(text: str, expected: list[str]) -> None:
    assert [f"{spelled(o.application)} {spelled(o.of)}" for o in facts(HEAD + text, Middleware)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@app.middleware('http')\nasync def check(r, n):\n    return r.headers.get('Origin')\n", True),
        ("class Own:\n    def run(self, r):\n        return r.headers['origin']\napp.add_middleware(Own)\n", True),
        ("@app.middleware('http')\nasync def check(r, n):\n    return r.query_params.get('origin')\n", False),
        ("app.add_middleware(Guard)\n", False),
    ],
)
def test_middleware_that_reads_the_origin(text: str, expected: bool) -> None:
    assert [o.reads_origin for o in facts(HEAD + text, Middleware)] == [expected]


def test_a_wrapped_application_keeps_its_identity() -> None:
    text = HEAD + "app = Cors(app, allow_origins=['a'])\n"
    assert spelled(facts(text, CorsPolicy)[0].application) == "app"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import uvicorn\nuvicorn.run('m:app', host='0.0.0.0', port=80)\n", "uvicorn 'm:app' '0.0.0.0' '80'"),
        (
            "from uvicorn import run\nrun(app, port=int(os.getenv('PORT', 80)))\n",
            "uvicorn ? None missing($PORT | '80')",
        ),
        ("import uvicorn\nuvicorn.run('m:app', reload=True)\n", "uvicorn 'm:app' None None"),
        ("import uvicorn\nuvicorn.Config('m:app', port=80, ssl_keyfile='k')\n", "uvicorn 'm:app' None '80' tls"),
        ("import uvicorn\nuvicorn.run('m:app', **options)\n", "uvicorn 'm:app' ? ?"),
        ("from granian import Granian\nGranian('m:app', address='a', port=1).serve()\n", "granian 'm:app' 'a' '1'"),
        (
            "import hypercorn.asyncio\nc.bind = ['a:1']\nhypercorn.asyncio.serve(x, c)\n",
            "hypercorn ? 'a' '1'",
        ),
    ],
)
def test_servers_that_a_file_starts(text: str, expected: str) -> None:
    (found,) = facts(f"import os\n{text}", Listen)
    parts = [found.tool, spelled(found.application), spelled(found.host), spelled(found.port)]
    assert " ".join([*parts, *(["tls"] if found.tls else [])]) == expected
    assert found.folder == "backend/app"


def test_a_server_points_from_its_call_to_its_port() -> None:
    (found,) = facts("import uvicorn\nuvicorn.run(app, port=80, reload=True)\n", Listen)
    assert found.at.text == "uvicorn.run(app, port=80"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("load_dotenv()", "None"),
        ("load_dotenv(find_dotenv())", "None"),
        ("load_dotenv('.env.local')", "'.env.local'"),
        ("load_dotenv(dotenv_path=Path(__file__).parent / '.env')", "'/backend/app/.env'"),
    ],
)
def test_load_dotenv(call: str, expected: str) -> None:
    head = "from pathlib import Path\nfrom dotenv import find_dotenv, load_dotenv\n"
    assert [spelled(one.path) for one in facts(head + call + "\n", LoadDotenv)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\ny = = 2\n", 0),
        ("x = FastAPI(\ndef f(:\n  uvicorn uvicorn\n", 1),
        ("print 'x'\n", 0),
    ],
)
def test_syntax_errors_matter_where_they_swallow_a_fact(text: str, expected: int) -> None:
    assert len(facts(text, Broken)) == expected


def test_which_files_are_read() -> None:
    assert "python" in readers_of("backend/main.py")
    assert "python" not in readers_of("backend/main.pyc")
    assert "FastAPI" in (python.words or ())
