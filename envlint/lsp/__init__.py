"""A language server: the report of a run in an editor, while one types.

It lints the folders of the editor's workspace by `engine.run`, with open buffers in the place of the files on disk. As
everywhere in envlint, nothing of the project is run. pygls, which speaks the protocol, is the optional extra `lsp`.
"""

from __future__ import annotations

import gc

from envlint.errors import UserError

_GARBAGE = 50_000
"""Objects between two looks for cycles, as on the command line: a run makes next to none, and looking costs time."""


def serve() -> int:
    """Serves one editor on the standard streams until it says goodbye; returns the exit code.

    Raises UserError where the extra is not installed.
    """
    try:
        from envlint.lsp.server import made
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise UserError("the language server needs pygls: pip install 'envlint-stack[lsp]'") from None
    gc.set_threshold(_GARBAGE)
    made().start_io()
    return 0
