"""The sites of a Caddyfile (https://caddyserver.com/docs/caddyfile/concepts), as far as they hand requests on.

No maintained parser of this format exists for Python, and the part that matters is small: blocks, matchers of paths,
`reverse_proxy` and `header`. Imported snippets are not followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import GatewayLocation, GatewaySite
from envlint.patterns import pattern
from envlint.records import record, replace
from envlint.values import Hole, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location, Source

words = ("reverse_proxy",)

_LINE = pattern(r"[^\n]*\n|[^\n]+$")
_WORD = pattern(r"\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|(\#.*)|([^\s\"`]\S*)", re.DOTALL)
_UPSTREAM = pattern(r"(?:(?P<scheme>https?|h2c)://)?(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\])?(?::(?P<port>\d+))?")
_ADDRESS = pattern(r"(?:(?P<scheme>https?)://)?(?P<host>[^:/,]*)(?::(?P<port>\d+))?(?:/.*)?,?")
_HEADER = "access-control-allow-origin"
_MAX_DEPTH = 20


@record
class _Word:
    text: str
    at: Location


@record
class _Directive:
    words: tuple[_Word, ...]
    inner: tuple[_Directive, ...]

    @property
    def name(self) -> str:
        return self.words[0].text


def read(source: Source) -> Iterator[GatewaySite]:
    """The sites that hand requests on to a server."""
    top = tuple(_directives(_lines(source), 0))
    if top and not any(each.inner for each in top):
        # A file with one site needs no braces around it: its first line is the address.
        top = (_Directive(top[0].words, top[1:]),)
    for site in top:
        if site.inner and not site.name.startswith("("):
            locations = tuple(_locations(site.inner, site.inner, ""))
            addresses = [match for word in site.words if (match := _ADDRESS.fullmatch(word.text))]
            yield GatewaySite(
                tool="caddy",
                names=tuple(match["host"] for match in addresses if match["host"]),
                ports=tuple(dict.fromkeys(map(_port, addresses))),
                locations=locations,
                at=site.words[0].at,
            )


def _port(address: re.Match[str]) -> int:
    """A site without a port is served with TLS (https://caddyserver.com/docs/automatic-https)."""
    if address["port"]:
        return int(address["port"])
    return 80 if address["scheme"] == "http" else 443


def _lines(source: Source) -> Iterator[tuple[_Word, ...]]:
    for line in _LINE.finditer(source.text):
        found: list[_Word] = []
        for match in _WORD.finditer(source.text, *line.span()):
            group = match.lastindex or 0
            if group == 3:
                break
            found.append(_Word(match[group], source.at(*match.span(group))))
        if found:
            yield tuple(found)


def _directives(lines: Iterator[tuple[_Word, ...]], depth: int) -> Iterator[_Directive]:
    """The directives up to the line that closes the block."""
    for line in lines:
        if line[0].text == "}":
            return
        opens = line[-1].text == "{" and depth < _MAX_DEPTH
        inner = tuple(_directives(lines, depth + 1)) if opens else ()
        words = line[:-1] if opens else line
        if words:
            yield _Directive(words, inner)


# --- what a site does -------------------------------------------------------------------------------------------------


def _locations(
    block: tuple[_Directive, ...], site: tuple[_Directive, ...], stripped: str, header: Location | None = None
) -> Iterator[GatewayLocation]:
    """What is handed on, in the order of the file; `stripped` is the prefix that `handle_path` takes off."""
    header = next((added for each in block if (added := _allow_origin(each))), header)
    for each in block:
        if each.name == "reverse_proxy":
            yield from _proxied(each, site, stripped, header)
        elif each.name in {"handle", "handle_path", "route"}:
            paths = _paths(each.words[1:2], site)
            for path, at in paths or (("", each.words[0].at),):
                taken = path if each.name == "handle_path" else ""
                for found in _locations(each.inner, site, taken, header):
                    yield _below(found, path, at) if path else found


def _below(inner: GatewayLocation, path: str, at: Location) -> GatewayLocation:
    """A location inside a `handle` with a matcher of its own."""
    return replace(inner, kind="prefix" if path.endswith("*") else "exact", path=path.rstrip("*"), at=at)


def _proxied(
    proxy: _Directive, site: tuple[_Directive, ...], stripped: str, header: Location | None
) -> Iterator[GatewayLocation]:
    matched = _matcher(proxy)
    inside = (word for each in proxy.inner if each.name == "to" for word in each.words[1:])
    upstreams = [*proxy.words[1 + len(matched) :], *inside]
    if not upstreams:
        return
    down = [each.words[1].text.lower() for each in proxy.inner if each.name == "header_down" and each.words[1:]]
    paths = _paths(matched, site) if matched else ()
    for path, at in paths or (("*", proxy.words[0].at),):
        yield GatewayLocation(
            kind="prefix" if path.endswith("*") else "exact",
            path=path.rstrip("*") or "/",
            target=_target(upstreams[0]),
            at=at,
            uri="/" if stripped else None,
            upgrades=True,
            allow_origin=header,
            hides_origin=any(name.lstrip("-") == _HEADER and not name.startswith("+") for name in down),
        )


def _matcher(directive: _Directive) -> tuple[_Word, ...]:
    """The matcher in front of a directive's arguments, if it has one."""
    return tuple(word for word in directive.words[1:2] if word.text[:1] in {"/", "@", "*"})


def _paths(matched: tuple[_Word, ...], site: tuple[_Directive, ...]) -> tuple[tuple[str, Location], ...]:
    """The paths of a matcher, a named one looked up in its site; none where it asks about other things."""
    if not matched or matched[0].text == "*":
        return ()
    word = matched[0]
    if not word.text.startswith("@"):
        return ((word.text, word.at),)
    definition = next((each for each in site if each.name == word.text), None)
    if definition is None:
        return ()
    conditions = [definition.words[1:], *(each.words for each in definition.inner)]
    return tuple((path.text, path.at) for each in conditions if each and each[0].text == "path" for path in each[1:])


def _target(upstream: _Word) -> Value:
    match = _UPSTREAM.fullmatch(upstream.text)
    if match is None or not (match["host"] or match["port"]):
        return Hole("a variable of Caddy", upstream.at)
    scheme = "https" if match["scheme"] == "https" else "http"
    port = match["port"] or ("443" if scheme == "https" else "80")
    return Text(f"{scheme}://{match['host'] or 'localhost'}:{port}", upstream.at)


def _allow_origin(directive: _Directive) -> Location | None:
    """Where a header is set before the answer of the server behind comes in, whose own header is then added to it.

    With a matcher it counts for some requests only, and with `>`, `?`, `-` or `defer` it replaces or yields
    (https://caddyserver.com/docs/caddyfile/directives/header).
    """
    if directive.name != "header" or _matcher(directive) or any(each.name == "defer" for each in directive.inner):
        return None
    for words in (directive.words[1:], *(each.words for each in directive.inner)):
        if len(words) >= 2 and words[0].text.lower().lstrip("+") == _HEADER:
            return words[0].at
    return None
