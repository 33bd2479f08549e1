"""Measures whole runs of envlint on made-up trees beside other tools, and writes docs/performance.md.

    python -m benchmarks.speed [--sizes 20 1000 10000] [--runs 5] [--seed 1] [--real DIR ...] [--peers DIR ...]
                               [--write]

A tree is that of lsp_edit.py: two files of a hundred hold facts, and all of them in the tree of 20. Trees of --real are
measured as they are, in a copy. Each tool is a whole process. All are run in turns, so that a busy machine slows them
alike, and a figure is the median of --runs. Peers are those of yamllint, ruff, ast-grep and semgrep that are found in
PATH or in --peers; ast-grep and semgrep get ten rules, on calls of both languages. envlint runs without its cache
(cold), with it (warm), and with it after one file has changed. Prints the ratios; with --write it writes them, with
machine and versions, and a plot.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.cold_start import clean_environment
from benchmarks.lsp_edit import write_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGE, PLOT = ROOT / "docs/performance.md", ROOT / "docs/performance.svg"
FACTS_IN_A_HUNDRED = 2
_MOST = 10_000
"""On larger trees semgrep takes minutes."""
LIST_AND_STAT = (
    "import os, sys\n"
    "pending = [sys.argv[1]]\n"
    "while pending:\n"
    "    for entry in os.scandir(pending.pop()):\n"
    "        pending.append(entry.path) if entry.is_dir() else entry.stat()\n"
)

_CALLS = {"ts": ("fetch", "axios", "io", "require", "setTimeout"), "py": ("getenv", "print", "open", "run", "connect")}
_LANGUAGES = {"ts": "TypeScript", "py": "Python"}


@dataclass
class Tool:
    """A command on a tree. `before` is done before each of its runs, and not measured."""

    name: str
    command: list[str]
    before: Callable[[], None] = lambda: None
    environment: dict[str, str] = field(default_factory=dict[str, str])
    seconds: list[float] = field(default_factory=list[float])

    def run(self, cwd: Path) -> None:
        """Runs it once. Raises RuntimeError where it ends with more than 2, which all tools have for what they find."""
        self.before()
        begun = time.perf_counter()
        environment = clean_environment() | self.environment
        done = subprocess.run(self.command, cwd=cwd, env=environment, capture_output=True, check=False)
        self.seconds.append(time.perf_counter() - begun)
        if done.returncode > (1 if self.name.startswith("envlint") else 2):
            raise RuntimeError(f"{self.name} ended with {done.returncode}: {done.stderr[-300:]!r}")


@dataclass(frozen=True)
class Row:
    """What one tool took on a tree of so many files, in seconds. A `real` tree was not made up."""

    files: int
    tool: str
    seconds: float
    real: bool = False


def tools(tree: Path, scratch: Path, peers: list[str]) -> Iterator[Tool]:
    """What is run on a tree: envlint's three states, Python by itself, and the peers that are there."""
    cache = scratch / "cache"
    changed = min((*tree.rglob("*.ts"), *tree.rglob("*.tsx"), *tree.rglob("*.js")))

    def change() -> None:
        changed.write_text(changed.read_text("utf-8") + f"// {time.time_ns()}\n", "utf-8")

    envlint = [sys.executable, "-m", "envlint", str(tree)]
    yield Tool("Python, `pass`", [sys.executable, "-c", "pass"])
    yield Tool("Python, list and stat", [sys.executable, "-c", LIST_AND_STAT, str(tree)])
    yield Tool("envlint, cold", [*envlint, "--no-cache"])
    kept = {"XDG_CACHE_HOME": str(cache)}
    yield Tool("envlint, warm", envlint, environment=kept)
    yield Tool("envlint, one file changed", envlint, change, kept)
    search = os.pathsep.join([*peers, os.environ.get("PATH", "")])
    for name, arguments in _peers(tree, scratch).items():
        found = shutil.which(name, path=search)
        if found is not None:
            yield Tool(name, [found, *arguments])


