"""Settings classes of pydantic-settings (and of pydantic 1, where `BaseSettings` was part of pydantic).

How a variable's text becomes a value: `PydanticBaseEnvSettingsSource` and `EnvSettingsSource.prepare_field_value`
of pydantic-settings 2.15. A list, set, tuple or mapping is decoded as JSON *before* any validator runs, so a
validator that splits at commas helps only with `NoDecode`, `enable_decoding=False` or a `str` in the union (there
a text that is no JSON is kept). Which variables a field is read from: `_extract_field_info`; a prefix is not put
before an alias. pydantic 1 reads `env=` and never an alias.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.facts import Field, SettingsClass
from envlint.readers.python import nodes
from envlint.readers.python.annotations import annotation
from envlint.readers.python.code import Place, dotted
from envlint.readers.python.validators import effects
from envlint.records import record
from envlint.values import Call, Either, Entry, Flag, Function, Many, Member, Nothing, Record, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tree_sitter import Node

    from envlint.model import Location
    from envlint.readers.python.annotations import Annotation
    from envlint.readers.python.code import Code
    from envlint.readers.python.scopes import Scope

    Way = Literal["text", "json", "split", "unknown"]

_V1 = frozenset({"pydantic.BaseSettings", "pydantic.env_settings.BaseSettings", "pydantic.v1.BaseSettings"})
_SOURCES = frozenset({"settings_customise_sources", "customise_sources"})


@record
class Config:
    """The options of a class: `model_config`, `class Config`, keywords of the class statement; those of bases first."""

    options: dict[str, Value]
    first_version: bool
    own_sources: bool

    def text(self, key: str) -> tuple[str, ...]:
        """An option's possible texts; none where it is not known."""
        value = self.options.get(key)
        options = value.options if isinstance(value, Either) else (value,)
        if value is None:
            return ("",)
        return tuple(option.text for option in options if isinstance(option, Text))

    def flag(self, key: str) -> bool | None:
        """An option that is literally true or false."""
        value = self.options.get(key)
        return value.value if isinstance(value, Flag) else None


def settings(code: Code) -> Iterator[SettingsClass]:
    """The settings classes of the file.

    `extra` is as written, empty where it is not stated (pydantic-settings 2 then refuses foreign keys of an env file).
    """
    for scope in code.module.all():
        if scope.kind == "class" and _is_settings(code, scope):
            config = _config(code, scope)
            fields = tuple(_fields(code, scope, config))
            files = tuple(_files(config.options.get("env_file")))
            name = nodes.field(scope.node, "name") or scope.node
            stated = (*config.options, *(["settings_customise_sources"] if config.own_sources else []))
            first, at = config.first_version, code.at(name)
            place = _config_place(code, scope)
            yield SettingsClass(
                scope.name, fields, _bases(code, scope), files, _extra(config), at, stated, place, first
            )


def _bases(code: Code, scope: Scope) -> tuple[Value, ...]:
    place = Place(scope.parent if scope.parent is not None else scope)
    return tuple(code.value(base, place) for base in nodes.arguments(scope.node).positional)


def _near_bases(code: Code, scope: Scope) -> Iterator[Scope]:
    """The base classes that this file defines."""
    for base in nodes.arguments(scope.node).positional:
        name = nodes.text(base)
        yield from (other for other in code.module.inner if other.name == name and other is not scope)


def _is_settings(code: Code, scope: Scope, depth: int = 0) -> bool:
    around = scope.parent if scope.parent is not None else scope
    for base in nodes.arguments(scope.node).positional:
        if nodes.last_name(base) == "BaseSettings":
            return True
        if code.canonical(base, around).endswith("Settings"):
            return True
    return depth < 8 and any(_is_settings(code, base, depth + 1) for base in _near_bases(code, scope))


def _config(code: Code, scope: Scope, depth: int = 0) -> Config:
    options: dict[str, Value] = {}
    around = scope.parent if scope.parent is not None else scope
    given = nodes.arguments(scope.node)
    first = any(code.canonical(base, around) in _V1 for base in given.positional)
    own = any(inner.name.rpartition(".")[2] in _SOURCES for inner in scope.inner)
    for base in _near_bases(code, scope) if depth < 8 else ():
        above = _config(code, base, depth + 1)
        options.update(above.options)
        first, own = first or above.first_version, own or above.own_sources
    options.update((key, code.value(value, Place(around))) for key, value in given.keywords.items())
    stated = scope.state.get("model_config")
    options.update(_entries(code.known(stated)))
    written = _model_config(scope)
    if stated is not None and (written is None or not _is_literal(written)):
        options["*"] = stated
    for inner in scope.inner:
        if inner.name.rpartition(".")[2] in ("Config", "Meta") and inner.kind == "class":
            options.update(inner.state)
            own = own or "parse_env_var" in inner.bindings
    return Config({key: code.known(value) or value for key, value in options.items()}, first, own)


def _config_place(code: Code, scope: Scope) -> Location | None:
    """Where a class itself states its options: the value of `model_config`, or its `class Config`."""
    inner = next((each for each in scope.inner if each.name.rpartition(".")[2] == "Config"), None)
    node = _model_config(scope) or (inner.node if inner is not None else None)
    return code.at(node) if node is not None else None


def _model_config(scope: Scope) -> Node | None:
    """The value that a class itself gives to `model_config`."""
    body = nodes.field(scope.node, "body")
    for statement in nodes.children(body) if body is not None else []:
        node = next(iter(nodes.children(statement)), None) if statement.type == "expression_statement" else None
        left = nodes.field(node, "left") if node is not None and node.type == "assignment" else None
        if node is not None and left is not None and nodes.text(left) == "model_config":
            return nodes.field(node, "right")
    return None


