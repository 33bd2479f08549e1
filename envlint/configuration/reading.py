"""Makes settings of the text of a configuration, and says with file and line what is wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from envlint.configuration.places import Keys, nearest, places, syntax_error
from envlint.configuration.said import Said, said
from envlint.configuration.settings import PathIgnores, Settings
from envlint.declared import Declared, DeclaredApp, Pair
from envlint.errors import UserError
from envlint.model import Severity
from envlint.project import joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from envlint.configuration.said import Context, SaidApp, SaidPair, Table
    from envlint.model import Location, Source

PYPROJECT = "pyproject.toml"
OWN = "envlint.toml"
_OPTION = "true, false, a number, a text or a list of texts"


def table_of(source: Source) -> tuple[dict[str, Any], Keys] | None:
    """The table with envlint's configuration in a file, and the keys above it; None for a pyproject.toml without one.

    Raises UserError for a file that is no TOML.
    """
    whole = _parsed(source)
    if source.path.rpartition("/")[2] != PYPROJECT:
        return whole, ()
    table: Any = whole.get("tool", {})
    for_us = cast("dict[str, Any]", table).get("envlint") if isinstance(table, dict) else None
    if for_us is None:
        return None
    if not isinstance(for_us, dict):
        raise UserError(f"{source.path}: tool.envlint is no table")
    return cast("dict[str, Any]", for_us), ("tool", "envlint")


def _parsed(source: Source) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(source.text.replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        words, line = syntax_error(str(error), source.text)
        raise UserError(f"{source.path}:{line}: this is no TOML: {words[:1].lower()}{words[1:]}") from None


def settings_of(source: Source, context: Context, folder: str = "", prefix: str = "") -> Settings | None:
    """The settings of a configuration; None for a pyproject.toml that says nothing of envlint.

    `folder` is where the file stands below the linted folder; for one above, `prefix` is the way down from it. Raises
    UserError, with file and line, for whatever is wrong in it.
    """
    found = table_of(source)
    if found is None:
        return None
    return _Reading(source, context, found[1]).settings(found[0], folder, prefix)


class _Reading:
    """One configuration file on its way to settings."""

    def __init__(self, source: Source, context: Context, above: Keys) -> None:
        self._source = source
        self._context = context
        self._rules = context.rules
        self._above = above
        self._places = places(source)

    def settings(self, table: dict[str, Any], folder: str, prefix: str) -> Settings:
        said = self._checked(table)
        way = f"{'../' * prefix.count('/')}{folder}/".lstrip("/")
        self._rules = {*self._rules, *self._custom_rules(said, way)}
        self._refuse_unknown_rules(said)
        self._refuse_contradictions(said)
        return Settings(
            folder=folder,
            prefix=prefix,
            select=said.select,
            ignore=said.ignore,
            per_path_ignores=tuple(PathIgnores(glob, names) for glob, names in said.per_path_ignores.items()),
            severities={name: Severity(word) for name, word in said.severities.items()},
            fail_on=said.fail_on,
            exclude=said.exclude,
            require=said.require,
            baseline=said.baseline,
            custom_rules=f"{way}{said.custom_rules}" if said.custom_rules else "",
            rule_packages=said.rule_packages,
            options=said.options,
            declared=self._declared(said, folder, prefix),
            file=self._source.path,
            places={".".join(map(str, keys[len(self._above) :])): at for keys, at in self._own_places().items()},
        )

    def _own_places(self) -> dict[Keys, Location]:
        count = len(self._above)
        return {keys: at for keys, at in self._places.items() if keys[:count] == self._above and len(keys) > count}

    def _custom_rules(self, said: Said, way: str) -> Collection[str]:
        found: set[str] = set()
        if said.custom_rules:
            found.update(self._asked(f"{way}{said.custom_rules}", (), "custom-rules"))
        if said.rule_packages:
            found.update(self._asked("", said.rule_packages, "rule-packages"))
        return found

    def _asked(self, folder: str, packages: tuple[str, ...], key: str) -> Collection[str]:
        try:
            return self._context.custom(folder, packages)
        except UserError as error:
            raise self._complain((key,), str(error)) from None

    # --- what is wrong ------------------------------------------------------------------------------------------

    def _checked(self, table: Table) -> Said:
        known = self._context.valid.get(table)
        if known is not None:
            return said(known)
        from pydantic import ValidationError

        from envlint.configuration.schema import Configuration

        try:
            made = Configuration.model_validate(table).model_dump(mode="json")
        except ValidationError as error:
            raise UserError("\n".join(self._faults(error))) from None
        self._context.valid.put(table, made)
        return said(made)

    def _faults(self, error: ValidationError) -> Iterator[str]:
        told: set[Keys] = set()
        for fault in error.errors():
            keys: Keys = fault["loc"]
            if keys[:1] == ("options",) and len(keys) > 3:  # of several types it can be none, and one is named for each
                if keys[:3] not in told:
                    yield f"{self._place(keys)}: {'.'.join(map(str, keys[:3]))} should be {_OPTION}"
                told.add(keys[:3])
            elif keys == ("tool",) and not self._above:
                yield f"{self._place(keys)}: the keys of {OWN} stand in no [tool.envlint]"
            else:
                yield f"{self._place(keys)}: {_words(fault, keys)}"

    def _place(self, keys: Keys) -> str:
        at = nearest(self._places, (*self._above, *keys))
        return at.file_and_line if at is not None else self._source.path

    def _complain(self, keys: Keys, words: str) -> UserError:
        return UserError(f"{self._place(keys)}: {words}")

    def _refuse_unknown_rules(self, said: Said) -> None:
        for keys, name in _named(said):
            if name not in self._rules:
                raise self._complain(keys, f"there is no rule {name!r}{_meant(name, self._rules)}")

    def _refuse_contradictions(self, said: Said) -> None:
        for number, name in enumerate(said.ignore):
            if name in (said.select or ()):
                raise self._complain(("ignore", number), f"{name} is selected and ignored")
        if said.select == ():
            raise self._complain(("select",), "an empty selection leaves no rule to run")
        seen: dict[tuple[str, str], int] = {}
        names: dict[str, int] = {}
        for number, app in enumerate(said.apps):
            if seen.setdefault((app.root, app.side), number) != number:
                raise self._complain(("apps", number, "root"), f"{app.root!r} is declared twice as a {app.side}")
            if app.name and names.setdefault(app.name, number) != number:
                raise self._complain(("apps", number, "name"), f"two apps are called {app.name!r}")
            self._refuse_foreign_keys(app, number)
        self._refuse_unknown_calls(said)

    def _refuse_foreign_keys(self, app: SaidApp, number: int) -> None:
        theirs = {"frontend": ("ports", "cors_setting"), "backend": ("origins", "calls")}[app.side]
        for field in theirs:
            if getattr(app, field):
                key = field.replace("_", "-")
                raise self._complain(("apps", number, key), f"a {app.side} has no {key}")

    def _refuse_unknown_calls(self, said: Said) -> None:
        backends = {name for app in said.apps if app.side == "backend" for name in (app.name, app.root) if name}
        for number, app in enumerate(said.apps):
            for entry, called in enumerate(app.calls):
                if called not in backends:
                    words = f"no backend {called!r} is declared here{_meant(called, backends)}"
                    raise self._complain(("apps", number, "calls", entry), words)

    # --- what is declared ----------------------------------------------------------------------------------------

    def _declared(self, said: Said, folder: str, prefix: str) -> Declared:
        apps = (self._app(app, number, folder, prefix) for number, app in enumerate(said.apps))
        pairs = tuple(self._pair(pair, number) for number, pair in enumerate(said.pairs))
        return Declared(tuple(app for app in apps if app is not None), pairs, said.elsewhere)

    def _app(self, app: SaidApp, number: int, folder: str, prefix: str) -> DeclaredApp | None:
        """None for an app outside of the linted folder. Raises UserError for one outside of the configuration's."""
        root = joined(folder, app.root)
        if root is None:
            raise self._complain(("apps", number, "root"), f"{app.root!r} leads out of the project")
        if prefix and not f"{root}/".startswith(prefix):
            return None
        return DeclaredApp(
            f"{root}/"[len(prefix) :].rstrip("/"),
            app.side,
            self._at(("apps", number, "root")),
            app.name or app.root,
            app.framework,
            app.origins,
            app.ports,
            app.cors_setting,
            app.calls,
        )

    def _pair(self, pair: SaidPair, number: int) -> Pair:
        left, right = ((side.rpartition(":")[0], side.rpartition(":")[2]) for side in (pair.left, pair.right))
        places = tuple(self._at(("pairs", number, key)) for key in ("relation", "left", "right"))
        return Pair(left, right, pair.relation, *places)

    def _at(self, keys: Keys) -> Location:
        return nearest(self._places, (*self._above, *keys)) or self._source.at(0, 0)


