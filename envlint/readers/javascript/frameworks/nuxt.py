"""Nuxt: `useRuntimeConfig()` is what the project's nuxt.config says under `runtimeConfig`.

https://nuxt.com/docs/api/composables/use-runtime-config. The names are imported by Nuxt where a script does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.values import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words: tuple[str, ...] = ()
"""It makes values of other facts and none of its own."""

_MODULES = frozenset({"", "#imports", "#app", "nuxt/app", "#build/imports"})


def made(ev: Evaluator, call: CallParts, origin: Origin, _scope: Scope) -> Value | None:
    """The runtime configuration, as the reader of nuxt.config defines it."""
    module, name = origin
    if name != "useRuntimeConfig" or module not in _MODULES:
        return None
    return Name("runtimeConfig", "~/nuxt.config", ev.at(call.node))


def facts(_ev: Evaluator) -> Iterator[Fact]:
    """No fact of its own."""
    yield from ()
