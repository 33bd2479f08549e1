"""The language server in a real editor: headless Neovim, which `make editors-test` installs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = [sys.executable, "-c", "import sys; from envlint.lsp import serve; sys.exit(serve())"]
PAGE = "frontend/src/main.ts"
FILES = {
    "frontend/package.json": '{"devDependencies": {"vite": "^7.2.0"}}\n',
    "frontend/vite.config.ts": "export default {}\n",
    "frontend/.env": "VITE_API_URL=http://localhost:8000\n",
    PAGE: """/* \N{SUN WITH FACE} */ const url = import.meta.env.VITE_API_URL ?? 'http://127.0.0.1:8000'
fetch(`${url}/api/items`)
""",
}


class Seen(TypedDict):
    """What `neovim.lua` prints; with `trouble` where it did not come to its end."""

    codes: list[str]
    marked: str
    hover: str
    line: str


pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed: make editors-test"),
]


def test_neovim_shows_a_finding_explains_it_and_silences_it(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    seen = _neovim(tmp_path)
    assert "trouble" not in seen
    assert seen["codes"] == ["host-mismatch"]
    assert seen["marked"] == "127.0.0.1"
    assert f"[frontend/.env:1]({(tmp_path / 'frontend/.env').as_uri()}#L1)" in seen["hover"]
    assert seen["line"] == "// envlint: ignore[host-mismatch]"


def _neovim(project: Path) -> Seen:
    environment = os.environ | {
        "ENVLINT_SERVER": json.dumps(SERVER),
        "ENVLINT_ROOT": str(project),
        "ENVLINT_FILE": str(project / PAGE),
        "PYTHONPATH": str(ROOT),
        "XDG_STATE_HOME": str(project / "state"),
    }
    script = Path(__file__).with_name("neovim.lua")
    command = ["nvim", "--headless", "--clean", "-n", "-c", f"luafile {script}"]
    run = subprocess.run(command, env=environment, cwd=project, capture_output=True, timeout=90, check=True)
    found: Seen = json.loads(run.stdout.decode())
    return found
