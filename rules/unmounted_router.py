"""A router has routes, and no application includes it."""

from __future__ import annotations

from envlint.rule import Label, LooseRouter, Problem, Problems, Wiring, can_match, client_pattern

SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each router that was forgotten."""
    for loose in wiring.loose_routers:
        yield _problem(wiring, loose)


def _problem(wiring: Wiring, loose: LooseRouter) -> Problem:
    paths = [path or "/" for _, path, _ in loose.routes]
    shown = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    sockets = [path for route, path, _ in loose.routes if route.kind == "websocket"]
    labels = list(_callers(wiring, loose))
    if loose.application is not None:
        labels.append(Label(loose.application.at, "this application does not include it"))
    code = "403 (Starlette refuses an unknown WebSocket path with 403, not 404)" if sockets else "404"
    first = sockets[0] if sockets else paths[0]
    return Problem(
        f"no application includes this router, so nothing answers {shown}",
        loose.router.router.at,
        tuple(labels),
        symptom=f"browser and server log: {first} answers {code}",
        remedy=f"add include_router({loose.name}) to the application, or delete the router",
    )


def _callers(wiring: Wiring, loose: LooseRouter) -> dict[Label, None]:
    """The URLs of the browser code that would reach one of its routes, as labels in a stable order."""
    found: dict[Label, None] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            path = client_pattern(target.path)
            at = target.path_at()
            if at is None or path.is_open or target.server is None:
                continue
            kind = "websocket" if connection.fact.kind == "websocket" else "http"
            if any(route.kind == kind and can_match(path, pattern) for route, _, pattern in loose.routes):
                found[Label(at, "this URL calls one of its routes")] = None
    return found
