"""`envlint why "console error"`: the findings that explain a line which somebody saw in a console or a log."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from envlint.commands.exit_codes import CLEAN, FOUND
from envlint.commands.kept import Kept, folder
from envlint.commands.printing import show, style_for, tell
from envlint.patterns import pattern
from envlint.records import replace

if TYPE_CHECKING:
    from envlint.model import Finding
    from envlint.outputs.style import Color

_KINDS = (
    pattern(r"CORS policy|Access-Control-Allow|cross-origin request blocked", re.IGNORECASE),
    pattern(r"websocket", re.IGNORECASE),
    pattern(r"SettingsError|extra_forbidden|error parsing (?:value|env var)|validation error", re.IGNORECASE),
    pattern(r"Mixed Content", re.IGNORECASE),
    pattern(r"ERR_CONNECTION_REFUSED|ECONNREFUSED|Failed to fetch|NetworkError|ERR_NAME_NOT_RESOLVED", re.IGNORECASE),
    pattern(r"CSRF|Origin checking failed", re.IGNORECASE),
    pattern(r"\b404\b|Not Found", re.IGNORECASE),
)
"""The kinds of complaints; a finding explains one of its own kind only."""

_CONSOLES = pattern(r"\b(?:browser|server log|console)\b")
_URL_PATH = pattern(r"\b(?:https?|wss?)://[^/\s'\"]+(/[^\s'\"?#]+)|\bWebSocket (/[\w/-]+)")
_PATH = pattern(r"(?<![\w/:.*])/[\w-]+(?:/[\w{}-]+)*")
_WORD = pattern(r"[a-z_][\w.-]{2,}|\d{2,5}|/[\w/-]{2,}", re.IGNORECASE)


def run(text: str, path: str, color: Color) -> int:
    """Prints the findings that explain a text, the likeliest first; 1 where there are some."""
    from envlint.outputs.text import render
    from envlint.workspace import Asked, open_workspace

    cache = folder()
    kept = Kept(open_workspace(path, Asked(no_baseline=True, custom_rules=True, cache=cache)), cache)
    report = kept.run()
    kept.save()
    found = explaining(text, report.findings)
    if not found:
        tell("envlint: no finding explains this; `envlint` shows all of them")
        return CLEAN
    style = style_for(color)
    for finding in found:
        alone = render(replace(report, findings=(finding,), unreadable=()), style)
        show(alone.rpartition("\n\n")[0] + "\n\n", style)
    return FOUND


def explaining(text: str, findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings of the kind of a text, the one first that shares the most of its rare words with it."""
    seen, wanted, paths = _kinds(text), _words(text), _paths(text)
    rare = {word for word in wanted if not word.isalpha()}
    told = {finding: _told(finding) for finding in findings if _is_seen(finding)}
    kin = [
        finding
        for finding in told
        if (seen & _kinds(told[finding]) if seen else rare & _words(told[finding]))
        and _may_speak_of(finding.problem.message, paths)
    ]
    frequency = Counter(word for finding in kin for word in _words(told[finding]))

    def likeness(finding: Finding) -> float:
        return sum(1 / frequency[word] for word in wanted & _words(told[finding]))

    return sorted(kin, key=likeness, reverse=True)


def _is_seen(finding: Finding) -> bool:
    """Whether a fault shows itself in a console or a log at all."""
    symptom = finding.problem.symptom
    return not symptom.startswith("none") or _CONSOLES.search(symptom) is not None


def _paths(text: str) -> set[str]:
    """The paths of the URLs in a text."""
    return {(match[1] or match[2]).rstrip("/") for match in _URL_PATH.finditer(text)}


def _may_speak_of(message: str, paths: set[str]) -> bool:
    """Whether a message names a path of the text, or none, or the text names none."""
    named = {match[0].rstrip("/") for match in _PATH.finditer(message)}
    alike = any(one.startswith(other) or other.startswith(one) for one in named for other in paths)
    return not named or not paths or alike


def _told(finding: Finding) -> str:
    problem = finding.problem
    places = " ".join(label.at.text for label in problem.related)
    return f"{problem.message} {problem.symptom} {problem.at.text} {places}"


def _kinds(text: str) -> set[int]:
    return {number for number, kind in enumerate(_KINDS) if kind.search(text)}


def _words(text: str) -> set[str]:
    return {word[0].lower() for word in _WORD.finditer(text)}
