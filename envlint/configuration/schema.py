"""The tables of a configuration as pydantic has them. Imported only where there is a configuration to check."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from envlint import url

SeverityName = Literal["error", "warning", "note"]
SideName = Literal["frontend", "backend"]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _origin(text: str) -> str:
    parsed = url.parse(text)
    if parsed is None or parsed.origin != text.rstrip("/"):
        raise ValueError("an origin is a scheme, a host and perhaps a port: https://app.example.com")
    return parsed.origin


def _variable(text: str) -> str:
    app, _, name = text.rpartition(":")
    if not app or not name:
        raise ValueError("a side of a pair is written APP:VARIABLE, such as frontend:VITE_API_URL")
    return text


Origin = Annotated[str, AfterValidator(_origin)]
Variable = Annotated[str, AfterValidator(_variable)]
Port = Annotated[int, Field(strict=True, ge=1, le=65535)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=_kebab, frozen=True, use_attribute_docstrings=True)


class AppTable(_Table):
    """One half of the project, where detection gets it wrong."""

    root: str
    """Its folder, relative to this file; `.` for this one."""
    side: SideName
    """Whether a browser or a server runs it."""
    name: str = ""
    """What the other tables call it; its root, where it has no name."""
    framework: str = ""
    """vite, next, fastapi ... as `envlint` names them; detected, where it is left out."""
    origins: tuple[Origin, ...] = ()
    """Where its page is served, for a frontend. The first is that of the dev server."""
    ports: tuple[Port, ...] = ()
    """On which it listens, for a backend."""
    cors_setting: str = ""
    """The environment variable that holds its allowed origins, for a backend."""
    calls: tuple[str, ...] = ()
    """The names or roots of the backends that it calls, for a frontend; any of them, where it is left out."""


class PairTable(_Table):
    """Two variables that must agree."""

    left: Variable
    """APP:VARIABLE, where APP is the name, the root or the side of an app."""
    right: Variable
    """APP:VARIABLE."""
    relation: Literal["same-host", "same-origin", "same-value", "member-of", "prefix-of"]
    """What must hold between them: the left one is a member or a prefix of the right one."""


class Configuration(_Table):
    """The table `[tool.envlint]` of a pyproject.toml, or a whole envlint.toml."""

    select: tuple[str, ...] | None = None
    """The rules that run; all that need not be asked for, where it is left out."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run."""
    per_path_ignores: dict[str, tuple[str, ...]] = {}
    """Rules that are not told of in files that fit a pattern, by the pattern, which is written as in a .gitignore."""
    severities: dict[str, SeverityName] = {}
    """Another severity for a rule."""
    fail_on: Literal["error", "warning", "note", "never"] = "warning"
    """The least severity that makes the exit code 1."""
    exclude: tuple[str, ...] = ()
    """Files and folders that are not looked at, as patterns of a .gitignore."""
    require: tuple[SideName, ...] = ()
    """Sides without which a run ends with 2, so that a job in the wrong folder cannot pass."""
    baseline: str = ""
    """A file of findings that are not told of, written by `envlint baseline`."""
    custom_rules: str = ""
    """A folder with rules of the project's own. Its code is run."""
    rule_packages: tuple[str, ...] = ()
    """Rules of installed packages, by the names under which they offer them. Their code is run."""
    options: dict[str, dict[str, bool | int | float | str | list[str]]] = {}
    """What a rule lets one choose, by its name; the rule's page says which."""
    apps: tuple[AppTable, ...] = ()
    """The apps that detection gets wrong."""
    pairs: tuple[PairTable, ...] = ()
    """Variables that must agree."""
    elsewhere: tuple[Origin, ...] = ()
    """Origins of servers that are not in this project: nothing is said of calls to them."""
