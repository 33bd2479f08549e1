"""Reading and rewriting the page in a rule's docstring."""

from __future__ import annotations

import pytest

from envlint.examples import Example, ExampleFile, Page, PageError, accepted, parse

PAGE = """\
Two halves do not meet.

They look for each other
in different places.

## Bad: the port differs
A sentence about it.

`backend/.env`
```env
PORT=8000
```

`frontend/.env`
```env bom crlf
VITE_API_URL=http://localhost:8001
```
Report:
```text
old report
```

## Good: it is the same
`backend/README`
````text
```
## Bad: not a heading
```
````
"""


def test_a_page_is_a_summary_prose_and_examples() -> None:
    bad_files = (
        ExampleFile("backend/.env", "PORT=8000\n"),
        ExampleFile("frontend/.env", "VITE_API_URL=http://localhost:8001\n", ("bom", "crlf")),
    )
    good_files = (ExampleFile("backend/README", "```\n## Bad: not a heading\n```\n"),)
    assert parse(PAGE) == Page(
        "Two halves do not meet.",
        "They look for each other\nin different places.",
        (
            Example("the port differs", True, 6, bad_files, "old report\n", (17, 21)),
            Example("it is the same", False, 23, good_files, "", (29, 29)),
        ),
    )


def test_a_page_may_have_no_examples() -> None:
    assert parse("One line.\n\nAnd why.\n") == Page("One line.", "And why.", ())


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ((), b"A=\xc3\xa9\nB=1\n"),
        (("crlf",), b"A=\xc3\xa9\r\nB=1\r\n"),
        (("bom",), b"\xef\xbb\xbfA=\xc3\xa9\nB=1\n"),
        (("latin-1",), b"A=\xe9\nB=1\n"),
        (("bom", "utf-16-le"), b"\xff\xfe" + "A=é\nB=1\n".encode("utf-16-le")),
    ],
)
def test_words_after_the_language_say_how_a_file_stands_on_disk(form: tuple[str, ...], data: bytes) -> None:
    assert ExampleFile(".env", "A=é\nB=1\n", form).data == data


def test_accepting_replaces_the_report_and_nothing_else() -> None:
    assert accepted(PAGE, ("new\nreport\n",)) == PAGE.replace("old report", "new\nreport")
    assert accepted(PAGE, ("old report\n",)) == PAGE


def test_accepting_adds_a_report_where_there_is_none() -> None:
    page = "One.\n\n## Bad: a\n`x`\n```env\nA\n```\n\n## Bad: b\n`x`\n```env\nB\n```\n"
    written = accepted(page, ("first\n", "second\n"))
    assert [example.report for example in parse(written).examples] == ["first\n", "second\n"]
    assert accepted(written, ("first\n", "second\n")) == written


@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("## Worse: a\n", "line 3 of the docstring: a heading"),
        ("## Bad:\n", "a heading is"),
        ("## Bad: a\nno file\n", "needs a file"),
        ("## Bad: a\n```env\nA=1\n```\n", "above a fence stands the path"),
        ("## Bad: a\n`x`\n```env\nA=1\n", "line 5 of the docstring: this fence is never closed"),
        ("## Good: a\n`x`\n```env\nA=1\n```\nReport:\n```text\n```\n", "a good one has none"),
        ("## Bad: a\n`x`\n```env\n```\nReport:\n```\n```\nReport:\n```\n```\n", "one report"),
    ],
)
def test_what_departs_from_the_form_is_named(example: str, reason: str) -> None:
    with pytest.raises(PageError, match=reason):
        parse(f"One.\n\n{example}")
