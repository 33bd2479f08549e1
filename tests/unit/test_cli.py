"""The command line over an engine and rules of the test's own: what is parsed, printed and returned."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from envlint import __version__, catalogue, workspace
from envlint.arguments import COMMANDS, lint
from envlint.cli import SWITCHES, main, plain
from envlint.errors import UserError
from envlint.model import Finding, Problem, Report, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.conftest import Envlint

RULE = '''"""{name} is wrong.

Why it hurts.

## Bad: an example
`.env`
```env
A=1
```
"""
OPT_IN = {opt_in}

def check(wiring):
    return ()
'''


@dataclass
class Engine:
    """Stands in for `envlint.engine`: remembers what it was given."""

    severities: tuple[Severity, ...] = ()
    error: BaseException | None = None
    ran: list[str] = field(default_factory=list[str])
    saw: list[str] = field(default_factory=list[str])

    def run(
        self,
        sources: Mapping[str, object],
        rules: Sequence[catalogue.Rule],
        _names: object = (),
        _is_tracked: object = None,
        _scopes: object = None,
        _known: object = (),
        _memory: object = None,
    ) -> Report:
        if self.error is not None:
            raise self.error
        self.ran += [rule.name for rule in rules]
        self.saw += list(sources)
        place = Source("ü.env", "A=1\n").at(0, 1)
        findings = (Finding(Problem("wrong: ü", place), "a-rule", severity, "") for severity in self.severities)
        return Report(tuple(findings))


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A project in the current folder, three rules (the last has to be asked for), and an engine."""
    project, rules = tmp_path / "project", tmp_path / "rules"
    (project / "rules").mkdir(parents=True)
    rules.mkdir()
    for name in ("host_mismatch", "port_mismatch", "rare_thing"):
        (rules / f"{name}.py").write_text(RULE.format(name=name, opt_in=name == "rare_thing"))
    (project / ".env").write_text("A=1\n")
    (project / "rules" / "b.env").write_text("B=1\n")
    monkeypatch.chdir(project)
    monkeypatch.setattr(catalogue, "_folder", lambda: rules)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    made = Engine()
    monkeypatch.setattr(workspace, "engine", made)
    monkeypatch.setattr(workspace, "wants", lambda path: True)
    return made


@pytest.mark.parametrize(
    ("arguments", "saw"),
    [
        ("", [".env", "rules/b.env"]),
        (".", [".env", "rules/b.env"]),
        ("./rules", ["b.env"]),
        ("-- rules", ["b.env"]),
        ("--color never rules", ["b.env"]),
        (". --format json", [".env", "rules/b.env"]),
        ("--format json .", [".env", "rules/b.env"]),
    ],
)
def test_a_folder_is_linted(engine: Engine, arguments: str, saw: list[str]) -> None:
    assert main(arguments.split()) == 0
    assert engine.saw == saw


@pytest.mark.parametrize(
    ("severities", "fail_on", "code"),
    [
        ((), "note", 0),
        ((Severity.NOTE,), "", 0),
        ((Severity.NOTE,), "note", 1),
        ((Severity.NOTE, Severity.WARNING), "", 1),
        ((Severity.WARNING,), "warning", 1),
        ((Severity.WARNING,), "error", 0),
        ((Severity.ERROR,), "error", 1),
        ((Severity.ERROR,), "", 1),
        ((Severity.ERROR,), "never", 0),
    ],
)
@pytest.mark.parametrize("output", ["text", "json"])
def test_the_exit_code_says_whether_something_was_found(
    engine: Engine, severities: tuple[Severity, ...], fail_on: str, code: int, output: str
) -> None:
    engine.severities = severities
    assert main(["--format", output, *(["--fail-on", fail_on] if fail_on else [])]) == code


