"""The page's origin is missing from the server's CORS allow-list."""

from __future__ import annotations

import re

from envlint.rule import (
    AllowList,
    Edit,
    Fix,
    Frontend,
    Iterator,
    Label,
    Location,
    PageAddress,
    Policy,
    Problem,
    Problems,
    Safety,
    Server,
    Target,
    Wiring,
)

SINCE = "0.1"


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each list of origins that lacks the origin of a page which calls its server."""
    told: set[tuple[Location, str]] = set()
    for server in wiring.servers:
        for frontend in wiring.frontends:
            call = _cross_origin_call(wiring, server, frontend)
            if call is None or frontend.page is None or not all(policy.is_known for policy in server.policies):
                continue
            pages = (frontend.page, *frontend.published)
            for policy in server.policies:
                for allow_list in policy.lists:
                    key = (allow_list.at or policy.fact.at, frontend.page.origin)
                    if key not in told and _lacks(allow_list, policy, pages):
                        told.add(key)
                        yield _problem(allow_list, policy, frontend.page, call)


def _cross_origin_call(wiring: Wiring, server: Server, frontend: Frontend) -> Target | None:
    """A call that the browser makes to the server from another origin, one that is used today before a fallback."""
    found = [
        target
        for connection in wiring.connections
        if connection.app == frontend.app and connection.is_http
        for target in connection.targets
        if not target.is_relative and target.server == server and not target.environment.is_production
    ]
    return min(found, key=lambda target: not target.used, default=None)


def _lacks(allow_list: AllowList, policy: Policy, pages: tuple[PageAddress, ...]) -> bool:
    """Whether none of the page's addresses is allowed. A list that is not known to the end lacks nothing."""
    if not allow_list.is_complete or allow_list.has_wildcard:
        return False
    allowed = {item.text for item in allow_list.items}
    return not any(page.origin in allowed or _fits(page.origin, policy) for page in pages)


def _fits(origin: str, policy: Policy) -> bool:
    """Starlette matches `allow_origin_regex` against the whole origin (starlette/middleware/cors.py, 1.0)."""
    try:
        return any(re.fullmatch(pattern.text, origin) for pattern in policy.patterns)
    except re.error:
        return True


def _problem(allow_list: AllowList, policy: Policy, page: PageAddress, target: Target) -> Problem:
    what = "allow-list" if allow_list.used else "default allow-list"
    labels = [Label(page.at, f"the page is served at {page.origin}")] if page.at is not None else []
    place = target.host_at()
    labels += [Label(place, f"and calls {target.address.origin} from there")] if place and target.address else []
    labels.append(Label(policy.fact.at, "the server allows only the listed origins"))
    if allow_list.instead is not None:
        labels.append(Label(allow_list.instead.at, "set here today, so the default counts on the next machine"))
    return Problem(
        f"the {what} lacks {page.origin}, where the page is served",
        allow_list.at or policy.fact.origins_at,
        tuple(labels),
        symptom=f"browser: Access to fetch at '{_shown(target)}' from origin '{page.origin}' has been blocked by CORS "
        'policy; server log: "OPTIONS ... 400 Bad Request"',
        remedy=f"add {page.origin} to the list",
        fixes=_fixes(allow_list, page.origin),
    )


def _shown(target: Target) -> str:
    return f"{target.address.origin}/..." if target.address is not None else "..."


def _fixes(allow_list: AllowList, origin: str) -> tuple[Fix, ...]:
    edit = next(_additions(allow_list, origin), None)
    return (Fix(f"add {origin}", (edit,), Safety.SAFE),) if edit is not None else ()


def _additions(allow_list: AllowList, origin: str) -> Iterator[Edit]:
    """The edit that adds an origin in the list's own notation: between quotes, or behind a comma."""
    places = [piece.at for item in allow_list.items for piece in item.pieces if piece.exact and piece.at is not None]
    if not places:
        return
    last = max(places, key=lambda at: at.end)
    text = last.source.text
    quote = text[last.end : last.end + 1]
    behind = last.source.at(last.end, last.end)
    if quote in {'"', "'"} and text[last.start - 1 : last.start] == quote:
        if _is_one_string(allow_list, last):
            yield Edit(behind, f",{origin}")
        else:
            yield Edit(last.source.at(last.end + 1, last.end + 1), f", {quote}{origin}{quote}")
    else:
        yield Edit(behind, f",{origin}")


def _is_one_string(allow_list: AllowList, last: Location) -> bool:
    """Whether the whole list stands inside one pair of quotes."""
    at = allow_list.at
    return at is not None and at.start <= last.start and at.end == last.end and not at.text.lstrip().startswith("[")
