"""What readers find: one class for each kind of fact, each with the place where it stands.

A fact speaks of one file only. Values in it are unresolved trees (`envlint.values`); the wiring joins them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, cast

from envlint.records import fields, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envlint.model import Location, Source
    from envlint.values import EnvWay, Router, Text, Value

Fact_ = TypeVar("Fact_", bound="Fact")


@record
class Broken:
    """A part of a file that its reader could not parse. Facts from the rest of the file still stand."""

    reason: str
    at: Location


# --- names and modules ------------------------------------------------------------------------------------------


@record
class Definition:
    """A name of a module and what it stands for.

    `name` is qualified inside the module: `API_URL`, `Settings.port`, `useChat.wsUrl`, `default`. A name that is
    assigned several times has one definition whose value is an `Either`.
    """

    name: str
    value: Value
    at: Location


WHOLE = "module.exports"
"""The name of the definition that a CommonJS module is as a whole."""


@record
class StarExport:
    """Everything of another module under this one's name: `export * from './x'`, `from .x import *`."""

    module: str
    at: Location


@record
class IgnoreComment:
    """A comment that silences findings: `envlint: ignore[rule-name, other-rule] the reason`.

    `names` are the rules, each with its place. `covers` is what the comment speaks of: a line with its comment, the
    lines up to the next one of code, or the whole file.
    """

    names: tuple[tuple[str, Location], ...]
    covers: Location
    reason: str
    at: Location


@record
class PathAlias:
    """A prefix or pattern of module specifiers (`@/*`) and where it leads, relative to the folder of the file.

    From `tsconfig.json`/`jsconfig.json` (`paths`, `baseUrl` as pattern `*`) and from `resolve.alias` of Vite.
    """

    pattern: str
    targets: tuple[str, ...]
    at: Location


@record
class Extends:
    """A configuration file that this one continues (`extends` of a tsconfig), by its relative path."""

    path: str
    at: Location


@record
class Replacement:
    """A file that a build configuration puts in the place of another (`fileReplacements` of Angular).

    Both paths are relative to the folder of the file that says so. `mode` is the configuration's name.
    """

    mode: str
    replaced: str
    by: str
    at: Location


@record
class Runtime:
    """Evidence that a script runs in Node.js and not in a browser: an import of `express`, `node:fs`, `ws` ..."""

    module: str
    at: Location


# --- environment files and reads ----------------------------------------------------------------------------------


@record
class Reading:
    """How one dialect reads a line of an env file: the value before interpolation, and where it stands.

    `text` is None for a key without a value. `at` covers the value without its quotes. `exact` says that `text` is
    letter by letter what stands at `at` (no escapes were decoded). `interpolates` is False where `$` stays a `$`.
    """

    text: str | None
    at: Location
    exact: bool
    interpolates: bool = True


@record
class EnvEntry:
    """A key of an env file. A dialect that drops the line has None for its reading.

    `python` is python-dotenv's reading, `vite` that of the dotenv parser which Vite, Next and Node share.
    """

    key: str
    at: Location
    python: Reading | None
    vite: Reading | None
    exported: bool = False


@record
class EnvMisread:
    """A line of an env file that a dialect drops or misreads, with the reason in words.

    `replacement` is the whole line as it was plainly meant, where that is certain.
    """

    dialects: tuple[Literal["python", "vite"], ...]
    reason: str
    at: Location
    replacement: str | None = None


@record
class EnvEncoding:
    """An env file whose bytes several loaders cannot read: a byte order mark, UTF-16, NUL characters."""

    problem: Literal["bom", "utf-16", "nul"]
    at: Location


@record
class EnvUse:
    """A read of an environment variable in a script, wherever it stands. `at` covers the whole expression.

    `guarded` says that the read has a fallback of its own or stands under a test for being set. `needed` says that the
    code fails, or makes a text with a hole, where the variable is not set.
    """

    name: str
    way: EnvWay
    at: Location
    guarded: bool = False
    needed: bool = False


@record
class EnvObject:
    """A use of the whole environment in a script: `env[name]`, `const { X } = env`, `f(env)`.

    `names` are the variables that it takes, where they are written. `at` covers the expression.
    """

    way: EnvWay
    how: Literal["computed", "destructured", "passed"]
    at: Location
    names: tuple[str, ...] = ()


