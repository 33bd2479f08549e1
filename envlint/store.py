"""Where envlint keeps what a later run may use, and how: whole files, each replaced at once."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from envlint import __version__
from envlint.unread import hasher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by envlint. See https://bford.info/cachedir/\n"
_PACKAGE = Path(__file__).parent


def default_folder() -> Path | None:
    """The folder for caches of this user, by the customs of the system; None where there is no home."""
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    given = Path(os.environ.get(name, ""))
    if given.is_absolute():
        return given / "envlint"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "envlint"


def made_by(of: Iterable[str], package: Path = _PACKAGE) -> str:
    """What is kept depends on besides its files: some source of envlint, by patterns, and what is installed."""
    digest = hasher(f"{__version__} {sys.version} ".encode())
    for files in of:
        for path in sorted(package.glob(files)):
            digest.update(path.read_bytes())
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as found:
            names = sorted(entry.name for entry in found if entry.name.endswith(".dist-info"))
            digest.update("\0".join(names).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def save(file: Path, parts: Iterator[bytes]) -> None:
    """Writes a file; its folder is made where it is not there. Nothing is told where that fails."""
    with suppress(OSError):
        _make(file.parent)
        _replace(file, parts)


def _make(folder: Path) -> None:
    """Makes the folder, with the marks by which git and backups leave it alone. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
        (folder / "CACHEDIR.TAG").write_text(_TAG, "utf-8")


def _replace(file: Path, parts: Iterator[bytes]) -> None:
    """Puts a new file in the place of an old one. Raises OSError, and leaves nothing behind then."""
    other = file.with_name(f"{file.name}.{os.getpid()}")  # `tempfile` would cost as much as a bare start of Python
    with suppress(FileNotFoundError):
        other.unlink()
    try:
        with os.fdopen(os.open(other, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.writelines(parts)
        other.replace(file)
    except BaseException:
        with suppress(OSError):
            other.unlink()
        raise
