"""The programs that listen on a port, and which of their arguments say where.

Options as in the help of uvicorn 0.34, gunicorn 23, hypercorn 0.17, granian 2, daphne 4, the FastAPI CLI 0.0.8,
Flask 3, Litestar 2, Sanic 25, Django 5, Vite 6, Next.js 15, react-scripts 5, Nuxt 3, Angular 19, Vue CLI 5, Astro 5
and webpack-cli 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

Argument = Literal["", "module", "file", "folder", "address", "script", "program"]
"""What a word that is no option stands for: `app.main:app`, `app/main.py`, Vite's root, Django's `[host:]port`.
With `script` the first word is itself the name of a script of a `package.json`; `program` is a file of JavaScript."""


@record
class Tool:
    """How one program is told what to serve and where.

    `commands` maps each subcommand that starts a server to the mode that it implies (empty for the tool's usual one);
    the key "" stands for no subcommand. `bind` takes host and port in one word. `variables` are the environment
    variables for host, port and TLS.
    """

    name: str
    commands: Mapping[str, str] | None = None
    argument: Argument = ""
    host: tuple[str, ...] = ("--host",)
    port: tuple[str, ...] = ("--port",)
    bind: tuple[str, ...] = ()
    application: tuple[str, ...] = ()
    root_path: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    tls: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    variables: tuple[str, str, str] = ("", "", "")

    def meaning(self, option: str) -> str:
        """Which field an option belongs to, or nothing."""
        meanings = ("host", "port", "bind", "application", "root_path", "folder", "mode", "tls", "elsewhere")
        return next((meaning for meaning in meanings if option in getattr(self, meaning)), "")


FLAGS = frozenset(
    {
        *("--reload", "--debug", "--factory", "--preload", "--no-reload", "--noreload", "--insecure", "--use-colors"),
        *("--proxy-headers", "--no-proxy-headers", "--access-log", "--no-access-log", "--no-use-colors"),
        *("--no-server-header", "--no-date-header", "--open", "--strictPort", "--turbo", "--turbopack", "--force"),
        *("--cors", "--clearScreen", "--live-reload", "--hmr", "--https"),
    }
)
"""Options without a value; after any other unknown option the next word is taken for its value."""

NO_SERVER = frozenset(
    {"build", "optimize", "generate", "prepare", "init", "add", "analyze", "typecheck", "info", "upgrade", "cleanup"}
)
"""Subcommands that start no server, of tools that start one without a subcommand."""

_UVICORN = Tool(
    "uvicorn",
    argument="module",
    root_path=("--root-path",),
    folder=("--app-dir",),
    tls=("--ssl-keyfile", "--ssl-certfile"),
    elsewhere=("--uds", "--fd"),
    variables=("UVICORN_HOST", "UVICORN_PORT", ""),
)
_GUNICORN = Tool(
    "gunicorn",
    argument="module",
    host=(),
    port=(),
    bind=("-b", "--bind"),
    folder=("--chdir",),
    tls=("--certfile", "--keyfile"),
    elsewhere=("-c", "--config"),
    variables=("", "PORT", ""),
)
_HYPERCORN = Tool(
    "hypercorn",
    argument="module",
    host=(),
    port=(),
    bind=("-b", "--bind"),
    root_path=("--root-path",),
    tls=("--certfile", "--keyfile"),
    elsewhere=("-c", "--config"),
)
_GRANIAN = Tool(
    "granian",
    argument="module",
    folder=("--working-dir",),
    tls=("--ssl-certificate", "--ssl-keyfile"),
    elsewhere=("--uds",),
    variables=("GRANIAN_HOST", "GRANIAN_PORT", ""),
)
_DAPHNE = Tool(
    "daphne",
    argument="module",
    host=("-b", "--bind"),
    port=("-p", "--port"),
    root_path=("--root-path",),
    elsewhere=("-u", "--unix-socket", "--fd", "-e", "--endpoint"),
)
_FASTAPI = Tool(
    "fastapi",
    commands={"dev": "", "run": ""},
    argument="file",
    application=("--entrypoint", "-e"),
    root_path=("--root-path",),
)
_FLASK = Tool(
    "flask",
    commands={"run": ""},
    host=("-h", "--host"),
    port=("-p", "--port"),
    application=("-A", "--app"),
    tls=("--cert",),
    variables=("FLASK_RUN_HOST", "FLASK_RUN_PORT", ""),
)
_LITESTAR = Tool(
    "litestar",
    commands={"run": ""},
    host=("-H", "--host"),
    port=("-p", "--port"),
    application=("--app",),
    folder=("--app-dir",),
    tls=("--ssl-certfile", "--ssl-keyfile"),
    elsewhere=("-U", "--uds", "-F", "--fd"),
    variables=("LITESTAR_HOST", "LITESTAR_PORT", ""),
)
_SANIC = Tool(
    "sanic",
    argument="module",
    host=("-H", "--host"),
    port=("-p", "--port"),
    tls=("--cert", "--key", "--tls"),
    elsewhere=("-u", "--unix"),
)
_DJANGO = Tool(
    "django",
    commands={"runserver": "", "runserver_plus": ""},
    argument="address",
    host=(),
    port=(),
    tls=("--cert-file",),
)
_VITE = Tool(
    "vite",
    commands={"": "", "dev": "", "serve": "", "preview": "production"},
    argument="folder",
    mode=("-m", "--mode"),
    tls=("--https",),
)
_REACT_ROUTER = Tool("vite", commands={"dev": "", "vite:dev": ""}, argument="folder", mode=("-m", "--mode"))
"""React Router and Remix start Vite with its own options: https://reactrouter.com/api/other-api/dev."""
_NEXT = Tool(
    "next",
    commands={"dev": "", "start": "production"},
    argument="folder",
    host=("-H", "--hostname"),
    port=("-p", "--port"),
    tls=("--experimental-https",),
    variables=("", "PORT", ""),
)
_REACT_SCRIPTS = Tool("react-scripts", commands={"start": ""}, host=(), port=(), variables=("HOST", "PORT", "HTTPS"))
_NUXT = Tool(
    "nuxt",
    commands={"": "", "dev": "", "preview": "production", "start": "production"},
    argument="folder",
    host=("-H", "--host", "--hostname"),
    port=("-p", "--port"),
    tls=("--https",),
    variables=("HOST", "PORT", ""),
)
_ANGULAR = Tool("ng", commands={"serve": "", "s": ""}, mode=("-c", "--configuration"), tls=("--ssl",))
_VUE = Tool(
    "vue-cli-service", commands={"serve": ""}, mode=("--mode",), tls=("--https",), variables=("HOST", "PORT", "")
)
_ASTRO = Tool(
    "astro",
    commands={"dev": "", "start": "", "preview": "production"},
    folder=("--root",),
    mode=("--mode",),
)
_WEBPACK = Tool("webpack", commands={"serve": "", "server": "", "s": ""}, mode=("--mode",), tls=("--https",))
_WEBPACK_DEV_SERVER = Tool("webpack", commands={"": ""}, mode=("--mode",), tls=("--https",))
_NODE = Tool(
    "node",
    commands={"": "", "run": "", "watch": ""},
    argument="program",
    host=(),
    port=(),
    variables=("", "PORT", ""),
)
"""Whatever runs a file of JavaScript or TypeScript: whether that is a server, the file says."""
_NEST = Tool("node", commands={"start": ""}, host=(), port=(), variables=("", "PORT", ""))

TOOLS: dict[str, Tool] = {
    "uvicorn": _UVICORN,
    "gunicorn": _GUNICORN,
    "hypercorn": _HYPERCORN,
    "granian": _GRANIAN,
    "daphne": _DAPHNE,
    "fastapi": _FASTAPI,
    "flask": _FLASK,
    "litestar": _LITESTAR,
    "sanic": _SANIC,
    "manage.py": _DJANGO,
    "django-admin": _DJANGO,
    "django": _DJANGO,
    "vite": _VITE,
    "react-router": _REACT_ROUTER,
    "remix": _REACT_ROUTER,
    "next": _NEXT,
    "react-scripts": _REACT_SCRIPTS,
    "craco": _REACT_SCRIPTS,
    "react-app-rewired": _REACT_SCRIPTS,
    "nuxt": _NUXT,
    "nuxi": _NUXT,
    "ng": _ANGULAR,
    "vue-cli-service": _VUE,
    "astro": _ASTRO,
    "webpack": _WEBPACK,
    "webpack-dev-server": _WEBPACK_DEV_SERVER,
    **dict.fromkeys(("node", "nodemon", "tsx", "ts-node", "ts-node-dev", "tsnd", "bun"), _NODE),
    "nest": _NEST,
}

PACKAGE_SCRIPT = Tool(
    "npm",
    argument="script",
    host=("--host", "-H", "--hostname"),
    port=("-p", "--port"),
)
"""A script of a `package.json` that is not at hand: the options that all dev servers understand."""

WORDS = (*TOOLS, "npm", "pnpm", "yarn")
"""One of these stands in every text that starts a server."""
