"""Small projects as texts, joined: what the tests of whole forms look at."""

from __future__ import annotations

from envlint.library import Library
from envlint.model import Source
from envlint.wiring.join import Wiring

API, WS, PAGE = "http://localhost:8000", "ws://localhost:8000", "localhost:5173"
VITE = {
    "web/package.json": '{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "8.0.0"}}',
    "web/vite.config.ts": "export default {}",
    "web/.env": "VITE_API=http://localhost:8000\nVITE_WS=ws://localhost:8000\n",
}
NEXT = {
    "web/package.json": '{"scripts": {"dev": "next dev"}, "dependencies": {"next": "16.0.0"}}',
    "web/.env": "NEXT_PUBLIC_API=http://localhost:8000\n",
}


def wired(files: dict[str, str]) -> Wiring:
    """The join of a project."""
    return Wiring(Library({path: Source(path, text) for path, text in files.items()}))


def urls(files: dict[str, str]) -> list[str]:
    """What the calls of the browser code come to, every alternative once."""
    found = [target.url.text for call in wired(files).connections for target in call.targets]
    return list(dict.fromkeys(found))
