"""A linted folder of an editor with its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint import cache
from envlint.cli import main
from envlint.facts import EnvUse
from envlint.lsp.diagnostics import diagnostic
from envlint.lsp.folder import Folder
from envlint.readers import registry

if TYPE_CHECKING:
    from pathlib import Path

    from envlint.errors import UserError
    from envlint.facts import FileFacts
    from envlint.model import Source

CUSTOM = '"""Nothing is right.\n\nWhy.\n"""\nraise RuntimeError("run")\n'

OWN = CUSTOM.replace(
    'raise RuntimeError("run")',
    """from envlint.rule import EnvEntry, Problem


def check(wiring):
    for entry in wiring.facts(EnvEntry):
        yield Problem("not right", entry.at)""",
)


def _folder(root: Path, complaints: list[str]) -> Folder:
    def complain(error: UserError) -> None:
        complaints.append(str(error))

    return Folder(root, complain)


def _rules(folder: Folder) -> list[str]:
    folder.check()
    return [finding.rule for finding in folder.report.findings]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".env").write_text("A=1\nA=2\n", "utf-8")
    return tmp_path


def test_a_configuration_counts_once_it_is_saved(root: Path) -> None:
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    (root / "envlint.toml").write_text('ignore = ["duplicate-env-key"]\n', "utf-8")
    assert folder.concerns("envlint.toml")
    folder.list_again({"envlint.toml"})
    assert _rules(folder) == []
    (root / "envlint.toml").write_text('[severities]\nduplicate-env-key = "note"\n', "utf-8")
    folder.refresh({"envlint.toml"})
    assert _rules(folder) == ["duplicate-env-key"]
    assert folder.report.findings[0].severity.value == "note"


def test_what_is_typed_counts_also_in_a_file_that_a_configuration_brings_in(root: Path) -> None:
    (root / "envlint.toml").write_text('exclude = [".env"]\n', "utf-8")
    folder = _folder(root, [])
    folder.lay(".env", "A=1\n")
    (root / "envlint.toml").write_text("", "utf-8")
    folder.refresh({"envlint.toml"})
    assert _rules(folder) == []
    folder.lift(".env")
    assert _rules(folder) == ["duplicate-env-key"]


def test_a_folder_that_takes_the_place_of_another_is_read_anew(root: Path) -> None:
    (root / "api").mkdir()
    (root / ".env").rename(root / "api/.env")
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    (root / "api/.env").write_text("A=1\n", "utf-8")
    assert folder.concerns("api")
    folder.list_again({"api"})
    assert _rules(folder) == []


def test_a_folder_that_is_moved_in_is_listed(root: Path) -> None:
    folder = _folder(root, [])
    (root / "api").mkdir()
    (root / ".env").rename(root / "api/.env")
    assert folder.concerns("api")
    folder.list_again({"api", ".env"})
    folder.check()
    assert [finding.problem.at.path for finding in folder.report.findings] == ["api/.env"]


def test_a_baseline_that_is_written_anew_counts(root: Path) -> None:
    (root / "envlint.toml").write_text('baseline = "./known.json"\n', "utf-8")
    (root / "known.json").write_text('{"version": 1, "findings": []}', "utf-8")
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    assert main(["baseline", str(root)]) == 0
    folder.refresh({"known.json"})
    assert _rules(folder) == []
    assert folder.concerns("known.json")


def test_the_buffer_of_a_file_that_is_deleted_can_be_closed(root: Path) -> None:
    folder = _folder(root, [])
    folder.lay(".env", "A=1\nA=3\n")
    (root / ".env").unlink()
    folder.list_again({".env"})
    folder.lift(".env")
    assert _rules(folder) == []


def test_a_rule_that_fails_is_told_once(root: Path) -> None:
    (root / "lint").mkdir()
    (root / "lint/own_rule.py").write_text(CUSTOM, "utf-8")
    (root / "envlint.toml").write_text('custom-rules = "lint"\n', "utf-8")
    complaints: list[str] = []
    folder = Folder(root, lambda error: complaints.append(str(error)), custom_rules=True)
    assert _rules(folder) == ["duplicate-env-key"]
    folder.lay(".env", "A=1\n")
    assert _rules(folder) == []
    (told,) = complaints
    assert told.startswith("the rule own-rule failed, which is a bug in ")


def test_a_finding_of_an_own_rule_has_no_page(root: Path) -> None:
    (root / "lint").mkdir()
    (root / "lint/own_rule.py").write_text(OWN, "utf-8")
    (root / "envlint.toml").write_text('select = ["own-rule"]\ncustom-rules = "lint"\n', "utf-8")
    folder = Folder(root, lambda _: None, custom_rules=True)
    folder.check()
    found = [diagnostic(finding, str) for finding in folder.report.findings]
    assert [(each.code, each.code_description) for each in found] == [("own-rule", None)] * 2


def test_a_pair_that_names_no_app_is_told_and_the_rest_is_linted(root: Path) -> None:
    (root / "envlint.toml").write_text('[[pairs]]\nleft = "nope:A"\nright = "web:B"\nrelation = "same-host"\n', "utf-8")
    complaints: list[str] = []
    folder = _folder(root, complaints)
    assert _rules(folder) == ["duplicate-env-key"]
    assert len(complaints) == 1


PAGE = "const url = import.meta.env.VITE_API_URL\nfetch(`${url}/api/x`)\n"


@pytest.fixture
def reads(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that were read; two hundred of them hold facts, and a session has opened the folder."""
    (root / "package.json").write_text('{"devDependencies": {"vite": "^7.2.0"}}', "utf-8")
    (root / "index.html").write_text('<script type="module" src="/a.ts"></script>', "utf-8")
    for number in range(200):
        (root / f"p{number}.ts").write_text(PAGE, "utf-8")
    monkeypatch.setattr(cache, "_UNSETTLED", 0)
    monkeypatch.setattr("os.fork", lambda: pytest.fail("a process with threads was forked"))
    _folder(root, []).check()
    found: list[str] = []
    real = registry.read

    def read(source: Source) -> FileFacts:
        found.append(source.path)
        return real(source)

    monkeypatch.setattr(registry, "read", read)
    return found