@record
class LoadDotenv:
    """A call of python-dotenv's `load_dotenv`; `path` is None where it searches upward for `.env`."""

    path: Value | None
    at: Location


# --- the browser ----------------------------------------------------------------------------------------------------


@record
class SocketHandler:
    """A handler on a socket. `at` is its first line (`socket.onerror = () => {`), without the body.

    `takes_event`: it has a parameter for the event; `uses_event`: it does something with that parameter.
    `reports`: it logs, throws, rejects, or calls something that tells somebody (logger, toast, Sentry, a callback).
    `followed` is False where the handler is a function that is not written in this file.
    """

    event: Literal["open", "message", "close", "error"]
    at: Location
    takes_event: bool
    uses_event: bool
    reports: bool
    followed: bool = True


@record
class Heartbeat:
    """A place in a script or a module of Python that speaks of a heartbeat.

    `word` is `ping`, `pong`, or `other` for every other sign of one: the word itself, or messages that a timer sends.
    `how` says that the place is a message which is `sent` (`"ping"`, `{type: "ping"}`), a literal with which messages
    are `compared`, or only `mentions` it. A file has one of each word that it mentions.
    """

    word: Literal["ping", "pong", "other"]
    how: Literal["sent", "compared", "mentioned"]
    at: Location


@record
class BareSocketServer:
    """A WebSocket server that a script makes of a library which sends no pings by itself (`ws`). `at` is the call."""

    library: str
    at: Location


@record
class Connect:
    """A call in a script that opens a connection or sends a request.

    `url` is the URL as written (the path alone where a client adds its base). `at` is the URL's expression, `call`
    the whole call up to its arguments (`new WebSocket`). `client` is the object whose method is called (`api` in
    `api.get('/x')`), for the wiring to tell whether it is an HTTP client. `path` is socket.io's option. `is_base` says
    that a client is given the URL as its base, to which calls add their paths: nothing is sent to the URL itself.
    `method` is empty where options that are not followed say it.
    `within` is the function around the call whose parameters the URL holds, if it does.
    """

    kind: Literal["websocket", "socketio", "eventsource", "http"]
    url: Value
    at: Location
    call: Location
    method: str = "GET"
    credentials: Value | None = None
    client: Value | None = None
    path: Value | None = None
    handlers: tuple[SocketHandler, ...] = ()
    is_base: bool = False
    within: Around | None = None


@record
class Around:
    """The function around a call, by its own name without what it belongs to; empty where it has none."""

    name: str
    at: Location


@record
class Invocation:
    """A call of a function of the project with something that may be a URL or a path.

    `at` is the call up to its arguments, `within` the function around it whose parameters its arguments hold.
    """

    of: Value
    arguments: tuple[Value, ...]
    at: Location
    within: Around | None = None


@record
class DevServer:
    """The `server` or `preview` block of a Vite config, or what its absence means. `at` is the block or its key."""

    kind: Literal["server", "preview"]
    host: Value | None
    port: Value | None
    strict_port: Value | None
    https: Value | None
    at: Location


ProxyTool = Literal["vite", "next", "webpack", "create-react-app", "angular", "nuxt"]
"""Whose notation an entry of a proxy is in: Vite's, Next's rewrites, `devServer.proxy` of webpack (Vue CLI), the
`proxy` of a package.json, Angular's `proxy.conf`, Nitro's route rules and dev proxy."""


@record
class ProxyRule:
    """One entry of a dev server's proxy.

    `context` is the path prefix, or a regular expression where it begins with `^` (Vite), or a pattern in the notation
    of its tool. `at` is the key, `block` the whole value (the place where `ws: true` is added). `rewrite` is a function
    of the path. `tool` says who reads the entry: what matches, what upgrades and what is left of the path depend on it.
    """

    context: str
    target: Value
    ws: Value | None
    rewrite: Value | None
    rewrite_ws_origin: Value | None
    at: Location
    block: Location
    tool: ProxyTool = "vite"


@record
class Exposure:
    """What a bundler's config shows to browser code beside its own prefix.

    `prefixes` is `envPrefix`; `defines` are the keys of `define` (`process.env.API_URL`, `process.env`, `__API__`).
    `env_dir` is relative to the config's folder, `root` too. `complete` is False where a part could not be followed.
    """

    prefixes: tuple[str, ...] | None
    defines: tuple[tuple[str, Value], ...]
    env_dir: Value | None
    root: Value | None
    base: Value | None
    complete: bool
    at: Location


