"""The browser is sent to a host that it cannot reach: a bind address, a container's name, somebody's own network."""

from __future__ import annotations

import re

from envlint.rule import Connection, Edit, Fix, Label, Location, Problem, Problems, Service, Target, Wiring, url

SINCE = "0.1"

_PRIVATE = re.compile(r"10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+")
"""RFC 1918."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that names such a host in a URL which the browser calls."""
    services = {service.name: service.at for service in wiring.facts(Service)}
    told: set[Location] = set()
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.host_at()
            reason = _reason(target, at, services) if at is not None and not target.is_relative else None
            if at is not None and reason is not None and at not in told:
                told.add(at)
                yield _problem(connection, target, at, reason, services)


def _reason(target: Target, at: Location | None, services: dict[str, Location]) -> str | None:
    host = target.address.host if target.address is not None else ""
    if host in url.WILDCARD_HOSTS:
        return "is an address to listen on, not one to call"
    if host == "host.docker.internal":
        return "exists inside containers only"
    if host in services and "." not in host and host != "localhost":
        return "is a service of a compose file, a name that only containers know"
    if _PRIVATE.fullmatch(host) and at is not None and not at.path.endswith(".local") and "/.env" not in f"/{at.path}":
        return "is an address in somebody's own network"
    return None


def _problem(
    connection: Connection, target: Target, at: Location, reason: str, services: dict[str, Location]
) -> Problem:
    address = target.address
    host = address.host if address is not None else at.text
    labels = list(connection.trail(target))
    if host in services:
        labels.append(Label(services[host], "the service"))
    scheme = "the page" if connection.fact.kind != "websocket" else "the page's WebSocket"
    return Problem(
        f"{scheme} calls {host}, which {reason}",
        at,
        tuple(labels),
        symptom="browser: net::ERR_NAME_NOT_RESOLVED, ERR_ADDRESS_INVALID or a time-out; nothing in the server's log",
        remedy="name the host as the browser sees it: localhost and the published port",
        fixes=(Fix("call localhost", (Edit(at, "localhost"),)),) if at.text == host else (),
    )
