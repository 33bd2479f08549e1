"""The browser's view of a URL, by the WHATWG URL standard (https://url.spec.whatwg.org/).

Parsing is done by Ada, the parser that Node.js uses; this module adds only the questions that rules ask.
"""

from __future__ import annotations

from envlint.records import record

DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
"""The port of each scheme where a URL names none (WHATWG URL, special schemes)."""

WILDCARD_HOSTS = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 - recognised, never bound to
"""Addresses to listen on; nobody can call them."""


@record
class Url:
    """A URL as a browser reads it. `host` is lower case, IPv6 in brackets, IPv4 in its dotted form."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port as the `Origin` header spells them: a default port is left out (RFC 6454)."""
        port = "" if DEFAULT_PORTS.get(self.scheme) == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def page_origin(self) -> str:
        """The origin with `ws` and `wss` read as the `http` and `https` that they upgrade from."""
        scheme = {"ws": "http", "wss": "https"}.get(self.scheme, self.scheme)
        return Url(scheme, self.host, self.port, "").origin

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine to whoever calls it."""
        return is_loopback(self.host)


def parse(text: str) -> Url | None:
    """The URL that a browser makes of an absolute `text`, or None where it has no host or is refused."""
    import can_ada

    try:
        parsed = can_ada.parse(text)
    except (ValueError, UnicodeError):
        return None
    scheme = parsed.protocol.rstrip(":")
    if scheme not in DEFAULT_PORTS or not parsed.hostname:
        return None
    port = int(parsed.port) if parsed.port else DEFAULT_PORTS[scheme]
    return Url(scheme, parsed.hostname, port, parsed.pathname, parsed.search)


def is_loopback(host: str) -> bool:
    """Whether a host (in the form of `Url.host`) is the loopback: localhost, *.localhost, 127/8 or [::1]."""
    return host in {"localhost", "[::1]"} or host.startswith("127.") or host.endswith(".localhost")
