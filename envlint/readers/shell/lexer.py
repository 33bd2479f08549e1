"""Splits a shell text into words and operators, as the POSIX shell does (Shell Command Language, 2.3 and 2.6).

Only what is needed to see which command runs with which arguments: quotes are removed, parameters are kept as
pieces, and everything computed (`$(...)`, arithmetic) is an opaque piece. Broken text never fails; an open quote
ends with the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.passage import Passage
from envlint.readers.shell.words import Dialect, Opaque, Operator, Piece, Plain, Token, Variable, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAMETER = pattern(r"(?P<name>[A-Za-z_]\w*|[0-9@*#?!$-])(?:\[[^\]]*\])?(?P<operator>:?[-=?+])?")
_NAME = pattern(r"[A-Za-z_]\w*|[0-9@*#?!-]")
_MAKE_NAME = pattern(r"\(([A-Za-z_]\w*)\)")
_JUST_NAME = pattern(r"\{\{\s*([A-Za-z_][\w-]*)\s*\}\}")
_REDIRECTION = pattern(r"(?:\d*|&)(?:<<<|>>|>\||<>|[<>])&?")
_HEREDOC = pattern(r"\d*<<(?P<tabs>-?)[ \t]*(?P<quote>['\"\\]?)(?P<word>[\w.-]+)")
_OPERATOR = pattern(r"&&|\|\||;;|\|&|[;&|()\n]")
_CONTINUATION = pattern(r"\\\r?\n")
_BLANK = pattern(r"[ \t\r]+")
_PLAIN = pattern(r"[^\s\\'\"`$;&|()<>{%]+")
_QUOTED = pattern(r"[^\\\"`${%]+")
_BATCH_NAME = pattern(r"%(~dp0|\w+(?=%))%?")


def tokens(passage: Passage, dialect: Dialect = "sh") -> Iterator[Token]:
    """The words and operators of a shell text. Redirections, comments and here-documents are left out."""
    return _Lexer(passage, dialect).run()


def word(passage: Passage, dialect: Dialect = "sh") -> Word:
    """A text as one word with its variables, blanks and quotes included: the value of an assignment of make."""
    lexer = _Lexer(passage, dialect)
    lexer.quoted(end="")
    return Word(tuple(lexer.pieces), passage)


class _Lexer:
    """One pass over a text. `pieces` is the word that is being read."""

    def __init__(self, passage: Passage, dialect: Dialect) -> None:
        self.passage = passage
        self.text = passage.text
        self.dialect: Dialect = dialect
        self.position = 0
        self.pieces: list[Piece] = []
        self.heredocs: list[tuple[str, bool]] = []

    def run(self) -> Iterator[Token]:
        while self.position < len(self.text):
            self.blanks()
            if self.position >= len(self.text):
                return
            if self.text[self.position] == "#":
                self.skip_line()
            elif not self.redirection():
                operator = _OPERATOR.match(self.text, self.position)
                if operator:
                    self.position = operator.end()
                    yield Operator(operator.group())
                    if operator.group() == "\n":
                        self.skip_heredocs()
                else:
                    yield self.word()

    def blanks(self) -> None:
        while match := _BLANK.match(self.text, self.position) or self.continuation():
            self.position = match.end()

    def continuation(self) -> re.Match[str] | None:
        return None if self.dialect == "windows" else _CONTINUATION.match(self.text, self.position)

    def skip_line(self) -> None:
        end = self.text.find("\n", self.position)
        self.position = len(self.text) if end < 0 else end

    def redirection(self) -> bool:
        """Steps over `> file`, `2>&1` and the like, and notes where a here-document will begin."""
        heredoc = _HEREDOC.match(self.text, self.position)
        if heredoc:
            self.heredocs.append((heredoc["word"], bool(heredoc["tabs"])))
            self.position = heredoc.end() + len(heredoc["quote"].replace("\\", ""))
            return True
        match = _REDIRECTION.match(self.text, self.position)
        if not match:
            return False
        self.position = match.end()
        self.blanks()
        if self.position < len(self.text) and not _OPERATOR.match(self.text, self.position):
            self.word()
        return True

    def skip_heredocs(self) -> None:
        for delimiter, tabs in self.heredocs:
            while self.position < len(self.text):
                start = self.position
                self.skip_line()
                line = self.text[start : self.position].rstrip("\r")
                self.position += 1
                if (line.lstrip("\t") if tabs else line) == delimiter:
                    break
        self.heredocs.clear()

    def word(self) -> Word:
        start = self.position
        self.pieces = []
        while self.position < len(self.text) and self.step():
            pass
        if self.position == start:
            self.plain(start, start + 1)
        return Word(tuple(self.pieces), self.passage.part(start, self.position))

    def step(self) -> bool:
        """Takes the next bit of a word; False where the word ends."""
        character = self.text[self.position]
        if character == "'" and self.dialect != "windows":
            self.position += 1
            self.quoted("'")
        elif character == '"':
            self.position += 1
            self.quoted('"')
        elif character == "\\":
            self.escape()
        elif character in "$`{%":
            self.expansion()
        else:
            plain = _PLAIN.match(self.text, self.position)
            if plain is None:
                return False
            self.plain(*plain.span())
        return True

    def plain(self, start: int, end: int) -> None:
        if start < end:
            self.pieces.append(Plain(self.passage.part(start, end)))
        self.position = end

    def escape(self, only: str = "") -> None:
        """A backslash: takes the next character as it is, or only one of some (inside double quotes)."""
        continuation = self.continuation()
        if continuation:
            self.position = continuation.end()
        elif self.dialect == "windows" or (only and self.text[self.position + 1 : self.position + 2] not in only):
            self.plain(self.position, self.position + 1)
        else:
            # The backslash belongs to the place of its character.
            end = min(self.position + 2, len(self.text))
            taken = self.passage.part(self.position, end)
            if taken.text[1:]:
                offsets = (taken.offsets[0], taken.offsets[-1])
                self.pieces.append(Plain(Passage(taken.source, taken.text[1:], offsets)))
            self.position = end

    def quoted(self, end: str) -> None:
        """Everything up to a closing quote, or to the end of the text where `end` is empty."""
        while self.position < len(self.text) and self.text[self.position] != end:
            if end == "'":
                self.single_quoted()
                continue
            run = _QUOTED.match(self.text, self.position)
            character = self.text[self.position]
            if run:
                self.plain(*run.span())
            elif character == "\\":
                self.escape('$`"\\\n')
            elif character == '"':
                self.plain(self.position, self.position + 1)
            else:
                self.expansion()
        self.position += len(end)

    def single_quoted(self) -> None:
        """Literal for the shell; make, just and compose put their variables in before the shell sees the quotes."""
        if self.dialect == "sh" or self.text[self.position] not in "${":
            stop = re.compile("'" if self.dialect == "sh" else "['${]").search(self.text, self.position + 1)
            self.plain(self.position, stop.start() if stop else len(self.text))
        else:
            self.expansion()

    def expansion(self) -> None:
        """A `$`, `%`, back quote or brace: a variable, something computed, or just that character."""
        text, start = self.text, self.position
        if text[start] == "`":
            return self.back_quotes()
        if text[start] in "{%":
            return self.braces()
        if self.dialect in {"make", "compose"} and text.startswith("$$", start):
            self.position += 1
        following = text[self.position + 1 : self.position + 2]
        if following == "{":
            return self.braced(start)
        if following == "(":
            return self.parenthesised(start)
        match = _NAME.match(text, self.position + 1)
        if match:
            return self.variable(match.group(), "", None, start, match.end())
        return self.plain(self.position, self.position + 1)

    def back_quotes(self) -> None:
        if self.dialect == "windows":
            return self.plain(self.position, self.position + 1)
        end = self.text.find("`", self.position + 1)
        return self.opaque(len(self.text) if end < 0 else end + 1)

    def braces(self) -> None:
        """`{{X}}` of just and of templates, `%X%` of batch files; else the character stands for itself."""
        pattern = {"just": _JUST_NAME, "windows": _BATCH_NAME}.get(self.dialect)
        match = pattern.match(self.text, self.position) if pattern else None
        if match:
            return self.variable(match[1], "", None, *match.span())
        if self.text.startswith("{{", self.position):
            end = self.text.find("}}", self.position)
            return self.opaque(len(self.text) if end < 0 else end + 2)
        return self.plain(self.position, self.position + 1)

    def braced(self, start: int) -> None:
        end = _closing(self.text, self.position + 1, "{", "}")
        match = _PARAMETER.match(self.text, self.position + 2, end)
        if match is None or (not match["operator"] and match.end() != end - 1):
            return self.opaque(end)
        default = self.passage.part(match.end(), max(match.end(), end - 1)) if match["operator"] else None
        return self.variable(match["name"], match["operator"] or "", default, start, end)

    def parenthesised(self, start: int) -> None:
        match = _MAKE_NAME.match(self.text, self.position + 1)
        if match and self.dialect == "make" and self.position == start:
            return self.variable(match[1], "", None, start, match.end())
        return self.opaque(_closing(self.text, self.position + 1, "(", ")"))

    def variable(self, name: str, operator: str, default: Passage | None, start: int, end: int) -> None:
        self.pieces.append(Variable(name, operator, default, self.passage.part(start, end)))
        self.position = end

    def opaque(self, end: int) -> None:
        self.pieces.append(Opaque(self.passage.part(self.position, end)))
        self.position = end


def _closing(text: str, position: int, opening: str, closing: str) -> int:
    """The offset after the bracket that closes the one at `position`; the end of the text where none does."""
    depth = 0
    for match in re.compile(rf"[{re.escape(opening + closing)}]").finditer(text, position):
        depth += 1 if match.group() == opening else -1
        if depth == 0:
            return match.end()
    return len(text)
