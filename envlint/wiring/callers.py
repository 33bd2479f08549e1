"""Who calls a function that opens a connection at a URL it is handed, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Invocation
from envlint.values import Member, Name
from envlint.wiring.results import NO_BINDINGS, Bindings, Closure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from envlint.facts import Around, FileFacts
    from envlint.values import Value
    from envlint.wiring.resolve import Resolver

_DEEPEST = 3
"""How many functions may hand a URL on to each other."""
_MOST = 200
"""A function with more callers than that is left as it stands."""

Step = tuple[Invocation, str]
"""A call, and the file in which it stands."""
Way = tuple[Step, ...]
"""Calls that lead to a function, the outermost first."""


class Callers:
    """The calls in some files. `resolver` tells which function a name means; that is the same in every environment."""

    def __init__(self, files: Iterable[FileFacts], resolver: Resolver) -> None:
        self._resolver = resolver
        self._steps: dict[str, list[Step]] = {}
        for facts in files:
            for fact in facts.of(Invocation):
                self._steps.setdefault(_last_name(fact.of), []).append((fact, facts.source.path))
        self._ways: dict[Around, tuple[Way, ...]] = {}

    def ways(self, function: Around) -> tuple[Way, ...]:
        """The calls that lead to a function; none where nobody calls it by a name that is followed."""
        if function not in self._ways:
            found = tuple(self._ways_to(function, _DEEPEST))
            self._ways[function] = found if len(found) <= _MOST else ()
        return self._ways[function]

    def _ways_to(self, function: Around, depth: int) -> Iterator[Way]:
        for step in (*self._steps.get(function.name, ()), *self._steps.get("default", ())):
            recursive = step[0].within == function
            if recursive or _closure(step, function, self._resolver, NO_BINDINGS) is None:
                continue
            within = step[0].within
            outer = tuple(self._ways_to(within, depth - 1)) if within is not None and depth > 1 else ()
            yield from ((*way, step) for way in outer) if outer else ((step,),)


def bindings(way: Way, function: Around, resolver: Resolver) -> Bindings:
    """What the parameters of a function stand for behind the calls that lead to it, in one environment."""
    bound = NO_BINDINGS
    for index, (invocation, path) in enumerate(way):
        called = way[index + 1][0].within if index + 1 < len(way) else function
        closure = _closure((invocation, path), called, resolver, bound)
        if closure is not None:
            arguments = (resolver.outcomes(argument, path, bound) for argument in invocation.arguments)
            named = dict(zip(closure.function.parameters, arguments, strict=False))
            bound = Bindings({**closure.bindings.names, **named})
    return bound


def _closure(step: Step, function: Around | None, resolver: Resolver, bound: Bindings) -> Closure | None:
    invocation, path = step
    found = resolver.used(invocation.of, path, bound) if function is not None else ()
    return next(
        (each for each in found if isinstance(each, Closure) and function and each.function.at == function.at), None
    )


def _last_name(value: Value) -> str:
    if isinstance(value, Member):
        return value.key
    return value.name.rpartition(".")[2] if isinstance(value, Name) else ""
