"""Texts that pydantic-settings cannot read: a list, set, tuple or mapping is decoded as JSON before any validator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from envlint import url
from envlint.facts import SettingsClass, SetVariable
from envlint.model import Edit, Fix, Location, Safety
from envlint.patterns import pattern
from envlint.pieces import locate
from envlint.pieces import text as text_of
from envlint.records import record
from envlint.wiring.results import Items, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from envlint.facts import Field, FileFacts
    from envlint.project import App
    from envlint.wiring.apps import Apps
    from envlint.wiring.environments import Environment
    from envlint.wiring.resolve import Resolver
    from envlint.wiring.servers import AllowList, Policy, Server

_MAPPING = pattern(r"\b(?:dict|Dict|Mapping|MutableMapping|OrderedDict|DefaultDict|defaultdict)\b")
_PLAIN = pattern(r"[\w.:/*@ +-]+")
"""An item that can stand in a JSON text as it is."""
_LISTED = pattern(r"\[(.*)\]")


@record
class Undecoded:
    """A variable whose text is no JSON, and the field that must have JSON.

    `container` says that it is set where the server runs, and not in a file that the server reads. `policy` is a CORS
    policy that takes its origins from the field.
    """

    field: Field
    name: str
    text: str
    at: Location
    container: bool
    from_file: bool
    policy: Policy | None

    @property
    def is_lone_origin(self) -> bool:
        """Whether it is one origin in the place of a policy's list, and so no list in whatever notation."""
        return self.policy is not None and "," not in self.text and url.parse(self.text) is not None

    def error(self, *, first: bool) -> str:
        """What the server's log says at the start; `first` for pydantic 1, whose words are others."""
        if first:
            return f'server log at start: SettingsError: error parsing env var "{self.name}"'
        source = "DotEnvSettingsSource" if self.from_file else "EnvSettingsSource"
        error = f'error parsing value for field "{self.field.name}" from source "{source}"'
        return f"server log at start: SettingsError: {error}"

    def fixes(self, title: str) -> tuple[Fix, ...]:
        """The same items as JSON, where they stand between commas and the whole value is written in one place."""
        text, at = self.text, self.at
        if self.container or _MAPPING.search(self.field.annotation) or at.text != text:
            return ()
        listed = _LISTED.fullmatch(text.strip())
        items = [item.strip().strip("'\"") for item in (listed[1] if listed else text).split(",")]
        if not all(_PLAIN.fullmatch(item) for item in items if item):
            return ()
        written = json.dumps([item for item in items if item])
        source = at.source
        if source.text[at.start - 1 : at.start] == '"' and source.text[at.end : at.end + 1] == '"':
            at, written = source.at(at.start - 1, at.end + 1), f"'{written}'"
        return (Fix(title, (Edit(at, written),), Safety.SAFE),)


def undecoded(
    running: Sequence[FileFacts],
    apps: Apps,
    servers: Sequence[Server],
    environments: Callable[[App], Sequence[tuple[Environment, Resolver]]],
) -> Iterator[Undecoded]:
    """The texts in env files, compose files, workflows and platforms' files that a settings field cannot decode."""
    told: set[Location] = set()
    machines = [fact for facts in running for fact in facts.of(SetVariable)]
    for facts in running:
        for settings in facts.of(SettingsClass):
            for field in settings.fields:
                app = apps.backend_of(field.at.path) if field.reading == "json" else None
                if app is None:
                    continue
                texts = [*_in_environments(field, environments(app)), *_on(machines, field, app, apps)]
                for name, text, at, container in texts:
                    if at not in told and _fails(text, settings):
                        told.add(at)
                        policy = _policy_of(field, at, app, servers)
                        from_file = bool(settings.env_files) and not container
                        yield Undecoded(field, name, text, at, container, from_file, policy)


_Text = tuple[str, str, Location, bool]
"""A variable's name, its text, where it stands, and whether it is set where the server runs."""


def _in_environments(field: Field, environments: Iterable[tuple[Environment, Resolver]]) -> Iterator[_Text]:
    """What sets a field, in each environment of the server in whose folder its class stands, and in its containers."""
    for environment, _ in environments:
        found = (environment.setting(name) for name in field.env_names)
        variable = next((variable for variable in found if variable is not None), None)
        if variable is not None and not any(piece.hole for piece in variable.pieces):
            text = text_of(variable.pieces)
            at = locate(variable.pieces, 0, len(text)) or variable.at
            yield variable.name, text, at, at.path not in environment.files


def _on(machines: Iterable[SetVariable], field: Field, app: App, apps: Apps) -> Iterator[_Text]:
    """What workflows and hosting platforms set where the server runs: in its folder, or anywhere for an only one."""
    wanted = {name.lower() for name in field.env_names}
    for fact in machines:
        here = app.root == fact.folder or len(apps.backends) == 1
        if here and fact.name.lower() in wanted:
            yield fact.name, fact.value, fact.at, True


def _fails(text: str, settings: SettingsClass) -> bool:
    """Whether a text is surely no JSON. An empty one is forgiven where the class says `env_ignore_empty`."""
    if not text and "env_ignore_empty" in settings.at.source.text:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def _policy_of(field: Field, at: Location, app: App, servers: Sequence[Server]) -> Policy | None:
    """The CORS policy that takes its origins from a field, whose text stands at `at`."""
    own = (policy for server in servers if server.app == app for policy in server.policies)
    return next((policy for policy in own if any(_is_from(field, at, each) for each in policy.lists)), None)


def _is_from(field: Field, at: Location, allow_list: AllowList) -> bool:
    """Whether an allow-list is the field's default, or the text that could not be decoded."""
    result = allow_list.result
    if isinstance(result, Items):
        return field.default is not None and result.at == field.default.at
    return isinstance(result, Unknown) and result.at == at
