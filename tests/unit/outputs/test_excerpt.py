from __future__ import annotations

import time

import pytest

from envlint.model import Source
from envlint.outputs.excerpt import LIMIT, excerpt
from envlint.outputs.style import PLAIN, Style
from tests.unit.outputs.reports import at

ASCII = Style(encoding="ascii")


def drawn(source: Source, text: str, style: Style = PLAIN) -> list[str]:
    part = excerpt(at(source, text), style)
    return [part.text, " " * part.before + "^" * part.length]


@pytest.mark.parametrize(
    ("line", "mark", "drawing"),
    [
        ("let a = 1", "a", ["let a = 1", "    ^"]),
        ("\tlet\ta", "a", ["    let    a", "           ^"]),
        ("x = '\u4f60\u597d' + url", "url", ["x = '\u4f60\u597d' + url", "             ^^^"]),
        ("'\u4f60\u597d'", "\u4f60", ["'\u4f60\u597d'", " ^^"]),
        ("e\u0301 = url", "url", ["e\u0301 = url", "    ^^^"]),
        ("'\U0001f600' + url", "url", ["'\U0001f600' + url", "       ^^^"]),
        ("a\x1b[2Jb", "b", ["a\ufffd[2Jb", "     ^"]),
        ("a = 1   ", "= 1   ", ["a = 1", "  ^^^"]),
        ("a(\r\n  b\r\n)", "a(\r\n  b\r\n)", ["a(", "^^"]),
    ],
)
def test_the_mark_stands_below_what_it_marks(line: str, mark: str, drawing: list[str]) -> None:
    assert drawn(Source("a.ts", f"\n{line}\nz\n"), mark) == drawing


def test_a_stream_without_a_character_gets_another_of_the_same_width() -> None:
    assert drawn(Source("a.ts", "'\u4f60' + url"), "url", ASCII) == ["'?' + url", "      ^^^"]
    assert drawn(Source(".env", "A=secret localhost"), "A", ASCII) == ["A=...", "^"]


@pytest.mark.parametrize("text", ["", "\n", "\r\n", "a"])
def test_an_empty_range_has_a_mark_of_one_column(text: str) -> None:
    for offset in range(len(text) + 1):
        assert excerpt(Source("a.ts", text).at(offset, offset), PLAIN).length == 1


@pytest.mark.parametrize("where", [0, 500, 990])
def test_a_long_line_is_cut_around_the_mark(where: int) -> None:
    line = "." * where + "URL" + "." * (997 - where)
    shown, below = drawn(Source("a.ts", line), "URL")
    assert len(shown) <= LIMIT + 2
    assert shown[below.index("^") : len(below)] == "URL"
    assert (shown[0] == "…", shown[-1] == "…") == (where > 0, where < 990)


def test_a_long_mark_is_cut() -> None:
    shown, below = drawn(Source("a.ts", "x" * 50 + "U" * 500), "U" * 500)
    assert len(below) <= len(shown) <= LIMIT + 2
    assert below.strip() == "^" * shown.count("U")


def test_a_line_of_a_megabyte_takes_no_time_and_hides_its_secrets() -> None:
    line = "postgres://me:hunter2@db " * 40_000
    source = Source("a.ts", line + "URL" + line)
    start = time.process_time()
    shown, below = drawn(source, "URL")
    assert time.process_time() - start < 1
    assert "hunter2" not in shown
    assert shown[below.index("^") : len(below)] == "URL"


def test_a_password_at_the_edge_of_the_cut_is_hidden() -> None:
    for length in range(90, 120):
        shown, _ = drawn(Source("a.ts", f"'postgres://me:{'p' * 40}@db'{' ' * length}URL"), "URL")
        assert "pp" not in shown
