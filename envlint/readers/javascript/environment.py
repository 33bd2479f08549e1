"""Reads of environment variables: `import.meta.env`, `process.env` and the result of Vite's `loadEnv`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import EnvObject, EnvUse
from envlint.readers.javascript import nodes
from envlint.readers.javascript.patterns import targets
from envlint.readers.javascript.scopes import Argument
from envlint.values import EnvRead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope
    from envlint.values import EnvWay

BUILT_IN = frozenset({"MODE", "DEV", "PROD", "SSR", "BASE_URL"})
"""What Vite itself puts on `import.meta.env` (https://vite.dev/guide/env-and-mode, Vite 8)."""

_FOLLOWED = 6
_GLOBALS = frozenset({"globalThis", "window", "global", "self"})
_PROCESS_MODULES = frozenset({"process", "node:process"})
_SVELTE_STATIC = "$env/static/"
_CHOICES = frozenset({"||", "??", "&&"})
_COMPARISONS = frozenset({"===", "!==", "==", "!="})


def way(ev: Evaluator, node: Node, scope: Scope, followed: int = 0) -> EnvWay | None:
    """By which way an expression is the whole environment, or None where it is something else."""
    if followed > _FOLLOWED or not ev.speaks_of_env:
        return None
    node = nodes.unwrap(node)
    if node.type in {"member_expression", "subscript_expression"}:
        return _member(ev, node, scope)
    if node.type == "identifier":
        binding = scope.find(ev.text(node))
        return None if binding is None else _binding(ev, binding, followed)
    if node.type == "binary_expression":
        left = nodes.field(node, "left")
        return None if left is None else way(ev, left, scope, followed + 1)
    if node.type == "call_expression":
        return _loaded(ev, node, scope)
    if node.type == "object":
        return _spread(ev, node, scope, followed)
    return None


def _member(ev: Evaluator, node: Node, scope: Scope) -> EnvWay | None:
    of = nodes.field(node, "object")
    if of is None or nodes.property_name(node, ev.syntax) != "env":
        return None
    if of.type == "meta_property":
        return "import.meta.env"
    return ("loadEnv" if ev.loads_into_process else "process.env") if _is_process(ev, of, scope) else None


def _is_process(ev: Evaluator, node: Node, scope: Scope) -> bool:
    if node.type == "member_expression":
        of = nodes.field(node, "object")
        is_global = of is not None and of.type == "identifier" and ev.text(of) in _GLOBALS
        return is_global and nodes.property_name(node, ev.syntax) == "process"
    if node.type != "identifier":
        return False
    binding = scope.find(ev.text(node))
    return ev.text(node) == "process" if binding is None else binding.specifier in _PROCESS_MODULES


def _binding(ev: Evaluator, binding: Binding, followed: int) -> EnvWay | None:
    if binding not in ev.environments:
        ev.environments[binding] = None
        ev.environments[binding] = _bound(ev, binding, followed)
    return ev.environments[binding]


def _bound(ev: Evaluator, binding: Binding, followed: int) -> EnvWay | None:
    if binding.kind == "import":
        return _imported(binding)
    write = binding.only_write
    if write is None or write.source is None or isinstance(write.source, Argument):
        return None
    source, path = write.source, write.path
    if not path:
        return way(ev, source, write.scope, followed + 1)
    if [step.key for step in path] != ["env"]:
        return None
    source = nodes.unwrap(source)
    if source.type == "meta_property":
        return "import.meta.env"
    return "process.env" if _is_process(ev, source, write.scope) else None


def _imported(binding: Binding) -> EnvWay | None:
    """`import { env } from 'node:process'`, and SvelteKit's (https://svelte.dev/docs/kit/$env-dynamic-public)."""
    if binding.specifier.startswith(_SVELTE_STATIC):
        return "$env" if binding.imported == "*" else None
    if binding.imported != "env":
        return None
    return "process.env" if binding.specifier in _PROCESS_MODULES else _svelte(binding.specifier)


def _svelte(specifier: str) -> EnvWay | None:
    return "$env" if specifier.startswith("$env/dynamic/") else None


def imported(ev: Evaluator, binding: Binding, node: Node) -> EnvRead | None:
    """A name that is a variable by the module it comes from (https://svelte.dev/docs/kit/$env-static-public)."""
    if not binding.specifier.startswith(_SVELTE_STATIC) or binding.imported in {"*", "default"}:
        return None
    return EnvRead(binding.imported, "$env", ev.at(node))


def _loaded(ev: Evaluator, node: Node, scope: Scope) -> EnvWay | None:
    function = ev.callee(node)
    if function is None or function.type != "identifier":
        return None
    binding = scope.find(ev.text(function))
    return "loadEnv" if binding is not None and (binding.imported or binding.name) == "loadEnv" else None


def _spread(ev: Evaluator, node: Node, scope: Scope, followed: int) -> EnvWay | None:
    """`{ ...process.env, ...loadEnv(mode, dir) }`: what is loaded from files wins the name."""
    spread = [child.named_children[0] for child in node.named_children if child.type == "spread_element"]
    ways: set[EnvWay | None] = {way(ev, child, scope, followed + 1) for child in spread[:_FOLLOWED]}
    if "loadEnv" in ways:
        return "loadEnv"
    return ways.pop() if len(ways) == 1 else None


def read(ev: Evaluator, node: Node, scope: Scope) -> EnvRead | None:
    """A member expression as a read of a variable, where it is one."""
    if not ev.speaks_of_env:
        return None
    of = nodes.field(node, "object")
    if of is None or node.type not in {"member_expression", "subscript_expression"}:
        return None
    name = nodes.property_name(node, ev.syntax)
    found = None if name is None else way(ev, of, scope)
    return None if name is None or found is None else EnvRead(name, found, ev.at(node))


# --- every read, wherever it stands -------------------------------------------------------------------------------


def uses(ev: Evaluator) -> Iterator[EnvUse]:
    """Every read of a variable in the script."""
    if not ev.speaks_of_env:
        return
    for node, scope in ev.script.members:
        found = read(ev, node, scope)
        if found is not None and found.name not in BUILT_IN and not _is_written(node):
            guarded = _guarded(ev, node)
            yield EnvUse(found.name, found.way, found.at, guarded, not guarded and _needed(ev, node))
    for declarator, scope in ev.script.destructured:
        yield from _destructured(ev, declarator, scope)


def _destructured(ev: Evaluator, declarator: Node, scope: Scope) -> Iterator[EnvUse]:
    pattern, value = declarator.child_by_field_name("name"), nodes.field(declarator, "value")
    found = None if value is None else way(ev, value, scope)
    if pattern is None or found is None:
        return
    for _, path in targets(pattern, ev.syntax):
        key = path[0].key if len(path) == 1 else None
        if key is not None and key not in BUILT_IN:
            yield EnvUse(key, found, ev.at(path[0].at), path[0].default is not None)


def objects(ev: Evaluator) -> Iterator[EnvObject]:
    """Every use of the whole environment: with a computed key, taken apart, or passed on."""
    if not ev.speaks_of_env:
        return
    for node, scope in ev.script.members:
        of = nodes.field(node, "object")
        if node.type == "subscript_expression" and of is not None and nodes.property_name(node, ev.syntax) is None:
            found = way(ev, of, scope)
            if found is not None and not _is_written(node):
                yield EnvObject(found, "computed", ev.at(node))
        elif node.parent is not None and node.parent.type in {"arguments", "spread_element"}:
            found = _member(ev, node, scope)
            if found is not None:
                yield EnvObject(found, "passed", ev.at(node))
    for declarator, scope in ev.script.destructured:
        pattern, value = declarator.child_by_field_name("name"), nodes.field(declarator, "value")
        found = None if value is None else way(ev, value, scope)
        if pattern is not None and found is not None:
            keys = tuple(path[0].key for _, path in targets(pattern, ev.syntax) if path and path[0].key is not None)
            yield EnvObject(found, "destructured", ev.at(declarator), keys)


_ASKED = r"!{0}\b|\b{0}\s*(?:\|\||\?|&&|[!=]==?)|if\s*\(\s*{0}\b|typeof\s+{0}\b"
_FILLED_IN = r"\$\{{{0}\}}|\b{0}\s*\+(?!\+)|\+\s*{0}\b|\b{0}\.(?:split|replace|trim|startsWith|endsWith)\("


def _needed(ev: Evaluator, node: Node) -> bool:
    """Whether a read without a fallback is asserted or filled into a text, itself or by the constant that keeps it."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type in {"non_null_expression", "template_substitution"}:
        return True
    if parent.type == "binary_expression":
        return nodes.operator(parent, ev.syntax) == "+"
    if parent.type == "member_expression":
        called = parent.parent is not None and parent.parent.type == "call_expression"
        return called and parent.child_by_field_name("optional_chain") is None
    name = parent.child_by_field_name("name") if parent.type == "variable_declarator" else None
    if name is None or name.type != "identifier":
        return False
    text, word = ev.syntax.source.text, re.escape(ev.text(name))
    return re.search(_FILLED_IN.format(word), text) is not None and re.search(_ASKED.format(word), text) is None


def _is_written(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type == "assignment_expression" and parent.child_by_field_name("left") == node


def _guarded(ev: Evaluator, node: Node) -> bool:
    """Whether a read has a fallback or is only asked whether it is set, here or in a condition around it."""
    text = ev.text(node)
    child, parent = node, node.parent
    direct = True
    for _ in range(12):
        if parent is None or parent.type in {"program", "statement_block"} | nodes.FUNCTIONS:
            return parent is not None and _block_guards(ev, parent, text)
        if direct and _asks(ev, parent, child):
            return True
        if _conditional(ev, parent, child, text):
            return True
        direct = direct and (parent.type in _TRANSPARENT or nodes.unwrap(parent) != parent or _chooses(ev, parent))
        child, parent = parent, parent.parent
    return False


_TRANSPARENT = frozenset({"member_expression", "call_expression", "subscript_expression", "await_expression"})


def _asks(ev: Evaluator, parent: Node, child: Node) -> bool:
    """Whether a construct copes with its part being undefined."""
    if parent.type == "binary_expression":
        sign = nodes.operator(parent, ev.syntax)
        return sign in _COMPARISONS or (sign in _CHOICES and parent.child_by_field_name("left") == child)
    if parent.type == "unary_expression":
        return ev.text(parent).startswith(("!", "typeof"))
    if parent.type in {"ternary_expression", "if_statement", "while_statement"}:
        return parent.child_by_field_name("condition") == child
    if parent.type == "augmented_assignment_expression":
        return parent.child_by_field_name("left") == child
    return parent.type == "member_expression" and parent.child_by_field_name("optional_chain") is not None


def _chooses(ev: Evaluator, parent: Node) -> bool:
    return parent.type == "binary_expression" and nodes.operator(parent, ev.syntax) in _CHOICES


def _conditional(ev: Evaluator, parent: Node, child: Node, text: str) -> bool:
    """Whether the part stands in a branch that is only taken if the same read is set."""
    if parent.type in {"ternary_expression", "if_statement"}:
        condition = parent.child_by_field_name("condition")
        return condition is not None and condition != child and text in ev.text(condition)
    if parent.type == "binary_expression":
        left = parent.child_by_field_name("left")
        return left is not None and left != child and text in ev.text(left)
    return False


def _block_guards(ev: Evaluator, block: Node, text: str) -> bool:
    parent = block.parent
    if parent is None or parent.type != "if_statement":
        return False
    condition = parent.child_by_field_name("condition")
    return condition is not None and text in ev.text(condition)