@record
class ServedFolder:
    """A folder that a server's code names where it serves files or templates, as written: `static`, `../client`."""

    name: str
    at: Location


@record
class Package:
    """A `package.json`: its dependencies of all kinds with their version ranges, and its `proxy` field."""

    name: str
    dependencies: tuple[tuple[str, str], ...]
    proxy: Value | None
    at: Location


@record
class Pin:
    """A version of a Python or npm package that a requirement, manifest or lock file states.

    `exact` is False for a range; `version` is then its lower bound, where it has one, else empty.
    """

    ecosystem: Literal["pypi", "npm"]
    package: str
    version: str
    exact: bool
    at: Location

    @property
    def release(self) -> tuple[int, ...]:
        """The numbers of the version, to be compared; empty where there are none."""
        numbers: list[int] = []
        for part in self.version.split("."):
            digits = re.match(r"\d+", part)
            if digits is None:
                break
            numbers.append(int(digits[0]))
        return tuple(numbers)


@record
class NodeVersion:
    """The one major release of Node.js to which a project is limited."""

    major: int
    at: Location


# --- the server -----------------------------------------------------------------------------------------------------

RouteKind = Literal["http", "websocket", "socketio"]
"""What a route answers; the path of a `socketio` route is that of its engine.io endpoint."""

PathSyntax = Literal["braces", "angles", "colon", "regex"]
"""How a route writes its parameters: `{id}`, `{rest:path}` (Starlette, aiohttp); `<int:id>`, `<path:rest>` (Flask,
Django); `:id`, `*` (Express, Fastify, Nest); a regular expression (`re_path` of Django)."""


@record
class Field:
    """A field of a settings class. `env_names` are the variables that may set it, first wins, in any case of letters.

    `reading` says how the text of the variable becomes the value: `text` as it is, `json` decoded by
    pydantic-settings, `split` by a validator at commas (JSON where it begins with `[`), `unknown` by a validator
    that is not followed. `annotation` is the type as written, without blanks.
    """

    name: str
    annotation: str
    env_names: tuple[str, ...]
    default: Value | None
    reading: Literal["text", "json", "split", "unknown"]
    at: Location


@record
class SettingsClass:
    """A pydantic-settings class (or pydantic v1's `BaseSettings`). Of several `env_files` the last wins.

    `stated` are the names of the options and hooks that it states, those of its bases in the file included; a `*` among
    them stands for options that are not followed. `config` is the place of its own `model_config` or `class Config`.
    `first_version` says that it is one of pydantic 1.
    """

    name: str
    fields: tuple[Field, ...]
    bases: tuple[Value, ...]
    env_files: tuple[Value, ...]
    extra: str
    at: Location
    stated: tuple[str, ...] = ()
    config: Location | None = None
    first_version: bool = False


@record
class Application:
    """An application that no variable of the file holds: Django's, which its settings make."""

    router: Router
    at: Location


@record
class Include:
    """`include_router(child, prefix=)`, or a sub-application in a list of routes.

    `guards` are the functions of its `dependencies=[Depends(f)]`, which run before each of the routes. `replaces` says
    that the prefix stands in the place of the child's own (Flask's blueprints).
    """

    parent: Value
    child: Value
    prefix: Value | None
    at: Location
    guards: tuple[Value, ...] = ()
    syntax: PathSyntax = "braces"
    replaces: bool = False


@record
class Mount:
    """`mount(path, child)`, `Mount(path, child)`."""

    parent: Value
    path: Value
    child: Value
    at: Location
    syntax: PathSyntax = "braces"


@record
class Route:
    """One route. `methods` is empty for a WebSocket. `at` is the path, or the decorator where there is none.

    `socketio` is the path of an engine.io endpoint (`/socket.io`), under which a socket.io server answers. An HTTP
    route without methods answers all of them. `any_slash` says that a slash at the end does not matter.
    `rooted` says that its router's own prefix does not count for it.
    """

    router: Value
    path: Value
    kind: RouteKind
    methods: tuple[str, ...]
    handler: Value
    at: Location
    syntax: PathSyntax = "braces"
    any_slash: bool = False
    rooted: bool = False


