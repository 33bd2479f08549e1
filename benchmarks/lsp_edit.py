"""Measures how long an edit in a warm workspace waits for its diagnostics, over a real language server on stdio.

    python -m benchmarks.lsp_edit [--files 10000] [--with-facts 200] [--edits 40] [--seed 1] [--max-median MS]

The workspace is that of cold_start.py, of --with-facts files, and plain modules up to --files: as in real projects,
most modules hold nothing that envlint asks for. Three kinds of edits are measured: in files of the workspace as chance
has it, for which the limit is; in a plain module; and in a file with facts, where a finding comes or goes with each
edit and everything is joined anew. Prints the medians and the slowest.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from benchmarks.cold_start import write_project

SERVER = [sys.executable, "-c", "import sys; from envlint.lsp import serve; sys.exit(serve())"]
FOLDERS = 97
"""Over so many folders the plain modules are spread, in each half."""

Client = LanguageClient
Answers = asyncio.Queue[lsp.PublishDiagnosticsParams]


def write_workspace(folder: Path, files: int, with_facts: int, seed: int) -> None:
    """Writes the same workspace for the same seed."""
    write_project(folder, with_facts, seed)
    chance = random.Random(seed)
    for number in range(files - with_facts):
        part = f"part{number % FOLDERS}"
        script = number % 2 == 1
        path = folder / (f"frontend/src/lib/{part}" if script else f"backend/app/lib/{part}")
        path.mkdir(parents=True, exist_ok=True)
        text = _script(number, chance) if script else _module(number, chance)
        (path / f"helper{number}{'.ts' if script else '.py'}").write_text(text, "utf-8")


def _functions(chance: random.Random, length: int) -> int:
    """How many functions of so many characters a module has: five kilobytes on average, most have less.

    The scripts and modules of public projects have eight on average, half of them less than four.
    """
    return max(1, round(chance.expovariate(length / 5_000)))


def _script(number: int, chance: random.Random) -> str:
    before = max(1, number - 2 * FOLDERS)
    body = "\n".join(
        f"export function sum{number}n{each}(items: number[]): number {{\n"
        f"  return items.reduce((sum, item) => sum + item * {chance.randrange(9)}, 0)\n}}\n"
        for each in range(_functions(chance, 115))
    )
    return f"import {{ sum{before}n0 }} from './helper{before}'\n\n{body}"


def _module(number: int, chance: random.Random) -> str:
    return "\n\n".join(
        f"def sum{number}n{each}(items: list[int]) -> int:\n"
        f"    return sum(item * {chance.randrange(9)} for item in items)\n"
        for each in range(_functions(chance, 85))
    )


async def measured(folder: Path, edits: int) -> dict[str, list[float]]:
    """The milliseconds of each edit, by kind."""
    answers: Answers = asyncio.Queue()
    client = Client("benchmark", "1")

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls's own
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        answers.put_nowait(params)

    await client.start_io(  # pyright: ignore[reportUnknownMemberType]  # pygls does not type what it hands on
        *SERVER, env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    )
    workspace = lsp.WorkspaceFolder(folder.as_uri(), folder.name)
    await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), workspace_folders=[workspace]))
    client.initialized(lsp.InitializedParams())
    plain = next((path for path in sorted(folder.rglob("helper*.ts"))), folder / "frontend/src/Page1.tsx")
    env = folder / "frontend/.env.local"
    rights = env.read_text("utf-8")
    every = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".ts", ".tsx"})
    found = {
        "any file": await _anywhere(client, answers, random.Random(edits).sample(every, min(edits, len(every)))),
        "with facts": await _edited(
            client, answers, env, [rights.replace("ws://localhost", "ws://127.0.0.1"), rights], edits
        ),
        "plain": await _edited(
            client, answers, plain, [plain.read_text("utf-8") + end for end in ("// a\n", "// b\n")], edits
        ),
    }
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()  # type: ignore[no-untyped-call]  # pygls's own
    return found


async def _anywhere(client: Client, answers: Answers, paths: list[Path]) -> list[float]:
    times: list[float] = []
    for path in paths:
        comment = "# a" if path.suffix == ".py" else "// a"
        texts = [path.read_text("utf-8") + f"{comment}{end}\n" for end in range(6)]
        times.append((await _edited(client, answers, path, texts, 1))[0])
    return times


async def _edited(client: Client, answers: Answers, path: Path, texts: list[str], edits: int) -> list[float]:
    uri = path.as_uri()
    document = lsp.TextDocumentItem(uri, lsp.LanguageKind.TypeScript, 0, path.read_text("utf-8"))
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
    await _answered(answers, uri, 0)
    times: list[float] = []
    for version in range(1, edits + 6):
        await asyncio.sleep(0.2)  # between two keys, in which the server rests
        change = lsp.TextDocumentContentChangeWholeDocument(texts[version % len(texts)])
        begun = time.perf_counter()
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(version, uri), [change])
        )
        await _answered(answers, uri, version)
        times.append((time.perf_counter() - begun) * 1000)
    return times[5:]


async def _answered(answers: Answers, uri: str, version: int) -> None:
    while True:
        answer = await asyncio.wait_for(answers.get(), 120)
        if answer.uri == uri and answer.version == version:
            return


def main() -> int:
    """Prints the table; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--with-facts", type=int, default=200)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-median", type=float)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_workspace(folder, options.files, options.with_facts, options.seed)
        found = asyncio.run(measured(folder, options.edits))
    print(f"{'':12}{'median ms':>11}{'slowest ms':>12}   ({options.files} files, {options.with_facts} with facts)")
    for kind, times in found.items():
        print(f"{kind:12}{median(times):11.1f}{max(times):12.1f}")
    if options.max_median is not None and median(found["any file"]) > options.max_median:
        print(f"above the limit of {options.max_median:g} ms")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
