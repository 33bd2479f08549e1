"""Middleware that answers some requests by itself, without asking the application.

Of Starlette (`dispatch(request, call_next)`, https://www.starlette.io/middleware/) and of Django
(`__init__(get_response)`, `process_request`, https://docs.djangoproject.com/en/5.2/topics/http/middleware/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import Answers
from envlint.patterns import pattern
from envlint.readers.python import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_WHO = pattern(r"auth|token|jwt|api_?key|cookie|session|user|credential|login", re.IGNORECASE)
_METHOD = pattern(r"OPTIONS|\.method\b")
_HOOKS = frozenset({"process_request", "process_view"})
_NEXT = frozenset({"call_next", "get_response"})
_REDIRECTS = frozenset({"redirect", "HttpResponseRedirect", "RedirectResponse"})


def answers(code: Code) -> Iterator[Answers]:
    """A fact for each middleware function, or class with one as a method, that returns a response of its own."""
    if "Response" not in code.syntax.source.text:
        return
    for scope in code.module.all():
        if scope.kind != "function" or not _is_middleware(scope):
            continue
        answer = next(_answers(scope), None)
        if answer is not None:
            preflights = _METHOD.search(nodes.text(scope.node)) is None and _asks_who(answer)
            yield Answers(_owner(scope), preflights, code.at(answer))


def _asks_who(answer: Node) -> bool:
    """Whether a response is for those who do not say who they are, as no preflight does."""
    node = answer.parent
    while node is not None and node.type not in nodes.DEFINITIONS:
        condition = nodes.field(node, "condition") if node.type in ("if_statement", "elif_clause") else None
        tried = nodes.field(node.parent, "body") if node.type == "except_clause" and node.parent is not None else None
        asked = condition if condition is not None else tried
        if asked is not None:
            return _WHO.search(nodes.text(asked)) is not None
        node = node.parent
    return False


def _is_middleware(scope: Scope) -> bool:
    """Whether a function is asked before the application: it is handed what comes next, or has a hook's name."""
    name = scope.name.rpartition(".")[2]
    if name in _HOOKS and scope.owner_class is not None:
        return True
    if "call_next" in scope.parameters:
        return True
    around = scope.parent
    if name == "__call__" and scope.owner_class is not None:
        return len(scope.parameters) == 2 and any(_takes_next(other) for other in scope.owner_class.inner)
    return around is not None and around.kind == "function" and "get_response" in around.parameters


def _takes_next(scope: Scope) -> bool:
    return bool(_NEXT & scope.parameters.keys())


def _owner(scope: Scope) -> str:
    """The name under which an application adds the middleware: its class, or the function around it."""
    around = scope.parent
    is_inner = around is not None and (around.kind == "class" or "get_response" in around.parameters)
    return around.name if around is not None and is_inner else scope.name


def _answers(scope: Scope) -> Iterator[Node]:
    """The responses that a middleware makes and returns itself. Redirects are for pages that people open."""
    for node in nodes.descend(scope.node, into_definitions=False):
        returned = nodes.children(node)[:1] if node.type == "return_statement" else []
        for value in returned:
            name = nodes.last_name(value) if value.type == "call" else ""
            if ("Response" in name or name.endswith("_response")) and name not in _REDIRECTS | _NEXT:
                yield value
