"""Which script sets a name that all scripts of a page share (`window.__ENV`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.project import folder_of, is_running_code, upward
from envlint.values import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from envlint.facts import Definition, FileFacts

_PACKAGE = "package.json"
_TEMPLATES = frozenset({"template", "example", "sample", "tmpl", "tpl", "dist"})
"""A part of the name of a file that another one is made from."""


class Shared:
    """The shared names of a repository. `setting` gives the files in whose text a name is set, whatever it means."""

    def __init__(self, paths: Iterable[str], setting: Callable[[str], Iterable[FileFacts]]) -> None:
        self._packages = frozenset(folder_of(path) for path in paths if path.rpartition("/")[2] == _PACKAGE)
        self._setting = setting
        self._known: dict[str, dict[str, Definition]] = {}

    def definition(self, path: str, name: str) -> tuple[str, Definition] | None:
        """The file that sets a name for the script at `path`, and to what; None where that is not one file.

        It is looked for in the package of the script, the nearest folder first.
        """
        if name not in self._known:
            self._known[name] = self._definitions(name)
        for folder in upward(folder_of(path)):
            inside = f"{folder}/" if folder else ""
            found = [each for each in self._known[name].items() if each[0].startswith(inside)]
            if found:
                return found[0] if len(found) == 1 else None
            if folder in self._packages:
                return None
        return None

    def _definitions(self, name: str) -> dict[str, Definition]:
        wanted = f"{SHARED}.{name}"
        return {
            facts.source.path: definition
            for facts in self._setting(name)
            if is_running_code(facts.source.path) and not _is_template(facts.source.path)
            for definition in facts.defining(wanted)
        }


def _is_template(path: str) -> bool:
    return not _TEMPLATES.isdisjoint(path.rpartition("/")[2].split(".")[1:-1])
