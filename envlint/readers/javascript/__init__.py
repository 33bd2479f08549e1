"""Scripts: JavaScript and TypeScript, and the script blocks of Vue and Svelte components."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from envlint.readers import heartbeat
from envlint.readers.javascript import (
    cookies,
    definitions,
    environment,
    handed,
    heartbeats,
    older_requests,
    parsing,
    requests,
    runtime,
    sockets,
    storage,
)
from envlint.readers.javascript.evaluate import Evaluator
from envlint.readers.javascript.frameworks import FRAMEWORKS
from envlint.readers.javascript.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source

words: tuple[str, ...] | None = (
    *("WebSocket", "EventSource", "socket.io", "io(", "fetch", "axios", "sendBeacon", "new Request("),
    *("import.meta", "process.env", "loadEnv", "from 'ky'", 'from "ky"', "prefixUrl", "baseURL", "baseUrl"),
    *("OpenAPI.BASE", "'use server'", '"use server"', "basePath", "GET(", "POST("),
    *("XMLHttpRequest", "$.ajax(", "$.get", "$.post(", "jQuery.", "superagent", "wretch"),
    *("apollo", "urql", "graphql", "stomp", "sockjs", "rxjs/webSocket", "@trpc/client", "sse.js"),
    *(f".{verb}{end}" for verb in ("get", "post", "put", "patch", "delete") for end in ("('", '("', "(`", "<")),
    *cookies.WORDS,
    *heartbeat.WORDS,
    *(word for framework in FRAMEWORKS for word in framework.words),
)
"""Any of these stands in every script that holds a connection, a read of a variable, or a server function."""


@lru_cache(maxsize=8)
def analyse(source: Source) -> Evaluator | None:
    """The analysis of a script, shared by the readers of the same file; None where there is nothing to read."""
    parsed = parsing.parse(source)
    return None if parsed is None else Evaluator(walk(parsed), tuple(framework.made for framework in FRAMEWORKS))


def read(source: Source) -> Iterator[Fact]:
    """The facts of a script.

    Locals have definitions only where a value of the file refers to them, so they come last.
    """
    analysis = analyse(source)
    if analysis is None:
        return
    yield from parsing.broken(analysis.syntax)
    yield from runtime.evidence(analysis)
    yield from environment.uses(analysis)
    yield from environment.objects(analysis)
    yield from handed.connects(analysis, sockets.connects(analysis))
    yield from heartbeats.heartbeats(analysis)
    yield from handed.connects(analysis, requests.connects(analysis))
    yield from handed.connects(analysis, older_requests.connects(analysis))
    yield from handed.invocations(analysis)
    yield from storage.writes(analysis)
    yield from cookies.cookies(analysis)
    for framework in FRAMEWORKS:
        yield from framework.facts(analysis)
    yield from definitions.exported(analysis)
    yield from definitions.defined(analysis)
