"""What an attribute of an object, a class or a module comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.values import Class, Name, Spread, Value
from envlint.wiring.alternatives import LIMIT, Follows, Outcomes, one
from envlint.wiring.results import (
    ClassObject,
    Closure,
    Fields,
    Items,
    Missing,
    Module,
    Outcome,
    Result,
    Unknown,
)
from envlint.wiring.settings import SettingsReader

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.wiring.modules import Modules, Symbol


class Attributes:
    """Looks attributes up for whatever follows values."""

    def __init__(self, follower: Follows, modules: Modules) -> None:
        self._follower = follower
        self._modules = modules
        self._settings = SettingsReader(follower)

    def of(self, result: Result, key: str, at: Location) -> Outcomes:
        """What an attribute or a constant key comes to. Never empty."""
        match result:
            case Module():
                return self._follower.outcomes(Name(key, "", at), result.path)
            case Fields():
                return self._entry(result, key, at)
            case ClassObject():
                return self._class_attribute(result, key, at)
            case Items() if key.isdigit() and result.complete and int(key) < len(result.items):
                return one(result.items[int(key)])
            case Missing() | Unknown():
                return one(result)
            case _:
                return one(Unknown(at, f"the attribute {key} is not followed"))

    def _entry(self, of: Fields, key: str, at: Location) -> Outcomes:
        for entry in reversed(of.entries):
            if isinstance(entry, Spread):
                for result in self._follower.used(entry.of, of.path, of.bindings):
                    found = self.of(result, key, at)
                    if not all(isinstance(outcome.result, Missing) for outcome in found):
                        return found
            elif entry.key == key:
                return self._follower.outcomes(entry.value, of.path, of.bindings)
        return one(Missing(at))

    def _class_attribute(self, of: ClassObject, key: str, at: Location) -> Outcomes:
        for path, name in self._lineage(of):
            field = self._settings.field(self._modules.symbol(path, name), key)
            if field is not None:
                return self._settings.outcomes(field, path)
            symbol = self._modules.symbol(path, f"{name}.{key}")
            if symbol is not None and symbol.definition is not None:
                found = self._follower.outcomes(symbol.definition.value, symbol.path)
                return tuple(_bound(outcome) for outcome in found) if of.instance else found
        return one(Unknown(at, f"{of.name} has no {key} that can be followed"))

    def _lineage(self, of: ClassObject) -> list[tuple[str, str]]:
        """A class and its bases, as far as they are in the repository, nearest first."""
        found: list[tuple[str, str]] = []
        pending = [(of.path, of.name)]
        while pending and len(found) < LIMIT:
            path, name = pending.pop(0)
            if (path, name) in found:
                continue
            found.append((path, name))
            for base in _bases(self._modules.symbol(path, name)):
                results = self._follower.used(base, path)
                pending += [(result.path, result.name) for result in results if isinstance(result, ClassObject)]
        return found


def _bound(outcome: Outcome) -> Outcome:
    """A method of an instance: its first parameter is the instance."""
    result = outcome.result
    if isinstance(result, Closure):
        result = Closure(result.function, result.path, result.bindings, bound=True)
    return Outcome(result, outcome.used, outcome.instead)


def _bases(symbol: Symbol | None) -> tuple[Value, ...]:
    if symbol is None:
        return ()
    if symbol.settings is not None:
        return symbol.settings.bases
    value = symbol.definition.value if symbol.definition is not None else None
    return value.bases if isinstance(value, Class) else ()