def _named(said: Said) -> Iterator[tuple[Keys, str]]:
    """Every name of a rule, with the keys that lead to it."""
    for key in ("select", "ignore"):
        yield from (((key, number), name) for number, name in enumerate(getattr(said, key) or ()))
    for glob, names in said.per_path_ignores.items():
        yield from ((("per-path-ignores", glob, number), name) for number, name in enumerate(names))
    yield from ((("severities", name), name) for name in said.severities)
    yield from ((("options", name), name) for name in said.options)


def _words(fault: ErrorDetails, keys: Keys) -> str:
    name = keys[-1] if keys else ""
    if fault["type"] == "extra_forbidden":
        return f"there is no key {name!r} here{_meant(str(name), _keys_of(keys[:-1]))}"
    if fault["type"] == "missing":
        return f"{name!r} is missing here"
    dotted = ".".join(map(str, keys))
    if fault["type"] == "value_error":
        return f"{dotted} is wrong: {fault['msg'].removeprefix('Value error, ')}"
    message = fault["msg"].removeprefix("Input should be ").replace("a valid tuple", "a list")
    return f"{dotted} should be {message.replace('a valid dictionary', 'a table').replace('a valid string', 'a text')}"


def _keys_of(keys: Keys) -> Collection[str]:
    """The keys that a table may have."""
    from envlint.configuration.schema import AppTable, Configuration, PairTable

    tables: dict[str, type[BaseModel]] = {"": Configuration, "apps": AppTable, "pairs": PairTable}
    table = tables.get(".".join(key for key in keys if isinstance(key, str)))
    return [field.alias or name for name, field in table.model_fields.items()] if table is not None else ()


def _meant(name: str, names: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name.lower().replace("_", "-"), list(names), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def json_schema() -> str:
    """The JSON Schema (draft 2020-12) of a configuration, as JSON."""
    import json

    from envlint.configuration.schema import Configuration

    made = Configuration.model_json_schema()
    title = {"title": "envlint.toml, and [tool.envlint] of pyproject.toml"}
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made, **title}, indent=2) + "\n"
