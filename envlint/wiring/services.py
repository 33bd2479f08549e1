"""What compose services and images give an app: variables where it runs, and variables that its image is built with.

A variable of a container wins over the env files of the app, as python-dotenv, pydantic-settings, Vite and Next have it
for what is set already. So each service that runs an app is one more environment of it. Browser code gets none of them
when it runs: its values are those of the build, except where the container runs the dev server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, ImageStage, ImageVariable, Listen, Service
from envlint.patterns import pattern
from envlint.pieces import hole
from envlint.project import DEVELOPMENT, PRODUCTION, App, Framework, folder_of, joined
from envlint.records import record
from envlint.wiring.environments import EnvFiles, Environment, Variable, environment_of
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from envlint.model import Location
    from envlint.values import Value
    from envlint.wiring.modules import Modules

_DEPLOYED = pattern(r"(?:^|[/._-])(?:prod|production|stag|staging|stage|deploy|deployment|release)(?=$|[/._-])")
_DEV_SERVER = pattern(
    r"(?<![/\w])(?:dev|develop)\b|\brun (?:serve|watch)\b|\b(?:ng|vue-cli-service) serve\b"
    r"|\bvite\b(?!\s+(?:build|preview))"
)
_TEST = pattern(r"(?:^|[/._ -])(?:tests?|testing|e2e|playwright|cypress|vitest|jest|pytest|selenium|ci)(?=$|[/._ -])")
"""What marks a container that tests the others: its browser stands in their network, and calls them by their names."""
_START = pattern(r"\b(?:npm|pnpm|yarn|bun)\b.*\bstart\b|\breact-scripts start\b")
_STARTED_BY_START = frozenset({"create-react-app", "angular", "vue-cli"})
"""Frameworks whose script `start` is the dev server by custom."""


@record
class Image:
    """A Dockerfile: its stages and variables, in their order."""

    path: str
    stages: tuple[ImageStage, ...]
    variables: tuple[ImageVariable, ...]

    def command(self, target: str) -> str:
        """What the image of a stage starts, the last stage's where none is named."""
        by_name = {stage.name: stage for stage in self.stages if stage.name}
        stage = by_name.get(target.lower()) if target else next(reversed(self.stages), None)
        for _ in self.stages:
            if stage is None or stage.command:
                break
            stage = by_name.get(stage.base)
        return stage.command if stage is not None else ""


