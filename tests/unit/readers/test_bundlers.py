"""The configurations of Next.js, Nuxt, Astro, webpack, Vue CLI, Create React App and Angular."""

from __future__ import annotations

import pytest

from envlint.facts import Definition, DevServer, Exposure, Extends, Fact, ProxyRule, Replacement
from envlint.model import Source
from envlint.readers import registry
from tests.unit.readers.javascript_spelling import spelled


def read(path: str, text: str) -> tuple[Fact, ...]:
    return tuple(registry.read(Source(path, text)).every())


def proxy(path: str, text: str) -> list[str]:
    return [
        f"{rule.context} -> {spelled(rule.target)} ws={spelled(rule.ws)} {spelled(rule.rewrite)}"
        for rule in read(path, text)
        if isinstance(rule, ProxyRule)
    ]


def exposure(path: str, text: str) -> Exposure | None:
    return next((fact for fact in read(path, text) if isinstance(fact, Exposure)), None)


def server(path: str, text: str) -> list[str]:
    found = [fact for fact in read(path, text) if isinstance(fact, DevServer)]
    return [f"{spelled(fact.host)} {spelled(fact.port)} {spelled(fact.https)}" for fact in found]


# --- Next.js ----------------------------------------------------------------------------------------------------------

REWRITE = "{ source: '/api/:path*', destination: 'http://localhost:8000/:path*' }"


@pytest.mark.parametrize(
    "text",
    [
        f"module.exports = {{ async rewrites() {{ return [{REWRITE}] }} }}",
        f"module.exports = {{ rewrites: async () => [{REWRITE}] }}",
        (
            f"const nextConfig = {{ rewrites: () => ({{ beforeFiles: [], fallback: [{REWRITE}] }}) }}\n"
            "export default nextConfig"
        ),
        f"export default withSentry(withPWA({{ rewrites: async () => [{REWRITE}] }}), {{ silent: true }})",
        f"module.exports = (phase) => ({{ rewrites: async () => [{REWRITE}] }})",
        f"module.exports = {{ rewrites: () => process.env.NODE_ENV === 'production' ? [] : [{REWRITE}] }}",
        f"const all = [{REWRITE}]; module.exports = {{ rewrites: () => [...all] }}",
    ],
)
def test_rewrites(text: str) -> None:
    text = f"import withPWA from 'pwa'; import withSentry from 'sentry';\n{text}"
    assert proxy("next.config.js", text) == ["/api/:path* -> 'http://localhost:8000/:path*' ws=- -"]
    found = exposure("next.config.js", text)
    assert found is not None
    assert found.complete


@pytest.mark.parametrize(
    ("text", "expected", "complete"),
    [
        ("module.exports = { rewrites: () => [{ source: '/a', destination: '/b' }] }", [], True),
        (f"module.exports = {{ output: 'export', rewrites: () => [{REWRITE}] }}", [], True),
        (
            "module.exports = { rewrites: () => [{ source: '/a', has: [{ type: 'host' }], destination: 'http://b' }] }",
            [],
            False,
        ),
        ("import { rows } from './rows'; module.exports = { rewrites: () => rows }", [], False),
        (
            "module.exports = { rewrites: () => [{ source: '/a', destination: `${process.env.API}/a` }] }",
            ["/a -> $process.env:API + '/a' ws=- -"],
            True,
        ),
        (
            "module.exports = { basePath: '/app', rewrites: () => [{ source: '/a', destination: 'http://b/a' }] }",
            ["/app/a -> 'http://b/a' ws=- -"],
            True,
        ),
    ],
)
def test_rewrites_that_are_none_of_a_proxy(text: str, expected: list[str], complete: bool) -> None:
    assert proxy("next.config.mjs", text) == expected
    found = exposure("next.config.mjs", text)
    assert found is not None
    assert found.complete is complete


def test_next_inlines_its_env() -> None:
    found = exposure("web/next.config.ts", "export default { env: { API_URL: process.env.API_URL || 'http://a' } }")
    assert found is not None
    assert [(key, spelled(value)) for key, value in found.defines] == [
        ("process.env.API_URL", "($process.env:API_URL || 'http://a')")
    ]


