"""What python-dotenv 1.2.4 and Vite 8.3.8 were seen to read, line by line: reader and interpolation together."""

from __future__ import annotations

import pytest

from envlint import interpolation, pieces
from envlint.facts import EnvEntry
from envlint.model import Source
from envlint.readers import dotenv

Values = dict[str, "str | None"]


def entries(text: str, *, bom: bool = False) -> list[EnvEntry]:
    return [fact for fact in dotenv.read(Source(".env", text, bom=bom)) if isinstance(fact, EnvEntry)]


def python(text: str, *, bom: bool = False) -> Values:
    found = [(entry.key, entry.python) for entry in entries(text, bom=bom) if entry.python is not None]
    values = interpolation.python_values(found)
    last = dict(found)
    return {name: None if last[name].text is None else pieces.text(value) for name, value in values.items()}


def vite(text: str, *, bom: bool = False) -> Values:
    found = [(entry.key, entry.vite) for entry in entries(text, bom=bom) if entry.vite is not None]
    return {name: pieces.text(value) for name, value in interpolation.vite_values(found).items()}


def x(value: str | None) -> Values:
    return {"VITE_X": value}


SAME = [
    ("VITE_X=abc", x("abc")),
    ("VITE_X=abc #def", x("abc")),
    ('VITE_X="#fff" # c', x("#fff")),
    ("VITE_X=abc   ", x("abc")),
    ("VITE_X = abc", x("abc")),
    ("export VITE_X=abc", x("abc")),
    ("VITE_X: abc", {}),
    ("VITE_X=", x("")),
    ("VITE_X=\nVITE_Y=1", {"VITE_X": "", "VITE_Y": "1"}),
    (r'VITE_X="a\nb"', x("a\nb")),
    (r"VITE_X='a\nb'", x(r"a\nb")),
    (r"VITE_X=a\nb", x(r"a\nb")),
    (r'VITE_X="C:\new"', x("C:\new")),
    (r'VITE_X="\u00e9"', x(r"\u00e9")),
    ('VITE_X=a"b"c', x('a"b"c')),
    ('VITE_X=["http://a","http://b"]', x('["http://a","http://b"]')),
    ("""VITE_X='["http://a","http://b"]'""", x('["http://a","http://b"]')),
    ('VITE_X=["http://a", "http://b"]', x('["http://a", "http://b"]')),
    ('VITE_X="a\nb"\nVITE_Y=1', {"VITE_X": "a\nb", "VITE_Y": "1"}),
    ("VITE_X='a\nb'\nVITE_Y=1", {"VITE_X": "a\nb", "VITE_Y": "1"}),
    ("VITE_BASE=base\nVITE_X=${VITE_BASE}/x", {"VITE_BASE": "base", "VITE_X": "base/x"}),
    ('VITE_BASE=base\nVITE_X="${VITE_BASE}/x"', {"VITE_BASE": "base", "VITE_X": "base/x"}),
    ("VITE_BASE=base\nVITE_X='${VITE_BASE}/x'", {"VITE_BASE": "base", "VITE_X": "base/x"}),
    ("VITE_X=${UNSET_ZZ:-dflt}", x("dflt")),
    ("VITE_X=a${UNSET_ZZ}b", x("ab")),
    ("VITE_X=one\nVITE_X=two", x("two")),
    ("VITE_X=abc\r\nVITE_Y=1\r\n", {"VITE_X": "abc", "VITE_Y": "1"}),
    ("   VITE_X=abc", x("abc")),
    ("VITE-X=abc\nVITE_X=ok", {"VITE-X": "abc", "VITE_X": "ok"}),
    ("VITE.X=abc\nVITE_X=ok", {"VITE.X": "abc", "VITE_X": "ok"}),
    ("VITE_X=a b c", x("a b c")),
    ("VITE_X=$(echo hi)", x("$(echo hi)")),
    ("VITE_X=abc ; note", x("abc ; note")),
    ('VITE_X="a" # it\'s\nVITE_Y=1', {"VITE_X": "a", "VITE_Y": "1"}),
    ("VITE_X=a\n# VITE_X='b\nVITE_Y=1", {"VITE_X": "a", "VITE_Y": "1"}),
]

