"""What a script takes from other modules: import statements and `require`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import nodes
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.syntax import Syntax


@record
class Imported:
    """A name that an import statement declares; `imported` is its name in the other module, `default` or `*`."""

    at: Node
    specifier: str
    imported: str


def names(statement: Node, syntax: Syntax) -> Iterator[Imported]:
    """The names that an import statement declares; none where it imports types only."""
    if nodes.has_keyword(statement, "type"):
        return
    specifier = source(statement, syntax)
    for clause in statement.named_children:
        if clause.type == "import_require_clause" and clause.named_children:
            yield Imported(clause.named_children[0], source(clause, syntax), "*")
        for part in clause.named_children if clause.type == "import_clause" else ():
            yield from _clause(part, specifier, syntax)


def _clause(part: Node, specifier: str, syntax: Syntax) -> Iterator[Imported]:
    if part.type == "identifier":
        yield Imported(part, specifier, "default")
    elif part.type == "namespace_import" and part.named_children:
        yield Imported(part.named_children[0], specifier, "*")
    for item in part.named_children if part.type == "named_imports" else ():
        name = item.child_by_field_name("name")
        if name is not None and not nodes.has_keyword(item, "type"):
            text = nodes.literal(name, syntax) or syntax.text(name)
            yield Imported(item.child_by_field_name("alias") or name, specifier, text)


def source(statement: Node, syntax: Syntax) -> str:
    """The module that an import or export statement names; empty where it names none."""
    node = statement.child_by_field_name("source")
    return "" if node is None else nodes.literal(node, syntax) or ""


def required(call: Node, syntax: Syntax) -> str | None:
    """The module of `require('...')`."""
    if call.type != "call_expression":
        return None
    function = nodes.callee(call)
    if function is None or function.type != "identifier" or syntax.text(function) != "require":
        return None
    given = nodes.arguments(call)
    return nodes.literal(given[0], syntax) if len(given) == 1 else None
