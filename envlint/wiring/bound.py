"""The address on which a server listens: by its command or its configuration, else by its tool's own default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import url
from envlint.records import record
from envlint.values import EnvRead
from envlint.wiring.ports import default_port
from envlint.wiring.results import Resolved, Switch

if TYPE_CHECKING:
    from envlint.facts import DevServer, Listen
    from envlint.model import Location
    from envlint.values import Value
    from envlint.wiring.resolve import Resolver

_DEFAULT_HOSTS = {
    **dict.fromkeys(("uvicorn", "hypercorn", "granian", "daphne", "flask", "quart", "django"), "127.0.0.1"),
    **dict.fromkeys(("vite", "astro", "ng"), "localhost"),
}
"""What listens on the loopback address where nothing says otherwise, by its own documentation."""

_HOST_VARIABLES = {"uvicorn": "UVICORN_HOST", "granian": "GRANIAN_HOST", "flask": "FLASK_RUN_HOST"}
_EVERY_INTERFACE = "0.0.0.0"  # noqa: S104 - recognised, never bound to


@record
class Bound:
    """Where a server listens. `host` and `port` are None where they are not known.

    `host_at` is the host as written, None where the command leaves the tool's default.
    """

    listen: Listen
    host: str | None
    port: int | None
    host_at: Location | None

    @property
    def is_loopback(self) -> bool:
        """Whether nobody outside of its machine or container can connect."""
        return self.host is not None and url.is_loopback(self.host)


def bound(listen: Listen, resolver: Resolver, config: tuple[DevServer, ...] = ()) -> Bound:
    """The address of a server in one environment; of the blocks of its configuration the first counts."""
    host = next((value for value in (listen.host, *(block.host for block in config)) if value is not None), None)
    port = listen.port or next((block.port for block in config[:1] if block.port is not None), None)
    at_port = default_port(listen) if port is None else number(port, resolver)
    if host is not None:
        return Bound(listen, _host(host, resolver), at_port, host.at)
    variable = EnvRead(_HOST_VARIABLES.get(listen.tool, ""), "shell", listen.at)
    return Bound(listen, _host(variable, resolver) or _default_host(listen), at_port, None)


def number(value: Value | None, resolver: Resolver) -> int | None:
    """A port as a number; None where it is not known for sure."""
    only = _only(value, resolver) if value is not None else None
    return int(only.text) if isinstance(only, Resolved) and only.text.isascii() and only.text.isdigit() else None


def _only(value: Value, resolver: Resolver) -> object:
    """What a value comes to, where that is one thing."""
    found = resolver.used(value, value.at.path)
    return found[0] if len(found) == 1 else None


def _host(value: Value, resolver: Resolver) -> str | None:
    """The host that a value names; `true` stands for every interface."""
    only = _only(value, resolver)
    if isinstance(only, Switch):
        return _EVERY_INTERFACE if only.value else "localhost"
    return only.text if isinstance(only, Resolved) and not only.has_hole else None


def _default_host(listen: Listen) -> str | None:
    if (listen.tool, listen.command) == ("fastapi", "dev"):
        return "127.0.0.1"
    return _DEFAULT_HOSTS.get(listen.tool)
