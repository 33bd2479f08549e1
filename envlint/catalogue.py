"""The rules: every file of the rules' folder, opened by its path.

Nobody lists the rules anywhere. The folder is beside this module in an installed package and one level higher in a
checkout; opening by path works in both, and in an editable install.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from envlint.errors import UserError
from envlint.model import Severity
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from types import ModuleType

    from envlint.ignores import Ignores
    from envlint.model import Problem
    from envlint.wiring.join import Wiring

    Check = Callable[[Wiring], Iterable[Problem]]
    CheckIgnores = Callable[[Ignores], Iterable[Problem]]


@record
class Rule:
    """A rule file, loaded. `summary` is the first line of `text`, which is the whole docstring.

    `check` asks the wiring; `check_ignores` is asked when all others have answered, about the comments that silence.
    """

    name: str
    summary: str
    text: str
    severity: Severity
    opt_in: bool
    since: str
    check: Check
    check_ignores: CheckIgnores


def paths(folder: Path | None = None) -> dict[str, Path]:
    """The rule files by the names of their rules, sorted; nothing is loaded.

    Raises RuntimeError for a folder without rules: a linter without rules is always green.
    """
    chosen = folder or _folder()
    found = {path.stem.replace("_", "-"): path for path in sorted(chosen.glob("[a-z]*.py"))}
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


def chosen(select: Collection[str] = (), ignore: Collection[str] = (), folder: Path | None = None) -> tuple[Rule, ...]:
    """The rules to run: those in `select`, or all that need not be asked for, without those in `ignore`.

    Raises UserError for a name that is no rule's, and where no rule is left.
    """
    for name in (*select, *ignore):
        _refuse_unknown(name, folder)
    wanted = set(select or paths(folder)) - set(ignore)
    rules = tuple(rule for rule in load(folder, only=wanted) if rule.name in select or not rule.opt_in)
    if not rules:
        raise UserError("no rule is left to run: all that were selected are also ignored")
    return rules


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
    )


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
