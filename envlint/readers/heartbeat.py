"""What speaks of pings, pongs and heartbeats in the text of any programming language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.facts import Heartbeat
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Source

Word = Literal["ping", "pong"]

_IGNORE = pattern(r"envlint:\s*ignore[^\n]*")

WORDS = (".ping(", "'ping'", '"ping"', "'pong'", '"pong"', "eartbeat", "graphql-ws", "y-websocket")
"""Any of these stands in a file that takes part in a heartbeat, even if it opens no connection itself."""

MESSAGE = pattern(r"\s*(?:(?P<plain>ping|pong)|\{[^{}]*?[\"'](?P<inside>ping|pong)[\"'][^{}]*\})\s*", re.IGNORECASE)
"""A message that is a ping or a pong: the word alone, or a JSON text with it as a value."""

BYTES = pattern(rb"p[io]ng", re.IGNORECASE)
"""What stands in every such message."""

_PARTS: dict[Literal["ping", "pong", "other"], tuple[str, ...]] = {
    "ping": ("ping",),
    "pong": ("pong",),
    "other": ("heartbeat", "heart_beat", "keepalive", "keep_alive", "keep-alive", "graphql-ws", "y-websocket"),
}
"""One of these is in each of the names in small letters, and is looked for at a tenth of the price."""
_NAMES: dict[Literal["ping", "pong", "other"], re.Pattern[str]] = {
    # A name begins with what is looked for, and only then looks back: that is five times as fast.
    "ping": pattern(r"ping(?<![A-Za-z]ping)(?![a-z])|Ping(?<![A-Z]Ping)(?![a-z])|PING(?<![A-Za-z]PING)(?![A-Za-z])"),
    "pong": pattern(r"pong(?<![A-Za-z]pong)(?![a-z])|Pong(?<![A-Z]Pong)(?![a-z])|PONG(?<![A-Za-z]PONG)(?![A-Za-z])"),
    "other": pattern(r"heart_?beat|keep[_-]?alive|graphql-ws|y-websocket", re.IGNORECASE),
}


def word_of(text: str | None) -> Word | None:
    """Which of the two a message is; None for every other one."""
    match = MESSAGE.fullmatch(text) if text is not None else None
    found = (match["plain"] or match["inside"]).lower() if match is not None else ""
    return "ping" if found == "ping" else "pong" if found == "pong" else None


def mentions(source: Source) -> Iterator[Heartbeat]:
    """The first place of a file for each of the words, as a name or as a text, comments included.

    The name of a rule in a comment that ignores it is no sign of a heartbeat.
    """
    text = _IGNORE.sub(lambda found: " " * len(found[0]), source.text) if "envlint:" in source.text else source.text
    small = text.lower()
    for word, names in _NAMES.items():
        match = names.search(text) if any(part in small for part in _PARTS[word]) else None
        if match is not None:
            yield Heartbeat(word, "mentioned", source.at(match.start(), match.end()))
