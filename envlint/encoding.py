"""Facts as plain data, for a cache that holds no text of the files that the facts are of.

A node is a list: a number that says what it is, and its fields. Every text is a number: its place in a table, which
says where in the file the text stands. Texts that a reader made up out of the file's (`Settings.port`) are said by
their parts, and only the readers' own words, which are fields of a few fixed values, and single characters are
written out. So neither a password nor a part of one is in the data, and without the very file nobody can read it.

Decoding makes instances of the classes in `facts`, `values` and `model.Location`, and runs nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from envlint import facts as facts_
from envlint import values as values_
from envlint.facts import FileFacts
from envlint.model import Location
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.facts import Fact
    from envlint.model import Source

Encoded = dict[str, Any]
"""What `json` reads and writes.

`texts` is the table, `facts` has the nodes by the class of the fact, and `classes` the numbers of all that stand there.
"""

_LOCATION, _TUPLE, _NUMBER, _CLASSES = 0, 1, 2, 3
_PART = pattern(r"\w+|\W")
_SHORT = 1


def _records() -> tuple[type, ...]:
    """The classes that nodes are made of, in an order that depends on their names only."""
    found = {
        made
        for module in (facts_, values_)
        for made in vars(module).values()
        if isinstance(made, type) and made.__module__ == module.__name__ and "__match_args__" in vars(made)
    }
    return tuple(sorted(found - {FileFacts}, key=lambda made: made.__name__))


RECORDS = _records()
_NUMBERS = {made: number for number, made in enumerate(RECORDS, _CLASSES)}
_OWN_WORDS = re.compile(r"Literal\b|^(?:EnvWay|Test|PagePart)\b")


def _is_own_word(made: type, name: str) -> bool:
    """Whether the texts of a field are words of the readers."""
    return (made.__name__, name) == ("Hole", "reason") or bool(_OWN_WORDS.search(str(made.__annotations__[name])))


@cache
def _plan(made: type) -> tuple[int, tuple[tuple[str, bool], ...]]:
    """The number of a class, and its fields, each with whether its texts are words of the readers."""
    number = _NUMBERS[made]
    return number, tuple((name, _is_own_word(made, name)) for name in vars(made)["__match_args__"])


class _Encoder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers: dict[tuple[str, bool], int] = {}
        self._found: dict[str, int] = {}
        self.texts: list[object] = []
        self.classes = set[int]()

    def node(self, value: Any, own: bool = False) -> object:
        made: type = value.__class__  # exactly: true and false are numbers to isinstance()
        if made is Location:
            return [_LOCATION, value.start, value.end]
        if made is str:
            return self._string(value, own=own)
        if made is tuple:
            return [_TUPLE, *[self.node(each) for each in value]]
        if value is None or made is bool:
            return cast("object", value)
        if made is int:
            return [_NUMBER, value]
        number, written = _plan(made)
        self.classes.add(number)
        return [number, *[self.node(getattr(value, name), is_own) for name, is_own in written]]

    def _string(self, value: str, *, own: bool) -> int:
        key = (value, own)
        if key not in self._numbers:
            self._numbers[key] = len(self.texts)
            self.texts.append(value if own else self._place(value))
        return self._numbers[key]

    def _place(self, value: str) -> object:
        """Where a text stands in the file, or where its parts do."""
        at = self._find(value)
        if at >= 0:
            return [at, len(value)]
        return [list(self._parts(value))]

    def _parts(self, value: str) -> Iterator[object]:
        for match in _PART.finditer(value):
            for part in (match[0],) if self._find(match[0]) >= 0 else match[0]:
                at = self._find(part)
                yield [at, len(part)] if at >= 0 else part

    def _find(self, part: str) -> int:
        at = self._found.get(part)
        if at is None:
            at = self._found[part] = self._text.find(part)
        return at


def encode(facts: FileFacts) -> Encoded:
    """The facts of a file as data. Raises KeyError for a fact of a class that is none of `RECORDS`."""
    encoder = _Encoder(facts.source.text)
    kinds: dict[str, list[object]] = {}
    for fact in facts.every():
        kinds.setdefault(type(fact).__name__, []).append(encoder.node(fact))
    return {"texts": encoder.texts, "facts": kinds, "classes": sorted(encoder.classes)}


def decode(source: Source, encoded: Encoded) -> FileFacts:
    """The facts again, each kind when it is first asked for. `source` must be the file that they are of."""
    return FileFacts(source, _Decoded(source, encoded))


class _Decoded(dict[type["Fact"], "Sequence[Fact]"]):
    """The facts of a file by their class, made of data one class at a time."""

    def __init__(self, source: Source, encoded: Encoded) -> None:
        super().__init__()
        self._source = source
        self._encoded: dict[str, list[Any]] = encoded["facts"]
        self._written: list[Any] = encoded["texts"]
        self._texts: list[str] = []
        self._classes: list[int] = encoded["classes"]

    def __missing__(self, kind: type[Fact]) -> Sequence[Fact]:
        found: list[Fact] = []
        if kind.__name__ in self._encoded:
            self._texts = self._texts or [self._string(each) for each in self._written]
            found = [self._node(each) for each in self._encoded[kind.__name__]]
        self[kind] = found
        return found

    def kinds(self) -> Iterator[type[Fact]]:
        """The classes of which there are facts."""
        return (made for made in RECORDS if made.__name__ in self._encoded)

    def holds(self, kind: type) -> bool:
        """Whether anything of a class stands in the facts."""
        return _NUMBERS.get(kind) in self._classes

    def _string(self, written: Any) -> str:
        if isinstance(written, str):
            return written
        if len(written) == _SHORT:
            return "".join([self._string(part) for part in written[0]])
        return self._source.text[written[0] : written[0] + written[1]]

    def _node(self, node: Any) -> Any:
        made: type = node.__class__  # exactly: true and false are numbers to isinstance()
        if made is int:
            return self._texts[node]  # pyright: ignore[reportUnknownVariableType]
        if made is not list:
            return cast("object", node)
        kind = node[0]
        if kind == _LOCATION:
            return Location(self._source, node[1], node[2])
        if kind == _TUPLE:
            return tuple([self._node(each) for each in node[1:]])
        if kind == _NUMBER:
            return cast("object", node[1])
        return RECORDS[kind - _CLASSES](*[self._node(each) for each in node[1:]])  # pyright: ignore[reportUnknownVariableType]
