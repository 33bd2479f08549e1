"""Reads the arguments of a command that starts a server into a `Listen` fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Listen
from envlint.model import Location
from envlint.patterns import pattern
from envlint.readers.passage import joined
from envlint.readers.shell.folders import destination, moved, parent
from envlint.readers.shell.launchers import program_name
from envlint.readers.shell.tools import FLAGS, NO_SERVER, PACKAGE_SCRIPT, TOOLS, Tool
from envlint.readers.shell.words import Piece, Plain, Word
from envlint.values import Flag, Hole, Text, Value

if TYPE_CHECKING:
    from envlint.readers.shell.walk import Command

_APPLICATION = pattern(r"[\w./-]+:[A-Za-z_][\w.]*(\(.*\))?")
_MODULE = pattern(r"[A-Za-z_][\w.]*")
_COLON = pattern(r":(?=[^:\]]*$)")
_JAVASCRIPT = pattern(r"[^\s*{}]+\.[cm]?[jt]sx?")
_SOCKET = pattern(r"unix:|fd://|/")


class _Arguments:
    """What the words after a program's name say. `plain` are those that are neither options nor values of options."""

    def __init__(self, end: Word, folder: str | None) -> None:
        self.end = end
        self.folder = folder
        self.values: dict[str, Value] = {}
        self.command = ""
        self.mode = ""
        self.tls = False
        self.plain: list[Word] = []
        self.loose: list[Word] = []


def listen(command: Command) -> Listen | None:
    """The server that a command starts (its first word is the program), or None where it starts none."""
    tool = PACKAGE_SCRIPT if command.script else TOOLS.get(program_name(command.words[0]))
    if tool is None or command.folder is None:
        return None
    found = _Reading(tool, command).read()
    if found is None or found.folder is None:
        return None
    head = command.words[0].span.at
    return Listen(
        tool=tool.name,
        application=found.values.get("application"),
        host=found.values.get("host"),
        port=found.values.get("port"),
        folder=found.folder,
        at=Location(head.source, head.start, max(head.end, found.end.span.at.end)),
        service=command.service,
        image=command.image,
        root_path=found.values.get("root_path"),
        mode=found.mode,
        tls=found.tls,
        command=found.command,
    )


