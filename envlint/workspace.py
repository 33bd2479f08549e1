"""A folder with its settings and its rules, ready to be linted. What the command line and an editor have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import catalogue, engine
from envlint.configuration.finding import NAMES, inside, is_configuration, nearest
from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import DEFAULTS, with_options
from envlint.files import open_tree, upward
from envlint.readers.registry import wants
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Collection

    from envlint.catalogue import Rule
    from envlint.configuration.settings import Threshold
    from envlint.files import Tree
    from envlint.library import Sources
    from envlint.model import Report


@record
class Asked:
    """What the command line says over the configuration. An `isolated` run reads none."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Threshold | None = None
    isolated: bool = False


@record
class Workspace:
    """An opened folder. `names` are those of all rules, `rules` those that run."""

    path: str
    tree: Tree
    scopes: Scopes
    names: Collection[str]
    rules: tuple[Rule, ...]

    def run(self, sources: Sources | None = None) -> Report:
        """The report on the files of the folder, or on others in their place."""
        of = self.tree if sources is None else sources
        return engine.run(of, self.rules, self.names, self.tree.is_tracked, self.scopes)


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
    return Workspace(path, tree, scopes, names, catalogue.running(scopes.may_run, whole.options))
