"""Names that the scripts of a page share through its global object: configuration that is read at run time."""

from __future__ import annotations

import pytest

from tests.unit.small_projects import VITE, urls, wired

URL = "http://localhost:8000/x"
CALL = "fetch(`${window.__ENV.API}/x`)"
SET = "window.__ENV = { API: 'http://localhost:8000' }"


@pytest.mark.parametrize(
    ("config", "script"),
    [
        pytest.param(SET, CALL, id="object of a script in public"),
        pytest.param(SET, "const { API } = window.__ENV; fetch(`${API}/x`)", id="destructured"),
        pytest.param(SET, "fetch((window as any).__ENV?.API + '/x')", id="cast and optional"),
        pytest.param(SET, "fetch(window['__ENV']['API'] + '/x')", id="in brackets"),
        pytest.param(SET, "const env = globalThis.__ENV; fetch(env.API + '/x')", id="globalThis"),
        pytest.param("globalThis.API = 'http://localhost:8000'", "fetch(window.API + '/x')", id="a text by itself"),
        pytest.param(
            "(function (window) { window['env'] = window['env'] || {}; "
            "window['env']['api'] = 'http://localhost:8000' })(this)",
            "fetch(window['env'].api + '/x')",
            id="a function that takes the window, and members one by one",
        ),
    ],
)
def test_a_shared_name_is_read(config: str, script: str) -> None:
    assert urls({**VITE, "web/public/config.js": config, "web/src/a.ts": script}) == [URL]


def test_a_name_that_the_page_itself_sets_is_read() -> None:
    page = f"<html><body><script>{SET}</script><script type='module' src='/src/a.ts'></script></body></html>"
    assert urls({**VITE, "web/index.html": page, "web/src/a.ts": CALL}) == [URL]


def test_scripts_that_are_no_modules_share_what_they_declare() -> None:
    files = {
        "app.py": "from flask import Flask\napp = Flask(__name__)\n@app.route('/x')\ndef x(): return ''\n",
        "templates/index.html": "<script src='/static/config.js'></script><script src='/static/app.js'></script>",
        "static/config.js": "const API = 'http://localhost:8000';",
        "static/app.js": "fetch(API + '/x');",
    }
    assert urls(files) == [URL]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"web/public/config.js": "window.__ENV = { API: '$API' }"}, id="filled in by a container"),
        pytest.param({"web/public/config.js": "window.__ENV = { API: '{{ api }}' }"}, id="filled in by a server"),
        pytest.param({"web/public/config.js": SET, "web/public/config.prod.js": SET}, id="set by two files"),
        pytest.param({"web/public/config.template.js": SET}, id="set by a template only"),
        pytest.param({"web/tests/setup.ts": SET}, id="set by a test only"),
        pytest.param({"other/config.js": SET}, id="set in another package"),
        pytest.param({"web/public/config.js": f"{SET}; {SET.replace('8000', '9000')}"}, id="set twice"),
        pytest.param({"web/public/config.js": f"{SET}; window.__ENV[key] = 'x'"}, id="an entry that is not known"),
        pytest.param(
            {"web/public/config.js": "function f(window) {}; other.__ENV = {API: 'http://a'}"}, id="no global"
        ),
        pytest.param({}, id="set by nobody"),
    ],
)
def test_what_is_not_known_is_left_open(files: dict[str, str]) -> None:
    project = {**VITE, **files, "web/src/a.ts": CALL}
    assert [text for text in urls(project) if "{}" not in text] == []


def test_the_nearest_package_has_the_word() -> None:
    other = {"admin/package.json": "{}", "admin/public/config.js": SET.replace("8000", "9000")}
    files = {**VITE, **other, "web/public/config.js": SET, "web/src/a.ts": CALL}
    assert urls(files) == [URL]


def test_a_page_that_is_shipped_may_get_another_file() -> None:
    files = {**VITE, "web/.env.production": "VITE_X=1\n", "web/public/config.js": SET, "web/src/a.ts": CALL}
    (connection,) = wired(files).connections
    known = {target.environment.mode: target.url.text for target in connection.targets}
    assert known == {"development": URL, "production": "{}/x"}
