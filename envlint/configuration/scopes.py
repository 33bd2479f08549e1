"""Which settings count where: the nearest configuration at or above a file, as a monorepo may have several."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from envlint.configuration.settings import DEFAULTS, Settings
from envlint.declared import Declared
from envlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathspec import GitIgnoreSpec

    from envlint.model import Severity


class Scopes:
    """The settings of a run: those of the linted folder, and those of folders in it that have a configuration."""

    def __init__(self, whole: Settings = DEFAULTS, inner: Sequence[Settings] = ()) -> None:
        self.whole = whole
        self._inner = sorted(inner, key=lambda settings: -len(settings.folder))
        self._excludes = any(settings.exclude for settings in self.all)
        self._specs: dict[tuple[str, ...], GitIgnoreSpec] = {}

    @property
    def all(self) -> tuple[Settings, ...]:
        """The settings of the linted folder first, then those of folders in it."""
        return (self.whole, *sorted(self._inner, key=lambda settings: settings.folder))

    def of(self, path: str) -> Settings:
        """The settings that count for a file."""
        return next((settings for settings in self._inner if settings.covers(path)), self.whole)

    @cached_property
    def declared(self) -> Declared:
        """What all configurations say of the project."""
        said = [settings.declared for settings in self.all]
        return Declared(
            tuple(app for each in said for app in each.apps),
            tuple(pair for each in said for pair in each.pairs),
            tuple(origin for each in said for origin in each.elsewhere),
        )

    def may_run(self, rule: str, *, opt_in: bool) -> bool:
        """Whether a rule runs for any file."""
        return any(_is_chosen(settings, rule, opt_in=opt_in) for settings in self.all)

    def is_told(self, rule: str, path: str, *, opt_in: bool) -> bool:
        """Whether a rule runs for a file."""
        return not self._inner or _is_chosen(self.of(path), rule, opt_in=opt_in)

    def ignored_at(self, rule: str, path: str) -> str:
        """The pattern of `per-path-ignores` by which a rule is not told of in a file; empty for none."""
        settings = self.of(path)
        for entry in settings.per_path_ignores:
            if rule in entry.rules and self._fits((entry.pattern,), settings.seen_from(path)):
                return entry.pattern
        return ""

    def is_excluded(self, path: str) -> bool:
        """Whether a file is not looked at. Patterns are those of .gitignore, and a folder's path ends with a slash."""
        return self._excludes and any(
            settings.exclude and settings.covers(path) and self._fits(settings.exclude, settings.seen_from(path))
            for settings in self.all
        )

    def severity(self, rule: str, path: str, own: Severity) -> Severity:
        """The severity of a finding, which by itself would have its `own`."""
        return self.of(path).severities.get(rule, own)

    def _fits(self, patterns: tuple[str, ...], path: str) -> bool:
        spec = self._specs.get(patterns)
        if spec is None:
            from pathspec import GitIgnoreSpec

            try:
                spec = self._specs[patterns] = GitIgnoreSpec.from_lines(patterns)
            except (ValueError, re.error) as error:  # pathspec's own are the former
                raise UserError(f"a pattern of the configuration is none: {error}") from None
        return spec.match_file(path)


def _is_chosen(settings: Settings, rule: str, *, opt_in: bool) -> bool:
    if rule in settings.ignore:
        return False
    return not opt_in if settings.select is None else rule in settings.select
