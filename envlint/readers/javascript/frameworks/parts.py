"""What the server frameworks of Node.js have in common: methods of applications, paths, functions handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import nodes, telling
from envlint.records import record
from envlint.values import Call, Hole, Join, Many, Member, Name, Parameter, Pattern, Router, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import PathSyntax
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope

VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "all"})
_TOOL = pattern(r"(?:^|/)(?:scripts?|tools?|benchmarks?)/")
_OWN_MODULE = pattern(r"[.@~#/]|src/")
_HANDED_IN = frozenset(
    {"app", "application", "router", "server", "httpserver", "express", "fastify", "instance", "api", "expressapp"}
)


@record
class Method:
    """A call of a method, `of.name(given)`, or of one in a chain of them (`app.use(a).use(b)`)."""

    call: Node
    of: Node
    name: str
    given: tuple[Node, ...]
    scope: Scope


def is_tool(ev: Evaluator) -> bool:
    """Whether a script is one that developers run by hand, whose servers are no part of the project."""
    return _TOOL.search(ev.syntax.source.path) is not None


def methods(ev: Evaluator) -> tuple[Method, ...]:
    """Every call of a method in a script, in the order of the walk."""
    if ev.methods is None:
        ev.methods = tuple(_methods(ev))
    return ev.methods


def _methods(ev: Evaluator) -> Iterator[Method]:
    for call, scope in ev.script.calls:
        function = ev.callee(call) if call.type == "call_expression" else None
        if function is None or function.type != "member_expression":
            continue
        of, name = nodes.field(function, "object"), function.child_by_field_name("property")
        if of is not None and name is not None:
            yield Method(call, of, ev.text(name), tuple(ev.arguments(call)), scope)


def unchained(ev: Evaluator, node: Node, links: frozenset[str]) -> Node:
    """What a chain of methods that return their own object begins with."""
    while node.type == "call_expression":
        function = ev.callee(node)
        of = nodes.field(function, "object") if function is not None else None
        if function is None or of is None or nodes.property_name(function, ev.syntax) not in links:
            break
        node = of
    return node


def router(ev: Evaluator, of: Node, scope: Scope) -> Value | None:
    """The application or router that an expression is, or may be: another module's, or one that is handed in."""
    value = application(ev, ev.value(of, scope))
    known = ev.deref(value)
    if isinstance(known, Router):
        return value
    if isinstance(known, Call) and isinstance(known.of, (Name, Member)):
        return value if is_own(known.of) else None
    if isinstance(known, Parameter):
        return value if known.name.lower() in _HANDED_IN else None
    return value if isinstance(known, (Name, Member)) and is_own(known) else None


def is_application(ev: Evaluator, node: Node, scope: Scope) -> bool:
    """Whether a name stands for an application of this file, or for a parameter that is called like one."""
    known = ev.deref(ev.value(node, scope))
    return isinstance(known, Router) or (isinstance(known, Parameter) and known.name.lower() in _HANDED_IN)


def application(ev: Evaluator, value: Value) -> Value:
    """The application behind what holds it: its own HTTP server (`fastify.server`), an extended one's `app`."""
    known = ev.deref(value)
    holds = isinstance(known, Member) and known.key in {"server", "app"} and known_router(ev, known.of) is not None
    return known.of if isinstance(known, Member) and holds else value


def is_own(value: Value) -> bool:
    """Whether a value is a module's of the project, or something in it."""
    while isinstance(value, Member):
        value = value.of
    return isinstance(value, Name) and (not value.module or _OWN_MODULE.match(value.module) is not None)


def known_router(ev: Evaluator, value: Value | None) -> Router | None:
    """The application or router of this file behind a value."""
    known = ev.deref(value) if value is not None else None
    return known if isinstance(known, Router) else None


def function_of(ev: Evaluator, node: Node, scope: Scope) -> Node | None:
    """The function of this file that is handed over."""
    return telling.function_of(ev, node, scope)


def parameter_names(ev: Evaluator, function: Node) -> list[str]:
    """The parameters of a function as they are written, without types and defaults."""
    return [ev.text(each.child_by_field_name("pattern") or each) for each in nodes.parameters(function)]


def binding_of(ev: Evaluator, node: Node, scope: Scope) -> Binding | None:
    """What a name or a member of `this` is."""
    if node.type == "identifier":
        return scope.find(ev.text(node))
    of, this = nodes.field(node, "object"), scope.this
    if of is None or of.type != "this" or this is None:
        return None
    return this.bindings.get(nodes.property_name(node, ev.syntax) or "")


# --- paths --------------------------------------------------------------------------------------------------------


@record
class Path:
    """A path of a route as its framework takes it."""

    value: Value
    at: Location
    syntax: PathSyntax


def paths(ev: Evaluator, node: Node, scope: Scope) -> tuple[Path, ...]:
    """The paths that an argument names: a text, a regular expression, or a list of them; none where it is no path."""
    if node.type == "array":
        items = [child for child in node.named_children if child.type != "comment"]
        return tuple(path for item in items for path in paths(ev, nodes.unwrap(item), scope))
    value = ev.value(node, scope)
    known = ev.deref(value)
    if isinstance(known, Pattern):
        return (Path(Text(known.text, known.at), known.at, "regex"),)
    if isinstance(known, Text):
        return (Path(value, known.at if node.type == "string" else ev.at(node), "colon"),)
    if isinstance(known, Many):
        return tuple(Path(item, item.at, "colon") for item in known.items)
    written = isinstance(known, Join) or (isinstance(known, (Name, Member)) and _is_constant(ev.text(node)))
    return (Path(value, ev.at(node), "colon"),) if written else ()


def _is_constant(text: str) -> bool:
    """Whether a name is spelled as constants are, or speaks of a path."""
    last = text.rpartition(".")[2]
    return last.isupper() or last.lower().endswith(("prefix", "path", "base", "url"))


def anything(at: Location) -> Text:
    """The path of a route that answers any."""
    return Text("/{rest:path}", at)


def no_handler(ev: Evaluator, node: Node) -> Hole:
    """Stands for a handler that is not followed."""
    return ev.hole("a handler that is not followed", node)
