"""The comment that silences one finding, as an edit.

It stands alone on the line before, in the comment syntax of the file: see `readers/ignore_comments.py`. It is offered
only where it changes nothing: in a text over several lines it would become a part of the text, behind a line that goes
on it would end a command.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Literal, cast

from envlint.facts import IgnoreComment
from envlint.model import Edit, Fix, Location, Safety, Source
from envlint.patterns import pattern
from envlint.readers import registry, syntax
from envlint.readers.javascript import parsing
from envlint.readers.names import is_script
from envlint.records import fields

Form = Literal["#", "//", "<!--", "{/*"]

_FORMS: dict[Form, tuple[str, str]] = {
    "#": ("# ", ""),
    "//": ("// ", ""),
    "<!--": ("<!-- ", " -->"),
    "{/*": ("{/* ", " */}"),
}
_PYTHON = (".py", ".pyi")
_MARKUP = (".vue", ".svelte", ".html", ".htm", ".jinja", ".jinja2", ".j2")
_COMMENTED_JSON = pattern(r"(?:^|/)(?:tsconfig|jsconfig)[^/]*\.json$|\.(?:jsonc|json5)$")
_WITHOUT_COMMENTS = (".json", ".lock", ".txt.in", ".nvmrc", ".node-version", ".python-version", ".tool-versions")
_INDENT = pattern(r"[ \t]*")


def silencing(rule: str, at: Location) -> Fix | None:
    """The comment that silences what a rule found at a location; None where the file can hold none there."""
    source = at.source
    start = source.text.rfind("\n", 0, at.start) + 1
    if source.path.endswith(_WITHOUT_COMMENTS) and not _COMMENTED_JSON.search(source.path):
        return None
    for form in _forms(source.path):
        line = _line(source, start, form, rule)
        if _is_comment(source, start, line, form):
            return Fix(f"Ignore this {rule} finding here", (Edit(source.at(start, start), line),), Safety.SAFE)
    return None


def _line(source: Source, start: int, form: Form, rule: str) -> str:
    indent = _INDENT.match(source.text, start)
    opening, closing = _FORMS[form]
    end = "\r\n" if source.line(source.line_column(start)[0]) and "\r\n" in source.text else "\n"
    return f"{indent[0] if indent else ''}{opening}envlint: ignore[{rule}]{closing}{end}"


def _forms(path: str) -> tuple[Form, ...]:
    """The forms of comments that a file may hold, the likeliest first."""
    if is_script(path):
        return ("//", "<!--") if path.endswith(_MARKUP) else ("//", "{/*")
    if path.endswith(_MARKUP):
        return ("<!--",)
    return ("//",) if _COMMENTED_JSON.search(path) else ("#",)


def _is_comment(source: Source, start: int, line: str, form: Form) -> bool:
    """Whether a new line is a comment there, and nothing else changes its meaning by it."""
    if form == "<!--":
        return _is_between_tags(source.text[:start])
    changed = Source(source.path, source.text[:start] + line + source.text[start:], source.encoding, source.bom)
    if not (is_script(source.path) or source.path.endswith(_PYTHON)):
        return _facts(changed, line) == _facts(source, line)
    parsed = syntax.parse(changed, "python") if source.path.endswith(_PYTHON) else parsing.parse(changed)
    inside = len((changed.text[:start] + line[: line.index("envlint")]).encode("utf-8", "surrogatepass"))
    node = parsed.root.descendant_for_byte_range(inside, inside) if parsed is not None else None
    return node is not None and node.type == "comment"


def _is_between_tags(before: str) -> bool:
    """Whether a comment of HTML is one behind a text: not in a tag, another comment, a script or a style."""
    parser = HTMLParser(convert_charrefs=False)
    parser.feed(before)
    return parser.cdata_elem is None and not parser.rawdata


def _facts(source: Source, line: str) -> object:
    """What a file says, without its places and without what a line adds."""
    return [_said(fact, line) for fact in registry.read(source).every() if not isinstance(fact, IgnoreComment)]


def _said(value: object, line: str) -> object:
    if isinstance(value, Location):
        return value.text.replace(line, "")
    if isinstance(value, tuple):
        return [_said(each, line) for each in cast("tuple[object, ...]", value)]
    names = () if isinstance(value, Source) else fields(value)
    return [type(value), *(_said(getattr(value, name), line) for name in names)] if names else value
