"""The version of Node.js that a project asks for: `.nvmrc`, `.node-version`, `.tool-versions`.

https://github.com/nvm-sh/nvm#nvmrc, https://asdf-vm.com/manage/configuration.html#tool-versions. The `engines` of a
`package.json` are read by that file's own reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envlint.facts import NodeVersion
from envlint.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.model import Location, Source

words = None

_FILES = {
    ".nvmrc": pattern(r"^[ \t]*(?P<version>[^\s#]+)", re.MULTILINE),
    ".node-version": pattern(r"^[ \t]*(?P<version>[^\s#]+)", re.MULTILINE),
    ".tool-versions": pattern(r"^[ \t]*nodejs[ \t]+(?P<version>\S+)", re.MULTILINE),
}
_ONE_MAJOR = pattern(r"(?:[=^~]\s*)?v?(?P<major>\d+)(?:\.(?:\d+|x|\*)){0,2}")
_BOUNDED = pattern(r">=\s*v?(?P<major>\d+)[\d.]*\s+<\s*(?P<next>\d+)(?:\.0){0,2}(?:-0)?")
_LTS = {"argon": 4, "boron": 6, "carbon": 8, "dubnium": 10, "erbium": 12, "fermium": 14, "gallium": 16, "hydrogen": 18}
"""The code names under which nvm knows release lines: https://nodejs.org/en/about/previous-releases."""


def read(source: Source) -> Iterator[NodeVersion]:
    """The version, where it is of one major release."""
    match = _FILES[source.path.rpartition("/")[2]].search(source.text)
    if match is not None:
        yield from stated(match["version"], source.at(*match.span("version")))


def stated(specifier: str, at: Location) -> Iterator[NodeVersion]:
    """The major release to which a version or a range is limited; nothing where it leaves a choice."""
    text = specifier.strip().lower()
    one, bounded = _ONE_MAJOR.fullmatch(text), _BOUNDED.fullmatch(text)
    if one is not None:
        yield NodeVersion(int(one["major"]), at)
    elif bounded is not None and int(bounded["next"]) == int(bounded["major"]) + 1:
        yield NodeVersion(int(bounded["major"]), at)
    elif text.removeprefix("lts/") in _LTS:
        yield NodeVersion(_LTS[text.removeprefix("lts/")], at)