class _Reading:
    """One pass over the words of a command."""

    def __init__(self, tool: Tool, command: Command) -> None:
        self.tool = tool
        self.command = command
        self.words = command.words
        self.found = _Arguments(self.words[0], command.folder)

    def read(self) -> _Arguments | None:
        index = 1
        while index < len(self.words):
            index += self.word(index)
        if any(each.text in {"--version", "--help"} for each in self.words):
            return None
        if not self.subcommand() or not self.argument():
            return None
        self.environment()
        if "elsewhere" in self.found.values:
            self.found.values.setdefault("port", self.found.values["elsewhere"])
        return self.found

    def word(self, index: int) -> int:
        """Reads the word at an index; how many words that took."""
        each = self.words[index]
        if not each.lead.startswith("-") or each.lead in {"-", "--"}:
            before = self.words[index - 1].lead
            belongs = before.startswith("-") and "=" not in before and before not in FLAGS
            (self.found.loose if belongs else self.found.plain).append(each)
            return 1
        name, value, taken = self.option(index)
        meaning = self.tool.meaning(name)
        if not meaning:
            return 1
        if meaning == "tls":
            self.found.tls = True
            taken = 1
        elif value is not None:
            self.take(meaning, value)
        elif meaning == "host":
            # Vite, Nuxt and Astro: `--host` alone means every interface.
            self.found.values["host"] = Flag(value=True, at=each.span.at)
        self.found.end = value if value is not None and taken == 2 else each
        return taken

    def option(self, index: int) -> tuple[str, Word | None, int]:
        """An option's name, its value, and how many words they are: `--port 80`, `--port=80`, `-p80`."""
        each = self.words[index]
        lead = each.lead
        if lead.startswith("--") and "=" in lead:
            name = lead.partition("=")[0]
            return name, each.after(len(name) + 1), 1
        if not lead.startswith("--") and (len(lead) > 2 or each.text is None):
            return lead[:2], each.after(2).after(lead[2:3] == "="), 1
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if following is None or following.lead.startswith("-"):
            return lead, None, 1
        return lead, following, 2

    def take(self, meaning: str, value: Word) -> None:
        if meaning == "bind":
            self.bind(value)
        elif meaning == "mode":
            self.found.mode = value.text or ""
        elif meaning == "folder":
            self.found.folder = destination(value, self.found.folder, "", self.command.scope)
        elif meaning == "elsewhere":
            self.found.values[meaning] = Hole("a socket or a configuration file says it", value.span.at)
        else:
            self.found.values[meaning] = self.value(value)

    def value(self, of: Word) -> Value:
        return self.command.scope.value(of)

    def bind(self, value: Word) -> None:
        """`host:port`; either part may be missing."""
        if _SOCKET.match(value.lead):
            self.found.values["port"] = Hole("a Unix socket", value.span.at)
            return
        host, port = split_address(value)
        self.found.values.setdefault("host", self.value(host))
        if port is not None:
            self.found.values.setdefault("port", self.value(port))

    def subcommand(self) -> bool:
        """Whether the command starts a server at all: `vite build` does not."""
        commands, plain = self.tool.commands, self.found.plain
        if commands is None:
            return True
        name = plain[0].text if plain else None
        if name is not None and name in commands:
            self.found.command = name
            self.extend(plain.pop(0))
        elif "" not in commands or (name is not None and name in NO_SERVER):
            return False
        self.found.mode = self.found.mode or commands[self.found.command]
        return True

    def argument(self) -> bool:
        """Takes in the words that are no options; False where a server would be started without an application."""
        found, plain = self.found, self.found.plain
        kind = self.tool.argument
        if kind == "module":
            return self.application()
        if kind == "script":
            found.values["application"] = self.value(self.words[0])
            return "host" in found.values or "port" in found.values
        if kind == "program":
            return self.program()
        if kind == "address":
            # Python looks for the project's modules in the folder of `manage.py`.
            found.folder = moved(found.folder, parent(self.words[0].text or ""))
        if not plain or not kind:
            return True
        if kind == "file":
            found.values.setdefault("application", self.value(plain[0]))
        elif kind == "address":
            self.address(plain[0])
        elif kind == "folder":
            found.folder = destination(plain[0], found.folder, "", self.command.scope)
        self.extend(plain[0])
        return True

    def application(self) -> bool:
        """`app.main:app`; gunicorn also takes the module alone."""
        found = self.found
        named = [each for each in (*found.plain, *found.loose) if _APPLICATION.fullmatch(each.text or "")]
        computed = [each for each in found.plain if each.text is None and each.pieces]
        modules = [each for each in found.plain if self.tool.name == "gunicorn" and _MODULE.fullmatch(each.text or "")]
        for each in (*named, *computed, *modules[:1]):
            found.values.setdefault("application", self.value(each))
            self.extend(each)
            return True
        return False

    def program(self) -> bool:
        """`node src/server.js`, and `node dist/server`; after an unknown option only what looks like a file."""
        named = [each for each in (*self.found.plain, *self.found.loose) if _JAVASCRIPT.fullmatch(each.text or "")]
        for each in (*named, *self.found.plain)[:1]:
            self.found.values["application"] = self.value(each)
            self.extend(each)
        return "application" in self.found.values

    def address(self, value: Word) -> None:
        """Django's `8000` or `0.0.0.0:8000`."""
        if split_address(value)[1] is None:
            self.found.values["port"] = self.value(value)
        else:
            self.bind(value)

    def environment(self) -> None:
        """What the tool takes from its environment where no option says it."""
        given = dict(self.command.environment)
        for meaning, name in zip(("host", "port", "tls"), self.tool.variables, strict=True):
            value = given.get(name) or self.command.scope.exported(name)
            if value is None:
                continue
            if meaning == "tls":
                self.found.tls = isinstance(value, Text) and value.text.lower() == "true"
            else:
                self.found.values.setdefault(meaning, value)

    def extend(self, to: Word) -> None:
        if to.span.at.end > self.found.end.span.at.end:
            self.found.end = to


def split_address(value: Word) -> tuple[Word, Word | None]:
    """Host and port of `host:port`; the port is None where there is no colon outside `[...]`."""
    for index in reversed(range(len(value.pieces))):
        piece = value.pieces[index]
        colon = _COLON.search(piece.span.text) if isinstance(piece, Plain) else None
        if colon:
            left = Plain(piece.span.part(0, colon.start()))
            right = Plain(piece.span.part(colon.end()))
            return _word(*value.pieces[:index], left), _word(right, *value.pieces[index + 1 :])
    return value, None


def _word(*pieces: Piece) -> Word:
    kept = tuple(piece for piece in pieces if piece.span.text) or pieces[:1]
    return Word(kept, joined((piece.span for piece in kept), kept[0].span.source))
