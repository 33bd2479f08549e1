from __future__ import annotations

import pytest

from envlint.facts import Field, SettingsClass
from tests.unit.readers.python_spelling import facts, spelled

HEAD = """\
from typing import Annotated, Any, ClassVar
from pathlib import Path
from pydantic import AfterValidator, AliasChoices, AnyHttpUrl, BeforeValidator, Field, field_validator, validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

def split(v: Any):
    if isinstance(v, str) and not v.startswith("["):
        return [i.strip() for i in v.split(",")]
    return v
"""


def one_field(body: str, head: str = HEAD, bases: str = "BaseSettings") -> Field:
    return facts(f"{head}\nclass S({bases}):\n{body}", SettingsClass)[-1].fields[0]


READINGS = [
    ("    x: str = 'a'\n", "text"),
    ("    x: int | None = None\n", "text"),
    ("    x: Any\n", "text"),
    ("    x: list[str] = []\n", "json"),
    ("    x: 'List[AnyHttpUrl]' = []\n", "json"),
    ("    x: Optional[set[str]] = None\n", "json"),
    ("    x: dict[str, int] = {}\n", "json"),
    ("    x: list[str] | str = []\n", "unknown"),
    ("    x: Custom = 1\n", "unknown"),
    ("    x: Annotated[list[str], NoDecode] = []\n", "unknown"),
    ("    x: Annotated[list[str], NoDecode, BeforeValidator(split)] = []\n", "split"),
    ("    x: Annotated[list[str] | str, BeforeValidator(split)] = []\n", "split"),
    ("    x: Annotated[list[str], BeforeValidator(split)] = []\n", "json"),
    ("    x: Annotated[list[str], NoDecode, BeforeValidator(lambda v: v.split(','))] = []\n", "split"),
    ("    model_config = SettingsConfigDict(enable_decoding=False)\n    x: list[str] = []\n", "unknown"),
    (
        (
            "    x: list[str] = []\n    @field_validator('x', mode='before')\n"
            "    def p(cls, v):\n        return v.split(',') if isinstance(v, str) else v\n"
        ),
        "json",
    ),
    (
        (
            "    model_config = SettingsConfigDict(enable_decoding=False)\n    x: list[str] = []\n"
            "    @field_validator('x', mode='before')\n    def p(cls, v):\n        return split(v)\n"
        ),
        "split",
    ),
    (
        (
            "    x: Union[str, list[str]] = []\n    @validator('x', pre=True)\n"
            "    def p(cls, v):\n        return v.split(',')\n"
        ),
        "split",
    ),
    ("    x: str = ''\n    @field_validator('x')\n    def p(cls, v):\n        return v.split(',')\n", "split"),
    ("    x: str = ''\n    @field_validator('x')\n    def p(cls, v):\n        assert v\n        return v\n", "text"),
    ("    x: str = ''\n    @field_validator('x')\n    def p(cls, v):\n        return v.rstrip('/')\n", "unknown"),
    ("    x: str = ''\n    @field_validator('y')\n    def p(cls, v):\n        return v.rstrip('/')\n", "text"),
    ("    x: list[str] = []\n    @classmethod\n    def settings_customise_sources(cls): ...\n", "unknown"),
]


