"""Measures a cold run of envlint on a small project against a bare start of Python.

    python benchmarks/cold_start.py [--files 20] [--runs 11] [--seed 1] [--max-ratio 13]

Both are whole processes, run in turns so that a busy machine slows both. Prints the medians of CPU time (user and
system, of the process and its children) and of wall time, and their ratios. With --max-ratio it ends with 1 when the
ratio of CPU time is above it: CPU time is what a busy machine disturbs least. Runs on Linux and macOS.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BARE = [sys.executable, "-c", "pass"]
ENVLINT = [sys.executable, "-m", "envlint", "."]

FIXED = {
    "backend/.env": "CORS_ALLOW_ORIGINS=http://localhost:5173,http://127.0.0.1:5173\n",
    "backend/requirements.txt": "fastapi==0.165.0\nuvicorn==0.54.0\npydantic-settings==2.16.0\n",
    "backend/app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    CORS_ALLOW_ORIGINS: str = "http://localhost:5173"

    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.CORS_ALLOW_ORIGINS.split(",")]


settings = Settings()
""",
    "frontend/.env.local": "VITE_API_URL=http://localhost:8000\nVITE_WS_URL=ws://localhost:8000/api/chat/ws\n",
    "frontend/package.json": '{"scripts": {"dev": "vite"}, "devDependencies": {"vite": "^7.2.0"}}\n',
    "frontend/vite.config.ts": "import { defineConfig } from 'vite'\n\nexport default defineConfig({})\n",
    "frontend/src/socket.ts": """const FALLBACK = 'ws://127.0.0.1:8000/api/chat/ws'

export const socket = new WebSocket(import.meta.env.VITE_WS_URL ?? FALLBACK)
""",
    "Makefile": "start:\n\tcd backend && uvicorn app.main:app --host 0.0.0.0 --port 8000\n",
}
"""The files that hold facts; routes and pages, which a seed makes, are added up to the number asked for."""


@dataclass(frozen=True)
class Cost:
    """What a process cost, in seconds."""

    cpu: float
    wall: float


def write_project(folder: Path, files: int, seed: int) -> None:
    """Writes a project of that many files, the same for the same seed."""
    chance = random.Random(seed)
    routers = max(1, (files - len(FIXED) - 1) // 2)
    pages = max(0, files - len(FIXED) - 1 - routers)
    names = [f"part{number}" for number in range(routers)]
    texts = FIXED | {"backend/app/main.py": _main(names)}
    texts |= {f"backend/app/{name}.py": _router(name, chance) for name in names}
    texts |= {f"frontend/src/Page{number}.tsx": _page(chance.choice(names), number) for number in range(pages)}
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def _main(names: list[str]) -> str:
    return "\n".join(
        [
            "from fastapi import FastAPI",
            "from fastapi.middleware.cors import CORSMiddleware",
            "",
            f"from app import {', '.join(names)}",
            "from app.config import settings",
            "",
            "app = FastAPI()",
            "app.add_middleware(CORSMiddleware, allow_origins=settings.origins(), allow_credentials=True)",
            *(f"app.include_router({name}.router)" for name in names),
            "",
        ]
    )


def _router(name: str, chance: random.Random) -> str:
    routes = "\n".join(
        f'\n@router.get("/item{number}")\nasync def item{number}() -> dict[str, int]:\n'
        f'    return {{"value": {chance.randrange(1000)}}}\n'
        for number in range(chance.randrange(2, 6))
    )
    return f'from fastapi import APIRouter\n\nrouter = APIRouter(prefix="/api/{name}")\n\n{routes}'


def _page(name: str, number: int) -> str:
    return f"""const API_URL = import.meta.env.VITE_API_URL ?? 'http://localhost:8000'

export async function load{number}() {{
  const response = await fetch(`${{API_URL}}/api/{name}/item0`, {{ credentials: 'include' }})
  return response.json()
}}

export function Page{number}() {{
  return <button onClick={{load{number}}}>Load {number}</button>
}}
"""


def cost(command: list[str], folder: Path) -> Cost:
    """What one run of a command in a folder costs."""
    before, start = _children_cpu(), time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, check=False)
    cpu, wall = _children_cpu() - before, time.perf_counter() - start
    if run.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} ended with {run.returncode}:\n{run.stderr.decode()}")
    return Cost(cpu, wall)


def clean_environment() -> dict[str, str]:
    """The environment without Python's own switches: PYTHONDONTWRITEBYTECODE alone doubles the cost of a start."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _children_cpu() -> float:
    """The CPU seconds of all ended children: os.times() would count them in steps of 10 ms, as much as a bare start."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measured(folder: Path, runs: int) -> tuple[Cost, Cost]:
    """The median costs of a bare start and of envlint, after one run of each that is not counted."""
    pairs = [(cost(BARE, folder), cost(ENVLINT, folder)) for _ in range(runs + 1)][1:]
    bare, ours = zip(*pairs, strict=True)
    return _median(bare), _median(ours)


def _median(costs: tuple[Cost, ...]) -> Cost:
    return Cost(median(one.cpu for one in costs), median(one.wall for one in costs))


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-ratio", type=float)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write_project(Path(name), options.files, options.seed)
        bare, ours = measured(Path(name), options.runs)
    ratio = ours.cpu / bare.cpu
    print(f"{'':12}{'CPU ms':>10}{'wall ms':>10}   ({options.files} files, median of {options.runs})")
    print(f"{'bare Python':12}{bare.cpu * 1000:10.1f}{bare.wall * 1000:10.1f}")
    print(f"{'envlint':12}{ours.cpu * 1000:10.1f}{ours.wall * 1000:10.1f}")
    print(f"{'ratio':12}{ratio:10.1f}{ours.wall / bare.wall:10.1f}")
    if options.max_ratio is not None and ratio > options.max_ratio:
        print(f"above the limit of {options.max_ratio:g}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
