"""What the paths of a repository say by themselves: which files run, which are env files, and how layers rank.

Everything here is pure and works on path texts; what is inside the files is the wiring's business.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from envlint.patterns import pattern
from envlint.records import record

Side = Literal["frontend", "backend"]

DEVELOPMENT = "development"
PRODUCTION = "production"


@record
class Framework:
    """What a browser framework's own documentation fixes: its dev port, its public prefixes, its env files.

    `layers` names the env files of a mode, the weakest first; `{mode}` stands for the mode.
    """

    name: str
    package: str
    config: str
    port: int
    prefixes: tuple[str, ...]
    layers: tuple[str, ...]


_VITE_LAYERS = (".env", ".env.local", ".env.{mode}", ".env.{mode}.local")
"""https://vite.dev/guide/env-and-mode#env-files: a mode file wins over `.env.local`."""

_NEXT_LAYERS = (".env", ".env.{mode}", ".env.local", ".env.{mode}.local")
"""https://nextjs.org/docs/app/guides/environment-variables#environment-variable-load-order: `.env.local` wins."""

FRAMEWORKS: tuple[Framework, ...] = (
    Framework("next", "next", "next.config.", 3000, ("NEXT_PUBLIC_",), _NEXT_LAYERS),
    Framework("nuxt", "nuxt", "nuxt.config.", 3000, ("NUXT_PUBLIC_",), (".env",)),
    Framework("astro", "astro", "astro.config.", 4321, ("PUBLIC_",), _VITE_LAYERS),
    Framework("sveltekit", "@sveltejs/kit", "svelte.config.", 5173, ("VITE_", "PUBLIC_"), _VITE_LAYERS),
    Framework("angular", "@angular/core", "angular.json", 4200, (), ()),
    Framework("create-react-app", "react-scripts", "craco.config.", 3000, ("REACT_APP_",), _NEXT_LAYERS),
    Framework("vue-cli", "@vue/cli-service", "vue.config.", 8080, ("VUE_APP_",), _VITE_LAYERS),
    Framework("vite", "vite", "vite.config.", 5173, ("VITE_",), _VITE_LAYERS),
)
"""Order matters: what brings Vite along stands before Vite."""

_CONFIGS = tuple(framework.config for framework in FRAMEWORKS)


ANY_BROWSER = Framework("browser", "", "", 0, ("VITE_", "REACT_APP_", "PUBLIC_"), _VITE_LAYERS)
"""Browser code whose bundler is not known: nothing is known of its dev port, and env files are read as Vite does."""

UI_LIBRARIES = frozenset({"react-dom", "vue", "svelte", "preact", "solid-js", "lit", "@angular/core"})
"""Packages that show a folder to be browser code, whatever bundles it."""


@record
class App:
    """One half of a project: a folder with browser code or with a server.

    `root` is the folder, relative to the linted folder, empty for the linted folder itself. `framework` is a name
    of `FRAMEWORKS` for a frontend and the server library's name for a backend. `runtime` is what a backend runs in,
    which decides how its env files are read.
    """

    root: str
    side: Side
    framework: str
    runtime: Literal["python", "node"] = "python"

    def holds(self, path: str) -> bool:
        """Whether a path stands in the app's folder."""
        return is_within(path, self.root)


@record
class EnvName:
    """What the name of an env file says.

    `target` is the name under which a program reads it (`.env.local` for `.env.local.example`), `template` whether
    it is a pattern that a fresh clone gets copied from.
    """

    folder: str
    target: str
    template: bool


_TEMPLATE_WORDS = ("example", "sample", "template", "dist", "defaults", "tmpl", "tpl")
_TEMPLATE = pattern(r"[._-](?:{})(?=$|[._-])".format("|".join(_TEMPLATE_WORDS)))
_TEMPLATE_FIRST = pattern(r"^\.?(?:{})[._-]?(?=\.?env)".format("|".join(_TEMPLATE_WORDS)))

_NOT_RUNNING = pattern(
    r"(?:^|/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|tests?|e2e|cypress|playwright|specs?|mocks?|fixtures?"
    r"|testdata|stories|\.storybook)/"
    r"|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py$"
    r"|[.\-_](?:test|spec|stories|story|mock|cy|e2e)\.[^/]*$"
    r"|[.\-_]examples?\.(?:py|[cm]?[jt]sx?)$"
    r"|(?:^|/)(?:vitest|jest|playwright|cypress|karma)\.(?:config|setup)\.[^/]*$",
    re.IGNORECASE,
)


@cache
def is_running_code(path: str) -> bool:
    """Whether a file is part of what runs: not a test, a story, a mock or a fixture."""
    return _NOT_RUNNING.search(path) is None


def env_name(path: str) -> EnvName:
    """What the name of an env file says; call it for env files only."""
    folder, _, name = path.rpartition("/")
    plain = _TEMPLATE.sub("", _TEMPLATE_FIRST.sub("", name))
    if plain == name:
        return EnvName(folder, name, template=False)
    return EnvName(folder, plain if plain.startswith(".env") else ".env", template=True)


def layer_names(layers: tuple[str, ...], mode: str) -> tuple[str, ...]:
    """The names of the env files that count in a mode, the weakest first."""
    return tuple(layer.format(mode=mode) for layer in layers)


def modes_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The modes for which a folder has env files of its own, beside development, which always exists.

    Returns development first and the others sorted; `local` is no mode (Vite refuses it).
    """
    found = {DEVELOPMENT}
    for name in names:
        match = re.fullmatch(r"\.env\.([A-Za-z0-9_-]+?)(?:\.local)?", name)
        if match and match[1] not in {"local", "test", "testing", "ci"}:
            found.add(match[1])
    return (DEVELOPMENT, *sorted(found - {DEVELOPMENT}))


def framework_named(name: str) -> Framework | None:
    """The browser framework of a name, or None for a server's."""
    return next((framework for framework in (*FRAMEWORKS, ANY_BROWSER) if framework.name == name), None)


def framework_of(packages: frozenset[str], file_names: frozenset[str]) -> Framework | None:
    """The browser framework of a folder, by its dependencies, else by its configuration file."""
    by_package = next((f for f in FRAMEWORKS if f.package in packages), None)
    if by_package is not None:
        return by_package
    configs = [name for name in file_names if name.startswith(_CONFIGS)]
    by_config = next((f for f in FRAMEWORKS if any(name.startswith(f.config) for name in configs)), None)
    return by_config or (ANY_BROWSER if packages & UI_LIBRARIES else None)


def folder_of(path: str) -> str:
    """The folder of a path, empty for the linted folder itself."""
    return path.rpartition("/")[0]


def is_within(path: str, folder: str) -> bool:
    """Whether a path is a folder or stands below it."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def joined(folder: str, relative: str) -> str | None:
    """A relative path seen from a folder, without `.` and `..`; None where it leads out of the linted folder."""
    parts = [part for part in folder.split("/") if part]
    for part in relative.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def upward(folder: str) -> tuple[str, ...]:
    """A folder and all above it, the nearest first, ending with the linted folder itself (empty)."""
    result = [folder]
    while folder:
        folder = folder_of(folder)
        result.append(folder)
    return tuple(result)
