"""References in values: what they come to, and where each part of it was written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from envlint import interpolation, pieces
from envlint.facts import EnvEntry, Reading
from envlint.model import Source
from envlint.readers import dotenv

if TYPE_CHECKING:
    from collections.abc import Callable

    from envlint.interpolation import Lookup, Pieces

Named = list[tuple[str, Reading]]


def readings(text: str, dialect: str) -> Named:
    found = [fact for fact in dotenv.read(Source(".env", text)) if isinstance(fact, EnvEntry)]
    pairs = [(entry.key, entry.python if dialect == "python" else entry.vite) for entry in found]
    return [(key, reading) for key, reading in pairs if reading is not None]


def python(text: str) -> dict[str, Pieces]:
    return interpolation.python_values(readings(text, "python"))


def vite(text: str) -> dict[str, Pieces]:
    return interpolation.vite_values(readings(text, "vite"))


def written(value: Pieces) -> list[tuple[str, str]]:
    """Each part of a value, and what stands where it comes from."""
    return [(piece.text, piece.at.text if piece.at else "") for piece in value]


def known(**values: str) -> Lookup:
    return {name: (pieces.Piece(value, None),) for name, value in values.items()}.get


def reading(text: str) -> Reading:
    return Reading(text, Source(".env", text).at(0, len(text)), exact=True)


@pytest.mark.parametrize("values", [python, vite])
def test_each_part_knows_where_it_was_written(values: Callable[[str], dict[str, Pieces]]) -> None:
    found = values('HOST="ws://a:1"\nVITE_WS_URL=${HOST}/ws\n')["VITE_WS_URL"]
    assert written(found) == [("ws://a:1", "ws://a:1"), ("/ws", "/ws")]
    assert all(piece.exact for piece in found)
    host = pieces.locate(found, 5, 6)
    assert host is not None
    assert (host.start, host.text) == (11, "a")


@pytest.mark.parametrize("values", [python, vite])
def test_a_default_was_written_where_it_is_used(values: Callable[[str], dict[str, Pieces]]) -> None:
    assert written(values("A=x${B:-http://c}/d")["A"]) == [("x", "x"), ("http://c", "http://c"), ("/d", "/d")]


def test_an_escape_leaves_its_surroundings_in_place() -> None:
    assert written(vite(r"A=pa\$word")["A"]) == [("pa", "pa"), ("$word", "$word")]


def test_a_decoded_value_is_not_exact() -> None:
    (piece,) = vite(r'A="x\ny"')["A"]
    assert not piece.exact


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${A}", "a"),
        ("$A", "$A"),
        ("${NONE}", ""),
        ("${NONE:-}", ""),
        ("${NONE:-d}e", "de"),
        ("${EMPTY:-d}", ""),
        ("${NONE:-${A}}", "${A}"),
        ("${A", "${A"),
        ("${A:x}${A}", "${A:x}a"),
        ("${A:-d", "${A:-d"),
        (r"\${A}", r"\a"),
        ("${}", ""),
        ("", ""),
    ],
)
def test_python(value: str, expected: str) -> None:
    assert pieces.text(interpolation.expand_python(reading(value), known(A="a", EMPTY=""))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("$A/$A", "a/a"),
        ("${A}b", "ab"),
        ("$Ab", ""),
        ("${NONE:-d}${NONE-e}", "de"),
        ("${EMPTY:-d}${EMPTY-e}", "de"),
        ("${A:-d}${A-e}", "aa"),
        ("${A:+x}${A+y}${NONE:+z}${EMPTY+z}", "xy"),
        ("${NONE:-${EMPTY:-${A}}}", "a"),
        ("${NONE:-http://h:1/-x}", "http://h:1/-x"),
        (r"\$A \${A}", "$A ${A}"),
        ("$1$$", "$1$$"),
        ("${A", "${A"),
        ("${}", "${}"),
        ("", ""),
    ],
)
def test_vite(value: str, expected: str) -> None:
    assert pieces.text(interpolation.expand_vite(reading(value), known(A="a", EMPTY=""))) == expected


def test_python_sees_what_stands_before() -> None:
    found = python("A=${B}1\nB=2\nA=${A}${B}3\n")
    assert {name: pieces.text(value) for name, value in found.items()} == {"A": "123", "B": "2"}


def test_a_name_without_a_value_is_set_for_python() -> None:
    assert pieces.text(python("A\nB=x${A:-d}")["B"]) == "x"


def test_vite_sees_the_last_of_each_name() -> None:
    found = vite("A=${B}1\nB=2\nB=3\n")
    assert {name: pieces.text(value) for name, value in found.items()} == {"A": "31", "B": "3"}


def test_a_variable_is_unset_in_itself() -> None:
    assert pieces.text(vite("A=${A:-d}/x")["A"]) == "d/x"


def test_what_goes_round_in_circles_is_a_hole() -> None:
    found = vite("A=${B}/a\nB=${A}/b\nC=c\n")
    assert {name: pieces.text(value) for name, value in found.items()} == {"A": "{}/b/a", "B": "{}/b", "C": "c"}
    assert found["B"][0].hole


def test_a_hole_inside_a_default_makes_the_value_one() -> None:
    def lookup(name: str) -> Pieces | None:
        return (pieces.hole(None),) if name == "H" else None

    assert pieces.text(interpolation.expand_vite(reading("$H/x"), lookup)) == "{}/x"
    assert pieces.text(interpolation.expand_vite(reading("x${A:-${H}}y"), lookup)) == "{}"


def chain(length: int, reference: str) -> str:
    return "\n".join(f"A{number}={reference.format(number + 1)}" for number in range(length)) + f"\nA{length}=x\n"


def test_a_long_way_is_a_hole() -> None:
    assert pieces.text(vite(chain(40, "${{A{}}}"))["A0"]) == "x"
    assert pieces.text(vite(chain(2000, "${{A{}}}"))["A0"]) == "{}"


def test_a_value_that_explodes_is_a_hole() -> None:
    bomb = "\n".join(reversed(chain(40, "${{A{0}}}${{A{0}}}").splitlines()))
    assert pieces.text(vite(bomb)["A0"]) == "{}"
    assert pieces.text(python(bomb)["A0"]) == "{}"
    assert pieces.text(python(bomb)["A35"]) == "x" * 32


MIB = 1024 * 1024

HOSTILE = ["${" * (MIB // 2), "${a:-" * (MIB // 5), "${a:" * (MIB // 4) + "}", "${a}" * (MIB // 4), "$a" * (MIB // 2)]
HOSTILE += [r"\$" * (MIB // 2), "${a:-" * 1000 + "}" * 1000, "$" * MIB, "x" * MIB]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("expand", [interpolation.expand_python, interpolation.expand_vite])
def test_a_mebibyte_takes_no_time(number: int, expand: Callable[[Reading, Lookup], Pieces]) -> None:
    start = time.process_time()
    expand(reading(HOSTILE[number]), known(a="b" * 5000))
    assert time.process_time() - start < 4


def test_a_long_value_without_references_stays_whole() -> None:
    assert interpolation.expand_vite(reading("x" * MIB), known())[0].text == "x" * MIB
