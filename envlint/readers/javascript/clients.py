"""HTTP clients with a base of their own to which calls add their paths: axios, ky, ofetch and others, as one table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from envlint.patterns import pattern
from envlint.readers.javascript import library
from envlint.values import Call, Client, EnvRead, Join, Nothing, Text

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

LIBRARIES = frozenset({"axios", "ky", "ofetch", "ohmyfetch", "redaxios", "superagent"})
"""Packages that are called, or whose methods are, with a URL."""

BASES = ("baseURL", "baseUrl", "prefixUrl", "prefix")
"""Under which keys options hold a base: of axios and ofetch, of generated clients and RTK Query, of ky."""

_MAKERS = (
    # the packages, and what makes a client in them; the base is the first argument or stands in its options
    ("axios ky ofetch ohmyfetch", "create extend axios.create ofetch.create $fetch.create"),
    ("axios ky ofetch ohmyfetch", "default.create default.extend"),
    ("@reduxjs/toolkit/query/react @reduxjs/toolkit/query @reduxjs/toolkit/dist/query", "fetchBaseQuery"),
    ("openapi-fetch", "default"),
    ("@hey-api/client-fetch @hey-api/client-axios @hey-api/client-next", "createClient"),
    ("wretch redaxios", "default create default.create"),
    ("@vueuse/core", "createFetch"),
    ("", "axios.create $fetch.create ky.create ofetch.create"),
)
_GLOBALS = {"axios": "axios", "ky": "ky", "$fetch": "ofetch", "ofetch": "ofetch"}

_GENERATED = frozenset({"Configuration", "createClient"})
_GENERATED_BASES = ("basePath", "BASE")
_WRITTEN = (Text, Join, EnvRead)
_OWN_MODULE = pattern(r"[.@~#/]|src/")


@cache
def _makers() -> frozenset[Origin]:
    return frozenset(
        (package, name) for packages, names in _MAKERS for package in packages.split(" ") for name in names.split()
    )


def library_of(origin: Origin | None) -> str:
    """The HTTP library that something comes from, by its package; empty for anything else."""
    if origin is None:
        return ""
    module, name = origin
    if module in LIBRARIES:
        return module
    return "" if module else _GLOBALS.get(name.partition(".")[0], "")


def made(ev: Evaluator, call: Node, scope: Scope) -> Client | None:
    """The client that a call makes, one of the project's generated code included."""
    function, given = ev.callee(call), ev.arguments(call)
    origin = library.origin(ev, function, scope) if function is not None else None
    if origin is None or not (origin in _makers() or _is_generated(origin)):
        return None
    options = ev.value(given[0], scope) if given else None
    base, at = _base(ev, options), ev.at(call)
    if base is None and origin not in _makers():
        return None
    return Client(base or Nothing(at), library.credentials(ev, options), at)


def _is_generated(origin: Origin) -> bool:
    return origin[1] in _GENERATED and _OWN_MODULE.match(origin[0]) is not None


def _base(ev: Evaluator, options: Value | None) -> Value | None:
    """The base in some options, also in those that a function of a generated client is given: `createConfig({...})`."""
    known = ev.deref(options) if options is not None else None
    if isinstance(known, Call):
        return next((base for each in known.arguments if (base := _base(ev, each)) is not None), None)
    if isinstance(known, _WRITTEN):
        return options
    return library.option(ev, options, *BASES, *_GENERATED_BASES)
