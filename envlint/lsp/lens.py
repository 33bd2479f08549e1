"""Above a variable in an env file: who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import CodeLens, Command

from envlint.facts import EnvEntry, EnvObject, EnvUse, SettingsClass
from envlint.lsp.actions import opening
from envlint.lsp.diagnostics import shown
from envlint.lsp.positions import range_of
from envlint.project import folder_of, is_running_code, is_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import FileFacts
    from envlint.lsp.view import View
    from envlint.model import Location


def lenses(path: str, view: View) -> Iterator[CodeLens]:
    """One line above each variable of an env file that code in its folder or below reads; none above the others.

    That nobody reads a variable is not told: it may be read by something that envlint does not see.
    """
    facts = view.facts.get(path)
    entries = list(facts.of(EnvEntry)) if facts is not None else []
    reads = _reads(folder_of(path), view) if entries else {}
    for entry in entries:
        places = reads.get(entry.key.upper())
        if places:
            yield CodeLens(range_of(entry.at), command=_command(places, view))


def _command(places: list[Location], view: View) -> Command:
    first = places[0]
    files = len({at.path for at in places})
    others = "" if files == 1 else f" and {files - 1} other file{'s' if files > 2 else ''}"
    title = f"read in {shown(first.path)}{others}"
    return opening(title, first, view) if view.can_show else Command(title, "")


def _reads(folder: str, view: View) -> dict[str, list[Location]]:
    """The places that read each variable, by its name in capitals: settings classes take any case of letters."""
    found: dict[str, list[Location]] = {}
    for path in sorted(view.facts):
        if is_within(path, folder) and is_running_code(path):
            for name, at in _names(view.facts[path]):
                found.setdefault(name.upper(), []).append(at)
    return found


def _names(facts: FileFacts) -> Iterator[tuple[str, Location]]:
    yield from ((use.name, use.at) for use in facts.of(EnvUse))
    yield from ((name, use.at) for use in facts.of(EnvObject) for name in use.names)
    for settings in facts.of(SettingsClass):
        yield from ((name, field.at) for field in settings.fields for name in field.env_names)
