"""The files of a run, read on demand and once each.

Most modules of a project hold no fact. So the files in which a cheap look finds something are read first; a module
that holds only a constant is read when the wiring asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from envlint.ahead import Readers
from envlint.facts import Broken, FileFacts
from envlint.model import Source, Unreadable
from envlint.patterns import pattern
from envlint.project import is_within
from envlint.readers.names import is_script
from envlint.records import record
from envlint.unread import MOST_TEXT, Heard, Unread

if TYPE_CHECKING:
    from envlint.model import Report

Sources = Mapping[str, "Source | Unreadable"]

Tracked = Callable[[str], "bool | None"]
"""Whether git has a file under version control; None where that is not known."""


def untold(_path: str) -> None:
    """Nothing is known of version control."""


_UNASKED, _NO, _YES = 0, 1, 2
_HOLDS_FACTS = "holds facts"
"""The question that whoever reads files answers."""


@record
class _Question:
    """A question to each text by itself, and the answers so far in the order of the texts."""

    holds: Callable[[Source], bool]
    answers: bytearray


@record
class _Run:
    """What one run was given and what it learned."""

    files: tuple[Source | Unreadable, ...] = ()
    texts: tuple[Source, ...] = ()
    facts: dict[str, FileFacts] = {}  # noqa: RUF012 - the run before the first one, which nothing adds to
    questions: dict[Hashable, _Question] = {}  # noqa: RUF012


class Reads(Protocol):
    """What reads files: the readers, or a cache before them."""

    def ahead(self, sources: Sequence[Source]) -> None:
        """Takes notice that some files will be asked for."""
        ...

    def facts_of(self, source: Source) -> FileFacts:
        """The facts of a file."""
        ...

    def holds_facts(self, source: Source) -> bool:
        """Whether a file is worth reading before another one asks for it."""
        ...

    def heard(self, question: Hashable) -> Heard:
        """What an earlier run heard to a question."""
        ...

    def learn(self, question: Hashable, heard: Heard) -> None:
        """Takes notice of what this run heard."""
        ...


def _places(answers: bytearray, answer: int) -> Iterator[int]:
    """Where an answer stands among others: a few of them among many."""
    place = answers.find(answer)
    while place >= 0:
        yield place
        place = answers.find(answer, place + 1)


class Memory:
    """What a run learned of each file by itself, for the next run on the same repository.

    It holds for a file as long as its `Source` is the same object: whoever edits a file makes a new one. What no run
    asks for again is forgotten with the next one. Results are the same with a memory as without.
    """

    def __init__(self, reads: Reads | None = None) -> None:
        """`reads` is asked for what is not known yet: the readers, in one process, where it is None."""
        self._reads = reads or Readers(processes=1)
        self._earlier = self._run = _Run()
        self._listed = self._paths = tuple[str, ...]()
        self._result: tuple[object, Report] | None = None
        self._at_hand = set[str]()
        self._held = 0

    def read_by(self, reads: Reads) -> None:
        """Has what is not known yet read by another one from now on."""
        self._reads = reads

    def begin(self, sources: Sources) -> tuple[str, ...]:
        """Begins a run and reads all files; returns their paths, sorted, the same object while they are the same."""
        listed = tuple(sources)
        if listed != self._listed:
            self._listed, self._paths = listed, tuple(sorted(listed))
        files = tuple([sources[path] for path in self._paths])
        texts = tuple([each for each in files if isinstance(each, Source)])
        self._earlier, self._run, self._result = self._run, _Run(files, texts, {}, {}), None
        return self._paths

    def end(self, asked: object, report: Report) -> None:
        """Ends a run. `asked` is all that its report depends on, beside the files."""
        self._result = asked, report
        texts = self._run.texts
        for name, question in self._run.questions.items():
            asked = len(texts) - question.answers.count(_UNASKED)  # the first ones, as whoever asks may stop
            if name != _HOLDS_FACTS and asked:
                yes = [texts[number].path for number in _places(question.answers, _YES)]
                self._reads.learn(name, Heard(yes, texts[asked - 1].path))

    def recall(self, asked: object, sources: Sources) -> Report | None:
        """The last report, where a new run could only say the same: what it asked of each file has the same answer."""
        if self._result is None or self._result[0] != asked or tuple(sources) != self._listed:
            return None
        files = [sources[path] for path in self._paths]
        if any(isinstance(new, Unreadable) and new is not old for old, new in zip(self._run.files, files, strict=True)):
            return None
        texts = [each for each in files if isinstance(each, Source)]
        if len(texts) != len(self._run.texts):
            return None
        changed = [number for number, old in enumerate(self._run.texts) if old is not texts[number]]
        return self._result[1] if all(self._is_alike(number, texts[number]) for number in changed) else None

    def _is_alike(self, number: int, new: Source) -> bool:
        """Whether the last run would have been the same with another text in the place of one."""
        if new.path in self._run.facts:
            return False
        asked = [each for each in self._run.questions.values() if each.answers[number] != _UNASKED]
        return all(each.holds(new) == (each.answers[number] == _YES) for each in asked)

    @property
    def facts(self) -> Mapping[str, FileFacts]:
        """The facts of all files that the run read, by path."""
        return self._run.facts

    @property
    def unreadable(self) -> dict[str, Unreadable]:
        """What could not be read, by path."""
        return {each.path: each for each in self._run.files if isinstance(each, Unreadable)}

    def facts_of(self, source: Source) -> FileFacts:
        """The facts of a file, read anew only where it is not the one that was read."""
        known = self._known_facts(source) or self._reads.facts_of(source)
        self._run.facts[source.path] = known
        return known

    def worth_reading(self) -> list[Source]:
        """The texts that hold facts by themselves, which will be asked for next."""
        found = list(self.those(_HOLDS_FACTS, self._reads.holds_facts))
        self._reads.ahead([source for source in found if self._known_facts(source) is None])
        return found

    def _known_facts(self, source: Source) -> FileFacts | None:
        """What the run before read of a file that has not changed since."""
        known = self._earlier.facts.get(source.path)
        return known if known is not None and known.source is source else None

    def those(self, question: Hashable, holds: Callable[[Source], bool]) -> Iterator[Source]:
        """The texts of which `holds` is true. `question` names it; it must depend on nothing but the source."""
        texts = self._run.texts
        answers = self._run.questions.setdefault(question, _Question(holds, bytearray(len(texts)))).answers
        known, kept = self._known(question), self._reads.heard(question)
        earlier = self._earlier.texts
        for number, source in enumerate(texts):
            is_earlier = number < len(earlier) and earlier[number] is source
            answer = answers[number] or (known[number] if is_earlier else _UNASKED)
            if answer == _UNASKED:
                is_kept = isinstance(source, Unread) and source.path <= kept.last
                answer = _YES if (source.path in kept.yes if is_kept else holds(source)) else _NO
                if answer == _NO and isinstance(source, Unread) and not is_kept:
                    self._let_go(source)
            answers[number] = answer
            if answer == _YES:
                yield source

    def _let_go(self, source: Unread) -> None:
        """Keeps no more texts at hand than is sensible."""
        length = source.at_hand
        if not length or source.path in self._at_hand:
            return
        if self._held + length > MOST_TEXT:
            source.let_go()
        else:
            self._held += length
            self._at_hand.add(source.path)

    def _known(self, question: Hashable) -> bytearray:
        """The answers of the run before."""
        earlier = self._earlier.questions.get(question)
        return earlier.answers if earlier is not None else bytearray(len(self._earlier.texts))


def _called(name: str) -> re.Pattern[str]:
    """Where a function is called by a name, or the module of that name imported.

    It begins with the name and only then looks back, since a text is searched for its literal beginning at once.
    """
    name = re.escape(name)
    call, module = r"(?:\s*(?:<[^()\n]*>\s*)?\(|\s+as\s)", r"(?:\.\w+)?['\"]"
    return pattern(rf"{name}(?:(?<![\w$]{name}){call}|(?<=[/'\"]{name}){module})")


def _assigned(name: str) -> re.Pattern[str]:
    """Where something is assigned to a name or to its members; it begins with the name as well."""
    name = re.escape(name)
    return pattern(rf"{name}(?<=\b{name})\b['\"\])]*(?:[.\[]['\"\w$-]+[\])]*)?\s*(?:\|\||\?\?)?=(?!=)")


class Library:
    """The facts of a repository. `sources` reads a file when it is asked for it."""

    def __init__(self, sources: Sources, is_tracked: Tracked = untold, memory: Memory | None = None) -> None:
        self._sources = sources
        self.is_tracked = is_tracked
        self._memory = memory or Memory()
        self._facts: dict[str, FileFacts | None] = {}
        self.paths = self._memory.begin(sources)

    def facts_of(self, path: str) -> FileFacts | None:
        """The facts of a file, or None where there is no such file or it cannot be read."""
        if path not in self._facts:
            source = self._source(path)
            self._facts[path] = self._memory.facts_of(source) if source is not None else None
        return self._facts[path]

    def worth_reading(self) -> Iterator[FileFacts]:
        """The facts of the files that hold some by themselves, by path."""
        yield from self._read(self._memory.worth_reading())

    def calling(self, names: Iterable[str], folder: str, but: tuple[str, ...]) -> Iterator[FileFacts]:
        """The facts of the scripts that call a function by one of some names, or import the module so named, by path.

        A default export is called by any name. The scripts are those of a folder, `but` those of some folders in it.
        """
        called = {name: _called(name) for name in sorted(names)}

        def calls(source: Source) -> bool:
            path = source.path
            if not is_script(path) or not is_within(path, folder) or any(is_within(path, inner) for inner in but):
                return False
            return any(name in source.text and site.search(source.text) for name, site in called.items())

        if called:
            yield from self._read(self.those(("calls", *called, folder, but), calls))

    def naming(self, words: Iterable[str]) -> Iterator[FileFacts]:
        """The facts of the scripts in whose text one of some words stands, by path."""
        wanted = tuple(words)
        if wanted:
            yield from self._read(
                self.those(
                    wanted, lambda source: is_script(source.path) and any(word in source.text for word in wanted)
                )
            )

    def setting(self, name: str) -> Iterator[FileFacts]:
        """The facts of the scripts in whose text something is assigned to a name or to its members, by path."""
        assigned = _assigned(name)
        yield from self._read(
            self.those(
                ("sets", name),
                lambda source: (
                    is_script(source.path) and name in source.text and assigned.search(source.text) is not None
                ),
            )
        )

    def those(self, question: Hashable, holds: Callable[[Source], bool]) -> Iterator[Source]:
        """The files of which `holds` is true, by path; see `Memory.those`."""
        return self._memory.those(question, holds)

    def _read(self, sources: Iterable[Source]) -> Iterator[FileFacts]:
        for source in sources:
            facts = self.facts_of(source.path)
            if facts is not None:
                yield facts

    def unreadable(self) -> tuple[Unreadable, ...]:
        """What could not be read or parsed so far, by path."""
        broken = [
            Unreadable(path, fact.reason, fact.at)
            for path, facts in self._facts.items()
            if facts is not None
            for fact in facts.of(Broken)
        ]
        return tuple(sorted([*self._memory.unreadable.values(), *broken], key=lambda entry: (entry.path, entry.reason)))

    @property
    def files_read(self) -> int:
        """How many files were parsed."""
        return sum(facts is not None for facts in self._facts.values())

    def _source(self, path: str) -> Source | None:
        found = self._sources.get(path)
        return found if isinstance(found, Source) else None
