"""A folder with its settings and its rules, ready to be linted. What the command line and an editor have in common."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from envlint import catalogue, engine
from envlint.baseline import read
from envlint.configuration.finding import NAMES, inside, is_configuration, nearest
from envlint.configuration.said import Context, Unremembered
from envlint.configuration.scopes import Scopes
from envlint.configuration.settings import DEFAULTS, with_options
from envlint.errors import UserError
from envlint.files import open_tree, read_one, upward
from envlint.model import Unreadable
from envlint.project import folder_of
from envlint.project import upward as above
from envlint.readers.registry import wants
from envlint.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from envlint.baseline import Known
    from envlint.catalogue import Rule
    from envlint.configuration.said import Valid
    from envlint.configuration.settings import Settings, Threshold
    from envlint.declared import Declared
    from envlint.files import Tree
    from envlint.library import Memory, Sources
    from envlint.model import Report


ALLOW = "ENVLINT_CUSTOM_RULES"
"""The user's own word, 1, that a project's own rules may run also where nobody sees it: in a hook, in an editor."""


@record
class Asked:
    """What the command line says over the configuration.

    An `isolated` run reads none. `baseline` is a file in the place of the configured one. The project's own rules are
    loaded, and so run, with `custom_rules` only. `cache` is the folder of what is kept from run to run, if anything is.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Threshold | None = None
    isolated: bool = False
    baseline: str = ""
    no_baseline: bool = False
    custom_rules: bool = False
    cache: Path | None = None


@record
class Workspace:
    """An opened folder. `names` are those of all rules, `rules` those that run."""

    path: str
    tree: Tree
    scopes: Scopes
    names: Collection[str]
    rules: tuple[Rule, ...]
    known: tuple[Known, ...] = ()

    def run(self, sources: Sources | None = None, memory: Memory | None = None) -> Report:
        """The report on the files of the folder, or on others in their place."""
        of = self.tree if sources is None else sources
        return engine.run(of, self.rules, self.names, self.tree.is_tracked, self.scopes, self.known, memory)


def open_workspace(path: str, asked: Asked) -> Workspace:
    """A folder with the settings of its configurations.

    Raises UserError for a path that is no folder, and for what is wrong in a configuration.
    """
    names = catalogue.paths()
    rules_in = partial(_custom_paths, Path(path))
    context = Context(names, rules_in, _valid(asked.cache))
    whole = DEFAULTS if asked.isolated else nearest(upward(path, NAMES), context)
    own = rules_in(whole.custom_rules, whole.rule_packages)
    catalogue.refuse_unknown((*asked.select, *asked.ignore), own)
    whole = with_options(whole, asked.select, asked.ignore, asked.fail_on)
    tree = open_tree(path, is_looked_at, Scopes(whole).is_excluded)
    inner = () if asked.isolated else tuple(inside(tree, replace(context, rules={**names, **own}), known=("",)))
    scopes = Scopes(whole, tuple(with_options(each, asked.select, asked.ignore, None) for each in inner))
    if any(each.exclude for each in inner):
        tree = open_tree(path, is_looked_at, scopes.is_excluded)
    _refuse_missing(scopes.declared, path, tree)
    rules = catalogue.running(scopes.may_run, own if asked.custom_rules else {})
    for each in inner:
        _with_options(rules, each)  # to tell of what is wrong; those of the linted folder are in force
    every = {*names, *own, *(name for each in inner for name in rules_in(each.custom_rules, each.rule_packages))}
    known = () if asked.no_baseline else _known(path, whole, asked.baseline)
    return Workspace(path, tree, scopes, every, _with_options(rules, whole), known)


def _valid(cache: Path | None) -> Valid:
    """What remembers valid configurations."""
    if cache is None:
        return Unremembered()
    from envlint.valid_tables import ValidTables

    return ValidTables(cache)


def _with_options(rules: Iterable[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules with the options that the settings give them. Raises UserError, with file and line, for a wrong one."""
    return tuple(_with_own(rule, settings) for rule in rules)


def _with_own(rule: Rule, settings: Settings) -> Rule:
    try:
        return rule.with_options(settings.options.get(rule.name, {}))
    except catalogue.OptionError as error:
        at = settings.places.get(f"options.{rule.name}.{error.option}")
        raise UserError(f"{at.file_and_line}: {error}" if at is not None else str(error)) from None


def is_looked_at(path: str) -> bool:
    """Whether a run has a use for a file of this name."""
    return wants(path) or is_configuration(path)


def _refuse_missing(declared: Declared, root: str, tree: Tree) -> None:
    """Raises UserError for an app whose folder is not there."""
    for app in declared.apps:
        if not Path(root, app.root).is_dir():
            meant = catalogue.nearest(app.root, {folder for path in tree for folder in above(folder_of(path))})
            raise UserError(f"{app.at.file_and_line}: there is no folder {app.root!r}{meant}")


def custom_files(path: str) -> dict[str, Path]:
    """The rule files of the project's own, by name; none where the configuration names no folder and no package."""
    rules_in = partial(_custom_paths, Path(path))
    settings = nearest(upward(path, NAMES), Context(catalogue.paths(), rules_in))
    return rules_in(settings.custom_rules, settings.rule_packages)


def custom_folder(path: str) -> str:
    """The folder that the configuration names for the project's own rules, which may have none yet; empty for none."""

    def rules_in(folder: str, packages: tuple[str, ...]) -> Collection[str]:
        return _custom_paths(Path(path), folder, packages) if catalogue.holds_rules(Path(path, folder)) else ()

    return nearest(upward(path, NAMES), Context(catalogue.paths(), rules_in)).custom_rules


def _custom_paths(root: Path, folder: str, packages: tuple[str, ...]) -> dict[str, Path]:
    """The rule files in a folder, relative to the linted one, and in packages, by the names of their rules.

    Raises UserError for a folder without rules, and for a package that is not there.
    """
    folders = (*((root / folder,) if folder else ()), *catalogue.packaged_folders(packages))
    return {name: path for each in folders for name, path in catalogue.custom_paths(each).items()}


def _known(path: str, whole: Settings, baseline: str) -> tuple[Known, ...]:
    """The findings of the baseline that was asked for, or is configured for the linted folder.

    One that a folder above has configured speaks of other paths, and is left alone.
    """
    name = baseline or ("" if whole.prefix else whole.baseline)
    if not name:
        return ()
    file = Path(baseline) if baseline else Path(path) / name
    if not file.exists():
        raise UserError(f"there is no baseline {name}; `envlint baseline` writes one")
    found = read_one(file, name)
    if isinstance(found, Unreadable):
        raise UserError(f"the baseline {name} cannot be read: {found.reason}")
    return read(found)
