"""Why a handler closes a WebSocket: the check above the `close`, and who is told of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from envlint.facts import Refusal
from envlint.patterns import pattern
from envlint.readers.python import nodes
from envlint.readers.python.code import Place
from envlint.readers.python.steps import TOKEN, is_socket, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope
    from envlint.values import Value

Check = Literal["origin", "token", "cookie"]

_CHECKS = frozenset({"origin", "token", "cookie"})
_BRANCHES = frozenset({"if_statement", "elif_clause", "else_clause", "except_clause"})
_OUTER = frozenset({"function_definition", "class_definition", "for_statement", "while_statement", "case_clause"})
_IDENTITY = pattern(
    r"user|payload|claim|auth|session|principal|identity|account|credential|bearer|scheme|valid|allowed|token|origin"
    r"|cookie|^(sub|uid|decoded)$",
    re.IGNORECASE,
)
"""Names of what is made from a token, a cookie or an origin to tell who is there."""
_ORIGIN = pattern(r"origin", re.IGNORECASE)
_DENIED = pattern(r"auth|token|jwt|credential|signature|expired|permission|forbidden|denied", re.IGNORECASE)
_LOGS = pattern(r"log|print|audit|record|track|capture|report|metric|counter|emit|notify|warn|write", re.IGNORECASE)
_PLAIN = pattern(
    r"^(get|strip|lower|upper|removeprefix|split|startswith|encode|decode|len|str|int|bool|compare_digest)$"
)
"""Functions and methods of the language and its library that log nothing."""


def refusal(code: Code, close: Node, scope: Scope, names: frozenset[str]) -> Refusal | None:
    """The refusal that a `close` (or a raised exception) is; None where no failed check leads to it."""
    branch = _branch(close)
    if branch is None:
        return None
    checked = _Checked(code, scope, names)
    deciding = list(_deciding(branch, checked))
    kinds: list[Check] = [kind for node in deciding if (kind := checked.kind(node)) is not None]
    block = branch if branch.type == "else_clause" else nodes.field(branch, "consequence") or branch
    if not kinds:
        return None
    raised = close.type == "raise_statement"
    return Refusal(
        kinds[0],
        checked.logs_before(close) or _logs(block, close, names),
        _explains(block, close, names),
        tuple(checked.verifiers(deciding)),
        None if raised else _code_at(code, close),
    )


def _branch(close: Node) -> Node | None:
    """The branch in which a `close` stands; None outside of any in its function or loop."""
    node = close.parent
    while node is not None and node.type not in _OUTER:
        if node.type in _BRANCHES:
            return node
        node = node.parent
    return None


def _deciding(branch: Node, checked: _Checked) -> Iterator[Node]:
    """The expressions whose failure leads into a branch."""
    if branch.type == "except_clause":
        yield from _failed(branch, checked)
    elif branch.type == "else_clause":
        statement = branch.parent
        if statement is not None and statement.type == "if_statement":
            conditions = [statement, *(part for part in statement.named_children if part.type == "elif_clause")]
            yield from (part for one in conditions for part in _parts(nodes.field(one, "condition"), failed=False))
    else:
        yield from _parts(nodes.field(branch, "condition"), failed=True)


def _failed(clause: Node, checked: _Checked) -> Iterator[Node]:
    """What an `except` answers: a check in the `try`, where the exception is one of checks or nothing else is tried."""
    statement = clause.parent
    body = nodes.field(statement, "body") if statement is not None else None
    if body is None:
        return
    caught = next((child for child in nodes.children(clause) if child.type != "block"), None)
    if (caught is not None and _DENIED.search(nodes.text(caught))) or not checked.talks(body):
        yield body


def _parts(condition: Node | None, *, failed: bool) -> Iterator[Node]:
    """The parts of a condition that say that something is missing or wrong (`failed`), or that it is there."""
    pending = [condition]
    while pending:
        node = pending.pop()
        if node is None:
            continue
        if node.type in {"boolean_operator", "parenthesized_expression"}:
            pending.extend(reversed(nodes.children(node)))
        elif _denies(node) == failed:
            yield node


def _denies(node: Node) -> bool:
    """Whether a part of a condition holds where something is missing or wrong: `not x`, `x is None`, `x not in xs`."""
    if node.type != "comparison_operator":
        return node.type == "not_operator"
    operator = " ".join(nodes.text(child) for child in node.children if not child.is_named)
    if operator in {"is", "=="}:
        return any(nodes.text(child) in {"None", "False", "''", '""'} for child in nodes.children(node))
    return operator in {"not in", "!="}


class _Checked:
    """What the names of a function have to do with checks."""

    def __init__(self, code: Code, scope: Scope, names: frozenset[str]) -> None:
        self._code = code
        self._scope = scope
        self._names = names
        self._place = Place(scope)
        body = nodes.field(scope.node, "body")
        self._nodes = list(nodes.descend(body, into_definitions=False)) if body is not None else []
        self._kinds: dict[str, Check] = {name: "token" for name in scope.parameters if TOKEN.match(name)}
        self._values: dict[str, list[Node]] = {}
        for _ in range(2):
            self._spread()

    def _spread(self) -> None:
        """A name that is made of a checked one is checked as well, where it sounds like somebody's identity."""
        for node in self._nodes:
            left, right = nodes.field(node, "left"), nodes.field(node, "right")
            if node.type == "named_expression":
                left, right = nodes.field(node, "name"), nodes.field(node, "value")
            if left is None or right is None or left.type != "identifier":
                continue
            name, kind = nodes.text(left), self.kind(right)
            if kind and (_IDENTITY.search(name) or self._direct(right)):
                self._kinds.setdefault(name, kind)
                if right not in self._values.setdefault(name, []):
                    self._values[name].append(right)

    def kind(self, node: Node) -> Check | None:
        """Which check an expression is about."""
        direct = self._direct(node)
        if direct:
            return direct
        names = (nodes.text(part) for part in nodes.descend(node) if part.type == "identifier")
        return next((self._kinds[name] for name in names if name in self._kinds), None)

    def _direct(self, node: Node) -> Check | None:
        """Which check an expression does by itself."""
        for part in nodes.descend(node, into_definitions=False):
            for step in steps_of(self._code, part, self._place, self._names):
                if step.kind in _CHECKS:
                    return cast("Check", step.kind)
            if part.type == "call" and _ORIGIN.search(nodes.last_name(nodes.field(part, "function"))):
                return "origin"
        return None

    def talks(self, body: Node) -> bool:
        """Whether messages are exchanged in a block."""
        kinds = {"accept", "send", "receive", "call"}
        found = (step for node in nodes.descend(body) for step in steps_of(self._code, node, self._place, self._names))
        return any(step.kind in kinds for step in found)

    def logs_before(self, close: Node) -> bool:
        """Whether anything is logged between the first check of the function and a `close`."""
        checks = [node.start_byte for node in self._nodes if self._is_check(node)]
        first = min(checks, default=self._scope.node.start_byte if self._kinds else close.start_byte)
        return any(
            node.type == "call" and first <= node.start_byte < close.start_byte and _is_log(node)
            for node in self._nodes
        )

    def _is_check(self, node: Node) -> bool:
        return any(step.kind in _CHECKS for step in steps_of(self._code, node, self._place, self._names))

    def verifiers(self, deciding: Iterable[Node]) -> Iterator[Value]:
        """The functions that are called in some expressions, and in those that their names are made of."""
        pending, seen = list(deciding), set[int]()
        while pending:
            for part in nodes.descend(pending.pop()):
                if part.id in seen:
                    continue
                seen.add(part.id)
                pending.extend(self._values.get(nodes.text(part), ()) if part.type == "identifier" else ())
                function = nodes.field(part, "function") if part.type == "call" else None
                if function is not None and self._may_tell(function):
                    yield self._code.value(function, self._place)

    def _may_tell(self, function: Node) -> bool:
        own = is_socket(nodes.field(function, "object"), self._names)
        return not own and _PLAIN.match(nodes.last_name(function)) is None


