"""All readers, and which of them a file is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from envlint.facts import Fact, FileFacts, collect
from envlint.readers import (
    angular,
    astro_config,
    caddy,
    commands,
    compose,
    dockerfile,
    dotenv,
    ignore_comments,
    javascript,
    next_config,
    nginx,
    node_version,
    nuxt_config,
    package_json,
    pins,
    python,
    render,
    served_folders,
    setup_proxy,
    tsconfig,
    vite,
    webpack_config,
    workflow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.model import Source


class Reader(Protocol):
    """What a reader module offers; see the package's own docstring."""

    @property
    def words(self) -> tuple[str, ...] | None:
        """Any of these stands in a file that holds a fact of its own; None where every file is worth reading."""
        ...

    def reads(self, path: str) -> bool:
        """Whether a file of this name is for the reader."""
        ...

    def read(self, source: Source) -> Iterable[Fact]:
        """The facts of a file."""
        ...


READERS: tuple[Reader, ...] = (
    nginx,
    caddy,
    dotenv,
    angular,
    astro_config,
    next_config,
    nuxt_config,
    served_folders,
    setup_proxy,
    vite,
    webpack_config,
    javascript,
    python,
    commands,
    compose,
    dockerfile,
    package_json,
    node_version,
    pins,
    tsconfig,
    render,
    workflow,
)


def wants(path: str) -> bool:
    """Whether any reader is for a file of this name."""
    return any(reader.reads(path) for reader in READERS)


def holds_facts(source: Source) -> bool:
    """Whether a cheap look at the text finds a reason to read the file by itself, before another file asks for it."""
    for reader in _readers_of(source.path):
        words = reader.words
        if words is None or any(word in source.text for word in words):
            return True
    return False


def read(source: Source) -> FileFacts:
    """The facts of a file by all its readers."""
    return collect(source, (fact for reader in _readers_of(source.path) for fact in reader.read(source)))


def _readers_of(path: str) -> Iterator[Reader]:
    """The readers of a file; that of comments takes part in every file that another one wants."""
    found = [reader for reader in READERS if reader.reads(path)]
    yield from found
    if found:
        yield ignore_comments
