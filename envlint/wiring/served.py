"""Folders of scripts and pages that a server of the repository serves itself, without a bundler in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Connect, FileFacts, ServedFolder
from envlint.patterns import pattern
from envlint.project import App, folder_of, is_within, joined, upward
from envlint.records import record
from envlint.wiring.texts import PageAddress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from envlint.wiring.servers import Listener, Server

_CONVENTIONS = frozenset({"static", "templates", "public"})
"""Folders that Flask, Django and Express applications serve by custom."""

_SENT = pattern(r"\.(?:html?|jinja2|ejs|m?js)$")


@record
class ServedApp:
    """A folder that is sent to the browser as it is.

    `by` is the file of the server's code that names it, empty where it is served by custom.
    """

    app: App
    by: str


def served_apps(
    paths: Iterable[str], files: Sequence[FileFacts], frontends: Sequence[App], backends: Sequence[App]
) -> tuple[ServedApp, ...]:
    """The folders whose scripts or pages call something and that a backend serves, with no bundler in between."""
    calling = [
        facts.source.path for facts in files if next(facts.of(Connect), None) and _SENT.search(facts.source.path)
    ]
    folders = {folder for path in calling for folder in upward(folder_of(path))[:-1]}
    if folders:
        folders -= {folder_of(path) for path in paths if path.endswith(".py")}
    found: dict[str, str] = {}
    for facts in files:
        for fact in facts.of(ServedFolder):
            root = _named(fact.name, facts.source.path, folders)
            if root is not None:
                found.setdefault(root, facts.source.path)
    for folder in sorted(folders):
        if folder.rpartition("/")[2] in _CONVENTIONS and any(app.holds(folder) for app in backends):
            found.setdefault(folder, "")
    roots = [root for root in sorted(found) if not _is_bundled(root, frontends)]
    outer = [root for root in roots if not any(other != root and is_within(root, other) for other in roots)]
    return tuple(ServedApp(App(root, "frontend", "browser"), found[root]) for root in outer)


def _named(name: str, path: str, folders: set[str]) -> str | None:
    """The folder that a server's code means: relative to its file, or to a folder above, where it is started."""
    candidates = (joined(folder, name) for folder in upward(folder_of(path)))
    return next((folder for folder in candidates if folder and folder in folders), None)


def _is_bundled(root: str, frontends: Sequence[App]) -> bool:
    return not root or any(is_within(root, app.root) or is_within(app.root, root) for app in frontends)


def server_of(served: ServedApp, servers: Sequence[Server]) -> Server | None:
    """The server that serves a folder: the one that the file makes, else the only one of the same backend."""
    own = [server for server in servers if server.path == served.by]
    same = own or [server for server in servers if server.app.holds(served.by or served.app.root)]
    return same[0] if len(same) == 1 else None


def page_from(server: Server) -> PageAddress | None:
    """The address of the pages of a server; None where its port is not known for sure."""
    listeners: list[Listener] = [each for each in server.listeners if each.published] or list(server.listeners)
    if len({listener.port for listener in listeners}) != 1:
        return None
    first = listeners[0]
    return PageAddress("https" if first.tls else "http", "localhost", first.port, first.at)
