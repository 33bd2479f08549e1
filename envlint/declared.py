"""What a configuration says of a project where detection gets it wrong: its apps, and what a team has agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.records import record

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.project import Side

Relation = Literal["same-host", "same-origin", "same-value", "member-of", "prefix-of"]


@record
class DeclaredApp:
    """An app as the configuration has it.

    `root` is relative to the linted folder, empty for that itself. `framework` is empty where detection decides.
    `origins` are those at which a page is served, `ports` those on which a server listens. `cors_setting` is the
    variable that holds a server's list of origins. `calls` are the names or roots of the servers that a page calls;
    any where it is empty. `at` is the name of its root in the configuration.
    """

    root: str
    side: Side
    at: Location
    name: str = ""
    framework: str = ""
    origins: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    cors_setting: str = ""
    calls: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether the configuration speaks of this app by a name or a root."""
        return name in {self.name, self.root or "."} - {""}


@record
class Pair:
    """Two variables that must agree, each as `app:VARIABLE`. `at` is where the relation stands."""

    left: tuple[str, str]
    right: tuple[str, str]
    relation: Relation
    at: Location
    left_at: Location
    right_at: Location


@record
class Declared:
    """All that a configuration says of the project. `elsewhere` are origins of servers that are not in it."""

    apps: tuple[DeclaredApp, ...] = ()
    pairs: tuple[Pair, ...] = ()
    elsewhere: tuple[str, ...] = ()


NOTHING = Declared()
