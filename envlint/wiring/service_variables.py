"""The variables that a compose service gives its processes, and those that an image is built with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.pieces import hole
from envlint.project import DEVELOPMENT, folder_of
from envlint.wiring.environments import Environment, Variable, environment_of
from envlint.wiring.resolve import Resolver
from envlint.wiring.results import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from envlint.facts import ImageVariable, Service
    from envlint.model import Location
    from envlint.values import Value
    from envlint.wiring.environments import EnvFiles
    from envlint.wiring.images import Image, Images
    from envlint.wiring.modules import Modules


class ServiceVariables:
    """Resolves what compose files and Dockerfiles set."""

    def __init__(self, images: Images, env_files: EnvFiles, modules: Modules) -> None:
        self._images = images
        self._env_files = env_files
        self._modules = modules
        self._environments: dict[tuple[str, ...], Environment] = {}
        self._shells: dict[str | None, Resolver] = {}

    def shell(self, path: str) -> Resolver:
        """Fills in `${X}` as compose does, from the `.env` beside its file.

        https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
        """
        file = self._file(f"{folder_of(path)}/.env".lstrip("/"))
        if file not in self._shells:
            self._shells[file] = Resolver(self._modules, self._read((file,) if file is not None else ()))
        return self._shells[file]

    def given(self, service: Service) -> dict[str, Variable]:
        """What a service finds set: by its image, its env files and its own `environment`, of which the last wins."""
        image = self._images.of(service)
        shell = self.shell(service.at.path)
        return {
            **(self._built({}, image.environment()) if image is not None else {}),
            **self._read(self.env_files(service)).variables,
            **{name: _variable(name, value, value.at, shell) for name, value in service.environment},
        }

    def env_files(self, service: Service) -> tuple[str, ...]:
        """The env files of a service that are in the repository, the weakest first."""
        return tuple(file for path in service.env_files if (file := self._file(path)) is not None)

    def is_complete(self, service: Service) -> bool:
        """Whether all of a service's env files are in the repository."""
        return len(self.env_files(service)) == len(service.env_files)

    def built_with(self, image: Image, service: Service | None) -> dict[str, Variable]:
        """What the commands of a Dockerfile see: an `ARG` as `service` gives it, else by default, and each `ENV`."""
        given: dict[str, Variable] = {}
        if service is not None:
            shell = self.shell(service.at.path)
            given = {name: _variable(name, value, value.at, shell) for name, value in service.build_args}
        return self._built(given, image.arguments())

    def inside(self, service: Service, under: Environment) -> Resolver:
        """Resolves values as the processes of a service do; what it is given wins over the env files of `under`."""
        variables = {**under.variables, **self.given(service)}
        return Resolver(self._modules, Environment(under.mode, under.template, under.files, variables))

    def _file(self, path: str) -> str | None:
        """An env file, or the template that a fresh clone copies to its name."""
        folder, name = folder_of(path), path.rpartition("/")[2]
        return self._env_files.real(folder, name) or self._env_files.template(folder, name)

    def _read(self, files: tuple[str, ...]) -> Environment:
        if files not in self._environments:
            self._environments[files] = environment_of(DEVELOPMENT, False, files, self._env_files, "python")
        return self._environments[files]

    def _built(self, given: Mapping[str, Variable], variables: Iterable[ImageVariable]) -> dict[str, Variable]:
        resolver = Resolver(self._modules, Environment(variables=given))
        found: dict[str, Variable] = {}
        for variable in variables:
            if variable.kind == "arg" and variable.name in given:
                found[variable.name] = given[variable.name]
            elif variable.value is not None:
                found[variable.name] = _variable(variable.name, variable.value, variable.at, resolver)
        return found


def _variable(name: str, value: Value, at: Location, resolver: Resolver) -> Variable:
    """A variable as a container has it; what only the machine that starts it knows is a hole."""
    results = resolver.used(value, at.path)
    only = results[0] if len(results) == 1 else None
    return Variable(name, only.pieces if isinstance(only, Resolved) else (hole(at),), at)