# --- webpack and Vue CLI ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "webpack.config.js",
            "module.exports = { devServer: { port: 3000, proxy: { '/api': 'http://a:1' } } }",
            ["/api -> 'http://a:1' ws=- -"],
        ),
        (
            "webpack.dev.js",
            (
                "module.exports = (env) => ({ devServer: { proxy: [{ context: ['/a', '/b/**'], target: 'http://a:1', "
                "ws: true }] } })"
            ),
            ["/a -> 'http://a:1' ws=true -", "/b/** -> 'http://a:1' ws=true -"],
        ),
        (
            "webpack.config.js",
            (
                "module.exports = { devServer: { proxy: { '/api': { target: 'http://a:1', "
                "pathRewrite: { '^/api': '' } } } } }"
            ),
            ["/api -> 'http://a:1' ws=- (path) => [:path].replace(/^/api/, '')"],
        ),
        (
            "vue.config.js",
            (
                "const { defineConfig } = require('@vue/cli-service')\n"
                "module.exports = defineConfig({ devServer: { proxy: { '^/api': { target: 'http://a:1' }, "
                "'/b': { target: 'http://b:1', ws: false } } } })"
            ),
            ["^/api -> 'http://a:1' ws=true -", "/b -> 'http://b:1' ws=false -"],
        ),
        (
            "vue.config.js",
            "module.exports = { devServer: { proxy: 'http://a:1' } }",
            [" -> 'http://a:1' ws=true -"],
        ),
        (
            "webpack.config.js",
            "module.exports = { devServer: { proxy: [{ context: (path) => true, target: 'http://a:1' }] } }",
            [" -> <a context that is not a text> ws=- -"],
        ),
        ("webpack.prod.js", "module.exports = { devServer: { proxy: { '/a': 'http://a' } } }", []),
    ],
)
def test_webpack_proxy(path: str, text: str, expected: list[str]) -> None:
    assert proxy(path, text) == expected


def test_webpack_server_and_definitions() -> None:
    text = (
        "const webpack = require('webpack')\n"
        "module.exports = { devServer: { host: '0.0.0.0', port: '3000' }, plugins: [\n"
        "  new webpack.DefinePlugin({ 'process.env': { A: JSON.stringify('x') }, 'process.env.B': '1' }),\n"
        "] }"
    )
    assert server("webpack.config.js", text) == ["'0.0.0.0' '3000' -"]
    found = exposure("webpack.config.js", text)
    assert found is not None
    assert [key for key, _ in found.defines] == ["process.env.A", "process.env.B"]
    hidden = exposure("webpack.config.js", "module.exports = { plugins: [new Dotenv()] }")
    assert hidden is not None
    assert not hidden.complete


# --- Create React App -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app.use('/api', createProxyMiddleware({ target: 'http://a:1' }))", ["/api -> 'http://a:1' ws=- -"]),
        (
            "app.use(createProxyMiddleware('/ws', { target: 'http://a:1', ws: true }))",
            ["/ws -> 'http://a:1' ws=true -"],
        ),
        (
            "app.use(createProxyMiddleware(['/a', '/b'], { target: 'http://a:1' }))",
            ["/a -> 'http://a:1' ws=- -", "/b -> 'http://a:1' ws=- -"],
        ),
        ("app.use(createProxyMiddleware({ target: 'http://a:1', pathFilter: '/c' }))", ["/c -> 'http://a:1' ws=- -"]),
        ("app.use(createProxyMiddleware({ target: 'http://a:1' }))", ["/ -> 'http://a:1' ws=- -"]),
        ("app.use(createProxyMiddleware(filter, options))", [" -> <a path that is not a text> ws=- -"]),
    ],
)
def test_setup_proxy(text: str, expected: list[str]) -> None:
    text = (
        "const { createProxyMiddleware } = require('http-proxy-middleware')\n"
        f"module.exports = function (app) {{ {text} }}"
    )
    assert proxy("web/src/setupProxy.js", text) == expected


def test_the_proxy_of_a_manifest_is_that_of_create_react_app() -> None:
    manifest = '{"proxy": "http://localhost:5000", "dependencies": {"%s": "5.0.1"}}'
    assert proxy("package.json", manifest % "react-scripts") == [" -> 'http://localhost:5000' ws=- -"]
    assert proxy("package.json", manifest % "vite") == []


# --- Angular ----------------------------------------------------------------------------------------------------------

WORKSPACE = """{"projects": {
  "lib": {"projectType": "library"},
  "web": {"projectType": "application", "architect": {
    "build": {"configurations": {"production": {"fileReplacements": [
      {"replace": "src/environments/environment.ts", "with": "src/environments/environment.prod.ts"}]}}},
    "serve": {"options": {"port": 4300, "ssl": true},
              "configurations": {"development": {"proxyConfig": "src/proxy.conf.json"}}}}}}}"""


