"""Type annotations of settings fields, as text: their members, and whether pydantic-settings decodes them as JSON.

Which types count as complex: `_annotation_is_complex` and `_union_is_complex` in pydantic-settings 2.15,
`sources/utils.py` (pydantic 1.10 has the same list in `ModelField.is_complex`).
"""

from __future__ import annotations

from envlint.records import record

_COMPLEX = frozenset(
    [
        "list",
        "List",
        "set",
        "Set",
        "tuple",
        "Tuple",
        "frozenset",
        "FrozenSet",
        "AbstractSet",
        "Sequence",
        "MutableSequence",
        "dict",
        "Dict",
        "Mapping",
        "MutableMapping",
        "OrderedDict",
        "DefaultDict",
        "defaultdict",
        "deque",
        "Deque",
    ]
)
_SIMPLE = frozenset(
    [
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "Any",
        "object",
        "Path",
        "PurePath",
        "FilePath",
        "DirectoryPath",
        "Literal",
        "SecretStr",
        "SecretBytes",
        "Secret",
        "AnyUrl",
        "AnyHttpUrl",
        "HttpUrl",
        "AnyWebsocketUrl",
        "WebsocketUrl",
        "FileUrl",
        "FtpUrl",
        "PostgresDsn",
        "RedisDsn",
        "MongoDsn",
        "MySQLDsn",
        "MariaDBDsn",
        "AmqpDsn",
        "KafkaDsn",
        "NatsDsn",
        "CockroachDsn",
        "ClickHouseDsn",
        "SnowflakeDsn",
        "EmailStr",
        "NameEmail",
        "UUID",
        "UUID4",
        "Decimal",
        "datetime",
        "date",
        "time",
        "timedelta",
        "StrictStr",
        "StrictInt",
        "StrictBool",
        "StrictFloat",
        "PositiveInt",
        "NonNegativeInt",
        "PositiveFloat",
        "NonNegativeFloat",
        "ByteSize",
        "IPvAnyAddress",
        "LiteralString",
        "conint",
        "constr",
        "confloat",
    ]
)


@record
class Annotation:
    """What a field's annotation says: the heads of the types that it allows, and the metadata of `Annotated`."""

    heads: frozenset[str]
    metadata: tuple[str, ...]

    @property
    def decoded(self) -> bool:
        """Whether some member is of a type that pydantic-settings reads as JSON."""
        return bool(self.heads & _COMPLEX)

    @property
    def textual(self) -> bool:
        """Whether some member takes a text as it is."""
        return bool(self.heads & _SIMPLE)

    @property
    def understood(self) -> bool:
        """Whether every member is a type whose reading is known."""
        return bool(self.heads) and self.heads <= _COMPLEX | _SIMPLE | {"Json"}


def annotation(written: str) -> Annotation:
    """An annotation by its text without blanks."""
    heads: set[str] = set()
    metadata: list[str] = []
    pending = [written.strip("'\"")]
    while pending:
        for part in _split(pending.pop(), "|"):
            head, arguments = _subscript(part)
            if head in ("Optional", "Union"):
                pending.extend(arguments)
            elif head in ("Annotated", "Final"):
                pending.extend(arguments[:1])
                metadata.extend(arguments[1:])
            elif head != "None":
                heads.add(head)
    return Annotation(frozenset(heads), tuple(metadata))


def _subscript(part: str) -> tuple[str, tuple[str, ...]]:
    """The last name of a type and what stands in its brackets."""
    head, bracket, rest = part.partition("[")
    inside = tuple(_split(rest.removesuffix("]"), ",")) if bracket else ()
    return head.partition("(")[0].rpartition(".")[2], inside


def _split(written: str, separator: str) -> list[str]:
    """Splits at a separator outside of brackets."""
    parts, depth = [""], 0
    for character in written:
        depth += (character in "[({") - (character in "])}")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part]
