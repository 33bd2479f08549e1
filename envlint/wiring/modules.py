"""Which file a module specifier names, and where a name is defined.

Python: a dotted module is looked for from the folder of the file upward, which covers packages, `src` layouts and
scripts alike. Scripts: relative specifiers with the endings that bundlers try, `paths` of tsconfig and aliases of
Vite, and `@/`, `~/` as `src/` where no configuration says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from envlint.facts import Definition, Extends, FileFacts, PathAlias, SettingsClass, StarExport
from envlint.project import folder_of, joined, upward
from envlint.records import record
from envlint.values import Name

if TYPE_CHECKING:
    from envlint.wiring.shared import Shared

_SCRIPT_ENDINGS = (
    ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".vue", ".svelte",
    "/index.ts", "/index.tsx", "/index.js", "/index.jsx", "/index.mjs",
)  # fmt: skip
_CUSTOMARY_ALIASES = ("@/", "~/", "src/")
_HOPS = 12
"""How many re-exports are followed before a chain counts as endless."""

ReadFacts = Callable[[str], FileFacts | None]


@record
class Symbol:
    """What a name stands for: a definition or a settings class, and the file that holds it."""

    path: str
    definition: Definition | None
    settings: SettingsClass | None


class Modules:
    """The modules of the repository. `facts_of` reads a file on demand; None where there is no such file."""

    def __init__(
        self,
        paths: Iterable[str],
        facts_of: ReadFacts,
        replaced: Mapping[str, str] | None = None,
        shared: Shared | None = None,
    ) -> None:
        """`replaced` says which file stands in the place of another."""
        self._paths = frozenset(paths)
        self._facts_of = facts_of
        self._replaced = replaced or {}
        self._shared = shared
        self._symbols: dict[tuple[str, str], Symbol | None] = {}
        self._aliases: dict[str, tuple[tuple[str, PathAlias], ...]] = {}

    def replacing(self, replaced: Mapping[str, str]) -> Modules:
        """The same modules, of which some stand in the place of others."""
        return Modules(self._paths, self._facts_of, replaced, self._shared) if replaced else self

    def find(self, path: str, specifier: str) -> str | None:
        """The file that `specifier` names in the file at `path`, or None where it is no file of the repository."""
        if not specifier:
            return path
        if path.endswith(".py"):
            return self._python(path, specifier)
        found = self._script(path, specifier)
        return None if found is None else self._replaced.get(found, found)

    def symbol(self, path: str, name: str) -> Symbol | None:
        """What the module at `path` calls `name`, through its re-exports; None where it defines no such name."""
        key = (path, name)
        if key not in self._symbols:
            self._symbols[key] = None  # a chain of re-exports that comes back here ends
            self._symbols[key] = self._look_up(path, name, _HOPS)
        return self._symbols[key]

    def shared(self, path: str, name: str) -> Symbol | None:
        """What a member of the browser's global object is for the script at `path`; None where that is not known."""
        found = None if self._shared is None else self._shared.definition(path, name)
        return None if found is None else Symbol(found[0], found[1], None)

    def is_whole(self, path: str, hops: int = _HOPS) -> bool:
        """Whether all that a module takes from others by a star is in the repository."""
        facts = self._facts_of(path)
        stars = [self.find(path, star.module) for star in facts.of(StarExport)] if facts is not None else [None]
        return all(star is not None and (hops == 0 or star == path or self.is_whole(star, hops - 1)) for star in stars)

    def _look_up(self, path: str, name: str, hops: int) -> Symbol | None:
        facts = self._facts_of(path)
        if facts is None or hops == 0:
            return None
        settings = next((fact for fact in facts.of(SettingsClass) if fact.name == name), None)
        definition = next(iter(facts.defining(name)), None)
        if settings is not None:
            return Symbol(path, definition, settings)
        if definition is not None and not self._is_own_import(path, definition):
            return Symbol(path, definition, None)
        for star in facts.of(StarExport):
            target = self.find(path, star.module)
            found = self._look_up(target, name, hops - 1) if target and target != path else None
            if found is not None:
                return found
        return self._submodule(path, name)

    def _is_own_import(self, path: str, definition: Definition) -> bool:
        """`from . import auth` in the package itself, where `auth` is one of its modules."""
        value = definition.value
        return isinstance(value, Name) and value.name == definition.name and self.find(path, value.module) == path

    def _submodule(self, path: str, name: str) -> Symbol | None:
        """`from app import config` where `config` is a module and not a name of the package."""
        if not path.endswith("/__init__.py"):
            return None
        target = self._first(f"{folder_of(path)}/{name}.py", f"{folder_of(path)}/{name}/__init__.py")
        facts = self._facts_of(target) if target else None
        if facts is None:
            return None
        start = facts.source.at(0, 0)
        return Symbol(facts.source.path, Definition("*", Name("*", "", start), start), None)

    def _first(self, *candidates: str) -> str | None:
        return next((candidate for candidate in candidates if candidate in self._paths), None)

    # --- Python ---

    def _python(self, path: str, specifier: str) -> str | None:
        dots = len(specifier) - len(specifier.lstrip("."))
        tail = specifier[dots:].replace(".", "/")
        if dots:
            folder = folder_of(path)
            for _ in range(dots - 1):
                folder = folder_of(folder)
            return self._python_file(folder, tail)
        for folder in upward(folder_of(path)):
            for root in (folder, f"{folder}/src" if folder else "src"):
                found = self._python_file(root, tail)
                if found is not None:
                    return found
        return None

    def _python_file(self, folder: str, tail: str) -> str | None:
        base = "/".join(part for part in (folder, tail) if part)
        # A namespace package has no file; its own names are its modules, which `Name` reaches by the longer specifier.
        return self._first(f"{base}.py", f"{base}/__init__.py" if base else "__init__.py")

    # --- scripts ---

    def _script(self, path: str, specifier: str) -> str | None:
        specifier = specifier.split("?", maxsplit=1)[0]
        if specifier.startswith("."):
            return self._script_file(joined(folder_of(path), specifier))
        if specifier.startswith("/"):
            roots = [joined(folder, specifier[1:]) for folder in upward(folder_of(path))]
            return next((found for root in roots if (found := self._script_file(root))), None)
        for folder, alias in self._aliases_for(folder_of(path)):
            found = self._through(folder, alias, specifier)
            if found is not None:
                return found
        return self._customary(path, specifier)

    def _script_file(self, base: str | None) -> str | None:
        if base is None:
            return None
        if base in self._paths:
            return base
        # `./x.js` in TypeScript names x.ts.
        stem = base[:-3] if base.endswith((".js", ".ts")) else base[:-4] if base.endswith((".jsx", ".mjs")) else None
        stems = (base,) if stem is None else (base, stem)
        return self._first(*(f"{name}{ending}" for name in stems for ending in _SCRIPT_ENDINGS))

    def _through(self, folder: str, alias: PathAlias, specifier: str) -> str | None:
        prefix, star, suffix = alias.pattern.partition("*")
        if star:
            if not (specifier.startswith(prefix) and specifier.endswith(suffix)):
                return None
            rest = specifier[len(prefix) : len(specifier) - len(suffix)]
        elif specifier == prefix or specifier.startswith(f"{prefix.rstrip('/')}/"):
            rest = specifier[len(prefix) :].lstrip("/")
        else:
            return None
        for target in alias.targets:
            filled = target.replace("*", rest) if "*" in target else f"{target}/{rest}" if rest else target
            found = self._script_file(joined(folder, filled))
            if found is not None:
                return found
        return None

    def _customary(self, path: str, specifier: str) -> str | None:
        for prefix in _CUSTOMARY_ALIASES:
            if specifier.startswith(prefix):
                rest = specifier[len(prefix) :]
                for folder in upward(folder_of(path)):
                    for source in (joined(folder, f"src/{rest}"), joined(folder, f"app/{rest}"), joined(folder, rest)):
                        found = self._script_file(source)
                        if found is not None:
                            return found
        return None

    def _aliases_for(self, folder: str) -> tuple[tuple[str, PathAlias], ...]:
        """The aliases of all configuration files above a folder, the nearest first, with their folder."""
        if folder not in self._aliases:
            own = [(folder, alias) for path in self._config_files(folder) for alias in self._aliases_in(path, _HOPS)]
            above = self._aliases_for(folder_of(folder)) if folder else ()
            self._aliases[folder] = (*own, *above)
        return self._aliases[folder]

    def _config_files(self, folder: str) -> list[str]:
        prefix = f"{folder}/" if folder else ""
        names = ("tsconfig.json", "tsconfig.app.json", "jsconfig.json", *_VITE_CONFIGS)
        return [f"{prefix}{name}" for name in names if f"{prefix}{name}" in self._paths]

    def _aliases_in(self, path: str, hops: int) -> list[PathAlias]:
        facts = self._facts_of(path)
        if facts is None or hops == 0:
            return []
        found = list(facts.of(PathAlias))
        if not found:
            for extends in facts.of(Extends):
                target = joined(folder_of(path), extends.path)
                base = self._first(target, f"{target}.json") if target else None
                found += self._aliases_in(base, hops - 1) if base and folder_of(base) == folder_of(path) else []
        return found


_VITE_CONFIGS = tuple(f"vite.config.{ending}" for ending in ("ts", "js", "mjs", "mts", "cjs", "cts"))
