"""HTTP clients with a base of their own: axios, ky, ofetch and makers of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import library, nodes
from envlint.values import Client, Nothing

if TYPE_CHECKING:
    from tree_sitter import Node

    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.scopes import Scope

LIBRARIES = frozenset({"axios", "ky", "ofetch", "ohmyfetch"})
BASES = ("baseURL", "baseUrl", "prefixUrl", "prefix")

_MAKERS = frozenset({"create", "extend"})
_OTHER_MAKERS = frozenset(
    {
        ("openapi-fetch", "default"),
        ("@reduxjs/toolkit/query/react", "fetchBaseQuery"),
        ("@reduxjs/toolkit/query", "fetchBaseQuery"),
        ("@reduxjs/toolkit/dist/query", "fetchBaseQuery"),
        ("@hey-api/client-fetch", "createClient"),
        ("@hey-api/client-axios", "createClient"),
        ("wretch", "default"),
    }
)
_GLOBAL_MAKERS = frozenset({"axios.create", "$fetch.create", "ky.create", "ofetch.create"})


def library_of(origin: library.Origin | None) -> str:
    """The HTTP library that something comes from, by its package; empty for anything else."""
    if origin is None:
        return ""
    module, name = origin
    if module in LIBRARIES:
        return module
    root = name.partition(".")[0]
    return "" if module else {"axios": "axios", "ky": "ky", "$fetch": "ofetch", "ofetch": "ofetch"}.get(root, "")


def makes(ev: Evaluator, function: Node, scope: Scope) -> bool:
    """Whether a function makes an HTTP client."""
    origin = library.origin(ev, function, scope)
    if origin is None:
        return False
    module, name = origin
    made = name.rpartition(".")[2] in _MAKERS
    return origin in _OTHER_MAKERS or (module in LIBRARIES and made) or (not module and name in _GLOBAL_MAKERS)


def made(ev: Evaluator, call: Node, scope: Scope) -> Client | None:
    """The client that a call makes."""
    function, given = nodes.callee(call), nodes.arguments(call)
    if function is None or call.type != "call_expression" or not makes(ev, function, scope):
        return None
    options = ev.value(given[0], scope) if given else None
    base = library.option(ev, options, *BASES)
    at = ev.at(call)
    return Client(Nothing(at) if base is None else base, library.credentials(ev, options), at)
