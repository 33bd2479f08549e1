"""Runs rules over sources and makes the report. Opens, prints and exits nowhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from envlint.library import Library, Sources
from envlint.model import Checked, CheckedApp, Finding, Problem, Report
from envlint.wiring.join import Wiring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envlint.catalogue import Rule


def run(sources: Sources, rules: Sequence[Rule]) -> Report:
    """The report of some rules on a repository. `sources` reads a file when it is asked for it."""
    wiring = Wiring(Library(sources))
    found = [(rule, problem) for rule in rules for problem in _distinct(rule.check(wiring))]
    found.sort(key=lambda pair: (*pair[1].at.sort_key(), pair[0].name, pair[1].message))
    return Report(_findings(found), wiring.unreadable, _checked(wiring), wiring.files_read)


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """One cause is one finding: what a rule says twice of one place counts once."""
    return list({(problem.at, problem.message): problem for problem in problems}.values())


def _findings(found: Iterable[tuple[Rule, Problem]]) -> tuple[Finding, ...]:
    seen: Counter[tuple[str, ...]] = Counter()
    result: list[Finding] = []
    for rule, problem in found:
        identity = (rule.name, problem.at.path, problem.at.text)
        seen[identity] += 1
        result.append(
            Finding(problem, rule.name, problem.severity or rule.severity, _fingerprint(*identity, str(seen[identity])))
        )
    return tuple(result)


def _fingerprint(*parts: str) -> str:
    """A finding's identity across edits elsewhere in the file: what is marked, not where it stands."""
    import hashlib  # a clean run has no use for it

    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _checked(wiring: Wiring) -> Checked:
    apps = [*wiring.apps.frontends, *wiring.apps.backends]
    return Checked(
        tuple(CheckedApp(app.root or ".", app.side, app.framework) for app in apps),
        len(wiring.connections),
        sum(len(server.policies) for server in wiring.servers),
        wiring.unresolved,
    )
