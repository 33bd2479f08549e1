"""Follows a shell text from command to command, keeping the current folder and the variables.

Nothing runs: both branches of an `if` are read, and what they leave different is unknown afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.shell.folders import destination
from envlint.readers.shell.lexer import tokens, word
from envlint.readers.shell.words import Dialect, Operator, Variable, Word
from envlint.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from envlint.readers.passage import Passage
    from envlint.readers.shell.scope import Scope
    from envlint.values import Value


@record
class Command:
    """A simple command, where it runs, and what it is given in its environment.

    `folder` is None where it is not known. `script` says that the first word is the name of a script of a
    `package.json` and not a program.
    """

    folder: str | None
    scope: Scope
    words: tuple[Word, ...] = ()
    environment: tuple[tuple[str, Value], ...] = ()
    service: str = ""
    image: bool = False
    script: bool = False
    depth: int = 0


_ASSIGNMENT = pattern(r"([A-Za-z_]\w*)\+?=")
_DECLARE = frozenset({"export", "local", "readonly", "declare", "typeset", "set"})
_OPENS = frozenset({"if", "case", "for", "while", "until", "select", "{"})
_CLOSES = frozenset({"fi", "esac", "done", "}"})
_GOES_ON = frozenset({"then", "do", "else", "elif", "!", "time"})
_NO_COMMAND = frozenset({"case", "for", "select"})
_CD = frozenset({"cd", "pushd", "chdir", "set-location"})


class _Frame:
    """A construct that is open: the folder at its start, and those in which its branches ended."""

    def __init__(self, kind: str, folder: str | None) -> None:
        self.kind = kind
        self.folder = folder
        self.ends: list[str | None] = []


def commands(passage: Passage, dialect: Dialect, start: Command, script: str) -> Iterator[Command]:
    """The simple commands of a text, in its order. `start` says where it runs; `script` is the folder it stands in."""
    return _Walk(dialect, start, script).run(passage)


class _Walk:
    def __init__(self, dialect: Dialect, start: Command, script: str) -> None:
        self.dialect: Dialect = dialect
        self.start = start
        self.script = script
        self.scope = start.scope
        self.folder = start.folder
        self.before: str | None = start.folder
        self.list_start = start.folder
        self.frames: list[_Frame] = []
        self.defining = False

    def run(self, passage: Passage) -> Iterator[Command]:
        words: list[Word] = []
        for token in tokens(passage, self.dialect):
            if isinstance(token, Word):
                words.append(token)
                continue
            if token.text == "(" and len(words) == 1 and words[0].lead.isidentifier():
                self.defining = True
            else:
                yield from self.command(words)
            words = []
            self.operator(token)
        yield from self.command(words)

    def operator(self, operator: Operator) -> None:
        text = operator.text
        if text == "(" and not self.defining:
            self.frames.append(_Frame("(", self.folder))
            self.list_start = self.folder
        elif text == ")" and self.frames and self.frames[-1].kind == "(":
            self.folder = self.list_start = self.frames.pop().folder
        elif text == "&" and self.dialect != "windows":
            # A list that ends with `&` runs in a subshell, so its `cd` does not outlive it.
            self.folder = self.list_start
        elif text in {";", "\n", "&", ";;"}:
            if text == ";;":
                self.branch_ends()
            self.list_start = self.folder

    def command(self, words: list[Word]) -> Iterator[Command]:
        rest = self.keywords(words)
        assigned: list[tuple[str, Word]] = []
        while rest and (match := _ASSIGNMENT.match(rest[0].lead)):
            assigned.append((match[1], rest[0].after(match.end())))
            rest = rest[1:]
        if not rest:
            for name, value in assigned:
                self.assign(name, value)
            return
        builtin = self.builtin((rest[0].text or "").lower())
        if builtin:
            builtin(rest[1:])
            return
        environment = tuple((name, self.scope.value(value)) for name, value in assigned)
        yield replace(
            self.start, words=tuple(rest), folder=self.folder, environment=self.start.environment + environment
        )

    def builtin(self, name: str) -> Callable[[list[Word]], None] | None:
        if name in _CD:
            return self.change_folder
        if name in _DECLARE:
            return self.declare
        return {"popd": self.go_back, "pop-location": self.go_back, ":": self.set_defaults}.get(name)

    def keywords(self, words: list[Word]) -> list[Word]:
        """Takes the reserved words off the front of a command, and notes what they open and close."""
        while words:
            text = words[0].text or ""
            if text in _OPENS:
                self.frames.append(_Frame("function" if text == "{" and self.defining else text, self.folder))
                self.defining = False
            elif text in _CLOSES:
                self.close()
            elif text not in _GOES_ON:
                return words
            elif text in {"else", "elif"}:
                self.branch_ends()
            elif text == "then" and self.frames and not self.frames[-1].ends:
                self.frames[-1].folder = self.folder
            words = [] if text in _NO_COMMAND else words[1:]
        return words

    def branch_ends(self) -> None:
        if self.frames:
            self.frames[-1].ends.append(self.folder)
            self.folder = self.frames[-1].folder

    def close(self) -> None:
        if not self.frames:
            return
        frame = self.frames.pop()
        if frame.kind == "function":
            self.folder = frame.folder
        elif frame.kind != "{" and {*frame.ends, self.folder} != {frame.folder}:
            ends = {*frame.ends, self.folder}
            self.folder = ends.pop() if len(ends) == 1 and len(frame.ends) else None

    def assign(self, name: str, value: Word) -> None:
        branch = any(frame.kind not in {"(", "{"} for frame in self.frames)
        folder = destination(value, self.folder, self.script, self.scope)
        self.scope.assign(name, value, folder=folder, branch=branch)

    def declare(self, words: list[Word]) -> None:
        for each in words:
            match = _ASSIGNMENT.match(each.lead)
            if match:
                self.assign(match[1], each.after(match.end()))
            self.scope.export(match[1] if match else each.lead)

    def change_folder(self, words: list[Word]) -> None:
        targets = [each for each in words if each.text not in {"--", "/d", "/D", "-P", "-L", "-Path"}]
        if not targets:
            self.folder = None
        elif targets[0].text == "-":
            self.go_back([])
        else:
            self.before = self.folder
            absolute = self.start.image and targets[0].lead.startswith("/")
            to = destination(targets[0], self.folder, self.script, self.scope)
            self.folder = self.start.folder if absolute else to

    def go_back(self, _words: list[Word]) -> None:
        self.folder, self.before = self.before, self.folder

    def set_defaults(self, words: list[Word]) -> None:
        """`: "${PORT:=8000}"`, which sets a variable that has no value yet."""
        for each in words:
            for piece in each.pieces:
                if isinstance(piece, Variable) and piece.default and piece.operator in {":=", "="}:
                    self.scope.default(piece.name, word(piece.default, self.dialect))
