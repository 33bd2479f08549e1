"""Formats, files and streams of a run, by the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from envlint.cli import main
from envlint.commands import progress
from envlint.commands.agents import VARIABLES
from envlint.commands.reports import FORMATS
from envlint.files import open_tree

STUDY_APP = str(Path(__file__).resolve().parents[2] / "examples/study-app")


@pytest.fixture(autouse=True)
def _nobody_special(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_printed_and_saved(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out"
    assert main([STUDY_APP, "--format", form, "--output", f"{form}={target}"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out == target.read_text("utf-8")
    assert out


def test_several_files_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sarif, junit = tmp_path / "out.sarif", tmp_path / "out.xml"
    assert main([STUDY_APP, "--output", f"sarif={sarif}", "--output", f"junit={junit}"]) == 1
    assert json.loads(sarif.read_text("utf-8"))["version"] == "2.1.0"
    assert junit.read_text("utf-8").startswith("<?xml")
    assert "error[host-mismatch]" in capsys.readouterr().out


def test_two_reports_do_not_share_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out"
    assert main([STUDY_APP, "--output", f"sarif={target}", "--output", f"junit={target}"]) == 2
    assert "the second report would take the place of the first" in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", ".git"])
def test_a_code_host_gets_paths_of_the_repository(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apps/api").mkdir(parents=True)
    (tmp_path / "apps/api/.env").write_text("A=1\nA=2\n", "utf-8")
    if variable == ".git":
        (tmp_path / ".git").mkdir()
    else:
        monkeypatch.setenv(variable, str(tmp_path))
    expected = {
        "github": "file=apps/api/.env,",
        "gitlab": '"path": "apps/api/.env"',
        "sarif": '"uri": "apps/api/.env"',
        "rdjson": '"path": "apps/api/.env"',
        "concise": "api/.env:1:",
    }
    for form, words in expected.items():
        main([str(tmp_path / "apps"), "--format", form])
        out = capsys.readouterr().out
        assert words in out
        assert "ws/apps" not in out


def test_a_summary_that_cannot_be_written_is_the_users_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/such/folder"))
    assert main([STUDY_APP, "--format", "github"]) == 2
    assert "the summary of the job cannot be written: " in capsys.readouterr().err


@pytest.mark.parametrize("output", ["out.sarif", "xml=out", "sarif="])
def test_a_wrong_output_is_the_users_mistake(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([STUDY_APP, "--output", output]) == 2
    assert "should be FORMAT=FILE" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_the_users_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([STUDY_APP, "--output", f"json={tmp_path / 'no/such/folder'}"]) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize(("value", "is_terse"), [("1", True), ("", False), ("0", False)])
def test_an_agent_gets_terse_lines(
    value: str, is_terse: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AI_AGENT", value)
    main([STUDY_APP])
    assert (" | fix: " in capsys.readouterr().out) is is_terse


def test_github_gets_what_annotations_have_no_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert main([STUDY_APP, "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=")
    assert summary.read_text("utf-8").startswith("before\n### envlint: ")


def test_statistics_count_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([STUDY_APP, "--statistics"]) == 1
    assert capsys.readouterr().out.startswith("2  error    missing-cors-origin\n")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Access to fetch at 'http://localhost:8000/api/materials' has been blocked by CORS policy", "missing-cors-"),
        ("WebSocket connection to 'ws://127.0.0.1:8000/ws' failed:", "host-mismatch"),
        ('INFO: 127.0.0.1 - "WebSocket /ws/chat" 403', "unserved-websocket-path"),
    ],
)
def test_why_names_what_explains_a_line(text: str, rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", text, STUDY_APP]) == 1
    assert rule in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "ReferenceError: origin is not defined",
        "WebSocket connection to 'ws://localhost:9999/elsewhere' failed",
    ],
)
def test_why_names_nothing_of_another_kind_or_path(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["why", text, STUDY_APP])
    out = capsys.readouterr().out
    assert "[unchecked-websocket-origin]" not in out
    assert "[unserved-websocket-path]" not in out
    assert "[missing-cors-origin]" not in out


def test_why_leaves_out_what_nobody_sees(capsys: pytest.CaptureFixture[str]) -> None:
    main(["why", 'INFO: 127.0.0.1 - "WebSocket /ws/chat" 403', STUDY_APP])
    assert "[unchecked-websocket-origin]" not in capsys.readouterr().out


def test_why_says_when_nothing_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "Mixed Content: the page was loaded over HTTPS", STUDY_APP]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "envlint: no finding explains this; `envlint` shows all of them\n"


# --- progress ---


class _Terminal:
    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("patience", "appears"), [(0.0, True), (60.0, False)])
def test_a_bar_appears_where_a_run_takes_long(patience: float, appears: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(progress, "_BEAT", 0.001)
    with progress.progress(open_tree(STUDY_APP, lambda _: True)):
        while appears and "files" not in terminal.text:
            pass
    assert terminal.text.endswith("\r\x1b[K") is appears


def test_a_bar_is_filled_by_what_was_read() -> None:
    assert progress.bar(1, 3) == f"envlint [{'#' * 10}{'.' * 20}] 1/3 files"
    assert progress.bar(0, 0) == f"envlint [{'.' * 30}] 0/0 files"
