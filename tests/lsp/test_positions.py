from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from envlint.lsp.positions import offset, position, range_of
from envlint.model import Source

SUN = "\N{SUN WITH FACE}"


@pytest.mark.parametrize(
    ("text", "at", "line", "character"),
    [
        ("", 0, 0, 0),
        ("abc", 3, 0, 3),
        ("a\nb", 1, 0, 1),
        ("a\nb", 2, 1, 0),
        ("a\r\nb", 3, 1, 0),
        ("a\rb", 2, 1, 0),
        ("a\n", 2, 1, 0),
        ("é=1", 1, 0, 1),
        (f"{SUN}=1", 1, 0, 2),
        (f"x\n{SUN}{SUN}=1", 4, 1, 4),
        ("e\N{COMBINING ACUTE ACCENT}=1", 2, 0, 2),
        ("a\N{LINE SEPARATOR}b", 2, 0, 2),
        ("a\x0cb\x85c", 4, 0, 4),
    ],
)
def test_a_position_counts_lines_of_the_protocol_and_utf_16_units(
    text: str, at: int, line: int, character: int
) -> None:
    assert position(text, at) == Position(line, character)
    assert offset(text, Position(line, character)) == at


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("ab\r\nc", Position(0, 9), 2),
        ("ab\r\nc", Position(7, 0), 5),
        (f"a{SUN}b", Position(0, 2), 1),
        (f"a{SUN}b", Position(0, 9), 3),
    ],
    ids=["behind the line", "behind the text", "inside of a character", "behind a line with wide characters"],
)
def test_a_position_that_no_character_has_is_taken_back(text: str, at: Position, expected: int) -> None:
    assert offset(text, at) == expected


def test_an_offset_between_cr_and_lf_is_the_end_of_the_line() -> None:
    assert position("ab\r\nc", 3) == Position(0, 2)


def test_a_range_covers_a_location() -> None:
    source = Source(".env", f"# {SUN}\r\nURL=ws://a\r\n")
    assert range_of(source.at(2, 9)) == Range(Position(0, 2), Position(1, 4))


@given(st.text(st.sampled_from(f"ab\r\n{SUN}é")), st.data())
def test_every_offset_comes_back(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    if text[max(at - 1, 0) : at + 1] != "\r\n":
        assert offset(text, position(text, at)) == at
