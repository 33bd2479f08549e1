"""Addresses that a page takes from the browser's storage, before its configuration is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import StorageWrite
from envlint.records import record
from envlint.wiring.results import Resolved, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from envlint.facts import FileFacts
    from envlint.model import Location
    from envlint.wiring.connections import Connection
    from envlint.wiring.resolve import Resolver


@record
class StoredAddress:
    """A URL of a connection that stands in a `store` of the browser; `at` is where it is read."""

    connection: Connection
    store: str
    at: Location


def stored_addresses(
    connections: Iterable[Connection], shipped: Resolver, naming: Callable[[str], Iterable[FileFacts]]
) -> Iterator[StoredAddress]:
    """The stored addresses that a page as it is shipped takes first.

    `naming` gives the scripts in which a word stands. What the project itself puts into the storage is the visitor's
    choice, or the server's answer, and none of its configuration.
    """
    for connection in connections:
        outcomes = shipped.outcomes(connection.fact.url, connection.path)
        if not any(isinstance(outcome.result, Resolved) for outcome in outcomes):
            continue
        for outcome in outcomes:
            result = outcome.result
            first = outcome.used and outcome.lacking is None
            if not first or not isinstance(result, Unknown) or not result.stored:
                continue
            if not any(_writes(facts, result.stored) for facts in naming(result.stored)):
                yield StoredAddress(connection, result.reason, result.at)


def _writes(facts: FileFacts, key: str) -> bool:
    return any(write.key in {key, ""} for write in facts.of(StorageWrite))
