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
from envlint.readers.python.path_limits import paths_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

_WHO = pattern(r"auth|token|jwt|api_?key|cookie|session|user|credential|login", re.IGNORECASE)
_METHOD = pattern(r"OPTIONS|\.method\b|access-control-request-method|preflight", re.IGNORECASE)
_BY_HAND = pattern(r"access-control-allow-origin", re.IGNORECASE)
_FOLLOWING = pattern(r"\b(\w+)\s*=\s*(?:await\s+)?(?:self\.)?(?:call_next|get_response)\(")
_HOOKS = frozenset({"process_request", "process_view"})
_NEXT = frozenset({"call_next", "get_response"})
_REDIRECTS = frozenset({"redirect", "HttpResponseRedirect", "RedirectResponse"})


def answers(code: Code) -> Iterator[Answers]:
    """A fact for each middleware function, or class with one as a method, that returns a response of its own.

    Of those that answer any path the first is enough.
    """
    if not code.mentions("Response"):
        return
    for scope in code.module.all():
        if scope.kind == "function" and _is_middleware(scope):
            found = [(answer, paths_at(answer)) for answer in _answers(scope) if not _is_by_hand(code, scope, answer)]
            anywhere = [(answer, paths) for answer, paths in found if paths is None]
            for answer, paths in anywhere[:1] or found:
                preflights = _METHOD.search(nodes.text(scope.node)) is None and paths is None and _asks_who(answer)
                yield Answers(_owner(scope), preflights, code.at(answer), paths)


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
    following = set(_FOLLOWING.findall(nodes.text(scope.node)))
    for node in nodes.descend(scope.node, into_definitions=False):
        returned = nodes.children(node)[:1] if node.type == "return_statement" else []
        for value in returned:
            if value.type == "call" and _is_response(nodes.last_name(value)) and not _hands_on(value, following):
                yield value


def _is_response(name: str) -> bool:
    return ("Response" in name or name.endswith("_response")) and name not in _REDIRECTS | _NEXT


def _is_by_hand(code: Code, scope: Scope, answer: Node) -> bool:
    """Whether the middleware, or a function of its file that makes the response, writes the header of CORS."""
    is_made_here = not nodes.last_name(answer).endswith("Response")
    text = code.syntax.source.text if is_made_here else nodes.text(scope.node)
    return _BY_HAND.search(text) is not None or "cors" in nodes.last_name(answer).lower()


def _hands_on(answer: Node, following: set[str]) -> bool:
    """Whether a response is that of the application in a new shell: it takes its headers, or headers of CORS."""
    headers = nodes.arguments(answer).get(None, "headers")
    text = nodes.text(headers) if headers is not None else ""
    return "cors" in text.lower() or any(re.search(rf"\b{name}\b", text) is not None for name in following)
