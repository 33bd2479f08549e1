from __future__ import annotations

import io

import pytest

from envlint.outputs.style import Color, printable, style_of


class Terminal(io.StringIO):
    encoding = "cp1252"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "environment", "on_terminal", "in_file"),
    [
        ("auto", {}, True, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "false"}, False, False),
        ("auto", {"FORCE_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ("auto", {"TERM": "xterm"}, True, False),
    ],
)
def test_colours(color: Color, environment: dict[str, str], on_terminal: bool, in_file: bool) -> None:
    assert style_of(Terminal(), color, environment).color is on_terminal
    assert style_of(io.StringIO(), color, environment).color is in_file


def test_the_encoding_of_the_stream_decides_on_the_characters() -> None:
    assert style_of(Terminal(), "auto", {}).encoding == "cp1252"
    assert style_of(io.StringIO(), "auto", {}).encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("backend/.env", "backend/.env"),
        ("ü/你.env", "ü/你.env"),
        ("caf\udce9.env", "caf\\xe9.env"),
        ("\ud800", "\\ud800"),
        ("a\nb\t\x1b[0m\x7f", "a\\nb\\t\\x1b[0m\\x7f"),
        ("\u202egpj.env", "\\u202egpj.env"),
    ],
)
def test_names_are_shown_on_one_line(text: str, shown: str) -> None:
    assert printable(text) == shown
