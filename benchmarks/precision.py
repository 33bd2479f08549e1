"""Counts how many of envlint's findings on public projects are right, and writes docs/precision.md.

    python benchmarks/precision.py REPOS.json --mirrors DIR --work DIR [--unjudged] [--write]

REPOS.json is a list of `{"repo": "OWNER/NAME", "sha": "..."}`; DIR holds their git directories as OWNER+NAME or
OWNER+NAME/repo, and trees are checked out below --work. Each finding was looked at by a person, who wrote into
benchmarks/judged.json whether it is right; its fingerprint ties the two together, so that a finding that has changed
counts as not looked at. `--unjudged` prints those as JSON lines. Ends with 1 where an error or warning of a repository
that counts as looked at has no judgement.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
JUDGED = ROOT / "benchmarks/judged.json"
PAGE = ROOT / "docs/precision.md"
COUNTED = ("error", "warning")

Identity = tuple[str, str, str]
"""The repository, the rule and the fingerprint of a finding."""


@dataclass(frozen=True)
class Found:
    """A finding on a project, with the verdict on it, None where nobody has looked."""

    repo: str
    sha: str
    rule: str
    severity: str
    place: str
    message: str
    fingerprint: str
    right: bool | None


def main() -> int:
    """Measures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repos", type=Path)
    parser.add_argument("--mirrors", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--unjudged", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    verdicts = _verdicts()
    repos = [(entry["repo"], entry["sha"]) for entry in json.loads(asked.repos.read_text("utf-8"))]
    found = [
        finding
        for repo, sha in repos
        if (tree := _tree(asked.mirrors, asked.work, repo, sha)) is not None
        for finding in _findings(repo, sha, tree, verdicts)
    ]
    open_ = [finding for finding in found if finding.right is None]
    for finding in open_ if asked.unjudged else ():
        print(json.dumps(finding.__dict__))
    if asked.write:
        PAGE.write_text(_page(found, repos), "utf-8", newline="\n")
    if not asked.unjudged:
        print(_totals(found))
    return 1 if open_ else 0


def _verdicts() -> dict[Identity, bool]:
    entries: list[dict[str, Any]] = json.loads(JUDGED.read_text("utf-8")) if JUDGED.exists() else []
    return {(entry["repo"], entry["rule"], entry["fingerprint"]): entry["right"] for entry in entries}


def _tree(mirrors: Path, work: Path, repo: str, sha: str) -> Path | None:
    """The checked-out tree of a commit, None where the mirror lacks it; links become text files."""
    base = mirrors / repo.replace("/", "+")
    git_dir = next((path for path in (base / "repo", base) if (path / "HEAD").exists()), None)
    tree = work / f"{repo.replace('/', '+')}@{sha[:12]}"
    if git_dir is None or tree.exists():
        return tree if tree.exists() else None
    tree.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"GIT_INDEX_FILE": f"{scratch}/index", "GIT_NO_LAZY_FETCH": "1"}
        plain = ("core.symlinks=false", "core.bare=false", "filter.lfs.smudge=", "filter.lfs.required=false")
        git = ["git", f"--git-dir={git_dir}", f"--work-tree={tree}", *(word for one in plain for word in ("-c", one))]
        for arguments in (["read-tree", sha], ["checkout-index", "-a", "-f", "-q", f"--prefix={tree}/"]):
            subprocess.run([*git, *arguments], env=environment, capture_output=True, check=False)
    return tree


def _findings(repo: str, sha: str, tree: Path, verdicts: dict[Identity, bool]) -> list[Found]:
    command = [sys.executable, "-m", "envlint", "--format", "json", str(tree)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"envlint ended with {run.returncode} on {repo}: {run.stderr[-500:]}")
    return [
        Found(
            repo,
            sha,
            finding["rule"],
            finding["severity"],
            f"{finding['path']}:{finding['range']['start']['line']}",
            finding["message"],
            finding["fingerprint"],
            verdicts.get((repo, finding["rule"], finding["fingerprint"])),
        )
        for finding in json.loads(run.stdout)["findings"]
        if finding["severity"] in COUNTED
    ]


def _totals(found: list[Found]) -> str:
    verdicts = Counter(finding.right for finding in found)
    judged = verdicts[True] + verdicts[False]
    share = f"{verdicts[True] / judged:.1%}" if judged else "none"
    return f"{len(found)} errors and warnings, {judged} looked at, {verdicts[False]} wrong: {share} right"


def _page(found: list[Found], repos: list[tuple[str, str]]) -> str:
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()
    rules = sorted({finding.rule for finding in found})
    rows = [_row(rule, [finding for finding in found if finding.rule == rule]) for rule in rules]
    by_repo = Counter(finding.repo for finding in found)
    projects = [f"| {repo} | `{sha[:12]}` | {by_repo[repo]} |" for repo, sha in repos]
    return "\n".join(
        (
            "# How many findings are right",
            "",
            "Written by `python benchmarks/precision.py --write`. Every error and warning that envlint reports on the",
            "public projects below was looked at in the source, one by one. Right means: what the message says is so,",
            "and it does what the symptom says, or would on the next machine. The verdicts: `benchmarks/judged.json`.",
            "",
            f"Measured on {date.today().isoformat()} with envlint at `{revision}`: {_totals(found)}.",
            "",
            "| rule | errors and warnings | looked at | wrong |",
            "|---|---|---|---|",
            *rows,
            "",
            "## The projects",
            "",
            "| project | commit | errors and warnings |",
            "|---|---|---|",
            *projects,
            "",
        )
    )


def _row(rule: str, found: list[Found]) -> str:
    judged = [finding for finding in found if finding.right is not None]
    wrong = sum(finding.right is False for finding in judged)
    return f"| [{rule}](rules/{rule}.md) | {len(found)} | {len(judged)} | {wrong} |"


if __name__ == "__main__":
    sys.exit(main())
