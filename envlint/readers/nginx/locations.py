"""What nginx does with the requests of a location, with what it inherits from the levels around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.facts import GatewayLocation
from envlint.patterns import pattern
from envlint.readers.nginx.directives import Directive, Word, named
from envlint.records import record
from envlint.values import Hole, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location

Kind = Literal["prefix", "final", "exact", "regex", "regex-nocase", "named"]

_KINDS: dict[str, Kind] = {"=": "exact", "^~": "final", "~": "regex", "~*": "regex-nocase"}
_HEADER = "access-control-allow-origin"
_ADDRESS = pattern(r"(?P<origin>https?://[^/\s]+)(?P<uri>/.*)?")
_VARIABLE = pattern(r"\$(?:\{(\w+)\}|(\w+))")
# What distributions include there sets no header of a request.
_HARMLESS = pattern(r".*(?:mime\.types|fastcgi_params|uwsgi_params|fastcgi\.conf|conf\.d/\*\.conf|sites-enabled/\*.*)")


@record
class Level:
    """The directives that count at a level: those of an outer one too, where the inner has none of the same kind.

    `proxy_set_header` and `add_header` are inherited all together or not at all
    (https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header).
    """

    http: tuple[Directive, ...]
    inner: tuple[tuple[Directive, ...], ...] = ()

    def within(self, block: tuple[Directive, ...]) -> Level:
        """The level of a block that stands in this one."""
        return Level(self.http, (*self.inner, block))

    @property
    def blocks(self) -> tuple[tuple[Directive, ...], ...]:
        """From the innermost to the outermost."""
        return (*reversed(self.inner), self.http)

    def all_of(self, name: str) -> tuple[Directive, ...]:
        """The directives of a name at the innermost level that has any."""
        return next((found for block in self.blocks if (found := tuple(named(block, name)))), ())

    def includes_unknown(self, name: str) -> bool:
        """Whether a file that is not at hand may say something of a directive."""
        for block in self.blocks:
            if any(_HARMLESS.fullmatch(directive.first()) is None for directive in named(block, "include")):
                return True
            if any(named(block, name)):
                return False
        return False


def locations(block: tuple[Directive, ...], level: Level) -> Iterator[GatewayLocation]:
    """The locations of a server, those that are nested in others behind them."""
    for directive in named(block, "location"):
        if directive.inner is None or not directive.words:
            continue
        inside = level.within(directive.inner)
        yield _location(directive, directive.inner, inside)
        yield from locations(directive.inner, inside)


def _location(directive: Directive, inner: tuple[Directive, ...], level: Level) -> GatewayLocation:
    kind, path = _matched(directive)
    passed = next(named(inner, "proxy_pass"), None)
    target, uri = _target(passed, level) if passed is not None else (None, None)
    return GatewayLocation(
        kind=kind,
        path=path.text,
        target=target,
        at=path.at,
        uri=uri,
        rewrites=tuple(_rewrites(inner)),
        upgrades=_upgrades(inner, level),
        allow_origin=_allow_origin(level),
        hides_origin=_hides_origin(level),
        fallback=next((each.words[-1].text for each in named(inner, "try_files") if each.words), ""),
    )


def _matched(directive: Directive) -> tuple[Kind, Word]:
    """How a location is compared, and with what; `~^/api` may stand without a blank."""
    first, last = directive.words[0], directive.words[-1]
    if first is not last and first.text in _KINDS:
        return _KINDS[first.text], last
    for sign in ("~*", "^~", "~", "="):
        if first.text.startswith(sign):
            at = first.at.within(len(sign), len(first.text) - len(sign))
            return _KINDS[sign], Word(at.text, at)
    return ("named" if first.text.startswith("@") else "prefix"), first


# --- where requests go ------------------------------------------------------------------------------------------------


def _target(passed: Directive, level: Level) -> tuple[Value | None, str | None]:
    """The origin of `proxy_pass`, and what it says of the path: None leaves the path as it is."""
    if not passed.words:
        return None, None
    at = passed.words[0].at
    text = _filled(passed.words[0].text, level)
    match = _ADDRESS.fullmatch(text)
    if match is None or "$" in match["origin"]:
        return Hole("a variable of nginx", at), None
    if match["uri"] and "$" in match["uri"]:
        # With a variable the URI is sent as it comes out.
        return (Text(match["origin"], at), None) if match["uri"] == "/$request_uri" else (Hole("a variable", at), None)
    return Text(_upstream(match["origin"], level), at), match["uri"]


def _filled(text: str, level: Level) -> str:
    """A text with the variables that `set` gives a fixed value; `$request_uri` is the path as it came."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name == "request_uri":
            return "/$request_uri"
        sets = (each for block in level.blocks for each in named(block, "set") if len(each.words) == 2)
        found = next((each.words[1].text for each in sets if each.first() == f"${name}"), None)
        return match[0] if found is None or "$" in found else found

    return _VARIABLE.sub(value, text)


def _upstream(origin: str, level: Level) -> str:
    """The origin with the first server of the upstream in the place of its name."""
    scheme, _, name = origin.partition("://")
    for upstream in named(level.http, "upstream"):
        if upstream.first() == name:
            server = next(named(upstream.inner or (), "server"), None)
            return f"{scheme}://{server.first()}" if server is not None else origin
    return origin


def _rewrites(inner: tuple[Directive, ...]) -> Iterator[tuple[str, str]]:
    for each in named(inner, "rewrite"):
        if len(each.words) >= 2:
            yield each.words[0].text, re.sub(r"\$(\d)", r"\\\1", each.words[1].text)


# --- headers ----------------------------------------------------------------------------------------------------------


def _upgrades(inner: tuple[Directive, ...], level: Level) -> bool | None:
    """Whether both headers of a handshake are handed on, which nginx does not do by itself.

    https://nginx.org/en/docs/http/websocket.html. Without them it sends `Connection: close`.
    """
    headers = {each.first().lower(): each.words[1].text for each in level.all_of("proxy_set_header") if each.words[1:]}
    if headers.get("upgrade") and re.search(r"upgrade|\$", headers.get("connection", ""), re.IGNORECASE):
        return True
    known = not any(named(inner, "if")) and not level.includes_unknown("proxy_set_header")
    return False if known else None


def _allow_origin(level: Level) -> Location | None:
    """Where the header is added to every answer to a foreign origin. One inside an `if` is not followed."""
    for each in level.all_of("add_header"):
        if each.first().lower() == _HEADER and len(each.words) >= 2 and _is_sent(each.words[1].text, level):
            return each.words[0].at
    return None


def _is_sent(value: str, level: Level) -> bool:
    """Whether a value is sent for some origin whatever the server behind says: a text, or what is made of `Origin`."""
    name = _VARIABLE.search(value)
    if name is None:
        return value != ""
    maps = (each for each in named(level.http, "map") if each.words[1:] and each.words[1].text == value)
    return value == "$http_origin" or any(each.first() == "$http_origin" for each in maps)


def _hides_origin(level: Level) -> bool:
    hidden = {each.first().lower() for each in level.all_of("proxy_hide_header")}
    return _HEADER in hidden or level.includes_unknown("proxy_hide_header")
