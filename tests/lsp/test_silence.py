"""The comment that is offered silences its finding, wherever it is put."""

from __future__ import annotations

import pytest

from envlint import catalogue
from envlint.decoding import decoded
from envlint.examples import Example, parse, report_on, reported
from envlint.lsp.silence import silencing
from envlint.model import Finding, Source

RULES = catalogue.load()
CASES = [
    (rule, example, number)
    for rule in RULES
    if rule.check is not catalogue.unasked
    for example in parse(rule.text).examples
    if example.bad
    for number, finding in enumerate(reported(rule, example).findings)
    if silencing(rule.name, finding.problem.at) is not None
]


@pytest.mark.parametrize(
    ("rule", "example", "number"), CASES, ids=[f"{rule.name}: {example.title}: {n}" for rule, example, n in CASES]
)
def test_the_comment_silences_one_finding_and_brings_no_other(
    rule: catalogue.Rule, example: Example, number: int
) -> None:
    finding = reported(rule, example).findings[number]
    fix = silencing(rule.name, finding.problem.at)
    assert fix is not None
    sources = {file.path: decoded(file.path, file.data) for file in example.files}
    before = report_on(rule, sources, example.is_tracked)
    (edit,) = fix.edits
    source = edit.at.source
    text = source.text[: edit.at.start] + edit.text + source.text[edit.at.end :]
    sources[source.path] = Source(source.path, text, source.encoding, source.bom)
    after = report_on(rule, sources, example.is_tracked)
    # One rule falls silent by itself: it takes any comment for a reason.
    assert after.ignored or rule.name == "shadowed-env-value"
    assert {_identity(each) for each in after.findings} < {_identity(each) for each in before.findings}


def _identity(finding: Finding) -> tuple[str, str, str]:
    at = finding.problem.at
    return at.path, at.source.line(at.source.line_column(at.start)[0]), finding.problem.message


@pytest.mark.parametrize(
    ("path", "text", "word", "expected"),
    [
        (".env", "A=1\nB=2\n", "B", "# envlint: ignore[some-rule]\n"),
        (".env", "A=1\r\nB=2\r\n", "B", "# envlint: ignore[some-rule]\r\n"),
        ("a.py", "def f():\n    g(1)\n", "g", "    # envlint: ignore[some-rule]\n"),
        ("a.ts", "f(\n\tg(1))\n", "g", "\t// envlint: ignore[some-rule]\n"),
        ("a.tsx", "const a = <p>\n  {b}\n</p>\n", "{b}", "  {/* envlint: ignore[some-rule] */}\n"),
        ("a.vue", "<script>\nlet b = 1\n</script>\n", "let", "// envlint: ignore[some-rule]\n"),
        ("a.html", "<p>\n<a href='b'>\n", "<a", "<!-- envlint: ignore[some-rule] -->\n"),
        ("tsconfig.json", '{\n  "a": 1\n}\n', '"a', "  // envlint: ignore[some-rule]\n"),
        ("nginx.conf", "http {\n  listen 1;\n}\n", "listen", "  # envlint: ignore[some-rule]\n"),
        (
            "compose.yml",
            "services:\n  api:\n    command:\n      - uvicorn\n      - a:b\n      - --host=127.0.0.1\n",
            "- --host",
            "      # envlint: ignore[some-rule]\n",
        ),
    ],
)
def test_the_comment_has_the_form_of_its_file(path: str, text: str, word: str, expected: str) -> None:
    start = text.index(word)
    fix = silencing("some-rule", Source(path, text).at(start, start + 1))
    assert fix is not None
    assert fix.edits[0].text == expected
    assert fix.edits[0].at.start == text.rfind("\n", 0, start) + 1


_COMPOSE = "services:\n  api:\n    image: python\n    command: {}\n"


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("package.json", '{\n  "proxy": 1\n}\n', "proxy"),
        ("a.py", 'a = """\nws://b\n"""\n', "ws"),
        ("a.ts", "const a = `\nws://b`\n", "ws"),
        ("a.vue", "<script>\nconst a = `\n${new WebSocket('ws://b')}`\n</script>\n", "ws"),
        ("a.html", "<a\n href='b'>\n", "href"),
        ("a.html", "<style>\n a { b: c }\n</style>\n", "a {"),
        (".env", 'A="1\nB=2"\n', "B"),
        ("compose.yml", _COMPOSE.format("|\n      uvicorn a:b \\\n        --host 127.0.0.1"), "--host"),
        ("start.sh", "uvicorn a:b \\\n  --host 127.0.0.1\n", "--host"),
    ],
    ids=[
        "JSON",
        "a text over several lines",
        "a template literal",
        "a template literal of a component",
        "inside of a tag",
        "a style",
        "a value over several lines",
        "a command in a block scalar",
        "a command over several lines",
    ],
)
def test_no_comment_is_offered_where_it_would_be_none(path: str, text: str, word: str) -> None:
    start = text.index(word)
    assert silencing("some-rule", Source(path, text).at(start, start + 1)) is None
