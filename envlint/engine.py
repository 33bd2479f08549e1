"""Runs rules over sources and makes the report. Opens, prints and exits nowhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from envlint import baseline, ignores
from envlint.configuration.scopes import Scopes
from envlint.errors import UserError
from envlint.facts import IgnoreComment
from envlint.library import Library, Memory, Sources, Tracked, untold
from envlint.model import Checked, CheckedApp, Failure, Finding, Ignored, Problem, Report
from envlint.records import replace
from envlint.wiring.join import Wiring

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from envlint.baseline import Known
    from envlint.catalogue import Rule

EVERYWHERE = Scopes()
"""The settings of a project without a configuration."""


def run(
    sources: Sources,
    rules: Sequence[Rule],
    names: Collection[str] = (),
    is_tracked: Tracked = untold,
    scopes: Scopes = EVERYWHERE,
    known: Collection[Known] = (),
    memory: Memory | None = None,
) -> Report:
    """The report of some rules on a repository. `sources` reads a file when it is asked for it.

    `names` are those of all rules that exist, by which a comment that ignores none of them is told; those of `rules`
    where it is empty. `is_tracked` knows what git has under version control. `scopes` are the settings by folder,
    `known` the findings of a baseline, which are not told of again. `memory` carries what was read of unchanged files
    from one run to the next.
    """
    asked = (tuple(rules), frozenset(names), is_tracked, scopes, tuple(known))
    remembered = memory.recall(asked, sources) if memory is not None else None
    if remembered is not None:
        return remembered
    report = _run(Wiring(Library(sources, is_tracked, memory), scopes.declared), rules, names, scopes, known)
    if memory is not None:
        memory.end(asked, report)
    return report


def _run(
    wiring: Wiring, rules: Sequence[Rule], names: Collection[str], scopes: Scopes, known: Collection[Known]
) -> Report:
    failures: list[Failure] = []
    told = [(rule, problem) for rule in rules for problem in _asked(rule, rule.check, wiring, failures)]
    found, unwanted = _chosen(told, scopes)
    comments = tuple(comment for facts in wiring.files for comment in facts.of(IgnoreComment))
    found, silenced = _sifted(found, comments)
    used = [(comment, rule.name) for rule, _, comment in silenced]
    ran = {rule.name for rule in rules} - {failure.rule for failure in failures}
    findings, old, stale = baseline.split(_findings(found, scopes), known, ran)
    state = ignores.Ignores(comments, frozenset(names or ran), ignores.unused(comments, used, ran))
    on_comments, unwanted_there = _on_ignores(rules, state, failures, scopes)
    on_comments, known_comments, stale = baseline.split(on_comments, stale, ran)
    findings += on_comments
    old += known_comments
    unwanted += unwanted_there
    if stale:
        on_stale, unwanted_there = _on_ignores(
            rules, replace(state, comments=(), unused=(), stale=stale), failures, scopes
        )
        findings += on_stale
        unwanted += unwanted_there
    findings.sort(key=lambda finding: (*finding.problem.at.sort_key(), finding.rule, finding.problem.message))
    ignored = tuple(Ignored(rule.name, problem.at, comment.reason) for rule, problem, comment in silenced)
    ignored += tuple(Ignored(rule.name, problem.at, reason) for rule, problem, reason in unwanted)
    ignored += tuple(Ignored(finding.rule, finding.problem.at, "the baseline has it") for finding in old)
    return Report(
        tuple(findings), wiring.unreadable, _checked(wiring), wiring.files_read, ignored, tuple(dict.fromkeys(failures))
    )


def _on_ignores(
    rules: Sequence[Rule], state: ignores.Ignores, failures: list[Failure], scopes: Scopes
) -> tuple[list[Finding], list[tuple[Rule, Problem, str]]]:
    """What rules find in that which silences others, and what of it the settings ignore."""
    told = [(rule, problem) for rule in rules for problem in _asked(rule, rule.check_ignores, state, failures)]
    wanted, unwanted = _chosen(told, scopes)
    return _findings(wanted, scopes), unwanted


def _chosen(
    found: Iterable[tuple[Rule, Problem]], scopes: Scopes
) -> tuple[list[tuple[Rule, Problem]], list[tuple[Rule, Problem, str]]]:
    """What the settings of each file want to be told of, and what they ignore, with the reason."""
    told: list[tuple[Rule, Problem]] = []
    unwanted: list[tuple[Rule, Problem, str]] = []
    for rule, problem in found:
        path = problem.at.path
        pattern = scopes.ignored_at(rule.name, path)
        if pattern:
            unwanted.append((rule, problem, f"per-path-ignores has it for {pattern}"))
        elif scopes.is_told(rule.name, path, opt_in=rule.opt_in):
            told.append((rule, problem))
    return told, unwanted


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


def _asked(rule: Rule, check: Callable[[Any], Iterable[Problem]], of: object, failures: list[Failure]) -> list[Problem]:
    """The problems that a rule tells of. One that raises tells of none, and the others still run."""
    try:
        return _distinct(check(of))
    except UserError:
        raise
    except Exception:
        import traceback

        failures.append(Failure(rule.name, rule.file, traceback.format_exc()))
        return []


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """One cause is one finding: what a rule says twice of one place counts once."""
    return list({(problem.at, problem.message): problem for problem in problems}.values())


def _findings(found: list[tuple[Rule, Problem]], scopes: Scopes) -> list[Finding]:
    """The findings with their fingerprints, in which equal texts of a file are counted from its top."""
    found.sort(key=lambda pair: (*pair[1].at.sort_key(), pair[0].name, pair[1].message))
    seen: Counter[tuple[str, ...]] = Counter()
    result: list[Finding] = []
    for rule, problem in found:
        identity = (rule.name, problem.at.path, problem.at.text)
        seen[identity] += 1
        severity = scopes.severity(rule.name, problem.at.path, problem.severity or rule.severity)
        result.append(Finding(problem, rule.name, severity, _fingerprint(*identity, str(seen[identity]))))
    return result


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