def _peers(tree: Path, scratch: Path) -> dict[str, list[str]]:
    rules = scratch / "rules"
    rules.mkdir()
    semgrep: list[str] = []
    for language, calls in _CALLS.items():
        for call in calls:
            (rules / f"{language}-{call}.yml").write_text(
                f"id: {language}-{call}\nlanguage: {_LANGUAGES[language]}\nrule: {{pattern: '{call}($$$A)'}}\n", "utf-8"
            )
            semgrep.append(
                f"- {{id: {language}-{call}, pattern: '{call}(...)', message: x, severity: INFO,"
                f" languages: [{_LANGUAGES[language].lower()}]}}"
            )
    (scratch / "sgconfig.yml").write_text("ruleDirs: [rules]\n", "utf-8")
    (scratch / "semgrep.yml").write_text("\n".join(["rules:", *semgrep, ""]), "utf-8")
    return {
        "yamllint": [str(tree)],
        "ruff": ["check", "--no-cache", "--isolated", str(tree)],
        "ast-grep": ["scan", "--config", str(scratch / "sgconfig.yml"), str(tree)],
        "semgrep": [
            "scan",
            "--metrics=off",
            "--disable-version-check",
            "--config",
            str(scratch / "semgrep.yml"),
            str(tree),
        ],
    }


