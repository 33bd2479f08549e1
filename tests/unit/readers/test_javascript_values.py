from __future__ import annotations

import pytest

from tests.unit.readers.javascript_spelling import definitions

SCHEME = "[page.protocol].replace('http', 'ws')"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a\\u0062\\n'", "'ab\n'"),
        ("8_000", "'8000'"),
        ("`http://${host}/x`", "'http://' + <the global host> + '/x'"),
        ("'a' + 'b' + 'c'", "'a' + 'b' + 'c'"),
        ("1 + 2", "<a calculation>"),
        ("import.meta.env.VITE_A ?? import.meta.env.VITE_B ?? 'd'", "($VITE_A ?? $VITE_B ?? 'd')"),
        ("process.env.A || 'd'", "($process.env:A || 'd')"),
        ("(import.meta as any).env['VITE_A']! as string", "$VITE_A"),
        ("import.meta.env.VITE_A ? import.meta.env.VITE_A : 'd'", "($VITE_A || 'd')"),
        ("!process.env.A ? 'd' : process.env.A", "($process.env:A || 'd')"),
        ("process.env.A ? `${process.env.A}/x` : 'd'", "($process.env:A ? $process.env:A + '/x' || 'd')"),
        ("process.env.A === undefined ? 'd' : process.env.A", "($process.env:A ?? 'd')"),
        ("import.meta.env.DEV ? 'a' : 'b'", "('a' dev: 'b')"),
        ("!import.meta.env.PROD ? 'a' : 'b'", "('b' prod: 'a')"),
        ("process.env.NODE_ENV !== 'production' ? 'a' : 'b'", "('b' prod: 'a')"),
        ("import.meta.env.MODE === 'development' ? 'a' : 'b'", "('a' dev: 'b')"),
        ("import.meta.env.MODE === 'staging' ? 'a' : 'b'", "('a' | 'b')"),
        ("location.hostname === 'localhost' ? 'a' : 'b'", "('a' | 'b')"),
        ("typeof window !== 'undefined' ? 'a' : 'b'", "'a'"),
        ("typeof window === 'undefined' ? 'a' : 'b'", "'b'"),
        ("flag ? 'a' : 'a'", "'a'"),
        ("window.env && window.env.URL", "env@globalThis.URL"),
        ("true && 'a'", "'a'"),
        ("void 0", "nothing"),
        ("String(process.env.A)", "str($process.env:A)"),
        ("Number(process.env.PORT) || 5173", "($process.env:PORT || '5173')"),
        ("encodeURIComponent(token)", "<encodeURIComponent()>"),
        ("localStorage.getItem('ws')", "<localStorage>"),
        ("{ a: 'x', 'b-c': 1, ['d']: true, ...rest }", "{a: 'x', b-c: '1', d: true, ...<the global rest>}"),
        ("['a', ...xs]", "['a', ...<the global xs>]"),
        ("(a, 'b')", "'b'"),
        ("JSON.parse(process.env.A)", "json($process.env:A)"),
        ("Object.freeze({ a: 1 })", "{a: '1'}"),
        ("<div>hi</div>", "<markup>"),
        ("useMemo(() => 'a', [])", "'a'"),
        ("computed(() => { return 'a' })", "'a'"),
        ("require('./config')", "*@./config"),
        ("require('./config').URL", "*@./config.URL"),
    ],
)
def test_expressions(expression: str, expected: str) -> None:
    assert definitions(f"const x = {expression};", "app.tsx")["x"] == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("A.replace('http', 'ws')", "[A].replace('http', 'ws')"),
        ("A.replace(/^http/, 'ws')", "[A].replace(/^http/, 'ws')"),
        ("A.replace(/^https?:\\/\\//i, '')", "[A].replace(/^[hH][tT][tT][pP][sS]?:///, '')"),
        ("A.replace(/(?:a|b)/g, '')", "[A].replaceAll(/(a|b)/, '')"),
        ("A.replace(/^http(s)?/, 'ws$1')", "[A].replace(/^http(s)?/, 'ws$1')"),
        ("A.replaceAll('a', 'b')", "[A].replaceAll('a', 'b')"),
        ("A.replace('a', m => m)", "<a replacement by something that is no literal>"),
        ("A.replace(/(/, '')", "<a regular expression that is not followed>"),
        ("A.trim()", "[A].strip('', both)"),
        ("A.slice(4)", "[A].replace(/^[\\s\\S]{4}/, '')"),
        ("A.slice(0, -1)", "[A].replace(/[\\s\\S]{1}$/, '')"),
        ("A.split('://')[1]", "[A].split('://').1"),
        (
            "A.split(',').map(s => s.trim()).filter(Boolean)",
            "each-filtered([A].split(','), (s) => [:s].strip('', both))",
        ),
        ("[A, 'x'].filter(Boolean)", "each-filtered([A, 'x'], (item) => :item)"),
        ("[A, 'x'].join('/')", "A + '/' + 'x'"),
        ("A.concat('/x')", "A + '/x'"),
        ("new URL('/x', A).href", "url('/x', A)"),
        ("new URL(A).toString()", "url(A, nothing)"),
        ("new URL(A).host", "[url(A, nothing)].replace(/^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*$/, '$1')"),
        ("A.startsWith('http') ? A : `/x${A}`", "(A starts http ? A : '/x' + A)"),
        ("!A.startsWith('/') ? '/' + A : A", "(A starts / ? A : '/' + A)"),
        ("A.endsWith('/') ? A.slice(0, -1) : A", "(A ends / ? [A].replace(/[\\s\\S]{1}$/, '') : A)"),
        ("/^https?:/.test(A) ? A : '/x' + A", "(A starts http: https: ? A : '/x' + A)"),
        ("A.startsWith('/') || A.startsWith('http') ? A : '/x'", "(A starts / http ? A : '/x')"),
        ("A.startsWith('/') || B ? A : '/x'", "(A | '/x')"),
        ("A.startsWith('https') ? 'wss' : 'ws'", "[A].replace(/^(http(s):)?.*$/, 'ws$2')"),
    ],
)
def test_texts(expression: str, expected: str) -> None:
    assert definitions(f"const A = process.env.A; const x = {expression};")["x"] == expected


