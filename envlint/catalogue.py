"""The rules: every file of the rules' folder, opened by its path.

Nobody lists the rules anywhere. The folder is beside this module in an installed package and one level higher in a
checkout; opening by path works in both, and in an editable install.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from envlint.errors import UserError
from envlint.model import Severity
from envlint.records import fields, record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from types import ModuleType

    from envlint.ignores import Ignores
    from envlint.model import Problem

    Check = Callable[..., Iterable[Problem]]
    CheckIgnores = Callable[[Ignores], Iterable[Problem]]


ENTRY_POINTS = "envlint.rules"
"""The group of entry points in which a package names the package of its own that holds rule files."""


class MayRun(Protocol):
    """Whether a rule may run; an `opt_in` one has to be asked for."""

    def __call__(self, rule: str, *, opt_in: bool) -> bool: ...  # noqa: D102 - said above


class OptionError(UserError):
    """An option that a rule has not, or that is of another type."""

    def __init__(self, option: str, words: str) -> None:
        super().__init__(words)
        self.option = option


@record
class Rule:
    """A rule file, loaded. `summary` is the first line of `text`, which is the whole docstring.

    `check` asks the wiring; `check_ignores` is asked when all others have answered, about the comments that silence.
    `file` is that of a rule which is not envlint's own, else empty.
    """

    name: str
    summary: str
    text: str
    severity: Severity
    opt_in: bool
    since: str
    check: Check
    check_ignores: CheckIgnores
    options: object | None = None
    file: str = ""

    def with_options(self, given: Mapping[str, object]) -> Rule:
        """The rule that goes by some options, which a configuration spells with hyphens.

        Raises OptionError for one that the rule has not, or that is of another type than its default.
        """
        if self.options is None and not given:
            return self
        changes = {name.replace("-", "_"): _plain(value) for name, value in given.items()}
        known = {name: getattr(self.options, name) for name in fields(self.options)}
        for name, value in changes.items():
            self._refuse_option(name, value, known)
        options = replace(self.options, **changes) if changes else self.options
        return replace(self, check=partial(self.check, options=options), options=options)

    def _refuse_option(self, name: str, value: object, known: Mapping[str, object]) -> None:
        spelled = name.replace("_", "-")
        if name not in known:
            has = nearest(spelled, [each.replace("_", "-") for each in known]) or ("" if known else ", which has none")
            raise OptionError(spelled, f"there is no option {spelled!r} of {self.name}{has}")
        if type(value) is not type(known[name]):
            raise OptionError(spelled, f"the option {spelled!r} of {self.name} is {_kind_of(known[name])}")


def _kind_of(default: object) -> str:
    """The kind of value that an option takes, by its default."""
    if isinstance(default, tuple):
        return "a list of texts"
    if isinstance(default, bool):
        return "true or false"
    return "a text" if isinstance(default, str) else "a number"


def paths(folder: Path | None = None) -> dict[str, Path]:
    """The rule files by the names of their rules, sorted; nothing is loaded.

    Raises RuntimeError for a folder without rules: a linter without rules is always green.
    """
    chosen = folder or _folder()
    found = _rule_files(chosen)
    if not found:
        raise RuntimeError(f"no rule was found in {chosen}: this installation is incomplete")
    return dict(sorted(found.items()))


def load(folder: Path | None = None, only: Collection[str] | None = None) -> tuple[Rule, ...]:
    """The rules of a folder, sorted by name; of those in `only`, where it is given.

    Raises RuntimeError for a folder without rules, and for a file that is not a rule.
    """
    return tuple(_load(name, path) for name, path in paths(folder).items() if only is None or name in only)


def named(name: str, folder: Path | None = None) -> Rule:
    """The rule of a name; raises UserError where there is none."""
    _refuse_unknown(name, folder)
    return load(folder, only={name})[0]


def custom_paths(folder: Path) -> dict[str, Path]:
    """The rule files of a project's own folder by the names of their rules, sorted; nothing is loaded.

    Raises UserError for a folder without rules, and for a name that a rule of envlint's has.
    """
    found = _rule_files(folder)
    if not found:
        raise UserError(f"there is no rule in the folder {str(folder)!r}")
    taken = next((name for name in found if name in paths()), None)
    if taken is not None:
        raise UserError(f"{found[taken]}: envlint has a rule {taken!r} of its own")
    return found


def packaged_folders(names: Iterable[str]) -> tuple[Path, ...]:
    """The folders of installed packages that offer rules, by the names of their entry points; no code of theirs runs.

    Raises UserError for a name that no installed package offers.
    https://packaging.python.org/en/latest/specifications/entry-points/
    """
    wanted = tuple(names)
    if not wanted:
        return ()
    from importlib.metadata import entry_points

    offered = {point.name: point.value.partition(":")[0] for point in entry_points(group=ENTRY_POINTS)}
    missing = next((name for name in wanted if name not in offered), None)
    if missing is not None:
        raise UserError(f"no installed package offers the rules {missing!r}{nearest(missing, offered)}")
    return tuple(_package_folder(offered[name]) for name in wanted)


def _package_folder(module: str) -> Path:
    top, *below = module.split(".")
    spec = importlib.util.find_spec(top)
    if spec is None or not spec.submodule_search_locations:
        raise UserError(f"{top!r} offers rules and is no package")
    return Path(spec.submodule_search_locations[0], *below)


def holds_rules(folder: Path) -> bool:
    """Whether there is a rule file in a folder."""
    return bool(_rule_files(folder))


def _rule_files(folder: Path) -> dict[str, Path]:
    return {path.stem.replace("_", "-"): path for path in sorted(folder.glob("[a-z]*.py"))}


def load_custom(found: Mapping[str, Path]) -> tuple[Rule, ...]:
    """The rules of a project's own. One that cannot be loaded is a rule whose check raises why."""
    return tuple(_load_custom(name, path) for name, path in found.items())


