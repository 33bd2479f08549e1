"""To which application or plugin something is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript.frameworks import parts
from envlint.values import Router

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

SAME = frozenset({"withTypeProvider", "setValidatorCompiler", "setSerializerCompiler", "decorate", "addSchema"})
"""Methods that return their own application and add nothing that is read here."""

LINKS = frozenset({*parts.VERBS, "register", "route", "addHook", "after", *SAME})


def is_used(ev: Evaluator) -> bool:
    """Whether a script speaks of Fastify."""
    return "fastify" in ev.syntax.source.text or "Fastify" in ev.syntax.source.text


def owner_of(ev: Evaluator, node: Node, scope: Scope) -> Value | None:
    """The application or plugin that an expression is; a plugin is its function, whatever its parameter is called."""
    of = parts.unchained(ev, node, LINKS)
    binding = scope.find(ev.text(of)) if of.type == "identifier" else None
    if binding is not None and binding.kind == "parameter" and binding.scope.node.type != "method_definition":
        function = binding.scope.node
        first = next(iter(parts.parameter_names(ev, function)), None)
        return plugin(ev, function) if first == binding.name else None
    value = parts.router(ev, of, scope)
    known = parts.known_router(ev, value)
    return value if known is None or known.framework == "fastify" else None


def plugin(ev: Evaluator, function: Node) -> Router:
    """The application of its own that a plugin gets."""
    return Router("router", "fastify", None, ev.at(function))
