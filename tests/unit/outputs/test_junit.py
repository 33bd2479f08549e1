from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from envlint.model import Problem, Report, Source
from envlint.outputs import junit
from tests.unit.outputs.reports import ENV, MISMATCH, REPORTS, at, finding

WHOLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="envlint" tests="2" failures="2">
  <testsuite name="web/.env.local" tests="1" failures="1">
    <testcase classname="a-rule" name="a-rule at 2:1" file="web/.env.local" line="2">
      <failure message="&lt;&#252;&gt; &amp; &quot;x&quot;" type="error">&lt;&#252;&gt; &amp; "x"</failure>
    </testcase>
  </testsuite>
  <testsuite name="web/socket.ts" tests="1" failures="1">
    <testcase classname="host-mismatch" name="host-mismatch at 3:24" file="web/socket.ts" line="3">
      <failure message="this fallback names the server `127.0.0.1`" type="error">\
this fallback names the server `127.0.0.1`
seen: the cookies of one are never sent to the other
help: use one spelling
help: write `localhost`</failure>
    </testcase>
  </testsuite>
</testsuites>
"""


def test_a_whole_report() -> None:
    assert junit.render(Report((MISMATCH, finding(Problem('<ü> & "x"', at(ENV, "JWT")), "a-rule")))) == WHOLE


def test_a_clean_run_is_one_test_that_passed() -> None:
    root = ET.fromstring(junit.render(Report()))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert [case.get("name") for case in root.iter("testcase")] == ["nothing was found"]
    assert root.find(".//failure") is None


EVERY_CONTROL = "".join(map(chr, [*range(32), 0x7F, 0x85, 0x2028, 0xD800, 0xFFFE, 0xFFFF, 0x1FFFF]))
HOSTILE = Source(f"a{EVERY_CONTROL}.ts", "x")


@pytest.mark.parametrize("report", [*REPORTS, Report((finding(Problem(EVERY_CONTROL, HOSTILE.at(0, 1))),))])
def test_it_is_xml_whatever_characters_are_in_a_file(report: Report) -> None:
    root = ET.fromstring(junit.render(report))
    assert len(list(root.iter("failure"))) == len(report.findings)
