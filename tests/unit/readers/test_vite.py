from __future__ import annotations

import pytest

from envlint.facts import DevServer, Exposure, Fact, PathAlias, ProxyRule
from envlint.model import Source
from envlint.readers import vite
from envlint.readers.names import readers_of
from tests.unit.readers.javascript_spelling import definitions, spelled


def read(text: str, path: str = "vite.config.ts") -> list[Fact]:
    return list(vite.read(Source(path, text)))


def server(text: str) -> str:
    (found,) = (fact for fact in read(text) if isinstance(fact, DevServer) and fact.kind == "server")
    settings = (found.host, found.port, found.strict_port, found.https)
    return " ".join(spelled(value) for value in settings)


def exposure(text: str) -> Exposure:
    (found,) = (fact for fact in read(text) if isinstance(fact, Exposure))
    return found


def proxy(text: str) -> list[str]:
    rules = [fact for fact in read(text) if isinstance(fact, ProxyRule)]
    return [f"{rule.context} -> {spelled(rule.target)} ws={spelled(rule.ws)}" for rule in rules]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("vite.config.ts", True),
        ("web/vite.config.mjs", True),
        ("vitest.config.ts", False),
        ("vite.config.prod.ts", False),
        ("webpack.config.js", False),
    ],
)
def test_reads(path: str, expected: bool) -> None:
    assert ("vite" in readers_of(path)) is expected


IMPORT = "import { defineConfig, loadEnv, mergeConfig } from 'vite';\n"


@pytest.mark.parametrize(
    "text",
    [
        "export default { server: { port: 3000 } }",
        "export default defineConfig({ server: { port: 3000 } })",
        "export default defineConfig(({ mode }) => ({ server: { port: 3000 } }))",
        "export default defineConfig(async () => { return { server: { port: 3000 } } })",
        "const config = { server: { port: 3000 } }; export default config",
        "const config = defineConfig({ server: { port: 3000 } }); export { config as default }",
        "module.exports = { server: { port: 3000 } }",
        "const server = { port: 3000 }; export default { server }",
        "const base = { port: 3000 }; export default { server: { ...base } }",
        "export default mergeConfig({ server: { port: 1 } }, { server: { port: 3000 } })",
        "export default defineConfig(({ command }) => command === 'serve' ? { server: { port: 3000 } } : {})",
        (
            "export default defineConfig(({ mode }) => { if (mode === 'production') return {}; "
            "return { server: { port: 3000 } } })"
        ),
        "function make() { return { server: { port: 3000 } } }; export default make()",
    ],
)
def test_spellings_of_a_configuration(text: str) -> None:
    assert server(IMPORT + text) == "- '3000' - -"
    assert exposure(IMPORT + text).complete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export default {}", "- - - -"),
        ("export default { server: { host: true, strictPort: true, https: {} } }", "true - true {}"),
        (
            IMPORT + "export default defineConfig(({ mode }) => { const env = loadEnv(mode, '.'); "
            "return { server: { port: Number(env.VITE_PORT) || 3000 } } })",
            "- ($loadEnv:VITE_PORT || '3000') - -",
        ),
        (
            IMPORT + "export default ({ mode }) => { process.env = { ...process.env, ...loadEnv(mode, '.') }; "
            "return { server: { port: process.env.PORT } } }",
            "- $loadEnv:PORT - -",
        ),
    ],
)
def test_server(text: str, expected: str) -> None:
    assert server(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "import { base } from './base'; export default { server: { ...base } }",
        "import { base } from './base'; export default { ...base }",
        "import { server } from './base'; export default { server }",
        "import base from './base'; export default mergeConfig(base, {})",
        "export default { server: { proxy: makeProxy() } }",
        "export default wrap({ server: {} })",
        "export default { define: Object.fromEntries(entries) }",
    ],
)
def test_what_is_hidden_is_said_to_be(text: str) -> None:
    assert not exposure(IMPORT + text).complete


def test_a_hidden_port_is_not_the_default() -> None:
    assert server("import { base } from './base'; export default { ...base }").split(" ", 1)[0] != "-"
    assert "not followed" in server("import { server } from './base'; export default { server }")


@pytest.mark.parametrize("text", ["export default make()", "export const a = 1", "", "export default 5"])
def test_no_configuration_in_sight(text: str) -> None:
    assert not exposure(text).complete


