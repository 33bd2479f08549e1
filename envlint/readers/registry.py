"""All readers, and which of them a file is for."""

from __future__ import annotations

from functools import lru_cache
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
    from collections.abc import Iterable

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
    return bool(_readers_of(path))


def holds_facts(source: Source) -> bool:
    """Whether a cheap look at the text finds a reason to read the file by itself, before another file asks for it."""
    text = source.text
    for reader in _readers_of(source.path):
        words = reader.words
        if words is None:
            return True
        for word in words:  # no `any`: this is asked of every file, a hundred times
            if word in text:
                return True
    return False


def read(source: Source) -> FileFacts:
    """The facts of a file by all its readers."""
    return collect(source, (fact for reader in _readers_of(source.path) for fact in reader.read(source)))


def may_be_kept(path: str) -> bool:
    """Whether facts of a file may be kept outside of the project: not those of env files, which are full of secrets."""
    return not dotenv.reads(path)


@lru_cache(maxsize=1 << 18)
def _readers_of(path: str) -> tuple[Reader, ...]:
    """The readers of a file; that of comments takes part in every file that another one wants."""
    found = tuple([reader for reader in READERS if reader.reads(path)])
    return (*found, ignore_comments) if found else ()
