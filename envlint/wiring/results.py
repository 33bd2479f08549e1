"""What a value comes to in one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint.pieces import Piece
from envlint.pieces import text as text_of
from envlint.records import record
from envlint.values import THE_APPLICATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from envlint.model import Label, Location
    from envlint.values import Client, Entry, Function, Router, Spread


REGEXP = "RegExp"
"""The annotation of a text that is a regular expression."""


@record
class Resolved:
    """A text, with `{}` where a hole is, and the places it came from.

    `trail` names each step that led here, the nearest to the use first. `annotation` is the type of the settings
    field that the text was read from, since some types spell themselves differently from what was written.
    """

    pieces: tuple[Piece, ...]
    trail: tuple[Label, ...] = ()
    annotation: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return text_of(self.pieces)

    @property
    def has_hole(self) -> bool:
        """Whether a part of the text is not known."""
        return any(piece.hole for piece in self.pieces)


@record
class Switch:
    """True or false."""

    value: bool
    at: Location


@record
class Missing:
    """No value: undefined, None, or a variable that nothing sets."""

    at: Location


@record
class Items:
    """A list. `complete` is False where a part of it is not known."""

    items: tuple[Result, ...]
    complete: bool
    at: Location
    trail: tuple[Label, ...] = ()


@record
class Fields:
    """An object literal in the file at `path`; its values are resolved when one is asked for."""

    entries: tuple[Entry | Spread, ...]
    path: str
    at: Location
    bindings: Bindings


@record
class Module:
    """A module as a whole."""

    path: str


@record
class Closure:
    """A function of the file at `path`, with the bindings of the functions around it."""

    function: Function
    path: str
    bindings: Bindings
    bound: bool = False


@record
class ClassObject:
    """A class of the file at `path`, or an instance of one."""

    path: str
    name: str
    instance: bool
    at: Location


@record
class RouterObject:
    """An application or router; two are the same if their `router.at` is."""

    router: Router
    path: str

    @property
    def identity(self) -> tuple[str, int]:
        """What tells this router from every other."""
        return self.router.at.path, self.router.at.start


@record
class ClientObject:
    """An HTTP client with a base of its own, made in the file at `path`."""

    client: Client
    path: str
    bindings: Bindings


@record
class Unknown:
    """What could not be followed, and the place that decides it. `stored` is as in `Hole`."""

    at: Location
    reason: str
    stored: str = ""

    @property
    def is_handed_in(self) -> bool:
        """Whether it is what a caller hands to a function of the file, or an extension gets later."""
        return self.reason == THE_APPLICATION or self.reason.startswith("the parameter ")


Result = (
    Resolved
    | Switch
    | Missing
    | Items
    | Fields
    | Module
    | Closure
    | ClassObject
    | RouterObject
    | ClientObject
    | Unknown
)


@record
class Outcome:
    """One thing that a value may come to. `used` is False where the program prefers another in this environment.

    `instead` says what it takes, for a fallback that is not used today, and `lacking` what would come first and is not
    set, for one that is.
    """

    result: Result
    used: bool = True
    instead: Label | None = None
    lacking: Location | None = None


@record
class Bindings:
    """What the parameters of the functions around an expression stand for."""

    names: Mapping[str, tuple[Outcome, ...]]


NO_BINDINGS = Bindings({})
