from __future__ import annotations

import pytest

from tests.unit.readers.javascript_spelling import connects, definitions, spelled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let x = 'a'; if (c) x = 'b'", "('b' | 'a')"),
        ("let x; if (c) { x = 'a' } else if (d) { x = 'b' } else { x = 'c' }", "('a' | 'b' | 'c')"),
        ("let x = process.env.A; if (!x) x = 'd'", "($process.env:A || 'd')"),
        ("let x = 'a'; x = x.replace('a', 'b'); x = x + '/c'", "['a'].replace('a', 'b') + '/c'"),
        ("let x = 'a'; x += 'b'", "'a' + 'b'"),
        ("let x; x ??= 'a'", "(nothing ?? 'a')"),
        ("let x = 'a'; try { x = 'b' } catch { x = 'c' }", "('b' | 'c')"),
        ("let x = 'a'; for (;;) { x = 'b' }", "('b' | 'a')"),
        ("let x = 'a'; function f() { x = 'b' }", "('b' | 'a')"),
        ("let x = 'a'; x++", "<an expression that is not followed>"),
        ("let x; switch (m) { case 1: x = 'a'; break; default: x = 'b' }", "('b' | 'a')"),
        ("const x = []; x.push('a'); if (c) x.push('b')", "(['a', 'b'] | ['a'])"),
        ("const x = { a: '1' }; x.b = '2'", "{...{a: '1'}, b: '2'}"),
        (
            "const x = new URL(A); x.protocol = 'ws:'",
            "[url(<the global A>, nothing)].replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, 'ws:')",
        ),
        (
            "const x = new URL(A); x.protocol = x.protocol === 'https:' ? 'wss:' : 'ws:'",
            "[url(<the global A>, nothing)].replace(/^http/, 'ws')",
        ),
        (
            "const x = new URL(A); x.protocol = x.protocol.replace('http', 'ws')",
            "[url(<the global A>, nothing)].replace(/^http/, 'ws')",
        ),
        ("const x = new URL(A); x.pathname = '/ws'", "url('/ws', url(<the global A>, nothing))"),
        (
            "const x = new URL(A); x.searchParams.set('t', token)",
            "url(<the global A>, nothing) + '?t=' + <encoded by searchParams>",
        ),
        ("const x = ref('a'); x.value = 'b'", "'b'"),
        ("$: x = 'a'", "'a'"),
        ("const on = false; const x = on ? 'a' : 'b'", "'b'"),
    ],
)
def test_written_more_than_once(text: str, expected: str) -> None:
    assert definitions(text)["x"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("let u = 'a'; fetch(u); u = 'b'", "'a'"),
        ("let u = 'a'; u = 'b'; fetch(u)", "u"),
        ("let u = 'a'; if (c) { u = 'b'; fetch(u) }", "'b'"),
        ("let u = 'a'; if (c) { u = 'b' } else { fetch(u) }", "'a'"),
        ("let u; function f() { u = 'b'; fetch(u) }", "'b'"),
        ("class A { u = ''; go() { this.u = 'b'; fetch(this.u) } }", "'b'"),
        ("class A { u = 'a'; go() { fetch(this.u) } }", "A.u"),
        ("class A { constructor(private u: string) {} go() { fetch(this.u) } }", "A.u"),
        ("let u = u + 'x'; fetch(u)", "u"),
        ("function f(u = 'd') { fetch(u) }", ":u='d'"),
        ("function f({ u = 'd', o: { p } }) { fetch(u) }", "(:arguments[0].u ?? 'd')"),
        ("const [u] = useState('a'); fetch(u)", "u"),
        ("const r = useRef('a'); fetch(r.current)", "r"),
        ("for (const u of all) fetch(u)", "<a value of each turn>"),
    ],
)
def test_where_it_is_used(text: str, expected: str) -> None:
    assert spelled(connects(text)[0].url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const f = (p) => `${B}${p}`", "(p) => <the global B> + :p"),
        ("function f(a, b = 'x') { return a }", "(a, b) => :a"),
        ("function f(a) { if (a) return 'x'; return 'y' }", "(a) => (:a ? 'x' || 'y')"),
        ("function f() { if (import.meta.env.DEV) { return 'x' } else { return 'y' } }", "() => ('x' dev: 'y')"),
        ("function f() { if (c) return 'x'; throw new Error() }", "() => 'x'"),
        ("function f(m) { switch (m) { case 1: return 'x'; default: return 'y' } }", "(m) => ('x' | 'y')"),
        ("function f() { try { return g() } catch { return 'y' } }", "() => (<the global g> | 'y')"),
        ("function f() { const g = () => { return 'no' }; return 'yes' }", "() => 'yes'"),
        ("function f({ a }, ...rest) { return a }", "(arguments[0]) => :arguments[0].a"),
        ("function* f() { yield 1 }", "<a generator>"),
        ("async function f() { return await 'x' }", "() => 'x'"),
    ],
)
def test_functions(text: str, expected: str) -> None:
    assert definitions(text)["f"] == expected


def test_locals_have_definitions_where_something_refers_to_them() -> None:
    found = definitions("export function useChat() { const url = BASE + '/ws'; const other = 1; new WebSocket(url) }")
    assert found["useChat.url"] == "<the global BASE> + '/ws'"
    assert "useChat.other" not in found


def test_names_of_locals_are_unique() -> None:
    text = """
        function f() {
            { const u = 'a'; fetch(u) }
            { const u = 'b'; fetch(u) }
            list.map(() => { const u = 'c'; fetch(u) })
        }
    """
    found = definitions(text)
    assert {name: value for name, value in found.items() if name.startswith("f.")} == {
        "f.u": "'a'",
        "f.u~2": "'b'",
        "f.1.u": "'c'",
    }


def test_classes() -> None:
    found = definitions("class A extends Base { url = 'a'; get b() { return 'c' } m(x) { return this.url + x } }")
    assert found == {"A": "class A(<the global Base>)", "A.url": "'a'", "A.b": "'c'", "A.m": "(x) => A.url + :x"}


def test_enums() -> None:
    assert definitions("enum E { A = 'a', B }")["E"] == "{A: 'a'}"


@pytest.mark.parametrize(
    "text",
    [
        "const a = b; const b = a;",
        "let x = 1; function f() { x = x + g() } function g() { x = x + 1; return x }",
        "const a = () => b(); const b = () => a();",
        "let x = ''; " + "x = x + x; " * 35,
        "let x; " + "if (c) { " * 80 + "x = 1" + "}" * 80,
        "let x = f(); " + "".join(f"if (c{n}) x = g{n}(x); " for n in range(35)),
    ],
)
def test_circles_and_towers_end(text: str) -> None:
    assert definitions(text)
