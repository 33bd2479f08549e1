"""The text of a configuration, and what is said of a wrong one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest
import tomli

from envlint.configuration.reading import json_schema, settings_of
from envlint.configuration.said import Context
from envlint.configuration.settings import PathIgnores, Settings
from envlint.errors import UserError
from envlint.model import Severity, Source

if TYPE_CHECKING:
    from collections.abc import Collection

RULES = ("host-mismatch", "port-mismatch")
APP = '[[apps]]\nroot = "web"\nside = "frontend"\n'
API = '[[apps]]\nroot = "api"\nside = "backend"\n'

WHOLE = """
select = ["host-mismatch"]
ignore = ["port-mismatch"]
fail-on = "error"
exclude = ["legacy/"]
require = ["frontend", "backend"]
baseline = "known.json"
elsewhere = ["https://login.example.com/"]

[per-path-ignores]
"e2e/**" = ["host-mismatch"]

[severities]
port-mismatch = "note"

[[apps]]
root = "web"
side = "frontend"
framework = "vite"
origins = ["http://localhost:5173"]
calls = ["api"]

[[apps]]
root = "services/api"
name = "api"
side = "backend"
ports = [8000]
cors-setting = "ORIGINS"

[[pairs]]
left = "web:VITE_API_URL"
right = "api:PUBLIC_URL"
relation = "same-host"
"""


def _custom(folder: str, packages: tuple[str, ...]) -> Collection[str]:
    """No rules of a project's own, and no packages."""
    if folder:
        raise UserError(f"there is no rule in the folder {folder!r}")
    raise UserError(f"no installed package offers the rules {packages[0]!r}")


def _settings(text: str, path: str = "envlint.toml", folder: str = "", prefix: str = "") -> Settings:
    found = settings_of(Source(path, text), Context(RULES, _custom), folder, prefix)
    assert found is not None
    return found


def test_a_whole_configuration() -> None:
    settings = _settings(WHOLE)
    assert (settings.select, settings.ignore, settings.fail_on) == (("host-mismatch",), ("port-mismatch",), "error")
    assert settings.per_path_ignores == (PathIgnores("e2e/**", ("host-mismatch",)),)
    assert settings.severities == {"port-mismatch": Severity.NOTE}
    assert (settings.exclude, settings.require, settings.baseline) == (
        ("legacy/",),
        ("frontend", "backend"),
        "known.json",
    )
    web, api = settings.declared.apps
    assert (web.root, web.side, web.framework, web.origins, web.calls) == (
        "web",
        "frontend",
        "vite",
        ("http://localhost:5173",),
        ("api",),
    )
    assert (api.root, api.name, api.ports, api.cors_setting) == ("services/api", "api", (8000,), "ORIGINS")
    assert [(pair.left, pair.right, pair.relation) for pair in settings.declared.pairs] == [
        (("web", "VITE_API_URL"), ("api", "PUBLIC_URL"), "same-host")
    ]
    assert settings.declared.elsewhere == ("https://login.example.com",)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("select", "select"),
        ("per-path-ignores.e2e/**.0", '"host-mismatch"'),
        ("apps.1.root", "root"),
        ("apps.1.ports.0", "8000"),
        ("severities.port-mismatch", "port-mismatch"),
    ],
)
def test_each_key_has_its_place(key: str, text: str) -> None:
    assert _settings(WHOLE).places[key].text == text


def test_the_table_of_a_pyproject() -> None:
    text = '[project]\nname = "x"\n[tool.envlint]\nignore = ["host-mismatch"]\n'
    settings = _settings(text, "pyproject.toml")
    assert settings.ignore == ("host-mismatch",)
    assert settings.places["ignore"].source.line_column(settings.places["ignore"].start) == (4, 1)


