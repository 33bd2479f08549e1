"""What envlint says about its rules: one page, and the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.outputs.style import PLAIN, Style, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.catalogue import Rule

_TONES: dict[str, Tone] = {"error": "error", "warning": "warning", "note": "note"}


def page(rule: Rule, style: Style = PLAIN) -> str:
    """A rule's docstring under its name; the text of its examples is indented instead of fenced."""
    head = f"{style.paint(rule.name, 'strong')} ({_severity(rule, style)})"
    return "\n".join([head, "", *_lines(rule.text, style)]) + "\n"


def table(rules: Sequence[Rule], style: Style = PLAIN) -> str:
    """A line for each rule: name, severity, what is wrong."""
    names = max(len(rule.name) for rule in rules)
    severities = max(len(_severity(rule, PLAIN)) for rule in rules)
    return "".join(
        f"{style.paint(rule.name, 'strong')}{' ' * (names - len(rule.name))}  "
        f"{_severity(rule, style)}{' ' * (severities - len(_severity(rule, PLAIN)))}  {rule.summary}\n"
        for rule in rules
    )


def _severity(rule: Rule, style: Style) -> str:
    opt_in = ", opt-in" if rule.opt_in else ""
    return style.paint(rule.severity.value, _TONES[rule.severity.value]) + opt_in


def _lines(text: str, style: Style) -> Iterator[str]:
    fence = ""
    for line in text.split("\n"):
        mark = line[: len(line) - len(line.lstrip("`"))]
        if fence and line.rstrip() == fence:
            fence = ""
        elif not fence and len(mark) >= 3:
            fence = mark
        elif fence:
            yield f"    {line}".rstrip()
        else:
            yield style.paint(line.removeprefix("## "), "strong") if line.startswith("## ") else line