def test_preview() -> None:
    found = [fact for fact in read("export default { preview: { port: 4000 } }") if isinstance(fact, DevServer)]
    assert [(fact.kind, spelled(fact.port)) for fact in found] == [("server", "-"), ("preview", "'4000'")]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("'/api': 'http://localhost:8000'", ["/api -> 'http://localhost:8000' ws=-"]),
        ("'/api': { target: 'http://a', ws: true }", ["/api -> 'http://a' ws=true"]),
        ("'/api': { ...common, ws: true }", ["/api -> 'http://c' ws=true"]),
        ("[PREFIX]: { target: BACK }", ["/p -> BACK ws=-"]),
        ("'^/(a|b)': { target: process.env.API || 'http://a' }", ["^/(a|b) -> ($process.env:API || 'http://a') ws=-"]),
        ("'/api': { configure: () => {} }", ["/api -> <no target is given> ws=-"]),
        ("'/api': { target: { host: 'a' } }", ["/api -> <a target that is an object> ws=-"]),
        ("'/api': make('x')", ["/api -> 'http://m' ws=:x"]),
        ("...(import.meta.env.DEV ? { '/api': 'http://a' } : {})", ["/api -> 'http://a' ws=-"]),
    ],
)
def test_proxy(entries: str, expected: list[str]) -> None:
    constants = "const PREFIX = '/p'; const BACK = 'http://b'; const common = { target: 'http://c' };"
    function = "const make = (x) => ({ target: 'http://m', ws: x });"
    found = proxy(f"{constants} {function} export default {{ server: {{ proxy: {{ {entries} }} }} }}")
    assert found == expected


def test_a_proxy_entry_in_full() -> None:
    text = (
        "export default { server: { proxy: { '/api': { target: 'http://a', rewriteWsOrigin: true, "
        "rewrite: (path) => path.replace(/^\\/api/, '') } } } }"
    )
    (rule,) = (fact for fact in read(text) if isinstance(fact, ProxyRule))
    assert spelled(rule.rewrite) == "(path) => [:path].replace(/^/api/, '')"
    assert spelled(rule.rewrite_ws_origin) == "true"
    assert (rule.at.text, rule.block.text[0], rule.block.text[-1]) == ("/api", "{", "}")


def test_locals_of_the_configuration_are_defined_by_the_reader_of_scripts() -> None:
    text = "export default () => { const back = 'http://b'; return { server: { proxy: { '/api': back } } } }"
    assert proxy(text) == ["/api -> default.back ws=-"]
    assert definitions(text, "vite.config.ts")["default.back"] == "'http://b'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", (None, [], "-", "-", "-")),
        ("{ envPrefix: 'APP_' }", (("APP_",), [], "-", "-", "-")),
        ("{ envPrefix: ['A_', 'B_'] }", (("A_", "B_"), [], "-", "-", "-")),
        ("{ define: { __A__: JSON.stringify('x') } }", (None, ["__A__='x'"], "-", "-", "-")),
        ("{ define: { 'process.env': {} } }", (None, ["process.env={}"], "-", "-", "-")),
        (
            "{ define: { 'process.env.A': JSON.stringify(process.env.A) } }",
            (None, ["process.env.A=$process.env:A"], "-", "-", "-"),
        ),
        (
            "{ envDir: '../', root: path.resolve(__dirname, 'web'), base: '/app/' }",
            (None, [], "'..'", "'web'", "'/app/'"),
        ),
    ],
)
def test_exposure(text: str, expected: tuple[object, ...]) -> None:
    found = exposure(f"import path from 'path'; export default {text}")
    defines = [f"{key}={spelled(value)}" for key, value in found.defines]
    assert (found.prefixes, defines, spelled(found.env_dir), spelled(found.root), spelled(found.base)) == expected


@pytest.mark.parametrize(
    ("alias", "expected"),
    [
        ("{ '@': '/src' }", [("@", "src")]),
        ("{ '@': path.resolve(__dirname, './src') }", [("@", "src")]),
        ("{ '@': resolve(__dirname, '../shared', 'src') }", [("@", "../shared/src")]),
        ("{ '@': fileURLToPath(new URL('./src', import.meta.url)) }", [("@", "src")]),
        ("{ '@': new URL('./src/', import.meta.url).pathname }", [("@", "src")]),
        ("[{ find: '@', replacement: '/src' }, { find: /^~/, replacement: '/lib' }]", [("@", "src"), ("~", "lib")]),
        ("{ stream: 'readable-stream' }", []),
        ("{ '@': where() }", []),
    ],
)
def test_aliases(alias: str, expected: list[tuple[str, str]]) -> None:
    imports = "import path, { resolve } from 'path'; import { fileURLToPath, URL } from 'node:url';"
    found = [
        fact
        for fact in read(f"{imports} export default {{ resolve: {{ alias: {alias} }} }}")
        if isinstance(fact, PathAlias)
    ]
    assert [(fact.pattern, *fact.targets) for fact in found] == expected