def test_an_angular_workspace() -> None:
    assert server("angular.json", WORKSPACE) == ["- '4300' true"]
    found = read("angular.json", WORKSPACE)
    assert [fact.path for fact in found if isinstance(fact, Extends)] == ["src/proxy.conf.json"]
    assert [(fact.mode, fact.by) for fact in found if isinstance(fact, Replacement)] == [
        ("production", "src/environments/environment.prod.ts")
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "src/proxy.conf.json",
            '{"/api": {"target": "http://a:1", "ws": true, "pathRewrite": {"^/api": ""}}}',
            ["/api -> 'http://a:1' ws=true (path) => [:path].replace(/^/api/, '')"],
        ),
        (
            "proxy.conf.json",
            '[{"context": ["/a", "/b"], "target": "http://a:1"}]',
            ["/a -> 'http://a:1' ws=- -", "/b -> 'http://a:1' ws=- -"],
        ),
        (
            "proxy.conf.js",
            "const PROXY = [{ context: ['/a'], target: 'http://a:1' }]; module.exports = PROXY",
            ["/a -> 'http://a:1' ws=- -"],
        ),
        ("proxy.conf.json", "[1, {", []),
    ],
)
def test_an_angular_proxy(path: str, text: str, expected: list[str]) -> None:
    assert proxy(path, text) == expected


def test_a_script_names_the_proxy() -> None:
    found = read("package.json", '{"scripts": {"start": "ng serve --proxy-config proxy.conf.json"}}')
    assert [fact.path for fact in found if isinstance(fact, Extends)] == ["proxy.conf.json"]


# --- Nuxt and Astro ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nitro: { devProxy: { '/api': { target: 'http://a:1/api' } } }",
            ["/api -> 'http://a:1/api' ws=- -"],
        ),
        ("routeRules: { '/api/**': { proxy: 'http://a:1/**' } }", ["/api/** -> 'http://a:1/**' ws=- -"]),
        (
            "routeRules: { '/api/**': { proxy: { to: 'http://a:1/**' } }, '/x': { ssr: false } }",
            ["/api/** -> 'http://a:1/**' ws=- -"],
        ),
        (
            "vite: { server: { proxy: { '/ws': { target: 'http://a:1', ws: true } } } }",
            ["/ws -> 'http://a:1' ws=true -"],
        ),
        ("proxy: { '/v1/': { target: 'http://a:1' } }", ["/v1/ -> 'http://a:1' ws=true -"]),
    ],
)
def test_nuxt_proxies(text: str, expected: list[str]) -> None:
    assert proxy("nuxt.config.ts", f"export default defineNuxtConfig({{ {text} }})") == expected


def test_nuxt_runtime_configuration() -> None:
    text = "export default defineNuxtConfig({ runtimeConfig: { key: '', public: { apiBase: 'http://a', wsURL: x } } })"
    (found,) = (f for f in read("nuxt.config.ts", text) if isinstance(f, Definition) and f.name == "runtimeConfig")
    assert spelled(found.value) == (
        "{key: ($process.env:NUXT_KEY ?? ''), public: {apiBase: ($process.env:NUXT_PUBLIC_API_BASE ?? 'http://a'), "
        "wsURL: ($process.env:NUXT_PUBLIC_WS_URL ?? <the global x>)}}"
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("nuxt.config.ts", "export default { devServer: { port: 4000 } }", "- '4000' -"),
        ("nuxt.config.js", "export default { server: { port: 8000, host: '0.0.0.0' } }", "'0.0.0.0' '8000' -"),
        ("astro.config.mjs", "export default defineConfig({ server: { port: 4322 } })", "- '4322' -"),
    ],
)
def test_other_dev_servers(path: str, text: str, expected: str) -> None:
    assert server(path, text) == [expected]


def test_astro_has_the_proxy_of_vite() -> None:
    text = "export default defineConfig({ vite: { server: { proxy: { '/api': 'http://a:1' } } } })"
    assert proxy("astro.config.mjs", text) == ["/api -> 'http://a:1' ws=- -"]


def test_electron_vite_serves_its_renderer() -> None:
    text = "export default defineConfig({ main: {}, renderer: { server: { port: 5200 } } })"
    assert server("electron.vite.config.ts", text) == ["- '5200' -"]
