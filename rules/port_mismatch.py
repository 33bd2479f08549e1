"""A URL names a port on which nothing of the repository listens."""

from __future__ import annotations

import re

from envlint.rule import (
    Connection,
    Edit,
    Fix,
    Label,
    Listener,
    Location,
    Problem,
    Problems,
    Server,
    Target,
    Wiring,
    client_pattern,
)

SINCE = "0.1"

_SERVER_NAME = re.compile(r"API|BACKEND|SERVER|WS|SOCKET", re.IGNORECASE)


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place with such a port, with all its call sites as labels."""
    server = _only_server(wiring)
    if server is None:
        return
    known = wiring.ports.all_ports() | {
        frontend.page.port for frontend in wiring.frontends if frontend.page is not None
    }
    wrong: dict[Location, list[tuple[Connection, Target]]] = {}
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.port_at()
            if at is not None and _is_wrong(target, known) and _means(target, server):
                wrong.setdefault(at, []).append((connection, target))
    for at, calls in wrong.items():
        yield _problem(at, calls, server)


def _only_server(wiring: Wiring) -> Server | None:
    """The one server of the repository, if all that listens is known; else nobody can say which port is meant."""
    if len(wiring.servers) != 1 or wiring.apps.unread or wiring.ports.has_unknown_port:
        return None
    server = wiring.servers[0]
    return server if server.listeners and not any(listener.assumed for listener in server.listeners) else None


def _is_wrong(target: Target, known: frozenset[int]) -> bool:
    address = target.address
    return address is not None and address.is_loopback and not target.is_relative and address.port not in known


def _means(target: Target, server: Server) -> bool:
    """Whether a URL is meant for this server: one of its paths, or a variable that says so by its name."""
    path = client_pattern(target.path)
    if not path.is_open and any(server.may_serve(kind, path) for kind in ("http", "websocket")):
        return True
    return any(_SERVER_NAME.search(label.at.text.partition("=")[0]) for label in target.url.trail)


def _problem(at: Location, calls: list[tuple[Connection, Target]], server: Server) -> Problem:
    connection, target = calls[0]
    port = target.address.port if target.address is not None else 0
    others = [Label(other.fact.call, "and by this call") for other, _ in calls[1:]]
    listening = sorted({listener.port for listener in server.listeners})
    shown = " and ".join(str(number) for number in listening)
    labels = [*connection.trail(target), *dict.fromkeys(others), *_listening(server.listeners)]
    fixes = (Fix(f"call port {shown}", (Edit(at, shown),)),) if len(listening) == 1 and at.text == str(port) else ()
    return Problem(
        f"nothing in this repository listens on port {port}; the server listens on {shown}",
        at,
        tuple(labels),
        symptom="browser: net::ERR_CONNECTION_REFUSED; nothing in the server's log",
        remedy=f"call port {shown}, or start the server on {port}",
        fixes=fixes,
    )


def _listening(listeners: tuple[Listener, ...]) -> list[Label]:
    return [Label(listener.at, f"the server listens on {listener.port}") for listener in listeners[:3]]
