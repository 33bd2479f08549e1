"""The generated pages, on a small root of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint import __version__
from envlint.docs import drift, recomputed, write
from envlint.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {"docs/rules/one.md": "# one\n", "README.md": "hello\n"}


def test_written_pages_do_not_drift(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    assert drift(tmp_path, PAGES) == ""


def test_a_changed_page_is_named_with_its_lines(tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    (tmp_path / "README.md").write_text("hello there\n")
    assert drift(tmp_path, PAGES).splitlines() == [
        "--- README.md",
        "+++ README.md (as `make docs` writes it)",
        "@@ -1 +1 @@",
        "-hello there",
        "+hello",
    ]


def test_a_missing_page_is_drift(tmp_path: Path) -> None:
    assert "+# one" in drift(tmp_path, PAGES)


def test_the_page_of_a_rule_that_is_gone_is_drift_and_is_removed(tmp_path: Path) -> None:
    write(tmp_path, PAGES | {"docs/rules/gone.md": "# gone\n"})
    assert "-# gone" in drift(tmp_path, PAGES)
    write(tmp_path, PAGES)
    assert not (tmp_path / "docs/rules/gone.md").exists()


def test_printed_output_is_recomputed_and_the_rest_is_kept(tmp_path: Path) -> None:
    text = "before\n\n<!-- output: envlint --version -->\n```text\nold\n```\n\nafter\n\n```text\nkept\n```\n"
    assert recomputed(text, tmp_path) == text.replace("old", f"envlint {__version__}")


def test_only_our_own_output_is_recomputed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="only envlint's own"):
        recomputed("<!-- output: rm -rf x -->\n```\n```\n", tmp_path)
