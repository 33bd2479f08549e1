"""The command line: it parses, then does what was asked, inside one boundary for errors.

Nothing heavy is imported before it is needed; `benchmarks/` measures the start.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Literal

import click

from envlint import __version__
from envlint.errors import UserError
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from envlint.model import Report
    from envlint.outputs.style import Color, Style

CLEAN, FOUND, MISTAKE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes, the same for every output format. 130 is the shell's own for Ctrl-C."""

Threshold = Literal["error", "warning", "note", "never"]
Action = Callable[[], int]
"""What was asked for, ready to be done; returns the exit code."""

_HELP_OPTION = {"help_option_names": ["-h", "--help"]}


@record
class Lint:
    """One run, as it was asked for."""

    path: str
    format: Literal["text", "json"]
    color: Color
    fail_on: Threshold
    select: tuple[str, ...]
    ignore: tuple[str, ...]


_GARBAGE = 50_000
"""Objects between two looks for cycles. A run makes next to none, and looking cost a twentieth of a cold start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code; it never raises."""
    gc.set_threshold(_GARBAGE)
    try:
        return _action(list(sys.argv[1:] if arguments is None else arguments))()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UserError as error:
        return _complain(f"envlint: {error}", MISTAKE)
    except (KeyboardInterrupt, click.Abort):
        return _complain("envlint: interrupted", INTERRUPTED)
    except Exception as error:  # the one boundary: whatever else escapes is a bug of ours
        return _complain(_bug(error), BUG)


def _action(arguments: list[str]) -> Action:
    """What the arguments ask for. A first argument that is no command is an argument of the lint run."""
    name = arguments[0] if arguments and arguments[0] in COMMANDS else None
    command, rest = (COMMANDS[name], arguments[1:]) if name else (lint, arguments)
    called = f"envlint {name}" if name else "envlint"
    result: Action | int = command.main(rest, prog_name=called, standalone_mode=False)
    return result if callable(result) else lambda: CLEAN  # --help and --version have printed and are done


def _color_option(function: Callable[..., Action]) -> Callable[..., Action]:
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colours in text: by default only on a terminal. NO_COLOR and FORCE_COLOR are respected.",
    )(function)


class _LintCommand(click.Command):
    """The lint run; its help also names the other commands."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own
        """Writes the table of commands, and the exit codes."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in COMMANDS.items()])
        with formatter.section("Exit codes"):
            formatter.write_dl(
                [
                    (str(CLEAN), "clean"),
                    (str(FOUND), "findings at or above --fail-on"),
                    (str(MISTAKE), "a mistake in what was asked for"),
                    (str(BUG), "a bug in envlint"),
                ]
            )


@click.command(cls=_LintCommand, context_settings=_HELP_OPTION)
@click.argument("path", default=".")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Run only this rule; may be given several times.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out; may be given several times.")
@_color_option
@click.version_option(__version__, prog_name="envlint", message="%(prog)s %(version)s")
def lint(**asked: str | tuple[str, ...]) -> Action:
    """Find the places where a project's browser code and server will not find each other.

    PATH is the folder that holds both halves, by default this one. A folder that is named like a command is
    given as ./NAME.
    """
    return partial(_lint, Lint(**asked))  # type: ignore[arg-type]  # click has checked the values


@click.command(context_settings=_HELP_OPTION)
@click.argument("rule")
@_color_option
def explain(rule: str, color: Color) -> Action:
    """Print the page of a rule: why it matters, how to mend it, examples."""
    return partial(_explain, rule, color)


@click.command(context_settings=_HELP_OPTION)
@_color_option
def rules(color: Color) -> Action:
    """List all rules."""
    return partial(_rules, color)


@click.command(context_settings=_HELP_OPTION)
@click.argument("format", type=click.Choice(["json"]))
def schema(format: str) -> Action:  # noqa: A002 - the word that --format uses
    """Print the JSON Schema of an output format."""
    return partial(_schema, format)


COMMANDS: Mapping[str, click.Command] = {"explain": explain, "rules": rules, "schema": schema}


def _lint(asked: Lint) -> int:
    from envlint import catalogue, engine
    from envlint.files import open_tree
    from envlint.readers.registry import wants

    rules = catalogue.chosen(asked.select, asked.ignore)
    try:
        tree = open_tree(asked.path, wants)
    except UserError as error:
        raise UserError(f"{error}{_meant_command(asked.path)}") from None
    report = engine.run(tree, rules, catalogue.paths(), tree.is_tracked)
    if asked.format == "json":
        from envlint.outputs import json_v1

        _print(json_v1.render(report))
    else:
        from envlint.outputs import text

        style = _style(asked.color)
        _print(text.render(report, style), style)
    return _exit_code(report, asked.fail_on)


def _explain(name: str, color: Color) -> int:
    from envlint import catalogue
    from envlint.outputs.page import page

    style = _style(color)
    _print(page(catalogue.named(name), style), style)
    return CLEAN


def _rules(color: Color) -> int:
    from envlint import catalogue
    from envlint.outputs.page import table

    style = _style(color)
    _print(table(catalogue.load(), style), style)
    return CLEAN


def _schema(_: str) -> int:
    from envlint.outputs import json_v1

    _print(json_v1.schema())
    return CLEAN


def _meant_command(path: str) -> str:
    from envlint.catalogue import nearest

    if os.path.exists(path) or "/" in path or os.sep in path:  # noqa: PTH110 - a path that pathlib may refuse
        return ""
    return nearest(path, COMMANDS, "the command ")


def _exit_code(report: Report, fail_on: Threshold) -> int:
    from envlint.model import Severity

    if fail_on == "never":
        return CLEAN
    order = [severity.value for severity in Severity]  # the worst first
    failing = order[: order.index(fail_on) + 1]
    return FOUND if any(finding.severity.value in failing for finding in report.findings) else CLEAN


def _style(color: Color) -> Style:
    from envlint.outputs.style import style_of

    return style_of(sys.stdout, color)


def _print(text: str, style: Style | None = None) -> None:
    """Writes to the standard output, whatever its encoding lacks, and also when nobody reads to the end."""
    stream = sys.stdout
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    try:
        click.echo(text, file=stream, nl=False, color=style is not None and style.color)
    except OSError as error:
        if error.errno not in {errno.EPIPE, errno.EINVAL}:  # the second is Windows' word for a closed pipe
            raise UserError(f"the report cannot be written: {error.strerror}") from None
        with suppress(OSError):
            stream.close()  # else Python tries once more at its end, and says so


def _complain(text: str, code: int) -> int:
    from envlint.outputs.secrets import without_secrets
    from envlint.outputs.style import printable

    click.echo("\n".join(printable(without_secrets(line)) for line in text.split("\n")), err=True)
    return code


def _bug(error: Exception) -> str:
    import platform
    import traceback

    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return (
        f"envlint: this is a bug in envlint, not in your project: {type(error).__name__}: {error}\n"
        f"Please report it with the lines below.\n\n"
        f"envlint {__version__}, Python {platform.python_version()}, {platform.platform()}\n{trace}"
    )
