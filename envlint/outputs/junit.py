"""The report as JUnit XML, for build servers that show nothing but tests.

There is no standard; the form is that of https://github.com/testmoapp/junitxml: a suite for each file, and in it a
failed test for each finding. A run without findings is one test that passed, as a report without any fails a build in
Jenkins (https://plugins.jenkins.io/junit/, `allowEmptyResults`).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING

from envlint.outputs import ordered
from envlint.outputs.style import printable
from envlint.outputs.words import explained, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.model import Finding, Report


def render(report: Report) -> str:
    """An XML document, ASCII only. `words` has replaced the control characters, which XML 1.0 cannot hold."""
    findings = ordered(report)
    root = _counted("testsuites", "envlint", len(findings))
    root.extend(
        _suite(path, list(group)) for path, group in groupby(findings, key=lambda finding: finding.problem.at.path)
    )
    if not findings:
        clean = _counted("testsuite", "envlint", 0)
        ET.SubElement(clean, "testcase", classname="envlint", name="nothing was found")
        root.append(clean)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, "us-ascii").decode("ascii")}\n'


def _counted(tag: str, name: str, failures: int) -> ET.Element:
    return ET.Element(tag, name=name, tests=str(max(1, failures)), failures=str(failures))


def _suite(path: str, findings: Sequence[Finding]) -> ET.Element:
    suite = _counted("testsuite", printable(path), len(findings))
    suite.extend(_case(finding) for finding in findings)
    return suite


def _case(finding: Finding) -> ET.Element:
    problem = finding.problem
    line, column = problem.at.source.line_column(problem.at.start)
    name = f"{finding.rule} at {line}:{column}"
    case = ET.Element("testcase", classname=finding.rule, name=name, file=printable(problem.at.path), line=str(line))
    failure = ET.SubElement(case, "failure", message=words(problem.message), type=finding.severity.value)
    failure.text = explained(problem)
    return case
