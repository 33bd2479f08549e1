"""Which rule of a proxy takes a path, whether it upgrades, and where the path arrives."""

from __future__ import annotations

import pytest

from envlint.facts import ProxyRule, ProxyTool
from envlint.model import Source
from envlint.pieces import literal
from envlint.pieces import text as text_of
from envlint.values import Flag, Text, Value
from envlint.wiring.environments import Environment
from envlint.wiring.modules import Modules
from envlint.wiring.proxies import behind, matching, takes
from envlint.wiring.resolve import Resolver

AT = Source("config.js", "").at(0, 0)
RESOLVER = Resolver(Modules((), lambda _: None), Environment())


def rule(tool: ProxyTool, context: str, target: str = "http://localhost:8000", ws: Value | None = None) -> ProxyRule:
    return ProxyRule(context, Text(target, AT), ws, None, None, AT, AT, tool)


@pytest.mark.parametrize(
    ("tool", "context", "path", "expected"),
    [
        ("vite", "/api", "/apis", True),
        ("vite", "^/api/.*", "/api/x", True),
        ("vite", "^/api/.*", "/x/api/", False),
        ("vite", "^(", "/x", False),
        ("vite", "/api/v1", "/api/{}", False),
        ("webpack", "/api/**", "/api/a/b", True),
        ("webpack", "/api/*", "/api/a/b", False),
        ("webpack", "**", "/any", True),
        ("angular", "/api", "/api/x", True),
        ("create-react-app", "", "/any", True),
        ("next", "/api/:path*", "/api", True),
        ("next", "/api/:path*", "/api/a/b?x=1", True),
        ("next", "/api/:path*", "/apis", False),
        ("next", "/api/:path*", "/api/{}/b", True),
        ("next", "/chat", "/chat/", True),
        ("next", "/chat", "/chat/x", False),
        ("next", "/u/:id", "/u/5", True),
        ("next", "/u/:id", "/u/5/x", False),
        ("next", "/u/:id(\\d+)/x", "/u/5/x", True),
        ("next", "/:a/:a", "/b/b", False),
        ("nuxt", "/api/**", "/api/x", True),
        ("nuxt", "/api", "/apis", False),
    ],
)
def test_takes(tool: ProxyTool, context: str, path: str, expected: bool) -> None:
    assert takes(rule(tool, context), path) is expected


@pytest.mark.parametrize(
    ("tool", "context", "target", "ws", "expected"),
    [
        ("vite", "/a", "http://b", None, False),
        ("vite", "/a", "ws://b", None, True),
        ("vite", "/a", "http://b", Flag(True, AT), True),
        ("webpack", "/a", "http://b", None, False),
        ("webpack", "/a", "ws://b", None, None),
        ("angular", "/a", "http://b", Flag(False, AT), False),
        ("create-react-app", "/a", "http://b", None, False),
        ("create-react-app", "", "http://b", None, None),
        ("next", "/a", "http://b", None, True),
        ("nuxt", "/a", "http://b", None, None),
    ],
)
def test_forwards_websockets(
    tool: ProxyTool, context: str, target: str, ws: Value | None, expected: bool | None
) -> None:
    (found,) = matching("/a", [(rule(tool, context, target, ws), "config.js")], RESOLVER)
    assert found.forwards_websockets is expected


@pytest.mark.parametrize(
    ("tool", "context", "target", "path", "expected"),
    [
        ("vite", "/api", "http://a:1/base/", "/api/x", "/base/api/x"),
        ("next", "/api/:path*", "http://a:1/v1/:path*", "/api/x/y?z=1", "/v1/x/y?z=1"),
        ("next", "/api/:path*", "http://a:1/:path*", "/api/{}/y", "/{}/y"),
        ("next", "/api/:path*", "http://a:1/v1/:path*", "/api", "/v1"),
        ("next", "/u/:id/x", "http://a:1/users/:id", "/u/5/x", "/users/5"),
        ("next", "/u/:id/x", "http://a:1/all", "/u/5/x", "/all"),
        ("nuxt", "/api", "http://a:1/v1", "/api/x", "/v1/x"),
        ("nuxt", "/api/**", "http://a:1/**", "/api/x", "/x"),
    ],
)
def test_the_path_behind(tool: ProxyTool, context: str, target: str, path: str, expected: str) -> None:
    (found,) = matching(path, [(rule(tool, context, target), "config.js")], RESOLVER)
    to = found.address
    assert to is not None
    assert (to.host, to.port) == ("a", 1)
    assert text_of(behind(found, (literal(path, AT),), to, RESOLVER)) == expected