DIFFERENT: list[tuple[str, Values, Values]] = [
    ("VITE_X=abc#def", x("abc#def"), x("abc")),
    ("VITE_X=http://a.b/#/route", x("http://a.b/#/route"), x("http://a.b/")),
    ("VITE_X=#abc", x("#abc"), x("")),
    ("VITE_X", x(None), {}),
    (r'VITE_X="a\tb"', x("a\tb"), x(r"a\tb")),
    (r'VITE_X="a\"b"', x('a"b'), x("a\\")),
    (r"VITE_X='a\'b'", x("a'b"), x("a\\")),
    (r'VITE_X="C:\\dir"', x(r"C:\dir"), x(r"C:\\dir")),
    ('VITE_X="a"b', {}, x("a")),
    ('VITE_X="a" b', {}, x("a")),
    ('VITE_X="abc\nVITE_Y=1', {"VITE_Y": "1"}, {"VITE_X": '"abc', "VITE_Y": "1"}),
    ("VITE_X='tis\nVITE_Y=1", {"VITE_Y": "1"}, {"VITE_X": "'tis", "VITE_Y": "1"}),
    ("VITE_X=`a b`", x("`a b`"), x("a b")),
    ("VITE_X=`a\nb`\nVITE_Y=1", {"VITE_X": "`a", "b`": None, "VITE_Y": "1"}, {"VITE_X": "a\nb", "VITE_Y": "1"}),
    (
        "VITE_B=base\nVITE_X=$VITE_B/x",
        {"VITE_B": "base", "VITE_X": "$VITE_B/x"},
        {"VITE_B": "base", "VITE_X": "base/x"},
    ),
    ("VITE_X=${UNSET_ZZ-dflt}", x(""), x("dflt")),
    ("VITE_E=\nVITE_X=${VITE_E:-dflt}", {"VITE_E": "", "VITE_X": ""}, {"VITE_E": "", "VITE_X": "dflt"}),
    ("B=base\nVITE_X=${B:+alt}", {"B": "base", "VITE_X": "${B:+alt}"}, {"B": "base", "VITE_X": "alt"}),
    ("B=base\nVITE_X=${UNSET_ZZ:-${B}}", {"B": "base", "VITE_X": "${B}"}, {"B": "base", "VITE_X": "base"}),
    ("VITE_X=${LATER}\nLATER=late", {"VITE_X": "", "LATER": "late"}, {"VITE_X": "late", "LATER": "late"}),
    ("VITE_X=pa$word1", x("pa$word1"), x("pa")),
    ('VITE_X="pa$word1"', x("pa$word1"), x("pa")),
    ("VITE_X='pa$word1'", x("pa$word1"), x("pa")),
    (r"VITE_X=pa\$word1", x(r"pa\$word1"), x("pa$word1")),
    ("VITE_X=a$$b", x("a$$b"), x("a$")),
    ("VITE_X=$2b$10$abcDEF", x("$2b$10$abcDEF"), x("$2b$10")),
    ("VITE_X=one\nVITE_X=${VITE_X}-two", x("one-two"), x("-two")),
    ("VITE_X=abc\N{NO-BREAK SPACE}", x("abc"), x("abc\N{NO-BREAK SPACE}")),
    ("'VITE_X'=abc", x("abc"), {}),
]


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_both_read_alike(text: str, expected: Values) -> None:
    assert python(text) == expected
    assert vite(text) == expected


@pytest.mark.parametrize(("text", "in_python", "in_vite"), DIFFERENT)
def test_each_reads_its_own_way(text: str, in_python: Values, in_vite: Values) -> None:
    assert python(text) == in_python
    assert vite(text) == in_vite


def test_a_byte_order_mark_loses_vite_the_first_name() -> None:
    assert python("VITE_X=abc\nVITE_Y=1", bom=True) == {"VITE_X": "abc", "VITE_Y": "1"}
    assert vite("VITE_X=abc\nVITE_Y=1", bom=True) == {"VITE_Y": "1"}


def test_a_lookup_may_prefer_the_process_environment() -> None:
    process = {"VITE_PRESET": (pieces.Piece("proc", None),)}
    (entry,) = entries("VITE_X=${VITE_PRESET}")
    assert entry.vite is not None
    assert pieces.text(interpolation.expand_vite(entry.vite, process.get)) == "proc"
