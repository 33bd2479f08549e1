"""Pages that are built with an image: what their code read of the environment was filled in before a container runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.records import record
from envlint.wiring.services import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from envlint.model import Location
    from envlint.project import App
    from envlint.wiring.containers import Container
    from envlint.wiring.images import Image, Images

_BUILD = pattern(
    r"\b(?:(?:npm|pnpm|yarn|bun)\s+(?:run(?:-script)?\s+)?|(?:vite|next|astro|react-scripts|vue-cli-service)\s+)"
    r"build\b(?![:-])"
)
_RUNNER = r"(?:(?:dumb-init|tini)\s+(?:-\S+\s+)*)?(?:(?:npx|bunx|yarn|pnpm)\s+(?:-y\s+|--yes\s+|exec\s+|dlx\s+)?)?"
_SERVES_FILES = pattern(rf"{_RUNNER}(?:serve|http-server|vite\s+preview|nginx|caddy|httpd-foreground)\b[^&|]*")
_SERVES_NEXT = pattern(rf"{_RUNNER}next\s+start\b[^&|]*|(?:node|bun)\s+(?:\./)?server\.js")
_GATEWAY = pattern(r"(?:.*/)?(?:nginx|nginx-unprivileged|openresty|caddy|httpd)(?:[:@].*)?")
_AT_START = pattern(
    r"\.(?:sh|envsh|template|tmpl|tpl)\b|\benvsubst\b|\bsed\s+-i|docker-entrypoint|import-meta-env|runtime-env"
    r"|(?<![.\w])(?:env|config|runtime|settings)[\w-]*\.js\b",
    re.IGNORECASE,
)
"""Signs of a step that fills variables into a finished page when its container starts."""

_BAKED = frozenset({"vite", "create-react-app", "vue-cli", "astro", "sveltekit", "next"})
"""Frameworks whose builds put the values of public variables into the scripts. Nuxt reads them when it runs."""


@record
class BuiltPage:
    """A container that serves a page which was built with its image. `build` is the command that did it."""

    container: Container
    image: Image
    app: App
    build: Location


def built_pages(containers: Iterable[Container], apps: Sequence[App], images: Images) -> Iterator[BuiltPage]:
    """The containers of compose files that serve a finished page, which nothing changes when they start."""
    roots = frozenset(app.root for app in apps)
    for container in containers:
        root = root_of(container.service, roots)
        app = next((app for app in apps if app.root == root and app.framework in _BAKED), None)
        image = images.of(container.service)
        build = _build(image) if image is not None else None
        if app is None or image is None or build is None or not _serves(container, image, app):
            continue
        if not any(_AT_START.search(text) for text in (image.facts.source.text, *container.service.mounts)):
            yield BuiltPage(container, image, app, build)


def _build(image: Image) -> Location | None:
    """The command of an image that builds a page, in one of its stages or in one from which it copies."""
    for stage in (*image.stages, *image.copied_from()):
        for run in stage.runs:
            match = _BUILD.search(run.text)
            if match is not None:
                return run.at.within(match.start(), len(match[0]))
    return None


def _serves(container: Container, image: Image, app: App) -> bool:
    """Whether a container starts nothing but a server of finished files, or that of a finished build of Next.js."""
    command = container.service.command or image.command
    if not command:
        return _GATEWAY.fullmatch(image.stages[-1].base) is not None
    if _SERVES_FILES.fullmatch(command) or (app.framework == "next" and _SERVES_NEXT.fullmatch(command)):
        return True
    started = {(server.listen.tool, server.listen.command) for server in container.servers}
    return bool(started) and started <= {("vite", "preview"), ("next", "start")}