@pytest.mark.parametrize(("body", "expected"), READINGS)
def test_how_a_text_becomes_the_value(body: str, expected: str) -> None:
    assert one_field(body).reading == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    x: str\n", ("x",)),
        ("    model_config = SettingsConfigDict(env_prefix='P_')\n    x: str\n", ("P_x",)),
        ("    model_config = {'env_prefix': 'P_'}\n    x: str\n", ("P_x",)),
        ("    x: str\n    class Config:\n        env_prefix = 'P_'\n", ("P_x",)),
        ("    model_config = SettingsConfigDict(env_prefix='P_' if a else '')\n    x: str\n", ("P_x", "x")),
        ("    model_config = SettingsConfigDict(env_prefix=make())\n    x: str\n", ()),
        ("    model_config = SettingsConfigDict(env_prefix='P_')\n    x: str = Field('a', alias='A')\n", ("A",)),
        ("    x: str = Field(validation_alias=AliasChoices('A', 'B'))\n", ("A", "B")),
        ("    x: Annotated[str, Field(alias='A')] = 'a'\n", ("A",)),
        ("    model_config = SettingsConfigDict(populate_by_name=True)\n    x: str = Field(alias='A')\n", ("A", "x")),
        ("    x: str = Field('a', env='A')\n", ("x",)),
    ],
)
def test_which_variables_set_a_field(body: str, expected: tuple[str, ...]) -> None:
    assert one_field(body).env_names == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    x: str = Field('a', env='A')\n", ("A",)),
        ("    x: str = Field('a', env=['A', 'B'])\n", ("A", "B")),
        ("    x: str = Field('a', alias='A')\n", ("x",)),
        ("    x: str\n    class Config:\n        fields = {'x': {'env': 'A'}}\n", ("A",)),
    ],
)
def test_pydantic_1_reads_env_and_no_alias(body: str, expected: tuple[str, ...]) -> None:
    assert one_field(body, head="from pydantic import BaseSettings, Field\n").env_names == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    x: str = 'a'\n", "'a'"),
        ("    x: str\n", "None"),
        ("    x: str = Field(...)\n", "None"),
        ("    x: str = Field(default='a')\n", "'a'"),
        ("    x: list[str] = Field(default_factory=lambda: ['a'])\n", "['a']"),
        ("    x: list[str] = Field(default_factory=list)\n", "[]"),
        ("    x: str = Field(min_length=1)\n", "None"),
    ],
)
def test_defaults(body: str, expected: str) -> None:
    assert spelled(one_field(body).default) == expected


@pytest.mark.parametrize(
    ("body", "files", "extra"),
    [
        ("    x: str\n", [], ""),
        ("    model_config = SettingsConfigDict(env_file='.env', extra='ignore')\n", ["'.env'"], "ignore"),
        ("    model_config = SettingsConfigDict(env_file=('.env', '.env.local'))\n", ["'.env'", "'.env.local'"], ""),
        ("    class Config:\n        env_file = '../.env'\n        extra = Extra.allow\n", ["'../.env'"], "allow"),
        (
            "    model_config = SettingsConfigDict(env_file=Path(__file__).parent.parent / '.env')\n",
            ["'/backend/.env'"],
            "",
        ),
        ("    model_config = SettingsConfigDict(env_file=None)\n", [], ""),
    ],
)
def test_env_files_and_extra(body: str, files: list[str], extra: str) -> None:
    found = facts(f"{HEAD}\nclass S(BaseSettings):\n{body}", SettingsClass)[0]
    assert ([spelled(one) for one in found.env_files], found.extra) == (files, extra)


def test_options_of_a_base_class_in_the_same_file_hold_for_its_heirs() -> None:
    text = (
        f"{HEAD}\nclass Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='P_', env_file='.env')\n"
        "class S(Base):\n    x: str\n"
    )
    found = facts(text, SettingsClass)[1]
    assert (found.name, found.fields[0].env_names, [spelled(one) for one in found.env_files]) == (
        "S",
        ("P_x",),
        ["'.env'"],
    )
    assert [spelled(one) for one in found.bases] == ["Base"]


@pytest.mark.parametrize(
    ("head", "bases", "expected"),
    [
        ("from app.base import AppSettings\n", "AppSettings", 1),
        ("from pydantic import BaseModel\n", "BaseModel", 0),
        ("", "object", 0),
    ],
)
def test_what_counts_as_a_settings_class(head: str, bases: str, expected: int) -> None:
    assert len(facts(f"{head}class S({bases}):\n    x: str\n", SettingsClass)) == expected


def test_what_is_no_field_is_left_out() -> None:
    body = "    _a: str = ''\n    b: ClassVar[str] = ''\n    model_config: dict = {}\n    x: str\n    c = 1\n"
    assert one_field(body).name == "x"
