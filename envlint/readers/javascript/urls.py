"""URL objects: their parts, and what writing to a part makes of the whole (https://url.spec.whatwg.org/#url-class)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript.shapes import alike
from envlint.values import Either, Hole, Join, Page, Replace, Resolve, Strip, Text

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.values import Value

_SCHEME = r"^[A-Za-z][A-Za-z0-9+.-]*:"
_HOST = r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*"
_HOSTNAME = r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#:]*"
_PORT = r"^([A-Za-z][A-Za-z0-9+.-]*://[^/?#:]*)(:[0-9]+)?"
_PARTS = {
    "protocol": r"^([A-Za-z][A-Za-z0-9+.-]*:).*$",
    "origin": r"^([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*).*$",
    "host": r"^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*).*$",
    "hostname": r"^[A-Za-z][A-Za-z0-9+.-]*://([^/?#:]*).*$",
    "pathname": r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*([^?#]*).*$",
}


def part(url: Value, key: str, at: Location) -> Value | None:
    """A part of a URL by the name of its property; None where the name is none of those that are followed."""
    if key == "href":
        return url
    pattern = _PARTS.get(key)
    return None if pattern is None else Replace(url, pattern, "$1", at, pattern=True)


def is_protocol(value: Value) -> bool:
    """Whether a value is the protocol of a URL object."""
    return isinstance(value, Replace) and value.old == _PARTS["protocol"]


def assigned(url: Value, key: str, value: Value) -> Value:
    """A URL with one of its parts replaced."""
    at = value.at
    if key == "protocol":
        return _with_protocol(url, value)
    if key == "pathname":
        return Resolve(value, url, at)
    if key == "search":
        return Join((url, value), at)
    if key == "href":
        return value
    if key in {"port", "host", "hostname"}:
        return _with_authority(url, key, value)
    return url


def with_query(url: Value, name: str, value: Value, at: Location) -> Value:
    """A URL with one more parameter, as `searchParams.set` encodes it."""
    sign = "&" if _has_query(url) else "?"
    encoded: Value = value if isinstance(value, Text) else Hole("encoded by searchParams", value.at)
    return Join((url, Text(f"{sign}{name}=", at), encoded), at)


def _has_query(value: Value) -> bool:
    while isinstance(value, Join):
        if any(isinstance(item, Text) and "?" in item.text for item in value.parts[1:]):
            return True
        value = value.parts[0]
    return False


def _with_protocol(url: Value, value: Value) -> Value:
    at = value.at
    if isinstance(value, Text):
        return Replace(url, _SCHEME, value.text.rstrip(":") + ":", at, pattern=True)
    if isinstance(value, Replace) and is_protocol(value.of) and isinstance(value.of, Replace):
        follows = (value.old.strip("^"), value.new) == ("http", "ws") and alike(value.of.of, url)
        if follows:
            return Replace(url, "^http", "ws", at, pattern=True)
    colon = () if _has_colon(value) else (Text(":", at.within(0, 0)),)
    return Join((value, *colon, Replace(url, _SCHEME, "", at, pattern=True)), at)


def _has_colon(value: Value) -> bool:
    if isinstance(value, Either):
        return _has_colon(value.options[0])
    if isinstance(value, Text):
        return value.text.endswith(":")
    return not isinstance(value, Strip) and (not isinstance(value, Page) or value.part == "protocol")


def _with_authority(url: Value, key: str, value: Value) -> Value:
    at = value.at
    if not isinstance(value, Text):
        return Hole(f"a {key} that is not a literal", at)
    if key == "port":
        return Replace(url, _PORT, f"$1:{value.text}" if value.text else "$1", at, pattern=True)
    return Replace(url, _HOST if key == "host" else _HOSTNAME, f"$1{value.text}", at, pattern=True)