class Services:
    """The services and images of a repository, asked for the environments that they make of an app's own."""

    def __init__(self, files: Sequence[FileFacts], apps: Sequence[App], env_files: EnvFiles, modules: Modules) -> None:
        self._services = [(fact, facts.source.path) for facts in files for fact in facts.of(Service)]
        self._listens = [fact for facts in files for fact in facts.of(Listen) if fact.service]
        self._images = {
            facts.source.path: Image(facts.source.path, stages, tuple(facts.of(ImageVariable)))
            for facts in files
            if (stages := tuple(facts.of(ImageStage)))
        }
        self._apps = apps
        self._env_files = env_files
        self._modules = modules

    def of_backend(self, app: App, own: Sequence[Environment]) -> tuple[Environment, ...]:
        """One environment for each service that runs a server and sets something."""
        return _distinct(self._running(service, path, own[0]) for service, path in self._of(app))

    def of_frontend(self, app: App, framework: Framework, own: Sequence[Environment]) -> tuple[Environment, ...]:
        """One environment for each service that runs the dev server, and for each build of the image."""
        found: list[Environment | None] = []
        built: set[str] = set()
        for service, path in self._of(app):
            image = self._images.get(dockerfile_of(service) or "")
            command = service.command or (image.command(service.target) if image is not None else "")
            runs_dev = _runs_dev(command, framework)
            if image is not None and not (runs_dev and service.target):
                built.add(image.path)
            if runs_dev:
                found.append(self._running(service, path, own[0]))
            elif image is not None:
                found.append(self._built(image, own, (service, path)))
        alone = (
            image
            for path, image in self._images.items()
            if folder_of(path) == app.root and path not in built and not _TEST.search(path)
        )
        found += [self._built(image, own) for image in alone if not _runs_dev(image.command(""), framework)]
        return _distinct(each for each in found if each is not None and _sets_public(each, framework))

    def _of(self, app: App) -> Iterator[tuple[Service, str]]:
        for service, path in self._services:
            if _TEST.search(" ".join((service.name, service.dockerfile or "", service.target, service.command, path))):
                continue
            folders = [fact.folder for fact in self._listens if fact.service == service.name and fact.at.path == path]
            if app.root in {root_of(service, self._apps), *folders}:
                yield service, path

    # --- what is set where an app runs ---

    def _running(self, service: Service, path: str, base: Environment) -> Environment | None:
        files = tuple(found for name in service.env_files if (found := self._file(name)))
        given = environment_of(DEVELOPMENT, False, files, self._env_files, "python").variables
        own = self._values(service.environment, path)
        if not own and set(files) <= set(base.files):
            return None
        return Environment(
            mode=PRODUCTION if _DEPLOYED.search(path) else DEVELOPMENT,
            template=base.template,
            files=tuple(dict.fromkeys((*base.files, *files))),
            variables={**base.variables, **given, **own},
            container=service.name,
            set_by_container=frozenset({*given, *own}),
        )

    def _file(self, path: str) -> str | None:
        """An env file, or the template that a fresh clone copies to its name."""
        folder, name = folder_of(path), path.rpartition("/")[2]
        return self._env_files.real(folder, name) or self._env_files.template(folder, name)

    def _shell(self, path: str) -> Resolver:
        """Fills in `${X}` as compose does, from the `.env` beside its file.

        https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
        """
        folder = folder_of(path)
        file = self._file(f"{folder}/.env" if folder else ".env")
        files = (file,) if file is not None else ()
        return Resolver(self._modules, environment_of(DEVELOPMENT, False, files, self._env_files, "python"))

    def _values(self, pairs: Iterable[tuple[str, Value]], path: str) -> dict[str, Variable]:
        resolver = self._shell(path)
        return {name: _variable(name, value, value.at, resolver, path) for name, value in pairs}

    # --- what an image is built with ---

    def _built(
        self, image: Image, own: Sequence[Environment], by: tuple[Service, str] | None = None
    ) -> Environment | None:
        arguments = self._values(by[0].build_args, by[1]) if by is not None else {}
        variables = self._baked(image, arguments)
        if not variables:
            return None
        base = next((each for each in own if each.mode == PRODUCTION and not each.template), own[0])
        return Environment(
            mode=PRODUCTION,
            template=base.template,
            files=base.files,
            variables={**base.variables, **variables},
            container=by[0].name if by is not None else image.path,
            is_local=by is not None and _DEPLOYED.search(by[1]) is None,
            set_by_container=frozenset(variables),
        )

    def _baked(self, image: Image, arguments: Mapping[str, Variable]) -> dict[str, Variable]:
        """What the commands of a Dockerfile see: an `ARG` as it is given or by default, and each `ENV`."""
        resolver = Resolver(self._modules, Environment(variables=arguments))
        found: dict[str, Variable] = {}
        for variable in image.variables:
            given = arguments.get(variable.name) if variable.kind == "arg" else None
            if variable.stage < 0 or (given is None and variable.value is None):
                continue
            if given is not None:
                found[variable.name] = given
            elif variable.value is not None:
                found[variable.name] = _variable(variable.name, variable.value, variable.at, resolver, image.path)
        return found


def dockerfile_of(service: Service) -> str | None:
    """The Dockerfile that a service is built from, relative to the linted folder."""
    return joined(service.context, service.dockerfile or "Dockerfile") if service.context is not None else None


def root_of(service: Service, apps: Iterable[App]) -> str | None:
    """The folder of the app that a service runs: that of its Dockerfile, of its build, or of what it mounts."""
    roots = {app.root for app in apps}
    image = dockerfile_of(service)
    folders = [folder_of(image) if image is not None and service.dockerfile else None, service.context, *service.mounts]
    return next((folder for folder in folders if folder in roots), None)


def _variable(name: str, value: Value, at: Location, resolver: Resolver, path: str) -> Variable:
    """A variable as a container has it; what only the machine that starts it knows is a hole."""
    results = resolver.used(value, path)
    only = results[0] if len(results) == 1 else None
    return Variable(name, only.pieces if isinstance(only, Resolved) else (hole(at),), at)


def _runs_dev(command: str, framework: Framework) -> bool:
    if _DEV_SERVER.search(command):
        return True
    return framework.name in _STARTED_BY_START and _START.search(command) is not None


def _sets_public(environment: Environment, framework: Framework) -> bool:
    return any(name.startswith(framework.prefixes or ("",)) for name in environment.set_by_container)


def _distinct(environments: Iterable[Environment | None]) -> tuple[Environment, ...]:
    """Of several containers that set the same the first counts."""
    found: dict[tuple[object, ...], Environment] = {}
    for each in environments:
        if each is not None:
            texts = {name: tuple(piece.text for piece in variable.pieces) for name, variable in each.variables.items()}
            found.setdefault((each.mode, each.is_local, *sorted(texts.items())), each)
    return tuple(found.values())
