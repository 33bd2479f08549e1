"""Where envlint starts: a plain run at once, all else by way of click; and the one boundary for errors.

Nothing heavy is imported before it is needed; `benchmarks/` measures the start.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import warnings
from typing import TYPE_CHECKING

from envlint import __version__
from envlint.commands.completion import VARIABLE
from envlint.commands.exit_codes import BUG, INTERRUPTED, MISTAKE
from envlint.commands.printing import open_streams, tell
from envlint.errors import UserError
from envlint.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.commands.lint import Lint

_GARBAGE = 50_000
"""Objects between two looks for cycles. A run makes next to none, and looking cost a twentieth of a cold start."""

SWITCHES = {
    "--diff": ("diff", True),
    "--fix": ("fix", True),
    "--isolated": ("isolated", True),
    "--no-cache": ("no_cache", True),
    "--no-custom-rules": ("custom_rules", False),
    "--staged": ("staged", True),
    "--statistics": ("statistics", True),
}
"""What a plain run may be asked for besides, and which field of `Lint` says so."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit code; it never raises."""
    open_streams()
    gc.set_threshold(_GARBAGE)
    atexit.register(gc.freeze)  # spares two more looks at everything, whose memory goes with the process
    warnings.simplefilter("ignore", FutureWarning)  # what `re` thinks of a project's patterns is no news to its user
    try:
        return _answer(list(sys.argv[1:] if arguments is None else arguments))
    except UserError as error:
        return _complain("\n".join(f"envlint: {line}" for line in str(error).split("\n")), MISTAKE)
    except KeyboardInterrupt:
        return _complain("envlint: interrupted", INTERRUPTED)
    except Exception as error:  # the one boundary: whatever else escapes is a bug of ours
        return _complain(_bug(error), BUG)


def _answer(arguments: list[str]) -> int:
    asked = None if os.environ.get(VARIABLE) else plain(arguments)
    if asked is not None:
        from envlint.commands.lint import run

        return run(asked, ())
    from envlint.arguments import answer

    return answer(arguments)


def plain(arguments: Sequence[str]) -> Lint | None:
    """The lint run that some arguments ask for, where they are a folder and switches at most; None for all others.

    Importing click takes a third of a small run, and hooks and CI ask for nothing more than this. A folder counts
    where its name has a dot or a slash, which no command has.
    """
    asked: dict[str, bool] = {}
    folders: list[str] = []
    for argument in arguments:
        if argument in SWITCHES:
            name, value = SWITCHES[argument]
            asked[name] = value
        elif argument.startswith("-") or not ("." in argument or "/" in argument) or folders:
            return None
        else:
            folders.append(argument)
    from envlint.commands.lint import Lint

    return replace(Lint(folders[0] if folders else "."), **asked)


def _complain(text: str, code: int) -> int:
    tell(text)
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
