"""The generated pages: one for each rule, their index, schemas, the manual page, and the outputs that documents print.

`python -m envlint.docs write` writes them, `python -m envlint.docs check` says which of them differ from what
would be written. Both work in a checkout of the project only.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from envlint import catalogue
from envlint.errors import UserError
from envlint.man_page import man_page
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.catalogue import Rule

ROOT = Path(__file__).resolve().parent.parent
RULES = "docs/rules"
MAN_PAGE = "docs/envlint.1"
SCHEMAS = {"docs/json-v1.schema.json": "json", "docs/configuration.schema.json": "config"}

_OUTPUT = pattern(
    r"^<!-- output: (?P<command>[^\n]+?) -->\n(?P<fence>`{3,})\w*\n(?P<old>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_NOT_EDITED = "<!-- Written by `make docs` from rules/{file}. Change it there. -->\n"


def expected(root: Path) -> dict[str, str]:
    """Every page that is generated, or holds generated parts, as it should be: its path from `root`, and its text."""
    rules = catalogue.load()
    pages = {f"{RULES}/{rule.name}.md": rule_page(rule) for rule in rules}
    pages[f"{RULES}/README.md"] = index_page(rules)
    pages[MAN_PAGE] = man_page()
    pages |= {path: _printed(root, f"envlint schema {of}") for path, of in SCHEMAS.items()}
    for path in (*root.glob("*.md"), *root.glob("docs/*.md")):
        text = path.read_text("utf-8")
        if _OUTPUT.search(text):
            pages[path.relative_to(root).as_posix()] = recomputed(text, root)
    return pages


def rule_page(rule: Rule) -> str:
    """The page of a rule: its docstring under its name."""
    summary, _, rest = rule.text.strip().partition("\n")
    facts = f"Severity: {rule.severity.value}. Since envlint {rule.since}."
    if rule.opt_in:
        facts += " Runs only when it is asked for."
    note = _NOT_EDITED.format(file=f"{rule.name.replace('-', '_')}.py")
    return f"{note}\n# {rule.name}\n\n{summary}\n\n{facts}\n\n{rest.strip()}\n"


def index_page(rules: tuple[Rule, ...]) -> str:
    """The table of all rules."""
    rows = [f"| [{rule.name}]({rule.name}.md) | {rule.severity.value} | {rule.summary} |" for rule in rules]
    note = _NOT_EDITED.format(file="")
    return "\n".join([note, "# Rules", "", "| rule | severity | what is wrong |", "|---|---|---|", *rows, ""])


def recomputed(text: str, root: Path) -> str:
    """A document with each fence below a line "<!-- output: command -->" filled by what that command prints."""

    def fill(match: re.Match[str]) -> str:
        head = match[0][: match.start("old") - match.start()]
        return f"{head}{_printed(root, match['command'])}{match['fence']}"

    return _OUTPUT.sub(fill, text)


def drift(root: Path, pages: Mapping[str, str]) -> str:
    """What would have to change for the pages to be as expected, as a unified diff; empty if nothing would."""
    parts: list[str] = []
    for path, text in {**dict.fromkeys(_strays(root, pages), ""), **pages}.items():
        old = _read(root / path)
        parts.extend(difflib.unified_diff(_lines(old), _lines(text), path, f"{path} (as `make docs` writes it)"))
    return "".join(parts)


def write(root: Path, pages: Mapping[str, str]) -> None:
    """Writes the pages, and removes those of rules that are gone."""
    for path in _strays(root, pages):
        (root / path).unlink()
    for path, text in pages.items():
        if _read(root / path) != text:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8", newline="\n")


def _strays(root: Path, pages: Mapping[str, str]) -> list[str]:
    found = sorted(path.relative_to(root).as_posix() for path in root.glob(f"{RULES}/*.md"))
    return [path for path in found if path not in pages]


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _printed(root: Path, command: str) -> str:
    words = shlex.split(command)
    if words[0] != "envlint":
        raise UserError(f"only envlint's own output can be recomputed, not that of {command!r}")
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run(  # noqa: S603 - our own command, written in our own documents
        [sys.executable, "-m", *words], cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if run.returncode not in {0, 1} or run.stderr:
        raise UserError(f"{command} ended with {run.returncode}: {run.stderr.strip()}")
    return run.stdout


def main(arguments: list[str]) -> int:
    """Runs `write` or `check`; returns the exit code."""
    pages = expected(ROOT)
    if arguments == ["write"]:
        write(ROOT, pages)
        return 0
    if arguments == ["check"]:
        changes = drift(ROOT, pages)
        sys.stdout.write(f"{changes}\nStale: run `make docs` and look at the diff.\n" if changes else "")
        return 1 if changes else 0
    sys.stderr.write("usage: python -m envlint.docs write|check\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