@record
class Refusal:
    """That a WebSocket is closed because a check failed, as the branch around the `close` shows.

    `check` is what was looked at. `logs` says that the branch, or something between the check and it, logs or may log.
    `explains` says that a message or a reason goes to the other side. `verifiers` are the functions that did the check.
    `code_at` is where the code of the `close` stands or belongs; None for an exception.
    """

    check: Literal["origin", "token", "cookie"]
    logs: bool
    explains: bool
    verifiers: tuple[Value, ...] = ()
    code_at: Location | None = None


@record
class Step:
    """Something that a function does with a WebSocket, in the order of the text.

    `origin`: reads the Origin header; `token`: reads a token from query, header or cookie, or verifies one; `cookie`:
    reads a cookie or the session; `call`: calls or depends on `callee` and hands it the socket (or, with `Depends`,
    is given it by the framework); `close` carries the code as text in `detail`, where it is known, and its `refusal`.
    """

    kind: Literal["accept", "origin", "token", "cookie", "send", "receive", "close", "log", "call"]
    at: Location
    callee: Value | None = None
    detail: str = ""
    refusal: Refusal | None = None


@record
class SocketFunction:
    """What a function or method (by qualified name) does with a WebSocket; a middleware class's `__call__`, too."""

    name: str
    steps: tuple[Step, ...]
    at: Location


@record
class Middleware:
    """A middleware other than CORS that an application adds.

    `reads_origin` says that its function or class stands in the same file and looks at the header `Origin`.
    """

    application: Value
    of: Value
    at: Location
    reads_origin: bool = False


@record
class CorsPolicy:
    """A CORS policy of an application. An argument that is not given is None (the framework's default).

    `at` is the call's name (`CORSMiddleware`). `complete` is False where arguments come from a `**dict` that is not
    followed. `covers` says which requests it answers: a socket.io server has a policy of its own. `arguments` are the
    names that it is given, with their places, where the framework takes any name without a word. An `application` that
    is a `Hole` is the only one of the project's part in which the policy stands. A policy with an `entry` holds only
    where `listed`, the application's list of middleware, has that entry; `entry_at` is its place there. `ahead` is what
    a request reaches before the policy and that may answer it.
    """

    application: Value
    framework: str
    origins: Value | None
    origin_regex: Value | None
    credentials: Value | None
    at: Location
    origins_at: Location
    complete: bool = True
    covers: Literal["http", "socketio"] = "http"
    arguments: tuple[tuple[str, Location], ...] = ()
    listed: Value | None = None
    entry: str = ""
    entry_at: Location | None = None
    ahead: tuple[Ahead, ...] = ()


@record
class Ahead:
    """A middleware or route that a request reaches before the CORS policy of its application.

    `does` says in words what it answers (`redirects ...`), empty where its own code says that: an `Answers` of its
    name. `route` is the whole call that adds a route or router, which answers for its own paths.
    """

    of: Value
    at: Location
    does: str = ""
    route: Location | None = None


@record
class Answers:
    """A middleware function or class (by qualified name) that answers some requests by itself, at `at`.

    `preflights` says that every preflight is among them: it asks who is there, which no preflight says, and does not
    look at the method. `paths` are those that it answers, None where that is any; `/api/*` is a beginning.
    """

    name: str
    preflights: bool
    at: Location
    paths: tuple[str, ...] | None = None


@record
class CsrfPolicy:
    """From which other origins an application takes requests that change something and carry a session's cookie.

    `trusted` are those origins; `authentication` are the names of the classes that say who asks, None where the default
    counts. As for a `CorsPolicy` it holds where `listed` has the `entry`.
    """

    application: Value
    trusted: Value | None
    authentication: Value | None
    at: Location
    listed: Value | None = None
    entry: str = ""


@record
class StorageWrite:
    """That a script puts something into the browser's storage. `key` is empty where it is not known."""

    key: str
    at: Location


@record
class CookiePolicy:
    """That a server gives its cookies an attribute `SameSite`: `lax`, `strict` or `none`, in any case of letters."""

    same_site: Value
    at: Location


@record
class Listen:
    """A command or call that starts a server.

    `tool` is uvicorn, gunicorn, hypercorn, fastapi, vite, next ... `application` is `app.main:app` as written, or the
    application object in `uvicorn.run(app)`. `host` and `port` are None where the command leaves the tool's default.
    `folder` is where the command runs, relative to the linted folder (`cd backend && ...`, the folder of a
    package.json, the build context of a compose service). `service` is the compose service, else empty;
    `image` says that it runs inside a container (Dockerfile, compose). `command` is the tool's subcommand as written
    (`dev`, `preview`, `run`), on which its defaults may depend. `script` is the script of a `package.json` in which it
    stands, else empty.
    """

    tool: str
    application: Value | None
    host: Value | None
    port: Value | None
    folder: str
    at: Location
    service: str = ""
    image: bool = False
    root_path: Value | None = None
    mode: str = ""
    tls: bool = False
    command: str = ""
    script: str = ""


