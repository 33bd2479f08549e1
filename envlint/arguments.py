"""What the command line takes: the lint run with its options, and the other commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

import click

from envlint import __version__
from envlint.commands import completion
from envlint.commands.exit_codes import CLEAN, MEANINGS
from envlint.commands.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.outputs.style import Color

Action = Callable[[], int]
"""What was asked for, ready to be done; returns the exit code."""

_HELP_OPTION = {"help_option_names": ["-h", "--help"]}


def answer(arguments: list[str]) -> int:
    """Does what the arguments ask for; returns the exit code. UserError and KeyboardInterrupt are the caller's."""
    try:
        answered = completion.answer(lint, COMMANDS)
        return answered if answered is not None else _action(arguments)()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None


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
            formatter.write_dl([(str(code), meaning) for code, meaning in MEANINGS.items()])


@click.command(cls=_LintCommand, context_settings=_HELP_OPTION)
@click.argument("path", default=".", type=click.Path())
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    help="The form of the report on the standard output: text, or agent where an AI agent runs envlint.",
)
@click.option(
    "--output",
    multiple=True,
    metavar="FORMAT=FILE",
    shell_complete=completion.formats,
    help="Write the report to a file as well; repeatable.",
)
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of telling them.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The least severity that makes the exit code 1: warning, where the configuration says no other.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=completion.rule_names,
    help="Run only this rule; may be given several times.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=completion.rule_names,
    help="Leave this rule out; may be given several times.",
)
@click.option("--fix", is_flag=True, help="Apply the safe fixes, and report what is left.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="Apply the other fixes as well, which may change more than is meant."
)
@click.option("--diff", is_flag=True, help="Print what fixing would change as a patch, and change nothing.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option(
    "--baseline", default="", metavar="FILE", type=click.Path(), help="Tell nothing of what this baseline has."
)
@click.option("--since", default="", metavar="REV", help="Tell only what is new or worse since a commit.")
@click.option("--staged", is_flag=True, help="Tell only findings of which any place is staged.")
@click.option("--custom-rules/--no-custom-rules", default=True, help="Run the rules that the project has of its own.")
@click.option(
    "--stdin-filename",
    default="",
    metavar="FILE",
    type=click.Path(),
    help="Take this file's text from the standard input.",
)
@click.option("--cache-dir", default="", metavar="DIR", type=click.Path(), help="Keep what was read of each file here.")
@click.option("--no-cache", is_flag=True, help="Read all files anew, and keep nothing.")
@_color_option
@click.version_option(__version__, prog_name="envlint", message="%(prog)s %(version)s")
def lint(**asked: str | tuple[str, ...]) -> Action:
    """Find the places where a project's browser code and server will not find each other.

    PATH is the folder that holds both halves, by default this one. A folder that is named like a command is
    given as ./NAME.
    """
    from envlint.commands.lint import Lint, run

    return partial(run, Lint(**asked), COMMANDS)  # type: ignore[arg-type]  # click has checked the values


@click.command(context_settings=_HELP_OPTION)
@click.argument("rule", shell_complete=completion.rule_names)
@_color_option
def explain(rule: str, color: Color) -> Action:
    """Print the page of a rule: why it matters, how to mend it, examples."""
    from envlint.commands import pages

    return partial(pages.explain, rule, color)


@click.command(context_settings=_HELP_OPTION)
@_color_option
def rules(color: Color) -> Action:
    """List all rules."""
    from envlint.commands import pages

    return partial(pages.rules, color)


@click.command(context_settings=_HELP_OPTION)
@click.argument("of", type=click.Choice(["json", "config"]))
def schema(of: Literal["json", "config"]) -> Action:
    """Print the JSON Schema of an output format, or of the configuration."""
    from envlint.commands import pages

    return partial(pages.schema, of)


@click.command(context_settings=_HELP_OPTION)
@click.argument("path", default=".", type=click.Path())
def config(path: str) -> Action:
    """Print the settings that are in force, and where each comes from."""
    from envlint.commands.config import run

    return partial(run, path)


@click.command(context_settings=_HELP_OPTION)
@click.argument("path", default=".", type=click.Path())
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(),
    help="Where to write it: to where the configuration has it, by default.",
)
def baseline(path: str, output: str | None) -> Action:
    """Write down what is found now, so that later runs tell of new findings only."""
    from envlint.commands.baseline import run

    return partial(run, path, output)


@click.command(context_settings=_HELP_OPTION)
@click.argument("text")
@click.argument("path", default=".", type=click.Path())
@_color_option
def why(text: str, path: str, color: Color) -> Action:
    """Print the findings that explain a line of the browser's console or the server's log."""
    from envlint.commands.why import run

    return partial(run, text, path, color)


@click.command("new-rule", context_settings=_HELP_OPTION)
@click.argument("name")
@click.argument("path", default=".", type=click.Path())
def new_rule(name: str, path: str) -> Action:
    """Write the skeleton of a rule of the project's own."""
    from envlint.commands import custom

    return partial(custom.new_rule, name, path)


@click.command("test-rules", context_settings=_HELP_OPTION)
@click.argument("path", default=".", type=click.Path())
@click.option("--accept", is_flag=True, help="Write the reports of the bad examples into the pages.")
def test_rules(path: str, accept: bool) -> Action:
    """Run the examples of the project's own rules."""
    from envlint.commands import custom

    return partial(custom.test_rules, path, accept=accept)


@click.command(context_settings=_HELP_OPTION)
def lsp() -> Action:
    """Serve an editor over standard input and output."""
    from envlint.lsp import serve

    return serve


@click.command(context_settings=_HELP_OPTION)
@click.argument("path", default=".", type=click.Path())
@click.option("--yes", is_flag=True, help="Overwrite without asking.")
def init(path: str, yes: bool) -> Action:
    """Write a first configuration, the hook's entry and a workflow."""
    from envlint.commands.init import run

    return partial(run, path, yes=yes)


@click.command("completion", context_settings=_HELP_OPTION)
@click.argument("shell", type=click.Choice(completion.SHELLS))
def complete(shell: str) -> Action:
    """Print the script that completes envlint's words in a shell."""
    return partial(completion.script, shell)


COMMANDS: Mapping[str, click.Command] = {
    "explain": explain,
    "rules": rules,
    "why": why,
    "config": config,
    "baseline": baseline,
    "schema": schema,
    "lsp": lsp,
    "init": init,
    "completion": complete,
    "new-rule": new_rule,
    "test-rules": test_rules,
}
