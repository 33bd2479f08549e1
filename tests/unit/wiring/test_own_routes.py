"""What the server of a frontend's framework answers by itself."""

from __future__ import annotations

import pytest

from envlint.pieces import Piece
from envlint.project import App
from envlint.wiring.own_routes import own_routes
from envlint.wiring.paths import can_match, client_pattern


@pytest.mark.parametrize(
    ("framework", "file", "asked", "answers"),
    [
        ("next", "web/app/api/users/route.ts", "/api/users", True),
        ("next", "web/src/app/api/users/route.js", "/api/users/", True),
        ("next", "web/app/(admin)/api/[id]/route.ts", "/api/7", True),
        ("next", "web/app/api/[...path]/route.ts", "/api/a/b", True),
        ("next", "web/app/api/[[...path]]/route.ts", "/api", True),
        ("next", "web/pages/api/auth/[...next].ts", "/api/auth/callback/github", True),
        ("next", "web/pages/api/users/index.ts", "/api/users", True),
        ("next", "web/app/api/users/page.tsx", "/api/users", False),
        ("next", "other/app/api/users/route.ts", "/api/users", False),
        ("next", "web/app/api/users/route.ts", "/api/orders", False),
        ("nuxt", "web/server/api/users.get.ts", "/api/users", True),
        ("nuxt", "web/server/api/users/[id].ts", "/api/users/7", True),
        ("nuxt", "web/server/routes/feed.ts", "/feed", True),
        ("nuxt", "web/server/middleware/log.ts", "/log", False),
        ("sveltekit", "web/src/routes/api/users/+server.ts", "/api/users", True),
        ("sveltekit", "web/src/routes/(app)/api/[id=integer]/+server.js", "/api/7", True),
        ("sveltekit", "web/src/routes/[[lang]]/feed/+server.ts", "/feed", True),
        ("sveltekit", "web/src/routes/api/users/+page.ts", "/api/users", False),
        ("astro", "web/src/pages/api/users.ts", "/api/users", True),
        ("astro", "web/src/pages/feed.json.ts", "/feed.json", True),
        ("astro", "web/src/pages/about.astro", "/about", False),
        ("vite", "web/app/api/users/route.ts", "/api/users", False),
    ],
)
def test_own_routes(framework: str, file: str, asked: str, answers: bool) -> None:
    routes = own_routes(App("web", "frontend", framework), [file])
    path = client_pattern((Piece(asked, None),))
    assert any(can_match(path, route) for route in routes) is answers
