"""The env-file reader: which files, which places, which faults."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import version

import pytest

from envlint.facts import Broken, EnvEncoding, EnvEntry, EnvMisread
from envlint.model import Source
from envlint.readers import dotenv
from envlint.readers.dotenv import library
from envlint.readers.names import readers_of

OLD = tuple(map(int, version("python-dotenv").split(".")[:2])) < (1, 2)


def entries(text: str, *, bom: bool = False) -> list[EnvEntry]:
    return [fact for fact in dotenv.read(Source(".env", text, bom=bom)) if isinstance(fact, EnvEntry)]


def faults(text: str) -> list[EnvMisread]:
    return [fact for fact in dotenv.read(Source(".env", text)) if isinstance(fact, EnvMisread)]


NOT_READ = """
.env.ts .env.d.ts env.js vite-env.d.ts .envrc locale.en.json .env.vault .env.keys .env.schema .env.enc .env.gpg
.env.production.age .env.json .env.gcp.yaml.example .env.bak .env.local~ env.py env .environment webpack.env.js
env/settings.py .env/pyvenv.cfg .env.example.md environment.ts .env.j2 env.local .env. my.envelope
"""

READ = """
.env .env.local .env.production .env.production.local prod.env backend.env .env.example .env.local.example env.example
example.env sample.env .env.sample .env.template .env.dist .env.example.local .example.env template.env .env.seed.sample
env.local.example .env-example env_sample .env.docker dotenv.example backend.env.example .sample.env.local .env.go-live
"""


@pytest.mark.parametrize("name", NOT_READ.split())
def test_other_files_are_left_alone(name: str) -> None:
    assert "dotenv" not in readers_of(name)
    assert "dotenv" not in readers_of(f"web/{name}")


@pytest.mark.parametrize("name", READ.split())
def test_env_files_and_templates_are_read(name: str) -> None:
    assert "dotenv" in readers_of(name)
    assert "dotenv" in readers_of(f".env/web/{name}")


@pytest.mark.parametrize(
    ("text", "key", "in_python", "in_vite"),
    [
        ("\n# note\n\nA=1\n", "A", "1", "1"),
        ("  export  A = x y # note\n", "A", "x y", "x y"),
        ('A="one\ntwo" # note', "A", "one\ntwo", "one\ntwo"),
        ("A='x'", "A", "x", "x"),
        ("A=`x`", "A", "`x`", "x"),
        ("A=http://a#b", "A", "http://a#b", "http://a"),
        (r'A="x\"y"', "A", r"x\"y", "x\\"),
        ("# one\r\n\r\nA=1\r\n", "A", "1", "1"),
        ("Z=0\r\nA='one\r\ntwo'\r\n", "A", "one\r\ntwo", "one\r\ntwo"),
        ("\ufeffA=1", "A", "1", "1"),
        ("À=0\nA=1", "A", "1", "1"),
        ("A='x", "A", None, "'x"),
        ("'A'=1", "A", "1", None),
        ("A=1\rB=2", "B", "2", "2"),
    ],
)
def test_places_are_exact(text: str, key: str, in_python: str | None, in_vite: str | None) -> None:
    entry = next(entry for entry in entries(text) if entry.key == key)
    assert entry.at.text == key
    assert (entry.python.at.text if entry.python else None) == in_python
    assert (entry.vite.at.text if entry.vite else None) == in_vite


@pytest.mark.parametrize(
    ("text", "exact"),
    [("A=x", True), ('A="x"', True), (r'A="x\ny"', False), (r"A='x\ny'", True), ('A="x\r\ny"', False), ("A=", True)],
)
def test_a_reading_says_whether_its_letters_stand_in_the_file(text: str, exact: bool) -> None:
    (entry,) = entries(text)
    assert entry.python is not None
    assert entry.vite is not None
    assert entry.python.exact is entry.vite.exact is exact


@pytest.mark.skipif(OLD, reason="older releases of python-dotenv read the comment as the value")
def test_an_empty_value_stands_after_its_equals_sign() -> None:
    (entry,) = entries("A= # note")
    assert entry.python is not None
    assert entry.vite is not None
    assert entry.python.at == entry.vite.at == entry.at.source.at(2, 2)
    assert faults("A= # note") == []


def test_a_name_without_a_value_is_read_by_python_only() -> None:
    (entry,) = entries("A")
    assert entry.python is not None
    assert entry.python.text is None
    assert entry.vite is None


def test_each_of_several_lines_for_one_name_is_an_entry() -> None:
    assert [(entry.key, entry.exported) for entry in entries("A=1\nexport A=2")] == [("A", False), ("A", True)]


@pytest.mark.parametrize(
    "text",
    [
        '# A: b\n#A="\n',
        "A=1\nexport B = 'x' # it's\n",
        "A=a#b",
        "A=abc#",
        'A="#fff"',
        "A=http://localhost:3000#todo",
        "A-B=1\nA.B=2",
        'A="x\\ny"',
        'A="one\ntwo"\nB=1',
        'A=\'{"a": ["b"]}\'',
        "A=$B\nC=${D:-e}",
        "A=<your key>",
        'A=it"s',
        "A=x==\n",
        'K="-----BEGIN KEY-----\nabc=\n-----END KEY-----"',
    ],
)
def test_stays_silent(text: str) -> None:
    assert faults(text) == []


ONE_QUOTE = "the quote is not closed"

FAULTS: list[tuple[str, str, str, str | None]] = [
    ("A", "python vite", "no equals sign", None),
    ("export A # note", "python vite", "no equals sign", None),
    ("A # b = c", "python vite", "no equals sign", None),
    ("=v", "python vite", "no name", None),
    ("some words", "python vite", "neither NAME=value", None),
    ("; note", "python vite", "neither NAME=value", None),
    ("MY KEY=1", "python vite", "is no name", None),
    ("set A=1", "python vite", "is no name", None),
    ("$env:A=1", "python vite", "other signs", None),
    ("A:", "python vite", "no equals sign", None),
    ("note: words", "python", "colon", None),
    ("API_URL: http://a # x", "python", "colon", "API_URL=http://a # x"),
    ("API_URL: 'a b'", "python", "colon", "API_URL='a b'"),
    ("API_URL: it's", "python", "colon", None),
    ('A="x', "python vite", "never closed", 'A="x"'),
    ('A="x y', "python vite", "never closed", None),
    ("A='tis", "python vite", "never closed", None),
    ('A="x"y', "python vite", "text after", None),
    ("A='it's'", "python vite", "text after", None),
    ('A="x\nB="y"\nC=1', "python vite", ONE_QUOTE, None),
    ('A="x\nB=1\nC="', "python vite", ONE_QUOTE, None),
    ("A=`x y` # z", "python", "backticks", 'A="x y" # z'),
    ('A=`x"y`', "python", "backticks", None),
    ("A=`x` y", "python", "backticks", None),
    ("A=`x\ny`", "python", "backticks", None),
    (r'A="{\"b\": 1}"', "vite", "escaped quote", """A='{"b": 1}'"""),
    (r"export A = 'it\'s'  # b", "vite", "escaped quote", """export A = "it's"  # b"""),
    (r'A="\"$b\""', "vite", "escaped quote", None),
    (r'A="\"it\'s\""', "vite", "escaped quote", None),
    ("A=# note", "python", "comment", 'A="" # note'),
    ("A=#fff", "vite", "comment", 'A="#fff"'),
    ("A=http://a/#/b # c", "vite", "comment", 'A="http://a/#/b" # c'),
    ("'A'=1", "vite", "in quotes", "A=1"),
    ('export "A"=x y', "python vite", "in quotes", "export A=x y"),
    ("'A'=\"x\\ny\"", "vite", "in quotes", None),
    ("K=-----BEGIN KEY-----\nMIIabc==\nxyz\n-----END KEY-----\n", "python vite", "several lines", None),
]