def _load_custom(name: str, path: Path) -> Rule:
    try:
        return replace(_load(name, path), file=str(path))
    except Exception as error:
        failed = error

    def check(_wiring: object) -> tuple[Problem, ...]:
        raise failed

    return Rule(name, "", "", Severity.ERROR, False, "", check, unasked, file=str(path))


def running(may_run: MayRun, custom: Mapping[str, Path] | None = None) -> tuple[Rule, ...]:
    """The rules that may run, those of the project's own among them. Raises UserError where none is left."""
    worth_loading = {name for name in paths() if may_run(name, opt_in=False) or may_run(name, opt_in=True)}
    known = (*load(only=worth_loading), *load_custom(custom or {}))
    rules = tuple(rule for rule in known if may_run(rule.name, opt_in=rule.opt_in))
    if not rules:
        raise UserError("no rule is left to run: those that were selected are ignored, or are rules of a project's own")
    return rules


def refuse_unknown(names: Iterable[str], custom: Collection[str] = ()) -> None:
    """Raises UserError for the first name that is no rule's, `custom` ones included."""
    for name in names:
        if name not in custom:
            _refuse_unknown(name, None)


def nearest(name: str, names: Iterable[str], kind: str = "") -> str:
    """A question for whoever wrote `name` and may have meant one of `names`; empty where none is near."""
    from difflib import get_close_matches

    close = get_close_matches(name.lower().replace("_", "-"), list(names), n=1)
    return f"; did you mean {kind}{close[0]!r}?" if close else ""


def _refuse_unknown(name: str, folder: Path | None) -> None:
    names = paths(folder)
    if name not in names:
        raise UserError(f"there is no rule {name!r}{nearest(name, names)} (`envlint rules` lists them all)")


def _folder() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "rules"
    return installed if installed.is_dir() else here.parent / "rules"


def _load(name: str, path: Path) -> Rule:
    module = _open(path)
    check: Check | None = getattr(module, "check", None)
    check_ignores: CheckIgnores | None = getattr(module, "check_ignores", None)
    text = (module.__doc__ or "").strip()
    if not text or not (callable(check) or callable(check_ignores)):
        raise RuntimeError(f"{path} is no rule: it needs a docstring and a function named check")
    return Rule(
        name=name,
        summary=text.partition("\n")[0].strip(),
        text=text,
        severity=Severity(getattr(module, "SEVERITY", Severity.ERROR)),
        opt_in=bool(getattr(module, "OPT_IN", False)),
        since=str(getattr(module, "SINCE", "")),
        check=check or unasked,
        check_ignores=check_ignores or unasked,
        options=made() if (made := getattr(module, "Options", None)) is not None else None,
    ).with_options({})


def _plain(value: object) -> object:
    return tuple(cast("list[str]", value)) if isinstance(value, list) else value


def unasked(_asked: object) -> tuple[Problem, ...]:
    """The check of a rule that has none of a kind."""
    return ()


def _open(path: Path) -> ModuleType:
    name = f"envlint_rules.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RuntimeError(f"{path} cannot be loaded as a module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look up the annotations of a class
    spec.loader.exec_module(module)
    return module
