"""Configurations on disk, by the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from envlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

MAIN = """from fastapi import FastAPI

app = FastAPI()


@app.get("/api/x")
def x():
    return 1
"""
FILES = {
    "backend/requirements.txt": "fastapi==0.115.6\n",
    "backend/main.py": MAIN,
    "backend/.env": "A=1\nA=2\n",
    "web/package.json": '{"devDependencies": {"vite": "^6.0.0"}}\n',
    "web/vite.config.ts": "export default { server: { port: 5173, strictPort: true } };\n",
    "web/src/main.ts": "fetch('http://localhost:8000/api/x');\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two findings: duplicate-env-key and missing-cors-policy."""
    return _write(tmp_path / "project", FILES)


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def _report(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    code = main([str(root), "--format", "json", *options])
    out, err = capsys.readouterr()
    assert code in {0, 1}, err
    report: dict[str, Any] = json.loads(out)
    return report


def _rules(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    return [finding["rule"] for finding in _report(root, capsys, *options)["findings"]]


BOTH = ["duplicate-env-key", "missing-cors-policy"]


def test_without_a_configuration(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _rules(project, capsys) == BOTH


@pytest.mark.parametrize(
    ("config", "rules"),
    [
        ('ignore = ["duplicate-env-key"]', ["missing-cors-policy"]),
        ('select = ["duplicate-env-key"]', ["duplicate-env-key"]),
        ('[per-path-ignores]\n"backend/.env" = ["duplicate-env-key"]', ["missing-cors-policy"]),
        ('exclude = ["web/"]', ["duplicate-env-key"]),
        ('elsewhere = ["http://localhost:8000"]', ["duplicate-env-key"]),
        ('[[apps]]\nroot = "backend"\nside = "backend"\nports = [9000]', ["duplicate-env-key", "port-mismatch"]),
        ('[[apps]]\nroot = "web"\nside = "frontend"\norigins = ["http://localhost:8000"]', ["duplicate-env-key"]),
    ],
)
@pytest.mark.parametrize("name", ["envlint.toml", "pyproject.toml", "../envlint.toml"])
def test_a_configuration(
    project: Path, capsys: pytest.CaptureFixture[str], config: str, rules: list[str], name: str
) -> None:
    if name == "pyproject.toml":
        config = "[tool.envlint]\n" + config.replace("[per-", "[tool.envlint.per-").replace("[[", "[[tool.envlint.")
    if name.startswith("../"):
        config = config.replace('"web', '"project/web').replace('"backend/', '"project/backend/')
        config = config.replace('root = "backend"', 'root = "project/backend"')
    _write(project, {name: config + "\n"})
    assert _rules(project, capsys) == rules
    assert _rules(project, capsys, "--isolated") == BOTH


def test_a_folder_may_have_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(
        project, {"backend/envlint.toml": 'ignore = ["missing-cors-policy"]\n[severities]\nduplicate-env-key = "note"'}
    )
    findings = _report(project, capsys)["findings"]
    assert [(finding["rule"], finding["severity"]) for finding in findings] == [("duplicate-env-key", "note")]


def test_the_command_line_wins(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"envlint.toml": 'ignore = ["duplicate-env-key"]\nfail-on = "never"\n'})
    assert _rules(project, capsys, "--select", "duplicate-env-key") == ["duplicate-env-key"]
    assert main([str(project)]) == 0
    assert main([str(project), "--fail-on", "warning"]) == 1


def test_a_side_may_be_required(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"web/envlint.toml": 'require = ["backend"]\n'})
    assert main([str(project / "web")]) == 2
    out, err = capsys.readouterr()
    assert out
    assert err.startswith("envlint: envlint.toml requires a backend, and none was recognised in ")


def test_a_wrong_configuration_ends_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"envlint.toml": "selct = []\nfail_on = 1\n"})
    assert main([str(project)]) == 2
    assert capsys.readouterr() == (
        "",
        (
            "envlint: envlint.toml:1: there is no key 'selct' here; did you mean 'select'?\n"
            "envlint: envlint.toml:2: there is no key 'fail_on' here; did you mean 'fail-on'?\n"
        ),
    )


