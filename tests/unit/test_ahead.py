"""Several processes find what one does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from envlint import ahead
from envlint.ahead import FEWEST, Readers, read_ahead
from envlint.library import Memory
from envlint.model import Source
from envlint.outputs import json_v1
from envlint.readers import registry
from envlint.workspace import Asked, open_workspace
from tests.checkout import ROOT

if TYPE_CHECKING:
    from envlint.facts import FileFacts

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

SOURCES = [Source(f"file{number}.py", f"import os\nX{number} = os.getenv('X{number}')\n") for number in range(9)]


@pytest.mark.parametrize("folder", ["examples/study-app", "tests/corpus/founding-case-mended"])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_report_does_not_depend_on_the_number_of_processes(folder: str, processes: int) -> None:
    def report(memory: Memory) -> str:
        return json_v1.render(open_workspace(str(ROOT / folder), Asked(isolated=True)).run(memory=memory))

    assert report(Memory(Readers(processes))) == report(Memory())


def test_all_files_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_ahead(SOURCES, 3)
    assert found.keys() == {source.path for source in SOURCES}
    readers = Readers(3)
    readers.ahead(SOURCES)
    monkeypatch.setattr(registry, "read", _refuse)
    assert all(list(readers.facts_of(source).every()) for source in SOURCES)


def _refuse(source: Source) -> FileFacts:
    raise AssertionError(f"{source.path} was read again")


def test_what_a_child_does_not_answer_is_read_by_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, real = os.getpid(), registry.read

    def read(source: Source) -> FileFacts:
        if os.getpid() != parent:
            raise MemoryError
        return real(source)

    monkeypatch.setattr(registry, "read", read)
    readers = Readers(3)
    readers.ahead(SOURCES)
    assert all(list(readers.facts_of(source).every()) for source in SOURCES)


def test_few_files_are_read_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_processors", lambda: (0, 1))
    assert read_ahead(SOURCES) == {}
    many = [Source(f"{number}.py", "x = 1\n") for number in range(FEWEST)]
    assert len(read_ahead(many)) == FEWEST
