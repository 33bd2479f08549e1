"""Dockerfiles: what their stages copy, run and start, the variables that they set, and the server of the image.

https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.dockerfile.instructions import instructions
from envlint.readers.dockerfile.servers import servers
from envlint.readers.dockerfile.stages import node_versions, stages, variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from envlint.facts import Fact
    from envlint.model import Source

words = None


def read(source: Source) -> Iterator[Fact]:
    """The stages, their variables, and the server of the last stage, whose folder is the Dockerfile's own."""
    found = tuple(instructions(source))
    yield from stages(found)
    yield from variables(found)
    yield from node_versions(found)
    yield from servers(found, source)
