"""A WebSocket is accepted without a look at the Origin header."""

from __future__ import annotations

import re

from envlint.rule import (
    Handshake,
    Iterator,
    Label,
    Location,
    Name,
    Problem,
    Problems,
    Server,
    Severity,
    Wiring,
)

SINCE = "0.1"

Shake = tuple[str, Location, Handshake]
"""The path of a route, its place, and what its handler does."""

_CHECKS_ORIGIN = re.compile(r"origin|csrf|websocket", re.IGNORECASE)


def check(wiring: Wiring) -> Problems:
    """Yields one problem for each server that has routes which accept any origin, with all of them as labels."""
    for server in wiring.servers:
        if _is_covered(wiring, server):
            continue
        unchecked = [shake for shake in _shakes(wiring, server) if _accepts_anyone(shake[2])]
        if unchecked:
            yield _problem(server, unchecked)


def _shakes(wiring: Wiring, server: Server) -> Iterator[Shake]:
    """The WebSocket routes of a server with what their handlers do, those of routers that it forgot included."""
    found = {route.at: (route.path, route.fact) for route in server.websocket_routes if route.fact is not None}
    for loose in wiring.loose_routers:
        if loose.application == server:
            found |= {route.at: (path, route) for route, path, _ in loose.routes if route.kind == "websocket"}
    for at, (path, fact) in sorted(found.items(), key=lambda item: item[0].sort_key()):
        yield path, at, wiring.handshake(fact.handler, at.path)


def _is_covered(wiring: Wiring, server: Server) -> bool:
    """Whether a middleware looks at the origin, or one that is not followed sounds as if it did."""
    for middleware in server.middleware:
        steps = wiring.sockets.class_steps(middleware.of, middleware.at.path)
        if steps is not None and any(step.kind == "origin" for step in steps):
            return True
        name = middleware.of.name if isinstance(middleware.of, Name) else ""
        if steps is None and _CHECKS_ORIGIN.search(name):
            return True
    return False


def _accepts_anyone(shake: Handshake) -> bool:
    """Whether a handler accepts, and neither it nor anything that it calls looks at the origin."""
    if not shake.found or shake.first("accept") is None or shake.first("origin") is not None:
        return False
    return not any(step.kind == "call" for step in shake.before_accept())


def _problem(server: Server, unchecked: list[Shake]) -> Problem:
    path, route_at, shake = unchecked[0]
    accept = shake.first("accept")
    by_cookie = next((step for _, _, other in unchecked if (step := other.first("cookie")) is not None), None)
    labels = [Label(accept.at, "accepted here, whatever page asks")] if accept is not None else []
    labels += [Label(other_at, f"so does {other}") for other, other_at, _ in unchecked[1:]]
    if by_cookie is not None:
        labels.append(Label(by_cookie.at, "the visitor's cookie comes along from any page"))
    labels += [
        Label(policy.fact.origins_at, "this allow-list is not asked for WebSockets") for policy in server.policies
    ]
    serious = by_cookie is not None or bool(server.policies)
    count = f" (and {len(unchecked) - 1} more)" if len(unchecked) > 1 else ""
    return Problem(
        f"the WebSocket route {path}{count} accepts a handshake from any origin",
        route_at,
        tuple(dict.fromkeys(labels)),
        symptom="none while it goes well: any website can open this socket from a visitor's browser, cookies included "
        "(CWE-1385); CORSMiddleware never sees WebSockets",
        remedy="before accept(), compare websocket.headers.get('origin') with the allow-list, log a refusal, and "
        "close(code=1008)",
        severity=Severity.ERROR if serious else Severity.WARNING,
    )
