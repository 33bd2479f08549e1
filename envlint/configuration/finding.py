"""Which files are configurations, and the settings of those in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.configuration.said import Context
from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import DEFAULTS, Settings
from envlint.model import Source
from envlint.project import folder_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

NAMES = ("envlint.toml", "pyproject.toml")
"""The names of configurations; the first one counts where a folder has both."""


def is_configuration(path: str) -> bool:
    """Whether a file may be a configuration, by its name."""
    return path.rpartition("/")[2] in NAMES


def nearest(above: Iterable[tuple[Source, str]], context: Context) -> Settings:
    """The settings of the first configuration, each of which comes with the way down from it; else the defaults.

    Raises UserError for what is wrong in it.
    """
    found = (settings(source, context, "", way) for source, way in above)
    return next((each for each in found if each is not None), DEFAULTS)


def inside(sources: Mapping[str, object], context: Context, known: Iterable[str] = ()) -> Iterator[Settings]:
    """The settings of each folder that has a configuration, by folder, without those that are known already."""
    known = set(known)
    for path in sorted(filter(is_configuration, sources)):  # envlint.toml stands before pyproject.toml
        folder, source = folder_of(path), sources[path]
        if folder in known or not isinstance(source, Source):
            continue
        found = settings(source, context, folder, "")
        if found is not None:
            known.add(folder)
            yield found


def scopes_in(sources: Mapping[str, object], rules: Collection[str]) -> Scopes:
    """The settings of some files by themselves, without what stands above them. `rules` are the names of all rules."""
    found = {each.folder: each for each in inside(sources, Context(rules))}
    whole = found.pop("", DEFAULTS)
    return Scopes(whole, tuple(found.values()))


def settings(source: Source, context: Context, folder: str, way: str) -> Settings | None:
    """The settings of a configuration; None for a pyproject.toml that says nothing of envlint."""
    if source.path.endswith(NAMES[1]) and "envlint" not in source.text:
        return None
    from envlint.configuration.reading import settings_of

    return settings_of(source, context, folder, way)
