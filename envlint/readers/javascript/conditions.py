"""What a condition decides between two values: a mode, a missing value, the page's scheme, or something unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import asked, beginnings, environment, nodes, schemes
from envlint.readers.javascript.shapes import alike
from envlint.records import record, replace
from envlint.values import Either, Flag, Hole, Nothing

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Test, Value

_BROWSER = frozenset({"window", "document", "location", "navigator", "self", "globalThis"})
_NEGATIONS = {"!==": "===", "!=": "=="}
_EMPTY = frozenset({"null", "undefined"})
_CONFIG_NAMES = {"mode": {"development", "production"}, "command": {"serve", "build"}}
_MODES: dict[str, Test] = {
    "development": "development",
    "production": "production",
    "DEV": "development",
    "PROD": "production",
    "serve": "development",
    "build": "production",
}


@record
class Question:
    """A condition where it stands. `at` is the whole choice, for the value that is made of it."""

    condition: Node
    scope: Scope
    at: Location


@record
class Verdict:
    """What a condition means: `first` says that it holds for the first of the alternatives.

    `subject` is the expression that is asked to be set; `browser` says that the condition always holds in a browser.
    """

    test: Test
    first: bool = True
    subject: Node | None = None
    browser: bool = False


def choose(ev: Evaluator, question: Question, then: Value, otherwise: Value) -> Value:
    """The value of `condition ? then : otherwise`."""
    if alike(then, otherwise):
        return then
    secure = schemes.secure(ev, question.condition, question.scope)
    swapped = schemes.swapped(secure, then, otherwise, question.at) if secure is not None else None
    if swapped is not None:
        return swapped
    begins = beginnings.asked_of(ev, question.condition, question.scope)
    if begins is not None and (secure is None or not secure.protocol):
        pair = (then, otherwise) if begins.holds else (otherwise, then)
        return Either(pair, "matches", question.at, given=begins.value)
    if secure is not None:
        return either((then, otherwise), question.at)
    return _verdict(ev, question, then, otherwise)


def _verdict(ev: Evaluator, question: Question, then: Value, otherwise: Value) -> Value:
    verdict = classify(ev, question.condition, question.scope)
    pair = (then, otherwise) if verdict.first else (otherwise, then)
    if verdict.browser:
        return pair[0]
    if verdict.test == "branch":
        return either((then, otherwise), question.at)
    if verdict.subject is None:
        return Either(pair, verdict.test, question.at)
    subject = ev.value(verdict.subject, question.scope)
    switch = ev.deref(subject)
    if isinstance(switch, Flag):
        return pair[0] if switch.value or verdict.test == "missing" else pair[1]
    return _given(subject, verdict.test, pair, question.at)


def either(options: tuple[Value, ...], at: Location) -> Value:
    """Alternatives of which nobody can say which it is; one that is nothing at all is left out."""
    flat: list[Value] = []
    for option in options:
        nested = isinstance(option, Either) and option.test == "branch"
        flat.extend(option.options if nested and isinstance(option, Either) else (option,))
    something = [option for option in flat if not isinstance(option, Nothing)] or flat[:1]
    return something[0] if len(something) == 1 else Either(tuple(something), "branch", at)


def _given(subject: Value, test: Test, pair: tuple[Value, Value], at: Location) -> Value:
    if alike(subject, pair[0]):
        return Either(pair, test, at)
    if isinstance(subject, Hole):
        return either(pair, at)
    return Either(pair, test, at, given=subject)


def classify(ev: Evaluator, condition: Node, scope: Scope) -> Verdict:
    """What a condition means."""
    return _mode(ev, condition, scope) or _presence(ev, condition, scope) or Verdict("branch")


# --- modes --------------------------------------------------------------------------------------------------------


def _mode(ev: Evaluator, condition: Node, scope: Scope) -> Verdict | None:
    found = asked.bottom(ev, condition, scope)
    if found is None:
        return None
    node, scope, positive = found
    verdict = _mode_test(ev, node, scope)
    return None if verdict is None else replace(verdict, first=verdict.first is positive)


def _mode_test(ev: Evaluator, node: Node, scope: Scope) -> Verdict | None:
    if node.type == "member_expression":
        read = environment.read(ev, node, scope)
        name = "" if read is None else read.name
        return Verdict(_MODES[name]) if name in {"DEV", "PROD"} else None
    if node.type != "binary_expression":
        return None
    left, right, sign, equal = _comparison(ev, node)
    if left is None or right is None or sign not in {"===", "=="}:
        return None
    for one, other in ((left, right), (right, left)):
        word = nodes.literal(other, ev.syntax)
        if word in _MODES and word in _mode_words(ev, one, scope):
            return Verdict(_MODES[word], first=equal)
    return None


def _mode_words(ev: Evaluator, node: Node, scope: Scope) -> set[str]:
    """The words that an expression is compared with where it is the mode; empty where it is something else."""
    read = environment.read(ev, node, scope)
    if read is not None and read.name in {"MODE", "NODE_ENV"}:
        return {"development", "production"}
    if node.type == "identifier":
        binding = scope.find(ev.text(node))
        if binding is None:
            return set()
        if binding.kind == "parameter" and ev.configures:
            return _CONFIG_NAMES.get(binding.name, set())
        constant = binding.constant
        if constant is not None and constant[0].type == "member_expression":
            return _mode_words(ev, *constant)
    return set()


def _comparison(ev: Evaluator, node: Node) -> tuple[Node | None, Node | None, str, bool]:
    """Both sides of a comparison, its sign as an equality, and whether it asks for equality."""
    sign = nodes.operator(node, ev.syntax)
    return nodes.field(node, "left"), nodes.field(node, "right"), _NEGATIONS.get(sign, sign), sign not in _NEGATIONS


# --- presence -----------------------------------------------------------------------------------------------------


def _presence(ev: Evaluator, node: Node, scope: Scope) -> Verdict | None:
    if node.type == "unary_expression" and ev.text(node).startswith("!"):
        argument = nodes.field(node, "argument")
        verdict = None if argument is None else _once(ev, argument, scope)
        return None if verdict is None else replace(verdict, first=not verdict.first)
    if node.type == "binary_expression":
        return _compared(ev, node, scope)
    if node.type in {"identifier", "member_expression", "subscript_expression"}:
        if _is_browser(ev, node, scope):
            return Verdict("branch", browser=True)
        return Verdict("empty", subject=node)
    return None


def _once(ev: Evaluator, node: Node, scope: Scope) -> Verdict | None:
    """The same question below a negation; only one negation is looked through."""
    return None if node.type == "unary_expression" else _presence(ev, node, scope)


def _compared(ev: Evaluator, node: Node, scope: Scope) -> Verdict | None:
    left, right, sign, equal = _comparison(ev, node)
    if left is None or right is None:
        return None
    if sign == "&&":
        return _all(ev, nodes.operands(node, "&&", ev.syntax), scope)
    if sign not in {"===", "=="}:
        return None
    for one, other in ((left, right), (right, left)):
        verdict = _set(ev, one, other, scope)
        if verdict is not None:
            return replace(verdict, first=verdict.first is equal)
    return None


def _set(ev: Evaluator, node: Node, other: Node, scope: Scope) -> Verdict | None:
    """What `node === other` says about `node` being set."""
    word = nodes.literal(other, ev.syntax)
    if node.type == "unary_expression" and ev.text(node).startswith("typeof"):
        of = nodes.field(node, "argument")
        if of is None or word is None:
            return None
        if _is_browser(ev, of, scope):
            return Verdict("branch", first=word != "undefined", browser=True)
        return Verdict("missing", first=word != "undefined", subject=of)
    if node.type not in {"identifier", "member_expression", "subscript_expression"}:
        return None
    if other.type in _EMPTY:
        return Verdict("missing", first=False, subject=node)
    return Verdict("empty", first=False, subject=node) if word == "" else None


def _all(ev: Evaluator, conditions: list[Node], scope: Scope) -> Verdict | None:
    """`a && b`: what it asks for is `a` where all the rest speaks of the same; browser tests say nothing."""
    rest = [condition for condition in conditions if not _holds_in_browser(ev, condition, scope)]
    if len(rest) <= 1:
        return classify(ev, rest[0], scope) if rest else Verdict("branch", browser=True)
    first = None if rest[0].type == "binary_expression" and _is_chain(ev, rest[0]) else _presence(ev, rest[0], scope)
    if first is None or not first.first or first.subject is None:
        return None
    text = ev.text(first.subject)
    return first if all(text in ev.text(condition) for condition in rest[1:]) else None


def _is_chain(ev: Evaluator, node: Node) -> bool:
    return nodes.operator(node, ev.syntax) in {"&&", "||", "??"}


def _holds_in_browser(ev: Evaluator, node: Node, scope: Scope) -> bool:
    if _is_chain(ev, node):
        return False
    verdict = _presence(ev, node, scope)
    return verdict is not None and verdict.browser and verdict.first


def _is_browser(ev: Evaluator, node: Node, scope: Scope) -> bool:
    return node.type == "identifier" and ev.text(node) in _BROWSER and scope.find(ev.text(node)) is None


def guards(ev: Evaluator, left: Node, right: Node) -> bool:
    """Whether `left && right` only asks on the left whether the right can be read (`window.env && window.env.URL`)."""
    text = ev.text(left)
    return left.type == "unary_expression" or text in ev.text(right) or text in _BROWSER
