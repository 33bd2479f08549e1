"""What a run goes by, whether a file says it, the command line or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.declared import NOTHING, Declared
from envlint.project import is_within
from envlint.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.model import Location, Severity

Threshold = Literal["error", "warning", "note", "never"]


@record
class PathIgnores:
    """Rules that are not told of in files that fit a pattern."""

    pattern: str
    rules: tuple[str, ...]


@record
class Settings:
    """The settings of a folder and all below it.

    `folder` is the configuration's, relative to the linted folder; where it stands above, `folder` is empty and
    `prefix` is the way down from it, with a slash at its end. Patterns are relative to the configuration's folder.
    `select` is None where all rules run that need not be asked for. `places` says where each key stands, by its dotted
    name.
    """

    folder: str = ""
    prefix: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    per_path_ignores: tuple[PathIgnores, ...] = ()
    severities: Mapping[str, Severity] = {}
    fail_on: Threshold = "warning"
    exclude: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    baseline: str = ""
    custom_rules: str = ""
    rule_packages: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, object]] = {}
    declared: Declared = NOTHING
    file: str = ""
    places: Mapping[str, Location] = {}

    def covers(self, path: str) -> bool:
        """Whether a file of the linted folder stands at or below the configuration's folder."""
        return is_within(path, self.folder)

    def seen_from(self, path: str) -> str:
        """A path of the linted folder as the configuration's patterns see it."""
        return f"{self.prefix}{path[len(self.folder) :].lstrip('/')}" if self.folder else f"{self.prefix}{path}"


DEFAULTS = Settings()


def with_options(
    settings: Settings, select: tuple[str, ...], ignore: tuple[str, ...], fail_on: Threshold | None
) -> Settings:
    """The settings with what the command line says over them: another selection, more ignored, another threshold.

    What is selected there runs, also where the configuration ignores it.
    """
    kept = tuple(rule for rule in settings.ignore if rule not in select)
    return replace(
        settings,
        select=select or settings.select,
        ignore=(*kept, *ignore),
        fail_on=fail_on or settings.fail_on,
    )
