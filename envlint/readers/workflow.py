"""The variables that a workflow of GitHub Actions sets: `env:` of the workflow, of a job, of a step.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#env
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, SetVariable
from envlint.readers.shell.folders import moved
from envlint.readers.yaml_nodes import documents, items, mapping, scalar, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml import Node

    from envlint.model import Source

words = ("env:",)


def read(source: Source) -> Iterator[SetVariable]:
    """The variables with a literal value. What is no YAML is for GitHub to refuse."""
    for document in documents(source):
        if isinstance(document, Broken):
            return
        folder = _folder(source, document, "")
        yield from _variables(source, document, folder)
        for _, job in mapping(value(document, "jobs")).values():
            inner = _folder(source, job, folder)
            yield from _variables(source, job, inner)
            for step in items(value(job, "steps")):
                yield from _variables(source, step, _moved(source, value(step, "working-directory"), inner))


def _folder(source: Source, node: Node, outer: str | None) -> str | None:
    """Where the commands of a job run, by `defaults.run.working-directory`."""
    run = value(value(node, "defaults"), "run")
    return _moved(source, value(run, "working-directory"), outer)


def _moved(source: Source, node: Node | None, outer: str | None) -> str | None:
    text = scalar(source, node)
    if text is None:
        return outer
    return None if "${{" in text.text else moved("", text.text)


def _variables(source: Source, node: Node, folder: str | None) -> Iterator[SetVariable]:
    for name, (_, written) in mapping(value(node, "env")).items():
        text = scalar(source, written)
        if text is not None and "${{" not in text.text:
            yield SetVariable(name, text.text, "github", folder, text.at)
