"""Version specifiers of requirements and manifests, as far as rules ask: one exact version, or a lower bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.facts import Pin
from envlint.patterns import pattern

if TYPE_CHECKING:
    from envlint.model import Location

PYPI = frozenset({"django", "starlette", "fastapi", "uvicorn", "pydantic", "pydantic-settings", "websockets"})
NPM = frozenset(
    {"vite", "next", "nuxt", "react-scripts", "astro", "socket.io", "socket.io-client", "@angular/core"}
    | {"@vue/cli-service", "webpack-dev-server", "@sveltejs/kit"}
)

_EXACT = pattern(r"(?:===?|=)?[ ]*v?(\d[\w.+!-]*)")
_LOWER = pattern(r"(?:^|[,\s])[ ]*(?:>=|\^|~=|~>?|==)[ ]*v?(\d[\w+-]*(?:\.(?!\*)[\w+-]+)*)")


def pin(ecosystem: Literal["pypi", "npm"], package: str, specifier: str, at: Location) -> Pin:
    """A pin from a specifier as written: `==0.110.0`, `^5.1`, `>=0.30,<1`; a bare version is exact."""
    text = specifier.strip()
    exact = _EXACT.fullmatch(text)
    if exact:
        return Pin(ecosystem, package, exact[1], exact=True, at=at)
    lower = _LOWER.search(text)
    return Pin(ecosystem, package, lower[1] if lower else "", exact=False, at=at)
