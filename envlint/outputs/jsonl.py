"""The findings of JSON v1, one JSON value a line (https://jsonlines.org)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint.outputs import json_v1, ordered

if TYPE_CHECKING:
    from envlint.model import Report


def render(report: Report) -> str:
    """A line for each finding, with the keys of JSON v1; empty where nothing was found. ASCII only."""
    return "".join(f"{json.dumps(json_v1.finding_object(finding))}\n" for finding in ordered(report))
