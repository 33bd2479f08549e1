"""What a dev server's proxy does with a request: which entry takes it, whether it upgrades, what is left of the path.

Each tool reads its entries in its own way:

- Vite: a prefix, or a regular expression that begins with `^` (https://vite.dev/config/server-options#server-proxy).
- webpack-dev-server, Vue CLI, Angular, and `src/setupProxy.js` hand them to http-proxy-middleware: a prefix or a glob
  (https://github.com/chimurai/http-proxy-middleware/blob/master/recipes/context-matching.md).
- Next.js: path-to-regexp (https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites).
- Nitro: a prefix, or one that ends with `/**` (https://nitro.build/config#routerules).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from envlint import url
from envlint.patterns import pattern
from envlint.pieces import Piece, cut, hole, locate
from envlint.pieces import text as text_of
from envlint.records import record
from envlint.values import Call, Text
from envlint.wiring.results import Resolved, Switch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from envlint.facts import ProxyRule
    from envlint.model import Location
    from envlint.values import Value
    from envlint.wiring.resolve import Resolver

Pieces = tuple[Piece, ...]

_PARAMETER = pattern(r"(/?):([A-Za-z_]\w*)(\((?:[^()\\]|\\.)*\))?([*+?]?)")
_REST = pattern(r"/?\*\*")
_PORT = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*:(\d+)(?=[/?#]|$)")
_END_OF_PATH = pattern(r"[?#]")
_GLOB = pattern(r"\*\*/?|\*|\?|\{[^{}]*\}")
_GLOBBING = frozenset({"webpack", "angular", "create-react-app"})
_REGEX_FIRST = "^"


@record
class Proxied:
    """A rule of a dev server's proxy that takes a path, with its target in one environment.

    `forwards_websockets` is None where that is not known.
    """

    rule: ProxyRule
    config: str
    target: Resolved | None
    forwards_websockets: bool | None

    @property
    def address(self) -> url.Url | None:
        """The absolute URL of the target; None where it is not known."""
        if self.target is None:
            return None
        end = _PARAMETER if self.rule.tool == "next" else _REST
        fixed = end.split(self.target.text, maxsplit=1)[0]
        return url.parse(fixed) if "{}" not in fixed else None

    def port_at(self) -> Location | None:
        """Where the port of the target was written, None where none was."""
        match = _PORT.match(self.target.text) if self.target is not None else None
        return locate(self.target.pieces, *match.span(1)) if match is not None and self.target is not None else None


def matching(path: str, rules: Iterable[tuple[ProxyRule, str]], resolver: Resolver) -> list[Proxied]:
    """The rules that take a path, in their order. Each rule comes with the file in which it stands."""
    found: list[Proxied] = []
    for rule, config in rules:
        if takes(rule, path):
            results = resolver.used(rule.target, config)
            target = results[0] if len(results) == 1 and isinstance(results[0], Resolved) else None
            found.append(Proxied(rule, config, target, _forwards(rule, config, target, resolver)))
    return found


# --- which paths a rule takes -----------------------------------------------------------------------------------------


def takes(rule: ProxyRule, path: str) -> bool:
    """Whether a rule takes a path, of which `{}` are the parts that are not known."""
    bare = _END_OF_PATH.split(path, maxsplit=1)[0]
    if rule.tool == "next":
        return _source(rule.context).fullmatch(bare) is not None
    known = path.split("{}", maxsplit=1)[0]
    if rule.context.startswith(_REGEX_FIRST):
        return _searches(rule.context, known)
    if rule.tool == "nuxt":
        return _is_below(known, rule.context.removesuffix("**").rstrip("/"))
    if rule.tool in _GLOBBING and _GLOB.search(rule.context):
        return _glob(rule.context).fullmatch(bare) is not None
    return known.startswith(rule.context)


def _searches(context: str, path: str) -> bool:
    try:
        return re.search(context, path) is not None
    except re.error:
        return False


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith((f"{prefix}/", f"{prefix}?"))


@cache
def _glob(context: str) -> re.Pattern[str]:
    """A glob as http-proxy-middleware reads it; what is dearer than stars matches anything."""
    parts: list[str] = []
    position = 0
    for match in _GLOB.finditer(context):
        parts += [re.escape(context[position : match.start()]), ".*" if match[0] != "*" else "[^/]*"]
        position = match.end()
    return re.compile("".join([*parts, re.escape(context[position:])]))


@cache
def _source(context: str) -> re.Pattern[str]:
    """A source of path-to-regexp, with a group for each parameter; a slash at the end does not matter."""
    parts: list[str] = []
    position = 0
    for match in _PARAMETER.finditer(context):
        slash, name, _, mark = match.groups()
        parts.append(re.escape(context[position : match.start()]))
        inner = ".+" if mark in {"*", "+"} else "[^/]+"
        parts.append(f"(?:{slash}(?P<{name}>{inner}))?" if mark in {"*", "?"} else f"{slash}(?P<{name}>{inner})")
        position = match.end()
    text = "".join([*parts, re.escape(context[position:].rstrip("/"))])
    try:
        return re.compile(f"{text}/?")
    except re.error:  # a name that stands twice
        return re.compile(r"(?!)")


# --- WebSockets -------------------------------------------------------------------------------------------------------


def _forwards(rule: ProxyRule, config: str, target: Resolved | None, resolver: Resolver) -> bool | None:
    """Whether a rule forwards upgrades; None where that is not known.

    Next.js does so through every rewrite since 12.2.5 (https://github.com/vercel/next.js/pull/39463). Vite and
    http-proxy-middleware do so where the rule says `ws: true`, and Vite where the target begins with `ws:`.
    The one `proxy` of Create React App goes by the request's `Accept`, which browsers set differently.
    """
    if rule.tool == "next":
        return True
    if rule.tool == "nuxt" or not rule.context:
        return None
    if target is not None and target.text.startswith(("ws:", "wss:")):
        return True if rule.tool == "vite" else None
    if rule.ws is None:
        return None if target is None else False
    results = resolver.used(rule.ws, config)
    if results and all(isinstance(r, Switch) for r in results):
        return any(isinstance(r, Switch) and r.value for r in results)
    return None


# --- the path behind a rule -------------------------------------------------------------------------------------------


def behind(proxied: Proxied, path: Pieces, target: url.Url, resolver: Resolver) -> Pieces:
    """The path as it arrives at a rule's target."""
    rule = proxied.rule
    if rule.tool == "next":
        return _destination(proxied, path)
    if rule.tool == "nuxt":
        prefix = rule.context.removesuffix("**").rstrip("/")
        path = cut(path, len(prefix), len(text_of(path)))
    elif rule.rewrite is not None:
        path = _rewritten(rule.rewrite, path, proxied.config, resolver)
    return (*_base(rule, target.path), *path)


def _base(rule: ProxyRule, path: str) -> Pieces:
    base = path.rstrip("/")
    return (Piece(base, rule.target.at, exact=False),) if base else ()


def _rewritten(rewrite: Value, path: Pieces, config: str, resolver: Resolver) -> Pieces:
    """The path behind a rewrite; a hole where the function is not followed."""
    at = rewrite.at
    plain = text_of(path)
    argument = Text(plain if plain.startswith("/") else f"/{plain}", at)
    results = resolver.used(Call(rewrite, (argument,), at), config)
    if len(results) == 1 and isinstance(results[0], Resolved) and "{}" not in plain:
        return results[0].pieces
    return (hole(at),)


def _destination(proxied: Proxied, path: Pieces) -> Pieces:
    """The path of a rewrite's destination, its parameters filled in from the request's path."""
    at = proxied.rule.target.at
    text = proxied.target.text if proxied.target is not None else ""
    whole = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", text)
    plain = text_of(path)
    end = len(_END_OF_PATH.split(plain, maxsplit=1)[0])
    match = _source(proxied.rule.context).fullmatch(plain[:end])
    if whole is None or match is None:
        return (hole(at),)
    found: list[Piece] = []
    position = whole.end()
    for parameter in _PARAMETER.finditer(text, position):
        taken = match.span(parameter[2]) if parameter[2] in match.groupdict() else (-1, -1)
        before = text[position : parameter.start()] + (parameter[1] if taken[0] >= 0 else "")
        found += [Piece(before, at, exact=False), *cut(path, max(taken[0], 0), max(taken[1], 0))]
        position = parameter.end()
    found.append(Piece(text[position:], at, exact=False))
    return (*(piece for piece in found if piece.text), *cut(path, end, len(plain)))