def _is_literal(node: Node) -> bool:
    """Whether a `model_config` is made of its literal keywords alone."""
    if node.type == "dictionary":
        return all(child.type == "pair" for child in nodes.children(node))
    given = nodes.arguments(node) if node.type == "call" else None
    if given is None or not nodes.text(nodes.children(node)[0]).endswith("ConfigDict"):
        return False
    return not (given.positional or given.lists or given.records)


def _entries(value: Value | None) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Call):
        yield from value.keywords
    elif isinstance(value, Record):
        yield from ((entry.key, entry.value) for entry in value.entries if isinstance(entry, Entry))


def _files(value: Value | None) -> Iterator[Value]:
    if isinstance(value, Many):
        yield from value.items
    elif value is not None and not isinstance(value, Nothing):
        yield value


def _extra(config: Config) -> str:
    value = config.options.get("extra")
    if isinstance(value, Member):
        return value.key
    return value.text if isinstance(value, Text) else "" if value is None else "unknown"


def _fields(code: Code, scope: Scope, config: Config) -> Iterator[Field]:
    body = nodes.field(scope.node, "body")
    for statement in nodes.children(body) if body is not None else []:
        node = next(iter(nodes.children(statement)), None) if statement.type == "expression_statement" else None
        if node is None or node.type != "assignment":
            continue
        name, kind = nodes.field(node, "left"), nodes.field(node, "type")
        if name is None or kind is None or name.type != "identifier" or not _is_field(name, kind):
            continue
        yield _field(code, scope, config, name, kind, nodes.field(node, "right"))


def _is_field(name: Node, kind: Node) -> bool:
    written = nodes.text(name)
    return not written.startswith("_") and written != "model_config" and not nodes.text(kind).startswith("ClassVar")


def _field(code: Code, scope: Scope, config: Config, name: Node, kind: Node, right: Node | None) -> Field:
    written = nodes.text(name)
    call = _field_call(kind, right)
    read = annotation("".join(nodes.text(kind).split()))
    default = code.optional(right, Place(scope))
    if call is not None and right is not None and right.id == call.id:
        default = _default(code, scope, call)
    return Field(
        written,
        "".join(nodes.text(kind).split()),
        _env_names(code, scope, config, written, call),
        default,
        _reading(code, scope, config, written, read),
        code.at(name),
    )


def _field_call(kind: Node, right: Node | None) -> Node | None:
    """The `Field(...)` of a field: its right side, or inside `Annotated`."""
    if right is not None and right.type == "call" and nodes.last_name(right) == "Field":
        return right
    return next(
        (node for node in nodes.descend(kind) if node.type == "call" and nodes.last_name(node) == "Field"), None
    )


def _default(code: Code, scope: Scope, call: Node) -> Value | None:
    given = nodes.arguments(call)
    default, factory = given.get(0, "default"), given.get(None, "default_factory")
    if default is not None:
        return None if default.type == "ellipsis" else code.value(default, Place(scope))
    if factory is None:
        return None
    if nodes.text(factory) in ("list", "tuple", "set"):
        return Many((), code.at(factory))
    made = code.value(factory, Place(scope))
    return made.returns if isinstance(made, Function) else Call(made, (), code.at(factory))


def _env_names(code: Code, scope: Scope, config: Config, name: str, call: Node | None) -> tuple[str, ...]:
    plain = tuple(f"{prefix}{name}" for prefix in config.text("env_prefix"))
    given = nodes.arguments(call).keywords if call is not None else {}
    if config.first_version:
        written = _texts(code, scope, given.get("env")) or _configured(config, name)
        return written or plain
    alias = _texts(code, scope, given.get("validation_alias") or given.get("alias"))
    if not alias:
        return plain
    by_name = config.flag("populate_by_name") or config.flag("validate_by_name")
    return (*alias, *plain) if by_name else alias


def _texts(code: Code, scope: Scope, node: Node | None) -> tuple[str, ...]:
    """A literal name, a list of them, or the arguments of `AliasChoices`."""
    value = code.optional(node, Place(scope))
    items: tuple[Value, ...] = ()
    if isinstance(value, Call) and dotted(value.of).endswith(("AliasChoices", "AliasPath")):
        items = value.arguments if dotted(value.of).endswith("AliasChoices") else value.arguments[:1]
    elif isinstance(value, Many):
        items = value.items
    elif value is not None:
        items = (value,)
    return tuple(item.text for item in items if isinstance(item, Text))


def _configured(config: Config, name: str) -> tuple[str, ...]:
    """`fields = {"x": {"env": "X"}}` of pydantic 1."""
    for key, value in _entries(config.options.get("fields")):
        for inner, env in _entries(value) if key == name else ():
            if inner == "env":
                items = env.items if isinstance(env, Many) else (env,)
                return tuple(item.text for item in items if isinstance(item, Text))
    return ()


def _reading(code: Code, scope: Scope, config: Config, name: str, read: Annotation) -> Way:
    before, after = effects(code, scope, name, read)
    if not read.understood or "changes" in (before, after):
        return "unknown"
    if "Json" in read.heads:
        return "json"
    if not read.decoded:
        return "split" if "split" in (before, after) else "json" if "json" in (before, after) else "text"
    if config.own_sources:
        return "unknown"
    return _decoded(config, read, before)


def _decoded(config: Config, read: Annotation, before: str) -> Way:
    """A field of a type that is decoded as JSON, unless something keeps its text for a validator."""
    raw = any(one.rpartition(".")[2].startswith("NoDecode") for one in read.metadata)
    off = config.flag("enable_decoding") is False and not any("ForceDecode" in one for one in read.metadata)
    if not raw and not off and not read.textual:
        return "json"
    return "split" if before == "split" else "json" if before == "json" else "unknown"