def test_a_session_begins_with_what_was_read_before(root: Path, reads: list[str]) -> None:
    folder = _folder(root, [])
    found = _rules(folder)
    assert {path for path in reads if path.endswith(".ts")} == set()
    folder.lay("p1.ts", PAGE + "\n")
    assert _rules(folder) == found
    assert "p1.ts" in reads


def test_a_file_that_changed_behind_its_dates_is_read_anew(root: Path, reads: list[str]) -> None:
    folder = _folder(root, [])
    (root / "p1.ts").write_text(PAGE.replace("/api/x", "/api/y"), "utf-8")
    expected = _rules(_folder(root, []))
    assert _rules(folder) == expected
    assert "p1.ts" in reads


def test_a_buffer_over_a_file_that_changed_meanwhile_counts(root: Path, reads: list[str]) -> None:
    folder = _folder(root, [])
    (root / "p1.ts").write_text("", "utf-8")
    folder.lay("p1.ts", PAGE.replace("/api/x", "/api/y"))
    folder.check()
    assert any("/api/y" in fact.at.source.text for fact in folder.facts["p1.ts"].of(EnvUse))
    assert "p1.ts" in reads


def test_a_wrong_configuration_is_told_and_left_out(root: Path) -> None:
    (root / "envlint.toml").write_text("selct = []\n", "utf-8")
    complaints: list[str] = []
    folder = _folder(root, complaints)
    assert _rules(folder) == ["duplicate-env-key"]
    assert complaints == ["envlint.toml:1: there is no key 'selct' here; did you mean 'select'?"]


def test_no_code_of_the_project_runs(root: Path) -> None:
    (root / "lint").mkdir()
    (root / "lint/own_rule.py").write_text(CUSTOM, "utf-8")
    (root / "envlint.toml").write_text('custom-rules = "lint"\nignore = ["own-rule"]\n', "utf-8")
    folder = _folder(root, [])
    assert _rules(folder) == ["duplicate-env-key"]
    assert folder.report.failures == ()
