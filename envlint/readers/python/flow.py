"""Follows the statements of each scope and keeps what every name may come to.

Straight assignments replace a value. A branch merges: what both sides agree on stays, the rest becomes an `Either`.
A list that grows becomes one list, with what only some branches add as a spread of "these or none".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.python import branches, loops, mutation, names, nodes, parameters
from envlint.readers.python.code import Place
from envlint.readers.python.made import made
from envlint.readers.python.scopes import imports
from envlint.values import Name, Nothing, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from envlint.readers.python.branches import Outcome
    from envlint.readers.python.code import Code
    from envlint.readers.python.loops import Loop, Row
    from envlint.readers.python.scopes import Scope

DEEPEST = 40
"""Blocks nested deeper than this are not followed."""


def follow(code: Code) -> None:
    """Fills `state`, `returns` and `attributes` of every scope of the file."""
    Flow(code, code.module, 0).run()


class Flow:
    """The walk through the body of one scope."""

    def __init__(self, code: Code, scope: Scope, depth: int) -> None:
        self.code, self.scope = code, scope
        self.loops: list[Loop] = []
        self._depth = depth
        self._writes: dict[str, int] = {}

    @property
    def loop(self) -> Loop | None:
        """The innermost loop."""
        return self.loops[-1] if self.loops else None

    def run(self) -> None:
        """Follows the body."""
        scope = self.scope
        for name, node in scope.parameters.items():
            if name != scope.instance:
                scope.state[name] = parameters.value(self.code, scope, name, self.code.at(node))
        body = scope.node if scope.kind == "module" else nodes.field(scope.node, "body")
        if body is not None:
            self.block(body, scope.state)

    def block(self, block: Node, state: Row) -> bool:
        """Follows the statements of a block; whether it never reaches its end."""
        if self._depth >= DEEPEST:
            return False
        self._depth += 1
        ended = False
        for statement in nodes.children(block):
            handler = _STATEMENTS.get(statement.type)
            ended = (handler is not None and handler(self, statement, state)) or ended
        self._depth -= 1
        return ended

    def value(self, node: Node, state: Row, target: Node | None = None) -> Value:
        """An expression at this point; the name that is being assigned means its value until now."""
        bound = {name: value for loop in self.loops for name, value in loop.bound(state).items()}
        name = nodes.text(target) if target is not None else ""
        if name in state and (self.scope.bindings.get(name, 0) > 1 or name in self.scope.parameters):
            bound[name] = state[name]
        brought = names.starred(self.scope, name, self.code.at(target)) if target is not None else None
        if name not in state and brought is not None:
            bound[name] = brought
        return self.code.value(node, Place(self.scope, bound))

    def set(self, target: Node, value: Value, state: Row) -> None:
        """Gives a name a value; a name that is written very often is given up."""
        name = nodes.text(target)
        self._writes[name] = self._writes.get(name, 0) + 1
        if self._writes[name] > mutation.limit(value):
            value = self.code.hole(target, "a name that is assigned very often")
        state[name] = value
        self.scope.places.setdefault(name, target)

    def define(self, definition: Node, state: Row) -> None:
        """Follows a function or class and names it."""
        scope, name = self.code.scopes.get(definition.id), nodes.field(definition, "name")
        if scope is None or name is None:
            return
        Flow(self.code, scope, self._depth).run()
        state[nodes.text(name)] = made(self.code, scope)
        self.scope.places.setdefault(nodes.text(name), name)


def _expression(flow: Flow, statement: Node, state: Row) -> bool:
    for node in nodes.children(statement):
        if node.type == "assignment":
            _assign(flow, node, state)
        elif node.type == "augmented_assignment":
            mutation.augment(flow, node, state)
        elif node.type == "call":
            mutation.call(flow, node, state)
    return False


def _assign(flow: Flow, node: Node, state: Row) -> None:
    left, right = nodes.field(node, "left"), nodes.field(node, "right")
    written = [left] if left is not None else []
    while right is not None and right.type == "assignment":
        left, right = nodes.field(right, "left"), nodes.field(right, "right")
        written.extend([left] if left is not None else [])
    for target in written if right is not None else ():
        _write(flow, target, right, state)


def _write(flow: Flow, target: Node, right: Node | None, state: Row) -> None:
    if right is None:
        return
    if target.type == "identifier":
        flow.set(target, flow.value(right, state, target), state)
    elif target.type in ("attribute", "subscript"):
        mutation.store(flow, target, right, state)
    else:
        _unpack(flow, target, right, state)


def _unpack(flow: Flow, target: Node, right: Node, state: Row) -> None:
    names, values = nodes.children(target), nodes.children(right)
    literal = right.type in ("tuple", "list", "expression_list") and len(names) == len(values)
    for index, name in enumerate(names):
        if name.type == "identifier":
            unknown = flow.code.hole(right, "a value that is unpacked")
            flow.set(name, flow.value(values[index], state) if literal else unknown, state)


def _return(flow: Flow, statement: Node, state: Row) -> bool:
    found, scope = nodes.children(statement), flow.scope
    if not found:
        scope.returns.append(Nothing(flow.code.at(statement)))
        return True
    name = nodes.text(found[0]) if found[0].type == "identifier" else ""
    known = state.get(name) if scope.owner(name) is scope else None
    scope.returns.append(known if known is not None else flow.value(found[0], state))
    return True


def _leave(flow: Flow, statement: Node, state: Row) -> bool:  # noqa: ARG001 - all handlers are alike
    return True


def _import(flow: Flow, statement: Node, state: Row) -> bool:
    for name, imported in imports(statement):
        state[name] = Name(imported.name, imported.module, flow.code.at(statement))
        flow.scope.places.setdefault(name, statement)
    return False


def _if(flow: Flow, statement: Node, state: Row) -> bool:
    found = branches.of_if(statement)
    test, block = found[0]
    if len(found) == 1 and flow.loop is not None and flow.loop.asks_item(test):
        with flow.loop.filtering():
            flow.block(block, state)
        return False
    outcomes = [_outcome(flow, test, block, state) for test, block in found]
    if found[-1][0] is not None:
        outcomes.append((None, dict(state)))
    return branches.meet(outcomes, state, flow.code.at(statement).within(0, 2))


def _outcome(flow: Flow, test: Node | None, block: Node, before: Row) -> Outcome:
    after = dict(before)
    return test, None if flow.block(block, after) else after


def _try(flow: Flow, statement: Node, state: Row) -> bool:
    body = nodes.field(statement, "body")
    before, after = dict(state), dict(state)
    ended = flow.block(body, after) if body is not None else False
    outcomes: list[Outcome] = []
    for clause in nodes.children(statement):
        block = next((child for child in clause.named_children if child.type == "block"), None)
        if block is not None and clause.type.startswith("except"):
            outcomes.append(_outcome(flow, None, block, before))
        elif block is not None:
            ended = flow.block(block, after) or ended
    return branches.meet([(None, None if ended else after), *outcomes], state, flow.code.at(statement).within(0, 3))


def _with(flow: Flow, statement: Node, state: Row) -> bool:
    body = nodes.field(statement, "body")
    clause = next((child for child in statement.named_children if child.type == "with_clause"), None)
    for node in nodes.descend(clause) if clause is not None else ():
        if node.type == "as_pattern_target":
            for target in nodes.children(node):
                if target.type == "identifier":
                    flow.set(target, flow.code.hole(target, "a context manager's value"), state)
    return flow.block(body, state) if body is not None else False


def _for(flow: Flow, statement: Node, state: Row) -> bool:
    left, right, body = (nodes.field(statement, name) for name in ("left", "right", "body"))
    if left is None or right is None or body is None:
        return False
    loop = loops.over(flow.code, left, flow.value(right, state))
    for target in nodes.targets(left):
        if target.type == "identifier":
            flow.set(target, loops.item(flow.code, loop, target), state)
    _repeat(flow, body, state, loop, statement)
    return False


def _while(flow: Flow, statement: Node, state: Row) -> bool:
    body = nodes.field(statement, "body")
    if body is not None:
        _repeat(flow, body, state, loops.Loop((), None, None), statement)
    return False


def _repeat(flow: Flow, body: Node, state: Row, loop: Loop, statement: Node) -> None:
    after = dict(state)
    flow.loops.append(loop)
    flow.block(body, after)
    flow.loops.pop()
    branches.after_loop(after, state, flow.code.at(statement).within(0, 3))


def _match(flow: Flow, statement: Node, state: Row) -> bool:
    body = nodes.field(statement, "body")
    clauses = [nodes.field(clause, "consequence") for clause in nodes.children(body)] if body is not None else []
    outcomes = [_outcome(flow, None, block, state) for block in clauses if block is not None]
    return branches.meet([*outcomes, (None, dict(state))], state, flow.code.at(statement).within(0, 5))


def _define(flow: Flow, statement: Node, state: Row) -> bool:
    definition = nodes.field(statement, "definition") if statement.type == "decorated_definition" else statement
    if definition is not None:
        flow.define(definition, state)
    return False


_STATEMENTS: dict[str, Callable[[Flow, Node, Row], bool]] = {
    "expression_statement": _expression,
    "return_statement": _return,
    "raise_statement": _leave,
    "continue_statement": _leave,
    "break_statement": _leave,
    "import_statement": _import,
    "import_from_statement": _import,
    "if_statement": _if,
    "try_statement": _try,
    "with_statement": _with,
    "for_statement": _for,
    "while_statement": _while,
    "match_statement": _match,
    "function_definition": _define,
    "class_definition": _define,
    "decorated_definition": _define,
}
