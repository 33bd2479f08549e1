"""The options of the cors package, which Express, socket.io and NestJS share, as a policy.

https://github.com/expressjs/cors#configuration-options, version 2.8: `origin` is `*` where it is left out; a text is
sent as it is; a list is compared letter by letter; `true` answers with the origin that asks; a function is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.readers.javascript import library
from envlint.records import record
from envlint.values import Either, Entry, Flag, Function, Hole, Member, Nothing, Record, Text

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.readers.javascript.evaluate import Evaluator
    from envlint.values import Value


@record
class Settings:
    """What some options say. `complete` is False where they are worked out for each request."""

    origins: Value | None
    credentials: Value | None
    at: Location
    complete: bool = True


def settings(ev: Evaluator, options: Value | None, at: Location) -> Settings:
    """What the options of a policy say; `at` is where it stands. Options of another module are asked for by name."""
    known = ev.deref(options) if options is not None else None
    everybody = Text("*", at)
    if options is None or isinstance(known, (Nothing, Flag)):
        return Settings(everybody, None, at)
    if isinstance(known, Function):
        return Settings(None, None, at, complete=False)
    if isinstance(known, Record):
        return _written(ev, known, everybody)
    if isinstance(known, Hole):
        return Settings(known, None, known.at)
    origins = Either((Member(options, "origin", options.at), everybody), "missing", options.at)
    return Settings(origins, Member(options, "credentials", options.at), options.at)


def _written(ev: Evaluator, options: Record, everybody: Text) -> Settings:
    origin = library.option(ev, options, "origin")
    credentials = library.option(ev, options, "credentials")
    spread = any(not isinstance(entry, Entry) and not _is_followed(ev, entry.of) for entry in options.entries)
    if origin is None and spread:
        return Settings(None, credentials, options.at, complete=False)
    return Settings(everybody if origin is None else origin, credentials, everybody.at if origin is None else origin.at)


def _is_followed(ev: Evaluator, value: Value) -> bool:
    return isinstance(ev.deref(value), Record)
