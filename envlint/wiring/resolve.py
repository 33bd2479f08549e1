"""What a value comes to in one environment, with the trail that led there.

Every alternative is kept, in the order in which the program prefers them: a rule may ask for what wins today, or for
what another machine would get. A part that cannot be followed becomes `Unknown` or a hole; nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from envlint import pieces as pieces_
from envlint.facts import WHOLE
from envlint.model import Label, Location
from envlint.pieces import Piece
from envlint.values import (
    SHARED,
    Begins,
    Call,
    Class,
    Client,
    Decode,
    Each,
    Either,
    EnvRead,
    Flag,
    Function,
    Hole,
    Join,
    Many,
    Member,
    Name,
    Nothing,
    Page,
    Parameter,
    Pattern,
    Record,
    Replace,
    Resolve,
    Router,
    Split,
    Spread,
    Stringify,
    Strip,
    Text,
    Truth,
    Value,
)
from envlint.wiring import texts
from envlint.wiring.alternatives import Outcomes, begins, combinations, decides, distinct, is_absent, one, winner
from envlint.wiring.attributes import Attributes
from envlint.wiring.results import (
    NO_BINDINGS,
    REGEXP,
    Bindings,
    ClassObject,
    ClientObject,
    Closure,
    Fields,
    Items,
    Missing,
    Module,
    Outcome,
    Resolved,
    Result,
    RouterObject,
    Switch,
    Unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from envlint.wiring.environments import Environment, Variable
    from envlint.wiring.modules import Modules, Symbol


_STEPS = 6_000
"""How many nodes one question may visit; a program that needs more is not understood by following it."""
_QUOTES = "'\"`"
"""Definitions are code: a literal in a text keeps its quotes."""
_DEPTH = 60
"""How deep calls and names are followed, well inside Python's own limit of frames."""


