"""`package.json`: what a package depends on, its `proxy`, and the servers that its scripts start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Broken, Fact, Listen, Package, ProxyRule
from envlint.readers import json_nodes, node_version, syntax, versions
from envlint.readers.shell import Command, listens
from envlint.readers.shell.folders import parent
from envlint.readers.shell.scope import Scope
from envlint.records import record, replace
from envlint.values import Hole, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Source
    from envlint.readers.passage import Passage

words = None

_KINDS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")


def read(source: Source) -> Iterator[Fact]:
    """The package, its pins and the servers of its scripts; `Broken` where the file is no JSON object."""
    tree = syntax.parse(source, "json")
    error = next(tree.errors(), None)
    root = json_nodes.root(tree)
    if error is not None or root is None or root.type != "object":
        yield Broken("not a JSON object", tree.at(error) if error is not None else source.at(0, 0))
    if root is not None and root.type == "object":
        yield from _Reading(tree, root).facts()


@record
class _Reading:
    tree: syntax.Syntax
    root: Node

    def facts(self) -> Iterator[Fact]:
        name = json_nodes.string(self.tree, self.under("name"))
        dependencies = dict(self.dependencies())
        yield Package(
            name=name.text if name else "",
            dependencies=tuple((package, version.text) for package, version in dependencies.items()),
            proxy=self.proxy(),
            at=name.at if name else self.tree.at(self.root.children[0]),
        )
        if "react-scripts" in dependencies:
            yield from self.proxy_rule()
        for package, version in dependencies.items():
            if package in versions.NPM:
                yield versions.pin("npm", package, version.text, version.at)
        engine = json_nodes.string(self.tree, json_nodes.value(self.tree, self.under("engines"), "node"))
        if engine is not None:
            yield from node_version.stated(engine.text, engine.at)
        yield from self.scripts()

    def under(self, key: str) -> Node | None:
        return json_nodes.value(self.tree, self.root, key)

    def dependencies(self) -> Iterator[tuple[str, Passage]]:
        for kind in reversed(_KINDS):
            for package, (_, node) in json_nodes.entries(self.tree, self.under(kind)).items():
                version = json_nodes.string(self.tree, node)
                if version is not None:
                    yield package, version

    def proxy(self) -> Value | None:
        """The `proxy` of Create React App: a URL. Its older form, an object, is not followed."""
        node = self.under("proxy")
        if node is None:
            return None
        text = json_nodes.string(self.tree, node)
        return Text(text.text, text.at) if text else Hole("a proxy that is not a text", self.tree.at(node))

    def proxy_rule(self) -> Iterator[ProxyRule]:
        """The same as a rule: it takes whatever is no file and does not ask for a page."""
        target, entry = self.proxy(), json_nodes.entries(self.tree, self.root).get("proxy")
        if target is not None and entry is not None:
            at = self.tree.at(entry[0])
            yield ProxyRule("", target, None, None, None, at, target.at, "create-react-app")

    def scripts(self) -> Iterator[Listen]:
        folder = parent(self.tree.source.path)
        written = {name: node for name, (_, node) in json_nodes.entries(self.tree, self.under("scripts")).items()}
        found = {
            name: tuple(replace(each, script=name) for each in self.listens(node, folder))
            for name, node in written.items()
        }
        for each in (listen for servers in found.values() for listen in servers):
            if each.tool != "npm" or each.folder != folder:
                yield each
            elif isinstance(each.application, Text):
                yield from _through(each, found.get(each.application.text, ()))

    def listens(self, script: Node, folder: str) -> Iterator[Listen]:
        text = json_nodes.string(self.tree, script)
        if text is not None:
            yield from listens(text, Command(folder, Scope("sh")), folder)


def _through(call: Listen, script: tuple[Listen, ...]) -> Iterator[Listen]:
    """`npm run dev -- --port 3000`: the server of the script `dev` with the arguments that the call adds."""
    if len(script) == 1 and script[0].tool != "npm":
        host, port = call.host or script[0].host, call.port or script[0].port
        yield replace(script[0], host=host, port=port, at=call.at, script=call.script)
