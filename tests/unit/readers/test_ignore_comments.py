"""Comments that silence findings."""

from __future__ import annotations

import pytest

from envlint.model import Source
from envlint.readers import ignore_comments


def read(text: str) -> list[tuple[list[str], str, str]]:
    found = ignore_comments.read(Source("x", text))
    return [([name for name, _ in one.names], one.covers.text, one.reason) for one in found]


@pytest.mark.parametrize(
    ("line", "names", "reason"),
    [
        ("A=1  # envlint: ignore[one] it is so", ["one"], "it is so"),
        ("f() // envlint: ignore[one, two-three] -- it is so", ["one", "two-three"], "it is so"),
        ("<p> <!-- envlint: ignore[one] it is so -->", ["one"], "it is so"),
        ("a: 1 /* envlint:ignore [one] */", ["one"], ""),
        ("f() // envlint: ignore", [], ""),
    ],
)
def test_a_comment_behind_something(line: str, names: list[str], reason: str) -> None:
    assert read(f"{line}\nnext\n") == [(names, f"{line}\n", reason)]


def test_comments_above_a_line() -> None:
    text = "first\n  # envlint: ignore[one]\n  # envlint: ignore[two]\nsecond\nthird\n"
    both = "  # envlint: ignore[one]\n  # envlint: ignore[two]\nsecond\n"
    assert [covers for _, covers, _ in read(text)] == [both, both.partition("\n")[2]]


def test_several_comments_on_a_line() -> None:
    line = "f() // envlint: ignore[one] so // envlint: ignore[two] and so\n"
    assert read(f"{line}next\n") == [(["one"], line, "so"), (["two"], line, "and so")]


def test_a_line_ends_with_a_line_feed_only() -> None:
    line = "A='x\x85y' # envlint: ignore[one]\n"
    assert read(f"{line}B=1\n") == [(["one"], line, "")]


def test_a_comment_for_the_whole_file() -> None:
    text = "first\n# envlint: ignore-file[one]\nlast\n"
    assert read(text) == [(["one"], text, "")]


@pytest.mark.parametrize(
    "line", ["envlint: ignore[one]", "# envlint is great", "x = 'envlint'", "# envlint: ignores it"]
)
def test_no_comment(line: str) -> None:
    assert read(line) == []
