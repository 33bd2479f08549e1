"""The page and the server are named by different spellings of the same machine."""

from __future__ import annotations

from collections import defaultdict

from envlint.rule import Connection, Edit, Fix, Iterator, Label, Location, Problem, Problems, Safety, Target, Wiring

SINCE = "0.1"

Spelling = tuple[Connection, Target, Location]


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each place that spells a server's host otherwise than the rest of its app does."""
    servers: dict[tuple[object, ...], dict[str, list[Spelling]]] = defaultdict(lambda: defaultdict(list))
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.host_at()
            if target.address is None or not target.address.is_loopback or target.is_relative or at is None:
                continue
            environment = (target.environment.mode, target.environment.template)
            server = (connection.app, target.address.port, *environment)
            servers[server][target.address.host].append((connection, target, at))
    told: set[Location] = set()
    for hosts in servers.values():
        right = _right(hosts)
        for host, spellings in hosts.items():
            for connection, target, at in spellings if host != right else ():
                if at not in told:
                    told.add(at)
                    yield from _problem(connection, target, at, hosts.get(right, []), right)


def _right(hosts: dict[str, list[Spelling]]) -> str:
    """The spelling to keep: the page's own, else what is used today, else the first by place."""
    every = [spelling for spellings in hosts.values() for spelling in spellings]
    pages = {target.page.host for _, target, _ in every if target.page is not None}
    for host in sorted(pages & hosts.keys()):
        return host
    if len(hosts) == 1:
        with_cookies = any(connection.sends_credentials for connection, _, _ in every)
        loopback_pages = sorted(page for page in pages if page in {"localhost", "127.0.0.1", "[::1]"})
        return loopback_pages[0] if with_cookies and loopback_pages else next(iter(hosts))
    used = [target.address.host for _, target, _ in every if target.used and target.address is not None]
    return used[0] if used else min(hosts)


def _problem(
    connection: Connection, target: Target, at: Location, others: list[Spelling], right: str
) -> Iterator[Problem]:
    host = target.address.host if target.address is not None else at.text
    what = "this URL" if target.used else "this fallback"
    port = target.address.port if target.address is not None else ""
    if others:
        evidence, reason = _nearest(others), f"while `{right}` is used elsewhere for the same server"
        labels = [Label(evidence[2], f"the same server is named `{right}` here")]
    else:
        page = target.page
        if page is None or page.at is None:
            return
        labels = [Label(page.at, f"the page is served at {page.origin}")]
        reason = f"while the page is at `{right}` and sends its cookies along"
    yield Problem(
        f"{what} calls port {port} of `{host}`, {reason}: to a browser they are two hosts",
        at,
        (*labels, *connection.trail(target)),
        symptom=f"browser: cookies set for {right} are not sent to {host}, and an allow-list that names one of them "
        "refuses the other (403, or a CORS error)",
        remedy=f"write `{right}` here as well",
        fixes=_fixes(target, at, right, others),
    )


def _nearest(others: list[Spelling]) -> Spelling:
    """The strongest evidence: a URL that is used, from an env file where there is one."""
    return min(others, key=lambda s: (not s[1].used, not s[1].url.trail, s[2].sort_key()))


def _fixes(target: Target, at: Location, right: str, others: list[Spelling]) -> tuple[Fix, ...]:
    host = target.address.host if target.address is not None else ""
    if at.text != host:
        return ()
    safety = Safety.UNSAFE if target.used else Safety.SAFE
    fixes = [Fix(f"write {right} here", (Edit(at, right),), safety)]
    places = {other for _, _, other in others if other.text == right}
    if len(places) == 1:
        fixes.append(Fix(f"write {host} in the other place", (Edit(places.pop(), host),)))
    return tuple(fixes)
