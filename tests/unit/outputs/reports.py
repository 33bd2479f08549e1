"""Reports made by hand, and short ways to make them."""

from __future__ import annotations

from envlint.model import (
    Checked,
    CheckedApp,
    Edit,
    Finding,
    Fix,
    Label,
    Location,
    Problem,
    Report,
    Safety,
    Severity,
    Source,
    Unreadable,
    Unresolved,
)


def at(source: Source, text: str) -> Location:
    """Where a text stands first."""
    start = source.text.index(text)
    return source.at(start, start + len(text))


def finding(problem: Problem, rule: str = "host-mismatch", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(problem, rule, severity, "0123456789abcdef")


SOCKET = Source("web/socket.ts", "import { x } from 'y'\n\nconst FALLBACK = 'ws://127.0.0.1:8000/ws'\n")
ENV = Source("web/.env.local", "VITE_API_URL=http://localhost:8000\nJWT_SECRET=hunter2 # old: hunter1\n")

MISMATCH = finding(
    Problem(
        "this fallback names the server `127.0.0.1`",
        at(SOCKET, "127.0.0.1"),
        (
            Label(at(ENV, "localhost"), "the same server is `localhost` here"),
            Label(at(SOCKET, "FALLBACK"), "used here"),
        ),
        "the cookies of one are never sent to the other",
        "use one spelling",
        (Fix("write `localhost`", (Edit(at(SOCKET, "127.0.0.1"), "localhost"),), Safety.SAFE),),
    )
)

CHECKED = Checked(
    (CheckedApp("web", "frontend", "vite"), CheckedApp("api", "backend", "fastapi")),
    4,
    1,
    (Unresolved(at(SOCKET, "import"), "a parameter"),),
)

REPORT = Report((MISMATCH,), (Unreadable("api/old.py", "it is not UTF-8 (byte 0xfc in line 2)"),), CHECKED, 42)

ODD = Source("caf\udce9\n.py", "x = '\U0001f600' # \x1b\u202e\r\ny\r\n")
REPORTS = [
    Report(),
    REPORT,
    Report((finding(Problem("\udce9", at(ODD, "# \x1b")), severity=Severity.NOTE),), (Unreadable("\udce9", "\udce9"),)),
    Report((finding(Problem("", at(ODD, "\r\ny"), (Label(ODD.at(0, 0), ""),)), severity=Severity.WARNING),)),
    Report(checked=Checked((CheckedApp(".", "backend", "fastapi"),))),
]

_URL = "http://me:hunter2@db"
_SECRET = at(ENV, "JWT_SECRET=hunter2")
SECRETIVE = Report(
    (
        finding(
            Problem(
                _URL,
                _SECRET,
                (Label(_SECRET, _URL),),
                _URL,
                _URL,
                (Fix("write it", (Edit(_SECRET, _URL),)), Fix(f"write {_URL}", (Edit(_SECRET, "http://db"),))),
            )
        ),
    ),
    (Unreadable(".env", _URL),),
)
"""`hunter2` is in every field of it that may hold a text."""
