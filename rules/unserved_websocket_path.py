"""No route of the server answers the path of a WebSocket URL."""

from __future__ import annotations

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Location,
    Problem,
    Problems,
    Safety,
    Server,
    Target,
    Wiring,
    can_match,
    client_pattern,
    nearest,
)

SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place whose path reaches a server of the repository and no route of it."""
    told: set[Location] = set()
    for connection in wiring.connections:
        if connection.fact.kind != "websocket":
            continue
        for target in connection.targets:
            at = target.path_at()
            if at is not None and at not in told and _is_unserved(wiring, target):
                told.add(at)
                yield _problem(wiring, connection, target, at)


def _is_unserved(wiring: Wiring, target: Target) -> bool:
    server = target.server
    if server is None or not server.routes_complete:
        return False
    if any(proxied.forwards_websockets is not True for proxied in target.proxies):
        return False
    path = client_pattern(target.path)
    if path.is_open or server.may_serve("websocket", path):
        return False
    # A path whose router was forgotten is reported at the router: one cause, one finding.
    return not any(can_match(path, pattern) for loose in wiring.loose_routers for _, _, pattern in loose.routes)


def _served(wiring: Wiring, server: Server) -> dict[str, Location]:
    """The WebSocket paths of a server with their places, those of forgotten routers included."""
    found = {route.path: route.at for route in server.websocket_routes}
    for loose in wiring.loose_routers:
        found |= {path: route.at for route, path, _ in loose.routes if route.kind == "websocket"}
    return found


def _problem(wiring: Wiring, connection: Connection, target: Target, at: Location) -> Problem:
    server = target.server
    path = client_pattern(target.path).text or "/"
    served = _served(wiring, server) if server is not None else {}
    near = nearest(path, served)
    labels = [*connection.trail(target)]
    if near is not None:
        labels.append(Label(served[near], f"the nearest WebSocket route is {near}"))
    elif server is not None:
        labels.append(Label(server.at, "this server has no such route" if served else "it has no WebSocket route"))
    hint = f"; the nearest is {near}" if near is not None else ""
    return Problem(
        f"no WebSocket route of the server answers {path}{hint}",
        at,
        tuple(labels),
        symptom=f'browser: WebSocket connection failed; server log: "WebSocket {path}" 403 (Starlette answers an unknown '
        "WebSocket path with 403, so this looks like a refused login)",
        remedy=f"call {near} here" if near is not None else "add the route, or call one that exists",
        fixes=_fixes(target, at, path, near, served),
    )


def _fixes(target: Target, at: Location, path: str, near: str | None, served: dict[str, Location]) -> tuple[Fix, ...]:
    if near is None or "{" in near or "{" in path or at.text != path or target.proxies:
        return ()
    only = sum(nearest(path, [candidate]) is not None for candidate in served) == 1
    return (Fix(f"call {near}", (Edit(at, near),), Safety.SAFE if only else Safety.UNSAFE),)
