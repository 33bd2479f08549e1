"""The environments of an app: which env files count in which mode, and what each variable then holds.

A template (`.env.example`) is checked as if it had been copied to the name it stands for, since that is what a fresh
clone does; real files are checked as they are. The two are different environments and are never mixed up, except that
a template environment still sees the committed files that no template stands for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from envlint.facts import EnvEntry, FileFacts
from envlint.interpolation import python_values, vite_values
from envlint.project import (
    DEVELOPMENT,
    App,
    EnvName,
    Framework,
    env_name,
    folder_of,
    layer_names,
    modes_of,
    upward,
)
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from envlint.model import Location
    from envlint.pieces import Piece


@record
class Variable:
    """A variable as an environment holds it. `at` reaches from the key to the end of its value."""

    name: str
    pieces: tuple[Piece, ...]
    at: Location


class Environment:
    """What an app reads in one mode, from real files or from templates. `files` are in order, the weakest first.

    `container` is the compose service or the Dockerfile that sets `set_by_container` over what the files say; empty
    where no container is meant. `is_local` says that its production build is one for the developer's own machine.
    """

    def __init__(
        self,
        mode: str = DEVELOPMENT,
        template: bool = False,
        files: tuple[str, ...] = (),
        variables: Mapping[str, Variable] | None = None,
        container: str = "",
        is_local: bool = False,
        set_by_container: frozenset[str] = frozenset(),
    ) -> None:
        self.mode = mode
        self.template = template
        self.files = files
        self.variables: Mapping[str, Variable] = variables or {}
        self.container = container
        self.is_local = is_local
        self.set_by_container = set_by_container

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Environment):
            return NotImplemented
        return self is other or self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((self.mode, self.template, self.files, self.container))

    def _parts(self) -> tuple[object, ...]:
        told = (self.mode, self.template, self.files, self.container, self.is_local, self.set_by_container)
        return (*told, self.variables)

    @property
    def is_production(self) -> bool:
        """Whether the mode is one that is built and shipped."""
        return self.mode not in {DEVELOPMENT, "dev", "local", "sdk"}

    @property
    def is_deployed(self) -> bool:
        """Whether it is built for others, and not by a compose file for the developer's own machine."""
        return self.is_production and not self.is_local

    def variable(self, name: str) -> Variable | None:
        """The variable of exactly this name."""
        return self.variables.get(name)

    def setting(self, name: str) -> Variable | None:
        """The variable of this name in any case of letters, as pydantic-settings looks it up."""
        return self.variables.get(name) or self._folded.get(name.lower())

    @cached_property
    def _folded(self) -> dict[str, Variable]:
        return {name.lower(): variable for name, variable in self.variables.items()}


class EnvFiles:
    """The env files of the repository by folder."""

    def __init__(self, files: Iterable[FileFacts]) -> None:
        self._facts = {facts.source.path: facts for facts in files}
        self._names = {path: env_name(path) for path in self._facts}

    def paths(self) -> tuple[str, ...]:
        """All env files."""
        return tuple(sorted(self._facts))

    def entries(self, path: str) -> tuple[EnvEntry, ...]:
        """The keys of a file in its order."""
        return tuple(self._facts[path].of(EnvEntry))

    def in_folder(self, folder: str) -> dict[str, EnvName]:
        """The env files right in a folder."""
        return {path: name for path, name in self._names.items() if name.folder == folder}

    def real(self, folder: str, target: str) -> str | None:
        """The file that is read under a name in a folder."""
        path = f"{folder}/{target}" if folder else target
        return path if path in self._facts and not self._names[path].template else None

    def template(self, folder: str, target: str) -> str | None:
        """The template that stands for a name in a folder; of several the first by name."""
        found = sorted(p for p, name in self.in_folder(folder).items() if name.template and name.target == target)
        return found[0] if found else None


def frontend_environments(framework: Framework, folder: str, files: EnvFiles) -> tuple[Environment, ...]:
    """The environments of a browser app whose env files stand in `folder`: development first, real before template."""
    names = files.in_folder(folder)
    result: list[Environment] = []
    for mode in modes_of(tuple(name.target for name in names.values())):
        targets = layer_names(framework.layers, mode)
        real = tuple(path for target in targets if (path := files.real(folder, target)))
        if real or mode == DEVELOPMENT:
            result.append(environment_of(mode, False, real, files, "vite"))
        copied = _copied(folder, targets, files)
        if copied:
            result.append(environment_of(mode, True, copied, files, "vite"))
    return tuple(result)


def _copied(folder: str, targets: tuple[str, ...], files: EnvFiles) -> tuple[str, ...]:
    """The files of a fresh clone whose templates were copied; empty where there is no template for these names.

    Files named `.local` are never committed by custom, so a clone has them from a template or not at all.
    """
    found: list[str] = []
    any_template = False
    for target in targets:
        template = files.template(folder, target)
        real = None if target.endswith(".local") else files.real(folder, target)
        any_template = any_template or template is not None
        path = template or real
        if path is not None:
            found.append(path)
    return tuple(found) if any_template else ()


def backend_environments(app: App, targets: tuple[str, ...], files: EnvFiles) -> tuple[Environment, ...]:
    """The environments of a server: the real one, and that of the templates where there are any.

    `targets` are the names of the files that its code reads, relative to where it is started, the weakest first. It
    may be started in its own folder or in any above, so the nearest folder that has such a file counts. A target with
    a slash at its front is relative to the linted folder.
    """
    real = tuple(path for target in targets if (path := _nearest(app.root, target, files.real)))
    copied = tuple(path for target in targets if (path := _nearest(app.root, target, files.template)))
    dialect: Dialect = "vite" if app.runtime == "node" else "python"
    result = [environment_of(DEVELOPMENT, False, real, files, dialect)]
    if copied:
        result.append(environment_of(DEVELOPMENT, True, copied, files, dialect))
    return tuple(result)


def _nearest(root: str, target: str, find: Callable[[str, str], str | None]) -> str | None:
    inner = folder_of(target)
    for folder in ("",) if target.startswith("/") else upward(root):
        base = "/".join(part for part in (folder, inner.strip("/")) if part)
        found = find(base, target.rpartition("/")[2])
        if found is not None:
            return found
    return None


Dialect = Literal["python", "vite"]


def environment_of(mode: str, template: bool, paths: tuple[str, ...], files: EnvFiles, dialect: Dialect) -> Environment:
    """The environment of some env files, the weakest first, as one dialect reads them and fills in references."""
    readings = [
        (entry, reading)
        for path in paths
        for entry in files.entries(path)
        if (reading := entry.python if dialect == "python" else entry.vite) is not None and reading.text is not None
    ]
    pairs = [(entry.key, reading) for entry, reading in readings]
    values = python_values(pairs) if dialect == "python" else vite_values(pairs)
    places = {entry.key: entry.at.source.at(entry.at.start, max(r.at.end, entry.at.end)) for entry, r in readings}
    variables = {name: Variable(name, values[name], places[name]) for name in values if name in places}
    return Environment(mode, template, paths, variables)
