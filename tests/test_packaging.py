"""What is installed has its rules, whichever way it was installed."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.checkout import ROOT, copy_of_the_checkout

RULES = {path.name for path in (ROOT / "rules").glob("*.py")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, clean_environment: dict[str, str]) -> Path:
    """A folder with the sdist of this work tree and the wheel that is built from that sdist."""
    checkout, built = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("built")
    copy_of_the_checkout(checkout)
    _python(clean_environment, "-m", "build", "--outdir", built, checkout)
    return built


@pytest.mark.slow
def test_an_sdist_holds_what_a_wheel_is_built_from(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"rules/{name}" for name in RULES} <= names
    assert {"envlint/cli.py", "pyproject.toml", "README.md", "LICENSE"} <= names


@pytest.mark.slow
def test_a_wheel_holds_every_rule_and_no_other_folder(built: Path) -> None:
    wheel = next(built.glob("*.whl"))
    assert wheel.name.startswith("envlint_stack-")
    names = zipfile.ZipFile(wheel).namelist()
    assert {Path(name).name for name in names if name.startswith("envlint/rules/")} == RULES
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"envlint"}


@pytest.mark.slow
def test_a_wheel_installs_the_manual_page(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert [name.partition(".data/")[2] for name in names if ".data/" in name] == ["data/share/man/man1/envlint.1"]


@pytest.mark.slow
def test_an_installed_wheel_finds_its_rules(built: Path, tmp_path: Path, clean_environment: dict[str, str]) -> None:
    wheel = next(built.glob("*.whl"))
    _python(clean_environment, "-m", "pip", "--quiet", "install", "--no-deps", "--target", tmp_path / "site", wheel)
    environment = clean_environment | {"PYTHONPATH": str(tmp_path / "site")}
    printed = _python(environment, "-m", "envlint", "rules", cwd=tmp_path)
    assert all(Path(name).stem.replace("_", "-") in printed for name in RULES)


def test_no_document_tells_anyone_to_install_the_unrelated_distribution() -> None:
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")):
        for line in path.read_text("utf-8").splitlines():
            words = line.replace("`", " ").split()
            assert not {"install", "envlint"} <= set(words) or "--" in line, f"{path.name}: {line}"


def _python(environment: dict[str, str], *arguments: str | Path, cwd: Path | None = None) -> str:
    run = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