@pytest.mark.parametrize(
    "expression",
    [
        "window.location.protocol === 'https:' ? 'wss:' : 'ws:'",
        "location.protocol === 'http:' ? 'ws:' : 'wss:'",
        "globalThis.location.protocol !== 'https:' ? 'ws:' : 'wss:'",
        "location.protocol.startsWith('https') ? 'wss:' : 'ws:'",
        "/^https/.test(document.location.protocol) ? 'wss:' : 'ws:'",
        "window.location.protocol.replace('http', 'ws')",
    ],
)
def test_scheme_of_the_page(expression: str) -> None:
    assert definitions(f"const x = {expression};")["x"] == SCHEME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const x = location.protocol === 'https:' ? 'wss' : 'ws'", f"[{SCHEME}].strip(':', right)"),
        ("const x = location.protocol === 'https:' ? 'wss://' : 'ws://'", f"{SCHEME} + '//'"),
        ("const s = location.protocol === 'https:'; const x = s ? 'wss:' : 'ws:'", SCHEME),
        ("const { protocol } = window.location; const x = protocol === 'https:' ? 'wss:' : 'ws:'", SCHEME),
        ("let x = 'ws:'; if (location.protocol === 'https:') x = 'wss:'", SCHEME),
        ("const x = location.protocol === 'https:' ? 'https:' : 'http:'", "page.protocol"),
        (
            "const x = `ws${location.protocol === 'https:' ? 's' : ''}://${location.host}`",
            "'ws' + [[page.protocol].replace('http', '')].strip(':', right) + '://' + page.host",
        ),
        (
            "const x = location.protocol === 'https:' ? `wss://${location.host}/ws` : `ws://${location.host}/ws`",
            f"{SCHEME} + '//' + page.host + '/ws'",
        ),
        ("const x = location.protocol === 'https:' ? 'wss://a' : 'ws://b'", "('wss://a' | 'ws://b')"),
    ],
)
def test_scheme_in_context(text: str, expected: str) -> None:
    assert definitions(text)["x"] == expected


def test_deep_nesting_ends_in_a_hole() -> None:
    found = definitions(f"const x = {'(!' * 500}a{')' * 500};\nconst y = {'[' * 300}1{']' * 300};")
    assert "<it is nested too deeply>" in found["y"]


def test_long_chains_are_no_nesting() -> None:
    found = definitions("const x = " + "\n + ".join(["'a'"] * 3000))
    assert found["x"].startswith("'a' + 'a'")