@pytest.mark.parametrize(("text", "dialects", "reason", "replacement"), FAULTS)
def test_speaks(text: str, dialects: str, reason: str, replacement: str | None) -> None:
    (fault,) = faults(f"\n  {text}\nZZ=ok\n")
    assert " ".join(fault.dialects) == dialects
    assert reason in fault.reason
    assert fault.replacement == replacement
    assert text.startswith(fault.at.text)


@pytest.mark.parametrize("replacement", [fault[3] for fault in FAULTS if fault[3] is not None])
def test_a_replacement_is_read_alike_and_without_fault(replacement: str) -> None:
    assert faults(replacement) == []
    (entry,) = entries(replacement)
    assert entry.python is not None
    assert entry.vite is not None
    assert entry.python.text == entry.vite.text


def test_a_key_written_without_quotes_makes_no_names() -> None:
    text = "A=1\nK=-----BEGIN KEY-----\nMIIabc==\nxyz=\n-----END KEY-----\nB=2\n"
    assert [entry.key for entry in entries(text)] == ["A", "K", "B"]


def test_reasons_hold_nothing_of_the_file() -> None:
    for text, _, _, _ in FAULTS:
        for fault in faults(text.replace("x", "hunter2")):
            assert "hunter2" not in fault.reason


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        (Source(".env", "A=1"), []),
        (Source(".env", "A=1", bom=True), ["bom"]),
        (Source(".env", "A=1", "utf-16-le", bom=True), ["utf-16"]),
        (Source(".env", "A=1\0\0"), ["nul"]),
    ],
)
def test_encodings(source: Source, problems: list[str]) -> None:
    assert [fact.problem for fact in dotenv.read(source) if isinstance(fact, EnvEncoding)] == problems


