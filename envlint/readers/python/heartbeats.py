"""Pings and pongs of the application itself, and messages that a loop sends from time to time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Heartbeat
from envlint.patterns import pattern
from envlint.readers import heartbeat, syntax
from envlint.readers.python import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code

_SENDS = pattern(r"^_?(?:send|broadcast|emit|publish)")
_WHILE = pattern(rb"\bwhile\b")
_DEEPEST = 6


def heartbeats(code: Code) -> Iterator[Heartbeat]:
    """Signs of a heartbeat. A module without any yields nothing."""
    text = code.syntax.source.text
    found = list(heartbeat.mentions(code.syntax.source))
    yield from found
    if found:
        yield from _messages(code)
    if "sleep" in text and "while" in text:
        yield from _loops(code)


def _messages(code: Code) -> Iterator[Heartbeat]:
    for node in syntax.around(code.syntax.root, heartbeat.BYTES, ("string",)):
        word = heartbeat.word_of(nodes.string(node))
        if word is not None and _is_compared(node):
            yield Heartbeat(word, "compared", code.at(node))
        elif word is not None and _is_sent(node):
            yield Heartbeat(word, "sent", code.at(node))


def _is_compared(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.type in {"case_pattern", "union_pattern", "tuple", "list", "set"}:
        if parent.type == "case_pattern":
            return True
        parent = parent.parent
    return parent is not None and parent.type == "comparison_operator"


def _is_sent(node: Node) -> bool:
    """Whether a literal is what a `send` gets: itself, or in a dictionary that may be made a text first."""
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None or parent.type in nodes.DEFINITIONS:
            return False
        if parent.type == "call" and _SENDS.match(nodes.last_name(nodes.field(parent, "function"))):
            return True
        parent = parent.parent
    return False


def _loops(code: Code) -> Iterator[Heartbeat]:
    """`while True: await ws.send_json(...); await asyncio.sleep(1)`, or with functions of any name that send."""
    for loop in syntax.around(code.syntax.root, _WHILE, ("while_statement",)):
        called = {nodes.last_name(nodes.field(node, "function")) for node in nodes.descend(loop) if node.type == "call"}
        if "sleep" in called and any(_SENDS.match(name) for name in called):
            yield Heartbeat("other", "mentioned", code.at(loop.children[0]))
