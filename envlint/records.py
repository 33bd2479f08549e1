"""Immutable records with slots, made without generating code before it pays.

`dataclasses` writes and compiles six functions for every frozen class with slots. envlint has over a hundred of them,
and they took half of a cold start, which a git hook pays on every commit. `record` gives the same classes from shared
functions; a class of which many are made gets an initialiser of its own, which takes a third of the time. To type
checkers it is a frozen dataclass. Classes that need factories or change stay dataclasses.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_):  # noqa: D103 - the type checkers' own costs an import
        return lambda decorated: decorated


Made = TypeVar("Made")


class _Layout:
    """How a record class is built: its fields in their order, their defaults, and quick ways to set and get them."""

    __slots__ = ("defaults", "get", "made", "names", "put")

    def __init__(self, made: type, names: tuple[str, ...], defaults: dict[str, object]) -> None:
        self.names = names
        self.defaults = defaults
        self.made = 0
        self.put: tuple[Callable[[object, object], None], ...] = tuple(getattr(made, name).__set__ for name in names)
        several = len(names) > 1
        self.get: Callable[[object], object] = attrgetter(*names) if several else lambda of: _values(of, names)


_LAYOUTS: dict[type, _Layout] = {}
_MANY = 200
"""After so many instances of a class its own initialiser has cost less than it saves."""


@dataclass_transform(frozen_default=True)
def record(cls: type[Made]) -> type[Made]:
    """The class with slots for its annotated fields, an initialiser, equality, a hash and a spelling."""
    namespace = {name: value for name, value in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    names = tuple(namespace.get("__annotations__", ()))
    defaults = {name: namespace.pop(name) for name in names if name in namespace}
    namespace |= {"__slots__": names, "__match_args__": names, "__qualname__": cls.__qualname__}
    made = cast("type[Made]", type(cls.__name__, cls.__bases__, _METHODS | namespace))
    _LAYOUTS[made] = _Layout(made, names, defaults)
    return made


def replace(of: Made, **changes: object) -> Made:
    """The record with some of its fields changed; TypeError for a field that it has not."""
    made: type[Made] = type(of)
    values = [changes.pop(name) if name in changes else getattr(of, name) for name in fields(of)]
    return made(*values, **changes)


def fields(of: object) -> tuple[str, ...]:
    """The names of a record's fields in their order; none for anything else."""
    layout = _LAYOUTS.get(type(of))
    return layout.names if layout is not None else ()


def _values(of: object, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(of, name) for name in names)


def _init(self: object, *values: object, **named: object) -> None:
    layout = _LAYOUTS[type(self)]
    layout.made += 1
    if layout.made == _MANY:
        type.__setattr__(type(self), "__init__", _compiled(layout))
    if named or len(values) != len(layout.names):
        values = _completed(self, layout, values, named)
    for put, value in zip(layout.put, values):  # noqa: B905 - equally long, and this runs for every node
        put(self, value)


def _compiled(layout: _Layout) -> object:
    """An initialiser that is written out for one class."""
    parameters = [f"{name}=_defaults[{name!r}]" if name in layout.defaults else name for name in layout.names]
    body = [f"    _put_{name}(self, {name})" for name in layout.names] or ["    pass"]
    scope: dict[str, object] = {f"_put_{name}": put for name, put in zip(layout.names, layout.put, strict=True)}
    scope["_defaults"] = layout.defaults
    exec("\n".join([f"def __init__(self, {', '.join(parameters)}):", *body]), scope)  # noqa: S102 - as namedtuple does
    return scope["__init__"]


def _completed(of: object, layout: _Layout, values: tuple[object, ...], named: dict[str, object]) -> tuple[object, ...]:
    """The values of all fields, from positions, names and defaults."""
    rest = layout.names[len(values) :]
    known = layout.defaults | named
    if len(values) <= len(layout.names) and all(name in rest for name in named) and all(name in known for name in rest):
        return values + tuple([known[name] for name in rest])
    given = dict(zip(layout.names, values, strict=False))
    wrong = sorted(named.keys() - layout.names) + sorted(named.keys() & given.keys())
    if wrong or len(values) > len(layout.names):
        raise TypeError(f"{type(of).__name__} got a field too many: {', '.join(wrong) or len(values)}")
    missing = [name for name in layout.names if name not in layout.defaults | given | named]
    raise TypeError(f"{type(of).__name__} lacks {', '.join(missing)}")


def _repr(self: object) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in fields(self))})"


def _eq(self: object, other: object) -> object:
    if type(self) is not type(other):
        return NotImplemented
    get = _LAYOUTS[type(self)].get
    return self is other or get(self) == get(other)


def _hash(self: object) -> int:
    return hash(_LAYOUTS[type(self)].get(self))


def _refuse(self: object, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__name__} does not change: {name}")


def _reduce(self: object) -> tuple[object, ...]:
    return type(self), _values(self, fields(self))


_METHODS: dict[str, object] = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _reduce,
}