@pytest.mark.parametrize("text", ["", '[project]\nname = "x"\n', "[tool.ruff]\n", 'tool = "x"\n'])
def test_a_pyproject_may_say_nothing(text: str) -> None:
    assert settings_of(Source("pyproject.toml", text), Context(RULES)) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["x"]', "envlint.toml:1: there is no key 'selct' here; did you mean 'select'?"),
        ("\nselect = [1]", "envlint.toml:2: select.0 should be a text"),
        ('select = ["host-mismach"]', "envlint.toml:1: there is no rule 'host-mismach'; did you mean 'host-mismatch'?"),
        ("select = []", "envlint.toml:1: an empty selection leaves no rule to run"),
        ('exclude = "x"', "envlint.toml:1: exclude should be a list"),
        ('[per-path-ignores]\n"a" = [\n"nope"]', "envlint.toml:3: there is no rule 'nope'"),
        ('[severities]\nhost-mismatch = "bad"', "envlint.toml:2: severities.host-mismatch should be 'error', "),
        ('fail-on = "maybe"', "envlint.toml:1: fail-on should be 'error', 'warning', 'note' or 'never'"),
        (
            'select = ["host-mismatch"]\nignore = ["host-mismatch"]',
            "envlint.toml:2: host-mismatch is selected and ignored",
        ),
        ('elsewhere = ["http://a.dev/x"]', "envlint.toml:1: elsewhere.0 is wrong: an origin is a scheme, a host and "),
        (APP + "portz = [1]", "envlint.toml:4: there is no key 'portz' here; did you mean 'ports'?"),
        (APP + "ports = [1]", "envlint.toml:4: a frontend has no ports"),
        (APP + APP, "envlint.toml:5: 'web' is declared twice as a frontend"),
        (APP + 'calls = ["apu"]\n' + API, "envlint.toml:4: no backend 'apu' is declared here; did you mean 'api'?"),
        (API + "ports = [0]", "envlint.toml:4: apps.0.ports.0 should be greater than or equal to 1"),
        ('[[apps]]\nside = "backend"', "envlint.toml:1: 'root' is missing here"),
        ('[[apps]]\nroot = "../x"\nside = "backend"', "envlint.toml:2: '../x' leads out of the project"),
        ('[[pairs]]\nleft = "A"\nright = "b:B"\nrelation = "same-host"', "envlint.toml:2: pairs.0.left is wrong: "),
        ("\nselct.a.b = 1", "envlint.toml:2: there is no key 'selct' here; did you mean 'select'?"),
        ("\n[selct.b.c]", "envlint.toml:2: there is no key 'selct' here; did you mean 'select'?"),
        ("[tool.envlint]\nselect = []", "envlint.toml:1: the keys of envlint.toml stand in no [tool.envlint]"),
        (API + 'ports = ["80"]', "envlint.toml:4: apps.0.ports.0 should be a valid integer"),
        ('custom-rules = "nope"', "envlint.toml:1: there is no rule in the folder 'nope'"),
        ('\nrule-packages = ["nope"]', "envlint.toml:2: no installed package offers the rules 'nope'"),
        ("a = ", "envlint.toml:1: this is no TOML: invalid value"),
        ('a = "x"\nb = "', "envlint.toml:2: this is no TOML: "),
        ("a = 1\na = 2", "envlint.toml:2: this is no TOML: cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        _settings(text)
    assert str(error.value).startswith(message)


def test_a_wrong_option_is_told_once() -> None:
    with pytest.raises(UserError) as error:
        _settings("[options.host-mismatch]\npublic = [[1]]\nother = { a = 1 }\n")
    kind = "should be true, false, a number, a text or a list of texts"
    assert str(error.value).split("\n") == [
        f"envlint.toml:2: options.host-mismatch.public {kind}",
        f"envlint.toml:3: options.host-mismatch.other {kind}",
    ]


def test_several_faults_are_told_at_once() -> None:
    with pytest.raises(UserError) as error:
        _settings("selct = []\nfail-on = 1\n")
    assert [line.partition(": ")[0] for line in str(error.value).splitlines()] == ["envlint.toml:2", "envlint.toml:1"]


@pytest.mark.parametrize(
    ("folder", "prefix", "roots"),
    [
        ("", "", ["web", "services/api"]),
        ("shop", "", ["shop/web", "shop/services/api"]),
        ("", "services/", ["api"]),
        ("", "web/", [""]),
    ],
)
def test_roots_are_those_of_the_linted_folder(folder: str, prefix: str, roots: list[str]) -> None:
    assert [app.root for app in _settings(WHOLE, folder=folder, prefix=prefix).declared.apps] == roots


def test_the_schema_describes_what_is_read() -> None:
    schema = json.loads(json_schema())
    assert jsonschema_rs.is_valid(schema, tomli.loads(WHOLE))
    assert not jsonschema_rs.is_valid(schema, {"selct": []})
