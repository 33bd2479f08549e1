"""`envlint config`: what is in force, and where each value came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from envlint.commands.exit_codes import CLEAN
from envlint.commands.printing import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.configuration.settings import Settings
    from envlint.model import Location

_BELOW = frozenset({"select", "ignore", "per-path-ignores", "severities", "exclude", "elsewhere"})
"""What the configuration of a folder inside of the linted one has a say in."""

_BY_DEFAULT = "by default"


def run(path: str) -> int:
    """Prints the settings of a folder as TOML, each with its origin in a comment."""
    from envlint.workspace import Asked, open_workspace

    workspace = open_workspace(path, Asked())
    blocks = ["\n".join(_block(settings)) for settings in workspace.scopes.all]
    show("\n\n".join(blocks) + "\n")
    return CLEAN


def _block(settings: Settings) -> Iterator[str]:
    folder = settings.folder or "the linted folder"
    yield f"# {folder}: {settings.file}" if settings.file else f"# {folder}: no configuration was found"
    select = settings.select if settings.select is not None else ("all that need not be asked for",)
    values: dict[str, object] = {
        "select": select,
        "ignore": settings.ignore,
        "per-path-ignores": {entry.pattern: entry.rules for entry in settings.per_path_ignores},
        "severities": {name: severity.value for name, severity in settings.severities.items()},
        "fail-on": settings.fail_on,
        "exclude": settings.exclude,
        "require": settings.require,
        "baseline": settings.baseline,
        "custom-rules": settings.custom_rules,
        "rule-packages": settings.rule_packages,
        "options": settings.options,
        "elsewhere": settings.declared.elsewhere,
    }
    if settings.folder:
        values = {key: value for key, value in values.items() if key in _BELOW}
    for key, value in values.items():
        yield f"{key} = {_toml(value)}  # {_origin(settings.places.get(key))}"
    for app in settings.declared.apps:
        yield f"# app {app.name!r}: a {app.side} in {app.root or '.'!r}  # {_origin(app.at)}"
    for pair in settings.declared.pairs:
        yield f"# {':'.join(pair.left)} and {':'.join(pair.right)}: {pair.relation}  # {_origin(pair.at)}"


def _origin(at: Location | None) -> str:
    return at.file_and_line if at is not None else _BY_DEFAULT


def _toml(value: object) -> str:
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return "{" + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in table.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(map(_toml, cast("list[object]", value))) + "]"
    return json.dumps(value).replace("\x7f", "\\u007F")  # a text of TOML is one of JSON, but for this character
