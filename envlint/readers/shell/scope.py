"""The variables of a shell text, and what a word comes to.

A variable that the text sets stands for what it was set to; any other is read from the environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.shell.lexer import word
from envlint.readers.shell.words import Dialect, Opaque, Piece, Plain, Word
from envlint.records import record, replace
from envlint.values import Either, EnvRead, Hole, Join, Text, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.model import Location
    from envlint.readers.passage import Passage
    from envlint.values import Test

_MAX_DEPTH = 20
_MAX_SIZE = 40
_DEFAULTS: dict[str, Test] = {":-": "empty", ":=": "empty", "-": "missing", "=": "missing"}


@record
class Setting:
    """A variable that the text sets.

    `written` is its text, for a variable that holds a command; `folder` the folder that it names, where it names one.
    """

    value: Value
    written: Passage
    exported: bool = False
    folder: str | None = None


class Scope:
    """The variables that are set at a point of a text."""

    def __init__(self, dialect: Dialect = "sh", settings: Mapping[str, Setting] | None = None) -> None:
        self.dialect: Dialect = dialect
        self.settings: dict[str, Setting] = dict(settings or {})

    def copy(self) -> Scope:
        """A scope whose later assignments stay its own."""
        return Scope(self.dialect, self.settings)

    def assign(self, name: str, value: Word, *, folder: str | None = None, branch: bool = False) -> None:
        """Sets a variable. In a `branch` that may not run, what it was before stays an alternative."""
        before = self.settings.get(name)
        now = self.value(value)
        if branch:
            other = before.value if before else EnvRead(name, "shell", value.span.at)
            now = _limited(Either((now, other), "branch", value.span.at))
        self.settings[name] = Setting(now, value.inner, before is not None and before.exported, folder)

    def default(self, name: str, value: Word, folder: str | None = None, variable: str = "") -> None:
        """Sets a variable that the environment may set: `?=` of make, `ENV` of a Dockerfile.

        `variable` is the one of the environment, where it has another name.
        """
        at = value.span.at
        both = Either((EnvRead(variable or name, "shell", at), self.value(value)), "missing", at)
        self.settings[name] = Setting(both, value.inner, exported=True, folder=folder)

    def export(self, name: str) -> None:
        """Hands a variable on to the commands that follow."""
        setting = self.settings.get(name)
        if setting:
            self.settings[name] = replace(setting, exported=True)

    def exported(self, name: str) -> Value | None:
        """What a command is given in its environment by this text."""
        setting = self.settings.get(name)
        return setting.value if setting and setting.exported else None

    def value(self, of: Word, depth: int = 0) -> Value:
        """What a word comes to, with its variables looked up."""
        if of.text is not None:
            return Text(of.text, of.inner.at)
        return self._joined(of.pieces, of.span.at, depth)

    def _joined(self, pieces: tuple[Piece, ...], at: Location, depth: int) -> Value:
        values = tuple(self._piece(piece, depth) for piece in pieces)
        return values[0] if len(values) == 1 else _limited(Join(values, at))

    def _piece(self, piece: Piece, depth: int) -> Value:
        at = piece.span.at
        if isinstance(piece, Plain):
            return Text(piece.span.text, at)
        if isinstance(piece, Opaque):
            return Hole("computed by the shell", at)
        setting = self.settings.get(piece.name)
        value: Value
        if setting:
            value = setting.value
        elif piece.name[0].isalpha() or piece.name[0] == "_":
            value = EnvRead(piece.name, "shell", at)
        else:
            value = Hole("an argument of the script", at)
        test = _DEFAULTS.get(piece.operator)
        if test is None or piece.default is None:
            return Hole("depends on whether a variable is set", at) if piece.operator[-1:] == "+" else value
        if depth > _MAX_DEPTH:
            return Hole("nested too deep", at)
        default = self.value(word(piece.default, self.dialect), depth + 1)
        return _limited(Either((value, default), test, at))


def _limited(value: Either | Join) -> Value:
    """The value, or a hole for one that its text has doubled again and again (`X=$X$X`)."""
    return value if _size(value) <= _MAX_SIZE else Hole("too many alternatives", value.at)


def _size(value: Value) -> int:
    if isinstance(value, Either):
        return 1 + sum(_size(option) for option in value.options)
    if isinstance(value, Join):
        return 1 + sum(_size(part) for part in value.parts)
    return 1
