"""The origin or the token of a WebSocket is checked only after it was accepted and used."""

from __future__ import annotations

from envlint.rule import Handshake, Label, Problem, Problems, ServedRoute, Severity, Step, Wiring

SINCE = "0.1"
SEVERITY = Severity.WARNING


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each handler that exchanges messages before it knows with whom."""
    for server in wiring.servers:
        for route in server.websocket_routes:
            if route.fact is not None:
                shake = wiring.handshake(route.fact.handler, route.at.path)
                late = _late(shake)
                if late is not None:
                    yield _problem(route, shake, *late)


def _late(shake: Handshake) -> tuple[Step, Step] | None:
    """The last exchange between `accept` and the check, and the check.

    A token that comes as a message is no late check: it can only be read after `accept`. So a token counts as late
    where the last exchange before it was something sent, an origin where anything was exchanged at all.
    """
    if any(step.kind in {"origin", "token", "cookie", "call"} for step in shake.before_accept()):
        return None
    exchanged: Step | None = None
    for step in shake.after_accept():
        if step.kind in {"origin", "token", "cookie"}:
            late = exchanged is not None and (step.kind == "origin" or exchanged.kind == "send")
            return (exchanged, step) if late and exchanged is not None else None
        if step.kind in {"send", "receive"}:
            exchanged = step
    return None


def _problem(route: ServedRoute, shake: Handshake, exchanged: Step, checked: Step) -> Problem:
    accept = shake.first("accept")
    what = {"origin": "the origin", "token": "the token", "cookie": "the cookie"}[checked.kind]
    labels = [Label(accept.at, "accepted here")] if accept is not None else []
    labels += [Label(exchanged.at, "already in use here"), Label(route.at, f"in the route {route.path}")]
    return Problem(
        f"{what} is checked only after the WebSocket was accepted and used",
        checked.at,
        tuple(labels),
        symptom="none while it goes well: whoever is refused has already got messages",
        remedy="check before accept(), and close(code=1008) where it fails",
    )
