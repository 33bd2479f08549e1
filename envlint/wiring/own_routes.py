"""What a frontend's own server answers before its proxy is asked: the route handlers of its framework.

https://nextjs.org/docs/app/getting-started/route-handlers,
https://nextjs.org/docs/pages/building-your-application/routing/api-routes,
https://nuxt.com/docs/guide/directory-structure/server, https://svelte.dev/docs/kit/routing#server,
https://docs.astro.build/en/guides/endpoints/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.pieces import Piece
from envlint.wiring.paths import PathPattern, route_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from envlint.project import App

_METHOD = r"(?:\.(?:get|post|put|patch|delete|head|options))?"
_FILES = {
    "next": pattern(r"(?:src/)?(?:app/(?P<app>.+)/route|pages/(?P<pages>api(?:/.+)?))\.(?:[jt]sx?|mjs)"),
    "nuxt": pattern(rf"server/(?:routes/(?P<routes>.+?)|(?P<api>api/.+?)){_METHOD}\.[jt]s"),
    "sveltekit": pattern(r"src/routes/(?P<folder>.+)/\+server\.[jt]s"),
    "astro": pattern(r"src/pages/(?P<endpoint>.+)\.[jt]s"),
}
_REST = pattern(r"\[\.\.\.(\w*)\]")
_ONE = pattern(r"\[(\w+)(?:=\w+)?\]")
_OPTIONAL = pattern(r"\[\[[^\]]*\]\]")
_HIDDEN = pattern(r"\([^/]*\)|@[^/]*")


def own_routes(app: App, paths: Iterable[str]) -> tuple[PathPattern, ...]:
    """The paths of the route handlers in a frontend's folder, by the names of their files."""
    files = _FILES.get(app.framework)
    if files is None:
        return ()
    start = len(app.root) + 1 if app.root else 0
    matches = (files.fullmatch(path[start:]) for path in paths if app.holds(path))
    return tuple(route for match in matches if match is not None for route in _patterns(match))


def _patterns(match: re.Match[str]) -> Iterator[PathPattern]:
    """The paths of a handler: an optional parameter (`[[lang]]`, `[[...rest]]`) may be there or not."""
    path = next(part for part in match.groups() if part is not None)
    segments = [segment for segment in path.split("/") if not _HIDDEN.fullmatch(segment)]
    if segments[-1:] == ["index"]:
        segments.pop()
    yield _pattern([segment.replace("[[", "[").replace("]]", "]") for segment in segments])
    needed = [segment for segment in segments if not _OPTIONAL.fullmatch(segment)]
    if needed != segments:
        yield _pattern(needed)


def _pattern(segments: list[str]) -> PathPattern:
    written = "/".join(_ONE.sub(r"{\1}", _REST.sub(r"{\1:path}", segment)) for segment in segments)
    return route_pattern((Piece(f"/{written}", None, exact=False),), any_slash=True)
