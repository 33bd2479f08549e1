"""A bar on the terminal, for runs that take longer than a second."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from envlint.files import Tree

PATIENCE = 1.0
"""Seconds before the bar appears."""

_BEAT = 0.1
_WIDTH = 30


@contextmanager
def progress(tree: Tree) -> Generator[None]:
    """Shows how many of the files have been read, while something else reads them; nothing where nobody sees it."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_draw, args=(tree, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _draw(tree: Tree, done: threading.Event) -> None:
    if done.wait(PATIENCE):
        return
    while not done.wait(_BEAT):
        sys.stderr.write(f"\r{bar(tree.files_read, len(tree))}")
        sys.stderr.flush()
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


def bar(read: int, of: int) -> str:
    """The bar: how many files were read, of how many."""
    full = _WIDTH * read // max(of, 1)
    return f"envlint [{'#' * full}{'.' * (_WIDTH - full)}] {read}/{of} files"
