"""What a frontend's own server answers before its proxy is asked: the route handlers of Next.js and Nuxt.

https://nextjs.org/docs/app/getting-started/route-handlers, https://nextjs.org/docs/pages/building-your-application/routing,
https://nuxt.com/docs/guide/directory-structure/server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.pieces import Piece
from envlint.wiring.paths import PathPattern, route_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from envlint.project import App

_NEXT = pattern(r"(?:src/)?(?:app/(?P<app>.+)/route|pages/(?P<pages>api(?:/.+)?))\.[jt]sx?")
_NUXT = pattern(r"server/(?P<nuxt>(?:routes|api)/.+?)(?:\.(?:get|post|put|patch|delete|head|options))?\.[jt]s")
_FILES = {"next": _NEXT, "nuxt": _NUXT}
_REST = pattern(r"\[?\[\.\.\.(\w*)\]\]?")
_ONE = pattern(r"\[(\w+)\]")
_HIDDEN = pattern(r"\([^/]*\)|@[^/]*")


def own_routes(app: App, paths: Iterable[str]) -> tuple[PathPattern, ...]:
    """The paths of the route handlers in a frontend's folder, by the names of their files."""
    files = _FILES.get(app.framework)
    if files is None:
        return ()
    start = len(app.root) + 1 if app.root else 0
    matches = (files.fullmatch(path[start:]) for path in paths if app.holds(path))
    return tuple(_pattern(match) for match in matches if match is not None)


def _pattern(match: re.Match[str]) -> PathPattern:
    path = next(part for part in match.groups() if part is not None).removeprefix("routes/")
    segments = [segment for segment in path.split("/") if not _HIDDEN.fullmatch(segment)]
    if segments[-1:] == ["index"]:
        segments.pop()
    written = "/".join(_ONE.sub(r"{\1}", _REST.sub(r"{\1:path}", segment)) for segment in segments)
    return route_pattern((Piece(f"/{written}", None, exact=False),))