@record
class Service:
    """A service of a compose file. `context` is its build folder, relative to the linted folder.

    `names` are the host names under which other containers reach it, its own first. `target` is the stage of the
    Dockerfile that is built, empty for the last. `command` is the entry point and the command as one text, empty where
    the image says it. `mounts` are the folders and files of the repository that it sees, relative to the linted folder.
    """

    name: str
    context: str | None
    dockerfile: str | None
    ports: tuple[Published, ...]
    environment: tuple[tuple[str, Value], ...]
    env_files: tuple[str, ...]
    at: Location
    names: tuple[str, ...] = ()
    image: str = ""
    target: str = ""
    build_args: tuple[tuple[str, Value], ...] = ()
    command: str = ""
    mounts: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()


@record
class Published:
    """A port that a compose service publishes on the host: `host` may be an `EnvRead` with a default."""

    host: Value | None
    container: Value
    at: Location


# --- what stands around the two halves --------------------------------------------------------------------------------


@record
class ImageVariable:
    """An `ARG` or `ENV` of a Dockerfile. `value` is None for an `ARG` without a default.

    `stage` is the number of the stage in which it stands, from 0; -1 stands for an `ARG` before the first `FROM`, which
    counts in `FROM` lines only. `at` is the name.
    """

    name: str
    value: Value | None
    kind: Literal["arg", "env"]
    stage: int
    at: Location


@record
class ImageStage:
    """A stage of a Dockerfile. `base` is the image or the stage that it is built on, as written, in small letters.

    `copies` are the sources of its `COPY` and `ADD` from the build context, as written; `takes` are the stages and
    images from which it copies, in small letters. `runs` are its `RUN` commands. `command` is what it starts, as
    written, empty where it says nothing.
    """

    number: int
    name: str
    base: str
    copies: tuple[str, ...]
    command: str
    at: Location
    takes: tuple[str, ...] = ()
    runs: tuple[Text, ...] = ()


@record
class SetVariable:
    """A variable with a literal value that a workflow or a hosting platform sets.

    `folder` is where the commands run that see it, relative to the linted folder; None where that is not known. `at` is
    the value.
    """

    name: str
    value: str
    where: Literal["github", "render"]
    folder: str | None
    at: Location


@record
class GatewayLocation:
    """Requests that a gateway treats alike, and what it does with them.

    `kind` says how `path` is compared with a request's: `prefix`; `final`, a prefix that no regular expression
    overrides (`^~`); `exact`; `regex` (`regex-nocase`), searched in it; `named` (`@app`) is only reached from another
    location.
    `target` is the origin to which requests are handed on, upstreams filled in; None where it answers by itself.
    `uri` replaces the matched prefix on the way, where it is not None; `rewrites` are patterns and replacements that
    are tried on the path before that. `upgrades` says whether WebSocket handshakes pass, None where that is not known.
    `allow_origin` is the place where it adds Access-Control-Allow-Origin of its own to answers, `hides_origin` that it
    drops the header of the server behind it. `fallback` is the last argument of `try_files`. `at` is the path.
    """

    kind: Literal["prefix", "final", "exact", "regex", "regex-nocase", "named"]
    path: str
    target: Value | None
    at: Location
    uri: str | None = None
    rewrites: tuple[tuple[str, str], ...] = ()
    upgrades: bool | None = None
    allow_origin: Location | None = None
    hides_origin: bool = False
    fallback: str = ""


@record
class GatewaySite:
    """A server block of nginx, or a site of a Caddyfile. `ports` are those on which it listens."""

    tool: Literal["nginx", "caddy"]
    names: tuple[str, ...]
    ports: tuple[int, ...]
    locations: tuple[GatewayLocation, ...]
    at: Location


