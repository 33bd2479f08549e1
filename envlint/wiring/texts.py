"""The few text operations that projects use on URLs and lists of origins, with the places kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from envlint import pieces as pieces_
from envlint import url
from envlint.patterns import pattern
from envlint.pieces import Piece
from envlint.records import record
from envlint.wiring.results import Items, Resolved, Result, Switch, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.model import Location
    from envlint.values import Page, Replace, Split, Strip, Truth

_LONGEST = 4096
"""Texts beyond this are no URL and no list of origins; regular expressions of strangers are not run on them."""
_URL_TYPE = pattern(r"\b(?:Any(?:Http)?Url|HttpUrl)\b")
_OR_TEXT = pattern(r"Url\|str\b|\bstr\|[\w.]*Url\b|Union\[(?:[^\[\]]*,)?str\b[^\[\]]*\]")
_COSTLY = pattern(r"\)[*+{]|[*+}][*+]|\\[1-9]|\(\?")
"""Nested repetition and back references, which can take exponential time."""


@record
class PageAddress:
    """Where the browser got its page from: `http`, `localhost`, 5173. `at` is what fixes the port."""

    scheme: str
    host: str
    port: int
    at: Location | None

    @property
    def origin(self) -> str:
        """The origin as the `Origin` header spells it."""
        return url.Url(self.scheme, self.host, self.port, "").origin

    @property
    def authority(self) -> str:
        """Host and port as `location.host` spells them."""
        return self.origin.partition("://")[2]


def page_part(page: Page, address: PageAddress | None) -> Result:
    """A part of the page's location as a text, a hole where the page's address is not known."""
    if address is None or page.part in {"pathname", "search"}:
        return Resolved((Piece("{}", page.at, exact=False, hole=True, page=True),))
    text = {
        "href": f"{address.origin}/",
        "origin": address.origin,
        "protocol": f"{address.scheme}:",
        "host": address.authority,
        "hostname": address.host,
        "port": address.authority.rpartition(":")[2] if ":" in address.authority else "",
    }[page.part]
    return Resolved((Piece(text, page.at, exact=False, page=True),))


def concatenated(parts: Sequence[Result], at: Location) -> Resolved:
    """Texts one after the other."""
    found = [part for part in parts if isinstance(part, Resolved)]
    pieces = tuple(piece for part in found for piece in part.pieces)
    trail = tuple(label for part in found for label in part.trail)
    return Resolved(pieces or (pieces_.literal("", at),), tuple(dict.fromkeys(trail)))


def replace(operation: Replace, of: Resolved) -> Result:
    """`replace` as JavaScript and Python do it; a pattern that could take for ever is not run."""
    text = of.text
    if len(text) > _LONGEST or not operation.old:
        return Unknown(operation.at, "the replacement is not followed")
    pattern = operation.old if operation.pattern else re.escape(operation.old)
    if operation.pattern and _COSTLY.search(pattern):
        return Unknown(operation.at, "the replacement is not followed")
    try:
        matches = list(re.finditer(pattern, text))
    except re.error:
        return Unknown(operation.at, "the pattern is not understood")
    if not operation.every:
        matches = matches[:1]
    pieces = of.pieces
    for match in reversed(matches):
        new = _expanded(operation, match)
        if new is None:
            return Unknown(operation.at, "the replacement is not followed")
        pieces = pieces_.replaced(pieces, match.start(), match.end(), new)
    return Resolved(pieces, of.trail, of.annotation)


def _expanded(operation: Replace, match: re.Match[str]) -> str | None:
    """The replacement text; `$1` is a group in JavaScript's patterns, anything dearer is not followed."""
    if not operation.pattern:
        return operation.new
    groups = match.groups()
    text = re.sub(
        r"\$([1-9])", lambda m: (groups[int(m[1]) - 1] or "") if int(m[1]) <= len(groups) else m[0], operation.new
    )
    return None if "$&" in text or "$<" in text else text


def strip(operation: Strip, of: Resolved) -> Result:
    """`strip`, `rstrip("/")`, `trim`."""
    return _stripped(of, operation.characters or " \t\r\n\f\v", operation.side)


def _stripped(of: Resolved, characters: str, side: str) -> Resolved:
    text = of.text
    start, end = 0, len(text)
    while side != "right" and start < end and text[start] in characters:
        start += 1
    while side != "left" and end > start and text[end - 1] in characters:
        end -= 1
    return Resolved(pieces_.cut(of.pieces, start, end), of.trail, of.annotation)


