"""The language server over stdio, with a real client; every wait ends after some seconds."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from envlint.lsp.actions import OPEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parents[2]
SERVER = [sys.executable, "-c", "import sys; from envlint.lsp import serve; sys.exit(serve())"]
SECONDS = 20
FILES = {
    "backend/app/main.py": """from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.get("/api/items")
async def items() -> list[int]:
    return []
""",
    "backend/requirements.txt": "fastapi\n",
    "frontend/package.json": '{"devDependencies": {"vite": "^7.2.0"}}\n',
    "frontend/vite.config.ts": "export default {}\n",
    "frontend/.env": "# \N{SUN WITH FACE}\r\nVITE_API_URL=http://localhost:8000\r\n",
    "frontend/src/main.ts": """const url = import.meta.env.VITE_API_URL ?? 'http://127.0.0.1:8000'
fetch(`${url}/api/items`)
""",
    "Makefile": "start:\n\tcd backend && uvicorn app.main:app --port 8000\n",
}
RULE = "host-mismatch"
PAGE = "frontend/src/main.ts"

pytestmark = pytest.mark.asyncio


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    return tmp_path.resolve()


@pytest_asyncio.fixture
async def client(project: Path) -> AsyncIterator[LanguageClient]:
    made = make_test_lsp_client()
    made.feature(lsp.CLIENT_REGISTER_CAPABILITY)(_registered)
    await made.start_io(*SERVER, cwd=str(ROOT))
    folders = [lsp.WorkspaceFolder(project.as_uri(), "project")]
    able = client_capabilities("visual-studio-code")
    await made.initialize_session(lsp.InitializeParams(able, root_uri=project.as_uri(), workspace_folders=folders))
    yield made
    await made.shutdown_session()
    await made.stop()  # type: ignore[no-untyped-call]  # pygls's own


def _registered(_params: lsp.RegistrationParams) -> None:
    """What is asked to be watched is all that a test writes: the tests tell of it themselves."""


async def until(client: LanguageClient, uri: str, codes: list[str]) -> list[lsp.Diagnostic]:
    """The diagnostics of a file, as soon as they have these codes."""

    async def waiting() -> list[lsp.Diagnostic]:
        while [each.code for each in client.diagnostics.get(uri, ())] != codes:
            await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return list(client.diagnostics.get(uri, ()))

    return await asyncio.wait_for(waiting(), SECONDS)


def opened(client: LanguageClient, path: Path, text: str | None = None) -> str:
    uri = path.as_uri()
    known = path.read_bytes().decode() if text is None else text
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "x", 1, known)))
    return uri


def edited(client: LanguageClient, uri: str, text: str, version: int = 2) -> None:
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(
            lsp.VersionedTextDocumentIdentifier(version, uri), [lsp.TextDocumentContentChangeWholeDocument(text)]
        )
    )


async def offered(client: LanguageClient, uri: str, at: lsp.Range) -> list[lsp.Command | lsp.CodeAction]:
    asked = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), at, lsp.CodeActionContext([]))
    found = await asyncio.wait_for(client.text_document_code_action_async(asked), SECONDS)
    return list(found or ())


async def test_a_file_that_is_not_open_has_diagnostics(client: LanguageClient, project: Path) -> None:
    (found,) = await until(client, (project / PAGE).as_uri(), [RULE])
    assert found.source == "envlint"
    assert found.severity is not None
    assert found.code_description is not None
    assert found.code_description.href.endswith("/host_mismatch.py")
    assert isinstance(found.data, dict)
    assert found.data["rule"] == RULE
    assert found.related_information is not None
    related = {each.location.uri: each.location.range.start for each in found.related_information}
    assert related[(project / "frontend/.env").as_uri()] == lsp.Position(1, 0)


async def test_what_is_typed_counts_before_it_is_saved(client: LanguageClient, project: Path) -> None:
    page = (project / PAGE).as_uri()
    await until(client, page, [RULE])
    env = opened(client, project / "frontend/.env")
    edited(client, env, "VITE_API_URL=http://127.0.0.1:8000\n")
    await until(client, page, [])
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(env)))
    await until(client, page, [RULE])


async def test_what_other_programs_write_counts(client: LanguageClient, project: Path) -> None:
    page = (project / PAGE).as_uri()
    await until(client, page, [RULE])
    env = project / "frontend/.env"
    env.write_text("VITE_API_URL=http://127.0.0.1:8000\n", "utf-8")
    change = lsp.FileEvent(env.as_uri(), lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([change]))
    await until(client, page, [])
    local = project / "frontend/.env.local"
    local.write_text("VITE_API_URL=http://localhost:8000\n", "utf-8")
    new = lsp.FileEvent(local.as_uri(), lsp.FileChangeType.Created)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([new]))
    await until(client, page, [RULE])
    local.unlink()
    gone = lsp.FileEvent(local.as_uri(), lsp.FileChangeType.Deleted)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([gone]))
    await until(client, page, [])


async def test_a_finding_can_be_mended_silenced_and_followed(client: LanguageClient, project: Path) -> None:
    page = opened(client, project / PAGE)
    (found,) = await until(client, page, [RULE])
    actions = await offered(client, page, found.range)
    fixes = [each for each in actions if isinstance(each, lsp.CodeAction)]
    assert all(each.kind == lsp.CodeActionKind.QuickFix and each.edit is not None for each in fixes)
    silencing = next(each for each in fixes if each.title.startswith("Ignore this host-mismatch"))
    assert silencing.edit is not None
    assert silencing.edit.document_changes is not None
    (change,) = silencing.edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (page, 1)
    assert change.edits[0].range == lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
    (command,) = [each for each in actions if isinstance(each, lsp.Command)]
    assert command.command == OPEN
    await asyncio.wait_for(
        client.workspace_execute_command_async(lsp.ExecuteCommandParams(command.command, command.arguments)), SECONDS
    )
    while not client.shown_documents:
        await asyncio.sleep(0.01)
    assert client.shown_documents[0].uri == (project / "frontend/.env").as_uri()


async def test_the_silencing_edit_silences(client: LanguageClient, project: Path) -> None:
    page = opened(client, project / PAGE)
    await until(client, page, [RULE])
    edited(client, page, f"// envlint: ignore[{RULE}] a reason\n{FILES[PAGE]}")
    await until(client, page, [])


async def test_questions_are_answered_for_the_last_edit(client: LanguageClient, project: Path) -> None:
    page = opened(client, project / PAGE)
    (found,) = await until(client, page, [RULE])
    edited(client, page, f"\n\n{FILES[PAGE]}")
    assert await offered(client, page, found.range) == []
    below = lsp.Position(found.range.start.line + 2, found.range.start.character)
    assert await offered(client, page, lsp.Range(below, below))


async def test_a_hover_tells_the_trail(client: LanguageClient, project: Path) -> None:
    page = opened(client, project / PAGE)
    (found,) = await until(client, page, [RULE])
    asked = lsp.HoverParams(lsp.TextDocumentIdentifier(page), found.range.start)
    hover = await asyncio.wait_for(client.text_document_hover_async(asked), SECONDS)
    assert hover is not None
    assert isinstance(hover.contents, lsp.MarkupContent)
    text = hover.contents.value
    assert "**symptom**" in text
    assert "**help**" in text
    assert f"[frontend/.env:2]({(project / 'frontend/.env').as_uri()}#L2)" in text
    beside = lsp.HoverParams(lsp.TextDocumentIdentifier(page), lsp.Position(1, 0))
    assert await asyncio.wait_for(client.text_document_hover_async(beside), SECONDS) is None


async def test_a_lens_above_a_variable_says_who_reads_it(client: LanguageClient, project: Path) -> None:
    env = opened(client, project / "frontend/.env")
    asked = lsp.CodeLensParams(lsp.TextDocumentIdentifier(env))
    (lens,) = await asyncio.wait_for(client.text_document_code_lens_async(asked), SECONDS) or ()
    assert lens.range.start == lsp.Position(1, 0)
    assert lens.command is not None
    assert lens.command.title == "read in frontend/src/main.ts"


async def test_a_file_outside_of_the_workspace_is_let_alone(client: LanguageClient, project: Path) -> None:
    outside = opened(client, project.parent / "other.ts", "new WebSocket('ws://127.0.0.1:8000')\n")
    assert await offered(client, outside, lsp.Range(lsp.Position(0, 0), lsp.Position(0, 9))) == []


async def test_secrets_are_blanked(client: LanguageClient, project: Path) -> None:
    page = opened(client, project / PAGE)
    await until(client, page, [RULE])
    edited(
        client, page, FILES[PAGE].replace("http://127.0.0.1:8000", "http://joe:hunter2@127.0.0.1:8000?token=hunter2")
    )
    everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(9, 0))
    actions = await offered(client, page, everywhere)
    assert actions
    assert "hunter2" not in str(actions)
    assert client.diagnostics[page]
    assert "hunter2" not in str(client.diagnostics)


async def test_a_folder_that_leaves_the_workspace_is_forgotten(client: LanguageClient, project: Path) -> None:
    uri = (project / PAGE).as_uri()
    await until(client, uri, [RULE])
    removed = lsp.WorkspaceFoldersChangeEvent(added=[], removed=[lsp.WorkspaceFolder(project.as_uri(), "project")])
    client.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(removed))
    await until(client, uri, [])
