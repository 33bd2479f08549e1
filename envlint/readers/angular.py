"""Angular's workspace: the dev server, its proxy, and the files that a build configuration puts in the place of others.

https://angular.dev/reference/configs/workspace-config, https://angular.dev/tools/cli/serve#proxying-to-a-backend-server
and https://angular.dev/tools/cli/environments (Angular 20).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import DevServer, Extends, ProxyRule, Replacement
from envlint.patterns import pattern
from envlint.readers import bundler, json_nodes, syntax
from envlint.readers.javascript import analyse
from envlint.values import Flag, Hole, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.facts import Fact
    from envlint.model import Location, Source
    from envlint.readers.syntax import Syntax
    from envlint.values import Value

words: tuple[str, ...] | None = None

_WORKSPACE = pattern(r"(?:^|/)angular\.json$")
_MANIFEST = pattern(r"(?:^|/)package\.json$")
_OPTION = pattern(r"\bng serve\b[^\"]*?--proxy-config[= ]([\w./-]+)")
_TARGETS = ("architect", "targets")
_DEVELOPMENT = "development"


def read(source: Source) -> Iterator[Fact]:
    """The dev server and the files it depends on, or the entries of a proxy."""
    if _MANIFEST.search(source.path):
        match = _OPTION.search(source.text)
        if match is not None:
            yield Extends(match[1], source.at(*match.span(1)))
    elif not _WORKSPACE.search(source.path):
        yield from _proxy_file(source)
    else:
        tree = syntax.parse(source, "json")
        project = _project(tree)
        if project is not None:
            yield from _serve(tree, project)
            yield from _replacements(tree, project)


def _project(tree: Syntax) -> Node | None:
    """The first application of a workspace."""
    projects = json_nodes.entries(tree, json_nodes.value(tree, json_nodes.root(tree), "projects"))
    for _, project in projects.values():
        kind = json_nodes.string(tree, json_nodes.value(tree, project, "projectType"))
        if kind is None or kind.text == "application":
            return project
    return None


def _target(tree: Syntax, project: Node, name: str) -> Node | None:
    """A target of a project, such as `build` and `serve`."""
    blocks = (json_nodes.value(tree, project, block) for block in _TARGETS)
    found = (json_nodes.value(tree, block, name) for block in blocks)
    return next((target for target in found if target is not None), None)


# --- ng serve ---------------------------------------------------------------------------------------------------------


def _serve(tree: Syntax, project: Node) -> Iterator[DevServer | Extends]:
    """`ng serve`, whose development configuration wins over its options."""
    serve = _target(tree, project, "serve")
    if serve is None:
        return
    options: dict[str, tuple[Node, Node]] = {}
    configurations = json_nodes.value(tree, serve, "configurations")
    for block in (json_nodes.value(tree, serve, "options"), json_nodes.value(tree, configurations, _DEVELOPMENT)):
        options |= json_nodes.entries(tree, block)
    host, port, ssl = (_plain(tree, options[key][1]) if key in options else None for key in ("host", "port", "ssl"))
    at = tree.at(options["port"][0]) if "port" in options else tree.at(serve).within(0, 1)
    yield DevServer("server", host, port, None, ssl, at)
    proxy = json_nodes.string(tree, options["proxyConfig"][1]) if "proxyConfig" in options else None
    if proxy is not None:
        yield Extends(proxy.text, proxy.at)


def _plain(tree: Syntax, node: Node) -> Value:
    at = tree.at(node)
    text = json_nodes.string(tree, node)
    if text is not None:
        return Text(text.text, text.at)
    if node.type in {"true", "false"}:
        return Flag(node.type == "true", at)
    return Text(at.text, at) if node.type == "number" else Hole("an option that is no text", at)


def _replacements(tree: Syntax, project: Node) -> Iterator[Replacement]:
    """`fileReplacements` of each build configuration."""
    build = _target(tree, project, "build")
    configurations = json_nodes.entries(tree, json_nodes.value(tree, build, "configurations"))
    for mode, (_, block) in configurations.items():
        rows = json_nodes.value(tree, block, "fileReplacements")
        for row in rows.named_children if rows is not None and rows.type == "array" else ():
            old = json_nodes.string(tree, json_nodes.value(tree, row, "replace"))
            new = json_nodes.string(tree, json_nodes.value(tree, row, "with"))
            if old is not None and new is not None:
                yield Replacement(mode, old.text, new.text, new.at)


# --- the proxy --------------------------------------------------------------------------------------------------------


def _proxy_file(source: Source) -> Iterator[ProxyRule]:
    if not source.path.endswith(".json"):
        ev = analyse(source)
        if ev is not None:
            yield from bundler.middleware_rules(ev, bundler.exported(ev), "angular")
        return
    tree = syntax.parse(source, "json")
    root = json_nodes.root(tree)
    for row in root.named_children if root is not None and root.type == "array" else ():
        context = json_nodes.value(tree, row, "context")
        for path in context.named_children if context is not None and context.type == "array" else ():
            text = json_nodes.string(tree, path)
            if text is not None:
                yield _rule(tree, text.text, text.at, row)
    for prefix, (key, block) in json_nodes.entries(tree, root).items():
        yield _rule(tree, prefix, tree.at(key).within(1, len(tree.text(key)) - 2), block)


def _rule(tree: Syntax, context: str, at: Location, block: Node) -> ProxyRule:
    options = {key: node for key, (_, node) in json_nodes.entries(tree, block).items()}
    whole = tree.at(block)
    target = _plain(tree, options["target"]) if "target" in options else Hole("no target is given", whole)
    ws = _plain(tree, options["ws"]) if "ws" in options else None
    rewrite = _rewrite(tree, options["pathRewrite"]) if "pathRewrite" in options else None
    return ProxyRule(context, target, ws, rewrite, None, at, whole, "angular")


def _rewrite(tree: Syntax, node: Node) -> Value | None:
    """`pathRewrite: {"^/api": ""}` as a function of the path."""
    rows = json_nodes.entries(tree, node)
    if len(rows) > 1:
        return Hole("pathRewrite is not followed", tree.at(node))
    for old, (key, new) in rows.items():
        return bundler.replacing(old, _plain(tree, new), tree.at(key))
    return None