def _is_log(call: Node) -> bool:
    function = nodes.field(call, "function")
    return function is not None and _LOGS.search(nodes.text(function)) is not None


def _logs(block: Node, close: Node, names: frozenset[str]) -> bool:
    """Whether a branch logs, raises what its server logs, or hands the socket to something that may."""
    for node in nodes.descend(block):
        if node.type == "raise_statement" and node != close:
            return True
        if node.type != "call" or node == close:
            continue
        given = nodes.arguments(node)
        handed = any(is_socket(one, names) for one in (*given.positional, *given.keywords.values()))
        if handed or _is_log(node):
            return True
    return False


def _explains(block: Node, close: Node, names: frozenset[str]) -> bool:
    """Whether a branch sends a message, or a reason with its `close`."""
    call = next((node for node in nodes.descend(close) if node.type == "call"), None)
    given = nodes.arguments(call) if call is not None else None
    if given is not None and given.get(1, "reason") is not None:
        return True
    functions = (nodes.field(node, "function") for node in nodes.descend(block) if node.type == "call")
    sends = (f for f in functions if f is not None and nodes.last_name(f).startswith("send"))
    return any(is_socket(nodes.field(function, "object"), names) for function in sends)


def _code_at(code: Code, close: Node) -> Location | None:
    """Where the code of a `close` stands, or the place behind its opening parenthesis."""
    holder = nodes.field(close, "arguments")
    if holder is None:
        return None
    given = nodes.arguments(close).get(0, "code")
    return code.at(given) if given is not None else code.at(holder).within(1, 0)
