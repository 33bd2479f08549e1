"""The variables without which the code of an app does not work, and the env files of its side.

An env file is of an app's side if it stands in the app's folder or above and holds a variable that the app reads: a
project that has no such file gives its variables in a way that is not seen.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from envlint.facts import EnvUse, FileFacts, SettingsClass
from envlint.patterns import pattern
from envlint.project import env_name, folder_of, upward
from envlint.readers.names import is_env_file
from envlint.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from envlint.facts import Field
    from envlint.model import Location, Source
    from envlint.project import App
    from envlint.wiring.apps import Apps
    from envlint.wiring.environments import EnvFiles

    Those = Callable[[Hashable, Callable[[Source], bool]], Iterator[Source]]

_BY_PLATFORM = pattern(
    r"PORT|HOST|HOSTNAME|NODE_ENV|NODE_OPTIONS|ENV|ENVIRONMENT|DEBUG|CI|HOME|PATH|PWD|USER|USERNAME|SHELL|TZ|LANG|TERM"
    r"|TMP|TEMP|TMPDIR|DISPLAY|DYNO|PUBLIC_URL|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES|SYSTEMROOT|DJANGO_SETTINGS_MODULE"
    r"|(?:VERCEL|NEXT_PUBLIC_VERCEL|RAILWAY|RENDER|GITHUB|GITLAB|CI|AWS|AZURE|KUBERNETES|HEROKU|FLY|NETLIFY|CF|K|GOOGLE"
    r"|GCP|CODESPACE|CODESPACES|REPL|REPLIT|REPLIT|WEBSITE|LC|XDG|PYTHON|npm|npm_package|ELECTRON|TAURI|NEXT|NUXT|VITEST"
    r"|JEST|PYTEST|SSH|CONDA|VIRTUAL|SPACE|DENO|BUN|COREPACK|TURBO|NX|EXPO|UVICORN|GUNICORN|WERKZEUG|SLURM)_?(?:_\w+)?",
)
"""Variables that the system, a tool or a hosting platform sets."""
_ASIDE = pattern(
    r"(?:^|/)(?:scripts?|tools?|bin|alembic|migrations?|examples?|docs?|notebooks?|benchmarks?|evals?|experiments?|seeds?"
    r"|cli|ci|deploy|infra|terraform|management/commands)/|(?:^|/)[^/]+\.config\.[cm]?[jt]s$|\.d\.[cm]?ts$"
)
"""Files of an app's folder that are run by hand or by a tool."""
_CODE = (".py", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".vue", ".svelte")
_PLAIN_TYPE = pattern(r"(?:str|int|float|bool|SecretStr|AnyUrl|AnyHttpUrl|HttpUrl|PostgresDsn|RedisDsn|EmailStr)")
_FILLS_IN = pattern(r"model_validator\s*\([^)]*before|root_validator\s*\([^)]*pre|_env_file|secrets_dir|__init__")


@record
class Need:
    """A variable without which the code of an app does not work. `reads` are the places that say so, the first first.

    `real` and `templates` are the env files of its side. `is_set` says that one of the real ones holds it,
    `is_named` that any other file of the project speaks of it in a way that may set it.
    """

    name: str
    app: App
    reads: tuple[Location, ...]
    real: tuple[str, ...]
    templates: tuple[str, ...]
    is_set: tuple[Location, ...]
    is_named: bool


