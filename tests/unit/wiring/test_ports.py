"""Which application a command of Node.js starts."""

from __future__ import annotations

import pytest

from envlint.model import Source
from envlint.project import App
from envlint.values import Router
from envlint.wiring.ports import runs_file
from envlint.wiring.results import RouterObject

APP = App("api", "backend", "express")


@pytest.mark.parametrize(
    ("folder", "file", "path", "expected"),
    [
        ("api", "server.js", "api/server.js", True),
        ("api", "./src/server", "api/src/server.js", True),
        ("api", ".", "api/index.js", True),
        ("api", "dist/main.js", "api/src/main.ts", True),
        ("", "api/server.js", "api/server.js", True),
        ("api", "scripts/seed.js", "api/server.js", False),
        ("web", "server.js", "api/server.js", False),
        ("api", "../../server.js", "api/server.js", False),
    ],
)
def test_files(folder: str, file: str, path: str, *, expected: bool) -> None:
    router = Router("application", "express", None, Source(path, "x").at(0, 1))
    assert runs_file(folder, file, RouterObject(router, path), APP) is expected
