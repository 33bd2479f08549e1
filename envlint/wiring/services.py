"""What compose services and images give an app: variables where it runs, and variables that its image is built with.

A variable of a container wins over the env files of the app, as python-dotenv, pydantic-settings, Vite and Next have it
for what is set already. So each service that runs an app is one more environment of it. Browser code gets none of them
when it runs: its values are those of the build, except where the container runs the dev server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import FileFacts, Listen, Service
from envlint.patterns import pattern
from envlint.project import DEVELOPMENT, PRODUCTION, App, Framework, folder_of
from envlint.wiring.environments import Environment
from envlint.wiring.images import dockerfile_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from envlint.wiring.images import Image, Images
    from envlint.wiring.service_variables import ServiceVariables

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


class Services:
    """The services and images of a repository, asked for the environments that they make of an app's own."""

    def __init__(
        self, files: Sequence[FileFacts], apps: Sequence[App], images: Images, variables: ServiceVariables
    ) -> None:
        listens = [fact for facts in files for fact in facts.of(Listen) if fact.service]
        roots = frozenset(app.root for app in apps)
        services = (fact for facts in files for fact in facts.of(Service) if not _is_test(fact))
        self._services = [(service, _folders(service, roots, listens)) for service in services]
        self._images = images
        self._variables = variables

    def of_backend(self, app: App, own: Sequence[Environment]) -> tuple[Environment, ...]:
        """One environment for each service that runs a server and sets something."""
        return _distinct(self._running(service, own[0]) for service in self._of(app))

    def of_frontend(self, app: App, framework: Framework, own: Sequence[Environment]) -> tuple[Environment, ...]:
        """One environment for each service that runs the dev server, and for each build of the image."""
        found: list[Environment | None] = []
        built: set[str] = set()
        for service in self._of(app):
            image = self._images.of(service)
            runs_dev = _runs_dev(service.command or (image.command if image is not None else ""), framework)
            if image is not None and not (runs_dev and service.target):
                built.add(image.path)
            if runs_dev:
                found.append(self._running(service, own[0]))
            elif image is not None:
                found.append(self._built(image, own, service))
        found += [self._built(image, own, None) for image in self._alone(app, framework) if image.path not in built]
        return _distinct(each for each in found if each is not None and _sets_public(each, framework))

    def _of(self, app: App) -> Iterator[Service]:
        return (service for service, folders in self._services if app.root in folders)

    def _alone(self, app: App, framework: Framework) -> Iterator[Image]:
        """The Dockerfiles in an app's folder that build its page."""
        for image in self._images.all():
            if image.folder == app.root and not _TEST.search(image.path) and not _runs_dev(image.command, framework):
                yield image

    def _running(self, service: Service, base: Environment) -> Environment | None:
        """What is set where an app runs; None where that is no more than its own env files say."""
        given = self._variables.given(service)
        if all(variable.at.path in base.files for variable in given.values()):
            return None
        return Environment(
            mode=PRODUCTION if _DEPLOYED.search(service.at.path) else DEVELOPMENT,
            template=base.template,
            files=tuple(dict.fromkeys((*base.files, *self._variables.env_files(service)))),
            variables={**base.variables, **given},
            container=service.name,
            set_by_container=frozenset(given),
        )

    def _built(self, image: Image, own: Sequence[Environment], by: Service | None) -> Environment | None:
        """What an app's page is built with in an image."""
        variables = self._variables.built_with(image, by)
        if not variables:
            return None
        base = next((each for each in own if each.mode == PRODUCTION and not each.template), own[0])
        return Environment(
            mode=PRODUCTION,
            template=base.template,
            files=base.files,
            variables={**base.variables, **variables},
            container=by.name if by is not None else image.path,
            is_local=by is not None and _DEPLOYED.search(by.at.path) is None,
            set_by_container=frozenset(variables),
        )


def _is_test(service: Service) -> bool:
    words = (service.name, service.dockerfile or "", service.target, service.command, service.at.path)
    return _TEST.search(" ".join(words)) is not None


def _folders(service: Service, roots: Collection[str], listens: Iterable[Listen]) -> set[str | None]:
    """The folders of the apps that a service runs."""
    own = (fact.folder for fact in listens if fact.service == service.name and fact.at.path == service.at.path)
    return {root_of(service, roots), *own}


def root_of(service: Service, roots: Collection[str]) -> str | None:
    """The folder of the app that a service runs: that of its Dockerfile, of its build, or of what it mounts.

    `roots` are the folders of all apps.
    """
    image = dockerfile_of(service)
    folders = [folder_of(image) if image is not None and service.dockerfile else None, service.context, *service.mounts]
    return next((folder for folder in folders if folder in roots), None)


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