def made_up(files: int, runs: int, seed: int, peers: list[str]) -> list[Row]:
    """The medians on a tree from a seed."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name, "tree").resolve()
        tree.mkdir()
        write_workspace(tree, files, max(20, files * FACTS_IN_A_HUNDRED // 100), seed)
        (tree / ".yamllint").write_text("extends: default\n", "utf-8")
        return [Row(files, tool, seconds) for tool, seconds in measured(tree, files, runs, peers)]


def real(folder: Path, runs: int, peers: list[str]) -> list[Row]:
    """The medians on a copy of a folder."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name, "tree").resolve()
        shutil.copytree(folder, tree, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        files = sum(path.is_file() for path in tree.rglob("*"))
        return [Row(files, tool, seconds, real=True) for tool, seconds in measured(tree, files, runs, peers)]


def measured(tree: Path, files: int, runs: int, peers: list[str]) -> Iterator[tuple[str, float]]:
    """The tools that ran on a tree, and the median of each in seconds."""
    with tempfile.TemporaryDirectory() as name:
        all_of_them = tools(tree, Path(name).resolve(), peers)
        found = [each for each in all_of_them if files <= _MOST or each.name != "semgrep"]
        for each in found:
            each.run(ROOT)  # compiles what has changed, and fills caches
            each.seconds.clear()
        for _ in range(runs):
            for each in found:
                each.run(ROOT)
        yield from ((each.name, median(each.seconds)) for each in found)


LIMITS: tuple[tuple[int, str, str, float], ...] = (
    (20, "envlint, cold", "Python, `pass`", 6),
    (20, "envlint, cold", "yamllint", 0.8),
    (1_000, "envlint, cold", "ast-grep", 1.2),
    (10_000, "envlint, cold", "ast-grep", 0.6),
    (10_000, "envlint, cold", "semgrep", 0.1),
    (10_000, "envlint, one file changed", "ruff", 0.4),
    (100_000, "envlint, warm", "Python, list and stat", 3),
)
"""What is wanted: of a tree, a tool may take so many times as long as another."""


def page(rows: list[Row], runs: int, seed: int) -> str:
    """The page, with what was measured and nothing else."""
    made = [row for row in rows if not row.real]
    seconds = {(row.files, row.tool): row.seconds for row in made}
    sizes = sorted({row.files for row in made})
    start = {size: seconds[size, "Python, `pass`"] for size in sizes}
    wanted = [
        f"| {files:,} files, {tool} | {other} | {limit:g} | {seconds[files, tool] / seconds[files, other]:.2f} |"
        for files, tool, other, limit in LIMITS
        if (files, tool) in seconds and (files, other) in seconds
    ]
    cold = [size for size in sizes if size >= 1_000]
    per_file = [(seconds[size, "envlint, cold"] - start[size]) / size for size in cold]
    growth = ""
    if len(cold) > 1:
        times = per_file[-1] / per_file[0]
        growth = f"\nA cold run costs {times:.2f} times as much for each file of {cold[-1]:,} as of {cold[0]:,}.\n"
    machine = (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    how = (
        f"Measured on {datetime.now(timezone.utc):%Y-%m-%d}: {machine}, {versions()}. Medians of {runs} runs of whole "
        f"processes, in turns; trees from seed {seed}, in which {FACTS_IN_A_HUNDRED} files of a hundred hold facts and "
        "the others have five kilobytes on average."
    )
    return "\n".join(
        [
            "<!-- Written by `python -m benchmarks.speed --write`. -->",
            "",
            "# How fast envlint is",
            "",
            how,
            "",
            "Times a bare start of Python:",
            "",
            *table(made),
            "",
            "What is wanted, and what was measured:",
            "",
            "| | against | at most | measured |",
            "|---|---|---|---|",
            *wanted,
            growth,
            *_of_real(rows),
            "![The figures of the first table](performance.svg)",
            "",
        ]
    )


def _of_real(rows: list[Row]) -> list[str]:
    """The section on trees that were not made up; none where there were no such trees."""
    found = [row for row in rows if row.real]
    said = (
        "Public full-stack projects side by side in one folder, dense with what envlint reads: of the ten thousand "
        "files it reads more than a fifth. Times a bare start of Python:"
    )
    return ["## Real files", "", said, "", *table(found), ""] if found else []


def table(rows: list[Row]) -> list[str]:
    """The lines of a table: what each tool took on each tree, in bare starts of Python."""
    seconds = {(row.files, row.tool): row.seconds for row in rows}
    sizes = sorted({row.files for row in rows})
    return [
        "| | " + " | ".join(f"{size:,} files" for size in sizes) + " |",
        "|---" * (len(sizes) + 1) + "|",
        *(
            f"| {name} | " + " | ".join(_times(seconds, size, name) for size in sizes) + " |"
            for name in dict.fromkeys(row.tool for row in rows)
        ),
    ]


def _times(seconds: dict[tuple[int, str], float], size: int, name: str) -> str:
    if (size, name) not in seconds:
        return ""
    return f"{seconds[size, name] / seconds[size, 'Python, `pass`']:.1f}"


def versions() -> str:
    """The versions of what was measured."""
    from importlib.metadata import version

    return ", ".join(f"{name} {version(name)}" for name in ("tree-sitter", "click"))


def plot(rows: list[Row]) -> str:
    """The table as bars, one group for each tree, in logarithms: a unit is ten times as long."""
    from math import log10

    start = min(row.seconds for row in rows)
    lines: list[str] = []
    y = 20
    for size in sorted({row.files for row in rows}):
        lines.append(f'<text x="8" y="{y}" font-weight="bold">{size:,} files</text>')
        for row in (row for row in rows if row.files == size):
            y += 18
            width = 110 * log10(max(row.seconds / start, 1.05))
            colour = "#2a6f97" if row.tool.startswith("envlint") else "#a9a9a9"
            label = f"{row.tool.replace('`', '')}: {row.seconds / start:.1f}"
            lines.append(f'<rect x="8" y="{y - 11}" width="{width:.0f}" height="13" fill="{colour}"/>')
            lines.append(f'<text x="{width + 14:.0f}" y="{y}">{label}</text>')
        y += 30
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{y}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, *lines, "</svg>", ""])


def main() -> int:
    """Prints or writes the page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 1_000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--peers", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    rows = [row for size in options.sizes for row in made_up(size, options.runs, options.seed, options.peers)]
    rows += [row for folder in options.real for row in real(folder, options.runs, options.peers)]
    text = page(rows, options.runs, options.seed)
    print(text)
    if options.write:
        PAGE.write_text(text, "utf-8")
        PLOT.write_text(plot([row for row in rows if not row.real]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
