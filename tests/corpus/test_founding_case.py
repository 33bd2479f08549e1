"""The study app that the project exists because of: every fault at its line, and none after the mend."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Envlint

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "examples/study-app"
MENDED = ROOT / "tests/corpus/founding-case-mended"

Finding = dict[str, Any]
"""A finding as JSON v1 writes it."""


@dataclass(frozen=True)
class Row:
    """A fault: the rule that reports it, the text at its place, and the text that a label must point at."""

    rule: str
    path: str
    at: str
    other_path: str
    other_at: str


CHAT = "backend/app/api/chat.py"
HOOK = "frontend/src/hooks/useChatSession.ts"
MAIN = "backend/app/main.py"

ROWS = (
    Row("host-mismatch", HOOK, "127.0.0.1", "frontend/.env.local", "localhost"),
    Row("unchecked-websocket-origin", CHAT, '@router.websocket("/ws")', CHAT, "websocket.accept()"),
    Row("silent-websocket-error", HOOK, "socket.onerror", HOOK, "new WebSocket(url)"),
    Row("missing-cors-origin", "backend/.env", "http://localhost:3000", "frontend/vite.config.ts", "defineConfig"),
    Row(
        "missing-cors-origin", "backend/app/config.py", "CORS_ALLOW_ORIGINS", "frontend/vite.config.ts", "defineConfig"
    ),
    Row("origins-not-a-list", MAIN, "settings.CORS_ALLOW_ORIGINS", "backend/.env", "CORS_ALLOW_ORIGINS"),
    Row("unserved-websocket-path", "frontend/.env.local.example", "ws://localhost:8000/ws", CHAT, '"/ws"'),
    Row("unmounted-router", CHAT, "APIRouter", MAIN, "FastAPI("),
)


@pytest.fixture(scope="module")
def broken(envlint: Envlint) -> list[Finding]:
    run = envlint("--format", "json", BROKEN)
    assert run.returncode == 1
    return list(json.loads(run.stdout)["findings"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule} in {row.path}")
def test_each_fault_is_found_at_its_line_with_the_other_side(broken: list[Finding], row: Row) -> None:
    here = [finding for finding in broken if finding["rule"] == row.rule and _points_at(finding, row.path, row.at)]
    assert len(here) == 1, [(finding["rule"], finding["path"], finding["range"]) for finding in broken]
    labels = [(label["path"], label["range"]["start"]["line"]) for label in here[0]["related"]]
    assert any(_points_at(label, row.other_path, row.other_at) for label in here[0]["related"]), labels


def test_each_serious_finding_is_a_row(broken: list[Finding]) -> None:
    serious = [finding for finding in broken if finding["severity"] != "note"]
    others = [f for f in serious if not any(f["rule"] == r.rule and _points_at(f, r.path, r.at) for r in ROWS)]
    assert [(finding["rule"], finding["path"], finding["message"]) for finding in others] == []


def test_each_rule_of_a_serious_finding_says_what_one_would_see(broken: list[Finding]) -> None:
    assert [finding["rule"] for finding in broken if finding["severity"] == "error" and not finding["symptom"]] == []


def test_after_the_mend_nothing_is_left_and_nothing_new_has_come(envlint: Envlint) -> None:
    run = envlint("--format", "json", MENDED)
    findings = json.loads(run.stdout)["findings"]
    assert [(f["rule"], f["path"], f["message"]) for f in findings if f["severity"] != "note"] == []
    assert run.returncode == 0


def test_the_clean_run_says_what_it_checked(envlint: Envlint) -> None:
    checked = json.loads(envlint("--format", "json", MENDED).stdout)["checked"]
    assert {(app["root"], app["side"]) for app in checked["apps"]} == {("backend", "backend"), ("frontend", "frontend")}
    assert checked["connections"] >= 2


def _points_at(place: Finding, path: str, text: str) -> bool:
    """Whether a finding or a label stands in a line of that file that holds the text."""
    number = place["range"]["start"]["line"]
    return bool(place["path"] == path and text in (BROKEN / path).read_text("utf-8").splitlines()[number - 1])
