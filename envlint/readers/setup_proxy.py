"""Create React App's proxy: the `proxy` of a `package.json`, and the middleware of `src/setupProxy.js`.

https://create-react-app.dev/docs/proxying-api-requests-in-development/ (react-scripts 5). The one entry of a
`package.json` takes whatever is no file and does not ask for a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import ProxyRule, ProxyTool
from envlint.readers import bundler
from envlint.readers.javascript import analyse, nodes
from envlint.readers.javascript.tables import table
from envlint.values import Hole, Many, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from envlint.model import Source
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

words: tuple[str, ...] | None = None

_MAKERS = frozenset({"createProxyMiddleware", "proxy", "legacyCreateProxyMiddleware"})
"""http-proxy-middleware's function, by its name since version 1 and by the customary one before it."""

_MODULE = "http-proxy-middleware"
_TOOL: ProxyTool = "create-react-app"


def read(source: Source) -> Iterator[ProxyRule]:
    """The middleware of a `setupProxy.js`."""
    ev = analyse(source)
    if ev is None or _MODULE not in source.text:
        return
    for call, scope in ev.script.calls:
        if _is_maker(ev, call, scope):
            yield from _rules(ev, call, scope)


def _is_maker(ev: Evaluator, call: Node, scope: Scope) -> bool:
    function = nodes.callee(call)
    if function is None or call.type != "call_expression":
        return False
    name = ev.text(function).rpartition(".")[2]
    binding = scope.find(ev.text(function)) if function.type == "identifier" else None
    return name in _MAKERS or (binding is not None and binding.specifier == _MODULE)


def _rules(ev: Evaluator, call: Node, scope: Scope) -> Iterator[ProxyRule]:
    """`createProxyMiddleware(paths, options)`, or `app.use(path, createProxyMiddleware(options))`."""
    given = [ev.value(argument, scope) for argument in nodes.arguments(call)]
    options = table(ev, given[-1]) if given else None
    if options is None:
        at = ev.at(call)
        yield ProxyRule("", Hole("a proxy that is not followed", at), None, None, None, at, at, _TOOL)
        return
    paths = given[0] if len(given) > 1 else options.value("pathFilter") or _mounted(ev, call, scope)
    known = None if paths is None else ev.deref(paths)
    if known is None:
        yield bundler.rule_of(ev, "/", options, options.at, _TOOL)
    for each in known.items if isinstance(known, Many) else () if known is None else (known,):
        path = ev.deref(each)
        if isinstance(path, Text):
            yield bundler.rule_of(ev, path.text, options, path.at, _TOOL)
        else:
            hole = Hole("a path that is not a text", each.at)
            yield ProxyRule("", hole, None, None, None, each.at, options.at, _TOOL)


def _mounted(ev: Evaluator, call: Node, scope: Scope) -> Value | None:
    """The path of the `app.use` that a call stands in."""
    around = call.parent.parent if call.parent is not None else None
    if around is None or around.type != "call_expression":
        return None
    given = nodes.arguments(around)
    return ev.value(given[0], scope) if len(given) > 1 and given[0].id != call.id else None
