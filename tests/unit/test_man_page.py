"""The manual page says what the command line says."""

from __future__ import annotations

import re

from envlint.arguments import COMMANDS, lint
from envlint.man_page import man_page

PAGE = man_page()
TEXT = PAGE.replace("\\-", "-")


def test_every_option_and_command_is_on_the_page() -> None:
    options = {option for parameter in lint.params for option in parameter.opts if option.startswith("--")}
    assert options <= set(re.findall(r"--[\w-]+", TEXT))
    assert all(f"\n.SS {name}\n" in TEXT for name in COMMANDS)


def test_no_line_is_taken_for_a_macro_that_there_is_not() -> None:
    macros = {line.split()[0] for line in PAGE.splitlines() if line.startswith((".", "'"))}
    assert macros <= {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".br"}


def test_hyphens_can_be_copied() -> None:
    assert not re.search(r"(?<!\\)-", PAGE.partition("\n")[2])
