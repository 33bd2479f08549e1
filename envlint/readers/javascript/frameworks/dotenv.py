"""Env files that a Node.js program loads: dotenv, and NestJS's ConfigModule.

https://github.com/motdotla/dotenv#path, https://docs.nestjs.com/techniques/configuration#custom-env-file-path. A path
that starts at the script's own folder begins with `/` and is relative to the linted folder, as in `LoadDotenv`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from envlint.facts import LoadDotenv
from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks import parts
from envlint.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words = ("dotenv", "ConfigModule")

_MODULES = frozenset({"dotenv", "dotenv-flow", "dotenv-safe"})
_JOINS = frozenset({"join", "resolve"})
_FILE = ".env"


def made(_ev: Evaluator, _call: CallParts, _origin: Origin, _scope: Scope) -> None:
    """Nothing: it makes no values."""


def facts(ev: Evaluator) -> Iterator[Fact]:
    """Each call that loads a file; without a path that is `.env` where the program is started."""
    if not any(word in ev.syntax.source.text for word in words) or parts.is_tool(ev):
        return
    for call, scope in ev.script.calls:
        function, given = ev.callee(call), ev.arguments(call)
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin is None:
            continue
        module, name = origin
        if module in _MODULES and name.rpartition(".")[2] == "config":
            yield from _loaded(ev, call, given, "path", scope)
        elif module == "@nestjs/config" and name == "ConfigModule.forRoot":
            yield from reversed(list(_loaded(ev, call, given, "envFilePath", scope)))


def _loaded(ev: Evaluator, call: Node, given: list[Node], key: str, scope: Scope) -> Iterator[LoadDotenv]:
    written = _option(ev, given[0], key) if given else None
    if written is None:
        yield LoadDotenv(Text(_FILE, ev.at(call)), ev.at(call))
        return
    for node in written.named_children if written.type == "array" else (written,):
        yield LoadDotenv(_path(ev, nodes.unwrap(node), scope), ev.at(call))


def _option(ev: Evaluator, options: Node, key: str) -> Node | None:
    for pair in options.named_children if options.type == "object" else ():
        name = pair.child_by_field_name("key")
        if name is not None and ev.text(name) == key:
            return nodes.field(pair, "value")
    return None


def _path(ev: Evaluator, node: Node, scope: Scope) -> Value:
    """A path that is joined from literals, the script's own folder and the folder of the process."""
    texts = _pieces(ev, node, scope)
    if texts is None:
        return ev.value(node, scope)
    joined = posixpath.normpath(posixpath.join(*texts)) if texts else _FILE
    return Text(joined, ev.at(node))


def _pieces(ev: Evaluator, node: Node, scope: Scope) -> list[str] | None:
    binding = scope.find(ev.text(node)) if node.type == "identifier" else None
    if binding is not None and binding.constant is not None and "dirname" not in binding.name:
        return _pieces(ev, *binding.constant)
    function = ev.callee(node) if node.type == "call_expression" else None
    if function is None or (nodes.property_name(function, ev.syntax) or ev.text(function)) not in _JOINS:
        return None
    found = [_piece(ev, argument) for argument in ev.arguments(node)]
    texts = [text for text in found if text is not None]
    return texts if len(texts) == len(found) else None


def _piece(ev: Evaluator, node: Node) -> str | None:
    text = ev.text(node)
    if "dirname" in text:
        return f"/{posixpath.dirname(ev.syntax.source.path)}"
    return "" if text == "process.cwd()" else nodes.literal(node, ev.syntax)
