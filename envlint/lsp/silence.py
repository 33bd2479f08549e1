"""The comment that silences one finding, as an edit.

It stands alone on the line before, in the comment syntax of the file: see `readers/ignore_comments.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envlint.model import Edit, Fix, Safety, Source
from envlint.patterns import pattern
from envlint.readers import syntax

if TYPE_CHECKING:
    from envlint.model import Location
    from envlint.readers.syntax import Grammar

Form = Literal["#", "//", "<!--", "{/*"]

_FORMS: dict[Form, tuple[str, str]] = {
    "#": ("# ", ""),
    "//": ("// ", ""),
    "<!--": ("<!-- ", " -->"),
    "{/*": ("{/* ", " */}"),
}
_GRAMMARS: dict[str, Grammar] = {
    **dict.fromkeys((".py", ".pyi"), "python"),
    **dict.fromkeys((".ts", ".mts", ".cts"), "typescript"),
    **dict.fromkeys((".js", ".jsx", ".mjs", ".cjs", ".tsx"), "tsx"),
}
_MARKUP = (".vue", ".svelte", ".astro", ".html", ".htm", ".jinja", ".jinja2", ".j2")
_COMMENTED_JSON = pattern(r"(?:^|/)(?:tsconfig|jsconfig)[^/]*\.json$|\.(?:jsonc|json5)$")
_WITHOUT_COMMENTS = (".json", ".lock", ".txt.in", ".nvmrc", ".node-version", ".python-version", ".tool-versions")
_INDENT = pattern(r"[ \t]*")
_SCRIPT_TAG = pattern(r"<(/?)script\b")


def silencing(rule: str, at: Location) -> Fix | None:
    """The comment that silences what a rule found at a location; None where the file can hold none there."""
    source = at.source
    start = source.text.rfind("\n", 0, at.start) + 1
    if source.path.endswith(_WITHOUT_COMMENTS) and not _COMMENTED_JSON.search(source.path):
        return None
    for form in _forms(source, start):
        text = _line(source, start, form, rule)
        if _is_comment(source, start, text):
            return Fix(f"Ignore this {rule} finding here", (Edit(source.at(start, start), text),), Safety.SAFE)
    return None


def _line(source: Source, start: int, form: Form, rule: str) -> str:
    indent = _INDENT.match(source.text, start)
    opening, closing = _FORMS[form]
    end = "\r\n" if source.line(source.line_column(start)[0]) and "\r\n" in source.text else "\n"
    return f"{indent[0] if indent else ''}{opening}envlint: ignore[{rule}]{closing}{end}"


def _forms(source: Source, start: int) -> tuple[Form, ...]:
    """The forms of comments that a file may hold at the start of a line, the likeliest first."""
    if source.path.endswith(_MARKUP):
        return ("//",) if _is_in_script(source.text, start) else ("<!--",)
    grammar = _grammar(source.path)
    if grammar == "tsx":
        return ("//", "{/*")
    return ("//",) if grammar == "typescript" or _COMMENTED_JSON.search(source.path) else ("#",)


def _is_in_script(text: str, start: int) -> bool:
    tags = [tag[1] for tag in _SCRIPT_TAG.finditer(text, 0, start)]
    return bool(tags) and not tags[-1]


def _is_comment(source: Source, start: int, line: str) -> bool:
    """Whether a new line is a comment there, and no part of a text over several lines or of the page's own words."""
    grammar = _grammar(source.path)
    if grammar is None:
        return True
    changed = Source(source.path, source.text[:start] + line + source.text[start:])
    parsed = syntax.parse(changed, grammar)
    inside = len((changed.text[:start] + line[: line.index("envlint")]).encode("utf-8", "surrogatepass"))
    node = parsed.root.descendant_for_byte_range(inside, inside)
    return node is not None and node.type == "comment"


def _grammar(path: str) -> Grammar | None:
    return next((grammar for suffix, grammar in _GRAMMARS.items() if path.endswith(suffix)), None)
