"""What the protocol asks of us, and who answers."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from envlint import __version__
from envlint.lsp.actions import OPEN, actions
from envlint.lsp.diagnostics import shown
from envlint.lsp.hover import trail
from envlint.lsp.lens import lenses
from envlint.lsp.positions import range_of
from envlint.lsp.session import Session
from envlint.lsp.uris import path_of
from envlint.lsp.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from envlint.lsp.view import View

_PATIENCE = 10.0
"""Seconds for which a question waits until the last edit is linted, before it is answered from the report before."""
_WATCH = "envlint-files"


class Server(LanguageServer):
    """pygls's server, and what we know of the one editor that it serves."""

    session: Session
    worker: Worker

    def __init__(self) -> None:
        # Editors send the whole text: pygls applies parts of one to lines as `str.splitlines` has them, which are not
        # those of the protocol, and a file of ours has a mebibyte at the most.
        super().__init__(  # pyright: ignore[reportUnknownMemberType]  # pygls does not type what it hands on
            "envlint", __version__, lsp.TextDocumentSyncKind.Full
        )

    def tell(self, error: Exception) -> None:
        """Writes an error into the editor's log."""
        words = "\n".join(map(shown, f"envlint: {error}".split("\n")))
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, words))

    def post(self, change: Callable[[], None]) -> None:
        """Has a change done and linted by the worker."""
        self.worker.post(change)

    def settled(self, uri: str) -> tuple[View, str] | None:
        """The view of a file after all edits so far. Waits, so it is for handlers in threads."""
        self.worker.settle(_PATIENCE)
        return self.session.view(uri)


def made() -> Server:
    """A server with its handlers, not started."""
    # pygls logs every message with all texts; only what goes wrong is for the editor's log, which reads stderr.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    server = Server()
    for register in (_life, _documents, _questions):
        register(server)
    return server


def _life(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(ls: Server, params: lsp.InitializeParams) -> None:
        able = params.capabilities
        show = able.window.show_document if able.window else None
        edits = able.workspace.workspace_edit if able.workspace else None
        ls.session = Session(
            ls.text_document_publish_diagnostics,
            ls.tell,
            can_show=bool(show and show.support),
            knows_versions=bool(edits and edits.document_changes),
        )
        ls.worker = Worker(ls.session.check, ls.tell)

    @server.feature(lsp.INITIALIZED)
    def initialized(ls: Server, _params: lsp.InitializedParams) -> None:
        _watch(ls)
        ls.post(partial(ls.session.set_folders, _paths(ls.workspace.folders or [ls.workspace.root_uri])))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(ls: Server, _params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        ls.post(partial(ls.session.set_folders, _paths(ls.workspace.folders)))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(ls: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
        changed = [event.uri for event in params.changes if event.type == lsp.FileChangeType.Changed]
        listed = [event.uri for event in params.changes if event.type != lsp.FileChangeType.Changed]
        ls.post(partial(ls.session.changed, changed))
        ls.post(partial(ls.session.listed, listed))


def _watch(ls: Server) -> None:
    """Asks the editor to tell what happens to files outside of it: in other programs, by a switch of the branch."""
    able = ls.client_capabilities.workspace
    watching = able.did_change_watched_files if able else None
    if watching and watching.dynamic_registration:
        every = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher("**/*")])
        registration = lsp.Registration(_WATCH, lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, every)
        ls.client_register_capability(lsp.RegistrationParams([registration]))


def _paths(uris: Iterable[str | None]) -> list[Path]:
    return [path for uri in uris if uri and (path := path_of(uri)) is not None]


def _documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        ls.post(partial(ls.session.edit, document.uri, document.text, document.version))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        text = ls.workspace.get_text_document(uri).source
        ls.post(partial(ls.session.edit, uri, text, params.text_document.version))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        ls.post(partial(ls.session.saved, params.text_document.uri))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        ls.post(partial(ls.session.close, params.text_document.uri))


def _questions(server: Server) -> None:
    kinds = lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    @server.thread()
    def code_actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction | lsp.Command]:
        found = ls.settled(params.text_document.uri)
        if found is None:
            return []
        offered = [
            action for finding in found[0].touched(found[1], params.range) for action in actions(finding, found[0])
        ]
        only = params.context.only
        return [each for each in offered if not only or (isinstance(each, lsp.CodeAction) and each.kind in only)]

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    @server.thread()
    def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        found = ls.settled(params.text_document.uri)
        findings = found[0].touched(found[1], lsp.Range(params.position, params.position)) if found else []
        if found is None or not findings:
            return None
        text = "\n\n---\n\n".join(trail(finding, found[0].uri_of) for finding in findings)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), range_of(findings[0].problem.at))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    @server.thread()
    def code_lens(ls: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        found = ls.settled(params.text_document.uri)
        return list(lenses(found[1], found[0])) if found else []

    @server.command(OPEN)
    def open_place(ls: Server, uri: str, selection: lsp.Range) -> None:
        ls.window_show_document(lsp.ShowDocumentParams(uri, take_focus=True, selection=selection))
