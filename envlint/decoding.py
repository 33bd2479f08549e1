"""The text of a file's bytes."""

from __future__ import annotations

import codecs

from envlint.model import Source, Unreadable
from envlint.patterns import pattern

_PYTHON_CODING = pattern(rb"(?:[ \t\f]*#[^\n]*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_MINIFIED_BYTES = 16 * 1024
_MINIFIED_LINE = 1000


def decoded(path: str, data: bytes) -> Source | Unreadable:
    """The text of a file's bytes, with its line ends as they are and without a byte order mark.

    The encoding is UTF-8, UTF-16 (with a mark, or where every other byte is zero), or what a Python file declares
    (PEP 263). Minified code and videos named `.ts` come as an empty text: there is nothing in them to lint.
    """
    if _is_machine_made(path, data):
        return Source(path, "")
    encoding, mark = _encoding(data)
    if encoding.startswith("utf-32"):
        return Unreadable(path, "it is UTF-32, which no loader of such files reads")
    try:
        return Source(path, data[len(mark) :].decode(encoding), encoding, bool(mark))
    except UnicodeDecodeError as error:
        declared = _declared(path, data)
        return declared if declared is not None else Unreadable(path, _not_text(data, error))


def _encoding(data: bytes) -> tuple[str, bytes]:
    """The encoding of some bytes, and the byte order mark that they begin with."""
    if data[:1] < b"\x80" and b"\0" not in data[:256]:
        return "utf-8", b""  # as nearly every file; nothing of the rest can hold
    for encoding, mark in (
        ("utf-8", codecs.BOM_UTF8),
        ("utf-32-le", codecs.BOM_UTF32_LE),  # begins with UTF-16's mark, so it is asked first
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ):
        if data.startswith(mark):
            return encoding, mark
    head = data[:256]
    if len(head) >= 4 and len(data) % 2 == 0:
        if not any(head[1::2]) and all(head[::2]):
            return "utf-16-le", b""
        if not any(head[::2]) and all(head[1::2]):
            return "utf-16-be", b""
    return "utf-8", b""


def _declared(path: str, data: bytes) -> Source | None:
    declaration = _PYTHON_CODING.match(data) if path.endswith((".py", ".pyi")) else None
    if declaration is None:
        return None
    encoding = declaration[1].decode("ascii", "replace").lower()
    try:
        return Source(path, data.decode(encoding), encoding)
    except (LookupError, ValueError):
        return None


def _not_text(data: bytes, error: UnicodeDecodeError) -> str:
    if error.encoding != "utf-8":
        return f"it begins like {error.encoding.upper()} and goes on as something else"
    if b"\0" in data[:8000]:
        return "it is binary"
    line = data.count(b"\n", 0, error.start) + 1
    return f"it is not UTF-8 (byte 0x{data[error.start]:02x} in line {line})"


def _is_machine_made(path: str, data: bytes) -> bool:
    """Minified code by its long lines, and an MPEG transport stream by its packets of 188 bytes."""
    if path.endswith(".ts") and data[0:1] == data[188:189] == data[376:377] == b"G":
        return True
    if not path.endswith((".js", ".mjs", ".cjs")) or len(data) < _MINIFIED_BYTES:
        return False
    return len(data) > _MINIFIED_LINE * (data.count(b"\n") + 1)