MIB = 1024 * 1024

HOSTILE = {
    "real": "VITE_SOME_NAME=http://localhost:8000/some/path/and/more/of/it\n" * (MIB // 62),
    "short lines": "A=1\n" * (MIB // 4),
    "comments": "#\n" * (MIB // 2),
    "quotes": "'\"`" * (MIB // 3),
    "open quotes": "A='\nB=\"\nC=`\n" * 6000,
    "escapes": 'A="' + "\\n" * (MIB // 2) + '"',
    "backslashes": 'A="' + "\\" * MIB,
    "blanks": "A=x" + " " * MIB + "y",
    "rows of blanks": ("A=x" + " " * 95 + "y\n") * (MIB // 99),
    "equals": "=" * MIB,
    "references": "A=" + "${" * (MIB // 2),
    "pem": "A=-----BEGIN K\n" * (MIB // 16),
    "carriage returns": "A=1\r\n" * 20000,
    "old line ends": "A\r" * (MIB // 2),
    "colons": "A: '" * (MIB // 4),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_mebibyte_takes_no_time(name: str) -> None:
    start = time.process_time()
    list(dotenv.read(Source(".env", HOSTILE[name], bom=True)))
    assert time.process_time() - start < 4


def test_what_no_loader_was_made_for_is_one_line_of_the_report() -> None:
    (fact,) = dotenv.read(Source(".env", HOSTILE["short lines"]))
    assert isinstance(fact, Broken)


def test_the_parser_is_the_installed_one() -> None:
    from dotenv.parser import parse_stream

    inner = library.inner_module()
    assert inner is not None
    assert inner.parse_stream.__code__ == parse_stream.__code__


def test_the_package_is_not_imported_for_its_parser() -> None:
    code = "import sys; from envlint.readers.dotenv import library; [*library.bindings('A=1')]"
    code += "; print('dotenv' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_the_inner_module_the_package_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    library._parse_stream.cache_clear()
    monkeypatch.setattr(library, "inner_module", lambda: None)
    monkeypatch.delitem(sys.modules, "dotenv.parser", raising=False)
    assert [binding.key for binding in library.bindings("A=1")] == ["A"]
    library._parse_stream.cache_clear()
