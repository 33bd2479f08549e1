"""Versions of the packages whose behaviour rules depend on, from requirements, manifests and lock files.

A version says how a server answers (starlette's 403, pydantic-settings' decoding), so only few packages matter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from envlint.patterns import pattern
from envlint.readers import versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Pin
    from envlint.model import Source

words = tuple(sorted(versions.PYPI | {name.capitalize() for name in versions.PYPI} | versions.NPM))

Ecosystem = Literal["pypi", "npm"]

_PYPI = "|".join(sorted(versions.PYPI, key=len, reverse=True)).replace("-", "[-_.]")
_NPM = "|".join(re.escape(name) for name in sorted(versions.NPM, key=len, reverse=True))
_EXTRAS = r"(?:[ ]*\[[\w, .-]*\])?"

_REQUIREMENT = pattern(
    rf"^[ \t]*(?P<name>{_PYPI}){_EXTRAS}[ \t]*(?P<version>(?:[=<>~!][^;#\r\n]*?)?)(?=[ \t\\]*(?:[;#\r\n]|--|$))",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = pattern(
    rf"(?P<quote>['\"])(?P<name>{_PYPI}){_EXTRAS}[ ]*(?P<version>(?:[=<>~!(][^;'\"\n]*)?)"
    r"(?:;[^\n]*?)?(?P=quote)(?![ ]*=)",
    re.IGNORECASE,
)
_TABLE = pattern(
    rf"^[ \t]*['\"]?(?P<name>{_PYPI})['\"]?[ \t]*=[ \t]*(?:\{{[^\n]*?\bversion[ ]*=[ ]*)?(?P<quote>['\"])"
    r"(?P<version>[^'\"\n]*)(?P=quote)",
    re.MULTILINE | re.IGNORECASE,
)
_TOML_LOCK = pattern(
    rf"^\[\[package\]\]\r?\nname = \"(?P<name>{_PYPI})\"\r?\nversion = \"(?P<version>[^\"\n]+)\"",
    re.MULTILINE,
)
# Below a second `node_modules` stands a copy that only another package sees.
_NPM_LOCK = pattern(
    rf"\"(?:(?:(?!node_modules)[^\"\n])*node_modules/)?(?P<name>{_NPM})\": \{{\s*\"version\": \"(?P<version>[^\"\n]+)\""
)
_YARN_LOCK = pattern(rf"^\"?(?P<name>{_NPM})@[^\n]*:\r?\n[ ]+version:? \"?(?P<version>\d[^\"\s]*)", re.MULTILINE)
_PNPM_LOCK = pattern(rf"^[ ]+['\"]?/?(?P<name>{_NPM})[@/](?P<version>\d[^('\":\s]*)", re.MULTILINE)

_FILES: tuple[tuple[re.Pattern[str], Ecosystem, tuple[re.Pattern[str], ...]], ...] = (
    (
        re.compile(r"(?:.+/)?(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements/[\w.-]+\.txt)"),
        "pypi",
        (_REQUIREMENT,),
    ),
    (re.compile(r"(?:.+/)?pyproject\.toml"), "pypi", (_QUOTED, _TABLE)),
    (re.compile(r"(?:.+/)?setup\.py"), "pypi", (_QUOTED,)),
    (re.compile(r"(?:.+/)?Pipfile"), "pypi", (_TABLE,)),
    (re.compile(r"(?:.+/)?(?:poetry|uv|pdm)\.lock"), "pypi", (_TOML_LOCK,)),
    (re.compile(r"(?:.+/)?(?:package-lock|npm-shrinkwrap)\.json"), "npm", (_NPM_LOCK,)),
    (re.compile(r"(?:.+/)?yarn\.lock"), "npm", (_YARN_LOCK,)),
    (re.compile(r"(?:.+/)?pnpm-lock\.yaml"), "npm", (_PNPM_LOCK,)),
)


def read(source: Source) -> Iterator[Pin]:
    """The pins of a file; `at` covers the version, or the name where there is none."""
    for name, ecosystem, patterns in _FILES:
        if name.fullmatch(source.path):
            for pattern in patterns:
                yield from _pins(source, ecosystem, pattern)
            return


def _pins(source: Source, ecosystem: Ecosystem, pattern: re.Pattern[str]) -> Iterator[Pin]:
    for match in pattern.finditer(source.text):
        line_start = source.text.rfind("\n", 0, match.start()) + 1
        if source.text[line_start : match.start()].lstrip().startswith("#"):
            continue
        package = match["name"].lower()
        if ecosystem == "pypi":
            package = re.sub(r"[-_.]+", "-", package)
        place = "version" if match["version"] else "name"
        yield versions.pin(ecosystem, package, match["version"].strip("() "), source.at(*match.span(place)))
