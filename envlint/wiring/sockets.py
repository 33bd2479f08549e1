"""What happens to a WebSocket on the server, through dependencies, helpers and methods, in the order of execution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Answers, FileFacts, SocketFunction, Step
from envlint.records import record
from envlint.values import Call, Member, Name, Value
from envlint.wiring.results import ClassObject, Module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from envlint.wiring.modules import Modules
    from envlint.wiring.resolve import Resolver

_DEEPEST = 8


@record
class Handshake:
    """The steps of a route's handler. A step of the kind `call` is one that is not followed: its function is elsewhere.

    `found` is False where the handler itself is not followed.
    """

    steps: tuple[Step, ...]
    found: bool

    def before_accept(self) -> tuple[Step, ...]:
        """The steps up to the first `accept`; all of them where there is none."""
        for index, step in enumerate(self.steps):
            if step.kind == "accept":
                return self.steps[:index]
        return self.steps

    def after_accept(self) -> tuple[Step, ...]:
        """The steps behind the first `accept`."""
        return self.steps[len(self.before_accept()) + 1 :]

    def first(self, *kinds: str) -> Step | None:
        """The first step of one of these kinds."""
        return next((step for step in self.steps if step.kind in kinds), None)


class Sockets:
    """Follows sockets through functions."""

    def __init__(self, modules: Modules, resolver: Resolver, facts_of: Callable[[str], FileFacts | None]) -> None:
        self._modules = modules
        self._resolver = resolver
        self._facts_of = facts_of

    def handshake(self, handler: Value, path: str) -> Handshake:
        """What a route's handler does, its dependencies first."""
        function = self._function(handler, path)
        if function is None:
            return Handshake((), found=False)
        return Handshake(tuple(self._steps(*function, frozenset())), found=True)

    def class_steps(self, of: Value, path: str) -> tuple[Step, ...] | None:
        """The steps of a middleware class or function; None where it is not in the repository."""
        for result in self._resolver.used(of, path):
            if isinstance(result, ClassObject):
                facts = self._facts_of(result.path)
                functions = facts.of(SocketFunction) if facts else ()
                own = [f for f in functions if f.name == result.name or f.name.startswith(f"{result.name}.")]
                return tuple(step for function in own for step in self._steps(function, result.path, frozenset()))
        function = self._function(of, path)
        if function is None:
            return () if self._is_known(of, path) else None
        return tuple(self._steps(*function, frozenset()))

    def answers(self, of: Value, path: str) -> tuple[Answers, ...]:
        """What a middleware function or class answers by itself; nothing where that is not known."""
        for target, name in self._named(of, path):
            facts = self._facts_of(target)
            found = tuple(answer for answer in (facts.of(Answers) if facts else ()) if answer.name == name)
            if found:
                return found
        return ()

    def _steps(self, function: SocketFunction, path: str, seen: frozenset[tuple[str, str]]) -> Iterator[Step]:
        """The steps with each call replaced by those of its function; a call that is not followed stays."""
        here = (path, function.name)
        if here in seen or len(seen) > _DEEPEST:
            return
        for step in function.steps:
            if step.kind != "call" or step.callee is None:
                yield step
            elif (inner := self._function(step.callee, path)) is not None:
                yield from self._steps(*inner, seen | {here})
            elif not self._is_known(step.callee, path):
                yield step

    def _function(self, value: Value, path: str) -> tuple[SocketFunction, str] | None:
        for target, name in self._named(value, path):
            facts = self._facts_of(target)
            functions = {
                function.name: function for function in reversed(list(facts.of(SocketFunction)) if facts else [])
            }
            found = functions.get(name) or functions.get(f"{name}.__call__")
            if found is not None:
                return found, target
        return None

    def _is_known(self, value: Value, path: str) -> bool:
        """Whether a callee stands in the repository; if it has no steps of its own it does nothing with a socket."""
        return any(self._modules.symbol(target, name) is not None for target, name in self._named(value, path))

    def _named(self, value: Value, path: str) -> Iterator[tuple[str, str]]:
        """The qualified names that a callee may have, with their files."""
        if isinstance(value, Call):
            yield from self._named(value.of, path)
        if isinstance(value, Name):
            target = self._modules.find(path, value.module)
            if target is not None:
                symbol = self._modules.symbol(target, value.name)
                defined = symbol.definition if symbol else None
                yield (symbol.path, defined.name) if symbol and defined else (target, value.name)
            head, dot, key = value.name.rpartition(".")
            if dot:
                yield from self._method(Name(head, value.module, value.at), key, path)
        if isinstance(value, Member):
            yield from self._method(value.of, value.key, path)

    def _method(self, of: Value, key: str, path: str) -> Iterator[tuple[str, str]]:
        for result in self._resolver.used(of, path):
            if isinstance(result, ClassObject):
                yield result.path, f"{result.name}.{key}"
            elif isinstance(result, Module):
                yield result.path, key