def test_config_shows_what_is_in_force(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(
        project,
        {
            "envlint.toml": 'ignore = ["duplicate-env-key"]\n',
            "web/envlint.toml": 'fail-on = "error"\nexclude = ["old/"]\n',
        },
    )
    assert main(["config", str(project)]) == 0
    out = capsys.readouterr().out
    assert 'ignore = ["duplicate-env-key"]  # envlint.toml:1\n' in out
    assert 'fail-on = "warning"  # by default\n' in out
    assert "# web: web/envlint.toml\n" in out
    below = out.partition("# web: web/envlint.toml\n")[2]
    assert 'exclude = ["old/"]  # web/envlint.toml:2\n' in below
    assert "fail-on" not in below


def test_a_folder_below_excludes_files_of_its_own(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(project), "--format", "json"]) == 1
    before = capsys.readouterr().out
    _write(project, {"web/envlint.toml": 'exclude = ["*"]\n'})
    main([str(project), "--format", "json"])
    assert '"path": "web/' in before
    assert '"path": "web/' not in capsys.readouterr().out


def test_a_map_of_what_is_not_there_ends_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"envlint.toml": '[[apps]]\nroot = "wbe"\nside = "frontend"\n'})
    assert main([str(project)]) == 2
    assert capsys.readouterr().err == "envlint: envlint.toml:2: there is no folder 'wbe'; did you mean 'web'?\n"


def test_no_option_of_a_rule_is_taken_for_another(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"envlint.toml": "[options.duplicate-env-key]\nlimit = 3\n"})
    assert main([str(project)]) == 2
    assert capsys.readouterr().err == (
        "envlint: envlint.toml:2: there is no option 'limit' of duplicate-env-key, which has none\n"
    )


def test_an_option_of_a_folder_below_is_checked_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"web/envlint.toml": "options.exposed-secret.publik = ['A']\n"})
    assert main([str(project)]) == 2
    assert capsys.readouterr().err.startswith("envlint: web/envlint.toml:1: there is no option 'publik' of exposed-sec")


@pytest.mark.parametrize(
    "text",
    [
        '[per-path-ignores]\n"**" = ["unknown-ignore", "unused-ignore"]\n',
        'ignore = ["unknown-ignore", "unused-ignore"]\n',
    ],
)
def test_findings_on_comments_are_ignored_like_others(
    project: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    comment = "// envlint: ignore[no-such-rule] // envlint: ignore[port-mismatch]\n"
    _write(project, {"web/src/main.ts": comment + FILES["web/src/main.ts"]})
    assert {"unknown-ignore", "unused-ignore"} < set(_rules(project, capsys))
    _write(project, {"web/envlint.toml": text})
    assert not {"unknown-ignore", "unused-ignore"} & set(_rules(project, capsys))


def test_a_pair_with_an_unknown_app_is_told_where_it_names_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = '[[pairs]]\nleft = "web:A"\nright = "nope:B"\nrelation = "same-host"\n'
    _write(project, {"envlint.toml": pair})
    assert main([str(project)]) == 2
    assert capsys.readouterr().err.startswith("envlint: envlint.toml:3: no app is called 'nope'")


def test_config_prints_toml_whatever_stands_in_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exclude = ["\\#foo", 'a"b', "\x7f"]
    _write(project, {"envlint.toml": f"exclude = {json.dumps(exclude)}\n".replace("\x7f", "\\u007f")})
    assert main(["config", str(project)]) == 0
    assert tomli.loads(capsys.readouterr().out)["exclude"] == exclude


def test_a_baseline_for_a_folder_below_is_told_to_be_asked_for(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, {"envlint.toml": 'baseline = "known.json"\n'})
    assert main(["baseline", str(project / "backend")]) == 0
    assert f"this one is read with --baseline {project / 'backend/known.json'}" in capsys.readouterr().err


def test_a_name_that_no_file_can_have_is_no_baseline(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"envlint.toml": 'baseline = "\\u0000"\n'})
    assert main([str(project)]) == 2
    assert "there is no baseline" in capsys.readouterr().err


@pytest.mark.parametrize("pattern", ["!", "[z-a]"])
@pytest.mark.parametrize("key", ["exclude = ['{}']", "[per-path-ignores]\n'{}' = ['duplicate-env-key']"])
def test_a_pattern_that_is_none_ends_the_run(
    project: Path, key: str, pattern: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(project, {"envlint.toml": f"{key.format(pattern)}\n"})
    assert main([str(project)]) == 2
    assert "a pattern of the configuration is none" in capsys.readouterr().err


def test_a_configuration_that_cannot_be_read_ends_the_run(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "envlint.toml").write_bytes(b"# caf\xe9\nignore = []\n")
    assert main([str(project)]) == 2
    assert "envlint.toml cannot be read: " in capsys.readouterr().err


@pytest.mark.parametrize("text", ['{"version": 1, "findings": null}', "[" * 100_000])
def test_a_baseline_of_another_shape_ends_the_run(project: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write(project, {"known.json": text})
    assert main([str(project), "--baseline", str(project / "known.json")]) == 2
    assert "is no baseline" in capsys.readouterr().err