class Needs:
    """Joins the reads of variables with the env files. `those` finds files of the project; see `Library.those`."""

    def __init__(
        self,
        running: tuple[FileFacts, ...],
        browser: frozenset[str],
        apps: Apps,
        env_files: EnvFiles,
        those: Those,
    ) -> None:
        self._running = running
        self._browser = browser
        self._apps = apps
        self._env_files = env_files
        self._those = those
        self._uses = {facts.source.path: tuple(facts.of(EnvUse)) for facts in running}

    @cached_property
    def all(self) -> tuple[Need, ...]:
        """The needs of all apps, by app and then by the place of the first read."""
        return tuple(self._all())

    def _all(self) -> Iterator[Need]:
        owned: dict[App | None, list[FileFacts]] = {}
        for facts in self._running:
            owned.setdefault(self._apps.owner_of(facts.source.path), []).append(facts)
        for app in (*self._apps.frontends, *self._apps.backends):
            files = [facts for facts in owned.get(app, ()) if self._runs_in(app, facts.source.path)]
            real, templates = self._side(app, files)
            if real or templates:
                for name, reads in self._needed(files).items():
                    yield self._need(app, name, tuple(reads), real, templates)

    def is_spoken_of(self, name: str) -> bool:
        """Whether any file but the lines of env files that set it holds a name."""
        word = re.compile(rf"\b{re.escape(name)}\b(?!\s*=)")

        def speaks(source: Source) -> bool:
            return word.search(source.text) is not None if is_env_file(source.path) else name in source.text

        return any(True for _ in self._those(("spoken of", name), speaks))

    def _runs_in(self, app: App, path: str) -> bool:
        """Whether a file of an app's folder is a part of what runs as the app."""
        if _ASIDE.search(path[len(app.root) :].lstrip("/")):
            return False
        return path in self._browser or app.side == "backend" or app.framework == "next"

    def _side(self, app: App, files: list[FileFacts]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The env files of an app's side: the real ones and the templates."""
        read = {use.name for facts in files for use in facts.of(EnvUse)}
        read |= {name.upper() for facts in files for field, _ in _fields(facts) for name in field.env_names}
        folders = upward(app.root)
        known = [path for path in self._env_files.paths() if folder_of(path) in folders]
        own = [path for path in known if any(entry.key in read for entry in self._env_files.entries(path))]
        real = tuple(path for path in own if not env_name(path).template)
        return real, tuple(path for path in own if env_name(path).template)

    def _needed(self, files: Iterable[FileFacts]) -> dict[str, list[Location]]:
        """The places that need a variable, by its name; none for one that any other place can do without."""
        found: dict[str, list[Location]] = {}
        spared: set[str] = set()
        for facts in files:
            for use in facts.of(EnvUse):
                if use.needed and not _BY_PLATFORM.fullmatch(use.name):
                    found.setdefault(use.name, []).append(use.at)
                elif use.guarded:
                    spared.add(use.name)
            for field, settings in _fields(facts):
                if _is_required(field, settings, facts) and not _BY_PLATFORM.fullmatch(field.env_names[0].upper()):
                    found.setdefault(field.env_names[0].upper(), []).append(field.at)
        return {name: reads for name, reads in found.items() if name not in spared}

    def _need(
        self, app: App, name: str, reads: tuple[Location, ...], real: tuple[str, ...], templates: tuple[str, ...]
    ) -> Need:
        entries = [entry for path in real for entry in self._env_files.entries(path)]
        held = tuple(entry.at for entry in entries if entry.key.upper() == name.upper())
        holding = {at.path for at in held}
        naming = self._those(("names", name), lambda source: self._names(source, name))
        named = any(source.path not in holding for source in naming)
        return Need(name, app, reads, real, templates, held, named)

    def _names(self, source: Source, name: str) -> bool:
        """Whether a file speaks of a variable, and does more than read it where it is code."""
        if not source.path.endswith(_CODE):
            return name in source.text or name.lower() in source.text.lower()
        if name not in source.text or source.path.endswith(".d.ts"):
            return False
        word = re.escape(name)
        spoken = re.finditer(rf"['\"`]{word}['\"`]|\.{word}\s*=(?!=)|\b{word}\s*\??:(?!:)", source.text)
        reads = self._uses.get(source.path, ())
        return any(not any(use.at.start <= match.start() < use.at.end for use in reads) for match in spoken)


def _fields(facts: FileFacts) -> Iterator[tuple[Field, SettingsClass]]:
    for settings in facts.of(SettingsClass):
        yield from ((field, settings) for field in settings.fields)


def _is_required(field: Field, settings: SettingsClass, facts: FileFacts) -> bool:
    """Whether a settings class that is made without arguments must find a variable for a field."""
    text = facts.source.text
    if field.default is not None or len(field.env_names) != 1 or not _PLAIN_TYPE.fullmatch(field.annotation):
        return False
    if {"*", "settings_customise_sources"} & {*settings.stated} or _FILLS_IN.search(text):
        return False
    return re.search(rf"(?<!class ){settings.name}\(\)", text) is not None
