"""The browser calls a server from another origin, and that server has no CORS policy."""

from __future__ import annotations

from envlint.rule import Connection, CorsPolicy, Label, Name, Problem, Problems, Server, Target, Wiring

SINCE = "0.1"

_HARMLESS = {
    "GZipMiddleware", "TrustedHostMiddleware", "SessionMiddleware", "HTTPSRedirectMiddleware",
    "AuthenticationMiddleware", "PrometheusMiddleware", "ProxyHeadersMiddleware",
}  # fmt: skip
"""Middleware that is known to set no CORS header."""


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each server without a policy that a page calls from another origin."""
    for server in wiring.servers:
        if server.policies or _may_answer_by_hand(wiring, server):
            continue
        calls = [
            (connection, target)
            for connection in wiring.connections
            if connection.is_http
            for target in connection.targets
            if target.server == server and not target.is_relative and target.used
            if target.page is not None and not target.environment.is_production
        ]
        if calls:
            yield _problem(server, *calls[0])


def _may_answer_by_hand(wiring: Wiring, server: Server) -> bool:
    """Whether something else may set the headers: other middleware, a policy that could not be tied to its server."""
    if any(not (isinstance(m.of, Name) and m.of.name in _HARMLESS) for m in server.middleware):
        return True
    if any(server.app.holds(policy.at.path) for policy in wiring.facts(CorsPolicy)):
        return True
    own = (facts for facts in wiring.files if server.app.holds(facts.source.path))
    return any("access-control-allow-origin" in facts.source.text.lower() for facts in own)


def _problem(server: Server, connection: Connection, target: Target) -> Problem:
    page = target.page
    origin = page.origin if page is not None else ""
    labels = [Label(page.at, f"the page is served at {origin}")] if page is not None and page.at is not None else []
    place = target.host_at()
    if place is not None and target.address is not None:
        labels.append(Label(place, f"and calls {target.address.origin}, another origin"))
    labels.append(Label(connection.fact.call, "in this call"))
    return Problem(
        f"this application has no CORS policy, and the page at {origin} calls it from another origin",
        server.at,
        tuple(labels),
        symptom=f"browser: blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present (origin {origin})",
        remedy=f'add CORSMiddleware with allow_origins=["{origin}"], or call the server through the dev server\'s proxy',
    )
