"""Rules of a project's own: `envlint new-rule` and `envlint test-rules`."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import TYPE_CHECKING

from envlint.commands.exit_codes import CLEAN, FOUND
from envlint.commands.printing import show, tell
from envlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.catalogue import Rule

DEFAULT = "envlint-rules"

_SKELETON = '''"""What is wrong, in one line.

Why it hurts: what somebody will see in the browser or in the server's log. How to mend it.

## Bad: the staging server is called from the page
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/src/main.ts`
```ts
fetch("https://staging.example.com/api/boards");
```

## Good: the server of the same origin
`web/package.json`
```json
{ "devDependencies": { "vite": "^6.0.0" } }
```
`web/index.html`
```html
<script type="module" src="/src/main.ts"></script>
```
`web/src/main.ts`
```ts
fetch("/api/boards");
```
"""

from __future__ import annotations

from envlint.rule import Problem, Problems, Severity, Wiring

SINCE = "1"
SEVERITY = Severity.WARNING


def check(wiring: Wiring) -> Problems:
    """Yields a problem for each call of the staging server."""
    for connection in wiring.connections:
        for target in connection.targets:
            at = target.host_at()
            if at is not None and target.address is not None and target.address.host == "staging.example.com":
                yield Problem("the page calls the staging server", at, remedy="call the server of the same origin")
'''


def new_rule(name: str, path: str) -> int:
    """Writes the skeleton of a rule into the project's folder of rules. Raises UserError where it is there already."""
    from envlint import catalogue
    from envlint.files import save
    from envlint.workspace import custom_folder

    stem = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", stem) or keyword.iskeyword(stem):
        raise UserError(f"{name!r} is no name for a rule: lower case words with hyphens between them")
    if stem.replace("_", "-") in catalogue.paths():
        raise UserError(f"envlint has a rule {name!r} of its own")
    configured = custom_folder(path)
    target = Path(path) / (configured or DEFAULT) / f"{stem}.py"
    if target.exists():
        raise UserError(f"{target} is there already")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        save(target, _SKELETON)
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}") from None
    tell(f"wrote {target}; write its examples first, then `envlint test-rules --accept`")
    if not configured:
        tell(f'to have it run, put this into the configuration: custom-rules = "{DEFAULT}"')
    return CLEAN


def test_rules(path: str, *, accept: bool) -> int:
    """Runs the examples of the project's own rules; returns 1 where one does not hold.

    A bad example must be reported as its page says, and a good one not at all. With `accept`, the reports are written
    into the pages.
    """
    from envlint import catalogue
    from envlint.examples import accept as written
    from envlint.workspace import custom_files

    found = custom_files(path)
    if not found:
        raise UserError('the configuration names no rules of the project\'s own: custom-rules = "FOLDER"')
    if accept:
        for name in [
            rule.name for rule in catalogue.load_custom(found) if rule.text and written(rule, found[rule.name])
        ]:
            tell(f"wrote the reports of {name}")
    faults = [fault for rule in catalogue.load_custom(found) for fault in _faults(rule, found)]
    show(
        "".join(f"{fault}\n" for fault in faults)
        or f"{len(found)} rule{'' if len(found) == 1 else 's'}: all examples hold\n"
    )
    return FOUND if faults else CLEAN


def _reason(rule: Rule) -> str:
    """Why a rule cannot be loaded, which is what its check raises."""
    try:
        rule.check(None)
    except Exception as error:  # whatever the project's own code raised
        return f"{type(error).__name__}: {error}"
    return "it has no page"


def _faults(rule: Rule, found: Mapping[str, Path]) -> list[str]:
    from envlint.examples import PageError, parse, printed, reported

    where = found[rule.name]
    if not rule.text:
        return [f"{where}: it cannot be loaded: {_reason(rule)}"]
    try:
        examples = parse(rule.text).examples
    except PageError as error:
        return [f"{where}: {error}"]
    faults: list[str] = [] if examples else [f"{where}: it has no examples"]
    for example in examples:
        report = reported(rule, example)
        if report.failures:
            faults.append(f"{where}: {example.title}: the rule failed:\n{report.failures[0].trace}")
        elif example.bad and printed(report) != example.report:
            faults.append(f"{where}: {example.title}: the report is\n{printed(report) or 'empty'}")
        elif not example.bad and report.findings:
            faults.append(f"{where}: {example.title}: a good example is reported:\n{printed(report)}")
    return faults
