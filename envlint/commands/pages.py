"""The commands that explain: the page of a rule, the list of rules, the schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.commands.exit_codes import CLEAN
from envlint.commands.printing import show, style_for

if TYPE_CHECKING:
    from envlint.catalogue import Rule
    from envlint.outputs.style import Color


def explain(name: str, color: Color) -> int:
    """Prints the page of a rule, one of the project's own among them."""
    from envlint import catalogue
    from envlint.outputs.page import page

    style = style_for(color)
    own = next((rule for rule in _own() if rule.name == name), None)
    show(page(own or catalogue.named(name), style), style)
    return CLEAN


def rules(color: Color) -> int:
    """Prints a line for each rule."""
    from envlint import catalogue
    from envlint.outputs.page import table

    style = style_for(color)
    show(table((*catalogue.load(), *_own()), style), style)
    return CLEAN


def _own() -> tuple[Rule, ...]:
    """The rules of the project in this folder; those that cannot be loaded have no page."""
    from envlint import catalogue
    from envlint.workspace import custom_files

    return tuple(rule for rule in catalogue.load_custom(custom_files(".")) if rule.text)


def schema(of: Literal["json", "config"]) -> int:
    """Prints the JSON Schema of the report as JSON, or of the configuration."""
    if of == "config":
        from envlint.configuration.reading import json_schema

        show(json_schema())
    else:
        from envlint.outputs import json_v1

        show(json_v1.schema())
    return CLEAN
