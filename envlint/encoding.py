"""Facts as plain data, for a cache that holds no text of the files that the facts are of.

A node is a list: a number that says what it is, and its fields. Every text is a number: its place in a table, which
says where in the file the text stands. Texts that a reader made up out of the file's (`Settings.port`) are said by
their parts, and only the readers' own words, which are fields of a few fixed values, and single characters are
written out. So neither a password nor a part of one is in the data, and without the very file nobody can read it.

Each fact is the JSON of its node, since nobody asks for most of them: other modules import few of the names that one
defines. Decoding makes instances of the classes in `facts`, `values` and `model.Location`, and runs nothing.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from envlint import facts as facts_
from envlint import values as values_
from envlint.facts import Definition, FileFacts
from envlint.model import Location
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.facts import Fact
    from envlint.model import Source

Encoded = dict[str, Any]
"""What `json` reads and writes.

`places` is the table of the texts that stand in the file, the start and the length of each, and `words` that of the
others, which are counted from -1 downward. `facts` has the nodes by the class of the fact, each as JSON. Of the
definitions among them `names` has the names, and `values` the numbers of what they stand for. `classes` are the numbers
of all that stands there.
"""

_LOCATION, _TUPLE, _NUMBER, _CLASSES = 0, 1, 2, 3
_WRITTEN = {None: "null", True: "true", False: "false"}
_PART = pattern(r"\w+|\W")


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
        self.places: list[int] = []
        self.words: list[object] = []
        self.classes = set[int]()

    def node(self, value: Any, own: bool = False) -> str:
        """The JSON of a node."""
        made: type = value.__class__  # exactly: true and false are numbers to isinstance()
        if made is Location:
            return f"[{_LOCATION},{value.start},{value.end}]"
        if made is str:
            return str(self.number(value, own=own))
        if made is tuple:
            return f"[{','.join([str(_TUPLE), *[self.node(each) for each in value]])}]"
        if value is None or made is bool:
            return _WRITTEN[value]
        if made is int:
            return f"[{_NUMBER},{value}]"
        number, written = _plan(made)
        self.classes.add(number)
        return f"[{','.join([str(number), *[self.node(getattr(value, name), is_own) for name, is_own in written]])}]"

    def number(self, value: str, *, own: bool = False) -> int:
        """The place of a text in the table."""
        key = (value, own)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._word(value) if own else self._place(value)
        return number

    def _place(self, value: str) -> int:
        """The number of a text of which is said where it stands in the file, or where its parts do."""
        at = self._find(value)
        if at < 0:
            return self._word(list(self._parts(value)))
        self.places += (at, len(value))
        return len(self.places) // 2 - 1

    def _word(self, written: object) -> int:
        self.words.append(written)
        return -len(self.words)

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
    kinds: dict[str, list[str]] = {}
    for fact in facts.every():
        kinds.setdefault(type(fact).__name__, []).append(encoder.node(fact))
    return {
        "places": encoder.places,
        "words": encoder.words,
        "facts": kinds,
        "names": [encoder.number(definition.name) for definition in facts.of(Definition)],
        "values": [_NUMBERS[type(definition.value)] for definition in facts.of(Definition)],
        "classes": sorted(encoder.classes),
    }


def decode(source: Source, encoded: Encoded) -> FileFacts:
    """The facts again, each when it is first asked for. `source` must be the file that they are of."""
    return FileFacts(source, _Decoded(source, encoded))


class _Texts(dict[int, str]):
    """The texts of the table by their numbers, each made when it is first asked for."""

    def __init__(self, source: Source, encoded: Encoded) -> None:
        super().__init__()
        self._source = source
        self._places: list[int] = encoded["places"]
        self._words: list[Any] = encoded["words"]

    def __missing__(self, number: int) -> str:
        at = 2 * number
        written = self._words[-1 - number] if number < 0 else self._piece(*self._places[at : at + 2])
        self[number] = written if isinstance(written, str) else self._put_together(written)
        return self[number]

    def _put_together(self, parts: list[Any]) -> str:
        return "".join([part if isinstance(part, str) else self._piece(*part) for part in parts])

    def _piece(self, start: int, length: int) -> str:
        return self._source.text[start : start + length]


class _Decoded(dict[type["Fact"], "Sequence[Fact]"]):
    """The facts of a file by their class, made of data one class at a time, and definitions one at a time."""

    def __init__(self, source: Source, encoded: Encoded) -> None:
        super().__init__()
        self._source = source
        self._encoded: dict[str, list[str]] = encoded["facts"]
        self._names: list[int] = encoded["names"]
        self._values: list[int] = encoded["values"]
        self._classes: list[int] = encoded["classes"]
        self._texts = _Texts(source, encoded)
        self._numbers: dict[str, list[int]] = {}
        self._definitions: dict[int, Definition] = {}

    def __missing__(self, kind: type[Fact]) -> Sequence[Fact]:
        found: list[Fact] = []
        nodes = self._encoded.get(kind.__name__)
        if nodes is not None and kind is Definition:
            found = [self._definition(number) for number in range(len(nodes))]
        elif nodes is not None:
            found = [self._node(node) for node in json.loads(f"[{','.join(nodes)}]")]
        self[kind] = found
        return found

    def kinds(self) -> Iterator[type[Fact]]:
        """The classes of which there are facts."""
        return (made for made in RECORDS if made.__name__ in self._encoded)

    def holds(self, kind: type) -> bool:
        """Whether anything of a class stands in the facts."""
        return _NUMBERS.get(kind) in self._classes

    def defining(self, name: str) -> Sequence[Definition]:
        """The definitions of a name, in the order of the file."""
        if not self._numbers:
            for number, text in enumerate(self._names):
                self._numbers.setdefault(self._texts[text], []).append(number)
        return [self._definition(number) for number in self._numbers.get(name, ())]

    def defined_as(self, *values: type) -> Iterator[Definition]:
        """The definitions of values of some classes, in the order of the file."""
        wanted = {_NUMBERS[each] for each in values}
        return (self._definition(number) for number, value in enumerate(self._values) if value in wanted)

    def _definition(self, number: int) -> Definition:
        """One definition, the same object whenever it is asked for: what is known of values is kept by that."""
        known = self._definitions.get(number)
        if known is None:
            known = self._definitions[number] = self._node(json.loads(self._encoded[Definition.__name__][number]))
        return known

    def _node(self, node: list[Any]) -> Any:
        kind = node[0]
        if kind == _LOCATION:
            return Location(self._source, node[1], node[2])
        if kind == _NUMBER:
            return node[1]  # pyright: ignore[reportUnknownVariableType]
        # Exactly, since true and false are numbers to isinstance(); and here, since a call for each text takes longer.
        texts = self._texts
        values: list[Any] = [
            texts[each] if each.__class__ is int else self._node(each) if each.__class__ is list else each
            for each in node[1:]
        ]
        if kind == _TUPLE:
            return tuple(values)
        return RECORDS[kind - _CLASSES](*values)  # pyright: ignore[reportUnknownVariableType]
