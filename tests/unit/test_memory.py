"""A run with a memory gives the report of a run without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from envlint import catalogue, engine
from envlint.decoding import decoded
from envlint.examples import Example, parse
from envlint.library import Memory
from envlint.model import Source, Unreadable
from envlint.readers import registry

if TYPE_CHECKING:
    from envlint.facts import FileFacts

RULES = catalogue.load()
EXAMPLES = [example for rule in RULES for example in parse(rule.text).examples if example.bad]


def sources_of(example: Example) -> dict[str, Source | Unreadable]:
    return {file.path: decoded(file.path, file.data) for file in example.files}


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.title for example in EXAMPLES])
def test_every_edit_gives_the_report_of_a_run_without_a_memory(example: Example) -> None:
    memory, sources = Memory(), sources_of(example)
    assert engine.run(sources, RULES, memory=memory) == engine.run(sources, RULES)
    for path, source in list(sources.items()):
        if not isinstance(source, Source):
            continue
        for changed in ({path: Source(path, f"\n{source.text}")}, {path: Source(path, "")}, {}):
            edited = {other: known for other, known in sources.items() if changed or other != path} | changed
            assert engine.run(edited, RULES, memory=memory) == engine.run(edited, RULES)


def test_an_unchanged_file_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    sources = {path: Source(path, "URL=http://localhost:1\n") for path in ("a/.env", "b/.env")}
    engine.run(sources, RULES, memory=memory)
    read: list[str] = []
    true_read = registry.read

    def noted(source: Source) -> FileFacts:
        read.append(source.path)
        return true_read(source)

    monkeypatch.setattr(registry, "read", noted)
    engine.run(sources | {"b/.env": Source("b/.env", "URL=http://localhost:2\n")}, RULES, memory=memory)
    assert read == ["b/.env"]


PLAIN = "app/plain.py"


@pytest.mark.parametrize(
    "text",
    [
        "x = 2\n",
        "import os\nx = os.environ['API_URL']\n",
        "# VITE_API_URL\n",
        "from fastapi import FastAPI\napp = FastAPI()\n",
    ],
)
@pytest.mark.parametrize("example", EXAMPLES[::7], ids=[example.title for example in EXAMPLES[::7]])
def test_an_edit_of_a_module_without_facts_is_answered_like_any_other(example: Example, text: str) -> None:
    memory, sources = Memory(), sources_of(example) | {PLAIN: Source(PLAIN, "x = 1\n")}
    engine.run(sources, RULES, memory=memory)
    for edited in (Source(PLAIN, text), Source(PLAIN, "x = 3\n"), Source(PLAIN, text)):
        changed = sources | {PLAIN: edited}
        assert engine.run(changed, RULES, memory=memory) == engine.run(changed, RULES)


def test_nothing_is_joined_anew_where_no_run_asks_for_what_has_changed() -> None:
    memory = Memory()
    sources = {path: Source(path, text) for path, text in ((".env", "URL=http://localhost:1\n"), (PLAIN, "x = 1\n"))}
    before = engine.run(sources, RULES, memory=memory)
    assert engine.run(sources | {PLAIN: Source(PLAIN, "x = 2\n")}, RULES, memory=memory) is before
    assert (
        engine.run(sources | {".env": Source(".env", "URL=http://localhost:2\n")}, RULES, memory=memory) is not before
    )
    assert engine.run(sources, RULES[:1], memory=memory) is not before
