"""What may be shown. Env files hold secrets, and so do URLs: the one place that blanks them.

A secret is blanked whole; its first letters would be a part of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.model import Fix

_BLANK = "***"

_USER = r"(?P<user>[^\s/?#@'\"`]*@)"
_ODD_USER = r"(?P<odd>[^\s/?#:@'\"`]*:(?!//|\d*(?:[/?#,;\s'\"`]|$))[^\s'\"`]*@)"
"""A password in which `/`, `?` or `#` was not encoded ends at the last `@`; a port is no password."""

_SENSITIVE = r"(?:secret|token|passw(?:or)?d|passphrase|pwd|api_?key|access_?key|private_?key|signature|credentials?)"
_SECRETS = pattern(
    rf"(?<=://)(?:{_USER}|{_ODD_USER})"
    rf"|(?<=[?&])(?P<query>[\w.-]*{_SENSITIVE}=)(?![$<{{])[^&\s'\"`#]+"
    rf"|(?<![\w$])(?P<name>[A-Z0-9_]*{_SENSITIVE.upper()}[A-Z0-9_]*(?<!_UR[IL])(?<!_HOST)(?<!_PORT)(?<!_ENDPOINT)=)(?P<quote>[\"']?)(?![$<{{])[^\s\"'`;&(){{}}]+",
)

_ENV_FILE = pattern(r"(?:^|[._-])(?:dot)?env(?:rc)?(?:$|[._-])", re.IGNORECASE)
_CODE_FILE = pattern(r"\.(?:[cm]?[jt]sx?|pyi?|vue|svelte|json|ya?ml|toml|sh|html|md)$", re.IGNORECASE)
_ENV_KEY = pattern(r"[\s#]*(?:export\s+)?(?P<key>[A-Za-z_][\w.-]*)(?:\s*[=:]\s*|\s*$)")
_PLAIN_KEY = pattern(r"[A-Z0-9_.-]{1,64}|[a-z0-9_.-]{1,64}|(?=[^_]*_)[\w.-]{1,64}")
_SECRET_KEY = pattern(rf"{_SENSITIVE}|(?:^|_)(?:key|pass|salt)(?:_|$)", re.IGNORECASE)
_ADDRESS_KEY = pattern(r"(?:url|uri|host|port|origins?|endpoint)$", re.IGNORECASE)
_ADDRESS = pattern(
    r"://|localhost|\b\d{1,3}(?:\.\d{1,3}){3}\b|\[[0-9a-f:]*::[0-9a-f:]*\]"
    r"|^[a-z0-9_.-]+:\d{1,5}(?:/|$)|^(?:\d{1,5}|true|false|\*|/[\w/.{}-]*)$"
    r"|^(?:[a-z0-9*-]+\.)+[a-z]{2,12}(?:[:/,]|$)"
)
_URL = pattern(r"(?P<origin>[a-z][a-z0-9+.-]*://[^\s/?#'\"`,]*)[^\s'\"`,]*", re.IGNORECASE)
_LONGEST_ENV_LINE = 8000
_LONGEST_TEXT = 4000
_WORDS = pattern(r"[^\s\"'`#$\\{}=]+")
_FRAME = " \t\"'`,;[]"


@record
class Marked:
    """A line and a range of it, in code points from the start of the line."""

    text: str
    start: int
    end: int


Span = tuple[int, int, str]
"""A half-open range of a text, and what is shown in its place."""


def without_secrets(text: str) -> str:
    """A text with user names and passwords of URLs, and values of secret-looking parameters, blanked.

    A text that is too long to be read is cut between two words.
    """
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT].rpartition(' ')[0]} ..."
    return line_without_secrets(Marked(text, 0, 0)).text


def tellable(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes that hold no secret: an edit with the secret blanked would destroy it, one without would print it."""
    return [fix for fix in fixes if all(without_secrets(edit.text) == edit.text for edit in fix.edits)]


