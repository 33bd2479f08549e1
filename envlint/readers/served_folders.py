"""The folders of which a server's code says that it serves files or pages from them.

Only the names are read, by lines: how a path is put together differs in every project, and a name counts where such a
folder exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import ServedFolder
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

words = (
    *("StaticFiles(", "Jinja2Templates(", "static_folder", "template_folder", "send_from_directory", "send_file("),
    *("STATICFILES_DIRS", "FileResponse(", "FileSystemLoader(", "add_static("),
    *(
        "express.static",
        "serveStatic",
        "sendFile(",
        "fastifyStatic",
        "@fastify/static",
        "useStaticAssets",
        "koa-static",
    ),
)

_SERVES = pattern("|".join(word.replace("(", r"\(").replace(".", r"\.") for word in words))
_PATH = pattern(r"^[^=\n]*(?:dir|path|folder|root|static|template|public|frontend|client)\w*\s*(?::[^=\n]*)?=(?!=)", 2)
_QUOTED = pattern(r"(['\"`])((?:\.{0,2}/)*[A-Za-z_][\w-]*(?:/[\w-]+)*)/?\1")


def read(source: Source) -> Iterator[ServedFolder]:
    """The names of folders in the lines that serve files, and in those that set the paths which such lines use."""
    if _SERVES.search(source.text) is None:
        return
    start = 0
    for line in source.text.split("\n"):
        if (_SERVES.search(line) or _PATH.search(line)) and not line.lstrip().startswith(("#", "//", "*")):
            for match in _QUOTED.finditer(line):
                yield ServedFolder(match[2].lstrip("/"), source.at(start + match.start(2), start + match.end(2)))
        start += len(line) + 1
