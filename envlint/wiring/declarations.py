"""What a configuration says of the apps, over what detection finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import url
from envlint.facts import CorsPolicy
from envlint.pieces import Piece
from envlint.project import App
from envlint.records import replace
from envlint.values import EnvRead, Router
from envlint.wiring.apps import Apps
from envlint.wiring.paths import route_pattern
from envlint.wiring.policies import policy_of
from envlint.wiring.results import RouterObject
from envlint.wiring.servers import Listener, Policy, ServedRoute, Server
from envlint.wiring.texts import PageAddress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envlint.declared import Declared, DeclaredApp
    from envlint.project import Side
    from envlint.wiring.environments import Environment
    from envlint.wiring.resolve import Resolver

_FRAMEWORKS: dict[Side, str] = {"frontend": "browser", "backend": ""}
"""What an app is taken for, of which neither the configuration nor detection says more."""


def with_declared(apps: Apps, declared: Declared) -> Apps:
    """The apps with those of the configuration in the place of what was found in the same folder."""
    if not declared.apps:
        return apps
    frontends, backends = _side("frontend", apps.frontends, declared), _side("backend", apps.backends, declared)
    roots = {app.root for app in backends}
    unread = tuple(app for app in apps.unread if app.root not in roots)
    return Apps(frontends, backends, unread, apps.served)


def _side(side: Side, found: tuple[App, ...], declared: Declared) -> tuple[App, ...]:
    """The apps of a side. A folder that is declared for one side only is none of the other's."""
    ours = {app.root: app for app in declared.apps if app.side == side}
    theirs = {app.root for app in declared.apps if app.side != side} - ours.keys()
    by_root = {app.root: app for app in found if app.root not in theirs}
    for root, app in ours.items():
        known = by_root.get(root, App(root, side, _FRAMEWORKS[side]))
        by_root[root] = replace(known, framework=app.framework or known.framework)
    return tuple(by_root[root] for root in sorted(by_root))


def pages_of(app: DeclaredApp) -> tuple[PageAddress, ...]:
    """Where a page is served, by the configuration."""
    parsed = (url.parse(origin) for origin in app.origins)
    return tuple(PageAddress(each.scheme, each.host, each.port, app.at) for each in parsed if each is not None)


def listeners_of(app: DeclaredApp) -> tuple[Listener, ...]:
    """The ports of a server, by the configuration."""
    return tuple(Listener(port, app.at) for port in app.ports)


def declared_policies(
    app: DeclaredApp, application: RouterObject, environments: Sequence[tuple[Environment, Resolver]]
) -> tuple[Policy, ...]:
    """The CORS policy of a server whose list of origins the configuration names; none where no file sets it."""
    if not app.cors_setting or not any(environment.setting(app.cors_setting) for environment, _ in environments):
        return ()
    origins = EnvRead(app.cors_setting, "os.environ", app.at)
    fact = CorsPolicy(application.router, "declared", origins, None, None, app.at, app.at)
    return (policy_of(fact, app.at.path, environments),)


def unfollowed(declared: DeclaredApp, app: App, environments: Sequence[tuple[Environment, Resolver]]) -> Server:
    """A server whose application no reader found: it may serve any path."""
    application = RouterObject(Router("application", app.framework, None, declared.at), declared.at.path)
    anything = ServedRoute("http", route_pattern([Piece("/{rest:path}", declared.at)]), declared.at, opaque=True)
    return Server(
        application,
        app,
        (anything,),
        False,
        listeners_of(declared),
        declared_policies(declared, application, environments),
        (),
    )