def is_env_file(path: str) -> bool:
    """Whether every value in a file must be taken for a secret."""
    name = path.rpartition("/")[2]
    return _ENV_FILE.search(name) is not None and _CODE_FILE.search(name) is None


def line_without_secrets(line: Marked) -> Marked:
    """A line of any file but an env file, blanked like other text."""
    return _hidden(line, _secrets(line.text))


def env_line_without_secrets(line: Marked, ellipsis: str) -> Marked:
    """A line of an env file, of which only the key and the marked part of the value are left.

    What is marked is shown as it is where it is an address, a port or a switch, and the key does not look secret;
    else only its quotes and other signs are shown, which is what a fault of syntax is about. Where a part of a URL is
    marked, its scheme, host and port are shown, too.
    """
    match = _ENV_KEY.match(line.text)
    if match is None or not _PLAIN_KEY.fullmatch(match["key"]):
        return _hidden(line, _covered(line.text, 0, len(line.text), ellipsis))
    if len(line.text) > _LONGEST_ENV_LINE:
        return _hidden(line, [(match.end(), len(line.text), ellipsis)])
    start, end = max(line.start, match.end()), max(line.end, match.end())
    marked = line.text[start:end]
    if _is_secret(match["key"], marked):
        spans = [(start + word.start(), start + word.end(), ellipsis) for word in _WORDS.finditer(marked)]
    else:
        spans = _secrets(line.text, match.end())
        start, end = _with_origin(line.text, match.end(), start, end)
    spans += _covered(line.text, match.end(), start, ellipsis)
    spans += _covered(line.text, end, len(line.text), ellipsis)
    return _hidden(line, spans)


def _is_secret(key: str, marked: str) -> bool:
    if _SECRET_KEY.search(key) and not _ADDRESS_KEY.search(key):
        return True
    return _ADDRESS.search(marked.strip(_FRAME)) is None


def _with_origin(text: str, value: int, start: int, end: int) -> tuple[int, int]:
    """The marked range together with the scheme, host and port of the URL in which it stands."""
    for url in _URL.finditer(text, value):
        if start < end and url.start() <= start < url.end() and "@" not in url[0]:
            return url.start(), max(end, url.end("origin"))
    return start, end


def _covered(text: str, start: int, end: int, ellipsis: str) -> list[Span]:
    """The range as one span, without the quotes and brackets at its ends; none where nothing else is in it."""
    part = text[start:end]
    first = start + len(part) - len(part.lstrip(_FRAME))
    last = end - (len(part) - len(part.rstrip(_FRAME)))
    return [(first, last, ellipsis)] if first < last else []


def _secrets(text: str, start: int = 0) -> list[Span]:
    spans: list[Span] = []
    for match in _SECRETS.finditer(text, start):
        if match["user"] or match["odd"]:
            spans.append((match.start(), match.end() - 1, _BLANK))
        else:
            shown = (match["query"] or match["name"] or "") + (match["quote"] or "")
            spans.append((match.start() + len(shown), match.end(), _BLANK))
    return spans


def _merged(spans: list[Span]) -> Iterator[Span]:
    """The spans in order; of two that overlap one takes the place of both."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span[0] < current[1]:
            current = (current[0], max(current[1], span[1]), current[2])
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _hidden(line: Marked, spans: list[Span]) -> Marked:
    """A line with spans replaced. A mark that begins or ends inside a span covers all of it."""
    parts: list[str] = []
    done = length = 0
    start, end = line.start, line.end
    for first, last, shown in _merged(spans):
        parts += [line.text[done:first], shown]
        length += first - done + len(shown)
        if last <= line.start:
            start = line.start - last + length
        elif first <= line.start:
            start = length - len(shown)
        if last <= line.end:
            end = line.end - last + length
        elif first < line.end:
            end = length
        done = last
    return Marked("".join(parts) + line.text[done:], start, max(start, end))