@pytest.mark.parametrize(
    ("arguments", "ran"),
    [
        ("", ["host-mismatch", "port-mismatch"]),
        ("--select rare-thing", ["rare-thing"]),
        ("--select rare-thing --select host-mismatch", ["host-mismatch", "rare-thing"]),
        ("--ignore host-mismatch", ["port-mismatch"]),
        ("--select host-mismatch --select port-mismatch --ignore host-mismatch", ["port-mismatch"]),
    ],
)
def test_rules_are_selected(engine: Engine, arguments: str, ran: list[str]) -> None:
    assert main(arguments.split()) == 0
    assert engine.ran == ran


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("missing", "envlint: there is no folder 'missing'"),
        ("explian", "envlint: there is no folder 'explian'; did you mean the command 'explain'?"),
        ("./explian", "envlint: there is no folder './explian'"),
        (".env", "envlint: '.env' is a file; envlint compares the halves of a project, so name the folder that "),
        ("--select hostmismatch", "envlint: there is no rule 'hostmismatch'; did you mean 'host-mismatch'? (`envlint "),
        ("--ignore host_mismatch", "envlint: there is no rule 'host_mismatch'; did you mean 'host-mismatch'? (`"),
        ("--ignore nonsense", "envlint: there is no rule 'nonsense' (`envlint rules` lists them all)"),
        ("--select rare-thing --ignore rare-thing", "envlint: no rule is left to run"),
        ("explain Port-Mismatch", "envlint: there is no rule 'Port-Mismatch'; did you mean 'port-mismatch'? (`envlint"),
    ],
)
def test_the_users_mistake_is_one_line(
    engine: Engine, capsys: pytest.CaptureFixture[str], arguments: str, line: str
) -> None:
    assert main(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(line)
    assert engine.ran == []


@pytest.mark.parametrize(
    "arguments",
    ["--formt json", "--format xml", "a b", "--fail-on maybe", "explain", "schema", "schema xml", "rules x"],
)
def test_a_wrong_call_is_the_users_mistake(engine: Engine, capsys: pytest.CaptureFixture[str], arguments: str) -> None:
    assert main(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: envlint")
    assert "Error: " in err


def test_an_error_of_the_users_from_below_is_one_line(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.error = UserError("the caf\udce9 is closed")
    assert main([]) == 2
    assert capsys.readouterr().err == "envlint: the caf\\xe9 is closed\n"


def test_anything_else_is_a_bug_of_ours(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.error = KeyError("postgres://me:hunter2@db")
    assert main([]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("envlint: this is a bug in envlint, not in your project: KeyError: 'postgres://***@db'\n")
    assert f"envlint {__version__}, Python 3." in err
    assert "Traceback (most recent call last):" in err
    assert "hunter2" not in err


def test_a_folder_without_rules_is_a_bug_of_ours(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogue, "_folder", lambda: tmp_path / "empty")
    assert main([]) == 3
    assert "no rule was found" in capsys.readouterr().err


def test_an_interruption_is_no_bug(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.error = KeyboardInterrupt()
    assert main([]) == 130
    assert capsys.readouterr() == ("", "envlint: interrupted\n")


def test_the_report_stands_alone_on_the_standard_output(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine.severities = (Severity.ERROR,)
    assert main(["--format", "json", "--color", "always"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["summary"]["errors"] == 1
    assert err == ""
    assert main([]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("ü.env:1:1: error[a-rule] wrong: ü\n")
    assert err == ""


def test_colour_can_be_asked_for(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.severities = (Severity.ERROR,)
    colored: list[bool] = []
    for arguments in ([], ["--color", "always"], ["--color", "never"]):
        for forced in ("", "1"):
            monkeypatch.setenv("FORCE_COLOR", forced)
            main(arguments)
            colored.append("\x1b[" in capsys.readouterr().out)
    assert colored == [False, True, True, True, False, False]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_encoding_is_too_small(engine: Engine, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    engine.severities = (Severity.ERROR,)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    assert main([]) == 1
    stream.seek(0)
    assert "wrong: \\xfc" if encoding == "ascii" else "wrong: ü" in stream.read()


def test_explain_prints_the_page(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "host-mismatch"]) == 0
    assert capsys.readouterr().out == (
        "host-mismatch (error)\n\nhost_mismatch is wrong.\n\nWhy it hurts.\n\nBad: an example\n`.env`\n    A=1\n"
    )


def test_rules_prints_a_line_for_each(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert capsys.readouterr().out == (
        "host-mismatch  error          host_mismatch is wrong.\n"
        "port-mismatch  error          port_mismatch is wrong.\n"
        "rare-thing     error, opt-in  rare_thing is wrong.\n"
    )


def test_schema_prints_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "envlint JSON v1"


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        ("--version", f"envlint {__version__}\n"),
        ("--help", "Usage: envlint [OPTIONS] [PATH]\n"),
        ("-h", "Usage: envlint [OPTIONS] [PATH]\n"),
        ("explain --help", "Usage: envlint explain [OPTIONS] RULE\n"),
        ("rules --help", "Usage: envlint rules [OPTIONS]\n"),
        ("schema --help", "Usage: envlint schema [OPTIONS] {json|config}\n"),
    ],
)
def test_envlint_says_what_it_is(capsys: pytest.CaptureFixture[str], arguments: str, beginning: str) -> None:
    assert main(arguments.split()) == 0
    assert capsys.readouterr().out.startswith(beginning)


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    out = capsys.readouterr().out
    assert all(f"  {name}  " in out for name in ("explain", "rules", "schema", "config", "baseline", "why"))
    assert "findings at or above --fail-on" in out


@pytest.mark.parametrize("size", [1, 10_000, 1_000_000])
def test_a_reader_that_goes_away_is_no_error(size: int) -> None:
    command = [sys.executable, "-c", f"from envlint.commands.printing import show; show('x' * {size})"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such shell")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("{} -m envlint . --format text >&-", 1),
        ("{} -m envlint . --stdin-filename .env <&-", 0),
        ("{} -m envlint why 'API_A API_B' . | true", 0),
        ("{} -m envlint . >&- 2>&-", 1),
    ],
)
def test_a_stream_may_be_closed(tmp_path: Path, clean_environment: dict[str, str], command: str, code: int) -> None:
    (tmp_path / ".env").write_text("API_A=1\nAPI_A=2\nAPI_B=1\nAPI_B=2\n")
    run = subprocess.run(
        ["sh", "-c", command.format(sys.executable)],
        cwd=tmp_path,
        env=clean_environment,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert run.returncode == code
    assert b"bug" not in run.stderr
    assert b"Exception ignored" not in run.stderr


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    try:
        full = open("/dev/full", "w")  # noqa: PTH123, SIM115 - a device
    except OSError:
        pytest.skip("this system has no such device")
    with full:
        command = [sys.executable, "-m", "envlint", "schema", "json"]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (run.returncode, run.stderr) == (2, b"envlint: the report cannot be written: No space left on device\n")


def test_the_command_is_named_alike_as_a_module() -> None:
    run = subprocess.run([sys.executable, "-m", "envlint", "--help"], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.startswith("Usage: envlint [OPTIONS] [PATH]\n")


def test_what_python_thinks_of_a_pattern_is_kept_from_the_user(tmp_path: Path, envlint: Envlint) -> None:
    (tmp_path / "package.json").write_text('{"devDependencies": {"vite": "8.0.0"}}')
    (tmp_path / "index.html").write_text('<script type="module" src="/a.ts"></script>')
    (tmp_path / "a.ts").write_text("fetch(import.meta.env.VITE_A.replace(/[[/]+$/, '') + '/x')\n")
    assert envlint(tmp_path, "--no-cache").stderr == ""


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["."],
        ["./study-app"],
        ["/some/where/else/"],
        ["..", "--no-cache"],
        ["--no-custom-rules", "--fix"],
        ["--staged", "a/b", "--isolated", "--statistics"],
        ["--diff"],
    ],
)
def test_a_plain_run_is_what_click_makes_of_the_same_arguments(given: list[str]) -> None:
    ready = lint.main(list(given), standalone_mode=False)
    assert plain(given) == ready.args[0]


def test_every_switch_of_a_plain_run_is_one_of_the_command_line() -> None:
    switches = {name for option in lint.params for name in (*option.opts, *option.secondary_opts)}
    assert set(SWITCHES) <= switches


@pytest.mark.parametrize(
    "given",
    [
        ["rules"],
        ["backend"],
        ["", "."],
        [".", "./b"],
        ["--help"],
        ["-h"],
        ["--format", "json", "."],
        ["--cache-dir=./x"],
        ["explain", "./x"],
        ["--unknown"],
    ],
)
def test_all_other_arguments_are_left_to_click(given: list[str]) -> None:
    assert plain(given) is None


def test_no_command_has_a_name_that_a_folder_is_known_by() -> None:
    assert not any({".", "/"} & set(name) for name in COMMANDS)
