"""What the validators of a settings class do with a text, as far as their code says it plainly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.patterns import pattern
from envlint.readers.python import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.annotations import Annotation
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

Effect = Literal["same", "split", "json", "changes"]
_STRENGTH: tuple[Effect, ...] = ("changes", "split", "json")
_DEEPEST = 4
_SPLITS = pattern(r"""\.split\(\s*['"]\s*[,;]\s*['"]|_split|split_|parse_(csv|list|comma)|\bCsv\b""")
_TRIMS = pattern(r"""\.rstrip\(\s*['"]/|\.removesuffix\(\s*['"]/|\.lower\(\)""")


def effects(code: Code, scope: Scope, field: str, read: Annotation) -> tuple[Effect, Effect]:
    """What validators do before and after a field's value is parsed."""
    before: list[Effect] = []
    after: list[Effect] = []
    for mark, function in _methods(scope):
        if _names(mark, field):
            (before if _is_early(mark) else after).append(_effect(code, function))
    for metadata in read.metadata:
        match = re.match(r"(?:\w+\.)*(Before|Plain|Wrap|After)Validator\((.*)\)$", metadata, re.DOTALL)
        if match is not None:
            (after if match.group(1) == "After" else before).append(_named_effect(code, match.group(2)))
    return _strongest(before), _strongest(after)


def _methods(scope: Scope) -> Iterator[tuple[Node, Node]]:
    for inner in scope.inner:
        for mark in nodes.decorators(inner.node):
            if mark.type == "call" and nodes.last_name(mark) in ("field_validator", "validator"):
                yield mark, inner.node


def _names(mark: Node, field: str) -> bool:
    given = nodes.arguments(mark)
    named = {nodes.string(one) for one in given.positional}
    return field in named or "*" in named or bool(given.lists) or None in named


def _is_early(mark: Node) -> bool:
    keywords = nodes.arguments(mark).keywords
    mode = nodes.string(keywords.get("mode"))
    pre = keywords.get("pre")
    return mode in ("before", "plain", "wrap") or (pre is not None and pre.type == "true")


def _strongest(found: list[Effect]) -> Effect:
    for effect in _STRENGTH:
        if effect in found:
            return effect
    return "same"


def _named_effect(code: Code, written: str) -> Effect:
    """The effect of a function of this file, by its name; a lambda by its text."""
    scope = next((inner for inner in code.module.inner if inner.name == written), None)
    if scope is not None:
        return _effect(code, scope.node)
    return _by_text(written) or "changes"


def _by_text(body: str) -> Effect | None:
    if _TRIMS.search(body):
        return "changes"
    if _SPLITS.search(body):
        return "split"
    return "json" if "json.loads" in body else None


def _effect(code: Code, function: Node, depth: int = 0) -> Effect:
    body = nodes.field(function, "body")
    scope = code.scopes.get(function.id)
    if body is None or scope is None:
        return "changes"
    by_text = _by_text(nodes.text(body))
    if by_text is not None:
        return by_text
    names = set(scope.parameters)
    returned = [nodes.children(node)[:1] for node in nodes.descend(body) if node.type == "return_statement"]
    rewritten = any(scope.bindings.get(name, 1) > 1 for name in names)
    for one in returned:
        helper = _helper(code, one) if depth < _DEEPEST else None
        if helper is not None and not rewritten:
            return _effect(code, helper.node, depth + 1)
    if rewritten or not all(_is_plain(one, names) for one in returned):
        return "changes"
    return "same"


def _helper(code: Code, returned: list[Node]) -> Scope | None:
    """The function of this file that a validator hands its value to."""
    if not returned or returned[0].type != "call":
        return None
    name = nodes.text(nodes.field(returned[0], "function") or returned[0])
    return next((inner for inner in code.module.inner if inner.name == name and inner.kind == "function"), None)


def _is_plain(returned: list[Node], names: set[str]) -> bool:
    """Whether a parameter is returned as it is, or something that does not depend on it."""
    if not returned:
        return True
    used = {nodes.text(node) for node in nodes.descend(returned[0]) if node.type == "identifier"}
    return returned[0].type == "identifier" or not used & names
