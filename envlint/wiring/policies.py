"""The CORS policies of a server, with their lists in every environment of its app."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, FileFacts
from envlint.pieces import Piece, span
from envlint.wiring import texts
from envlint.wiring.environments import Environment
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import (
    REGEXP,
    Closure,
    Items,
    Missing,
    Outcome,
    Resolved,
    Result,
    RouterObject,
    Switch,
    Unknown,
)
from envlint.wiring.servers import AllowList, Policy

if TYPE_CHECKING:
    from envlint.values import Value

Resolvers = Sequence[tuple[Environment, Resolver]]


def policies_of(application: RouterObject, files: Iterable[FileFacts], resolvers: Resolvers) -> tuple[Policy, ...]:
    """The policies that an application adds, in the order of the text."""
    found: list[Policy] = []
    for facts in files:
        for fact in facts.of(CorsPolicy):
            results = resolvers[0][1].used(fact.application, facts.source.path)
            owners = [result for result in results if isinstance(result, RouterObject)]
            # An application handed in as a parameter may be any; a policy in its file or folder is taken as its own.
            is_own = any(owner.identity == application.identity for owner in owners) or not owners
            if is_own and _is_installed(fact, facts.source.path, resolvers[0][1]):
                found.append(policy_of(fact, facts.source.path, resolvers))
    return tuple(found)


def policy_of(fact: CorsPolicy, path: str, resolvers: Resolvers) -> Policy:
    """What a policy that stands in the file at `path` comes to."""
    found = [
        (environment, outcome)
        for environment, resolver in resolvers
        if fact.origins is not None
        for outcome in _origins(fact.origins, path, resolver)
        if not isinstance(outcome.result, Missing)
    ]
    lists = tuple(
        AllowList(environment, o.result, _entries(o.result), o.used, o.instead, o.lacking)
        for environment, o in found
        if not _is_pattern(o.result)
    )
    results = _patterns(fact.origin_regex, path, resolvers[0][1]) if fact.origin_regex is not None else ()
    results += tuple(dict.fromkeys(pattern for _, outcome in found for pattern in _among(outcome.result)))
    patterns = tuple(result for result in results if isinstance(result, Resolved))
    known_patterns = all(isinstance(r, Missing) or (isinstance(r, Resolved) and not r.has_hole) for r in results)
    return Policy(
        fact,
        path,
        lists,
        patterns,
        _flag(fact.credentials, path, resolvers[0][1]),
        fact.complete and known_patterns and not any(isinstance(item.result, Unknown) for item in lists),
    )


def _origins(value: Value, path: str, resolver: Resolver) -> Iterator[Outcome]:
    """What the origins come to; a function that is asked for them is what it answers."""
    for outcome in resolver.outcomes(value, path):
        result = outcome.result
        if not isinstance(result, Closure):
            yield outcome
            continue
        for inner in resolver.outcomes(result.function.returns, result.path, result.bindings):
            yield Outcome(inner.result, outcome.used and inner.used, outcome.instead or inner.instead)


def _is_pattern(result: Result) -> bool:
    return isinstance(result, Resolved) and result.annotation == REGEXP


def _among(result: Result) -> Iterator[Resolved]:
    """The regular expressions among the origins."""
    for item in result.items if isinstance(result, Items) else (result,):
        if isinstance(item, Resolved) and item.annotation == REGEXP:
            yield item


def _is_installed(fact: CorsPolicy, path: str, resolver: Resolver) -> bool:
    """Whether the list of middleware may have the entry without which a policy has no effect."""
    results = resolver.used(fact.listed, path) if fact.entry and fact.listed is not None else ()
    return not results or any(_may_hold(result, fact.entry) for result in results)


def _may_hold(result: Result, entry: str) -> bool:
    if isinstance(result, Items):
        return not result.complete or any(isinstance(i, Resolved) and i.text == entry for i in result.items)
    return not isinstance(result, Missing)


def _patterns(value: Value, path: str, resolver: Resolver) -> tuple[Result, ...]:
    """The patterns of a policy: one, or a list of them."""
    found: list[Result] = []
    for result in resolver.used(value, path):
        found += result.items if isinstance(result, Items) else (result,)
        if isinstance(result, Items) and not result.complete:
            found.append(Unknown(result.at, "a part of the list is not known"))
    return tuple(found)


def _entries(result: Result) -> Items | None:
    """The origins of a list, or of the text that stands in its place; `true` is every origin."""
    if isinstance(result, Switch) and result.value:
        return Items((Resolved((Piece("*", result.at, exact=False),)),), True, result.at)
    if isinstance(result, Items) and any(map(_is_pattern, result.items)):
        texts_only = tuple(item for item in result.items if not _is_pattern(item))
        return Items(texts_only, result.complete, result.at, result.trail)
    if isinstance(result, Resolved):
        at = span(result.pieces)
        result = texts.split_list(result, at) if at is not None else result
    return result if isinstance(result, Items) else None


def _flag(value: Value | None, path: str, resolver: Resolver) -> bool | None:
    """A boolean argument: False where it is left out, None where it is not known."""
    if value is None:
        return False
    results = resolver.used(value, path)
    if results and all(isinstance(result, Switch) for result in results):
        values = {result.value for result in results if isinstance(result, Switch)}
        return values.pop() if len(values) == 1 else None
    return None
