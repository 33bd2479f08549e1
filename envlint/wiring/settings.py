"""What a field of a pydantic-settings class comes to: the variable that sets it, else its default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.model import Label
from envlint.values import Name
from envlint.wiring import texts
from envlint.wiring.results import Items, Missing, Outcome, Resolved, Result, Unknown

if TYPE_CHECKING:
    from envlint.facts import Field, SettingsClass
    from envlint.wiring.alternatives import Follows
    from envlint.wiring.modules import Modules, Symbol

_LIBRARIES = frozenset({"pydantic_settings", "pydantic", "pydantic.v1"})


def family(settings: SettingsClass, modules: Modules, depth: int = 8) -> tuple[SettingsClass, ...] | None:
    """A settings class and its bases up to the library's own, the class first; None where one is not followed."""
    found = [settings]
    path = settings.at.path
    for base in settings.bases:
        if not isinstance(base, Name):
            return None
        if base.module in _LIBRARIES and base.name == "BaseSettings":
            continue
        target = modules.find(path, base.module)
        symbol = modules.symbol(target, base.name) if target is not None else None
        above = family(symbol.settings, modules, depth - 1) if symbol and symbol.settings and depth else None
        if above is None:
            return None
        found += above
    return tuple(found)


class SettingsReader:
    """Reads the fields of settings classes for whatever follows values."""

    def __init__(self, follower: Follows) -> None:
        self._follower = follower

    def field(self, symbol: Symbol | None, name: str) -> Field | None:
        """The field of a settings class, or None where the symbol is no settings class or lacks it."""
        if symbol is None or symbol.settings is None:
            return None
        return next((field for field in symbol.settings.fields if field.name == name), None)

    def outcomes(self, field: Field, path: str) -> tuple[Outcome, ...]:
        """The value from the environment, where a variable sets it, and the default behind it."""
        set_by = next((found for name in field.env_names if (found := self._follower.environment.setting(name))), None)
        default = self._default(field, path)
        if set_by is None:
            return default
        trail = Label(set_by.at, f"{set_by.name} is set here")
        result = self._read(field, Resolved(set_by.pieces, (trail,), field.annotation))
        behind = tuple(
            Outcome(o.result, used=False, instead=trail) for o in default if not isinstance(o.result, Missing)
        )
        return (Outcome(result), *behind)

    def _default(self, field: Field, path: str) -> tuple[Outcome, ...]:
        if field.default is None:
            return (Outcome(Missing(field.at)),)
        found = self._follower.outcomes(field.default, path)
        return tuple(Outcome(self._converted(field, o.result), o.used, o.instead) for o in found)

    def _read(self, field: Field, text: Resolved) -> Result:
        """The text of a variable as pydantic-settings makes the field's value of it."""
        if field.reading == "text":
            return text
        if field.reading == "json":
            return _annotated(texts.decode(text, field.at), field.annotation)
        if field.reading == "split":
            return _annotated(texts.split_list(text, field.at), field.annotation)
        return Unknown(field.at, "a validator makes its value")

    def _converted(self, field: Field, result: Result) -> Result:
        """A default goes through the same validator; a text that it splits is a list afterwards."""
        if field.reading == "split" and isinstance(result, Resolved):
            return _annotated(texts.split_list(result, field.at), field.annotation)
        return _annotated(result, field.annotation)


def _annotated(result: Result, annotation: str) -> Result:
    if isinstance(result, Resolved):
        return Resolved(result.pieces, result.trail, annotation)
    if isinstance(result, Items):
        items = tuple(_annotated(item, annotation) for item in result.items)
        return Items(items, result.complete, result.at, result.trail)
    return result
