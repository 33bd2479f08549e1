"""The two streams: reports and answers go to the standard output, everything else to the standard error."""

from __future__ import annotations

import errno
import io
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from envlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from envlint.outputs.style import Color, Style


def style_for(color: Color) -> Style:
    """How text on the standard output is painted."""
    from envlint.outputs.style import style_of

    return style_of(sys.stdout, color)


def show(text: str, style: Style | None = None) -> None:
    """Writes to the standard output, whatever its encoding lacks, and also when nobody reads to the end."""
    stream = sys.stdout
    if stream.closed:  # see below
        return
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    try:
        _write(stream, text, coloured=style is not None and style.color)
    except OSError as error:
        if error.errno not in {errno.EPIPE, errno.EINVAL}:  # the second is Windows' word for a closed pipe
            raise UserError(f"the report cannot be written: {error.strerror}") from None
        with suppress(OSError):
            stream.close()  # else Python tries once more at its end, and says so


def open_streams() -> None:
    """Puts an empty stream in the place of each that a shell has closed, which Python has as None."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))


def tell(text: str) -> None:
    """Writes lines to the standard error, without secrets and control characters."""
    from envlint.outputs.secrets import without_secrets
    from envlint.outputs.style import printable

    _write(sys.stderr, "\n".join(printable(without_secrets(line)) for line in text.split("\n")) + "\n")


def _write(stream: TextIO, text: str, *, coloured: bool = False) -> None:
    if coloured and sys.platform == "win32":
        import click

        click.echo(text, file=stream, nl=False, color=True)  # older consoles need its help
    else:
        stream.write(text)
        stream.flush()
