"""Completion in the shell, by click: https://click.palletsprojects.com/en/stable/shell-completion/."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from envlint.commands.exit_codes import CLEAN
from envlint.commands.printing import show
from envlint.commands.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import click
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_ENVLINT_COMPLETE"
"""The variable by which the shell's script asks for what may come next."""

_NAME = "envlint"


def script(shell: str) -> int:
    """Prints what a shell's start-up file has to evaluate."""
    import click
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None  # noqa: S101 - the command line takes no other shell
    show(made(click.Command(_NAME), {}, _NAME, VARIABLE).source() + "\n")
    return CLEAN


def answer(lint: click.Command, commands: Mapping[str, click.Command]) -> int | None:
    """Answers the shell's script; None where nobody asks."""
    asked = os.environ.get(VARIABLE)
    if not asked:
        return None
    from click.shell_completion import shell_complete

    return shell_complete(_root(lint, commands), {}, _NAME, VARIABLE, asked)


def _root(lint: click.Command, commands: Mapping[str, click.Command]) -> click.Group:
    """The lint run and the other commands as the one command that click completes."""
    import click
    from click.shell_completion import CompletionItem

    class Root(click.Group):
        def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
            """The commands and options, and the folders that can be linted: the shell looks for these itself."""
            folders = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="dir")]
            return [*super().shell_complete(ctx, incomplete), *folders]

    options = [parameter for parameter in lint.params if isinstance(parameter, click.Option)]
    return Root(_NAME, params=options, commands=dict(commands), invoke_without_command=True)


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The forms of a report, up to the sign behind which the file's name follows."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(f"{form}=") for form in FORMATS if form.startswith(incomplete)]


def rule_names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rules whose names begin as the word on the command line does."""
    from click.shell_completion import CompletionItem

    from envlint import catalogue

    return [CompletionItem(name) for name in catalogue.paths() if name.startswith(incomplete)]
