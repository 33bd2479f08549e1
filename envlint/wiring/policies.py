"""The CORS policies of a server, with their lists in every environment of its app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from envlint.facts import CorsPolicy, FileFacts
from envlint.pieces import span
from envlint.wiring import texts
from envlint.wiring.environments import Environment
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Items, Missing, Resolved, Result, RouterObject, Switch, Unknown
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
            if any(owner.identity == application.identity for owner in owners) or not owners:
                found.append(_policy(fact, facts.source.path, resolvers))
    return tuple(found)


def _policy(fact: CorsPolicy, path: str, resolvers: Resolvers) -> Policy:
    lists = tuple(
        AllowList(environment, outcome.result, _entries(outcome.result), outcome.used, outcome.instead)
        for environment, resolver in resolvers
        if fact.origins is not None
        for outcome in resolver.outcomes(fact.origins, path)
        if not isinstance(outcome.result, Missing)
    )
    results = resolvers[0][1].used(fact.origin_regex, path) if fact.origin_regex is not None else ()
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


def _entries(result: Result) -> Items | None:
    """The origins of a list, or of the text that stands in its place."""
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
