"""NestJS: applications, controllers, gateways and their CORS policies.

By the documentation of NestJS 11: https://docs.nestjs.com/controllers, https://docs.nestjs.com/faq/global-prefix,
https://docs.nestjs.com/techniques/versioning, https://docs.nestjs.com/security/cors,
https://docs.nestjs.com/websockets/gateways. Controllers and gateways name no application; they belong to the only one
of their package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import library, nodes
from envlint.readers.javascript.frameworks.nest.applications import applications, made
from envlint.readers.javascript.frameworks.nest.controllers import VERBS, by_contract, routes
from envlint.readers.javascript.frameworks.nest.gateways import gateway
from envlint.readers.javascript.frameworks.nest.modules import modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator

__all__ = ["facts", "made", "words"]

words = ("@nestjs/",)


def facts(ev: Evaluator) -> Iterator[Fact]:
    """What decorators, modules and the bootstrap function say."""
    if "@nestjs/" not in ev.syntax.source.text:
        return
    yield from applications(ev)
    yield from modules(ev)
    yield from _decorated(ev)


def _decorated(ev: Evaluator) -> Iterator[Fact]:
    controllers: dict[int, Node] = {}
    for call, scope in ev.script.calls:
        function, decorator = ev.callee(call), call.parent
        origin = library.origin(ev, function, scope) if function is not None else None
        if origin is None or decorator is None or decorator.type != "decorator":
            continue
        holder = _class_of(decorator)
        if holder is None:
            continue
        if origin == ("@nestjs/common", "Controller"):
            controllers[holder.id] = call
        elif origin[0] == "@nestjs/common" and origin[1] in VERBS and holder.id in controllers:
            yield from routes(ev, controllers[holder.id], call, origin[1], scope)
        elif origin[0].startswith("@ts-rest/") and holder.id in controllers:
            yield by_contract(ev, call)
        elif origin == ("@nestjs/websockets", "WebSocketGateway"):
            yield from gateway(ev, call, holder, scope)


def _class_of(decorator: Node) -> Node | None:
    """The class that a decorator of it, or of one of its methods, belongs to."""
    parent = decorator.parent
    if parent is None:
        return None
    if parent.type == "export_statement":
        return next((child for child in parent.named_children if child.type in nodes.CLASSES), None)
    while parent is not None and parent.type not in nodes.CLASSES:
        parent = parent.parent
    return parent
