"""Which fixes are applied together, and what is taken back."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envlint.decoding import decoded
from envlint.fixer import Fixed, applied, diff, fix
from envlint.model import Edit, Finding, Fix, Problem, Report, Safety, Severity, Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from envlint.library import Sources

WORD = re.compile(r"\w+")


def _report(texts: Sources, fixes: Callable[[Source, re.Match[str]], tuple[Fix, ...]]) -> Report:
    """A finding for each word in lower case."""
    found: list[Finding] = []
    for source in texts.values():
        assert isinstance(source, Source)
        for word in WORD.finditer(source.text):
            if not word[0].isupper():
                problem = Problem(f"{word[0]} is small", source.at(*word.span()), fixes=fixes(source, word))
                found.append(Finding(problem, "big", Severity.ERROR, word[0]))
    return Report(tuple(found))


def _to(text: str, safety: Safety = Safety.SAFE) -> Callable[[Source, re.Match[str]], tuple[Fix, ...]]:
    def fixes(source: Source, word: re.Match[str]) -> tuple[Fix, ...]:
        new = text.format(word[0], word[0].upper())
        return (Fix(f"write {new}", (Edit(source.at(*word.span()), new),), safety),)

    return fixes


def _fix(text: str, fixes: Callable[[Source, re.Match[str]], tuple[Fix, ...]], *, unsafe: bool = False) -> Fixed:
    return fix(lambda texts: _report(texts, fixes), {"a": Source("a", text)}, unsafe=unsafe)


def _new(fixed: Fixed) -> str:
    return fixed.changes[0][1].text if fixed.changes else ""


@pytest.mark.parametrize(
    ("text", "new", "count"), [("a b", "A B", 2), ("A b\nC d\n", "A B\nC D\n", 2), ("A", "", 0), ("", "", 0)]
)
def test_all_that_can_be_fixed_is(text: str, new: str, count: int) -> None:
    fixed = _fix(text, _to("{1}"))
    assert (_new(fixed), len(fixed.applied), fixed.report.findings) == (new, count, ())


@pytest.mark.parametrize(("unsafe", "new"), [(False, ""), (True, "A")])
def test_an_unsafe_fix_has_to_be_asked_for(unsafe: bool, new: str) -> None:
    assert _new(_fix("a", _to("{1}", Safety.UNSAFE), unsafe=unsafe)) == new


def test_a_fix_that_brings_a_new_fault_is_taken_back_and_the_others_stay() -> None:
    def fixes(source: Source, word: re.Match[str]) -> tuple[Fix, ...]:
        return _to("worse" if word[0] == "bad" else "{1}")(source, word)

    fixed = _fix("bad a", fixes)
    assert _new(fixed) == "bad A"
    assert [mend.fix.title for mend in fixed.refused] == ["write worse"]


def test_two_fixes_that_undo_each_other_end() -> None:
    def run(texts: Sources) -> Report:
        source = texts["a"]
        assert isinstance(source, Source)
        new = {"x": "y", "y": "x"}[source.text]
        fix = Fix("turn", (Edit(source.at(0, 1), new),), Safety.SAFE)
        return Report((Finding(Problem("turned", source.at(0, 1), fixes=(fix,)), "r", Severity.NOTE, ""),))

    assert len(fix(run, {"a": Source("a", "x")}).applied) < 5


def test_overlapping_fixes_wait_for_each_other() -> None:
    def run(texts: Sources) -> Report:
        source = texts["a"]
        assert isinstance(source, Source)
        found = [
            Finding(
                Problem(f"{left}{right}", source.at(*pair.span()), fixes=(_joined(source, pair),)),
                "r",
                Severity.ERROR,
                "",
            )
            for left, right in ("ab", "bc")
            if (pair := re.search(left + right, source.text))
        ]
        return Report(tuple(found))

    def _joined(source: Source, pair: re.Match[str]) -> Fix:
        return Fix("split", (Edit(source.at(*pair.span()), "-".join(pair[0])),), Safety.SAFE)

    assert _new(fix(run, {"a": Source("a", "abc")})) == "a-b-c"


def test_all_edits_of_a_fix_apply_or_none() -> None:
    def fixes(source: Source, word: re.Match[str]) -> tuple[Fix, ...]:
        gone = Source("gone", "x").at(0, 1)
        return (Fix("both", (Edit(source.at(*word.span()), "A"), Edit(gone, "y")), Safety.SAFE),)

    assert _fix("a", fixes).changes == ()
    sources: Sources = {"a": Source("a", "a"), "gone": Unreadable("gone", "binary")}
    run_on = {"a": sources["a"]}
    assert fix(lambda texts: _report({"a": texts["a"]}, fixes), {**run_on, **sources}).changes == ()


@given(st.text(alphabet="ab AB\r\n", max_size=30))
def test_twice_is_once(text: str) -> None:
    once = _new(_fix(text, _to("{1}"))) or text
    assert once == text.upper()
    assert _fix(once, _to("{1}")).changes == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1), st.text("xy", max_size=2)), max_size=4))
def test_edits_that_do_not_overlap_are_independent_of_their_order(parts: list[tuple[int, int, str]]) -> None:
    source = Source("a", "0123456789")
    edits = tuple({at: Edit(source.at(at, at + length), text) for at, length, text in parts}.values())
    fixes = [Fix("f", (edit,)) for edit in edits]
    sources = {"a": source}
    assert applied(fixes, sources) == applied(fixes[::-1], sources)


def test_a_patch_leaves_out_what_git_takes_for_binary() -> None:
    old, new = Source("a.env", "A=1\n", "utf-16-le", True), Source("a.env", "A=2\n", "utf-16-le", True)
    assert diff([(old, new)]) == ("", ("a.env",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\r\nb\r\n", "a\r\nB\r\n"),
        ("a", "A"),
        ("a\nb", "a\nb\n"),
        ("a\x0cb\u2028c\n", "a\x0cb\u2028C\n"),
        ("", "a\n"),
        ("\ufeffa\nb\n", "\ufeffa\nB\n"),
    ],
)
def test_the_patch_is_one_that_git_takes(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "a.env"
    path.write_bytes(old.encode())
    before, after = (decoded("a.env", text.encode()) for text in (old, new))
    assert isinstance(before, Source)
    assert isinstance(after, Source)
    patch, _ = diff([(before, after)])
    command = ["git", "apply", "--whitespace=nowarn", "--unidiff-zero", "-"]
    subprocess.run(command, cwd=tmp_path, input=patch.encode(), check=True)
    assert path.read_bytes() == new.encode()
