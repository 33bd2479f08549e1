"""What a configuration says, once it is known to be valid: plain data, for which no pydantic is loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Protocol

from envlint.records import record

if TYPE_CHECKING:
    from envlint.configuration.settings import Threshold
    from envlint.declared import Relation
    from envlint.project import Side

Table = dict[str, Any]
"""A table of TOML, or of what pydantic makes of one: keys with underscores, and each key there."""

Custom = Callable[[str, "tuple[str, ...]"], "Collection[str]"]
"""The names of the rules in a folder, relative to the linted one, and of those that packages offer.

Raises UserError for a folder without rules, and for a package that is not there.
"""


@record
class SaidApp:
    """A table of `apps`."""

    root: str
    side: Side
    name: str
    framework: str
    origins: tuple[str, ...]
    ports: tuple[int, ...]
    cors_setting: str
    calls: tuple[str, ...]


@record
class SaidPair:
    """A table of `pairs`."""

    left: str
    right: str
    relation: Relation


@record
class Said:
    """A whole configuration; see `schema.Configuration`."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    per_path_ignores: dict[str, tuple[str, ...]]
    severities: dict[str, str]
    fail_on: Threshold
    exclude: tuple[str, ...]
    require: tuple[Side, ...]
    baseline: str
    custom_rules: str
    rule_packages: tuple[str, ...]
    options: dict[str, dict[str, object]]
    apps: tuple[SaidApp, ...]
    pairs: tuple[SaidPair, ...]
    elsewhere: tuple[str, ...]


def said(table: Table) -> Said:
    """A valid table as a record."""
    listed = {key: _listed(value) for key, value in table.items() if key != "options"}
    apps = tuple(SaidApp(**app) for app in listed.pop("apps"))
    pairs = tuple(SaidPair(**pair) for pair in listed.pop("pairs"))
    return Said(**listed, apps=apps, pairs=pairs, options=table["options"])


def _listed(value: Any) -> Any:
    """A value whose lists do not change."""
    if isinstance(value, dict):
        return {key: _listed(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return tuple(map(_listed, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


class Valid(Protocol):
    """Remembers valid tables: to check one takes longer than a run on a small project."""

    def get(self, table: Table) -> Table | None:
        """What pydantic made of a table; None where that is not known."""
        ...

    def put(self, table: Table, made: Table) -> None:
        """Takes notice of what it made."""
        ...


class Unremembered:
    """Remembers nothing."""

    def get(self, table: Table) -> None:
        """Nothing is known."""

    def put(self, table: Table, made: Table) -> None:
        """Forgets it."""


def no_rules(_folder: str, _packages: tuple[str, ...]) -> Collection[str]:
    """Knows of no rules but envlint's own."""
    return ()


@record
class Context:
    """What configurations are read with. `rules` are the names of all rules of envlint's own."""

    rules: Collection[str]
    custom: Custom = no_rules
    valid: Valid = Unremembered()
