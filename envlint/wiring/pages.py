"""Where the browser gets the page of a frontend from: its dev server, and what compose publishes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import url
from envlint.facts import DevServer, FileFacts, Package, Pin
from envlint.project import App, Framework, framework_named
from envlint.wiring.ports import DEV_TOOLS, ListenFact, Ports, built_from, is_gateway, port_at
from envlint.wiring.results import Missing, Resolved, Switch
from envlint.wiring.texts import PageAddress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envlint.model import Location
    from envlint.values import Value
    from envlint.wiring.resolve import Resolver


def page_of(app: App, own: Sequence[FileFacts], ports: Ports, resolver: Resolver) -> PageAddress | None:
    """The address of a frontend's dev server; None where its port is not known for sure.

    `own` are the files that configure the app. A command's port wins over the configuration's, and that over the
    framework's default, as the tools have it.
    """
    framework = framework_named(app.framework)
    if framework is None:
        return None
    config = next((fact for facts in own for fact in facts.of(DevServer) if fact.kind == "server"), None)
    encrypted = config is not None and _is_on(config.https, resolver)
    scheme = "https" if encrypted or _variable(framework, "HTTPS", resolver) == "true" else "http"
    named = [listen.fact.host for listen in _dev_commands(app, ports) if listen.fact.host is not None]
    host = _host(named[0] if named else config.host if config is not None else None, framework, resolver)
    for port, at in _ports(app, framework, own, config, ports, resolver):
        return PageAddress(scheme, host, port, at) if port is not None else None
    return None


def _ports(
    app: App,
    framework: Framework,
    own: Sequence[FileFacts],
    config: DevServer | None,
    ports: Ports,
    resolver: Resolver,
) -> Iterator[tuple[int | None, Location | None]]:
    """What fixes the port, the strongest first; None for a port that is fixed and not known."""
    for listen in _dev_commands(app, ports):
        if listen.fact.port is not None:
            yield ports.port(listen.fact.port, listen.path, None), port_at(listen.fact)
    variable = resolver.environment.variable("PORT") if framework.name == "create-react-app" else None
    if variable is not None:
        text = "".join(piece.text for piece in variable.pieces)
        yield int(text) if text.isdigit() else None, variable.at
    if config is not None and config.port is not None:
        yield _number(config.port, resolver), config.port.at
    port = _default_port(framework, own)
    if port:
        package = next((fact.at for facts in own for fact in facts.of(Package)), None)
        yield port, config.at if config is not None else package


def _default_port(framework: Framework, own: Sequence[FileFacts]) -> int | None:
    """The port of a dev server that is told none.

    Vite moved from 3000 to 5173 with version 3 (https://v3.vite.dev/guide/migration). SvelteKit did so when it became
    a plugin of Vite; before that it brought Vite along by itself, in versions that are not known here.
    """
    if framework.name not in {"vite", "sveltekit"}:
        return framework.port
    majors = [pin.version.partition(".")[0] for facts in own for pin in facts.of(Pin) if pin.package == "vite"]
    if any(major in {"0", "1", "2"} for major in majors):
        return 3000
    return None if framework.name == "sveltekit" and not majors else framework.port


def _dev_commands(app: App, ports: Ports) -> Iterator[ListenFact]:
    for listen in ports.listens:
        development = listen.fact.mode != "production" and listen.fact.command not in {"preview", "build"}
        if development and listen.fact.tool in DEV_TOOLS and listen.fact.folder == app.root:
            yield listen


def _number(value: Value, resolver: Resolver) -> int | None:
    results = resolver.used(value, value.at.path)
    only = results[0] if len(results) == 1 else None
    return int(only.text) if isinstance(only, Resolved) and only.text.isdigit() else None


def _host(value: Value | None, framework: Framework, resolver: Resolver) -> str:
    """`localhost`, which dev servers print for every host that is not itself a loopback address."""
    results = resolver.used(value, value.at.path) if value is not None else ()
    only = results[0] if len(results) == 1 else None
    text = only.text if isinstance(only, Resolved) else _variable(framework, "HOST", resolver)
    return text if url.is_loopback(text) else "localhost"


def _variable(framework: Framework, name: str, resolver: Resolver) -> str:
    """What an env file says to the dev server of Create React App, the only one that is configured that way.

    https://create-react-app.dev/docs/advanced-configuration/
    """
    variable = resolver.environment.variable(name) if framework.name == "create-react-app" else None
    return "".join(piece.text for piece in variable.pieces) if variable is not None else ""


def _is_on(value: Value | None, resolver: Resolver) -> bool:
    """Whether `https` is set to anything but false: an object of options turns it on as well."""
    if value is None:
        return False
    results = resolver.used(value, value.at.path)
    return not all(isinstance(r, Missing) or (isinstance(r, Switch) and not r.value) for r in results)


def published_pages(app: App, ports: Ports) -> tuple[PageAddress, ...]:
    """The addresses under which compose publishes a frontend, and any gateway, which may be in front of it."""
    found: list[PageAddress] = []
    for service, path in ports.services:
        if built_from(service, app) or is_gateway(service):
            numbers = [(ports.port(p.host, path, None) if p.host is not None else None, p.at) for p in service.ports]
            found += [PageAddress("http", "localhost", number, at) for number, at in numbers if number is not None]
    return tuple(found)
