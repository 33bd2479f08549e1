"""Where names are declared and written to: the record that one walk over a script leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.readers.javascript import nodes
from envlint.records import record

if TYPE_CHECKING:
    from tree_sitter import Node

ScopeKind = Literal["module", "function", "class", "block"]
BindingKind = Literal["variable", "function", "class", "enum", "import", "parameter", "member", "opaque"]


QUERY = "?"
"""Begins the key of a write that adds a parameter to the query of a URL object."""

ITEM = "[]"
"""The key of a write that adds an item to a list."""


@record
class Arm:
    """One way through a construct that may or may not be taken: a branch, a loop's body, a function's call."""

    construct: Node
    label: str
    condition: Node | None = None


@record
class Argument:
    """What a caller passes for a parameter, by the name under which the function lists it."""

    name: str
    default: Node | None
    at: Node


@record
class Step:
    """One step of a destructuring pattern: a key (None for the rest) and the default for its absence."""

    key: str | None
    default: Node | None
    at: Node


class Scope:
    """A stretch of a script with names of its own. `prefix` begins the qualified names of what it declares."""

    def __init__(
        self,
        kind: ScopeKind,
        node: Node,
        parent: Scope | None,
        prefix: str,
        arm: Arm | None = None,
        this: Scope | None = None,
    ) -> None:
        self.kind: ScopeKind = kind
        self.node = node
        self.parent = parent
        self.prefix = prefix
        self.arm = arm
        self.this = this
        self.bindings: dict[str, Binding] = {}
        self.returns: list[Return] = []
        self.anonymous = 0

    @property
    def function(self) -> Scope:
        """The function (or the module) in which this scope's code runs."""
        scope = self
        while scope.kind in {"block", "class"} and scope.parent is not None:
            scope = scope.parent
        return scope

    def find(self, name: str) -> Binding | None:
        """What a name means here, or None where the script does not declare it."""
        scope: Scope | None = self
        while scope is not None:
            binding = scope.bindings.get(name)
            if binding is not None and scope.kind != "class":
                return binding
            scope = scope.parent
        return None

    def arms(self, home: Scope) -> tuple[Scope, ...]:
        """The scopes with an arm between another scope and this one inside it, outermost first."""
        found: list[Scope] = []
        scope: Scope | None = self
        while scope is not None and scope is not home:
            if scope.arm is not None:
                found.append(scope)
            scope = scope.parent
        return tuple(reversed(found))


@record
class Return:
    """A `return` (or the body of an arrow function)."""

    value: Node | None
    scope: Scope
    end: int


@record
class Write:
    """Something that gives a binding a value. `key` is set where only a property of the value is written."""

    source: Node | Argument | None
    scope: Scope
    end: int
    path: tuple[Step, ...] = ()
    operator: str = "="
    key: str | None = None


class Binding:
    """A name: a variable, function, class, import, parameter or member of a class.

    `specifier` and `imported` are set for imports; `node` is the function, class or enum itself.
    """

    def __init__(self, name: str, qualified: str, kind: BindingKind, at: Node, scope: Scope) -> None:
        self.name = name
        self.qualified = qualified
        self.kind: BindingKind = kind
        self.at = at
        self.scope = scope
        self.node: Node | None = None
        self.specifier = ""
        self.imported = ""
        self.writes: list[Write] = []

    @property
    def only_write(self) -> Write | None:
        """What gives this name its value, where just one thing does; properties may be written besides."""
        whole = [write for write in self.writes if write.key is None]
        return whole[0] if len(whole) == 1 and whole[0].operator == "=" else None

    @property
    def constant(self) -> tuple[Node, Scope] | None:
        """The only expression that this name ever stands for, and where it stands."""
        write = self.only_write
        if write is None or write.path or write.source is None or isinstance(write.source, Argument):
            return None
        return nodes.unwrap(write.source), write.scope
