"""A WebSocket goes through the dev server, whose proxy does not forward it."""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Frontend,
    Label,
    Location,
    Problem,
    Problems,
    Proxied,
    Safety,
    Target,
    Wiring,
    client_pattern,
)

SINCE = "0.1"

_KINDS = {"websocket", "socketio"}


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each proxy rule that takes a WebSocket and drops it, and for sockets that no rule takes."""
    told: set[Location] = set()
    for connection in wiring.connections:
        frontend = wiring.frontend(connection.app)
        if connection.fact.kind not in _KINDS or frontend is None or connection.app.framework != "vite":
            continue
        for target in connection.targets:
            if not target.is_relative or target.environment.is_production:
                continue
            problem = _problem(connection, target, frontend)
            if problem is not None and problem.at not in told:
                told.add(problem.at)
                yield problem


def _problem(connection: Connection, target: Target, frontend: Frontend) -> Problem | None:
    if any(proxied.forwards_websockets is not False for proxied in target.proxies):
        return None
    path = _path(connection, target)
    if target.proxies:
        return _dropped(connection, target, target.proxies[0], path)
    if frontend.proxy and frontend.proxy_complete and not _is_open(connection, target):
        return _not_taken(connection, target, frontend, path)
    return None


def _is_open(connection: Connection, target: Target) -> bool:
    """Whether a hole stands where a rule's prefix would have to match."""
    text = client_pattern(target.path).text
    return connection.fact.kind == "websocket" and (
        "{}" in text.split("/")[1:2] or text.startswith("{}") or text in {"", "/"}
    )


def _path(connection: Connection, target: Target) -> str:
    return "/socket.io/" if connection.fact.kind == "socketio" else client_pattern(target.path).text or "/"


def _labels(connection: Connection, target: Target) -> tuple[Label, ...]:
    at = target.path_at()
    here = (Label(at, "this WebSocket goes to the page's own origin, the dev server"),) if at is not None else ()
    return (*connection.trail(target), *here)


_SYMPTOM = "browser: the WebSocket hangs or closes with 1006, with no line in the server's log"


def _dropped(connection: Connection, target: Target, proxied: Proxied, path: str) -> Problem:
    rule = proxied.rule
    return Problem(
        f"the proxy rule for {rule.context} forwards HTTP only, and the page opens a WebSocket at {path}",
        rule.at,
        _labels(connection, target),
        symptom=_SYMPTOM,
        remedy="add ws: true to the rule",
        fixes=_fixes(rule.block),
    )


def _fixes(block: Location) -> tuple[Fix, ...]:
    """`ws: true` as the last property of the rule's object; a text as rule becomes an object."""
    text = block.text
    if text.startswith("{") and text.endswith("}") and text[1:-1].strip():
        inner = text[1:-1].rstrip()
        end = block.start + 1 + len(inner)
        comma = "" if inner.endswith(",") else ","
        line = "\n" + " " * _indent(block) if "\n" in text else " "
        edit = Edit(block.source.at(end, end), f"{comma}{line}ws: true")
        return (Fix("forward WebSockets", (edit,), Safety.SAFE),)
    if text[:1] in {"'", '"', "`"}:
        return (Fix("forward WebSockets", (Edit(block, f"{{ target: {text}, ws: true }}"),), Safety.SAFE),)
    return ()


def _indent(block: Location) -> int:
    """The indentation of the first property of a block over several lines."""
    lines = block.text.split("\n")
    return len(lines[1]) - len(lines[1].lstrip()) if len(lines) > 1 else 0


def _not_taken(connection: Connection, target: Target, frontend: Frontend, path: str) -> Problem:
    rules = ", ".join(rule.context for rule, _ in frontend.proxy[:4])
    first, _ = frontend.proxy[0]
    return Problem(
        f"the page opens a WebSocket at {path}, and no rule of the dev server's proxy takes that path",
        first.at,
        _labels(connection, target),
        symptom=_SYMPTOM,
        remedy=f"the rules are for {rules}: add one for {path} with ws: true",
    )
