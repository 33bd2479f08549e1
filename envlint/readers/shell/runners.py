"""Programs that start another one in a way of their own: package managers, Python, Docker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.shell.launchers import launcher, program_name, without_options
from envlint.readers.shell.tools import TOOLS
from envlint.records import replace

if TYPE_CHECKING:
    from envlint.readers.shell.walk import Command

_PYTHON = pattern(r"(?:python|py|pypy)[\d.]*")
_JAVASCRIPT = pattern(r"[^\s*{}]+\.[cm]?[jt]sx?")
_PYTHON_VALUED = frozenset({"-X", "-W", "--listen"})
_PACKAGE_MANAGER = launcher("", "--filter -F -w --workspace", folders="--prefix -C --dir --cwd")
_ELSEWHERE = frozenset({"--filter", "-F", "-w", "--workspace", "workspace"})
_DOCKER = launcher("", "-f --file -p --project-name -e --env -u --user -w --workdir --env-file --profile")


def run_by(command: Command) -> Command | None:
    """What a command's first word starts, or None where it is not one of these programs."""
    name = program_name(command.words[0])
    if name in {"npm", "pnpm", "yarn", "bun"}:
        return None if command.script else _package(command, name)
    if _PYTHON.fullmatch(name):
        return _python(command)
    if name in {"docker", "docker-compose", "podman", "podman-compose"}:
        return _docker(command, composed=name.endswith("-compose"))
    if name in {"wait-for-it", "wait-for-it.sh", "wait-for", "gnome-terminal", "kubectl", "watchmedo"}:
        return _after_dashes(command)
    if name.endswith(".sh") and command.image:
        # An image's entry point usually ends with `exec "$@"`.
        return replace(command, words=command.words[1:])
    return None


def _package(command: Command, manager: str) -> Command | None:
    """`npm run x -- --port n`, `pnpm vite`, `yarn dev`: a program of `node_modules`, or a script of `package.json`."""
    elsewhere = any(each.text in _ELSEWHERE or each.lead.startswith("--filter=") for each in command.words)
    if manager == "bun" and any(_JAVASCRIPT.fullmatch(each.text or "") for each in command.words):
        return None
    command = _rest(replace(command, folder=None) if elsewhere else command)
    verb = command.words[0].text if command.words else None
    if verb in {"exec", "dlx", "x"}:
        return _rest(command)
    if verb in {"run", "run-script"}:
        command = _rest(command)
    elif manager == "npm" and verb != "start":
        return None
    if not command.words:
        return None
    is_program = manager != "npm" and program_name(command.words[0]) in TOOLS
    return command if is_program else _script(command, manager)


def _rest(command: Command) -> Command:
    """The command without its first word and the options after that."""
    return without_options(replace(command, words=command.words[1:]), _PACKAGE_MANAGER)


def _script(command: Command, manager: str) -> Command:
    """A script of `package.json` with the arguments that are handed on to it: with npm those after `--`."""
    first, *others = command.words
    texts = [each.text for each in others]
    if "--" in texts:
        others = others[texts.index("--") + 1 :]
    elif manager == "npm":
        others = []
    return replace(command, words=(first, *others), script=True)


def _python(command: Command) -> Command | None:
    """`python -m uvicorn`, `python manage.py`; None for any other script."""
    words = command.words[1:]
    while words:
        text = words[0].text or ""
        if text == "-m":
            return replace(command, words=words[1:])
        if not text.startswith("-"):
            break
        words = words[2:] if text in _PYTHON_VALUED else words[1:]
    return replace(command, words=words) if words and program_name(words[0]) == "manage.py" else None


def _docker(command: Command, *, composed: bool) -> Command | None:
    """`docker compose exec api uvicorn ...`, `docker exec -it api uvicorn ...`."""
    rest = without_options(replace(command, words=command.words[1:]), _DOCKER)
    if rest.words and rest.words[0].text == "compose":
        composed = True
        rest = without_options(replace(rest, words=rest.words[1:]), _DOCKER)
    verb = rest.words[0].text if rest.words else ""
    if verb != "exec" and not (composed and verb == "run"):
        return None
    rest = without_options(replace(rest, words=rest.words[1:]), _DOCKER)
    service = rest.words[0].lead if rest.words and composed else ""
    return replace(rest, words=rest.words[1:], service=service, image=True)


def _after_dashes(command: Command) -> Command | None:
    texts = [each.text for each in command.words]
    return replace(command, words=command.words[texts.index("--") + 1 :]) if "--" in texts else None
