"""What is not told again: a baseline, what was there before a commit, what is not staged."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from envlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

TWICE = "A=1\nA=2\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, in which one key stands twice."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "project"
    (root / "api").mkdir(parents=True)
    (root / "api/.env.example").write_text(TWICE, "utf-8")
    _git(root, "init", "--quiet")
    _commit(root)
    monkeypatch.chdir(root)
    return root


def _git(root: Path, *arguments: str) -> None:
    names = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "x")


def _lint(capsys: pytest.CaptureFixture[str], *options: str) -> list[tuple[str, int]]:
    """The files and lines of what is told."""
    code = main(["--format", "json", *options])
    out, err = capsys.readouterr()
    assert code in {0, 1}, err
    report: dict[str, Any] = json.loads(out)
    return [(finding["path"], finding["range"]["start"]["line"]) for finding in report["findings"]]


FIRST = ("api/.env.example", 1)

# --- baseline ---


def test_a_baseline_silences_what_it_has(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _lint(capsys) == [FIRST]
    assert main(["baseline", "--output", "known.json"]) == 0
    assert "wrote 1 finding to known.json" in capsys.readouterr().err
    assert _lint(capsys, "--baseline", "known.json") == []


def test_a_baseline_silences_findings_on_comments(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "api/.env.example"
    path.write_text(f"# envlint: ignore[no-such-rule] x\n{TWICE}# envlint: ignore[host-mismatch] y\nB=1\n", "utf-8")
    assert len(_lint(capsys)) == 3
    assert main(["baseline", "--output", "known.json"]) == 0
    capsys.readouterr()
    assert _lint(capsys, "--baseline", "known.json") == []


def test_a_baseline_survives_moved_lines(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "--output", "known.json"])
    (project / "api/.env.example").write_text(f"# moved\n\n{TWICE}B=1\nB=2\n", "utf-8")
    capsys.readouterr()
    assert _lint(capsys, "--baseline", "known.json") == [("api/.env.example", 5)]


def test_the_configuration_names_the_baseline(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").write_text('baseline = "lint/known.json"\n', "utf-8")
    (project / "lint").mkdir()
    assert main(["baseline"]) == 0
    capsys.readouterr()
    assert _lint(capsys) == []
    assert _lint(capsys, "api") == [(".env.example", 1)]  # paths of another folder are others


def test_an_entry_that_fits_nothing_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").write_text('baseline = "known.json"\n', "utf-8")
    main(["baseline"])
    (project / "api/.env.example").write_text("A=1\n", "utf-8")
    capsys.readouterr()
    assert _lint(capsys) == [("known.json", 7)]
    assert _lint(capsys, "--ignore", "duplicate-env-key") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"version": 7}', "is a baseline of version 7, and this envlint reads version 1: write it anew with "),
        ("{", "is no baseline: "),
        ("[]", "is a baseline of version None"),
        ('{"version": 1, "findings": [{}]}', "is no baseline: an entry lacks its rule, path or fingerprint"),
    ],
)
def test_a_wrong_baseline_ends_the_run(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    (project / "known.json").write_text(text, "utf-8")
    assert main(["--baseline", "known.json"]) == 2
    assert capsys.readouterr().err.startswith(f"envlint: known.json {words}")


def test_a_baseline_that_is_not_there_ends_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--baseline", "known.json"]) == 2
    assert capsys.readouterr().err.startswith("envlint: there is no baseline known.json; ")


# --- commits and the index ---


def test_since_tells_what_is_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "api/.env.example").write_text(f"# moved\n{TWICE}", "utf-8")
    (project / "web.env").write_text(TWICE, "utf-8")
    _commit(project)
    assert _lint(capsys) == [("api/.env.example", 2), ("web.env", 1)]
    assert _lint(capsys, "--since", "HEAD~1") == [("web.env", 1)]
    assert _lint(capsys, "--since", "HEAD") == []


def test_since_knows_new_files_in_an_index_of_any_form(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "web").mkdir()
    (project / "web/.env.example").write_text(TWICE, "utf-8")
    _git(project, "update-index", "--index-version", "4")
    _commit(project)
    assert _lint(capsys, "--since", "HEAD~1") == [("web/.env.example", 1)]


def test_since_leaves_untracked_files_out_of_the_change(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".gitignore").write_text(".env.local\n", "utf-8")
    (project / "api/.env.local").write_text(TWICE, "utf-8")
    _commit(project)
    assert _lint(capsys, "--since", "HEAD~1") == []


def test_since_tells_the_new_one_of_two_equals(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "api/.env.example"
    comment = "# envlint: ignore[no-such-rule] why\n"
    path.write_text(f"{comment}B=1\n", "utf-8")
    _commit(project)
    path.write_text(f"{comment}C=1\n{comment}B=1\n", "utf-8")
    assert _lint(capsys) == [("api/.env.example", 1), ("api/.env.example", 3)]
    assert _lint(capsys, "--since", "HEAD") == [("api/.env.example", 1)]


def test_since_knows_renamed_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _git(project, "mv", "api", "server")
    assert _lint(capsys, "--since", "HEAD") == []
    (project / "server/.env.example").write_text(f"{TWICE}B=1\nB=2\n", "utf-8")
    assert _lint(capsys, "--since", "HEAD") == [("server/.env.example", 3)]


@pytest.mark.parametrize("option", [("--since", "HEAD~1"), ("--staged",)])
@pytest.mark.parametrize("folder", ["node_modules/a", "build", "old"])
def test_a_version_has_no_files_that_a_run_would_not_look_at(
    project: Path, capsys: pytest.CaptureFixture[str], folder: str, option: tuple[str, ...]
) -> None:
    (project / "package.json").write_text("{}", "utf-8")
    (project / "envlint.toml").write_text('exclude = ["old/"]\n', "utf-8")
    (project / folder).mkdir(parents=True)
    path = project / folder / ".env.example"
    path.write_text(TWICE, "utf-8")
    _commit(project)
    path.write_text(f"A=0\n{TWICE}", "utf-8")
    _git(project, "add", "--all")
    assert _lint(capsys, *option) == []


@pytest.mark.parametrize("target", ["shared", "ignored", "again"])
def test_a_version_has_the_files_that_links_lead_to(
    project: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    (project / ".gitignore").write_text("ignored\n", "utf-8")
    (project / "api/shared").write_text(TWICE, "utf-8")
    (project / "api/ignored").write_text(TWICE, "utf-8")
    (project / "api/again").symlink_to("../api/shared")
    (project / "api/.env.example").unlink()
    (project / "api/.env.example").symlink_to(target)
    _commit(project)
    assert _lint(capsys) == [FIRST]
    assert _lint(capsys, "--since", "HEAD") == []


def test_what_a_partial_clone_lacks_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (project / ".git/objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "cat-file", "-t", path.parent.name + path.name], cwd=project, check=True, capture_output=True
        )
        if kind.stdout == b"blob\n":
            path.unlink()
    assert main(["--since", "HEAD"]) == 2
    assert "git has no content of " in capsys.readouterr().err


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD:api"])
def test_a_commit_that_is_not_there_ends_the_run(
    project: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert main([f"--since={revision}"]) == 2
    assert capsys.readouterr().err == f"envlint: git knows no commit {revision!r} here\n"


def test_staged_tells_what_the_next_commit_brings(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "api/.env.example"
    path.write_text(f"{TWICE}B=1\nB=2\n", "utf-8")
    assert _lint(capsys, "--staged") == []
    _git(project, "add", "--all")
    path.write_text(f"{TWICE}B=1\nB=2\nC=1\nC=2\n", "utf-8")
    assert _lint(capsys, "--staged") == [("api/.env.example", 3)]
    assert _lint(capsys, "--staged", "api") == [(".env.example", 3)]


def test_staged_counts_any_place_of_a_finding(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "api/.env.example"
    path.write_text("# first\nA=3\nA=2\n", "utf-8")
    _git(project, "add", "--all")
    assert _lint(capsys, "--staged") == [("api/.env.example", 2)]


def test_outside_of_a_repository_git_is_no_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--staged", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("envlint: git failed: ")


# --- an editor's text ---


@pytest.mark.parametrize(("text", "told"), [("A=1\n", []), ("A=1\nB=1\nB=2\n", [("api/.env.example", 2)])])
def test_a_text_from_the_standard_input(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    told: list[tuple[str, int]],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert _lint(capsys, "--stdin-filename", "api/.env.example") == told


@pytest.mark.parametrize("path", ["node_modules/a/.env", "old/.env", "venv/.env"])
def test_a_text_for_a_file_that_no_run_looks_at_is_nothing(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (project / "envlint.toml").write_text('exclude = ["old/"]\n', "utf-8")
    (project / "venv").mkdir()
    (project / "venv/pyvenv.cfg").touch()
    (project / "venv/.env").touch()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWICE.encode())))
    assert _lint(capsys, "--stdin-filename", path) == [FIRST]


def test_a_text_for_a_link_stands_at_the_link(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "api/.env").symlink_to(".env.example")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A=1\n")))
    assert _lint(capsys, "--stdin-filename", "api/.env") == [FIRST]


@pytest.mark.parametrize("options", [["--staged", "--since", "HEAD"], ["--staged", "--stdin-filename", "x"]])
def test_two_versions_at_once_are_none(project: Path, capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert main(options) == 2
    assert "cannot be combined" in capsys.readouterr().err


def test_nothing_that_a_repository_names_is_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blob = subprocess.run(
        ["git", "rev-parse", "HEAD:api/.env.example"], cwd=project, check=True, capture_output=True, text=True
    ).stdout.strip()
    (project / ".git/objects" / blob[:2] / blob[2:]).unlink()
    for name, value in (
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", "/nonexistent/repository"),
        ("remote.origin.uploadpack", f"touch {project / 'run'}; false"),
    ):
        _git(project, "config", name, value)
    for options in (["--since", "HEAD"], ["--staged"]):
        main(options)
        capsys.readouterr()
    assert not (project / "run").exists()


@pytest.mark.parametrize("marked", [False, True])
def test_staged_sees_files_that_git_takes_for_binary(
    project: Path, capsys: pytest.CaptureFixture[str], marked: bool
) -> None:
    if marked:
        (project / ".gitattributes").write_text("*.example -diff\n", "utf-8")
        _commit(project)
    (project / "api/.env.example").write_text(f"{TWICE}B=1\nB=2\n", "utf-8")
    _git(project, "add", "--all")
    assert _lint(capsys, "--staged") == [("api/.env.example", 3)]


def test_staged_takes_no_line_for_a_header_or_for_a_neighbour(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _git(project, "config", "diff.interHunkContext", "100")
    (project / "api/.env.example").write_text(f"X=0\n{TWICE}++ b/x\nB=1\nB=2\n", "utf-8")
    _git(project, "add", "--all")
    found = _lint(capsys, "--staged")
    assert ("api/.env.example", 5) in found
    assert ("api/.env.example", 2) not in found
