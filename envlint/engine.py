"""Runs rules over sources and makes the report. Opens, prints and exits nowhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from envlint import ignores
from envlint.facts import IgnoreComment
from envlint.library import Library, Sources, Tracked, untold
from envlint.model import Checked, CheckedApp, Finding, Ignored, Problem, Report
from envlint.wiring.join import Wiring

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from envlint.catalogue import Rule


def run(sources: Sources, rules: Sequence[Rule], names: Collection[str] = (), is_tracked: Tracked = untold) -> Report:
    """The report of some rules on a repository. `sources` reads a file when it is asked for it.

    `names` are those of all rules that exist, by which a comment that ignores none of them is told; those of `rules`
    where it is empty. `is_tracked` knows what git has under version control.
    """
    wiring = Wiring(Library(sources, is_tracked))
    found = [(rule, problem) for rule in rules for problem in _distinct(rule.check(wiring))]
    comments = tuple(comment for facts in wiring.files for comment in facts.of(IgnoreComment))
    found, silenced = _sifted(found, comments)
    used = [(comment, rule.name) for rule, _, comment in silenced]
    ran = {rule.name for rule in rules}
    state = ignores.Ignores(comments, frozenset(names or ran), ignores.unused(comments, used, ran))
    found += [(rule, problem) for rule in rules for problem in _distinct(rule.check_ignores(state))]
    found.sort(key=lambda pair: (*pair[1].at.sort_key(), pair[0].name, pair[1].message))
    ignored = tuple(Ignored(rule.name, problem.at, comment.reason) for rule, problem, comment in silenced)
    return Report(_findings(found), wiring.unreadable, _checked(wiring), wiring.files_read, ignored)


def _sifted(
    found: Iterable[tuple[Rule, Problem]], comments: tuple[IgnoreComment, ...]
) -> tuple[list[tuple[Rule, Problem]], list[tuple[Rule, Problem, IgnoreComment]]]:
    """What is told, and what a comment silences."""
    told: list[tuple[Rule, Problem]] = []
    silenced: list[tuple[Rule, Problem, IgnoreComment]] = []
    for rule, problem in found:
        comment = ignores.silencer(rule.name, problem.at, comments) if comments else None
        if comment is None:
            told.append((rule, problem))
        else:
            silenced.append((rule, problem, comment))
    return told, silenced


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
