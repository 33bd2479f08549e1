"""`tsconfig.json` and `jsconfig.json`: where module specifiers lead.

https://www.typescriptlang.org/tsconfig/#paths. Comments and trailing commas are allowed in these files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Extends, PathAlias
from envlint.readers import json_nodes, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Source

words = ("paths", "baseUrl", "extends")


def read(source: Source) -> Iterator[PathAlias | Extends]:
    """The aliases with targets relative to the file's folder, and the files that it extends, as written."""
    tree = syntax.parse(source, "json")
    root = json_nodes.root(tree)
    extends = json_nodes.value(tree, root, "extends")
    for node in _strings(extends):
        text = json_nodes.string(tree, node)
        if text:
            yield Extends(text.text, text.at)
    yield from _aliases(tree, json_nodes.value(tree, root, "compilerOptions"))


def _aliases(tree: syntax.Syntax, options: Node | None) -> Iterator[PathAlias]:
    base = json_nodes.string(tree, json_nodes.value(tree, options, "baseUrl"))
    if base:
        yield PathAlias("*", (_joined(base.text, "*"),), base.at)
    for alias, (key, node) in json_nodes.entries(tree, json_nodes.value(tree, options, "paths")).items():
        texts = [json_nodes.string(tree, each) for each in _strings(node)]
        targets = tuple(_joined(base.text if base else "", text.text) for text in texts if text)
        if targets:
            yield PathAlias(alias, targets, tree.at(key))


def _strings(node: Node | None) -> list[Node]:
    """The items of a list, or a single value as a list."""
    if node is None:
        return []
    return node.named_children if node.type == "array" else [node]


def _joined(base: str, target: str) -> str:
    """A target below `baseUrl`, without `.` and with `..` folded where that is possible."""
    parts: list[str] = []
    for part in f"{base}/{target}".split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