class Resolver:
    """Resolves values in one environment. `page` is where the browser got its page from, None where unknown.

    `defines` are the values that a bundler puts in the place of reads of variables, each with its file.
    """

    def __init__(
        self,
        modules: Modules,
        environment: Environment,
        page: texts.PageAddress | None = None,
        defines: Mapping[str, tuple[Value, str]] | None = None,
    ) -> None:
        self.environment = environment
        self._defines = defines or {}
        self._modules = modules
        self._page = page
        self._depth = 0
        self._steps = 0
        self._known: dict[tuple[int, str], Outcomes] = {}
        self._alive: list[Value] = []  # so that no two values ever have the same `id`
        self._open: set[tuple[int, str]] = set()
        self._attributes = Attributes(self, modules)

    def outcomes(self, value: Value, path: str, bindings: Bindings = NO_BINDINGS) -> Outcomes:
        """All that a value of the file at `path` may come to, the preferred first. Never empty."""
        if bindings is not NO_BINDINGS:
            return self._guarded(value, path, bindings)
        key = (id(value), path)
        if key not in self._known:
            self._alive.append(value)
            if key in self._open:
                return (Outcome(Unknown(value.at, "it refers to itself")),)
            self._open.add(key)
            try:
                self._known[key] = self._guarded(value, path, bindings)
            finally:
                self._open.discard(key)
        return self._known[key]

    def used(self, value: Value, path: str, bindings: Bindings = NO_BINDINGS) -> tuple[Result, ...]:
        """What a value may come to in this environment: several results where a condition is not followed."""
        return tuple(outcome.result for outcome in self.outcomes(value, path, bindings) if outcome.used)

    def _guarded(self, value: Value, path: str, bindings: Bindings) -> Outcomes:
        self._steps = self._steps + 1 if self._depth else 0
        if self._depth >= _DEPTH or self._steps > _STEPS:
            return (Outcome(Unknown(value.at, "it is nested too deeply")),)
        self._depth += 1
        try:
            # Alternatives are generated lazily: they must be drawn while the depth still counts.
            found = distinct(self._dispatch(value, path, bindings))
        finally:
            self._depth -= 1
        return found or one(Unknown(value.at, "nothing is known of it"))

    def _dispatch(self, value: Value, path: str, bindings: Bindings) -> Iterable[Outcome]:  # noqa: C901 - one line a node
        match value:
            case Text():
                return one(Resolved((pieces_.literal(value.text, value.at),)))
            case Pattern():
                return one(Resolved((pieces_.literal(value.text, value.at),), annotation=REGEXP))
            case Flag():
                return one(Switch(value.value, value.at))
            case Nothing():
                return one(Missing(value.at))
            case EnvRead():
                return self._variable(value, path)
            case Name():
                return self._name(value, path, bindings)
            case Member():
                return self._member(value, path, bindings)
            case Call():
                return self._call(value, path, bindings)
            case Parameter():
                return self._parameter(value, path, bindings)
            case Function():
                return one(Closure(value, path, bindings))
            case Class():
                return one(ClassObject(path, value.name, instance=False, at=value.at))
            case Either():
                return self._either(value, path, bindings)
            case Join():
                return self._join(value, path, bindings)
            case Many():
                return self._many(value, path, bindings)
            case Record():
                return one(Fields(value.entries, path, value.at, bindings))
            case Each():
                return self._each(value, path, bindings)
            case Page():
                return one(texts.page_part(value, self._page))
            case Client():
                return one(ClientObject(value, path, bindings))
            case Router():
                return one(RouterObject(value, path))
            case Hole():
                return one(Unknown(value.at, value.reason, value.stored))
            case _:
                return self._text(value, path, bindings)

    # --- texts ---

    def _text(self, value: Value, path: str, bindings: Bindings) -> Iterable[Outcome]:
        match value:
            case Replace():
                return self._mapped(value.of, path, bindings, lambda result: texts.replace(value, result))
            case Strip():
                return self._mapped(value.of, path, bindings, lambda result: texts.strip(value, result))
            case Split():
                return self._mapped(value.of, path, bindings, lambda result: texts.split(value, result))
            case Decode():
                return self._mapped(value.of, path, bindings, lambda result: texts.decode(result, value.at))
            case Truth():
                return self._mapped(value.of, path, bindings, lambda result: texts.truth(value, result))
            case Stringify():
                return self._mapped(value.of, path, bindings, texts.stringify)
            case Resolve():
                return self._resolved_url(value, path, bindings)
            case Spread():
                return self.outcomes(value.of, path, bindings)
            case _:
                return one(Unknown(value.at, "it is not followed"))

    def _mapped(
        self, of: Value, path: str, bindings: Bindings, change: Callable[[Resolved], Result]
    ) -> Iterable[Outcome]:
        for outcome in self.outcomes(of, path, bindings):
            result = outcome.result
            if isinstance(result, Resolved):
                yield Outcome(change(result), outcome.used, outcome.instead)
            elif isinstance(result, Items):
                yield outcome  # `str(list)`, a list that is split already
            else:
                yield Outcome(_unknown(result, of.at), outcome.used, outcome.instead)

    def _join(self, value: Join, path: str, bindings: Bindings) -> Iterable[Outcome]:
        lists = [item for part in value.parts for item in self.used(part, path, bindings) if isinstance(item, Items)]
        if len(lists) == len(value.parts) > 0:  # `one + other` is written alike for texts and lists
            items = tuple(item for found in lists for item in found.items)
            yield Outcome(Items(items, all(found.complete for found in lists), value.at))
            return
        parts = [self._as_texts(part, path, bindings) for part in value.parts]
        for combination in combinations(parts):
            used = all(outcome.used for outcome in combination)
            instead = next((outcome.instead for outcome in combination if outcome.instead), None)
            yield Outcome(texts.concatenated([o.result for o in combination], value.at), used, instead)

    def _as_texts(self, part: Value, path: str, bindings: Bindings) -> Outcomes:
        """The outcomes of a part of a text; what is unknown becomes a hole in it."""
        found: list[Outcome] = []
        for outcome in self.outcomes(part, path, bindings):
            result = outcome.result
            if not isinstance(result, Resolved):
                cause = Label(result.at, result.reason) if isinstance(result, Unknown) else None
                result = Resolved((Piece("{}", part.at, exact=False, hole=True, cause=cause),))
            found.append(Outcome(result, outcome.used, outcome.instead))
        return tuple(found)

    def _resolved_url(self, value: Resolve, path: str, bindings: Bindings) -> Iterable[Outcome]:
        if isinstance(value.base, Nothing):
            return self.outcomes(value.reference, path, bindings)
        references = self._as_texts(value.reference, path, bindings)
        bases = self._as_texts(value.base, path, bindings)
        return [
            Outcome(
                texts.resolved_against(reference.result, base.result, value.at),
                reference.used and base.used,
                reference.instead or base.instead,
            )
            for reference, base in combinations([references, bases])
            if isinstance(reference.result, Resolved) and isinstance(base.result, Resolved)
        ]

    # --- lists ---

    def _many(self, value: Many, path: str, bindings: Bindings) -> Iterable[Outcome]:
        items: list[Result] = []
        complete = True
        for item in value.items:
            spread = isinstance(item, Spread)
            for result in self.used(item, path, bindings):
                if isinstance(result, Items):
                    items += result.items
                    complete = complete and result.complete
                elif isinstance(result, Missing):
                    # A variable that no file sets may still be set where the program runs.
                    complete = complete and (spread or isinstance(item, Nothing))
                elif spread:
                    complete = False
                else:
                    items.append(result)
        return one(Items(tuple(items), complete and not any(isinstance(i, Unknown) for i in items), value.at))

    def _each(self, value: Each, path: str, bindings: Bindings) -> Iterable[Outcome]:
        for outcome in self.outcomes(value.of, path, bindings):
            result = outcome.result
            if not isinstance(result, Items):
                yield Outcome(_unknown(result, value.at), outcome.used, outcome.instead)
                continue
            mapped = [self._applied(value.function, item, path, bindings) for item in result.items]
            items = [made for several in mapped for made in several]
            if value.filtered:
                items = [item for item in items if not (isinstance(item, Resolved) and not item.text.strip())]
            complete = result.complete and not any(isinstance(item, Unknown) for item in items)
            yield Outcome(Items(tuple(items), complete, result.at, result.trail), outcome.used, outcome.instead)

    def _applied(self, function: Value, item: Result, path: str, bindings: Bindings) -> tuple[Result, ...]:
        for target in self.used(function, path, bindings):
            if isinstance(target, Closure) and target.function.parameters:
                names = {**target.bindings.names, target.function.parameters[0]: (Outcome(item),)}
                return self.used(target.function.returns, target.path, Bindings(names))
        return (Unknown(function.at, "the function is not followed"),)

    # --- alternatives ---

    def _either(self, value: Either, path: str, bindings: Bindings) -> Iterable[Outcome]:
        if value.test in {"development", "production"} and len(value.options) == 2:
            return self._by_mode(value, path, bindings)
        if value.test == "branch":
            return [outcome for option in value.options for outcome in self.outcomes(option, path, bindings)]
        if isinstance(value.given, Begins) and len(value.options) == 2:
            return self._if_begins(value, value.given, path, bindings)
        if value.given is not None and value.test == "switch":
            return self._if_switched(value, value.given, path, bindings)
        if value.given is not None and len(value.options) == 2:
            return self._if_given(value, value.given, path, bindings)
        return self._preferred(value, path, bindings)

    def _if_given(self, value: Either, given: Value, path: str, bindings: Bindings) -> Iterable[Outcome]:
        """`x ? f(x) : d`: the first where `x` is set (and not empty), else the second; both where that is not known."""
        found = [outcome for outcome in self.outcomes(given, path, bindings) if outcome.used]
        is_set = decides(tuple(found), value.test)
        never = bool(found) and all(is_absent(outcome.result, value.test) for outcome in found)
        taken = winner(tuple(found), value.options[0]) if is_set else None
        first, second = (self.outcomes(option, path, bindings) for option in value.options)
        if not never:
            yield from first
        for outcome in second:
            yield Outcome(outcome.result, outcome.used and not is_set, outcome.instead or taken)

    def _if_switched(self, value: Either, given: Value, path: str, bindings: Bindings) -> Iterable[Outcome]:
        """As `x ? a : b`, but a switch that nobody can see is not taken to be on."""
        found = [outcome for outcome in self.outcomes(given, path, bindings) if outcome.used]
        yield from (outcome for outcome in found if isinstance(outcome.result, Unknown))
        if any(_is_on(outcome.result) for outcome in found):
            yield from self._if_given(value, given, path, bindings)
        else:
            yield from self.outcomes(value.options[1], path, bindings)

    def _if_begins(self, value: Either, asked: Begins, path: str, bindings: Bindings) -> Iterable[Outcome]:
        """`x.startsWith(y) ? a : b`: both where that is not known."""
        answers = {begins(asked, outcome.result) for outcome in self.outcomes(asked.of, path, bindings)}
        first, second = value.options
        if answers != {False}:
            yield from self.outcomes(first, path, bindings)
        if answers != {True}:
            yield from self.outcomes(second, path, bindings)

    def _by_mode(self, value: Either, path: str, bindings: Bindings) -> Iterable[Outcome]:
        production = self.environment.is_production
        first = value.test == ("production" if production else "development")
        chosen, other = value.options if first else value.options[::-1]
        yield from self.outcomes(chosen, path, bindings)
        for outcome in self.outcomes(other, path, bindings):
            yield Outcome(outcome.result, used=False, instead=Label(chosen.at, "another mode takes this"))

    def _preferred(self, value: Either, path: str, bindings: Bindings) -> Iterable[Outcome]:
        """`??` and `||`: the first that is set (and not empty) wins; what stands behind it is a fallback."""
        taken: Label | None = None
        for option in value.options:
            last = option is value.options[-1]
            found = self.outcomes(option, path, bindings)
            kept = [o for o in found if last or not is_absent(o.result, value.test)]
            for outcome in kept:
                used = outcome.used and taken is None
                lacking = value.options[0].at if used and option is not value.options[0] else None
                yield Outcome(outcome.result, used, outcome.instead or taken, outcome.lacking or lacking)
            if taken is None and decides(found, value.test):
                taken = winner(found, option)

    # --- variables and names ---

    def _variable(self, value: EnvRead, path: str) -> Iterable[Outcome]:
        defined = self._defines.get(f"{value.way}.{value.name}")
        if defined is not None and path != defined[1]:
            return self.outcomes(Strip(defined[0], _QUOTES, defined[0].at), defined[1])
        variable = self.environment.variable(value.name)
        if variable is None:
            return one(Missing(value.at))
        return one(resolved_variable(variable))

    def _parameter(self, value: Parameter, path: str, bindings: Bindings) -> Iterable[Outcome]:
        bound = bindings.names.get(value.name)
        if bound is not None:
            return bound
        unknown = Outcome(Unknown(value.at, f"the parameter {value.name}"))
        if value.default is None:
            return (unknown,)
        return (*self.outcomes(value.default, path, bindings), unknown)

    def _name(self, value: Name, path: str, bindings: Bindings) -> Iterable[Outcome]:
        if value.module == SHARED:
            return self._shared(value, path)
        target = self._modules.find(path, value.module)
        if target is None:
            target = self._modules.find(path, _submodule(value)) if path.endswith(".py") else None
            return one(Module(target) if target else Unknown(value.at, f"{value.module} is not in this repository"))
        if value.name == "*":
            return self._module(value, target)
        symbol = self._modules.symbol(target, value.name)
        if symbol is None and value.optional and self._modules.is_whole(target):
            return one(Missing(value.at))
        if symbol is None or self._is_setting(value.name, target):
            return self._by_parts(value, target, bindings if not value.module else NO_BINDINGS)
        return self._symbol(symbol, value.at, bindings if symbol.path == path else NO_BINDINGS)

    def _shared(self, value: Name, path: str) -> Outcomes:
        """A member of the global object, as the repository sets it; where it is served, another file may do that."""
        symbol = self._modules.shared(path, value.name)
        if symbol is None or self.environment.is_production:
            return one(Unknown(value.at, f"the global {value.name}"))
        return self._symbol(symbol, value.at, NO_BINDINGS)

    def _module(self, value: Name, target: str) -> Iterable[Outcome]:
        """A module as a whole; one of CommonJS that assigns `module.exports` is what it assigns."""
        symbol = self._modules.symbol(target, WHOLE) if not target.endswith(".py") else None
        if symbol is None or symbol.definition is None:
            return one(Module(target))
        found = self._symbol(symbol, value.at, NO_BINDINGS)
        # The entries of an object are definitions of the module, which are found more exactly than through the object.
        return one(Module(target)) if any(isinstance(outcome.result, Fields) for outcome in found) else found

    def _is_setting(self, name: str, target: str) -> bool:
        """Whether a qualified name is that of a settings field, whose definition is a default and not the value."""
        head, dot, key = name.rpartition(".")
        owner = self._modules.symbol(target, head) if dot else None
        fields = owner.settings.fields if owner is not None and owner.settings is not None else ()
        return any(field.name == key for field in fields)

    def _by_parts(self, value: Name, target: str, bindings: Bindings) -> Iterable[Outcome]:
        """A qualified name of which only the first part is defined: `settings.port`, where settings is an object."""
        head, dot, key = value.name.rpartition(".")
        if not dot:
            return one(Unknown(value.at, f"{value.name} is not defined where it can be seen"))
        found = self.outcomes(Name(head, "", value.at), target, bindings)
        return [o for outcome in found for o in self._attribute(outcome, key, value.at)]

    def _symbol(self, symbol: Symbol, at: Location, bindings: Bindings) -> Outcomes:
        if symbol.settings is not None:
            return (Outcome(ClassObject(symbol.path, symbol.settings.name, instance=False, at=symbol.settings.at)),)
        if symbol.definition is None:
            return (Outcome(Unknown(at, "it is not defined")),)
        if symbol.definition.name == "*":
            return (Outcome(Module(symbol.path)),)
        return self.outcomes(symbol.definition.value, symbol.path, bindings)

    # --- attributes and calls ---

    def _member(self, value: Member, path: str, bindings: Bindings) -> Iterable[Outcome]:
        for outcome in self.outcomes(value.of, path, bindings):
            yield from self._attribute(outcome, value.key, value.at)

    def _attribute(self, outcome: Outcome, key: str, at: Location) -> Iterable[Outcome]:
        for found in self._attributes.of(outcome.result, key, at):
            yield Outcome(found.result, found.used and outcome.used, found.instead or outcome.instead)

    def _call(self, value: Call, path: str, bindings: Bindings) -> Iterable[Outcome]:
        for outcome in self.outcomes(value.of, path, bindings):
            target = outcome.result
            if isinstance(target, ClassObject) and not target.instance:
                yield Outcome(ClassObject(target.path, target.name, True, target.at), outcome.used, outcome.instead)
            elif isinstance(target, Closure):
                inner = self._bindings(target, value, path, bindings)
                for made in self.outcomes(target.function.returns, target.path, inner):
                    yield Outcome(made.result, made.used and outcome.used, made.instead or outcome.instead)
            else:
                yield Outcome(_unknown(target, value.at), outcome.used, outcome.instead)

    def _bindings(self, target: Closure, call: Call, path: str, bindings: Bindings) -> Bindings:
        names = dict(target.bindings.names)
        parameters = target.function.parameters
        if target.bound and parameters[:1] in {("self",), ("cls",)}:
            parameters = parameters[1:]
        for name, argument in zip(parameters, call.arguments, strict=False):
            names[name] = self.outcomes(argument, path, bindings)
        for name, argument in call.keywords:
            names[name] = self.outcomes(argument, path, bindings)
        return Bindings(names) if names else NO_BINDINGS


def resolved_variable(variable: Variable) -> Resolved:
    """An environment variable as a text, with its line as the trail."""
    return Resolved(variable.pieces, (Label(variable.at, f"{variable.name} is set here"),))


def _unknown(result: Result, at: Location) -> Result:
    return result if isinstance(result, Unknown | Missing) else Unknown(at, "it is not followed")


def _is_on(result: Result) -> bool:
    """Whether a switch is on, as far as it can be seen."""
    return not isinstance(result, Unknown) and not is_absent(result, "switch")


def _submodule(value: Name) -> str:
    """The longer specifier of `from package import module` where the package has no file of its own."""
    joiner = "" if value.module.endswith(".") else "."
    return f"{value.module}{joiner}{value.name}"
