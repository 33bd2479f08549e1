"""The files that configure a frontend: those in its folder, its framework's own first, and those that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Exposure, Extends, FileFacts, ProxyRule, Replacement
from envlint.project import App, folder_of, framework_named, joined
from envlint.wiring.environments import Environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from envlint.facts import ProxyTool
    from envlint.values import Value

_SETUP_PROXY = "src/setupProxy."
_VITE: frozenset[ProxyTool] = frozenset({"vite"})
_TOOLS: dict[str, frozenset[ProxyTool]] = {
    "next": frozenset({"next"}),
    "nuxt": frozenset({"nuxt", "vite", "webpack"}),
    "create-react-app": frozenset({"create-react-app"}),
    "vue-cli": frozenset({"webpack"}),
    "angular": frozenset({"angular"}),
    "browser": frozenset({"webpack", "vite"}),
}
"""Whose proxies a framework's dev server obeys; those that are not named here are built on Vite."""

_NO_MODES = frozenset({"test", "testing", "e2e", "ci"})


def configuration_files(app: App, files: Iterable[FileFacts]) -> list[FileFacts]:
    """The files right in an app's folder and those that configure its dev server from elsewhere."""
    held = {facts.source.path: facts for facts in files if app.holds(facts.source.path)}
    own = [facts for path, facts in held.items() if folder_of(path) == app.root]
    framework = framework_named(app.framework)
    first = framework.config if framework is not None else ""
    own.sort(key=lambda facts: not (first and facts.source.path.rpartition("/")[2].startswith(first)))
    named = [held[path] for path in _named(app, own) if path in held]
    setup = joined(app.root, _SETUP_PROXY) or ""
    named += [facts for path, facts in held.items() if path.startswith(setup)]
    return [*own, *(facts for facts in named if facts not in own)]


def _named(app: App, own: Iterable[FileFacts]) -> list[str]:
    """The files that those of an app's folder continue, such as the proxy's configuration of an angular.json."""
    found = [joined(app.root, fact.path) for facts in own for fact in facts.of(Extends)]
    return [path for path in dict.fromkeys(found) if path is not None]


def proxy_rules(app: App, own: Sequence[FileFacts]) -> tuple[tuple[ProxyRule, str], ...]:
    """The rules that an app's dev server obeys, each with its file."""
    tools = _TOOLS.get(app.framework, _VITE)
    named = _named(app, own)
    return tuple(
        (rule, facts.source.path)
        for facts in own
        for rule in facts.of(ProxyRule)
        if rule.tool in tools and (rule.tool != "angular" or facts.source.path in named)
    )


def defines(exposure: Exposure | None) -> Mapping[str, tuple[Value, str]]:
    """What a bundler puts in the place of reads of variables, each with the file that says so."""
    if exposure is None:
        return {}
    return {key: (value, exposure.at.path) for key, value in exposure.defines if ".env." in key}


# --- build configurations ---------------------------------------------------------------------------------------------


def replacements(app: App, own: Iterable[FileFacts]) -> dict[str, dict[str, str]]:
    """For each build configuration the files that stand in the place of others."""
    found: dict[str, dict[str, str]] = {}
    for facts in own:
        for fact in facts.of(Replacement):
            old, new = joined(app.root, fact.replaced), joined(app.root, fact.by)
            if old is not None and new is not None and fact.mode not in _NO_MODES:
                found.setdefault(fact.mode, {})[old] = new
    return found


def build_modes(replaced: Iterable[str], known: Iterable[Environment]) -> tuple[Environment, ...]:
    """An environment for each build configuration that has none."""
    modes = {environment.mode for environment in known}
    return tuple(Environment(mode) for mode in sorted(set(replaced) - modes))
