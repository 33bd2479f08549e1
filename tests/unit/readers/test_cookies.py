"""The attribute `SameSite` that a server's code gives its cookies."""

from __future__ import annotations

import pytest

from envlint.facts import CookiePolicy
from envlint.model import Source
from envlint.readers import registry


def written(path: str, text: str) -> list[str]:
    source = Source(path, text)
    assert registry.holds_facts(source) or not text
    return [fact.at.text for fact in registry.read(source).of(CookiePolicy)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("main.py", "import uvicorn\nresponse.set_cookie('a', 'b')\n"),
        ("main.py", "response.delete_cookie('a', samesite='lax')\n"),
        ("main.py", "print(samesite='lax')\n"),
        ("main.py", "app.add_middleware(Other, same_site='lax')\n"),
        ("app.js", "res.cookie('a', 'b', { secure: true }) // sameSite\n"),
    ],
)
def test_stays_silent(path: str, text: str) -> None:
    assert written(path, text) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("main.py", "response.set_cookie('a', 'b', samesite='lax')\n", "'lax'"),
        ("main.py", "response.set_cookie('a', 'b', samesite=settings.same_site)\n", "settings.same_site"),
        ("main.py", "app.add_middleware(SessionMiddleware, secret_key=KEY, same_site='strict')\n", "'strict'"),
        ("main.py", "Middleware(SessionMiddleware, same_site='strict')\n", "'strict'"),
        ("shop/settings.py", "SESSION_COOKIE_SAMESITE = 'Lax'\n", "'Lax'"),
        ("app.py", "app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'\n", "'Lax'"),
        ("app.py", "app.config.update(SESSION_COOKIE_SAMESITE='Lax')\n", "'Lax'"),
        ("app.js", "res.cookie('a', 'b', { httpOnly: true, sameSite: 'lax' })\n", "'lax'"),
        ("app.js", "app.use(session({ cookie: { sameSite: 'strict' } }))\n", "'strict'"),
        ("app.js", "const options = { 'sameSite': prod ? 'none' : 'lax' }\n", "prod ? 'none' : 'lax'"),
    ],
)
def test_places(path: str, text: str, expected: str) -> None:
    assert written(path, text) == [expected]
