"""What the import contracts in pyproject.toml cannot say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "envlint"
MODULES = sorted(PACKAGE.rglob("*.py"))

RUNS_A_PROCESS = {"docs.py", "git.py"}
"""docs.py recomputes what envlint itself prints; git.py asks git, when the command line speaks of commits."""

WRITES_CODE = {"records.py"}
"""records.py writes initialisers out, of the names of its own classes' fields and nothing else."""

DISK = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "scandir", "listdir", "glob", "rglob"}
TOUCHES_DISK = {
    "cache.py",
    "catalogue.py",
    "docs.py",
    "examples.py",
    "files.py",
    "rewrite.py",
    "store.py",
    "valid_tables.py",
}
"""files.py for the linted project, and rewrite.py for its fixes; the others load or write files of envlint itself."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_uses_no_door_to_the_outside_that_is_not_its_own(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    used = _used(ast.parse(path.read_text("utf-8")))
    assert not used & {"eval", "__import__", "compile", "pickle", "marshal"}
    assert name in WRITES_CODE or "exec" not in used
    assert name in RUNS_A_PROCESS or "subprocess" not in used
    assert name in TOUCHES_DISK or not used & {
        "open",
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "scandir",
    }


def test_the_page_on_the_architecture_shows_the_floors_of_the_contract() -> None:
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    layers = re.findall(r'^  "(.+)",$', settings.partition("\nlayers = [\n")[2].partition("]\n")[0], re.MULTILINE)
    contract = {(floor, name) for floor, layer in enumerate(reversed(layers)) for name in re.split(r" [|:] ", layer)}
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert {
        (int(floor), name) for floor, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.MULTILINE)
    } == contract


def _used(tree: ast.Module) -> set[str]:
    """The modules that are imported, and the names of the functions and methods that are called."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not _is_regex(node.func):
            found.add(node.func.attr)
    return found


def _is_regex(function: ast.Attribute) -> bool:
    return isinstance(function.value, ast.Name) and function.value.id == "re"
