"""A folder with its settings and its rules, ready to be linted. What the command line and an editor have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from envlint import catalogue, engine
from envlint.baseline import read
from envlint.configuration.finding import NAMES, inside, is_configuration, nearest
from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import DEFAULTS, with_options
from envlint.errors import UserError
from envlint.files import open_tree, read_one, upward
from envlint.model import Unreadable
from envlint.readers.registry import wants
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Collection

    from envlint.baseline import Known
    from envlint.catalogue import Rule
    from envlint.configuration.settings import Settings, Threshold
    from envlint.files import Tree
    from envlint.library import Sources
    from envlint.model import Report


@record
class Asked:
    """What the command line says over the configuration.

    An `isolated` run reads none. `baseline` is a file in the place of the configured one.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Threshold | None = None
    isolated: bool = False
    baseline: str = ""
    no_baseline: bool = False


@record
class Workspace:
    """An opened folder. `names` are those of all rules, `rules` those that run."""

    path: str
    tree: Tree
    scopes: Scopes
    names: Collection[str]
    rules: tuple[Rule, ...]
    known: tuple[Known, ...] = ()

    def run(self, sources: Sources | None = None) -> Report:
        """The report on the files of the folder, or on others in their place."""
        of = self.tree if sources is None else sources
        return engine.run(of, self.rules, self.names, self.tree.is_tracked, self.scopes, self.known)


def open_workspace(path: str, asked: Asked) -> Workspace:
    """A folder with the settings of its configurations.

    Raises UserError for a path that is no folder, and for what is wrong in a configuration.
    """
    names = catalogue.paths()
    catalogue.refuse_unknown((*asked.select, *asked.ignore))
    whole = DEFAULTS if asked.isolated else nearest(upward(path, NAMES), names)
    whole = with_options(whole, asked.select, asked.ignore, asked.fail_on)
    excluded = Scopes(whole).is_excluded
    tree = open_tree(path, lambda file: wants(file) or is_configuration(file), excluded)
    inner = () if asked.isolated else tuple(each for each in inside(tree, names) if each.folder)
    scopes = Scopes(whole, tuple(with_options(each, asked.select, asked.ignore, None) for each in inner))
    rules = catalogue.running(scopes.may_run, whole.options)
    return Workspace(path, tree, scopes, names, rules, () if asked.no_baseline else _known(path, whole, asked.baseline))


def _known(path: str, whole: Settings, baseline: str) -> tuple[Known, ...]:
    """The findings of the baseline that was asked for, or is configured for the linted folder.

    One that a folder above has configured speaks of other paths, and is left alone.
    """
    name = baseline or ("" if whole.prefix else whole.baseline)
    if not name:
        return ()
    found = read_one(Path(baseline) if baseline else Path(path) / name, name)
    if isinstance(found, Unreadable):
        raise UserError(f"the baseline {name} cannot be read: {found.reason}")
    return read(found)
