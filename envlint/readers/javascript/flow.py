"""Variables that are written more than once, and functions that return in several places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from envlint.readers.javascript import conditions, objects
from envlint.readers.javascript.shapes import larger
from envlint.records import record
from envlint.values import Hole, Nothing, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Binding, Scope, Write

_MOST_WRITES = 40
_LARGEST = 400

Change = Callable[["Value | None"], "Value | None"]


@record
class Event:
    """A change of a value under the arms that lead to it."""

    arms: tuple[Scope, ...]
    change: Change


def value_of(ev: Evaluator, binding: Binding, writes: Sequence[Write], around: Sequence[Scope] = ()) -> Value:
    """What a name comes to after some writes, asked under some arms: writes under the same ones are certain."""
    if len(writes) > _MOST_WRITES:
        return ev.hole("it is assigned in too many places", binding.at)
    events: list[Event] = []
    for write in writes:
        arms = write.scope.arms(binding.scope)
        events.append(Event(arms[common(arms, around) :], _change(ev, binding, write)))
    value = _settle(ev, events, None, binding.at)
    if value is None:
        return ev.hole("it is never assigned", binding.at)
    # Only what is written several times can repeat itself and so grow out of hand.
    return _too_large(ev, binding.at) if len(writes) > 1 and larger(value, _LARGEST) else value


def _too_large(ev: Evaluator, at: Node) -> Hole:
    return ev.hole("it is built in too many steps", at)


def common(arms: Sequence[Scope], around: Sequence[Scope]) -> int:
    """How many arms two places have in common, from the outside."""
    count = 0
    while count < min(len(arms), len(around)) and arms[count] is around[count]:
        count += 1
    return count


def _change(ev: Evaluator, binding: Binding, write: Write) -> Change:
    def change(current: Value | None) -> Value | None:
        if write.key is not None:
            return objects.assigned(ev, binding, current, write)
        if write.source is None and current is not None:
            return current
        return objects.combined(ev.written(write, binding), current, write.operator)

    return change


def returned(ev: Evaluator, function: Scope) -> Value:
    """What a function returns, seen through its conditions."""
    if len(function.returns) > _MOST_WRITES:
        return ev.hole("it returns in too many places", function.node)
    last_first = sorted(function.returns, key=lambda item: item.end, reverse=True)
    events = [Event(item.scope.arms(function), _return(ev, item.value, item.scope)) for item in last_first]
    value = ev.deeper(function.node, lambda: _settle(ev, events, None, function.node) or Nothing(ev.at(function.node)))
    return _too_large(ev, function.node) if len(events) > 1 and larger(value, _LARGEST) else value


def _return(ev: Evaluator, node: Node | None, scope: Scope) -> Change:
    return lambda _following: Nothing(ev.at(scope.node)) if node is None else ev.value(node, scope)


def _settle(ev: Evaluator, events: Sequence[Event], current: Value | None, at: Node, level: int = 0) -> Value | None:
    """Applies changes in order; those under the same construct are taken together."""
    index = 0
    while index < len(events):
        arms = events[index].arms
        if len(arms) <= level:
            current = events[index].change(current)
            index += 1
            continue
        group = list(_together(events[index:], level))
        current = _branch(ev, group, current, at, level)
        index += len(group)
        # Every condition may double what came before it.
        if current is not None and larger(current, _LARGEST):
            return _too_large(ev, at)
    return current


def _together(events: Iterable[Event], level: int) -> Iterable[Event]:
    construct: int | None = None
    for event in events:
        arm = event.arms[level].arm if len(event.arms) > level else None
        if arm is None or (construct is not None and arm.construct.id != construct):
            return
        construct = arm.construct.id
        yield event


def _branch(ev: Evaluator, group: Sequence[Event], current: Value | None, at: Node, level: int) -> Value | None:
    scope = group[0].arms[level]
    arm = scope.arm
    if arm is None or scope.parent is None:
        return current
    taken = [event for event in group if not _is_else(event, level)]
    others = [event for event in group if _is_else(event, level)]

    def side(events: list[Event]) -> Value | None:
        return _deeper(ev, events, current, at, level) if events else current

    then, otherwise = side(taken), side(others)
    if then is None or otherwise is None:
        return otherwise if then is None else then
    place = ev.at(arm.construct) if arm.label != "call" else ev.at(at)
    if arm.condition is None:
        return conditions.either((then, otherwise), place)
    return conditions.choose(ev, conditions.Question(arm.condition, scope.parent, place), then, otherwise)


def _is_else(event: Event, level: int) -> bool:
    arm = event.arms[level].arm
    return arm is not None and arm.label == "else"


def _deeper(ev: Evaluator, events: list[Event], current: Value | None, at: Node, level: int) -> Value | None:
    nothing = Hole("", ev.at(at))

    def work() -> Value:
        value = _settle(ev, events, current, at, level + 1)
        return nothing if value is None else value

    value = ev.deeper(at, work)
    return None if value is nothing else value
