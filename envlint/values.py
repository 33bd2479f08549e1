"""What an expression may be at run time, before anything is resolved.

A reader does not guess: it turns an expression into a small tree whose every node has a location, and leaves
to the wiring what the tree comes to in one environment. Nodes are plain data and know no file but their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.records import record

if TYPE_CHECKING:
    from envlint.model import Location

EnvWay = Literal["import.meta.env", "process.env", "$env", "os.environ", "loadEnv", "shell"]
"""How a variable is read: the bundler's two ways in browser code, SvelteKit's modules, Python's, Vite's `loadEnv`,
and `${X}`."""

Test = Literal["missing", "empty", "branch", "matches", "switch", "development", "production"]
"""Which alternative a program takes. `missing`: the first that is set (`??`, `os.getenv(x, d)`). `empty`: the first
that is not empty (`||`, Python's `or`, `x ? x : d`). `branch`: a condition that is not followed. `matches`: the first
if a text begins or ends in a certain way, else the second. `switch`: the first if a switch is on, else the second,
and neither for sure where nobody can see the switch. `development` and `production`: the first in that mode
(`import.meta.env.DEV ? a : b`), else the second."""

PagePart = Literal["href", "origin", "protocol", "host", "hostname", "port", "pathname", "search"]


@record
class Text:
    """A literal, numbers included. `at` covers the characters without their quotes."""

    text: str
    at: Location


@record
class Pattern:
    """A regular expression as a value, in Python's notation. `at` covers it without its delimiters."""

    text: str
    at: Location


@record
class Flag:
    """`true` or `false`."""

    value: bool
    at: Location


@record
class Nothing:
    """`undefined`, `null` or `None`."""

    at: Location


@record
class EnvRead:
    """A read of an environment variable. `at` covers the whole expression."""

    name: str
    way: EnvWay
    at: Location


@record
class Name:
    """Something that a module defines.

    `module` is the specifier as written (`./config`, `@/lib/api`, `app.config`, `.config`), or empty for the same
    file. `name` is the qualified name inside that module (`API_URL`, `Settings.port`, `useChat.wsUrl`), `default` for
    a default export, `*` for the module itself. `optional` says that the name may be nowhere: it is absent then.
    """

    name: str
    module: str
    at: Location
    optional: bool = False


@record
class Member:
    """An attribute or an item with a constant key: `of.key`, `of['key']`."""

    of: Value
    key: str
    at: Location


@record
class Call:
    """A call. `keywords` are Python's; both kinds bind to the parameters of a `Function`."""

    of: Value
    arguments: tuple[Value, ...]
    at: Location
    keywords: tuple[tuple[str, Value], ...] = ()


@record
class Parameter:
    """A parameter of the function in which it stands; unbound it is its default, else a hole."""

    name: str
    at: Location
    default: Value | None = None


@record
class Function:
    """A function or lambda, as far as it can be followed: what it returns in terms of its parameters."""

    parameters: tuple[str, ...]
    returns: Value
    at: Location


@record
class Class:
    """A class. Its attributes and methods are definitions named `<name>.<attribute>` in the same module."""

    name: str
    bases: tuple[Value, ...]
    at: Location


@record
class Either:
    """Alternatives, in the order in which the program prefers them.

    `given` is what `missing` and `empty` ask about where that is not the option itself (`x ? f(x) : d`): the first
    option holds if `given` is set, else the second. For `matches` it is the `Begins` that is asked.
    """

    options: tuple[Value, ...]
    test: Test
    at: Location
    given: Value | None = None


@record
class Begins:
    """Whether a text begins with one of some texts, or ends with one: `x.startsWith('/')`, `/^https?:/.test(x)`."""

    of: Value
    texts: tuple[str, ...]
    side: Literal["start", "end"]
    at: Location


@record
class Join:
    """Concatenation: `+`, a template, an f-string."""

    parts: tuple[Value, ...]
    at: Location


@record
class Resolve:
    """A reference resolved against a base as the URL standard does it: `new URL(reference, base)`, `urljoin`."""

    reference: Value
    base: Value
    at: Location


@record
class Replace:
    """Replaces `old` by `new`; `pattern` says that `old` is a regular expression (in Python's notation)."""

    of: Value
    old: str
    new: str
    at: Location
    pattern: bool = False
    every: bool = False


@record
class Strip:
    """Takes `characters` off the ends; white space where it is empty."""

    of: Value
    characters: str
    at: Location
    side: Literal["both", "left", "right"] = "both"


@record
class Split:
    """Splits a text into a list."""

    of: Value
    separator: str
    at: Location


@record
class Decode:
    """Reads a text as JSON."""

    of: Value
    at: Location


@record
class Truth:
    """A text read as a switch: true where it is one of the `words`, in any case of letters, else false."""

    of: Value
    words: tuple[str, ...]
    at: Location


@record
class Stringify:
    """`str(x)`, `String(x)`: matters where the value is of a type that spells itself differently (pydantic's URLs)."""

    of: Value
    at: Location


@record
class Each:
    """A list made of another by a function of one parameter: a comprehension, `.map`.

    `filtered` says that empty items are dropped on the way (`if o.strip()`, `.filter(Boolean)`).
    """

    of: Value
    function: Value
    at: Location
    filtered: bool = False


@record
class Many:
    """A list, tuple or set literal. An item may be a `Spread` of another list."""

    items: tuple[Value, ...]
    at: Location


@record
class Spread:
    """A list inside a list (`...xs`, `*xs`, `xs + ys`) or a record inside a record (`...o`, `**o`)."""

    of: Value
    at: Location


@record
class Entry:
    """A key of a record. `at` is the key."""

    key: str
    value: Value
    at: Location


@record
class Record:
    """An object or dictionary literal with constant keys; an enum, too."""

    entries: tuple[Entry | Spread, ...]
    at: Location


@record
class Page:
    """A part of the page's own location: `window.location.host` is `Page("host")`."""

    part: PagePart
    at: Location


@record
class Client:
    """An HTTP client with a base of its own: `axios.create({baseURL})`, `ky.create({prefixUrl})`."""

    base: Value
    credentials: Value | None
    at: Location


@record
class Router:
    """An application or a router of a server. Its identity is its location."""

    kind: Literal["application", "router", "static"]
    framework: str
    prefix: Value | None
    at: Location
    root_path: Value | None = None
    routes: Value | None = None
    middleware: Value | None = None


SHARED = "globalThis"
"""The module of the names that all scripts of a page share: members of the browser's global object."""

THE_APPLICATION = "the project's application"
"""The reason of a hole that stands for the one application of its part of the project, whatever it is called."""


@record
class Hole:
    """Anything that is not followed, with the reason in a few words.

    `stored` is the key of what is read from the browser's storage, empty where that is not known; the reason is the
    store then.
    """

    reason: str
    at: Location
    stored: str = ""


Value = (
    Text
    | Pattern
    | Flag
    | Nothing
    | EnvRead
    | Name
    | Member
    | Call
    | Parameter
    | Function
    | Class
    | Either
    | Begins
    | Join
    | Resolve
    | Replace
    | Strip
    | Split
    | Decode
    | Truth
    | Stringify
    | Each
    | Many
    | Record
    | Page
    | Client
    | Router
    | Hole
    | Spread
)
