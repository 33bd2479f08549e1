from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint import catalogue
from envlint.model import Severity

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''"""A summary.

Prose.
"""
from __future__ import annotations


def check(wiring):
    return ()
'''

FULL = '''"""Another summary."""
from __future__ import annotations

from dataclasses import dataclass

from envlint.model import Severity

SEVERITY = Severity.NOTE
OPT_IN = True
SINCE = "0.3"


@dataclass(frozen=True, slots=True)
class Place:
    path: str


def check(wiring):
    return (Place("a"),)
'''


def test_a_file_is_a_rule_named_like_it(tmp_path: Path) -> None:
    (tmp_path / "host_mismatch.py").write_text(RULE)
    (tmp_path / "a_note.py").write_text(FULL)
    (tmp_path / "_shared.py").write_text("raise AssertionError('opened')")
    (tmp_path / "README.md").write_text("no rule")
    first, second = catalogue.load(tmp_path)
    assert (second.name, second.summary, second.severity) == ("host-mismatch", "A summary.", Severity.ERROR)
    assert (second.text, second.opt_in, second.since) == ("A summary.\n\nProse.", False, "")
    assert (first.name, first.severity, first.opt_in, first.since) == ("a-note", Severity.NOTE, True, "0.3")


def test_names_come_without_loading_and_single_rules_by_name(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(RULE)
    (tmp_path / "broken.py").write_text("raise AssertionError('opened')")
    assert list(catalogue.paths(tmp_path)) == ["broken", "good"]
    assert [rule.name for rule in catalogue.load(tmp_path, only={"good"})] == ["good"]


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no rule was found"):
        catalogue.load(tmp_path)
    with pytest.raises(RuntimeError, match="no rule was found"):
        catalogue.load(tmp_path / "missing")


@pytest.mark.parametrize("text", ["", '"""A summary."""\n', "def check(wiring):\n    return ()\n"])
def test_a_file_that_is_no_rule_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "half.py").write_text(text)
    with pytest.raises(RuntimeError, match="is no rule"):
        catalogue.load(tmp_path)
