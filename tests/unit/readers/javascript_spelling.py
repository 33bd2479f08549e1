"""Values of scripts in one line, so that tables of tests can be read."""

from __future__ import annotations

from envlint import values as v
from envlint.facts import Connect, Definition, EnvUse, Fact, SocketHandler
from envlint.model import Source
from envlint.readers import javascript

_SIGNS = {"missing": " ?? ", "empty": " || ", "branch": " | ", "matches": " : "}
_SIGNS |= {"development": " dev: ", "production": " prod: "}


def spelled(value: v.Value | None) -> str:  # noqa: C901 - one line a node
    """A value as a short text: `$X` is a variable, `<...>` a hole, `:x` a parameter, `x@m` a name of another module."""
    match value:
        case None:
            return "-"
        case v.Text(text):
            return f"'{text}'"
        case v.Pattern(text):
            return f"/{text}/"
        case v.Flag(flag):
            return str(flag).lower()
        case v.Nothing():
            return "nothing"
        case v.EnvRead(name, way):
            return f"${name}" if way == "import.meta.env" else f"${way}:{name}"
        case v.Name(name, module):
            return f"{name}@{module}" if module else name
        case v.Member(of, key):
            return f"{spelled(of)}.{key}"
        case v.Call(of, arguments):
            return f"{spelled(of)}({', '.join(map(spelled, arguments))})"
        case v.Parameter(name, _, default):
            return f":{name}" if default is None else f":{name}={spelled(default)}"
        case v.Either():
            return _either(value)
        case v.Join(parts):
            return " + ".join(map(spelled, parts))
        case v.Page(part):
            return f"page.{part}"
        case v.Hole(reason):
            return f"<{reason}>"
        case v.Client(base, credentials):
            return f"client({spelled(base)}, {spelled(credentials)})"
        case v.Function(parameters, returns):
            return f"({', '.join(parameters)}) => {spelled(returns)}"
        case v.Class(name, bases):
            return f"class {name}({', '.join(map(spelled, bases))})"
        case _:
            return _made(value)


def _either(value: v.Either) -> str:
    options = _SIGNS[value.test].join(map(spelled, value.options))
    return f"({options})" if value.given is None else f"({spelled(value.given)} ? {options})"


def _made(value: v.Value) -> str:  # noqa: C901 - one line a node
    match value:
        case v.Replace(of, old, new, _, pattern, every):
            quoted = f"/{old}/" if pattern else f"'{old}'"
            return f"[{spelled(of)}].replace{'All' if every else ''}({quoted}, '{new}')"
        case v.Strip(of, characters, _, side):
            return f"[{spelled(of)}].strip('{characters}', {side})"
        case v.Split(of, separator):
            return f"[{spelled(of)}].split('{separator}')"
        case v.Decode(of):
            return f"json({spelled(of)})"
        case v.Stringify(of):
            return f"str({spelled(of)})"
        case v.Resolve(reference, base):
            return f"url({spelled(reference)}, {spelled(base)})"
        case v.Each(of, function, _, filtered):
            return f"each{'-filtered' if filtered else ''}({spelled(of)}, {spelled(function)})"
        case v.Many(items):
            return f"[{', '.join(map(spelled, items))}]"
        case v.Spread(of):
            return f"...{spelled(of)}"
        case v.Begins(of, texts, side):
            return f"{spelled(of)} {side}s {' '.join(texts)}"
        case v.Router(kind, framework, prefix):
            return f"<{framework} {kind}{'' if prefix is None else f' at {spelled(prefix)}'}>"
        case v.Record(entries):
            return "{" + ", ".join(map(_entry, entries)) + "}"
        case _:
            return repr(value)


def _entry(entry: v.Entry | v.Spread) -> str:
    return f"{entry.key}: {spelled(entry.value)}" if isinstance(entry, v.Entry) else spelled(entry)


def read(text: str, path: str = "app.ts") -> list[Fact]:
    """The facts of a script."""
    return list(javascript.read(Source(path, text)))


def definitions(text: str, path: str = "app.ts") -> dict[str, str]:
    """The definitions of a script by name, spelled out."""
    return {fact.name: spelled(fact.value) for fact in read(text, path) if isinstance(fact, Definition)}


def connects(text: str, path: str = "app.ts") -> list[Connect]:
    """The connections of a script."""
    return [fact for fact in read(text, path) if isinstance(fact, Connect)]


def line(found: Connect) -> str:
    """A connection in one line: its kind, the call, the URL, and what else is not usual."""
    parts = [found.kind, found.call.text, spelled(found.url)]
    if found.method != "GET":
        parts.append(found.method)
    for name in ("credentials", "client", "path"):
        value = getattr(found, name)
        if value is not None:
            parts.append(f"{name}={spelled(value)}")
    return " ".join(parts)


def uses(text: str, path: str = "app.ts") -> list[str]:
    """The reads of variables, those without a guard with an exclamation mark."""
    found = [fact for fact in read(text, path) if isinstance(fact, EnvUse)]
    return [f"{fact.way}:{fact.name}{'' if fact.guarded else '!'}" for fact in found]


def handler(found: SocketHandler) -> str:
    """A handler in a few words."""
    flags = ("takes_event", "uses_event", "reports", "followed")
    return " ".join([found.event, *(flag.split("_")[0] for flag in flags if getattr(found, flag))])
