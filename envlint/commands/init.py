"""`envlint init`: a first configuration, the entry of the hook, and a workflow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from envlint.commands.exit_codes import CLEAN
from envlint.commands.printing import tell
from envlint.commands.repository import root_of
from envlint.errors import UserError
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Report

_CONFIGURATION = """\
# https://pypi.org/project/envlint-stack: `envlint config` shows what is in force, `envlint rules` what can be chosen.
# A job in the wrong folder fails, instead of finding nothing.
require = [{require}]

# Rules that do not run.
ignore = []

# [per-path-ignores]
# "e2e/**" = ["a-rule"]

# What detection gets wrong is said here; it found:
{apps}"""

_HOOK = """\
  - repo: local
    hooks:
      - id: envlint
        name: envlint
        entry: envlint --no-custom-rules
        language: python
        additional_dependencies: [envlint-stack]
        pass_filenames: false
        always_run: true
"""

_WORKFLOW = """\
name: envlint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  envlint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.x"
      - run: pip install envlint-stack
      - run: envlint . --format github
"""


_OWN = "envlint.toml"


@record
class _Draft:
    """A file that is to be written. `behind` says that its text goes behind what stands there."""

    path: str
    text: str
    behind: bool = False


def run(path: str, *, yes: bool) -> int:
    """Says what was detected and writes the files; asks before it overwrites one, unless `yes`."""
    from envlint.files import append, save
    from envlint.workspace import Asked, open_workspace

    report = open_workspace(path, Asked(no_baseline=True, isolated=True)).run()
    tell(_detected(report))
    top = root_of(Path(path))
    above = None if top == Path(path).resolve() else top
    for draft in _drafts(Path(path), report):
        if draft.path == _OWN and _is_configured(Path(path)):
            tell(f"left out {_OWN}, before which the configuration in pyproject.toml would not count")
            continue
        if above is not None and draft.path != _OWN:
            tell(f"left out {draft.path}, which is read at {above} only: run `envlint init` there as well")
            continue
        target = Path(path) / draft.path
        if not draft.behind and target.exists() and not (yes or _may_overwrite(target)):
            tell(f"left {draft.path} as it is")
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            (append if draft.behind else save)(target, draft.text)
        except OSError as error:
            raise UserError(f"{target} cannot be written: {error.strerror}") from None
        tell(f"wrote {draft.path}")
    return CLEAN


def _is_configured(root: Path) -> bool:
    """Whether a folder's pyproject.toml has a configuration of envlint."""
    from envlint.configuration.reading import PYPROJECT, table_of
    from envlint.files import read_one
    from envlint.model import Source

    found = read_one(root / PYPROJECT, PYPROJECT)
    return isinstance(found, Source) and table_of(found) is not None


def _may_overwrite(target: Path) -> bool:
    """What the user answers; no, where there is nobody to ask."""
    return sys.stdin.isatty() and click.confirm(f"{target} is there already. Overwrite it?", err=True)


def _detected(report: Report) -> str:
    apps = [f"{app.root} ({app.side}, {app.framework or 'framework unknown'})" for app in report.checked.apps]
    if not apps:
        return "detected neither a frontend nor a backend: say in the configuration where they are"
    return f"detected {', '.join(apps)}; {len(report.findings)} findings"


def _drafts(root: Path, report: Report) -> Iterator[_Draft]:
    sides = dict.fromkeys(app.side for app in report.checked.apps)
    apps = "".join(
        f'# [[apps]]\n# root = "{app.root}"\n# side = "{app.side}"\n# framework = "{app.framework}"\n'
        for app in report.checked.apps
    )
    require = ", ".join(f'"{side}"' for side in sides)
    yield _Draft(_OWN, _CONFIGURATION.format(require=require, apps=apps or "# nothing\n"))
    yield from _hook(root)
    yield _Draft(".github/workflows/envlint.yml", _WORKFLOW)


def _hook(root: Path) -> Iterator[_Draft]:
    """The entry behind those of an existing configuration, where its list of repositories stands last."""
    from envlint.files import read_one
    from envlint.model import Source

    name = ".pre-commit-config.yaml"
    found = read_one(root / name, name)
    if not isinstance(found, Source):
        yield _Draft(name, f"repos:\n{_HOOK}")
    elif "id: envlint" in found.text:
        tell(f"{name} has the hook already")
    elif _is_list_last(found.text, _HOOK):
        yield _Draft(name, ("" if found.text.endswith("\n") else "\n") + _HOOK, behind=True)
    else:
        tell(f"add this to the repos of {name}:\n\n{_HOOK}")


def _is_list_last(text: str, entry: str) -> bool:
    """Whether an entry behind a text is one more of its list of repositories."""
    import yaml

    try:
        before, after = yaml.safe_load(text), yaml.safe_load(f"{text.rstrip()}\n{entry}")
        return bool([*before["repos"], *yaml.safe_load(entry)] == after["repos"])
    except (yaml.YAMLError, KeyError, TypeError):
        return False
