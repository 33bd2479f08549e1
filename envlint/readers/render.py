"""Blueprints of Render (`render.yaml`): the variables and start commands of its services.

https://render.com/docs/blueprint-spec
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, Fact, SetVariable
from envlint.readers.shell import Command, listens
from envlint.readers.shell.folders import moved, parent
from envlint.readers.shell.scope import Scope
from envlint.readers.yaml_nodes import documents, items, scalar, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node

    from envlint.model import Source

words = ("services",)


def read(source: Source) -> Iterator[Fact]:
    """The variables with a literal value, and the servers that are started."""
    for document in documents(source):
        if isinstance(document, Broken):
            yield document
            continue
        for service in items(value(document, "services")):
            yield from _service(source, service)


def _service(source: Source, service: Node) -> Iterator[Fact]:
    root = scalar(source, value(service, "rootDir"))
    folder = moved(parent(source.path), root.text) if root is not None else parent(source.path)
    for each in items(value(service, "envVars")):
        key, text = scalar(source, value(each, "key")), scalar(source, value(each, "value"))
        if key is not None and text is not None:
            yield SetVariable(key.text, text.text, "render", folder, text.at)
    for name in ("startCommand", "dockerCommand"):
        command = scalar(source, value(service, name))
        if command is not None:
            yield from listens(command, Command(folder, Scope("sh"), image=name == "dockerCommand"))
