"""How text may look on a stream: with colours or without, and with which characters."""

from __future__ import annotations

import os
import unicodedata
from typing import IO, TYPE_CHECKING, Literal

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

Color = Literal["auto", "always", "never"]
Tone = Literal["strong", "error", "warning", "note", "frame", "help"]

_CODES: dict[Tone, str] = {
    "strong": "1",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "frame": "1;34",
    "help": "1;32",
}
_ASCII = pattern(r"[ -~]*")
_JOINER = "\u200d"


@record
class Style:
    """`encoding` is that of the stream: a character that it lacks is replaced before anything is measured."""

    color: bool = False
    encoding: str = "utf-8"

    def paint(self, text: str, tone: Tone) -> str:
        """The text in a colour (ECMA-48 SGR), or as it is."""
        return f"\x1b[{_CODES[tone]}m{text}\x1b[0m" if self.color and text else text

    @property
    def ellipsis(self) -> str:
        """What stands for something left out."""
        return "…" if self._has("…") else "..."

    def cells(self, text: str) -> list[tuple[str, int]]:
        """Each character of a line as it is shown, and how many columns of a terminal it takes.

        Control characters and those that turn the direction of writing around are replaced, so that no file can
        write over the screen.
        """
        if _ASCII.fullmatch(text):
            return [(character, 1) for character in text]
        return [self._cell(character) for character in text]

    def _cell(self, character: str) -> tuple[str, int]:
        if character == "\t":
            return "    ", 4
        category = unicodedata.category(character)
        if (category[0] == "C" and character != _JOINER) or category in {"Zl", "Zp"} or not self._has(character):
            return ("�" if self._has("�") else "?"), 1
        if category in {"Mn", "Me"} or character == _JOINER:
            return character, 0
        return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1

    def _has(self, character: str) -> bool:
        try:
            character.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


PLAIN = Style()


def style_of(stream: IO[str], color: Color, environment: Mapping[str, str] = os.environ) -> Style:
    """The style for a stream.

    `always` and `never` win over the environment, `NO_COLOR` (https://no-color.org) over `FORCE_COLOR`, as in Python
    itself; `FORCE_COLOR=0` switches colours off.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return Style(color == "always" or (color == "auto" and _wants_color(stream, environment)), encoding)


def printable(text: str) -> str:
    """A text on one line: control characters and bytes that are no Unicode are shown by their escapes."""
    if _ASCII.fullmatch(text):
        return text
    return "".join(_escaped(character) for character in text)


def _escaped(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs" and "\udc80" <= character <= "\udcff":
        return f"\\x{ord(character) - 0xDC00:02x}"  # a byte of a file name, see PEP 383
    if (category[0] == "C" and character != _JOINER) or category in {"Zl", "Zp"}:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _wants_color(stream: IO[str], environment: Mapping[str, str]) -> bool:
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced.lower() not in {"0", "false"}
    return stream.isatty() and environment.get("TERM") != "dumb"
