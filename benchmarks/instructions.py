"""Counts the instructions of runs on fixed inputs, and compares them with those that are written down.

    python -m benchmarks.instructions [--write]

Seconds say little on a shared machine; the instructions that a processor carries out are nearly the same every time,
and callgrind (https://valgrind.org/docs/manual/cl-manual.html) counts them. They depend on Python's version, so the
figures in instructions.json are by version; where there is none for this one, the counts are printed and held against
nothing. Ends with 1 where a count is more than a tenth above its figure. --write makes the counts the new figures.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.cold_start import clean_environment
from benchmarks.lsp_edit import write_workspace

ROOT = Path(__file__).resolve().parents[1]
FIGURES = Path(__file__).with_suffix(".json")
MORE = 1.1
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
_COUNT = re.compile(r"Collected : (\d+)")


def counted(arguments: list[str]) -> int:
    """The instructions of `envlint ARGUMENTS`. Raises RuntimeError where the run fails."""
    envlint = [sys.executable, "-m", "envlint", *arguments]
    environment = {**clean_environment(), "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *envlint]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=600)
    match = _COUNT.search(done.stderr)
    if match is None or done.returncode > 1:
        raise RuntimeError(f"valgrind ended with {done.returncode}: {done.stderr[-500:]}")
    return int(match[1])


def counts() -> dict[str, int]:
    """The counts by input, in millions."""
    with tempfile.TemporaryDirectory() as name:
        tree, cache = Path(name, "tree").resolve(), Path(name, "cache").resolve()
        tree.mkdir()
        write_workspace(tree, 300, 40, 1)
        inputs = {
            "start alone": ["--version"],
            "example project": [str(ROOT / "examples/study-app"), "--no-cache"],
            "300 files, cold": [str(tree), "--no-cache"],
            "300 files, warm": [str(tree), "--cache-dir", str(cache)],
        }
        for arguments in inputs.values():  # compiles what has changed, and fills the cache
            command = [sys.executable, "-m", "envlint", *arguments]
            subprocess.run(command, env=clean_environment(), cwd=ROOT, capture_output=True, check=False)
        return {name: counted(arguments) // 1_000_000 for name, arguments in inputs.items()}


def main() -> int:
    """Prints the counts beside their figures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    known: dict[str, dict[str, int]] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    found, figures = counts(), known.get(VERSION, {})
    for name, count in found.items():
        print(f"{name:20}{count:8} million instructions, {figures.get(name, '-'):>6} written down for Python {VERSION}")
    if options.write:
        FIGURES.write_text(json.dumps({**known, VERSION: found}, indent=2) + "\n", "utf-8")
        return 0
    more = [name for name, count in found.items() if name in figures and count > figures[name] * MORE]
    if more:
        print(f"more than a tenth above its figure: {', '.join(more)}")
    return 1 if more else 0


if __name__ == "__main__":
    sys.exit(main())
