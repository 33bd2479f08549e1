"""Paths as NestJS joins them: one slash before each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Route
from envlint.readers.javascript.frameworks import parts
from envlint.values import Join, Strip, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value


def joined(values: list[Value], ev: Evaluator, node: Node) -> Value:
    """Parts of a path with one slash before each; the last one that is not empty is where it stands."""
    known = [ev.deref(value) for value in values]
    texts = [value for value in known if isinstance(value, Text)]
    if len(texts) == len(known):
        stripped = [text.text.strip("/") for text in texts]
        at = next((text.at for text in reversed(texts) if text.text.strip("/")), ev.at(node))
        return Text("".join(f"/{text}" for text in stripped if text), at)
    at = ev.at(node)
    return Join(tuple(part for value in values for part in (Text("/", at), Strip(value, "/", value.at))), at)


def beside(ev: Evaluator, owner: Value, path: Value, node: Node) -> Iterator[Route]:
    """What is served at a path and below it, where the global prefix does not count."""
    handler, at = parts.no_handler(ev, node), path.at
    for where in (joined([path], ev, node), joined([path, Text("*", at)], ev, node)):
        yield Route(owner, where, "http", (), handler, at, "colon", any_slash=True, rooted=True)
