"""Applications and routers of Express as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript.frameworks import parts
from envlint.values import Function, Nothing, Router

if TYPE_CHECKING:
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.readers.javascript.library import Origin
    from envlint.readers.javascript.nodes import CallParts
    from envlint.readers.javascript.scopes import Scope
    from envlint.values import Value

NAMES = frozenset({"express"})
"""The framework of the routers that this package makes."""

_MODULES = frozenset({"express", "ultimate-express", "hyper-express"})
_ROUTERS = frozenset({"express-promise-router"})
_EXTENDS = frozenset({"express-ws", "@wll8/express-ws"})
_PASSES_ON = frozenset(
    {
        *("body-parser", "compression", "cookie-parser", "cookie-session", "cors", "csurf", "express-rate-limit"),
        *("express-fileupload", "express-mongo-sanitize", "express-session", "express-slow-down", "helmet", "hpp"),
        *("express-validator", "morgan", "method-override", "multer", "passport", "pino-http", "response-time"),
        *("serve-favicon", "xss-clean", "express-winston", "express-useragent", "express-async-errors", "nocache"),
        *("express-jwt", "express-openid-connect", "connect-flash", "express-flash", "express-request-id"),
        *("express-http-context", "express-basic-auth", "errorhandler", "connect-timeout", "lusca", "toobusy-js"),
    }
)
"""Packages whose middleware answers no path of its own."""

_OWN = frozenset({"json", "urlencoded", "raw", "text"})


def made(ev: Evaluator, call: CallParts, origin: Origin, scope: Scope) -> Value | None:
    """An application, a router or a folder of files; middleware that is known to hand requests on is a function.

    `expressWs(app)` is the application to which it adds the method `ws`.
    """
    function, (module, name) = call.function, origin
    if function is None or not module:
        return None
    at = ev.at(function)
    if module in _MODULES and name in {"default", "*", "express"}:
        return None if parts.is_tool(ev) else Router("application", "express", None, at)
    if module in _EXTENDS and call.given:
        return ev.value(call.given[0], scope)
    if (module in _MODULES and name == "Router") or module in _ROUTERS:
        return Router("router", "express", None, at)
    if (module in _MODULES and name == "static") or module == "serve-static":
        return Router("static", "express", None, at)
    if module in _PASSES_ON or (module in _MODULES and name in _OWN):
        return Function((), Nothing(at), at)
    return None
