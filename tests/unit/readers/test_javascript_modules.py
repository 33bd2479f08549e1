from __future__ import annotations

import pytest

from envlint.facts import Broken, Runtime, StarExport
from envlint.readers.names import readers_of
from tests.unit.readers.javascript_spelling import connects, definitions, read, spelled, uses


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a.ts", True),
        ("src/a.jsx", True),
        ("App.vue", True),
        ("Page.svelte", True),
        ("env.d.ts", False),
        ("a.min.js", False),
        ("a.json", False),
    ],
)
def test_reads(path: str, expected: bool) -> None:
    assert ("javascript" in readers_of(path)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import { A } from './c'; fetch(A)", "A@./c"),
        ("import { A as B } from './c'; fetch(B)", "A@./c"),
        ("import A from './c'; fetch(A)", "default@./c"),
        ("import * as c from './c'; fetch(c.A)", "*@./c.A"),
        ("import { c } from './c'; const { A } = c; fetch(A)", "A"),
        ("const { A } = require('./c'); fetch(A)", "A"),
        ("const c = require('./c'); fetch(c.A)", "c.A"),
        ("import { url } from './c'; fetch(url('/x'))", "url@./c('/x')"),
    ],
)
def test_imported_names(text: str, expected: str) -> None:
    assert spelled(connects(text)[0].url) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("export default 'a'", "default", "'a'"),
        ("export default function f() { return 'a' }", "default", "f"),
        ("const a = 1; export { a as b }", "b", "a"),
        ("const a = 1; export { a as default }", "default", "a"),
        ("export { a as b } from './x'", "b", "a@./x"),
        ("export * as n from './x'", "n", "*@./x"),
        ("import { a } from './x'; export { a }", "a", "a@./x"),
        ("export const { A, B: b = 'd' } = conf", "b", "(<the global conf> ?? 'd')"),
        ("module.exports = { A: 'a', b }", "A", "'a'"),
        ("exports.A = 'a'", "A", "'a'"),
        ("module.exports.A = 'a'", "A", "'a'"),
        ("module.exports = 'a'", "default", "'a'"),
        ("const { A } = require('./c')", "A", "A@./c"),
        ("const { VITE_A: a } = import.meta.env", "a", "$VITE_A"),
        ("const env = import.meta.env; const a = env.VITE_A", "a", "$VITE_A"),
        (
            "import axios from 'axios'; const a = axios.create({ baseURL: '/api', withCredentials: true })",
            "a",
            "client('/api', true)",
        ),
    ],
)
def test_exports_and_definitions(text: str, name: str, expected: str) -> None:
    assert definitions(text)[name] == expected


def test_star_exports() -> None:
    assert [fact.module for fact in read("export * from './x'") if isinstance(fact, StarExport)] == ["./x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(import.meta.env.VITE_A)", ["import.meta.env:VITE_A!"]),
        ("f(import.meta.env['VITE_A'])", ["import.meta.env:VITE_A!"]),
        ("f((import.meta as any).env.VITE_A)", ["import.meta.env:VITE_A!"]),
        ("const { VITE_A, VITE_B = 'd' } = import.meta.env", ["import.meta.env:VITE_A!", "import.meta.env:VITE_B"]),
        ("const env = import.meta.env; f(env.VITE_A)", ["import.meta.env:VITE_A!"]),
        ("const { env } = process; f(env.A)", ["process.env:A!"]),
        ("f(process.env.A)", ["process.env:A!"]),
        ("f(globalThis.process.env.A)", ["process.env:A!"]),
        ("import { loadEnv } from 'vite'; const e = loadEnv('m', '.'); f(e.A)", ["loadEnv:A!"]),
        ("f(import.meta.env.MODE, import.meta.env.BASE_URL)", []),
        ("f(other.env.A)", []),
        ("function g(process) { f(process.env.A) }", []),
        ("process.env.A = 'x'", []),
        ("f(process.env.A || 'd')", ["process.env:A"]),
        ("f(x ?? process.env.A ?? 'd')", ["process.env:A"]),
        ("f(x ?? process.env.A)", ["process.env:A!"]),
        ("f(process.env.A?.trim())", ["process.env:A"]),
        ("f(process.env.A.trim() || 'd')", ["process.env:A"]),
        ("if (process.env.A) { f(process.env.A) }", ["process.env:A", "process.env:A"]),
        ("f(process.env.A ? g(process.env.A) : 'd')", ["process.env:A", "process.env:A"]),
        ("f(typeof process.env.A)", ["process.env:A"]),
        ("f(process.env.A === 'true')", ["process.env:A"]),
    ],
)
def test_reads_of_variables(text: str, expected: list[str]) -> None:
    assert uses(text) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("import express from 'express'", "a.ts", ["express"]),
        ("import fs from 'node:fs'", "a.ts", ["node:fs"]),
        ("const http = require('http')", "a.js", ["http"]),
        ("'use server'\nexport async function f() {}", "a.ts", ["use server"]),
        ("import type { Request } from 'express'", "a.ts", []),
        ("import path from 'path'", "vite.config.ts", []),
        ("import React from 'react'", "a.tsx", []),
    ],
)
def test_runtime(text: str, path: str, expected: list[str]) -> None:
    assert [fact.module for fact in read(text, path) if isinstance(fact, Runtime)] == expected


def test_components_keep_their_positions() -> None:
    text = "<template>\n  <p>ö {{ x }}</p>\n</template>\n<script setup lang=\"ts\">\nfetch('/ä')\n</script>\n"
    (found,) = connects(text, "App.vue")
    assert (found.at.text, found.at.start) == ("'/ä'", text.index("'/ä'"))


def test_component_with_two_blocks_is_one_module() -> None:
    text = "<script context=\"module\">const A = '/a'</script>\n<script>fetch(A)</script>"
    assert spelled(connects(text, "Page.svelte")[0].url) == "A"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("fetch('/x');" * 2000, "a.js"),
        ("<template><p>fetch('/x')</p></template>", "App.vue"),
        ("<script type=\"application/json\">fetch('/x')</script>", "App.vue"),
    ],
)
def test_nothing_to_read(text: str, path: str) -> None:
    assert read(text, path) == []


def test_casts_are_read_in_plain_typescript() -> None:
    assert definitions("const a = <string>process.env.A", "a.ts")["a"] == "$process.env:A"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("const a = 1;\nfetch('/x');\n", 0),
        ("const a = 1;\nconst = ;\nfetch('/x');\nfetch('/y');\nfetch('/z');\n", 0),
        ("}}} ]] (( == this is no script at all ?? ::\n", 1),
    ],
)
def test_broken(text: str, expected: int) -> None:
    assert sum(isinstance(fact, Broken) for fact in read(text)) == expected


def test_reading_twice_gives_the_same() -> None:
    text = "const f = () => { const a = 'x'; const b = a; return b }; export default f()"
    assert definitions(text) == definitions(text)
    assert "f.a" in definitions(text)