Fact = (
    Broken
    | Definition
    | StarExport
    | IgnoreComment
    | PathAlias
    | Extends
    | Replacement
    | Runtime
    | EnvEntry
    | EnvMisread
    | EnvEncoding
    | EnvUse
    | EnvObject
    | LoadDotenv
    | Heartbeat
    | BareSocketServer
    | Connect
    | Invocation
    | DevServer
    | ProxyRule
    | Exposure
    | ServedFolder
    | Package
    | Pin
    | NodeVersion
    | SettingsClass
    | Application
    | Include
    | Mount
    | Route
    | SocketFunction
    | Middleware
    | CorsPolicy
    | Answers
    | CsrfPolicy
    | CookiePolicy
    | StorageWrite
    | Listen
    | Service
    | ImageVariable
    | ImageStage
    | SetVariable
    | GatewaySite
)


class FactsByKind(Protocol):
    """The facts of a file by their class; a class of which there is none has an empty sequence."""

    def __getitem__(self, kind: type[Fact], /) -> Sequence[Fact]:
        """The facts of a class, in the order of the file."""
        ...

    def kinds(self) -> Iterable[type[Fact]]:
        """The classes of which there are facts."""
        ...

    def holds(self, kind: type, /) -> bool:
        """Whether a fact or a value of a class stands anywhere in the facts, however deep."""
        ...

    def defining(self, name: str, /) -> Sequence[Definition]:
        """The definitions of a name, in the order of the file."""
        ...

    def defined_as(self, *values: type) -> Iterable[Definition]:
        """The definitions of values of some classes, in the order of the file."""
        ...


class FileFacts:
    """The facts of one file, asked for by type."""

    __slots__ = ("_by_kind", "source")

    def __init__(self, source: Source, by_kind: FactsByKind) -> None:
        self.source = source
        self._by_kind = by_kind

    def of(self, kind: type[Fact_]) -> Iterator[Fact_]:
        """The facts of a type, in the order of the file."""
        return iter(cast("Sequence[Fact_]", self._by_kind[cast("type[Fact]", kind)]))

    def kinds(self) -> Iterable[type[Fact]]:
        """The types of which there are facts."""
        return self._by_kind.kinds()

    def holds(self, kind: type) -> bool:
        """Whether a fact or a value of a class stands anywhere in the facts, however deep.

        This is known without making the facts that are kept in a cache.
        """
        return self._by_kind.holds(kind)

    def defining(self, name: str) -> Sequence[Definition]:
        """The definitions of a name, in the order of the file: several where it is set again or in branches.

        Of the facts that are kept in a cache no others are made.
        """
        return self._by_kind.defining(name)

    def defined_as(self, *values: type) -> Iterable[Definition]:
        """The definitions of values of some classes, in the order of the file.

        Of the facts that are kept in a cache no others are made.
        """
        return self._by_kind.defined_as(*values)

    def every(self) -> Iterator[Fact]:
        """All facts, one type after the other."""
        for kind in self._by_kind.kinds():
            yield from self._by_kind[kind]


class _Collected(dict[type["Fact"], "Sequence[Fact]"]):
    """Facts that have just been read."""

    def __missing__(self, kind: type[Fact]) -> Sequence[Fact]:
        return ()

    def kinds(self) -> Iterable[type[Fact]]:
        return tuple(self)

    def holds(self, kind: type) -> bool:
        return kind in self._held

    def defining(self, name: str) -> Sequence[Definition]:
        return self._defined.get(name, ())

    def defined_as(self, *values: type) -> Iterable[Definition]:
        found = cast("Sequence[Definition]", self[Definition])
        return (definition for definition in found if type(definition.value) in values)

    @cached_property
    def _defined(self) -> dict[str, list[Definition]]:
        found: dict[str, list[Definition]] = {}
        for definition in cast("Sequence[Definition]", self[Definition]):
            found.setdefault(definition.name, []).append(definition)
        return found

    @cached_property
    def _held(self) -> set[type]:
        found = set[type]()
        pending: list[object] = [fact for facts in self.values() for fact in facts]
        while pending:
            value = pending.pop()
            if isinstance(value, tuple):
                pending += cast("tuple[object, ...]", value)
            elif names := fields(value):
                found.add(type(value))
                pending += [getattr(value, name) for name in names]
        return found


def collect(source: Source, facts: Iterable[Fact]) -> FileFacts:
    """The facts of a file in the order of the text, so that equal input gives equal output."""
    found: dict[type[Fact], list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at.start, fact.at.end)):
        found.setdefault(type(fact), []).append(fact)
    return FileFacts(source, _Collected(found))