def split(operation: Split, of: Resolved) -> Result:
    """`split` as a list of texts, each with its own place."""
    if of.has_hole or not operation.separator:
        return Unknown(operation.at, "the text that is split is not known")
    return Items(tuple(_parts(of, operation.separator)), True, pieces_.span(of.pieces) or operation.at, of.trail)


def _parts(of: Resolved, separator: str) -> list[Resolved]:
    found: list[Resolved] = []
    start = 0
    for part in of.text.split(separator):
        found.append(Resolved(pieces_.cut(of.pieces, start, start + len(part)), of.trail))
        start += len(part) + len(separator)
    return found


def split_list(of: Resolved, at: Location) -> Result:
    """A list as settings write it: JSON where it begins with a bracket, else parts between commas without blanks."""
    if of.text.lstrip().startswith("["):
        return decode(of, at)
    if of.has_hole:
        return Unknown(at, "the text is not known")
    stripped = [_stripped(part, " \t\r\n", "both") for part in _parts(of, ",")]
    kept = tuple(item for item in stripped if item.text)
    return Items(kept, True, pieces_.span(of.pieces) or at, of.trail)


def decode(of: Resolved, at: Location) -> Result:
    """A text read as JSON; lists of texts keep their places, other shapes are not followed."""
    if of.has_hole or len(of.text) > _LONGEST:
        return Unknown(at, "the text is not known")
    text = of.text
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return Unknown(pieces_.span(of.pieces) or at, "the text is not JSON")
    if isinstance(value, bool):
        return Switch(value, at)
    if isinstance(value, str):
        return Resolved(_json_text(of, text.find('"'), value), of.trail)
    if not isinstance(value, list):
        return Unknown(at, "the JSON is not followed")
    found: list[Result] = []
    position = 0
    for item in value:  # pyright: ignore[reportUnknownVariableType] - JSON of any shape
        if not isinstance(item, str):
            return Unknown(at, "the JSON is not followed")
        position = text.find('"', position)
        pieces = _json_text(of, position, item)
        found.append(Resolved(pieces, of.trail))
        position = _json_end(text, position)
    return Items(tuple(found), True, pieces_.span(of.pieces) or at, of.trail)


def _json_end(text: str, start: int) -> int:
    """Behind the closing quote of the JSON string that begins at `start`."""
    position = start + 1
    while position < len(text) and text[position] != '"':
        position += 2 if text[position] == "\\" else 1
    return position + 1


def _json_text(of: Resolved, start: int, value: str) -> tuple[Piece, ...]:
    raw = pieces_.cut(of.pieces, start + 1, _json_end(of.text, start) - 1)
    if pieces_.text(raw) == value:
        return raw
    return (Piece(value, pieces_.span(raw), exact=False),)


def truth(operation: Truth, of: Resolved) -> Result:
    """A text as a switch, where all of it is known."""
    if of.has_hole:
        return Unknown(operation.at, "the text is not known")
    return Switch(of.text.strip().lower() in operation.words, operation.at)


def is_url_type(annotation: str) -> bool:
    """Whether texts of a field become URLs of pydantic: not where its items may be `str`, which then wins."""
    return _URL_TYPE.search(annotation) is not None and _OR_TEXT.search(annotation) is None


def stringify(of: Resolved) -> Result:
    """`str(x)`: pydantic 2 spells a URL without a path with a slash at its end.

    https://docs.pydantic.dev/latest/api/networks/ (`AnyHttpUrl`, from pydantic 2.0).
    """
    if not is_url_type(of.annotation) or of.has_hole:
        return of
    parsed = url.parse(of.text)
    if parsed is None or parsed.path != "/" or of.text.endswith("/"):
        return Resolved(of.pieces, of.trail)
    return Resolved((*of.pieces, Piece("/", pieces_.span(of.pieces), exact=False)), of.trail)


def resolved_against(reference: Resolved, base: Resolved, at: Location) -> Resolved:
    """A reference against a base: an absolute reference wins, a path replaces the base's path."""
    text = reference.text
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        return reference
    origin = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", base.text)
    if origin is None:
        return concatenated([base, reference], at)
    if text.startswith("/"):
        kept = Resolved(pieces_.cut(base.pieces, 0, origin.end()), base.trail)
        return concatenated([kept, reference], at)
    folder = max(base.text.rfind("/") + 1, origin.end())
    kept = Resolved(pieces_.cut(base.pieces, 0, folder), base.trail)
    slash = Resolved((pieces_.literal("/", at),)) if folder == origin.end() else Resolved(())
    return concatenated([kept, slash, reference], at)
