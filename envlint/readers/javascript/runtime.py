"""Evidence that a script runs in Node.js and not in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Runtime
from envlint.patterns import pattern
from envlint.readers.javascript import imports, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.readers.javascript.evaluate import Evaluator

_MODULES = frozenset(
    {
        *(
            "assert",
            "child_process",
            "cluster",
            "crypto",
            "dgram",
            "dns",
            "fs",
            "fs/promises",
            "http",
            "http2",
            "https",
        ),
        *("module", "net", "os", "path", "perf_hooks", "process", "readline", "stream", "tls", "v8", "vm"),
        *("worker_threads", "zlib", "express", "cors", "body-parser", "cookie-parser", "helmet", "morgan", "multer"),
        *("fastify", "koa", "hapi", "restify", "hono", "@hono/node-server", "ws", "socket.io", "dotenv", "mongoose"),
        *("pg", "mysql2", "ioredis", "redis", "jsonwebtoken", "bcrypt", "bcryptjs", "nodemailer", "http-proxy"),
        *("http-proxy-middleware", "node-fetch", "sequelize", "electron", "next/server", "next/headers"),
        *("server-only", "@trpc/server", "@apollo/server", "apollo-server", "apollo-server-express"),
    }
)
_SCOPES = ("node:", "bun:", "@nestjs/", "@fastify/", "@koa/", "@hapi/", "@apollo/server/")
_CONFIG = pattern(r"\.config\.[cm]?[jt]s$")
_SERVER = frozenset({"use server"})


def evidence(ev: Evaluator) -> Iterator[Runtime]:
    """The imports of modules that only Node.js has, and the directive of server functions.

    Configuration files of build tools run in Node.js by their nature and say nothing of the code beside them.
    """
    if _CONFIG.search(ev.syntax.source.path):
        return
    for node in ev.script.imports:
        module = imports.source(node, ev.syntax)
        if _is_server(module) and not nodes.has_keyword(node, "type"):
            yield Runtime(module, ev.at(node))
    for call, _ in ev.calls:
        required = imports.required(call.node, ev.syntax) if call.name == "require" else None
        if required is not None and _is_server(required):
            yield Runtime(required, ev.at(call.node))
    for statement in ev.syntax.root.named_children[:5]:
        if statement.type == "expression_statement" and statement.named_children:
            word = nodes.literal(statement.named_children[0], ev.syntax)
            if word in _SERVER:
                yield Runtime(word, ev.at(statement))


def _is_server(module: str) -> bool:
    return module in _MODULES or module.startswith(_SCOPES)
