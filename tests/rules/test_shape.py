"""Every rule file has one shape, and no rule is named anywhere else in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from envlint.examples import parse

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted((ROOT / "rules").glob("*.py"))
CHECKS = {"check", "check_ignores"}
PUBLIC = {"SINCE", "SEVERITY", "OPT_IN", "Options", *CHECKS}

every_rule = pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)


def test_there_are_rules() -> None:
    assert RULES


@every_rule
def test_its_name_is_words_of_lower_case(path: Path) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", path.stem)


@every_rule
def test_it_imports_nothing_of_envlint_but_what_is_offered_to_rules(path: Path) -> None:
    imported = {name for name in _imported_modules(path) if name.split(".")[0] == "envlint"}
    assert imported == {"envlint.rule"}


@every_rule
def test_it_defines_nothing_public_but_what_the_catalogue_reads(path: Path) -> None:
    public = {name for name in _defined_names(path) if not name.startswith("_")}
    assert len(public & CHECKS) == 1
    assert public <= PUBLIC


@every_rule
def test_its_page_has_a_summary_of_one_line_and_prose(path: Path) -> None:
    page = parse(_docstring(path))
    assert re.fullmatch(r"\S.*\.", page.summary)
    assert len(page.summary) <= 116
    assert page.prose


@every_rule
def test_it_has_two_bad_and_two_good_examples(path: Path) -> None:
    examples = parse(_docstring(path)).examples
    assert sum(example.bad for example in examples) >= 2
    assert sum(not example.bad for example in examples) >= 2
    assert len({example.title for example in examples}) == len(examples)


@every_rule
def test_its_name_stands_in_no_other_file_of_the_code(path: Path) -> None:
    name = re.compile(rf"(?<![\w-])(?:{path.stem}|{path.stem.replace('_', '-')})(?![\w-])")
    folders = ("envlint", "rules")
    others = [other for folder in folders for other in (ROOT / folder).rglob("*.py") if other != path]
    others = [
        other for other in others if "check_ignores" not in other.read_text("utf-8") or other.parent.name != "rules"
    ]
    assert [other.relative_to(ROOT).as_posix() for other in others if name.search(other.read_text("utf-8"))] == []


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), path.name)


def _docstring(path: Path) -> str:
    return ast.get_docstring(_tree(path), clean=False) or ""


def _imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _defined_names(path: Path) -> set[str]:
    found: set[str] = set()
    for node in _tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found
