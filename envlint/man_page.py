"""The manual page of the command, `man 1 envlint`, made of the command line's own descriptions.

The macros are those of man(7).
"""

from __future__ import annotations

import click

from envlint.arguments import COMMANDS, lint
from envlint.commands.agents import VARIABLES as AGENTS
from envlint.commands.exit_codes import MEANINGS
from envlint.workspace import ALLOW

_FILES = {
    "envlint.toml": "The configuration: the nearest one in the folder that is linted or above it.",
    "pyproject.toml": "May hold the configuration instead, under [tool.envlint].",
}


def man_page() -> str:
    """The page as a text for roff."""
    summary, _, rest = _words(lint).partition("\n\n")
    lines = [
        '.TH ENVLINT 1 "" envlint "User Commands"',
        ".SH NAME",
        f"envlint \\- {_plain(summary[0].lower() + summary[1:]).rstrip('.')}",
        ".SH SYNOPSIS",
        *_synopsis("envlint", lint),
        *(line for name, command in COMMANDS.items() for line in (".br", *_synopsis(f"envlint {name}", command))),
        ".SH DESCRIPTION",
        *_paragraphs(rest),
        ".SH OPTIONS",
        *_options(lint),
        ".SH COMMANDS",
    ]
    for name, command in COMMANDS.items():
        lines += [f".SS {_plain(name)}", *_paragraphs(_words(command)), *_options(command)]
    lines += [".SH EXIT STATUS", *_list({str(code): meaning for code, meaning in MEANINGS.items()})]
    lines += [".SH FILES", *_list(_FILES), ".SH ENVIRONMENT", *_list(_environment())]
    return "\n".join([*lines, ""])


def _environment() -> dict[str, str]:
    return {
        "NO_COLOR": "Text has no colours.",
        "FORCE_COLOR": "Text has colours, also where it is not printed on a terminal.",
        ALLOW: "With 1 a project's own rules may run in a hook and in an editor as well.",
        ", ".join(AGENTS): "Where one of them is set, an AI agent runs envlint, and the form of the report is agent.",
    }


def _synopsis(name: str, command: click.Command) -> list[str]:
    takes = " ".join(_plain(piece) for piece in command.collect_usage_pieces(_context(command)))
    return [f"\\fB{_plain(name)}\\fR {takes}".rstrip()]


def _options(command: click.Command) -> list[str]:
    context = _context(command)
    options = [parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option)]
    records = [option.get_help_record(context) for option in options]
    return _list(dict(record for record in records if record is not None))


def _context(command: click.Command) -> click.Context:
    return click.Context(command, **command.context_settings)


def _list(items: dict[str, str]) -> list[str]:
    return [line for term, text in items.items() for line in (".TP", f".B {_plain(term)}", _plain(text))]


def _paragraphs(text: str) -> list[str]:
    return [line for part in text.split("\n\n") if part for line in (".PP", _plain(part))]


def _words(command: click.Command) -> str:
    """The description of a command, each paragraph in one line."""
    return "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))


def _plain(text: str) -> str:
    """Text that roff prints as it stands."""
    escaped = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
